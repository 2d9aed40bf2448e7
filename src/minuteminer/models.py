"""The things that MinuteMiner speaks of: pages, meetings, agenda items.

What is read from their words (paragraphs, facts, topics) is in `findings.py`; questions and answers are in
`queries.py`. All are values: frozen, compared by content, and free of any third-party import.
Instants are aware UTC datetimes; `None` means that the source does not say; empty is `()` or `""`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

MeetingStatus = Literal["scheduled", "agenda", "decisions", "draft", "final", "cancelled", "withdrawn"]
PageKind = Literal[
    "committee_list", "committee", "meeting_list", "meeting", "item", "attendance",
    "decision", "document", "web_service", "robots", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One answer of a site, as it came.

    `url` is what was asked for, `final_url` where redirects led; `body` the decoded bytes (no transfer or
    content encoding left), `sha256` the hex digest of `body`; header names are lower case.
    """

    url: str
    final_url: str
    fetched_at: datetime.datetime
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """A committee as a site lists it."""

    site: str
    committee_id: str
    name: str
    category: str = ""
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """A document that an item or a meeting links to.

    `attachment_id` is the site's number, the same for both addresses under which ModernGov gives a file.
    """

    title: str
    url: str
    attachment_id: str | None = None
    kind: Literal[
        "report",
        "webcast",
        "agenda",
        "reports_pack",
        "printed_minutes",
        "printed_decisions",
        "decision",
        "link",
    ] = "report"
    restricted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One row of a meeting's attendance; `status` as the site says it (Present, Apologies, Expected …)."""

    name: str
    role: str = ""
    status: str = ""
    member_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting as its page, list row or web service record tells it.

    `site` is the base URL (ends in a slash); `title` the free words before the committee's name;
    `printed_date` the date and time as printed; `time` is 24-hour `HH:MM`.
    """

    site: str
    meeting_id: str
    committee_id: str
    committee: str
    date: datetime.date | None
    time: str | None = None
    title: str = ""
    status: MeetingStatus = "scheduled"
    printed_date: str = ""
    venue: str = ""
    url: str = ""
    documents: tuple[DocumentLink, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    modified: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One agenda item in one published version.

    `item_id` is the site's agenda item id; `number` is what is printed ("54.", "3/13"), "" where nothing is.
    `text` is what is annotated and searched, offsets refer to it: the minutes, after the decision where both
    are published. `truncated` says that the site cut the text and the full text was not had. `full_text_url`
    is where the page says the whole text lies. `sha256` is the digest of `text`; `page_sha256` that of the
    page it was read from; `version` counts the distinct contents of this item from 1, in order of time.
    """

    site: str
    item_id: str
    meeting_id: str
    position: int
    number: str
    title: str
    text: str
    agenda_text: str = ""
    decision_text: str = ""
    minutes_text: str = ""
    documents: tuple[DocumentLink, ...] = ()
    url: str = ""
    full_text_url: str | None = None
    truncated: bool = False
    restricted: bool = False
    status: MeetingStatus = "final"
    sha256: str = ""
    page_sha256: str = ""
    fetched_at: datetime.datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingList:
    """A committee's list of meetings; `earlier_url` and `later_url` lead on, `years` are those one can ask for."""

    site: str
    committee_id: str
    committee: str
    meetings: tuple[Meeting, ...]
    earlier_url: str | None = None
    later_url: str | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """A meeting with its agenda items, in the order of the page."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    attendance_url: str | None = None


def compose_text(decision_text: str, minutes_text: str) -> str:
    """The text of an item that is annotated and searched: decision and minutes, each under its label if both.

    >>> compose_text("", "1. The Chair spoke.")
    '1. The Chair spoke.'
    >>> compose_text("Approved.", "1. The Chair spoke.")
    'Decision:\\n\\nApproved.\\n\\nMinutes:\\n\\n1. The Chair spoke.'
    """
    if decision_text and minutes_text:
        return f"Decision:\n\n{decision_text}\n\nMinutes:\n\n{minutes_text}"
    return f"Decision:\n\n{decision_text}" if decision_text else minutes_text
