"""What goes wrong is said in words, and Ctrl-C ends every command with one line."""

from __future__ import annotations

import csv
import io
import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minuteminer.index.derived import open_derived
from minuteminer.settings import data_paths

Command = Callable[..., Any]


@pytest.mark.parametrize("verb", [("agree",), ("evaluate",), ("import-labels",)])
def test_a_file_that_is_not_there_is_told_without_the_systems_number(
    minuteminer: Command, tmp_path: Path, verb: tuple[str]
) -> None:
    missing = tmp_path / "nowhere.jsonl"
    ran = minuteminer(*verb, missing, *([missing] if verb == ("agree",) else []))
    assert ran.code == 1
    assert ran.err == f"minuteminer: {missing} cannot be read: no such file or directory\n"


def test_a_port_in_use_is_told_without_the_systems_number(minuteminer: Command, demo_data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = minuteminer("serve", "--port", taken.getsockname()[1], "--data", demo_data)
    assert ran.code == 2
    assert "cannot be listened on (address already in use); name another" in ran.err
    assert "Errno" not in ran.err


@pytest.mark.parametrize("command", [("search", "firearms"), ("migrate", "--check"), ("migrate",)])
def test_a_file_with_nothing_in_it_is_no_index(minuteminer: Command, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"x")
    ran = minuteminer(*command, "--data", tmp_path)
    assert ran.code == 1
    assert "is no index: there is nothing in it. Move this file away and run minuteminer index" in ran.err


@pytest.mark.parametrize(
    ("command", "inside"),
    [
        (("dictionary",), "minuteminer.export.dictionary.dictionary_markdown"),
        (("evaluate", "gold.jsonl"), "minuteminer.evaluate.load_gold"),
        (("topics", "list"), "minuteminer.annotate.taxonomy.load_taxonomy"),
        (("extract", "."), "minuteminer.extract.extract"),
    ],
)
def test_ctrl_c_ends_a_command_with_one_line(
    minuteminer: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], inside: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inside, interrupted)
    ran = minuteminer(*command)
    assert ran.code == 130
    assert ran.err == "minuteminer: stopped; what was done is kept, and the same command goes on from there\n"


def test_an_item_that_is_not_annotated_is_reported_and_the_others_go_on(
    minuteminer: Command, demo_data: Path, tmp_path: Path
) -> None:
    shutil.copytree(demo_data, tmp_path / "data")
    paths = data_paths(tmp_path / "data")
    paths.index.unlink()
    with open_derived(paths.derived) as derived:
        refused = next(iter(derived.keys("document")))
        derived.delete("document", refused)
    ran = minuteminer("index", "--data", tmp_path / "data", "--json")
    report = json.loads(ran.out)
    assert ran.code == 3
    assert report["done"] > 10
    assert report["failures"]
    assert all("is not annotated" in failure["reason"] for failure in report["failures"])


def test_a_register_has_the_format_that_is_asked_for(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    lines = minuteminer("register", "--format", "jsonl", "--data", demo_data).out.splitlines()
    table = minuteminer("register", "--format", "csv", "--data", demo_data).out
    assert len(lines) == len(list(csv.DictReader(io.StringIO(table)))) > 0
    assert json.loads(lines[0])["number"] == 1
    assert minuteminer("register", "--format", "xlsx", "-o", tmp_path / "register", "--data", demo_data).code == 0
    assert (tmp_path / "register").read_bytes().startswith(b"PK")
    for wrong in (("--format", "xlsx"), ("--format", "pdf"), ("--format", "csv", "-o", tmp_path / "r.docx")):
        ran = minuteminer("register", *wrong, "--data", demo_data)
        assert ran.code == 2
        assert "Traceback" not in ran.err


def test_a_vote_that_is_asked_for_by_its_kind_is_among_the_figures(minuteminer: Command, demo_data: Path) -> None:
    answer = json.loads(minuteminer("search", "kind:vote", "--data", demo_data, "--json").out)
    # The clauses of a resolution match by its vote, which is a figure of its first lines.
    voted = [hit for hit in answer["hits"] if hit["kind"] != "resolution"]
    assert voted
    assert all({"vote", "resolution"} & {figure["kind"] for figure in hit["figures"]} for hit in voted)


def test_small_words_are_right(minuteminer: Command, demo_data: Path) -> None:
    reasons = [one["reasons"] for one in json.loads(
        minuteminer("precedents", "20270", "--data", demo_data, "--json").out
    )["precedents"]]  # fmt: skip
    shared = [reason.partition(": ")[2].split(", ") for some in reasons for reason in some if "shared" in reason]
    assert shared
    assert all(len(word) > 1 for words in shared for word in words)
    assert "topic:counter_terrorism" in minuteminer("facets", "precept", "--data", demo_data).out
    hits = json.loads(minuteminer("search", "kind:money", "--data", demo_data, "--json").out)["hits"]
    labelled = next(hit for hit in hits if (hit["label"] or "").endswith("."))
    assert ".. http" not in minuteminer("cite", labelled["figures"][0]["fact_id"], "--data", demo_data).out
