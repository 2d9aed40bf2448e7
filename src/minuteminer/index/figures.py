"""Every figure in the passages that a query finds, with where it stands: what trails and sums are made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.column_years import find_column_year, may_be_cell
from minuteminer.index.conditions import Group
from minuteminer.index.figure_years import find_figure_year
from minuteminer.index.refusals import leads_to_changes

# So many passages, newest first, are read for one trail or sum; an officer's question has some hundreds.
MAX_PASSAGES = 5_000
_CHUNK = 500
_VALUES = {
    "money": "f.low_pence, f.high_pence, f.role, '', f.qualifier, f.currency, f.period, f.per, f.change, f.negated, f.status, 0",  # noqa: E501
    "headcount": "f.count, f.high, f.role, f.measure, f.qualifier, NULL, NULL, NULL, NULL, f.negated, f.status, f.fte",
    "percent": "f.value, f.high, NULL, '', f.qualifier, NULL, NULL, NULL, NULL, 0, NULL, 0",
}
UNITS = {"money": "pence", "headcount": "count", "percent": "percent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFigure:
    """A figure with its value and its place."""

    kind: str
    text: str
    low: float | None
    high: float | None
    role: str | None
    measure: str
    qualifier: str
    currency: str | None
    period: str | None
    per: str | None
    change: str | None
    negated: bool
    status: str | None
    fte: bool
    start_in_passage: int
    passage: str
    passage_kind: str
    passage_id: int
    financial_year: str | None
    year_is_printed: bool
    date: datetime.date | None
    committee: str
    title: str
    label: str | None
    item: str
    url: str


def find_figures(
    backend: Backend, asked: Asked, groups: Sequence[Group], ids: Sequence[int] | None = None
) -> Iterator[FoundFigure]:
    """The figures that meet the groups' conditions, newest passage first, in the order of the text.

    They stand in the passages that were asked for, or in those with `ids`, newest first.
    """
    ids = asked.by_date(MAX_PASSAGES, 0) if ids is None else ids
    for first in range(0, len(ids), _CHUNK):
        chunk = ids[first : first + _CHUNK]
        found = [one for group in groups if group.kind in _VALUES for one in _of_kind(backend, asked, group, chunk)]
        # A figure may meet the conditions of two groups.
        yield from sorted(dict.fromkeys(found), key=lambda one: (-one.passage_id, one.start_in_passage))


def _of_kind(backend: Backend, asked: Asked, group: Group, ids: Sequence[int]) -> Iterator[FoundFigure]:
    table = asked.compiled.table
    where, parameters = group.where()
    marks = ", ".join("?" * len(ids))
    sql = " ".join(
        ("SELECT a.text, a.start_char - p.start_char, p.id, p.text, p.kind, p.date, p.committee, p.title,",
         "p.label, i.key, i.url, i.id, p.start_char,", _VALUES[group.kind], "FROM", group.kind,
         "AS f JOIN fact AS a ON a.id = f.id JOIN",
         table, "AS p ON p.id =", f"f.{table}", "JOIN item AS i ON i.id = p.item WHERE",
         " AND ".join([f"f.{table} IN ({marks})", *where]))
    )  # fmt: skip
    rows = backend.rows(sql, [*ids, *parameters])
    # The head of a table is another passage of the item.
    items = dict(backend.texts("item", "text", sorted({row[11] for row in rows if may_be_cell(row[3])})))
    for row in rows:
        yield _figure(group.kind, row, items.get(row[11]))


def _figure(kind: str, row: tuple[Any, ...], item_text: str | None) -> FoundFigure:
    """The figure of a row; `item_text` is given where it may be a table's cell."""
    (text, start, passage_id, passage, passage_kind, day, committee, title, label, key, url, _, passage_start,
     low, high, role, measure, qualifier, currency, period, per, change, negated, status, fte) = row  # fmt: skip
    date = datetime.date.fromisoformat(day) if day else None
    end = start + len(text)
    column = find_column_year(item_text, passage_start + start) if item_text is not None else None
    year, printed = find_figure_year(passage, start, end, title=title, date=date, column=column)
    return FoundFigure(
        kind=kind, text=text, low=low, high=high, role=role, measure=measure, qualifier=qualifier,
        currency=currency, period=period, per=per, change=change, negated=bool(negated), start_in_passage=start,
        status=status, fte=bool(fte), passage=passage, passage_kind=passage_kind, passage_id=passage_id,
        financial_year=year, year_is_printed=printed,
        date=date, committee=committee, title=title, label=label, item=key, url=url,
    )  # fmt: skip


def in_list_of_changes(backend: Backend, figure: FoundFigure) -> bool:
    """Whether a figure stands in a line of a list that is led in as one of savings, rises or the like."""
    return figure.passage_kind == "list" and leads_to_changes(_lead_of(backend, figure.passage_id))


def _lead_of(backend: Backend, passage: int) -> str:
    """The paragraph that leads in a line of a list; "" where there is none."""
    sql = (
        "SELECT lead.text FROM paragraph AS lead JOIN paragraph AS line ON lead.item = line.item WHERE line.id = ? "
        "AND lead.start_char < line.start_char AND lead.kind NOT IN ('list', 'title') "
        "ORDER BY lead.start_char DESC LIMIT 1"
    )
    found = backend.rows(sql, (passage,))
    return str(found[0][0]) if found else ""
