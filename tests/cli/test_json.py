"""Whatever a command prints as JSON is one object that says by which version of the format it is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Command

GOLD = {"id": "a", "text": "RESOLVED that the report be noted.", "money": [], "topics": []}


@pytest.mark.parametrize(
    "command",
    [
        ["search", "firearms"], ["show", "20270"], ["cite", "20270"], ["facets", "firearms"], ["history", "20270"],
        ["register", "--from", "2024"], ["precedents", "firearms officers"], ["trail", "officer strength"],
        ["sum", "role:budget"], ["coverage"], ["status"], ["doctor"], ["topics", "list"], ["corrections", "list"],
        ["archive", "verify"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_json_has_its_version(command: list[str], minuteminer: Command, demo_data: Path) -> None:
    where = [] if command[0] == "topics" else ["--data", demo_data]
    ran = minuteminer(*command, "--json", *where)
    assert json.loads(ran.out)["schema_version"] == 1, ran.err


def test_an_explanation_has_its_version(minuteminer: Command, demo_data: Path) -> None:
    hits = json.loads(minuteminer("search", "amount:>1m", "--json", "--data", demo_data).out)["hits"]
    ran = minuteminer("explain", hits[0]["figures"][0]["fact_id"], "--json", "--data", demo_data)
    assert json.loads(ran.out)["schema_version"] == 1


def test_an_evaluation_has_its_version(minuteminer: Command, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n")
    said = json.loads(minuteminer("evaluate", tmp_path / "gold.jsonl", "--json").out)
    assert (said["schema_version"], list(said["files"])) == (1, [str(tmp_path / "gold.jsonl")])


def test_what_a_batch_did_has_its_version(minuteminer: Command, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A grant of £5m was noted.")
    ran = minuteminer("extract", tmp_path / "one.txt", "-o", f"{tmp_path}/out/", "--json")
    assert json.loads(ran.out)["schema_version"] == 1


def test_the_demonstration_as_json_tells_what_it_did_and_found(minuteminer: Command, tmp_path: Path) -> None:
    ran = minuteminer("demo", "--json", "--data", tmp_path / "demo")
    said = json.loads(ran.out)
    assert (said["schema_version"], said["data"]) == (1, str(tmp_path / "demo"))
    assert [one["committee_id"] for one in said["collected"]] == ["311", "318"]
    assert [one["step"] for one in said["steps"]] == ["parse", "annotate", "index"]
    assert said["stats"]["facts_by_kind"]["money"] > 100
    assert all(one["total"] >= len(one["hits"]) > 0 for one in said["searches"])
