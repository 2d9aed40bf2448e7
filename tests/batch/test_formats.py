"""Parts put together out of pieces are, to the byte, what is written at once."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest

from minuteminer.annotate.pipeline import annotate
from minuteminer.batch.formats import (
    PART_FORMATS,
    check_part_format,
    encode_part,
    first_start,
    join_pieces,
    part_rows,
    pieces_of,
)
from minuteminer.errors import UsageError
from minuteminer.findings import AnnotatedDocument
from minuteminer.samplesite.generator import generate_items


@pytest.fixture(scope="module")
def documents() -> list[AnnotatedDocument]:
    made = [annotate(item.text, id=item.id, title=item.title) for item in generate_items(8, words=80)]
    return [*made, annotate("Nothing was said.", id="bare"), annotate('"Quoted",\n\nand £5m.', id="=2+2")]


@pytest.mark.parametrize("format", PART_FORMATS)
def test_pieces_of_two_parts_make_the_part_of_their_documents(documents: list[AnnotatedDocument], format: str) -> None:
    dice = random.Random(4)
    for _ in range(5):
        of_first = {document.id for document in documents if dice.random() < 0.5}
        parts = [[document for document in documents if (document.id in of_first) == first] for first in (True, False)]
        pieces = {}
        for part in parts:
            encoded = encode_part(format, part)
            found = pieces_of(format, encoded.data, encoded.extents)
            pieces.update(zip((document.id for document in part), found, strict=True))
        assert (
            join_pieces(format, (pieces[document.id] for document in documents)) == encode_part(format, documents).data
        )


@pytest.mark.parametrize("format", PART_FORMATS)
def test_a_part_of_no_documents_can_be_read(format: str) -> None:
    data = encode_part(format, []).data
    assert len(data) == first_start(format) or part_rows(data) == []


def test_a_csv_part_has_one_heading_and_a_row_a_fact(documents: list[AnnotatedDocument]) -> None:
    rows = list(csv.reader(io.StringIO(encode_part("csv", documents).data.decode(), newline="")))
    assert rows[0][:3] == ["document", "source", "id"]
    assert len(rows) == 1 + sum(len(document.facts) for document in documents)


def test_a_jsonl_part_has_a_line_a_document(documents: list[AnnotatedDocument]) -> None:
    lines = encode_part("jsonl", documents).data.decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [document.id for document in documents]


def test_a_format_without_parts_is_refused() -> None:
    with pytest.raises(UsageError, match="jsonl, facts, gold, csv, parquet"):
        check_part_format("docbin")
