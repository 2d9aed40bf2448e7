"""From an archived page to what assembling takes: one reader a kind of page."""

from __future__ import annotations

from collections.abc import Callable

from minuteminer.assemble import AttendancePage, Parsed, PrintedMinutes
from minuteminer.collect.addresses import make_canonical_url
from minuteminer.collect.archive import Archive, Fetch
from minuteminer.models import AgendaItem, MeetingPage
from minuteminer.parse.address import find_id
from minuteminer.parse.printed import parse_printed_minutes
from minuteminer.parse.reader import ModernGovReader

# `T=1` in the address of a meeting's paper means its printed minutes.
_PRINTED_MINUTES = "1"


def is_read(fetch: Fetch) -> bool:
    """Whether a page is parsed: meetings (also from the web service), items, attendance, printed minutes."""
    if fetch.kind == "document":
        return find_id(fetch.url, "t") == _PRINTED_MINUTES
    if fetch.kind == "web_service":
        return "/getmeeting?" in fetch.canonical_url.lower()
    return fetch.kind in _READERS


def type_of(fetch: Fetch) -> type[Parsed]:
    """The type that `read_page` makes of it."""
    return _READERS[fetch.kind][0]


def read_page(archive: Archive, fetch: Fetch) -> Parsed:
    """An archived page, parsed; raises ParseError."""
    return _READERS[fetch.kind][1](ModernGovReader(), archive, fetch)


def _read_attendance(reader: ModernGovReader, archive: Archive, fetch: Fetch) -> AttendancePage:
    page = archive.page(fetch)
    return AttendancePage(site=fetch.site, meeting_id=find_id(page.url, "id"), attendees=reader.attendance(page))


def _read_printed(reader: ModernGovReader, archive: Archive, fetch: Fetch) -> PrintedMinutes:
    """The items of the meeting that links to the document, with the minutes that it prints."""
    for meeting in reversed(list(archive.fetches(site=fetch.site, kind="meeting"))):
        page = reader.meeting(archive.page(meeting))
        links = (link.url for link in page.meeting.documents if link.kind == "printed_minutes")
        if fetch.canonical_url in map(make_canonical_url, links):
            items = parse_printed_minutes(archive.page(fetch), page.items)
            return PrintedMinutes(site=fetch.site, meeting_id=page.meeting.meeting_id, items=items)
    return PrintedMinutes(site=fetch.site, meeting_id="", items=())


_READERS: dict[str, tuple[type[Parsed], Callable[[ModernGovReader, Archive, Fetch], Parsed]]] = {
    "meeting": (MeetingPage, lambda reader, archive, fetch: reader.meeting(archive.page(fetch))),
    "item": (AgendaItem, lambda reader, archive, fetch: reader.item(archive.page(fetch))),
    "attendance": (AttendancePage, _read_attendance),
    "document": (PrintedMinutes, _read_printed),
    "web_service": (
        MeetingPage,
        lambda reader, archive, fetch: reader.web_meeting(archive.page(fetch), fetch.committee_id or ""),
    ),
}
