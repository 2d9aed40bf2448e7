"""What the walk must be told about a page; who reads markup is the caller's choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from minuteminer.errors import ParseError
from minuteminer.models import AgendaItem, Attendee, Committee, MeetingList, MeetingPage, PageKind, RawPage

Read = TypeVar("Read")


class PageReader(Protocol):
    """Bytes → things. Every method raises ParseError for a page that is not what it should be."""

    def kind(self, page: RawPage) -> PageKind:
        """What kind of page this is."""
        ...

    def fingerprint(self, page: RawPage) -> str:
        """A digest of the content without what changes at every visit."""
        ...

    def committee_list(self, page: RawPage) -> tuple[Committee, ...]:
        """The committees of a site."""
        ...

    def meeting_list(self, page: RawPage) -> MeetingList:
        """Some of a committee's meetings, and where the others are."""
        ...

    def meeting(self, page: RawPage) -> MeetingPage:
        """A meeting with its items."""
        ...

    def item(self, page: RawPage) -> AgendaItem:
        """One agenda item in full."""
        ...

    def attendance(self, page: RawPage) -> tuple[Attendee, ...]:
        """Who was there."""
        ...

    def decision(self, page: RawPage) -> object:
        """A decision; what it says is not needed here, only that it is one."""
        ...


def reading(reader: PageReader, kind: PageKind, read: Callable[[RawPage], Read]) -> Callable[[RawPage], Read]:
    """`read`, after a look whether the page is of the kind that was asked for."""

    def checked(page: RawPage) -> Read:
        came = reader.kind(page)
        if came != kind:
            raise ParseError(
                f"{page.url}: a page of kind {kind} was expected, one of kind {came} came",
                source=page.url,
                kind="wrong_page",
            )
        return read(page)

    return checked
