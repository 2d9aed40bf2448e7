"""Everything that a query finds, item by item: what files are made of.

The order is that of time, then of site, meeting and agenda: it depends on what is in the index and not on the order
in which it came there. Of an index of any size, the ids of one day's matches and the texts of `_ITEMS` items are in
memory at once.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from minuteminer.findings import Fact, Paragraph, Topic
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.echo import echo_query
from minuteminer.index.ids import day_of
from minuteminer.index.lookups import suggest
from minuteminer.index.records import ItemRecord, from_json
from minuteminer.models import AgendaItem, Meeting
from minuteminer.queries import Query

# Items whose texts are in memory at once; a statement names their ids, and SQLite takes no more than 999 before 3.32.
_ITEMS = 100
_IDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of an item as it is searched; `financial_years` are those printed in it."""

    label: str | None
    kind: str
    start_char: int
    end_char: int
    financial_years: tuple[str, ...]
    boilerplate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedItem:
    """One version of an item of which something meets a query.

    `paragraphs` are as they were read; `passages` all its passages as they are searched, in the order of the text,
    `matching` the starts of those that meet the query.
    `facts` are all its facts, `found` the ids of those that stand in a matching passage (or resolution, where those
    were asked for) and meet the query's conditions on figures of their kind.
    """

    key: str
    version: int
    panel: str
    meeting: Meeting
    meeting_key: str
    item: AgendaItem
    paragraphs: tuple[Paragraph, ...]
    passages: tuple[Passage, ...]
    matching: frozenset[int]
    facts: tuple[Fact, ...]
    found: frozenset[str]
    topics: tuple[Topic, ...]
    boilerplate: bool
    published: datetime.date | None
    rules_version: str

    @property
    def found_facts(self) -> tuple[Fact, ...]:
        """The facts that meet the query, in the order of the text."""
        return tuple(fact for fact in self.facts if fact.id in self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All that a query finds: `echo` says the query in words, `remarks` what of it is found nowhere."""

    echo: str
    remarks: tuple[str, ...]
    items: Iterator[MatchedItem]


def open_stream(backend: Backend, query: Query) -> Stream:
    """All that a query finds, item by item, oldest first. A query without conditions finds everything."""
    asked = Asked(backend, query)
    first = next(asked.in_order(), None)
    remarks = (*asked.compiled.remarks, *(one.sentence for one in (suggest(backend, query) if first is None else ())))
    return Stream(echo=echo_query(query), remarks=remarks, items=_items(asked))


def _items(asked: Asked) -> Iterator[MatchedItem]:
    for _, of_day in groupby(asked.in_order(), key=lambda pair: day_of(pair[0])):
        rows: dict[int, set[int]] = {}
        for row, item in of_day:
            rows.setdefault(item, set()).add(row)
        ordered = _in_order_of_agenda(asked.backend, list(rows))
        for first in range(0, len(ordered), _ITEMS):
            yield from _load(asked, ordered[first : first + _ITEMS], rows)


def _in_order_of_agenda(backend: Backend, items: Sequence[int]) -> list[int]:
    keys = []
    for first in range(0, len(items), _IDS):
        chunk = items[first : first + _IDS]
        sql = (
            "SELECT m.panel, m.key, i.position, i.key, i.version, i.id FROM item AS i JOIN meeting AS m "  # noqa: S608
            f"ON m.id = i.meeting WHERE i.id IN ({_marks(chunk)})"
        )
        keys += backend.rows(sql, chunk)
    return [key[-1] for key in sorted(keys)]


def _load(asked: Asked, ids: Sequence[int], rows: dict[int, set[int]]) -> Iterator[MatchedItem]:
    sql = (
        "SELECT i.id, i.key, i.version, i.panel, i.text, i.record, i.boilerplate, i.published, i.rules_version, m.key, "  # noqa: S608
        f"m.record FROM item AS i JOIN meeting AS m ON m.id = i.meeting WHERE i.id IN ({_marks(ids)})"
    )
    found = {row[0]: row[1:] for row in asked.backend.rows(sql, ids)}
    passages = _passages(asked.backend, ids)
    facts = _found_facts(asked, ids, rows)
    meetings: dict[str, Meeting] = {}
    for identifier in ids:
        key, version, panel, text, record_text, boilerplate, published, rules, meeting_key, meeting = found[identifier]
        record = from_json(ItemRecord, record_text)
        minutes = text if record.minutes_are_text else record.item.minutes_text
        if meeting_key not in meetings:
            meetings[meeting_key] = from_json(Meeting, meeting)
        mine = passages.get(identifier, [])
        yield MatchedItem(
            key=key,
            version=version,
            panel=panel,
            meeting=meetings[meeting_key],
            meeting_key=meeting_key,
            item=replace(record.item, text=text, minutes_text=minutes),
            paragraphs=record.paragraphs,
            passages=tuple(passage for _, passage in mine),
            matching=frozenset(passage.start_char for row, passage in mine if row in rows[identifier]),
            facts=record.facts,
            found=frozenset(facts.get(identifier, ())),
            topics=record.topics,
            boilerplate=bool(boilerplate),
            published=datetime.date.fromisoformat(published) if published else None,
            rules_version=rules,
        )


def _passages(backend: Backend, items: Sequence[int]) -> dict[int, list[tuple[int, Passage]]]:
    """The passages of each item with their rows, in the order of the text; its title is none of them."""
    sql = (
        "SELECT item, id, label, kind, start_char, end_char, financial_year FROM paragraph "  # noqa: S608
        f"WHERE item IN ({_marks(items)}) AND kind <> 'title' ORDER BY item, start_char"
    )
    found: dict[int, list[tuple[int, Passage]]] = {}
    for item, row, label, kind, start, end, years in backend.rows(sql, items):
        passage = Passage(
            label=label, kind=kind, start_char=start, end_char=end, financial_years=tuple(json.loads(years)),
            boilerplate=bool(row & 1),
        )  # fmt: skip
        found.setdefault(item, []).append((row, passage))
    return found


def _found_facts(asked: Asked, items: Sequence[int], rows: dict[int, set[int]]) -> dict[int, list[str]]:
    """For each item the ids of the facts that stand in a matching row and meet the conditions on their kind."""
    holder = asked.compiled.table
    limited = {group.kind for group in asked.compiled.figures}
    sql = f"SELECT item, fact_id, kind, {holder} FROM fact WHERE item IN ({_marks(items)})"  # noqa: S608
    found: dict[int, list[str]] = {}
    for item, name, kind, row in asked.backend.rows(sql, items):
        if kind not in limited and row in rows[item]:
            found.setdefault(item, []).append(name)
    for group in asked.compiled.figures:
        where, parameters = group.where()
        # The order of the tables is meant: the facts of an item are found by the item.
        sql = (
            f"SELECT a.item, a.fact_id, a.{holder} FROM fact AS a CROSS JOIN {group.kind} AS f "  # noqa: S608
            f"WHERE {' AND '.join([f'a.item IN ({_marks(items)})', 'f.id = a.id', *where])}"
        )
        for item, name, row in asked.backend.rows(sql, [*items, *parameters]):
            if row in rows[item]:
                found.setdefault(item, []).append(name)
    return found


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
