"""Rows as CSV, JSON Lines, Parquet and XLSX: one row in memory at a time, or a batch where the format needs one.

The same rows give the same bytes: no format writes the time at which it was made.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from minuteminer.errors import MissingExtraError
from minuteminer.export.columns import LIST_SEPARATOR, Column
from minuteminer.export.file_rows import Row
from minuteminer.export.records import plain
from minuteminer.export.tables import defuse
from minuteminer.findings import SCHEMA_VERSION

# Rows in one group of a Parquet file: large enough to compress, small enough to hold.
_BATCH = 5_000
# What a cell and a sheet of XLSX can hold.
_CELL_CHARS = 32_767
_SHEET_ROWS = 1_048_575
_WIDE = ("text", "context", "item_title", "url")
_CUT = " …[cut]"
# XLSX says when it was made; the earliest time that a ZIP can hold says nothing.
_NO_TIME = datetime.datetime(1980, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many rows a file has, and how many cells were changed to be harmless or to fit."""

    rows: int
    defused: int = 0
    cut: int = 0


class CsvTable:
    """A table as CSV (RFC 4180) with one header row; unless `raw`, an apostrophe stands before formulas."""

    def __init__(self, columns: Sequence[Column], out: IO[str], *, raw: bool = False) -> None:
        self._names = [column.name for column in columns]
        self._writer = csv.writer(out)
        self._writer.writerow(self._names)
        self._raw = raw
        self.rows = self.defused = 0

    def write(self, row: Row) -> None:
        """Add a row."""
        # Most cells are text or nothing, and a call for each of those would take longest.
        values = [row[name] for name in self._names]
        cells = [value if value is None or type(value) is str else csv_cell(value) for value in values]
        if not self._raw:
            harmless = [defuse(cell) for cell in cells]
            self.defused += sum(one is not other for one, other in zip(cells, harmless, strict=True))
            cells = harmless
        self._writer.writerow(cells)
        self.rows += 1


def write_csv_rows(rows: Iterable[Row], columns: Sequence[Column], out: IO[str], *, raw: bool = False) -> Written:
    """Write rows as CSV; unless `raw`, an apostrophe stands before what looks like a formula."""
    table = CsvTable(columns, out, raw=raw)
    for row in rows:
        table.write(row)
    return Written(rows=table.rows, defused=table.defused)


def csv_cell(value: Any) -> str | int | None:
    """A value as one cell: dates in ISO 8601, lists joined, truth as true and false, numbers never rounded.

    >>> csv_cell(("note", "approve")), csv_cell(24.0), csv_cell(0.1), csv_cell(True), csv_cell(None)
    ('note; approve', '24.0', '0.1', 'true', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return repr(value)  # 24.0 too: a column of numbers is one from its first row on
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(map(str, value))
    return str(_iso(value))


def write_jsonl_rows(rows: Iterable[Row], columns: Sequence[Column], out: IO[str]) -> Written:
    """JSON Lines: one object a row, with lists as lists and `schema_version` first."""
    count = 0
    for row in rows:
        record = {"schema_version": SCHEMA_VERSION}
        record |= {column.name: plain(_iso(row[column.name])) for column in columns}
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return Written(rows=count)


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


class ParquetTable:
    """A table as Parquet with typed columns; `about` goes into its metadata. Close it when all rows are there."""

    def __init__(self, columns: Sequence[Column], path: Path, *, about: dict[str, str]) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError as error:
            raise MissingExtraError("Parquet needs an extra: pip install 'minuteminer[parquet]'") from error
        types = {
            "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
            "date": pa.date32(), "datetime": pa.timestamp("us", tz="UTC"), "list": pa.list_(pa.string()),
        }  # fmt: skip
        metadata = {"minuteminer_schema_version": str(SCHEMA_VERSION)} | about
        self._schema = pa.schema([(column.name, types[column.type]) for column in columns], metadata=metadata)
        self._make_table = pa.Table.from_pylist
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._batch: list[Row] = []
        self.rows = 0

    def write(self, row: Row) -> None:
        """Add a row."""
        self._batch.append(row)
        self.rows += 1
        if len(self._batch) == _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._make_table(self._batch, schema=self._schema))
        self._batch.clear()

    def close(self) -> None:
        """Write what waits, and the end of the file."""
        self._flush()
        self._writer.close()


def write_parquet_rows(rows: Iterable[Row], columns: Sequence[Column], path: Path, *, about: dict[str, str]) -> Written:
    """Write rows as Parquet. Raises MissingExtraError without pyarrow."""
    with closing(ParquetTable(columns, path, about=about)) as table:
        for row in rows:
            table.write(row)
    return Written(rows=table.rows)


def write_xlsx_rows(
    rows: Iterable[Row], columns: Sequence[Column], path: Path, *, title: str, explained: Sequence[Sequence[str]]
) -> Written:
    """XLSX: text is always text, numbers and dates are such; a second sheet explains the columns.

    `explained` are the rows of that sheet, its heads first. A table longer than a sheet goes on in another. Raises
    MissingExtraError without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("XLSX needs an extra: pip install 'minuteminer[excel]'") from error
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title, "created": _NO_TIME})
        sheets = _Sheets(book, title, columns)
        for row in rows:
            sheets.write(row)
        explanations = book.add_worksheet("Columns")
        explanations.set_column(0, 0, 24)
        explanations.set_column(1, len(explained[0]) - 1, 40)
        for line, cells in enumerate(explained):
            for place, cell in enumerate(cells):
                explanations.write_string(line, place, cell, sheets.bold if line == 0 else None)
    return Written(rows=sheets.count, cut=sheets.cut)


class _Sheets:
    """The sheets of one table, one after the other as they fill."""

    def __init__(self, book: Any, title: str, columns: Sequence[Column]) -> None:
        self.count = self.cut = 0
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self._book, self._title, self._columns = book, title, columns
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet = self._begin()

    def _begin(self) -> Any:
        number = self.count // _SHEET_ROWS
        sheet = self._book.add_worksheet(f"{self._title} {number + 1}" if number else self._title)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, 60 if column.name in _WIDE else max(12, len(column.name) + 2))
            sheet.write_string(0, place, column.name, self.bold)
        return sheet

    def write(self, row: Row) -> None:
        if self.count and self.count % _SHEET_ROWS == 0:
            self._sheet = self._begin()
        line = self.count % _SHEET_ROWS + 1
        for place, column in enumerate(self._columns):
            self._write_cell(line, place, row[column.name])
        self.count += 1

    def _write_cell(self, line: int, place: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(line, place, value)
        elif isinstance(value, (int, float)):
            self._sheet.write_number(line, place, value)
        elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) and value.year >= 1900:
            self._sheet.write_datetime(line, place, value, self._day)
        else:
            text = str(csv_cell(value))
            if len(text) > _CELL_CHARS:
                self.cut += 1
                text = text[: _CELL_CHARS - len(_CUT)] + _CUT
            self._sheet.write_string(line, place, text)
