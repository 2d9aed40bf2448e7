"""The financial year of a table's cell: what the head of its own column prints, and of no other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minuteminer.index.terms import find_financial_years

# Rows of a text are lines whose cells are parted by bars or tabs; "|---|:---:|" only draws a line.
_SEPARATOR = re.compile(r"[|\t]")
_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")
# A table is read up to its head for so many lines.
_MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnYear:
    """What a table says of a cell's year; `matched` is False where its cells do not stand under those of the head."""

    year: str | None
    matched: bool


def may_be_cell(text: str) -> bool:
    """Whether a passage may be a table's row.

    >>> may_be_cell("Overtime | 6.2 | 6.6"), may_be_cell("Overtime was £6.2m.")
    (True, False)
    """
    return "|" in text or "\t" in text


def find_column_year(text: str, start_char: int) -> ColumnYear | None:
    """The year that the table prints for the cell at `start_char`; None where no head of a table prints years.

    >>> text = "Item | 2025/26 £m | 2026/27 £m | Change\\nOvertime | 6.2 | 6.6 | 0.4"
    >>> [find_column_year(text, text.index(cell)).year for cell in ("6.2", "6.6", "0.4")]
    ['2025/26', '2026/27', None]
    >>> find_column_year(text.replace(" | Change", ""), 60)
    ColumnYear(year=None, matched=False)
    """
    line_start = text.rfind("\n", 0, start_char) + 1
    line_end = text.find("\n", start_char)
    row = text[line_start : len(text) if line_end < 0 else line_end]
    if not _SEPARATOR.search(row):
        return None
    head = _head_above(text[:line_start])
    if head is None:
        return None
    column = len(_cells(row[: start_char - line_start] + ".")) - 1
    width = len(_cells(row))
    if len(head) == width - 1 and all(map(find_financial_years, head)):
        head = ["", *head]  # nothing stands over the names of the rows
    if len(head) != width:
        return ColumnYear(year=None, matched=False)
    years = find_financial_years(head[column])
    return ColumnYear(year=years[0] if len(years) == 1 else None, matched=len(years) < 2)


def _head_above(before: str) -> list[str] | None:
    """The nearest row above that prints a year in a cell behind its first, if nothing but rows stands between."""
    lines = before.split("\n")
    for line in reversed(lines[-_MOST_ROWS:]):
        if not line.strip() or _RULE.fullmatch(line):
            continue
        if not _SEPARATOR.search(line):
            return None
        cells = _cells(line)
        if any(map(find_financial_years, cells[1:])):
            return cells
    return None


def _cells(row: str) -> list[str]:
    """The cells of a row, without the bars at its edges."""
    row = row.strip(" ")
    return _SEPARATOR.split(row.removeprefix("|").removesuffix("|"))
