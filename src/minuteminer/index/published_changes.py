"""What changed in an index since a reader last asked, by a sequence; a time is turned into a place in it.

A removal makes the index anew and goes on with the log of the one before. An index that was made anew otherwise
counts from the beginning: its `identity` tells it from the one before, and a reader who followed that one starts
again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from minuteminer.errors import NothingFoundError
from minuteminer.index.backend import Backend
from minuteminer.index.change_times import sequence_before
from minuteminer.index.records import storable

MAX_CHANGES = 1_000


class StaleError(NothingFoundError):
    """What is asked for cannot be told any more, because the index was made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """The state of an index: `identity` of the index itself, `rows` ever made, and when it was last written."""

    identity: str
    rows: int
    indexed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An item that changed. Of one that was withdrawn or taken out only the key is told, and the state."""

    sequence: int
    key: str
    state: Literal["current", "withdrawn", "removed"]
    version: int | None = None
    meeting: str | None = None
    date: datetime.date | None = None
    committee: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Items that changed after `since`, each once, in the order of their last change.

    `next` is what to ask with the next time; `more` says that there are some already.
    """

    identity: str
    since: int
    next: int
    more: bool
    changes: tuple[Change, ...]


def find_generation(backend: Backend) -> Generation:
    """The state of the index."""
    rows = dict(backend.rows("SELECT name, value FROM setting WHERE name IN ('identity', 'rows', 'indexed_at')"))
    at = rows.get("indexed_at")
    return Generation(
        identity=rows["identity"],
        rows=int(rows.get("rows", 0)),
        indexed_at=datetime.datetime.fromisoformat(at) if at else None,
    )


def find_changes(
    backend: Backend,
    *,
    identity: str | None = None,
    since: int | datetime.datetime = 0,
    limit: int = 100,
) -> Changes:
    """What changed after `since`, a place in the sequence or a time; of a time some of what was before is told too.

    Raises StaleError if the index is not that of `identity` any more.
    """
    generation = find_generation(backend)
    if identity is not None and identity != generation.identity:
        raise StaleError(
            "The index was made anew since then, so that what changed cannot be told. Ask without since, and take "
            "what you get in the place of all that you have."
        )
    if isinstance(since, datetime.datetime):
        since = sequence_before(backend, since)
    limit = max(1, min(limit, MAX_CHANGES))
    rows = backend.rows(
        "SELECT c.sequence, c.key, i.version, i.withdrawn, m.key, i.date, i.committee, i.title, i.url "
        "FROM (SELECT key, sequence FROM item_change WHERE sequence > ? ORDER BY sequence LIMIT ?) AS c "
        "LEFT JOIN item AS i ON i.key = c.key "
        "AND i.version = (SELECT max(version) FROM item WHERE key = c.key) "
        "LEFT JOIN meeting AS m ON m.id = i.meeting ORDER BY c.sequence",
        (since, limit + 1),
    )
    changes = tuple(map(_change, rows[:limit]))
    return Changes(
        identity=generation.identity,
        since=since,
        next=changes[-1].sequence if changes else since,
        more=len(rows) > limit,
        changes=changes,
    )


def is_gone(backend: Backend, key: str) -> bool:
    """Whether an item of this key was in the index, and was withdrawn or taken out."""
    rows = backend.rows(
        "SELECT i.withdrawn FROM item_change AS c LEFT JOIN item AS i ON i.key = c.key "
        "AND i.version = (SELECT max(version) FROM item WHERE key = c.key) WHERE c.key = ?",
        (storable(key),),
    )
    return any(withdrawn is None or withdrawn for (withdrawn,) in rows)


def _change(row: tuple[Any, ...]) -> Change:
    sequence, key, version, withdrawn, meeting, day, committee, title, url = row
    if version is None or withdrawn:
        return Change(sequence=sequence, key=key, state="removed" if version is None else "withdrawn")
    return Change(
        sequence=sequence,
        key=key,
        state="current",
        version=version,
        meeting=meeting,
        date=datetime.date.fromisoformat(day) if day else None,
        committee=committee,
        title=title,
        url=url,
    )
