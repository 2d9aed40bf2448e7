"""Percentages in cells of a table that print no sign of their own, below or behind a head that does: "Change %"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from minuteminer.annotate.money_table_units import is_of_other_things, is_of_percent, pounds_of
from minuteminer.annotate.numbers import parse_figure
from minuteminer.annotate.records import maker_of
from minuteminer.annotate.table_cells import YEAR, Cell, cells_of, first_filled, number_in
from minuteminer.findings import Evidence, Percent

_make_percent = maker_of(Percent)
# Real tables are shorter, and their lines too.
_ROWS_AT_MOST, _LONGEST_ROW = 200, 1_500


def find_percent_cells(text: str, signs: list[int]) -> list[Percent]:
    """The percentages below or behind heads of which a sign stands at one of `signs`, in reading order.

    >>> [found.value for found in find_percent_cells("Pay | 2023 | Change %\\n| 1,300 | 5.8", [20])]
    [5.8]
    """
    found: dict[int, Percent] = {}
    done = -1
    for sign in signs:
        start = text.rfind("\n", 0, sign) + 1
        if start <= done:
            continue
        done = start
        end = _line_end(text, sign)
        if end - start > _LONGEST_ROW:
            continue
        cells = cells_of(text, start, end)
        if len(cells) < 2:
            continue
        for percent in _of_line(text, end, cells):
            found.setdefault(percent.start_char, percent)
    return [found[at] for at in sorted(found)]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _of_line(text: str, end: int, cells: list[Cell]) -> Iterator[Percent]:
    label = first_filled(text, cells)
    if is_of_percent(text[cells[label].start : cells[label].end]):
        for cell in cells[label + 1 :]:
            if (percent := _percent(text, cell, cells[label])) is not None:
                yield percent
    columns = [at for at in range(label + 1, len(cells)) if is_of_percent(text[cells[at].start : cells[at].end])]
    if columns:
        yield from _below(text, end, cells, columns)


def _below(text: str, end: int, heads: list[Cell], columns: list[int]) -> Iterator[Percent]:
    """The cells of `columns` in the lines below `end`, down to the first that has not as many cells as `heads`."""
    at = end + 1
    for _ in range(_ROWS_AT_MOST):
        if at >= len(text):
            return
        stop = _line_end(text, at)
        cells = cells_of(text, at, stop) if stop - at <= _LONGEST_ROW else []
        at = stop + 1
        if len(cells) != len(heads):
            return
        label = cells[first_filled(text, cells)]
        head = text[label.start : label.end]
        if is_of_other_things(head) or pounds_of(head) is not None:
            continue
        for column in columns:
            if (percent := _percent(text, cells[column], heads[column])) is not None:
                yield percent


def _percent(text: str, cell: Cell, head: Cell) -> Percent | None:
    match = number_in(text, cell)
    value = None if match is None or YEAR.fullmatch(match["figure"]) else parse_figure(match["figure"])
    if match is None or value is None:
        return None
    is_bracketed = match["sign"][:1] == "(" and match["close"] == ")"
    is_negative = is_bracketed or match["sign"][-1:] in ("-", "−", "–")
    start = match.start() if is_negative else match.start("figure")
    end = match.end() if is_bracketed else match.end("figure")
    return _make_percent(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id="percent.table",
        value=float(-value if is_negative else Decimal(value)),
        evidence=(Evidence(reads="value", start_char=head.start, end_char=head.end),),
    )
