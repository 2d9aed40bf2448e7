"""Tables that stand in a text as lines of cells, with a bar or a tab between them, and where each cell lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

# A cell's first and last offset.
Cell = tuple[int, int]
Rows = tuple[tuple[Cell, ...], ...]
_LINE = re.compile(r"[^\n]+")
_BETWEEN = re.compile(r"[ \xa0]*\|[ \xa0]*|[ \xa0]*\t[ \xa0\t]*")
# One line with a bar in it is a line with a bar in it.
MIN_ROWS = 2


def find_tables(text: str, start: int, end: int) -> tuple[Rows, ...]:
    """The tables between two offsets, row by row; two lines or more that follow one another make one.

    >>> text = "The bands:\\n\\nBand | Now\\nA | £152\\n\\nAgreed."
    >>> [[[text[first:last] for first, last in row] for row in rows] for rows in find_tables(text, 0, len(text))]
    [[['Band', 'Now'], ['A', '£152']]]
    """
    found = []
    for _, lines in groupby(_numbered(text, start, end), lambda line: line[0]):
        rows = tuple(cells for _, cells in lines if len(cells) > 1)
        if len(rows) >= MIN_ROWS:
            found.append(rows)
    return tuple(found)


def _numbered(text: str, start: int, end: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The cells of each line, with a number that is another one after every line that is no row."""
    group, last = 0, start
    for match in _LINE.finditer(text, start, end):
        cells = tuple(_cells(text, match.start(), match.end()))
        # Between the lines of a table stands one line break and nothing else.
        if len(cells) < 2 or text[last : match.start()].count("\n") > 1:
            group += 1
        last = match.end()
        yield group, cells


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    end = start + len(text[start:end].rstrip())
    start = end - len(text[start:end].lstrip())
    for match in _BETWEEN.finditer(text, start, end):
        yield start, max(start, match.start())
        start = match.end()
    yield start, end
