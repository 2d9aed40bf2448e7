"""Tables of figures on a page of a PDF: its text layer has words at places, and no cells.

Words far apart on one line stand in different cells; cells below each other are a column. What does not line up is
left as the lines that it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Two numbers with nothing but space between them: without such a line a page has no table of figures.
_TWO_NUMBERS = re.compile(r"\d\)?[ \t]+[(£-]?[£-]?\d")
_NUMBER = re.compile(r"[(+−–-]?\s?£?[(+−–-]?\d[\d,]*(?:\.\d+)?\)?\s?(?:%|k|m|bn)?")
_MONEY_HEAD = re.compile(r"£|000s?\b")
# A space is a quarter to a third of the size of the letters, in a justified line up to one; a capital is 0.7 of it.
_GAP_IN_CAPITALS = 1.4
# What is read as a table is marked so, until lines are joined to paragraphs.
ROW_MARK = "\x01"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a page and where it stands, in points from the left and from the bottom."""

    sign: str
    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that stand close together on a line."""

    text: str
    left: float
    right: float


def may_hold_table(text: str) -> bool:
    """Whether it is worth looking where the letters of a page stand.

    >>> may_hold_table("Budget\\nPay 150,200 151,050"), may_hold_table("He paid £5 in 2024.")
    (True, False)
    """
    return _TWO_NUMBERS.search(text) is not None


def lines_with_tables(lines: Sequence[Sequence[Letter]]) -> list[str]:
    """The lines of a page as text; rows of tables begin with ROW_MARK and have " | " between their cells."""
    split = [cells_of(line) for line in lines]
    plain = ["".join(letter.sign for letter in line) for line in lines]
    told: list[str] = []
    at = 0
    while at < len(split):
        end = at
        while end < len(split) and len(split[end]) > 1:
            end += 1
        rows = _rows_of(split[at:end])
        told += [ROW_MARK + " | ".join(row) for row in rows] if rows else plain[at:end]
        if end == at:
            told.append(plain[at])
        at = max(end, at + 1)
    return told


def cells_of(line: Sequence[Letter]) -> list[Cell]:
    """The cells of a line from left to right."""
    seen = [letter for letter in line if letter.sign.strip()]
    if not seen:
        return []
    widest = _GAP_IN_CAPITALS * median(letter.height for letter in seen)
    groups: list[list[Letter]] = []
    before: Letter | None = None
    for letter in line:
        if not letter.sign.strip():
            if groups:
                groups[-1].append(letter)
            continue
        if before is None or not -widest < letter.left - before.right < widest:
            groups.append([])
        groups[-1].append(letter)
        before = letter
    cells = [
        Cell(
            text="".join(letter.sign for letter in group).strip(),
            left=min(letter.left for letter in group if letter.sign.strip()),
            right=max(letter.right for letter in group if letter.sign.strip()),
        )
        for group in groups
    ]
    return sorted(cells, key=lambda cell: cell.left)


def _rows_of(lines: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Lines of cells as rows with a cell for each column; none if they are no table of figures."""
    numbers = [sum(_NUMBER.fullmatch(cell.text) is not None for cell in cells[1:]) for cells in lines]
    of_money = any(_MONEY_HEAD.search(cell.text) for cells in lines for cell in cells)
    if sum(count >= (1 if of_money else 2) for count in numbers) < 2:
        return []
    columns = _columns_of(lines)
    if len(columns) < 2:
        return []
    rows: list[list[str]] = []
    for cells in lines:
        row = [""] * len(columns)
        for cell in cells:
            place = next(at for at, (left, right) in enumerate(columns) if cell.left < right and cell.right > left)
            if row[place]:
                return []  # two cells in one column: the lines do not line up
            row[place] = cell.text
        rows.append(row)
    return _with_heads_over_figures(rows)


def _with_heads_over_figures(rows: list[list[str]]) -> list[list[str]]:
    """Heads begin on the left of a column and figures end on its right: what no row has both of is one column.

    >>> _with_heads_over_figures([["", "Budget", ""], ["Pay", "", "5"]])
    [['', 'Budget'], ['Pay', '5']]
    """
    at = 1
    while at + 1 < len(rows[0]):
        pairs = [(row[at], row[at + 1]) for row in rows]
        figures = [any(_NUMBER.fullmatch(pair[side]) for pair in pairs) for side in (0, 1)]
        if figures[0] != figures[1] and not any(left and right for left, right in pairs):
            rows = [[*row[:at], row[at] or row[at + 1], *row[at + 2 :]] for row in rows]
        else:
            at += 1
    return rows


def _columns_of(lines: Sequence[Sequence[Cell]]) -> list[tuple[float, float]]:
    """From where to where each column reaches: cells that stand over each other are of one."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((cell.left, cell.right) for cells in lines for cell in cells):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns
