"""Counts by calendar year: how much of each topic there is, and how complete the minutes are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from minuteminer.index.backend import Backend
from minuteminer.index.listings import find_committees


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicYear:
    """How many items of a year are about a topic, of how many items of that year in all (formal ones left out)."""

    year: str
    items: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """A topic with how many items are about it, and the topics that are wider and narrower."""

    topic_id: str
    items: int
    broader: tuple[str, ...]
    narrower: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsOfYear:
    """The meetings of a committee in a year, and how many of them have minutes or decisions in the index."""

    committee_key: str
    committee: str
    year: str
    meetings: int
    with_minutes: int
    draft: int
    cancelled: int

    @property
    def without_minutes(self) -> int:
        """Meetings that are neither cancelled nor have minutes in the index."""
        return self.meetings - self.with_minutes - self.cancelled


def find_topics(backend: Backend) -> tuple[TopicRow, ...]:
    """Every topic of the index, most frequent first."""
    counts = dict(
        backend.rows(
            "SELECT t.topic, count(*) FROM topic t JOIN item i ON i.id = t.item WHERE i.current = 1 GROUP BY t.topic"
        )
    )
    broader, narrower = _nesting(backend)
    return tuple(
        TopicRow(topic_id=topic, items=int(count), broader=tuple(broader[topic]), narrower=tuple(narrower[topic]))
        for topic, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _nesting(backend: Backend) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    broader: dict[str, list[str]] = defaultdict(list)
    narrower: dict[str, list[str]] = defaultdict(list)
    for wide, narrow in backend.rows("SELECT topic, narrower FROM taxonomy ORDER BY topic, narrower"):
        broader[narrow].append(wide)
        narrower[wide].append(narrow)
    return broader, narrower


def find_topic_years(backend: Backend, topics: Sequence[str]) -> tuple[TopicYear, ...]:
    """For every year of the index, oldest first, the items that are about any of the topics."""
    marks = ", ".join("?" * len(topics))
    about = backend.rows(
        " ".join(
            ("SELECT substr(i.date, 1, 4), count(DISTINCT i.id) FROM item i JOIN topic t ON t.item = i.id",
             "WHERE i.current = 1 AND i.boilerplate = 0 AND i.date IS NOT NULL AND t.topic IN (", marks,
             ") GROUP BY 1")
        ),
        list(topics),
    )  # fmt: skip
    of_all = backend.rows(
        "SELECT substr(date, 1, 4), count(*) FROM item WHERE current = 1 AND boilerplate = 0 AND text <> '' "
        "AND date IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    counts = dict(about)
    return tuple(TopicYear(year=year, items=int(counts.get(year, 0)), of=int(of)) for year, of in of_all)


def find_meeting_years(backend: Backend) -> tuple[MeetingsOfYear, ...]:
    """The meetings of every committee and year, newest year first within a committee; undated ones have year ""."""
    names = {one.key: one.name for one in find_committees(backend)}
    rows = backend.rows(
        "SELECT m.panel, m.committee_id, coalesce(substr(m.date, 1, 4), ''), count(*), "
        "sum(CASE WHEN m.status = 'cancelled' THEN 1 ELSE 0 END), "
        "sum(CASE WHEN m.status <> 'cancelled' AND h.meeting IS NOT NULL THEN 1 ELSE 0 END), "
        "sum(CASE WHEN m.status = 'draft' AND h.meeting IS NOT NULL THEN 1 ELSE 0 END) "
        "FROM meeting m LEFT JOIN (SELECT DISTINCT meeting FROM item WHERE current = 1 AND text <> '') h "
        "ON h.meeting = m.id GROUP BY m.panel, m.committee_id, 3 ORDER BY 3 DESC"
    )
    found = [
        MeetingsOfYear(
            committee_key=f"{panel}:{committee_id}", committee=names[f"{panel}:{committee_id}"], year=year,
            meetings=int(meetings), with_minutes=int(with_minutes), draft=int(draft), cancelled=int(cancelled),
        )
        for panel, committee_id, year, meetings, cancelled, with_minutes, draft in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.committee, one.committee_key)))
