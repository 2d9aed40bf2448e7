"""One table into one file: chosen by a query, in the format that is asked for, with what explains it beside it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from minuteminer.errors import UsageError
from minuteminer.export.annotations import write_annotation_lines, write_annotations
from minuteminer.export.columns import Column
from minuteminer.export.describe import HEADS, RIGHTS, csvw_metadata, explained_rows
from minuteminer.export.docbin import FORMAT_ENDING, write_docbin
from minuteminer.export.file_rows import Row
from minuteminer.export.file_tables import TABLES, FileTable, table_columns, table_rows
from minuteminer.export.popolo import write_popolo
from minuteminer.export.table_files import (
    Written,
    write_csv_rows,
    write_jsonl_rows,
    write_parquet_rows,
    write_xlsx_rows,
)
from minuteminer.index import Index
from minuteminer.index.query import with_options
from minuteminer.index.streams import Stream
from minuteminer.queries import Query

FORMATS = ("csv", "jsonl", "parquet", "xlsx")
# Files that are no table, and the formats of each.
DOCUMENTS = {"popolo": ("json",), "annotations": ("jsonld", "jsonl"), "docbin": ("spacy",)}
KINDS = (*TABLES, *DOCUMENTS, "site")
BINARY = ("parquet", "xlsx", "spacy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: `what` was counted; `echo` is the query in words, `remarks` what of it is found nowhere."""

    written: Written
    echo: str
    remarks: tuple[str, ...] = ()
    metadata: Path | None = None
    what: str = "rows"


def query_of(text: str | None, *, boilerplate: bool = False, as_of: str | None = None) -> Query:
    """The query of an export: everything where no words are given. Raises QueryError for a mistake."""
    if text is None or not text.strip():
        return with_options("in:all", boilerplate=boilerplate, as_of=as_of)
    return with_options(text, boilerplate=boilerplate, as_of=as_of)


def query_for(table: FileTable, query: Query) -> Query:
    """The query, looking through what the table is made of. Raises UsageError for what cannot hold such rows."""
    if table.unit == "resolution":
        return replace(query, unit="resolution")
    if table.unit == "all":
        return replace(query, unit=query.unit if query.unit in ("note", "title", "resolution") else "all")
    if query.unit == "title" or (table.name == "paragraphs" and query.unit == "resolution"):
        other = "items" if query.unit == "title" else "resolutions"
        raise UsageError(f"in:{query.unit} finds no {table.name}; try: minuteminer export {other}")
    return replace(query, unit=query.unit if query.unit in ("note", "resolution") else "paragraph")


def whole_items(query: Query) -> Query:
    """The query for what is made of whole items: it looks through paragraphs and titles."""
    return replace(query, unit=query.unit if query.unit in ("note", "resolution") else "all")


def find_table(kind: str) -> FileTable:
    """The table of a name. Raises UsageError for none."""
    if kind not in TABLES:
        raise UsageError(f"there is no kind of file {kind!r}; there are {', '.join(KINDS)}")
    return TABLES[kind]


def choose_format(format: str | None, output: Path | None, known: Sequence[str] = FORMATS) -> str:
    """The format that was asked for, else the one that the file's ending names, else the first of those known.

    Raises UsageError for an unknown one, also where the ending names it, and for a binary one without a file.
    """
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    chosen = format or ending or known[0]
    if chosen not in known:
        if format is None:
            raise UsageError(
                f"{output}: files ending in .{ending} are not written; expected one of "
                f"{', '.join(f'.{one}' for one in known)}, or say with --format what to write into a file of this name"
            )
        raise UsageError(f"unknown format {chosen!r}; expected one of {', '.join(known)}")
    if chosen in BINARY and output is None:
        raise UsageError(f"{chosen} is a binary file; name it with -o FILE.{chosen}")
    return chosen


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to, which takes its place when the block ends well: no half file is ever there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def export_table(
    index: Index,
    kind: str,
    query: Query,
    *,
    format: str | None = None,
    output: Path | None = None,
    raw: bool = False,
    provenance: bool = False,
) -> Exported:
    """Write the rows of a table that a query finds, to a file or to standard output.

    `format` is csv, jsonl, parquet or xlsx (default: by the ending of `output`, else csv); `raw` leaves cells of CSV
    that look like formulas as they are; `provenance` adds the columns about the collection. A CSV file gets its
    metadata beside it. Raises UsageError for an unknown table or format.
    """
    table, chosen = find_table(kind), choose_format(format, output)
    columns = table_columns(table, provenance=provenance)
    with index.steady():
        stream = index.stream(query_for(table, query))
        rows = table_rows(table, stream.items, provenance=provenance)
        if output is None:
            written = _write_text(chosen, rows, columns, None, raw=raw)
        else:
            with replaced(output) as part:
                written = write_rows(table, chosen, rows, columns, part, about=stream.echo, raw=raw)
    metadata = None
    if output is not None and chosen == "csv":
        metadata = output.with_name(f"{output.name}-metadata.json")
        described = csvw_metadata(table.name, table.title, columns, url=output.name, about=stream.echo, raw=raw)
        metadata.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Exported(written=written, echo=stream.echo, remarks=stream.remarks, metadata=metadata)


def write_rows(
    table: FileTable,
    format: str,
    rows: Iterator[Row],
    columns: Sequence[Column],
    path: Path,
    *,
    about: str,
    raw: bool = False,
) -> Written:
    """Write rows of a table to a file in a format; `about` says what was asked for."""
    if format == "parquet":
        return write_parquet_rows(rows, columns, path, about={"title": table.title, "query": about, "rights": RIGHTS})
    if format == "xlsx":
        notes = [HEADS, *explained_rows(table.name, columns), ("",), (about,), (RIGHTS,)]
        return write_xlsx_rows(rows, columns, path, title=table.title, explained=notes)
    return _write_text(format, rows, columns, path, raw=raw)


def _write_text(
    format: str, rows: Iterator[Row], columns: Sequence[Column], path: Path | None, *, raw: bool
) -> Written:
    if path is None:
        if format == "csv":
            return write_csv_rows(rows, columns, sys.stdout, raw=raw)
        return write_jsonl_rows(rows, columns, sys.stdout)
    with path.open("w", encoding="utf-8", newline="") as out:
        if format == "csv":
            return write_csv_rows(rows, columns, out, raw=raw)
        return write_jsonl_rows(rows, columns, out)


def export_document(
    index: Index,
    kind: str,
    query: Query,
    *,
    format: str | None = None,
    output: Path | None = None,
    provenance: bool = False,
) -> Exported:
    """Write what a query finds as Popolo, Web Annotations or a spaCy DocBin, to a file or to standard output.

    `format` is one of `DOCUMENTS[kind]`, the first by default. A DocBin goes to a `.spacy` file, or to a folder of
    them. Raises UsageError for an unknown format, and for a binary one without `output`.
    """
    chosen = choose_format(format, output, DOCUMENTS[kind])
    with index.steady():
        stream = index.stream(whole_items(query))
        if output is None:
            count = _write_document(kind, chosen, stream, sys.stdout, provenance=provenance)
        elif kind == "docbin":
            folder = output.suffix != FORMAT_ENDING
            with nullcontext(output) if folder else replaced(output) as path:
                count = write_docbin(stream.items, path, folder=folder)
        else:
            with replaced(output) as part, part.open("w", encoding="utf-8", newline="") as out:
                count = _write_document(kind, chosen, stream, out, provenance=provenance)
    what = {"popolo": "records", "annotations": "annotations", "docbin": "docs"}[kind]
    return Exported(written=Written(rows=count), echo=stream.echo, remarks=stream.remarks, what=what)


def _write_document(kind: str, format: str, stream: Stream, out: IO[str], *, provenance: bool) -> int:
    if kind == "popolo":
        return write_popolo(stream.items, out)
    if format == "jsonl":
        return write_annotation_lines(stream.items, out, provenance=provenance)
    return write_annotations(stream.items, out, echo=stream.echo, provenance=provenance)
