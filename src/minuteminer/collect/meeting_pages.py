"""One meeting: its page, the full texts of its items, its attendance, decisions and documents."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin

from minuteminer.collect.page_reader import PageReader, reading
from minuteminer.collect.revisit import is_due
from minuteminer.collect.visit import PageRefused, Visitor
from minuteminer.errors import ParseError
from minuteminer.models import AgendaItem, DocumentLink, Meeting, MeetingPage, RawPage

Documents = Literal["none", "minutes", "all"]
SHRUNK_TO = 0.5
# Why a page was not had for which the web service may have the same words; not: it was had and is not ours.
_NOT_HAD = frozenset({"robots", "failed", "gone", "suspect", "too_large"})
_WEB_MEETING = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*<meeting>.*?<meetingid>\s*(\d+)\s*</meetingid>", re.S
)


@dataclass(slots=True, kw_only=True)
class MeetingPages:
    """Visits meetings one after the other; `fetched` counts those whose page was had.

    `silent_edits` are addresses of minutes that had been confirmed, and whose words have changed all the same.
    The web service is asked for a meeting whose page, or the full text of whose cut items, cannot be had; once it
    has not answered, `web_service` is off.
    """

    visitor: Visitor
    reader: PageReader
    documents: Documents
    revisit_all: bool
    now: datetime.datetime
    web_service: bool = True
    fetched: int = 0
    silent_edits: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _claims: dict[str, str] = field(default_factory=dict)

    def walk(self, listed: Meeting) -> None:
        """Visit all pages of one meeting that are due."""
        href = self._find_address(listed)
        if "celistdocuments" in href.lower():
            self.notes.append(f"{href} is a meeting of the time before ModernGov, in another layout; not read")
            return
        earlier = self.read_earlier(listed)
        due = self.is_due(listed, earlier)
        read = reading(self.reader, "meeting", lambda page: self._check_meeting(self.reader.meeting(page), earlier))
        failed_before = len(self.visitor.failures)
        page = self.visitor.visit(self.visitor.site, href, "meeting", read, due=due)
        if page is None:
            if self._was_not_had(failed_before):
                self._ask_web_service(listed.meeting_id, due=due)
            return
        self.fetched += 1
        self._note_claims(page)
        confirmed = earlier is not None and earlier.meeting.status == page.meeting.status == "final"
        if earlier is not None and confirmed and _list_words(earlier) != _list_words(page):
            self.silent_edits.append(page.meeting.url or href)
        base = page.meeting.url or self.visitor.site
        with_more = [item for item in page.items if item.full_text_url is not None]
        had = [self._visit_item(base, item, due=due, confirmed=confirmed) for item in with_more]
        cut = any(item.truncated and not whole for item, whole in zip(with_more, had, strict=True))
        withdrawn = any(self.visitor.is_withdrawn(base, str(item.full_text_url)) for item in with_more)
        if cut and not withdrawn and self._was_not_had(failed_before):
            self._ask_web_service(listed.meeting_id, due=due)
        if page.attendance_url is not None:
            attendance = reading(self.reader, "attendance", self.reader.attendance)
            self.visitor.visit(base, page.attendance_url, "attendance", attendance, due=due)
        self._visit_documents(base, page, due=due)

    def _find_address(self, listed: Meeting) -> str:
        return listed.url or f"ieListDocuments.aspx?CId={self.visitor.committee_id}&MId={listed.meeting_id}"

    def read_earlier(self, listed: Meeting) -> MeetingPage | None:
        """A meeting as the archive has it, None if it has not."""
        return self.visitor.read_earlier(self.visitor.site, self._find_address(listed), self.reader.meeting)

    def is_due(self, listed: Meeting, earlier: MeetingPage | None) -> bool:
        """Whether the pages of a meeting are to be asked for."""
        if self.revisit_all or earlier is None:
            return True
        if listed.status == "cancelled" and earlier.meeting.status != "cancelled":
            return True
        seen = self.visitor.last_seen(self.visitor.site, self._find_address(listed))
        return is_due(
            meeting_date=earlier.meeting.date or listed.date,
            status=earlier.meeting.status,
            last_fetched=seen.fetched_at if seen else None,
            now=self.now,
        )

    def _check_meeting(self, page: MeetingPage, earlier: MeetingPage | None) -> MeetingPage:
        came, asked = page.meeting.committee_id, self.visitor.committee_id
        if came and came != asked:
            raise PageRefused(
                f"meeting {page.meeting.meeting_id} belongs to committee {came} ({page.meeting.committee}), "
                f"not to {asked}; it was not taken",
                kind="other_committee",
            )
        if earlier is not None and _is_another(page, earlier):
            raise PageRefused(
                f"meeting {page.meeting.meeting_id} of {earlier.meeting.date} has another date "
                f"({page.meeting.date}) and none of its items: its number was used again, or a wrong page came; kept "
                "as suspect, the earlier meeting stays current",
                kind="id_reused",
                outcome="suspect",
            )
        if earlier is not None and page.meeting.status not in ("cancelled", "withdrawn"):
            before, after = _count_text(earlier), _count_text(page)
            if before and after < SHRUNK_TO * before:
                raise PageRefused(
                    f"meeting {page.meeting.meeting_id} has {after:,} characters of text where it had {before:,}; "
                    "kept as suspect, the earlier version stays current",
                    kind="shrunk",
                    outcome="suspect",
                )
        return page

    def _note_claims(self, page: MeetingPage) -> None:
        """Say so where an item stands on the pages of two meetings, or twice on one."""
        here = page.meeting.meeting_id
        seen: set[str] = set()
        for item in page.items:
            before = self._claims.setdefault(item.item_id, here)
            if before != here or item.item_id in seen:
                self.notes.append(
                    f"item {item.item_id} stands on meeting {before} and on meeting {here}; both are kept"
                )
            seen.add(item.item_id)

    def _visit_item(self, base: str, item: AgendaItem, *, due: bool, confirmed: bool) -> bool:
        """Visit the full text of an item; False if it cannot be had."""
        href = str(item.full_text_url)

        def read(page: RawPage) -> AgendaItem:
            came = self.reader.item(page)
            if came.item_id and came.item_id != item.item_id:
                raise PageRefused(f"item {came.item_id} came where {item.item_id} was asked for", kind="other_item")
            return came

        earlier = self.visitor.read_earlier(base, href, self.reader.item) if due and confirmed else None
        came = self.visitor.visit(base, href, "item", reading(self.reader, "item", read), due=due)
        if earlier is not None and came is not None and _words_of(earlier) != _words_of(came):
            self.silent_edits.append(urljoin(base, href))
        return came is not None

    def _was_not_had(self, failed_before: int) -> bool:
        """Whether a page asked for since could not be had, rather than was refused or has been withdrawn."""
        return any(failure.kind in _NOT_HAD for failure in self.visitor.failures[failed_before:])

    def _ask_web_service(self, meeting_id: str, *, due: bool) -> None:
        def read(page: RawPage) -> bytes:
            found = _WEB_MEETING.match(page.body)
            if found is None or found[1].decode() != meeting_id:
                raise ParseError(
                    f"{page.url}: expected meeting {meeting_id} from the web service, got {page.body[:60]!r}",
                    source=page.url,
                    kind="wrong_page",
                )
            return page.body

        if self.web_service:
            href = f"mgWebService.asmx/GetMeeting?lMeetingId={meeting_id}"
            self.web_service = self.visitor.visit(self.visitor.site, href, "web_service", read, due=due) is not None

    def _visit_documents(self, base: str, page: MeetingPage, *, due: bool) -> None:
        decision = reading(self.reader, "decision", self.reader.decision)
        for link in _find_documents(page, self.documents):
            if link.kind == "decision":
                self.visitor.visit(base, link.url, "decision", decision, due=due)
            elif self.visitor.is_elsewhere(base, link.url):
                self.notes.append(f"{link.url} is a document on another site; not fetched")
            else:
                self.visitor.visit(base, link.url, "document", lambda answer: answer, due=due)


def _is_another(page: MeetingPage, earlier: MeetingPage) -> bool:
    """Whether two pages under one number are of two meetings: another day, and not one item in common."""
    before, after = ({item.item_id for item in one.items} for one in (earlier, page))
    return bool(before and after and not before & after) and earlier.meeting.date != page.meeting.date


def count_pages(page: MeetingPage, documents: Documents) -> int:
    """How many requests a meeting takes: its page, full texts, attendance, decisions and documents."""
    full_texts = sum(item.full_text_url is not None for item in page.items)
    return 1 + full_texts + (page.attendance_url is not None) + len(list(_find_documents(page, documents)))


def _find_documents(page: MeetingPage, documents: Documents) -> Iterator[DocumentLink]:
    """Which linked pages and files of a meeting to fetch: decisions always, files as `documents` says."""
    inline = any(item.minutes_text for item in page.items)
    links = (*page.meeting.documents, *(link for item in page.items for link in item.documents))
    for link in links:
        # A pack chooser is a page for people on which to tick what they want, not a document.
        if link.restricted or link.kind in ("webcast", "link") or "mgchoosedocpack" in link.url.lower():
            continue
        printed = link.kind == "printed_minutes" and not inline and documents == "minutes"
        if link.kind == "decision" or documents == "all" or printed:
            yield link


def _list_words(page: MeetingPage) -> list[tuple[str, str, str]]:
    return [(item.item_id, *_words_of(item)) for item in page.items]


def _words_of(item: AgendaItem) -> tuple[str, str]:
    return item.text, item.agenda_text


def _count_text(page: MeetingPage) -> int:
    return sum(len(item.text) + len(item.agenda_text) for item in page.items)
