"""Answers as records of one level, and records as text that is written bit by bit: CSV and JSON Lines."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from minuteminer.answers import Hit
from minuteminer.errors import MissingExtraError
from minuteminer.export.records import fact_record
from minuteminer.export.tables import FACT_COLUMNS, defuse
from minuteminer.index.published_facts import PublishedFact
from minuteminer.index.published_items import PublishedItem
from minuteminer.index.records import plain_value
from minuteminer.index.shown import hit_as_dict

Record = dict[str, Any]
# What a cell of XLSX can hold, and a time that says nothing: the same records give the same bytes.
_CELL_CHARS = 32_767
_NO_TIME = datetime.datetime(1980, 1, 1)
# Where a fact stands, before what it says.
_FACT_PLACE = ("item", "version", "meeting", "date", "committee", "panel", "title", "url")
FACT_HEAD: tuple[str, ...] = (
    "id", "kind", *_FACT_PLACE, *(name for name in FACT_COLUMNS if name not in ("id", "kind", "document", "source")),
)  # fmt: skip
HIT_HEAD: tuple[str, ...] = tuple(field.name for field in fields(Hit) if field.name not in ("id", "score"))
ITEM_HEAD: tuple[str, ...] = tuple(field.name for field in fields(PublishedItem) if field.name != "place")


def published_fact_record(found: PublishedFact) -> Record:
    """A fact with its place, in the form that `extract` gives facts."""
    place = {name: plain_value(getattr(found, name)) for name in _FACT_PLACE}
    return {**fact_record(found.fact), **place}


def published_item_record(found: PublishedItem) -> Record:
    """An item of a list."""
    return {name: plain_value(getattr(found, name)) for name in ITEM_HEAD}


def hit_record(hit: Hit) -> Record:
    """A hit without its score, which means something only beside the other hits of one page."""
    record = hit_as_dict(hit)
    return {name: record[name] for name in HIT_HEAD}


def attachment(name: str) -> str:
    """A Content-Disposition for a file: its name in ASCII, and as it is beside that where it is more (RFC 6266).

    >>> attachment("hits.csv")
    'attachment; filename="hits.csv"'
    >>> attachment("Cllr O’Hara\\r\\n.csv")
    'attachment; filename="Cllr O-Hara--.csv"; filename*=UTF-8\\'\\'Cllr%20O%E2%80%99Hara--.csv'
    """
    from urllib.parse import quote

    shown = "".join(sign if sign.isprintable() and sign not in '/\\\\"' else "-" for sign in name)
    plain = "".join(sign if sign.isascii() else "-" for sign in shown)
    exact = "" if plain == shown else f"; filename*=UTF-8''{quote(shown, safe='', errors='replace')}"
    return f'attachment; filename="{plain}"{exact}'


def to_json_lines(records: Iterable[Record]) -> str:
    """One JSON object a line.

    >>> to_json_lines([{"id": 1}, {"id": 2}])
    '{"id":1}\\n{"id":2}\\n'
    """
    return "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in records)


def to_csv_lines(records: Iterable[Record], columns: Sequence[str], *, head: bool, safe: bool = True) -> str:
    """Records as CSV (RFC 4180), after the names of the columns if `head`; `safe` makes formulas harmless.

    A list of words is one cell with semicolons, any other list is JSON.

    >>> to_csv_lines([{"text": "=1+1", "low": -5, "verbs": ["note", "agree"]}], ["text", "low", "verbs"], head=True)
    "text,low,verbs\\r\\n'=1+1,-5,note; agree\\r\\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if head:
        writer.writerow(columns)
    for record in records:
        cells = [_cell(record.get(name)) for name in columns]
        writer.writerow([defuse(cell) for cell in cells] if safe else cells)
    return buffer.getvalue()


def to_xlsx(records: Iterable[Record], columns: Sequence[str], *, title: str) -> bytes:
    """Records as the one sheet of a workbook, in which text is always text.

    Raises MissingExtraError without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("XLSX needs an extra: pip install 'minuteminer[excel]'") from error
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "created": _NO_TIME})
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        for line, cells in enumerate([list(columns), *([_cell(one.get(name)) for name in columns] for one in records)]):
            for place, cell in enumerate(cells):
                if isinstance(cell, (int, float)):
                    sheet.write_number(line, place, cell)
                elif cell is not None:
                    sheet.write_string(line, place, str(cell)[:_CELL_CHARS])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
