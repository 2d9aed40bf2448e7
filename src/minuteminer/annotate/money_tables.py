"""Sums in tables: cells that a heading scales ("£000"), and what row and column heads say of a cell.

A heading scales the numbers behind it on its line ("Grant (£000): 5,120"), the cells of its row, the cells below it
in its column, or, as a caption, the whole table that follows. Cells are parted by "|", tabs or wide space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from minuteminer.annotate.money_figures import Amount, note_refusal
from minuteminer.annotate.money_table_units import unit_of_cell
from minuteminer.annotate.numbers import parse_figure
from minuteminer.annotate.table_cells import NUMBER, YEAR, Cell, cells_of, first_filled, number_in
from minuteminer.findings import Rival

_HEADING = re.compile(
    r"£[ ]?(?:(?P<thousand>['’‘`]?000['’]?s?|k|thousands?)|(?P<million>m(?:illions?)?)|(?P<billion>bn)|(?=\s*[|)\t\n]))"
    r"(?![\w.,'’]\w)(?!\w)"
)
_ROWS_AT_MOST = 200
# Real rows and tables are shorter; the bounds keep a page that is one endless row from being read for each cell.
_LONGEST_ROW = 1_500
_HEAD_WITHIN_ROWS = 60
_BANDS = "abcdefgh"
_BAND_HEAD = re.compile(r"\bband ([a-h])\b")


def find_scaled_cells(text: str, trace: list[Rival] | None = None) -> list[Amount]:
    """Sums without a sign of their own that a heading makes money, in reading order; `trace` takes the refused."""
    by_line: dict[tuple[int, int], list[re.Match[str]]] = {}
    for hit in _HEADING.finditer(text):
        start = text.rfind("\n", 0, hit.start()) + 1
        end = text.find("\n", hit.start())
        by_line.setdefault((start, len(text) if end < 0 else end), []).append(hit)
    found: dict[int, Amount] = {}
    for (start, end), hits in by_line.items():
        for amount in _under_line(text, start, end, hits, trace):
            found.setdefault(amount.start, amount)
    return [found[at] for at in sorted(found)]


def _scale(hit: re.Match[str]) -> Decimal:
    if hit["thousand"] is not None:
        return Decimal(10) ** 3
    if hit["million"] is not None:
        return Decimal(10) ** 6
    return Decimal(10) ** 9 if hit["billion"] is not None else Decimal(1)


def _under_line(
    text: str, start: int, end: int, hits: list[re.Match[str]], trace: list[Rival] | None
) -> Iterator[Amount]:
    line, cells = text[start:end], cells_of(text, start, end)
    if "|" not in line and "\t" not in line:
        behind: list[Amount] = []
        for index, hit in enumerate(hits):
            stop = hits[index + 1].start() if index + 1 < len(hits) else end
            behind = list(_behind(text, hit, stop))
            yield from behind
        hit = hits[-1]
        if not behind and (hit["thousand"] is not None or hit["million"] is not None):
            yield from _table_below(text, end, {None: _scale(hit)}, cells if len(cells) > 1 else [], trace)
        return
    columns: dict[int | None, Decimal] = {}
    for hit in hits:
        column = text.count("|", start, hit.start()) + text.count("\t", start, hit.start())
        columns[column] = _scale(hit)
    first = first_filled(text, cells)
    if set(columns) == {first}:
        scale = columns[first]
        in_row = [amount for cell in cells[first + 1 :] if (amount := _in_cell(text, cell, scale)) is not None]
        yield from in_row
        if in_row:
            return
        columns = {None: scale}
    yield from _table_below(text, end, columns, cells, trace)


def _behind(text: str, hit: re.Match[str], stop: int) -> Iterator[Amount]:
    """ "Grant (£000): 5,120 and 5,300": the numbers behind a heading, up to the end of the sentence."""
    rest = text[hit.end() : min(stop, hit.end() + 300)]
    opening = re.match(r"\)?[ ]*(?:[:=]|[–-](?= ))?[ ]*", rest)
    at = hit.end() + (opening.end() if opening else 0)
    if not text[at : at + 1].isdigit() and text[at : at + 1] not in ("(", "-", "−"):
        return
    if ":" not in text[hit.end() : at] and ")" not in text[hit.end() : at]:
        return
    sentence = text.find(". ", at, stop)
    for match in NUMBER.finditer(text, at, sentence if sentence >= 0 else stop):
        if (amount := _amount(match, _scale(hit))) is not None:
            yield amount


def _table_below(
    text: str, end: int, columns: dict[int | None, Decimal], heads: list[Cell], trace: list[Rival] | None
) -> Iterator[Amount]:
    """The cells of the lines below `end`, of the columns that have a scale; None stands for all but the first.

    `heads` are the cells of the line above; where it is a caption, the first line below heads the columns.
    """
    at, blank = end + 1, 0
    for _ in range(_ROWS_AT_MOST):
        if at >= len(text):
            return
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        cells, begin, at = cells_of(text, at, stop), at, stop + 1
        if not cells and blank == 0:
            blank = 1
            continue
        if len(cells) < 2:
            return
        heads = heads or cells
        # In a table of wide space, a column has its head only where none of the cells of its row is blank.
        is_headed = len(heads) == len(cells) or "|" in text[begin:stop] or "\t" in text[begin:stop]
        label = cells[first_filled(text, cells)]
        for column, cell in enumerate(cells):
            scale = columns.get(column, columns.get(None) if column else None)
            if scale is None or (amount := _in_cell(text, cell, scale)) is None:
                continue
            # A column with a sign of its own is money whatever its head says of people.
            above = heads[column] if is_headed and column not in columns and column < len(heads) else None
            unit = unit_of_cell(text, label, above, cell, scale)
            if isinstance(unit, str):
                note_refusal(trace, amount.start, amount.end, "money.table_unit", unit)
            elif unit == scale:
                yield amount
            elif (scaled := _in_cell(text, cell, unit)) is not None:
                yield scaled


def _in_cell(text: str, cell: Cell, scale: Decimal) -> Amount | None:
    match = number_in(text, cell)
    return None if match is None else _amount(match, scale)


def _amount(match: re.Match[str], scale: Decimal) -> Amount | None:
    figure = match["figure"].rstrip(",")
    value = parse_figure(figure)
    if value is None or YEAR.fullmatch(figure):
        return None
    bracketed = match["sign"][:1] == "(" and match["close"] == ")"
    negative = bracketed or match["sign"][-1:] in ("-", "−", "–")
    value = -value * scale if negative else value * scale
    start = match.start() if negative else match.start("figure")
    end = match.end() if bracketed else match.start("figure") + len(figure)
    return Amount(start, end, value, value, "GBP", "money.table_scale", scale)


class CellReading(NamedTuple):
    """What row and column heads say of a sum in a table, with the offsets of the heads."""

    band: str | None
    band_at: Cell
    head: Cell
    column_head: str
    column: Cell


def read_cell(lower: str, at: int) -> CellReading | None:
    """The heads of the cell at offset `at`; None where it stands in no table."""
    start = lower.rfind("\n", max(0, at - _LONGEST_ROW), at) + 1
    end = lower.find("\n", at, at + _LONGEST_ROW)
    end = min(len(lower), at + _LONGEST_ROW) if end < 0 else end
    if (start == 0 and at > _LONGEST_ROW) or end - start > _LONGEST_ROW:
        return None
    column = lower.count("|", start, at)
    if column == 0:
        return None
    row = cells_of(lower, start, end)
    label = first_filled(lower, row)
    if label >= column:
        return None
    head = row[label]
    top, above = start, start
    for _ in range(_HEAD_WITHIN_ROWS):
        if above == 0:
            break
        above = lower.rfind("\n", max(0, above - 1 - _LONGEST_ROW), above - 1) + 1
        if top - above > _LONGEST_ROW or "|" not in lower[above:top]:
            break
        top = above
    heads = cells_of(lower, top, lower.find("\n", top) if top < start else end)
    column_cell = heads[column] if top < start and column < len(heads) else Cell(at, at)
    words = lower[head.start : head.end].replace("band", " ").split()
    is_band = len(words) == 1 and words[0] in _BANDS and len(words[0]) == 1
    titled = "band" in lower[head.start : head.end] or any(
        "band" in lower[cell.start : cell.end] for cell in heads[: label + 1]
    )
    column_head = lower[column_cell.start : column_cell.end]
    if is_band and titled:
        return CellReading(words[0].upper(), head, head, column_head, column_cell)
    named = _BAND_HEAD.search(column_head)
    return CellReading(named[1].upper() if named else None, column_cell, head, column_head, column_cell)
