"""Finding one item or one fact in the index, by key or by the bare id where it is unique."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from minuteminer.answers import IndexedItem, Version
from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.findings import Fact
from minuteminer.index.backend import Backend
from minuteminer.index.ids import split_version
from minuteminer.index.records import ItemRecord, from_json, storable
from minuteminer.models import Meeting

_COLUMNS = (
    "i.id, i.key, i.version, i.withdrawn, i.text, i.record, m.record, i.current FROM item AS i "
    "JOIN meeting AS m ON m.id = i.meeting"
)


def find_item(backend: Backend, name: str) -> IndexedItem:
    """The item of a key, `key@2` for its second version, or of the site's bare item id.

    Raises NothingFoundError if there is none, UsageError if several sites have an item of that id.
    """
    stem, version = split_version(storable(name.strip()))
    rows = _rows_of(backend, stem, version)
    if not rows:
        raise NothingFoundError(
            f"There is no agenda item {name!r} in this index. Hits of minuteminer search show the ids of items."
        )
    keys = sorted({row[1] for row in rows})
    if len(keys) > 1:
        raise UsageError(f"Several sites have an item {stem}: {', '.join(keys[:6])}. Give one of these keys.")
    # The current version stands first; of a withdrawn item the last.
    return _item(backend, rows[0])


def _rows_of(backend: Backend, stem: str, version: int | None) -> list[tuple[Any, ...]]:
    for where, parameters in (
        ("i.key = ?", [stem]),
        ("i.key LIKE ? ESCAPE '!'", ["%:" + stem.replace("!", "!!").replace("%", "!%").replace("_", "!_")]),
    ):
        sql = " ".join(("SELECT", _COLUMNS, "WHERE", where, "" if version is None else "AND i.version = ?",
                        "ORDER BY i.current DESC, i.version DESC LIMIT 50"))  # fmt: skip
        if found := backend.rows(sql, parameters if version is None else [*parameters, version]):
            return found
    return []


def _item(backend: Backend, row: tuple[Any, ...]) -> IndexedItem:
    _, key, _, withdrawn, text, record_text, meeting_text, _ = row
    record = from_json(ItemRecord, record_text)
    minutes = text if record.minutes_are_text else record.item.minutes_text
    item = replace(record.item, text=text, minutes_text=minutes)
    return IndexedItem(
        key=key,
        meeting=from_json(Meeting, meeting_text),
        item=item,
        paragraphs=record.paragraphs,
        facts=record.facts,
        topics=record.topics,
        versions=_versions(backend, key),
        withdrawn=bool(withdrawn),
    )


def _versions(backend: Backend, key: str) -> tuple[Version, ...]:
    sql = (
        "SELECT version, sha256, page_sha256, status, published, fetched_at, superseded FROM item "
        "WHERE key = ? ORDER BY version"
    )
    return tuple(
        Version(
            version=version,
            sha256=sha256,
            page_sha256=page_sha256,
            status=status,
            published=datetime.date.fromisoformat(published) if published else None,
            fetched_at=datetime.datetime.fromisoformat(fetched_at) if fetched_at else None,
            superseded_at=datetime.date.fromisoformat(superseded) if superseded else None,
        )
        for version, sha256, page_sha256, status, published, fetched_at, superseded in backend.rows(sql, (key,))
    )


def find_fact(backend: Backend, fact_id: str) -> tuple[IndexedItem, Fact]:
    """A fact with the item that it stands in, in the newest version that has it.

    Raises NothingFoundError if there is none.
    """
    sql = (
        "SELECT i.key, i.version FROM fact AS f JOIN item AS i ON i.id = f.item WHERE f.fact_id = ? "
        "ORDER BY i.current DESC, i.version DESC LIMIT 1"
    )
    rows = backend.rows(sql, (storable(fact_id),))
    if not rows:
        raise NothingFoundError(
            f"There is no fact {fact_id!r} in this index. minuteminer search --json shows the ids of facts."
        )
    found = _item(backend, _rows_of(backend, *rows[0])[0])
    return found, next(fact for fact in found.facts if fact.id == fact_id)


def find_named(backend: Backend, name: str) -> tuple[IndexedItem, Fact | None]:
    """What a name means: a fact by its id, with its item, or an item by its key or id."""
    try:
        return find_fact(backend, name)
    except NothingFoundError:
        return find_item(backend, name), None
