"""Documents of every kind of input; what cannot be read is one refusal, and the rest is read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from batch_site import row, write_rows
from minuteminer.batch.files import FoundFile, write_file
from minuteminer.batch.inputs import Lot, Pending, find_inputs, read_lot
from minuteminer.errors import DocumentError

ROWS = [row(number) for number in range(5)]


def read(*paths: str) -> list[Pending]:
    found = list(find_inputs(paths))
    assert all(isinstance(file, FoundFile) for file in found)
    lots = [Lot(name=file.path, files=(file,)) for file in found if isinstance(file, FoundFile)]
    return [document for lot in lots for document in read_lot(lot)]


def parquet(path: Path, rows: list[dict[str, str]]) -> str:
    pq.write_table(pa.Table.from_pylist(rows), path)
    return str(path)


def test_rows_are_the_same_documents_from_json_lines_packed_or_not_and_parquet(tmp_path: Path) -> None:
    paths = [
        write_rows(tmp_path / "in.jsonl", ROWS),
        write_rows(tmp_path / "in.jsonl.gz", ROWS),
        parquet(tmp_path / "in.parquet", ROWS),
    ]
    for path in paths:
        documents = read(path)
        assert [(one.id, one.title, one.body.decode()) for one in documents] == [
            (one["id"], one["title"], one["text"]) for one in ROWS
        ]
        assert {one.source for one in documents} == {path}
        assert 0.7 * Path(path).stat().st_size <= sum(one.input_bytes for one in documents)
        assert sum(one.input_bytes for one in documents) <= Path(path).stat().st_size


def test_a_row_put_in_front_changes_no_other_documents_key(tmp_path: Path) -> None:
    before = read(write_rows(tmp_path / "in.jsonl", ROWS))
    after = read(write_rows(tmp_path / "in.jsonl", [row(99), *ROWS]))
    assert [one.key for one in after[1:]] == [one.key for one in before]


def test_other_words_another_title_or_another_address_is_another_key(tmp_path: Path) -> None:
    rows = [ROWS[0], ROWS[0] | {"text": "Other."}, ROWS[0] | {"title": "Other"}, ROWS[0] | {"url": "https://x.example"}]
    assert len({one.key for one in read(write_rows(tmp_path / "in.jsonl", rows))}) == 4


def test_files_are_sent_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.PDF").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.txt").write_bytes(b"Words.")
    (tmp_path / "c.xyz").write_bytes(b"not read")
    documents = read(str(tmp_path))
    assert [(one.id, one.suffix, one.body) for one in documents] == [
        ("b.txt", ".txt", b"Words."),
        ("sub/a.PDF", ".pdf", b"%PDF-1.4"),
    ]


def test_a_bad_row_is_refused_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    path = Path(write_rows(tmp_path / "in.jsonl", ROWS))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b'{"id": "broken"\n', *lines[2:]]))
    documents = read(str(path))
    (bad,) = [one for one in documents if one.refusal]
    assert "in.jsonl:3" in str(bad.refusal)
    assert len(documents) == 6


def test_a_packed_file_that_is_cut_short_gives_what_is_there_and_a_refusal(tmp_path: Path) -> None:
    path = Path(write_rows(tmp_path / "in.jsonl.gz", [row(number, words=300) for number in range(200)]))
    path.write_bytes(path.read_bytes()[:-2000])
    *documents, last = read(str(path))
    assert len(documents) > 50
    assert last.breaks_off
    assert "in.jsonl.gz" in str(last.refusal)


@pytest.mark.parametrize("content", [b"PAR1 no Parquet", b""])
def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in.parquet").write_bytes(content)
    (only,) = read(str(tmp_path / "in.parquet"))
    assert only.breaks_off
    assert "in.parquet" in str(only.refusal)


def test_a_parquet_file_without_words_says_which_columns_are_expected(tmp_path: Path) -> None:
    (only,) = read(parquet(tmp_path / "in.parquet", [{"id": "a", "body": "Words."}]))
    assert '"text"' in str(only.refusal)


def test_an_object_store_is_read_as_a_disk_is() -> None:
    write_file("memory://inputs/a.txt", b"Words.")
    write_file("memory://inputs/rows.jsonl", b'{"id": "x", "text": "Rows."}\n')
    documents = read("memory://inputs")
    assert [(one.id, one.body) for one in documents] == [("a.txt", b"Words."), ("x", b"Rows.")]
    assert documents[0].source == "memory://inputs/a.txt"


def test_files_of_one_name_in_two_places_are_told_apart_and_none_is_read_twice(tmp_path: Path) -> None:
    for place in ("north", "south"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "minutes.txt").write_text(f"The {place}.")
    (tmp_path / "south" / "only.txt").write_text("Alone.")
    north, south = tmp_path / "north" / "minutes.txt", tmp_path / "south" / "minutes.txt"
    assert [one.id for one in read(str(north), str(south), str(north))] == [north.as_posix(), south.as_posix()]
    folders = read(str(tmp_path / "north"), str(tmp_path / "south"))
    assert [one.id for one in folders] == [north.as_posix(), south.as_posix(), "only.txt"]


def test_a_path_with_nothing_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    found = list(find_inputs([str(tmp_path / "nowhere"), str(tmp_path / "bare"), "memory://nowhere"]))
    assert all(isinstance(one, DocumentError) for one in found)
    assert [name in str(one) for name, one in zip(("nowhere", "bare", "memory://nowhere"), found, strict=True)] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("given", "ids"),
    [(b'{"id": "x", "text": "One."}\n\n{"id": "y", "text": "Two."}\n', ["x", "y"]), (b"Plain\nminutes.", ["-"])],
)
def test_standard_input_is_rows_or_one_text(monkeypatch: pytest.MonkeyPatch, given: bytes, ids: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert [one.id for one in read("-")] == ids
