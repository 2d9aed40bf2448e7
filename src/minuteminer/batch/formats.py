"""Parts in each format: what a worker writes of a run of documents, and parts put together again out of pieces.

An extent is how much of a part one document takes: bytes of a text, rows of a table. With them the documents that
did not change are taken out of an old part as they stand.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from minuteminer.codec import encode
from minuteminer.errors import MissingExtraError, UsageError
from minuteminer.export.gold import gold_record
from minuteminer.export.records import document_record, fact_record
from minuteminer.export.tables import fact_rows, write_csv, write_parquet
from minuteminer.findings import SCHEMA_VERSION, AnnotatedDocument

# The formats that parts can have, and the suffix of their files.
PART_FORMATS = {"jsonl": ".jsonl", "facts": ".jsonl", "gold": ".jsonl", "csv": ".csv", "parquet": ".parquet"}
# What the store of intermediate results keeps, a line a document; not for others to read.
ENCODED = "encoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A part: its bytes, and the extent of each document in them, in order."""

    data: bytes
    extents: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one document takes of the part `data`: from `start` on, as much as `extent`."""

    data: bytes
    start: int
    extent: int


def check_part_format(format: str) -> None:
    """Raises UsageError for a format that parts cannot have, MissingExtraError for Parquet without pyarrow."""
    if format not in PART_FORMATS:
        raise UsageError(f"--format {format} cannot be written in parts; expected one of {', '.join(PART_FORMATS)}")
    if format == "parquet":
        try:
            import pyarrow  # noqa: F401 - asked for before hours of work, not after
        except ImportError as error:
            raise MissingExtraError("Parquet needs an extra: pip install 'minuteminer[parquet]'") from error


def record_lines(document: AnnotatedDocument, format: str) -> Iterator[str]:
    """The lines of a document in a format of lines: `jsonl`, `facts`, `gold` or ENCODED."""
    if format == ENCODED:
        yield encode(document).decode() + "\n"
        return
    for record in _records(document, format):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _records(document: AnnotatedDocument, format: str) -> Iterator[dict[str, Any]]:
    if format == "facts":
        for fact in document.facts:
            yield {"schema_version": SCHEMA_VERSION, "document": document.id, **fact_record(fact)}
    else:
        yield gold_record(document) if format == "gold" else document_record(document)


def encode_part(format: str, documents: Iterable[AnnotatedDocument]) -> Encoded:
    """A part of `documents` in `format`, one of PART_FORMATS or ENCODED."""
    if format == "parquet":
        return _encode_parquet(documents)
    lines = _csv_lines if format == "csv" else _text_lines
    pieces = [lines(document, format).encode() for document in documents]
    head = _csv_head() if format == "csv" else b""
    return Encoded(data=head + b"".join(pieces), extents=tuple(map(len, pieces)))


def _text_lines(document: AnnotatedDocument, format: str) -> str:
    return "".join(record_lines(document, format))


def _csv_lines(document: AnnotatedDocument, _format: str) -> str:
    out = io.StringIO(newline="")
    write_csv(fact_rows([document]), out)
    return out.getvalue()[len(_csv_heading()) :]


@cache
def _csv_heading() -> str:
    out = io.StringIO(newline="")
    write_csv([], out)
    return out.getvalue()


def _csv_head() -> bytes:
    return _csv_heading().encode()


def _encode_parquet(documents: Iterable[AnnotatedDocument]) -> Encoded:
    rows: list[dict[str, Any]] = []
    extents = []
    for document in documents:
        before = len(rows)
        rows += fact_rows([document])
        extents.append(len(rows) - before)
    return Encoded(data=_parquet(rows), extents=tuple(extents))


def _parquet(rows: Iterable[dict[str, Any]]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="minuteminer-") as folder:
        path = Path(folder) / "part.parquet"
        write_parquet(rows, path)
        return path.read_bytes()


def first_start(format: str) -> int:
    """Where the first document of a part begins: after the heading of a CSV file."""
    return len(_csv_head()) if format == "csv" else 0


def pieces_of(format: str, data: bytes, extents: Iterable[int]) -> Iterator[Piece]:
    """The pieces of a part, one a document, in order."""
    start = first_start(format)
    for extent in extents:
        yield Piece(data=data, start=start, extent=extent)
        start += extent


def join_pieces(format: str, pieces: Iterable[Piece]) -> bytes:
    """A part out of pieces of other parts, to the byte what `encode_part` makes of the same documents."""
    if format == "parquet":
        return _parquet(_piece_rows(pieces))
    head = _csv_head() if format == "csv" else b""
    return head + b"".join(piece.data[piece.start : piece.start + piece.extent] for piece in pieces)


def _piece_rows(pieces: Iterable[Piece]) -> Iterator[dict[str, Any]]:
    parts: dict[int, list[dict[str, Any]]] = {}
    for piece in pieces:
        if id(piece.data) not in parts:
            parts[id(piece.data)] = part_rows(piece.data)
        rows = parts[id(piece.data)]
        yield from rows[piece.start : piece.start + piece.extent]


def part_rows(data: bytes) -> list[dict[str, Any]]:
    """The rows of a part in Parquet."""
    from pyarrow import BufferReader
    from pyarrow.parquet import read_table

    rows: list[dict[str, Any]] = read_table(BufferReader(data)).to_pylist()
    return rows
