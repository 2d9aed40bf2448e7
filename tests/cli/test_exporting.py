"""export and snapshot as a person runs them: what is printed, what is written, and what is said of mistakes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from minuteminer.export.file_tables import TABLES
from minuteminer.export.files import DOCUMENTS

Command = Callable[..., Any]


def test_a_table_goes_to_standard_output_and_the_words_to_standard_error(minuteminer: Command, demo_data: Path) -> None:
    ran = minuteminer("export", "money", "role:overtime", "--data", demo_data)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert (ran.code, ran.err) == (0, "")
    assert {row["role"] for row in rows} == {"overtime"}
    assert all(row["url"].startswith("http://") for row in rows)


def test_an_ending_that_is_not_written_is_refused(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    file = tmp_path / "votes.pdf"
    ran = minuteminer("export", "votes", "-o", file, "--data", demo_data)
    assert ran.code == 2
    assert "files ending in .pdf are not written; expected one of .csv, .jsonl, .parquet, .xlsx" in ran.err
    assert not file.exists()
    assert minuteminer("export", "votes", "--format", "csv", "-o", file, "--data", demo_data).code == 0


def test_the_ending_of_the_file_chooses_the_format(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    for ending, begins in (
        ("csv", b"id,date"),
        ("jsonl", b'{"schema_version": 1'),
        ("xlsx", b"PK"),
        ("parquet", b"PAR1"),
    ):
        ran = minuteminer("export", "votes", "-o", tmp_path / f"votes.{ending}", "--data", demo_data)
        assert ran.code == 0
        assert "rows (paragraphs; standing items and notices left out" in ran.err
        assert (tmp_path / f"votes.{ending}").read_bytes().startswith(begins)
    assert json.loads((tmp_path / "votes.csv-metadata.json").read_text(encoding="utf-8"))["url"] == "votes.csv"


def test_every_kind_can_be_written(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    for kind in (*TABLES, *DOCUMENTS):
        path = tmp_path / (f"{kind}.spacy" if kind == "docbin" else kind)
        ran = minuteminer("export", kind, "topic:firearms", "-o", path, "--data", demo_data)
        assert ran.code == 0, ran.err
        assert path.stat().st_size > 100


def test_the_dictionary_explains_the_columns_without_an_index(minuteminer: Command, tmp_path: Path) -> None:
    ran = minuteminer("export", "money", "--dictionary", "--data", tmp_path)
    assert ran.code == 0
    assert "| `low_pence` | integer | The sum, or the lower end of a range." in ran.out


def test_mistakes_are_one_sentence(minuteminer: Command, demo_data: Path) -> None:
    unknown = minuteminer("export", "moneys", "--data", demo_data)
    assert (unknown.code, unknown.out) == (2, "")
    assert "there is no kind of file 'moneys'; there are money, percents" in unknown.err
    assert minuteminer("export", "money", "amount:lots", "--data", demo_data).code == 2
    binary = minuteminer("export", "docbin", "--data", demo_data)
    assert (binary.code, "name it with -o FILE.spacy" in binary.err) == (2, True)


def test_nothing_found_is_said_with_the_part_that_is_found_nowhere(minuteminer: Command, demo_data: Path) -> None:
    ran = minuteminer("export", "money", "topic:zeppelins", "--data", demo_data)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert "Nothing in this index has topic:zeppelins" in ran.err
    assert "0 rows" in ran.err


def test_a_snapshot_is_made_checked_and_found_changed(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "firearms"
    made = minuteminer("snapshot", "create", "firearms", "topic:firearms", "-o", path, "--data", demo_data)
    assert made.code == 0, made.err
    assert "3 listed meetings have no minutes" in made.out
    good = minuteminer("snapshot", "verify", path)
    assert (good.code, "all is as it was written" in good.out) == (0, True)
    with (path / "data" / "money.csv").open("a") as file:
        file.write("one row more")
    bad = minuteminer("snapshot", "verify", path, "--json")
    assert bad.code == 1
    assert "data/money.csv: expected sha256" in json.loads(bad.out)["problems"][0]
