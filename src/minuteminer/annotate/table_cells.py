"""Cells of a line of a table, parted by "|", tabs or wide space, and the numbers in them."""

from __future__ import annotations

import re
from typing import NamedTuple

NUMBER = re.compile(
    r"(?<![\w.,/£$€%-])(?P<sign>\(?[-−–]?)(?P<figure>[0-9][0-9,]*+(?:\.[0-9]++)?)(?P<close>\)?)(?![\w/%]|\.[0-9])"
)
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_WIDE_CELL = re.compile(r"\S+(?: \S+)*")
_BAR = re.compile(r"[|\t]")


class Cell(NamedTuple):
    """A cell of a line, by its offsets in the text."""

    start: int
    end: int


def cells_of(text: str, start: int, end: int) -> list[Cell]:
    """The cells of the line `start:end`, blank ones between bars too; none for a blank line.

    >>> [tuple(cell) for cell in cells_of("Pay | 3", 0, 7)]
    [(0, 4), (5, 7)]
    """
    line = text[start:end]
    if not line.strip():
        return []
    if "|" in line or "\t" in line:
        cells, at = [], start
        for part in _BAR.split(line):
            cells.append(Cell(at, at + len(part)))
            at += len(part) + 1
        return cells
    return [Cell(start + match.start(), start + match.end()) for match in _WIDE_CELL.finditer(line)]


def first_filled(text: str, cells: list[Cell]) -> int:
    """Which cell of a line is the first that is not blank: lines may begin with "|"."""
    filled = (place for place, cell in enumerate(cells) if text[cell.start : cell.end].strip())
    return next(filled, 0)


def number_in(text: str, cell: Cell) -> re.Match[str] | None:
    """The number that a cell holds and nothing else."""
    printed = text[cell.start : cell.end]
    stripped = printed.strip()
    start = cell.start + printed.find(stripped)
    return NUMBER.fullmatch(text, start, start + len(stripped))
