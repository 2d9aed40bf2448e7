"""From parsed pages to agenda items in their versions.

A meeting page gives every item of a meeting, long texts cut; an item's own page gives the whole text of one. Pages
come in the order they were fetched. The content of an item at a time is what the latest meeting page says, with the
text of the item's own page where one was had; each distinct content is a version. Pages that failed are not among
the input, so a page that shrank to an error leaves the last good version in force.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from minuteminer.models import AgendaItem, Attendee, Meeting, MeetingPage, compose_text

MeetingKey = tuple[str, str]
ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembledMeeting:
    """A meeting as last seen, and all versions of its items in order of time."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]


@dataclass(slots=True)
class _State:
    """What is known of one meeting so far."""

    meeting: Meeting
    items: tuple[AgendaItem, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    whole: dict[str, AgendaItem] = field(default_factory=dict)
    printed: dict[str, AgendaItem] = field(default_factory=dict)
    versions: dict[str, list[AgendaItem]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendancePage:
    """Who attended the meeting `meeting_id`."""

    site: str
    meeting_id: str
    attendees: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMinutes:
    """The items of the meeting `meeting_id` with the minutes that its printed minutes (a PDF) give them."""

    site: str
    meeting_id: str
    items: tuple[AgendaItem, ...]


Parsed = MeetingPage | AgendaItem | AttendancePage | PrintedMinutes


def assemble(pages: Iterable[Parsed]) -> list[AssembledMeeting]:
    """Meetings with all versions of their items, from parsed pages in the order they were fetched.

    An item's own page belongs to the meeting page fetched before it, so a meeting is settled when its next page
    comes, and at the end. An item that a second meeting claims stays one item: its versions count on there.
    """
    states: dict[MeetingKey, _State] = {}
    owner: dict[ItemKey, MeetingKey] = {}
    counts: Counter[ItemKey] = Counter()
    for page in pages:
        if isinstance(page, MeetingPage):
            key = (page.meeting.site, page.meeting.meeting_id)
            state = states.setdefault(key, _State(meeting=page.meeting))
            _settle(state, counts)
            state.meeting, state.items = page.meeting, _distinct(page.items)
            for item in state.items:
                before = owner.get((item.site, item.item_id), key)
                if before != key:
                    _settle(states[before], counts)
                owner[item.site, item.item_id] = key
        elif isinstance(page, AttendancePage):
            if known := states.get((page.site, page.meeting_id)):
                known.attendees = page.attendees
        elif isinstance(page, PrintedMinutes):
            if known := states.get((page.site, page.meeting_id)):
                known.printed = {item.item_id: item for item in page.items if item.minutes_text}
        elif (found := owner.get((page.site, page.item_id))) is not None:
            states[found].whole[page.item_id] = page
    for state in states.values():
        _settle(state, counts)
    return [
        AssembledMeeting(
            meeting=replace(state.meeting, attendees=state.attendees or state.meeting.attendees),
            items=tuple(version for versions in state.versions.values() for version in versions),
        )
        for state in states.values()
    ]


def _distinct(items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
    """`items` with an id each: one that a page gives twice, with other words, goes on as "20-2"."""
    seen: dict[ItemKey, AgendaItem] = {}
    counts: Counter[ItemKey] = Counter()
    for item in items:
        key = (item.site, item.item_id)
        counts[key] += 1
        if counts[key] == 1:
            seen[key] = item
        elif _content(item) != _content(seen[key]):
            renamed = replace(item, item_id=f"{item.item_id}-{counts[key]}")
            seen[renamed.site, renamed.item_id] = renamed
    return tuple(seen.values())


def _settle(state: _State, counts: Counter[ItemKey]) -> None:
    """Note a new version of each item whose content is not that of its last version on this meeting's page."""
    for item in state.items:
        # Printed minutes speak only where the site publishes no text of the item's own.
        whole = state.whole.get(item.item_id)
        if not item.minutes_text and not (whole and whole.minutes_text):
            whole = state.printed.get(item.item_id, whole)
        current = _completed(item, whole, state.meeting)
        versions = state.versions.setdefault(item.item_id, [])
        if not versions or _content(versions[-1]) != _content(current):
            counts[item.site, item.item_id] += 1
            versions.append(replace(current, version=counts[item.site, item.item_id]))


def _completed(item: AgendaItem, whole: AgendaItem | None, meeting: Meeting) -> AgendaItem:
    """The item with its whole text, where that is at hand and is not shorter than what the meeting page shows.

    An own page fetched before a later change of the meeting page may hold the older text: it counts only if the
    beginning that the meeting page shows is still its beginning.
    """
    minutes, agenda, decision, truncated = item.minutes_text, item.agenda_text, item.decision_text, item.truncated
    if whole is not None:
        minutes = _longer(minutes, whole.minutes_text)
        agenda = _longer(agenda, whole.agenda_text)
        decision = _longer(decision, whole.decision_text)
        cut = (item.minutes_text, item.agenda_text, item.decision_text)
        truncated = item.truncated and (minutes, agenda, decision) == cut and not _same_words(item, whole)
    text = compose_text(decision, minutes)
    return replace(
        item,
        minutes_text=minutes,
        agenda_text=agenda,
        decision_text=decision,
        text=text,
        truncated=truncated,
        status=meeting.status,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        documents=item.documents or (whole.documents if whole is not None else ()),
    )


def _same_words(item: AgendaItem, whole: AgendaItem) -> bool:
    return item.minutes_text.split() == whole.minutes_text.split()


def _longer(shown: str, whole: str) -> str:
    """`whole` if `shown` is its beginning: an own page of an older version would undo a correction."""
    words = shown.split()
    return whole if len(whole) > len(shown) and whole.split()[: len(words)] == words else shown


def _content(item: AgendaItem) -> tuple[str, ...]:
    return (item.number, item.title, item.text, item.status)
