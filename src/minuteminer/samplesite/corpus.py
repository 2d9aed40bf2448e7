"""The sample site's data: an invented council's committees, meetings and minutes, as they stand on a given day."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from minuteminer.models import MeetingStatus
from minuteminer.settings import bundled

PUBLISHED_MINUTES = ("draft", "final")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a committee."""

    member_id: str
    name: str
    role: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCommittee:
    """A committee of the sample site."""

    committee_id: str
    name: str
    category: str = ""
    purpose: str = ""
    expired: bool = False
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDocument:
    """A report: a title, and the text that its PDF shows."""

    attachment_id: str
    title: str
    restricted: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAttendee:
    """One row of an attendance table."""

    member_id: str | None
    name: str
    role: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleItem:
    """An agenda item with all it will ever show; texts are paragraphs with a blank line between them."""

    item_id: str
    agenda_number: str
    number: str
    title: str
    lead_report: bool = False
    agenda_text: str = ""
    decision: str = ""
    minutes: str = ""
    draft_minutes: str = ""
    markup: str = "literal"
    documents: tuple[SampleDocument, ...] = ()
    issue_id: str | None = None
    restricted: bool = False
    recorded_vote: dict[str, list[str]] | None = None

    def number_at(self, status: MeetingStatus) -> str:
        """The printed number: minutes count their items anew."""
        return self.number if status in PUBLISHED_MINUTES else self.agenda_number

    def minutes_at(self, status: MeetingStatus) -> str:
        """The minutes that stand on the site in that state."""
        if status not in PUBLISHED_MINUTES:
            return ""
        return self.draft_minutes if status == "draft" and self.draft_minutes else self.minutes

    def decision_at(self, status: MeetingStatus) -> str:
        """The decision that stands on the site in that state."""
        return self.decision if status in ("decisions", *PUBLISHED_MINUTES) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """From that day on the meeting is in that state."""

    begins: datetime.date
    status: MeetingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleMeeting:
    """A meeting with its items and its life."""

    meeting_id: str
    agenda_id: str
    committee_id: str
    at: datetime.datetime
    title: str = ""
    venue: str = ""
    contact: str = ""
    note: str = ""
    webcast: bool = False
    life: tuple[Stage, ...] = ()
    pdf_minutes_only: bool = False
    attendance: tuple[SampleAttendee, ...] = ()
    items: tuple[SampleItem, ...] = ()

    def status_on(self, day: datetime.date) -> MeetingStatus | None:
        """The state on that day, or None before the meeting was booked."""
        begun = [stage.status for stage in self.life if stage.begins <= day]
        return begun[-1] if begun else None


@dataclass(frozen=True)
class SampleCorpus:
    """All that the sample site can show."""

    site_title: str
    notice: str
    committees: tuple[SampleCommittee, ...]
    meetings: tuple[SampleMeeting, ...]

    @cached_property
    def committee_by_id(self) -> dict[str, SampleCommittee]:
        """Committees by their number."""
        return {committee.committee_id: committee for committee in self.committees}

    @cached_property
    def meeting_by_id(self) -> dict[str, SampleMeeting]:
        """Meetings by their number."""
        return {meeting.meeting_id: meeting for meeting in self.meetings}

    @cached_property
    def item_by_id(self) -> dict[str, tuple[SampleMeeting, SampleItem]]:
        """Items, with their meetings, by the item's number."""
        return {item.item_id: (meeting, item) for meeting in self.meetings for item in meeting.items}

    @cached_property
    def document_by_id(self) -> dict[str, SampleDocument]:
        """Documents by attachment number."""
        return {
            document.attachment_id: document
            for meeting in self.meetings
            for item in meeting.items
            for document in item.documents
        }


def load_corpus(folder: Path | None = None) -> SampleCorpus:
    """The corpus in `folder` (default: the bundled one), as its README describes the files."""
    folder = bundled("corpus", "sample") if folder is None else folder
    site = json.loads((folder / "site.json").read_text(encoding="utf-8"))
    meetings = [
        _make_meeting(json.loads(file.read_text(encoding="utf-8")), folder / "minutes")
        for file in sorted((folder / "meetings").glob("*.json"))
    ]
    return SampleCorpus(
        site_title=site["site_title"],
        notice=site.get("notice", ""),
        committees=tuple(_make_committee(row) for row in site["committees"]),
        meetings=tuple(sorted(meetings, key=lambda meeting: meeting.at)),
    )


def _make_committee(row: dict[str, Any]) -> SampleCommittee:
    members = tuple(Member(**member) for member in row.pop("members", ()))
    return SampleCommittee(**row, members=members)


def _make_meeting(row: dict[str, Any], minutes: Path) -> SampleMeeting:
    at = datetime.datetime.fromisoformat(f"{row.pop('date')}T{row.pop('time')}")
    row["life"] = tuple(
        Stage(begins=datetime.date.fromisoformat(stage["from"]), status=stage["status"]) for stage in row["life"]
    )
    row["attendance"] = tuple(SampleAttendee(**attendee) for attendee in row.get("attendance", ()))
    row["items"] = tuple(_make_item(item, minutes) for item in row.get("items", ()))
    return SampleMeeting(at=at, **row)


def _make_item(row: dict[str, Any], minutes: Path) -> SampleItem:
    for field in ("minutes", "draft_minutes"):
        name = row.get(field)
        row[field] = (minutes / name).read_text(encoding="utf-8").strip() if name else ""
    row["documents"] = tuple(SampleDocument(**document) for document in row.get("documents", ()))
    return SampleItem(**row)
