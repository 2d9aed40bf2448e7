"""Meetings, resolutions and votes in Popolo: organizations, events, motions and vote events as one JSON object.

A resolution is a motion that was passed, the vote printed with it its vote event; the meeting is the event of both
(`legislative_session_id`). What the source does not say is null. People have no id: minutes print their names alone.
"""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any
from zoneinfo import ZoneInfo

from minuteminer.export.describe import RIGHTS
from minuteminer.findings import SCHEMA_VERSION, Fact, Resolution, Vote
from minuteminer.index.streams import MatchedItem
from minuteminer.models import Meeting

# Sites print local time, and every ModernGov council is in this zone.
_ZONE = ZoneInfo("Europe/London")
SECTIONS = ("organizations", "events", "motions", "vote_events")
Record = dict[str, Any]


def write_popolo(items: Iterable[MatchedItem], out: IO[str]) -> int:
    """Write one Popolo document; returns the number of records. Only the ids of organisations stay in memory."""
    with tempfile.TemporaryDirectory(prefix="minuteminer-popolo-") as folder:
        sections = {name: open(f"{folder}/{name}", "w+", encoding="utf-8") for name in SECTIONS}  # noqa: SIM115
        try:
            count = 0
            for section, record in _records(items):
                spool = sections[section]
                spool.write((",\n  " if spool.tell() else "  ") + json.dumps(record, ensure_ascii=False))
                count += 1
            out.write(f'{{"schema_version": {SCHEMA_VERSION}, "rights": {json.dumps(RIGHTS)}')
            for name, spool in sections.items():
                spool.seek(0)
                out.write(f',\n "{name}": [\n')
                out.writelines(spool)
                out.write("\n ]")
            out.write("\n}\n")
        finally:
            for spool in sections.values():
                spool.close()
    return count


def _records(items: Iterable[MatchedItem]) -> Iterator[tuple[str, Record]]:
    known: set[str] = set()
    for matched in items:
        committee = committee_id(matched)
        if matched.panel not in known:
            yield "organizations", site_organization(matched)
        if committee not in known:
            yield "organizations", committee_organization(matched)
        if matched.meeting_key not in known:
            yield "events", meeting_event(matched)
        known |= {matched.panel, committee, matched.meeting_key}
        resolutions = [fact for fact in matched.facts if isinstance(fact.value, Resolution)]
        for fact in matched.found_facts:
            if isinstance(fact.value, Resolution):
                yield "motions", motion(matched, fact, fact.value)
            elif isinstance(fact.value, Vote):
                yield "vote_events", vote_event(matched, fact, fact.value, _passed(fact, resolutions))


def _passed(vote: Fact, resolutions: Iterable[Fact]) -> str | None:
    """The id of the resolution that a vote was printed with."""
    for one in resolutions:
        if isinstance(one.value, Resolution) and one.value.vote and one.value.vote.start_char == vote.start_char:
            return one.id
    return None


def committee_id(matched: MatchedItem) -> str:
    """The id of a committee as an organisation."""
    return f"{matched.panel}:committee-{matched.meeting.committee_id}"


def site_organization(matched: MatchedItem) -> Record:
    """The body whose site it is; pages do not say its name in a way that can be relied on."""
    return {
        "id": matched.panel, "name": matched.panel, "classification": "publisher",
        "links": _links(matched.meeting.site),
    }  # fmt: skip


def committee_organization(matched: MatchedItem) -> Record:
    """A committee of a site."""
    return {
        "id": committee_id(matched), "name": matched.meeting.committee, "classification": "committee",
        "parent_id": matched.panel,
        "identifiers": [{"identifier": matched.meeting.committee_id, "scheme": matched.panel}],
    }  # fmt: skip


def meeting_event(matched: MatchedItem) -> Record:
    """A meeting."""
    meeting = matched.meeting
    day = meeting.date.isoformat() if meeting.date else None
    return {
        "id": matched.meeting_key, "name": ", ".join(part for part in (meeting.title, meeting.committee) if part),
        "start_date": date_time(meeting) or day, "location": meeting.venue or None, "status": meeting.status,
        "classification": "meeting", "organization_id": committee_id(matched), "sources": _links(meeting.url),
    }  # fmt: skip


def motion(matched: MatchedItem, fact: Fact, resolution: Resolution) -> Record:
    """A resolution as a motion that was passed."""
    record: Record = {
        "id": fact.id, "organization_id": committee_id(matched), "legislative_session_id": matched.meeting_key,
        "text": fact.text, "identifier": matched.item.number or None, "classification": resolution.decision,
        "date": date_time(matched.meeting), "result": "pass", "sources": _sources(matched),
    }  # fmt: skip
    return record | {"creator": {"name": resolution.proposer}} if resolution.proposer else record


def vote_event(matched: MatchedItem, fact: Fact, vote: Vote, motion_id: str | None) -> Record:
    """A vote; the result is told by the motion that it passed, or by the numbers."""
    counts = (("yes", vote.votes_for), ("no", vote.votes_against), ("abstain", vote.abstain))
    names = (("yes", vote.names_for), ("no", vote.names_against), ("abstain", vote.names_abstain))
    return {
        "id": fact.id, "organization_id": committee_id(matched), "legislative_session_id": matched.meeting_key,
        "motion_id": motion_id, "start_date": date_time(matched.meeting),
        "result": "pass" if motion_id else _result(vote),
        "counts": [{"option": option, "value": value} for option, value in counts if value is not None],
        "votes": [{"voter": {"name": name}, "option": option} for option, all in names for name in all],
        "sources": _sources(matched),
    }  # fmt: skip


def _result(vote: Vote) -> str | None:
    if vote.votes_for is None or vote.votes_against is None or vote.votes_for == vote.votes_against:
        return None
    return "pass" if vote.votes_for > vote.votes_against else "fail"


def date_time(meeting: Meeting) -> str | None:
    """When a meeting began, with its offset from UTC; None where the time of day is not said."""
    if meeting.date is None or meeting.time is None:
        return None
    time = datetime.time.fromisoformat(meeting.time)
    return datetime.datetime.combine(meeting.date, time, tzinfo=_ZONE).isoformat()


def _sources(matched: MatchedItem) -> list[Record]:
    return _links(matched.item.url or matched.meeting.url, f"version {matched.version}")


def _links(url: str, note: str | None = None) -> list[Record]:
    return [{"url": url} | ({"note": note} if note else {})] if url else []
