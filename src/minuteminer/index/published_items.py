"""All agenda items in force, newest meeting first, a page at a time."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass

from minuteminer.index.backend import Backend

LAST = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedItem:
    """An agenda item in a list, without its text; `place` is where a list goes on after it."""

    key: str
    version: int
    number: str
    title: str
    date: datetime.date | None
    committee: str
    panel: str
    meeting: str
    status: str
    boilerplate: bool
    topics: tuple[str, ...]
    url: str
    sha256: str
    fetched_at: datetime.datetime | None
    place: int


def find_published_items(
    backend: Backend, *, committee: str | None = None, topic: str | None = None, after: int = 0, limit: int = 50
) -> tuple[PublishedItem, ...]:
    """The next items: `committee` is a committee's key, `topic` a topic's id, `after` the place of the last item."""
    where, parameters = ["i.current = 1", "i.withdrawn = 0", "i.id < ?"], [after or LAST]
    values: list[object] = [*parameters]
    if committee is not None:
        panel, _, committee_id = committee.rpartition(":")
        where.append("m.panel = ? AND m.committee_id = ?")
        values += [panel, committee_id]
    if topic is not None:
        where.append("i.id IN (SELECT item FROM topic WHERE topic = ?)")
        values.append(topic)
    sql = " ".join(
        ("SELECT i.id, i.key, i.version, i.number, i.title, i.date, i.committee, i.panel, m.key, i.status,",
         "i.boilerplate, i.topic, CASE WHEN i.url = '' THEN m.url ELSE i.url END, i.sha256, i.fetched_at",
         "FROM item AS i JOIN meeting AS m ON m.id = i.meeting WHERE", " AND ".join(where),
         "ORDER BY i.id DESC LIMIT ?")
    )  # fmt: skip
    return tuple(
        PublishedItem(
            key=key, version=version, number=number, title=title,
            date=datetime.date.fromisoformat(day) if day else None, committee=name, panel=panel, meeting=meeting,
            status=status, boilerplate=bool(boilerplate), topics=tuple(json.loads(topics)), url=url, sha256=sha256,
            fetched_at=datetime.datetime.fromisoformat(fetched_at) if fetched_at else None, place=identifier,
        )
        for identifier, key, version, number, title, day, name, panel, meeting, status, boilerplate, topics, url,
        sha256, fetched_at in backend.rows(sql, [*values, limit])
    )  # fmt: skip
