"""The coverage certificate: for which committees and months there are minutes, and what is missing and why."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from minuteminer.assemble import AssembledMeeting
from minuteminer.collect.archive import Archive, open_archive
from minuteminer.coverage import listed_meetings, states_of
from minuteminer.index.derived import open_derived
from minuteminer.index.ids import site_key
from minuteminer.jobs import assembled_meetings, parse_step
from minuteminer.models import Meeting
from minuteminer.settings import DataPaths

GapState = Literal["cancelled", "missing", "without_minutes"]
_GAP_STATES: tuple[GapState, ...] = ("cancelled", "missing", "without_minutes")
COUNTS = ("listed", "with_minutes", "draft", "without_minutes", "cancelled", "missing", "in_snapshot")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredMonth:
    """Counts of meetings of one committee in one month (`2026-02`, None for meetings without a date)."""

    site: str
    committee: str
    month: str | None
    listed: int
    with_minutes: int
    draft: int
    without_minutes: int
    cancelled: int
    missing: int
    in_snapshot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A meeting that the site lists and of which the snapshot has no minutes, and why."""

    id: str
    site: str
    committee: str
    date: datetime.date | None
    state: GapState
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is covered; `known` is False where there is no archive to tell what the sites list."""

    known: bool
    months: tuple[CoveredMonth, ...] = ()
    gaps: tuple[Gap, ...] = ()


def certify(paths: DataPaths, included: Collection[str]) -> Certificate:
    """The certificate of a data directory for a snapshot that has the meetings `included` (site key and id)."""
    if not paths.archive.is_dir():
        return Certificate(known=False)
    parse_step(paths)  # a page that this version of the parser has not read would count as missing
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        fetched = {_key(entry.meeting): entry for entry in assembled_meetings(archive, derived)}
        listed = {_key(meeting): meeting for meeting in listed_meetings(archive).values()}
        return _certificate(archive, listed, fetched, included)


def _key(meeting: Meeting) -> str:
    return f"{site_key(meeting.site)}:{meeting.meeting_id}"


def _certificate(
    archive: Archive, listed: Mapping[str, Meeting], fetched: Mapping[str, AssembledMeeting], included: Collection[str]
) -> Certificate:
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    gaps: list[Gap] = []
    for key in {**listed, **fetched}:
        entry = fetched.get(key)
        meeting = entry.meeting if entry is not None else listed[key]
        states = states_of(meeting, entry)
        month = meeting.date.isoformat()[:7] if meeting.date else ""
        count = counts.setdefault((site_key(meeting.site), meeting.committee, month), Counter())
        count.update(["listed", *states, *(["in_snapshot"] if key in included else [])])
        if "with_minutes" not in states:
            gaps.append(_gap(archive, key, meeting, states))
    return Certificate(
        known=True,
        months=tuple(
            CoveredMonth(
                site=site, committee=committee, month=month or None, **{name: count[name] for name in COUNTS}
            )
            for (site, committee, month), count in sorted(counts.items())
        ),
        gaps=tuple(sorted(gaps, key=lambda gap: (gap.site, gap.committee, str(gap.date or ""), gap.id))),
    )  # fmt: skip


def _gap(archive: Archive, key: str, meeting: Meeting, states: list[str]) -> Gap:
    state = next(name for name in _GAP_STATES if name in states)
    return Gap(
        id=key,
        site=site_key(meeting.site),
        committee=meeting.committee,
        date=meeting.date,
        state=state,
        reason=_reason(archive, meeting, state),
        url=meeting.url,
    )


def _reason(archive: Archive, meeting: Meeting, state: GapState) -> str:
    if state == "cancelled":
        return "the site says that it was cancelled"
    if state == "without_minutes":
        return f"the site publishes no minutes of it (state: {meeting.status})"
    if meeting.url and archive.is_withdrawn(meeting.url):
        return "its page was withdrawn from the archive"
    history = archive.history(meeting.url) if meeting.url else ()
    if not history:
        return "its page was not asked for"
    last = history[-1]
    if last.outcome in ("ok", "unchanged"):
        return "its page was fetched and could not be read"
    return f"its page could not be had ({last.outcome}): {last.reason}".rstrip(": ")
