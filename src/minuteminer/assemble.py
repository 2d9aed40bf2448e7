"""From parsed pages to agenda items in their versions.

A meeting page gives every item of a meeting, long texts cut; an item's own page gives the whole text of one. Pages
come in the order they were fetched. The content of an item at a time is what the latest meeting page says, with the
text of the item's own page where one was had; each distinct content is a version. Pages that failed are not among
the input, so a page that shrank to an error leaves the last good version in force.

The web service, asked where a page could not be had, does not say whether minutes are draft or confirmed. What a
page stated it does not replace: it completes texts that the page cut, and tells what was published since.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from minuteminer.models import AgendaItem, Attendee, Meeting, MeetingPage, MeetingStatus, compose_text

# In this order a meeting's papers are published.
_STAGES: tuple[MeetingStatus, ...] = ("scheduled", "agenda", "decisions", "draft", "final")

MeetingKey = tuple[str, str]
ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembledMeeting:
    """A meeting as last seen, and all versions of its items in order of time."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]


@dataclass(slots=True)
class _State:
    """What is known of one meeting so far: `stated` by its own page, with what the web service adds in `web`.

    `unstated` are the items whose last version the web service alone gave.
    """

    meeting: Meeting
    stated: bool = False
    items: tuple[AgendaItem, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    web: dict[str, AgendaItem] = field(default_factory=dict)
    unstated: set[str] = field(default_factory=set)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WebMeeting:
    """A meeting as the web service tells it, which does not say whether its minutes are confirmed."""

    page: MeetingPage


Parsed = MeetingPage | WebMeeting | AgendaItem | AttendancePage | PrintedMinutes


def assemble(pages: Iterable[Parsed]) -> list[AssembledMeeting]:
    """Meetings with all versions of their items, from parsed pages in the order they were fetched.

    An item's own page belongs to the meeting page fetched before it, so a meeting is settled when its next page
    comes, and at the end. An item that a second meeting claims stays one item: its versions count on there.
    """
    states: dict[MeetingKey, _State] = {}
    owner: dict[ItemKey, MeetingKey] = {}
    counts: Counter[ItemKey] = Counter()
    for page in pages:
        if isinstance(page, MeetingPage | WebMeeting):
            meeting = (page.page if isinstance(page, WebMeeting) else page).meeting
            key = (meeting.site, meeting.meeting_id)
            state = states.setdefault(key, _State(meeting=meeting))
            if isinstance(page, WebMeeting):
                _take_web(state, page.page, counts)
            else:
                _take_page(state, page, counts)
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


def _take_page(state: _State, page: MeetingPage, counts: Counter[ItemKey]) -> None:
    _settle(state, counts)
    state.meeting, state.items, state.stated = page.meeting, _distinct(page.items), True
    # An older answer of the web service says nothing of this page but how its cut texts may go on.
    cut = {item.item_id for item in state.items if item.truncated}
    state.web = {item_id: item for item_id, item in state.web.items() if item_id in cut}


def _take_web(state: _State, page: MeetingPage, counts: Counter[ItemKey]) -> None:
    items = _distinct(page.items)
    if not state.stated:
        _settle(state, counts)
        state.meeting, state.items = page.meeting, items
        return
    known = {item.item_id: item for item in state.items}
    status = _further(state.meeting.status, page.meeting.status)
    added = [item for item in items if item.item_id not in known]
    first = [item for item in items if item.text and item.item_id in known and not known[item.item_id].text]
    if status != state.meeting.status or added or first:
        _settle(state, counts)
    state.web = {item.item_id: item for item in items}
    state.meeting = replace(state.meeting, status=status)
    renumbered = {item.item_id: item.number for item in first if item.number}
    state.items = (
        *(replace(item, number=renumbered.get(item.item_id, item.number)) for item in state.items),
        *added,
    )


def _further(stated: MeetingStatus, told: MeetingStatus) -> MeetingStatus:
    """What a meeting is where its page `stated` one thing and the web service later `told` another.

    >>> _further("final", "draft"), _further("agenda", "draft"), _further("draft", "cancelled")
    ('final', 'draft', 'cancelled')
    """
    if stated not in _STAGES or told not in _STAGES:
        return told if told == "cancelled" else stated
    return max(stated, told, key=_STAGES.index)


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
        current = _completed(_completed(item, whole, state.meeting), state.web.get(item.item_id), state.meeting)
        versions = state.versions.setdefault(item.item_id, [])
        if state.stated and item.item_id in state.unstated and versions[-1].text == current.text:
            # The same words with the state that the page says: what was not known is known now, nothing changed.
            versions[-1] = replace(current, version=versions[-1].version)
        elif not versions or _content(versions[-1]) != _content(current):
            counts[item.site, item.item_id] += 1
            versions.append(replace(current, version=counts[item.site, item.item_id]))
        if state.stated:
            state.unstated.discard(item.item_id)
        else:
            state.unstated.add(item.item_id)


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
