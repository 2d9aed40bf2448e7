"""All facts, or those that a query finds, one after the other: newest meeting first, a page at a time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from minuteminer.errors import QueryError
from minuteminer.findings import Fact
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.hits import FoundFact, find_facts
from minuteminer.index.records import ItemRecord, from_json
from minuteminer.queries import Field, Query

# Passages that are looked at in one go; few have more facts than these.
_PASSAGES = 200
Place = tuple[int, int]
# Before the first fact: the newest passage there can be, and no fact of it seen.
START: Place = ((1 << 63) - 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFact:
    """A fact with the item that it stands in; `place` is where a list goes on after it."""

    fact: Fact
    item: str
    version: int
    meeting: str
    date: datetime.date | None
    committee: str
    panel: str
    title: str
    url: str
    place: Place


def find_published_facts(
    backend: Backend, query: Query | None, *, kind: str | None = None, after: Place = START, limit: int = 50
) -> tuple[PublishedFact, ...]:
    """The next facts that meet a query, all if there is none; a query for anything but paragraphs is refused."""
    asked = Asked(backend, _narrowed(query, kind))
    found: list[PublishedFact] = []
    newest, skip = after
    while len(found) < limit:
        rows = _passages_before(asked, newest + 1 if skip else newest, limit=min(_PASSAGES, limit + 1))
        if not rows:
            break
        # Facts that an earlier page showed are passed over by their number within the passage.
        numbered = [one for one in _numbered(find_facts(asked, rows)) if one[0].row != newest or one[1] > skip]
        found += _with_items(backend, numbered[: limit - len(found)])
        newest, skip = rows[-1], 0
    return tuple(found)


def _narrowed(query: Query | None, kind: str | None) -> Query:
    if query is not None and query.unit not in ("paragraph", "fact", "all"):
        raise QueryError(f"Facts are found in paragraphs; take “in:{query.unit}” out of the query.")
    conditions = query.conditions if query else ()
    if kind:
        conditions = (*conditions, Field(name="kind", value=kind))
    return replace(query or Query(boilerplate=True), conditions=conditions, unit="fact", sort="-date")


def _passages_before(asked: Asked, bound: int, *, limit: int) -> list[int]:
    """The newest matching passages with an id below the bound."""
    whole = asked.compiled
    asked.compiled = replace(whole, high_id=min(whole.high_id, bound - 1))
    try:
        return asked.by_date(limit, 0)
    finally:
        asked.compiled = whole


def _numbered(facts: list[FoundFact]) -> Iterator[tuple[FoundFact, int]]:
    number, row = 0, -1
    for fact in facts:
        number = number + 1 if fact.row == row else 1
        row = fact.row
        yield fact, number


def _with_items(backend: Backend, numbered: list[tuple[FoundFact, int]]) -> list[PublishedFact]:
    rows = list(dict.fromkeys(fact.row for fact, _ in numbered))
    items = _items_of(backend, rows)
    facts = {owner[0]: {fact.id: fact for fact in owner[-1]} for owner in items.values()}
    published = []
    for one, number in numbered:
        identifier, key, version, meeting, day, committee, panel, title, url, _ = items[one.row]
        published.append(
            PublishedFact(
                fact=facts[identifier][one.figure.fact_id], item=key, version=version, meeting=meeting,
                date=datetime.date.fromisoformat(day) if day else None, committee=committee, panel=panel,
                title=title, url=url, place=(one.row, number),
            )
        )  # fmt: skip
    return published


def _items_of(backend: Backend, passages: list[int]) -> dict[int, tuple[Any, ...]]:
    """The item of each passage, with its facts as the last column; each item's record is read once."""
    marks = ", ".join("?" * len(passages))
    owners = dict(backend.rows(" ".join(("SELECT id, item FROM paragraph WHERE id IN (", marks, ")")), passages))
    wanted = list(dict.fromkeys(owners.values()))
    marks = ", ".join("?" * len(wanted))
    sql = " ".join(
        ("SELECT i.id, i.key, i.version, m.key, i.date, i.committee, i.panel, i.title,",
         "CASE WHEN i.url = '' THEN m.url ELSE i.url END, i.record",
         "FROM item AS i JOIN meeting AS m ON m.id = i.meeting WHERE i.id IN (", marks, ")")
    )  # fmt: skip
    found = {row[0]: (*row[:-1], from_json(ItemRecord, row[-1]).facts) for row in backend.rows(sql, wanted)}
    return {passage: found[item] for passage, item in owners.items()}
