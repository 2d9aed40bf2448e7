"""Coding by hand from the command line: out, back, compared and scored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.mark.parametrize("tool", ["doccano", "label-studio", "prodigy"])
def test_the_round_trip_through_a_tool(minuteminer: Command, demo_data: Path, tmp_path: Path, tool: str) -> None:
    tasks, gold = tmp_path / "tasks", tmp_path / "gold.jsonl"
    drawn = minuteminer("sample", "--strata", "panel,year", "--n", 8, "--to", tool, "-o", tasks, "--data", demo_data)
    assert drawn.code == 0
    assert "8 items drawn from" in drawn.err
    assert minuteminer("import-labels", tasks, "-o", gold).code == 0
    told = minuteminer("evaluate", gold).out.splitlines()
    uncoded = [line.split()[0] for line in told if line.endswith("not coded in these passages")]
    assert uncoded == ["paragraphs", "items", *(["topics"] if tool == "doccano" else [])]
    scored = minuteminer("evaluate", gold, "--by", "year", "--json")
    (scores,) = json.loads(scored.out)["files"].values()
    assert scores["money"]["f1"] == 1  # what the program read and nobody changed
    assert {part["name"] for part in scores["intervals"]} >= {"all", "2024"}


def test_two_coders_are_compared(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    minuteminer("sample", "--n", 10, "-o", first, "--data", demo_data)
    rows = [json.loads(line) for line in first.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["label"] = [mark for mark in row["label"] if mark[2] != "MONEY"]
    second.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    printed = minuteminer("agree", first, second).out
    assert "10 passages in both" in printed
    assert [line.split()[1] for line in printed.splitlines() if line.startswith("MONEY")] == ["0"]


def test_two_coders_in_one_file_are_compared_by_their_names(minuteminer: Command, tmp_path: Path) -> None:
    file = tmp_path / "done.jsonl"
    task = {"text": "It cost £5m.", "meta": {"passage": "p"}, "answer": "accept"}
    marks = {"asha": [{"start": 8, "end": 11, "label": "MONEY"}], "ben": []}
    lines = [json.dumps(task | {"spans": spans, "_annotator_id": who}) for who, spans in marks.items()]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "several coders did the same passages (asha, ben)" in minuteminer("agree", file, file).err
    found = json.loads(minuteminer("agree", file, file, "--coders", "asha,ben", "--json").out)
    assert [kind["only_first"] for kind in found["kinds"] if kind["kind"] == "MONEY"] == [1]
    assert "two names" in minuteminer("agree", file, file, "--coders", "asha").err
    (gold,) = minuteminer("import-labels", file, "--coder", "asha").out.splitlines()
    assert [money["text"] for money in json.loads(gold)["money"]] == ["£5m"]


def test_a_mark_without_a_value_is_told_and_left_out(minuteminer: Command, tmp_path: Path) -> None:
    file = tmp_path / "coded.jsonl"
    file.write_text('{"passage": "p", "text": "It cost a fortune.", "label": [[8, 17, "MONEY"]]}\n', encoding="utf-8")
    ran = minuteminer("import-labels", file)
    assert ran.code == 3
    assert "no value can be read from 'a fortune'" in ran.err
    assert json.loads(ran.out)["money"] == []


def test_an_unknown_tool_or_stratum_is_one_sentence(minuteminer: Command, demo_data: Path) -> None:
    assert "expected one of doccano" in minuteminer("sample", "--to", "excel", "--data", demo_data).err
    assert "expected of panel" in minuteminer("sample", "--strata", "county", "--data", demo_data).err
