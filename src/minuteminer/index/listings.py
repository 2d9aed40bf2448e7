"""Lists to walk through: committees, the meetings of one, the items of a meeting.

Only what is in force is listed: superseded versions and withdrawn items are not.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from minuteminer.answers import Hit
from minuteminer.errors import NothingFoundError
from minuteminer.index.backend import Backend
from minuteminer.index.records import from_json, storable
from minuteminer.index.words import single_spaced
from minuteminer.models import Meeting

# No committee meets this often in a century; a page that long is not read by anybody.
MAX_MEETINGS = 1_000
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRow:
    """A committee with how many of its meetings are in the index. `key` is panel and the site's committee id."""

    key: str
    panel: str
    committee_id: str
    name: str
    meetings: int
    first: datetime.date | None
    last: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A meeting in a list; `facts` counts what was read in it, by kind; `topics` are the commonest of its items."""

    key: str
    date: datetime.date | None
    time: str | None
    title: str
    committee: str
    committee_key: str
    status: str
    url: str
    items: int
    facts: Counts
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A resolution in a list: what kind it is, its verbs, its words and where they begin."""

    kind: str
    verbs: tuple[str, ...]
    text: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedBy:
    """What was decided in a passage: the kind of its first resolution, the verbs of all."""

    kind: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An agenda item in a list, with what was decided under it."""

    key: str
    version: int
    number: str
    title: str
    status: str
    boilerplate: bool
    topics: tuple[str, ...]
    facts: Counts
    decided: tuple[Decided, ...]
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingListing:
    """A meeting with its items in the order of the agenda."""

    key: str
    committee_key: str
    meeting: Meeting
    items: tuple[ItemRow, ...]


def find_committees(backend: Backend) -> tuple[CommitteeRow, ...]:
    """Every committee, by panel and name; one that was renamed stands under its newest name."""
    rows = backend.rows(
        "SELECT panel, committee_id, committee, count(*), min(date), max(date) FROM meeting "
        "GROUP BY panel, committee_id, committee ORDER BY max(date)"
    )
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[f"{row[0]}:{row[1]}"].append(row)
    listed = [_committee(key, parts) for key, parts in found.items()]
    return tuple(sorted(listed, key=lambda one: (one.panel, one.name)))


def _committee(key: str, parts: list[tuple[Any, ...]]) -> CommitteeRow:
    panel, committee_id, name = parts[-1][:3]
    days = [day for part in parts for day in part[4:6] if day]
    return CommitteeRow(
        key=key,
        panel=panel,
        committee_id=committee_id,
        name=name,
        meetings=sum(part[3] for part in parts),
        first=_day(min(days, default=None)),
        last=_day(max(days, default=None)),
    )


def find_committee(backend: Backend, key: str) -> CommitteeRow:
    """The committee of a key; raises NothingFoundError if there is none."""
    panel, _, committee_id = storable(key).rpartition(":")
    rows = backend.rows(
        "SELECT panel, committee_id, committee, count(*), min(date), max(date) FROM meeting "
        "WHERE panel = ? AND committee_id = ? GROUP BY panel, committee_id, committee ORDER BY max(date)",
        (panel, committee_id),
    )
    if not rows:
        raise NothingFoundError("There is no committee of that key in this index. /committees lists those there are.")
    return _committee(key, rows)


_MEETING_COLUMNS = (
    "SELECT m.id, m.key, m.date, m.time, m.title, m.committee, m.panel, m.committee_id, m.status, m.url FROM meeting m "
)


def find_meetings(
    backend: Backend,
    committee_key: str | None = None,
    *,
    limit: int = MAX_MEETINGS,
    after: tuple[str, str] | None = None,
) -> tuple[MeetingRow, ...]:
    """The meetings of a committee, or of all, newest first; undated ones last.

    `after` is day ("" if undated) and key of the meeting after which the list goes on.
    """
    where, values = ["1 = 1"], list[object]()
    if committee_key:
        panel, _, committee_id = committee_key.rpartition(":")
        where, values = ["m.panel = ?", "m.committee_id = ?"], [panel, committee_id]
    if after:
        where.append("(coalesce(m.date, '') < ? OR (coalesce(m.date, '') = ? AND m.key > ?))")
        values += [after[0], *after]
    order = "ORDER BY coalesce(m.date, '') DESC, m.key LIMIT ?"
    rows = backend.rows(" ".join((_MEETING_COLUMNS, "WHERE", " AND ".join(where), order)), [*values, limit])
    identifiers = [row[0] for row in rows]
    items = _counted(backend, "SELECT meeting, 'items', count(*) FROM item WHERE current = 1 AND meeting", identifiers)
    facts = _counted(
        backend,
        "SELECT i.meeting, f.kind, count(*) FROM item i JOIN fact f ON f.item = i.id WHERE i.current = 1 AND i.meeting",
        identifiers,
    )
    topics = _counted(
        backend,
        "SELECT i.meeting, t.topic, count(*) FROM item i JOIN topic t ON t.item = i.id "
        "WHERE i.current = 1 AND i.boilerplate = 0 AND i.meeting",
        identifiers,
    )
    return tuple(
        MeetingRow(
            key=key, date=_day(day), time=time, title=title, committee=committee,
            committee_key=f"{panel}:{committee_id}", status=status, url=url,
            items=dict(items[identifier]).get("items", 0), facts=facts[identifier],
            topics=tuple(topic for topic, _ in topics[identifier][:6]),
        )
        for identifier, key, day, time, title, committee, panel, committee_id, status, url in rows
    )  # fmt: skip


def _counted(backend: Backend, sql: str, identifiers: Sequence[int]) -> dict[int, Counts]:
    """Counts by owner, most frequent first; `sql` ends with the owner's column."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for first in range(0, len(identifiers), 500):
        chunk = identifiers[first : first + 500]
        marks = ", ".join("?" * len(chunk))
        for owner, name, count in backend.rows(" ".join((sql, "IN (", marks, ") GROUP BY 1, 2")), chunk):
            found[owner].append((name, int(count)))
    ordered = {owner: tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))) for owner, pairs in found.items()}
    return defaultdict(tuple, ordered)


def find_meeting(backend: Backend, key: str) -> MeetingListing:
    """The meeting of a key with its items; raises NothingFoundError if there is none."""
    rows = backend.rows("SELECT id, key, panel, committee_id, record FROM meeting WHERE key = ?", (storable(key),))
    if not rows:
        raise NothingFoundError("There is no meeting of that key in this index. The pages of committees list them.")
    identifier, key, panel, committee_id, record = rows[0]
    items = backend.rows(
        "SELECT id, key, version, number, title, status, boilerplate, topic, text <> '' FROM item "
        "WHERE meeting = ? AND current = 1 ORDER BY position, key",
        (identifier,),
    )
    owners = [row[0] for row in items]
    facts = _counted(backend, "SELECT item, kind, count(*) FROM fact WHERE item", owners)
    decided = _decided(backend, identifier)
    return MeetingListing(
        key=key,
        committee_key=f"{panel}:{committee_id}",
        meeting=from_json(Meeting, record),
        items=tuple(
            ItemRow(
                key=item_key, version=version, number=number, title=title, status=status,
                boilerplate=bool(boilerplate), topics=tuple(json.loads(topics)), facts=facts[row],
                decided=tuple(decided[row]), has_text=bool(has_text),
            )
            for row, item_key, version, number, title, status, boilerplate, topics, has_text in items
        ),
    )  # fmt: skip


def _decided(backend: Backend, meeting: int) -> dict[int, list[Decided]]:
    rows = backend.rows(
        "SELECT r.item, r.kind, r.verbs, r.text, r.start_char, r.end_char FROM resolution r "
        "JOIN item i ON i.id = r.item WHERE i.meeting = ? AND i.current = 1 ORDER BY r.start_char",
        (meeting,),
    )
    found: dict[int, list[Decided]] = defaultdict(list)
    for item, kind, verbs, text, start, end in rows:
        words = single_spaced(text)
        found[item].append(
            Decided(kind=kind, verbs=tuple(json.loads(verbs)), text=words, start_char=start, end_char=end)
        )
    return found


def find_decided(backend: Backend, hits: Iterable[Hit]) -> dict[int, DecidedBy]:
    """What was decided, by the id of the hit: in the passages that a resolution begins in, and by resolutions."""
    units: dict[bool, list[int]] = {True: [], False: []}
    for hit in hits:
        units[hit.unit == "resolution"].append(hit.id)
    found: dict[int, DecidedBy] = {}
    for source, identifiers in (("resolution AS p", units[True]), ("paragraph AS p", units[False])):
        if not identifiers:
            continue
        whose = "r.id = p.id" if units[True] is identifiers else "r.item = p.item AND r.paragraph = p.id"
        marks = ", ".join("?" * len(identifiers))
        sql = ("SELECT p.id, r.kind, r.verbs FROM", source, "JOIN resolution AS r ON", whose, "WHERE p.id IN (", marks)
        for identifier, kind, verbs in backend.rows(" ".join((*sql, ") ORDER BY r.id DESC")), identifiers):
            before = found.get(identifier)
            names = (*(before.verbs if before else ()), *json.loads(verbs))
            found[identifier] = DecidedBy(kind=before.kind if before else kind, verbs=tuple(dict.fromkeys(names)))
    return found


def _day(day: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if day else None
