"""The walk through a ModernGov site: committee → its meetings → their items, attendance and documents.

What a page says is read by the `PageReader` that the caller gives; this module knows where to go next, and
that a meeting may be listed twice, a list may never end, and the server ignores the committee it is asked for.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from minuteminer.collect.addresses import make_site
from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.report import CollectReport, HostReport
from minuteminer.collect.revisit import is_due
from minuteminer.collect.robots import STORED_RULES_HOURS
from minuteminer.collect.runs import Run, begin_run, end_run
from minuteminer.collect.visit import PageRefused, Visitor, WalkStopped
from minuteminer.errors import FetchError, NothingFoundError, ParseError
from minuteminer.models import (
    AgendaItem,
    Attendee,
    Committee,
    DocumentLink,
    Meeting,
    MeetingList,
    MeetingPage,
    PageKind,
    RawPage,
)

Documents = Literal["none", "minutes", "all"]
Progress = Callable[[str, int, int | None], None]
MAX_LIST_PAGES = 200
SHRUNK_TO = 0.5
STORED_RULES = datetime.timedelta(hours=STORED_RULES_HOURS)
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


def collect_committee(
    site: str,
    committee_id: str,
    *,
    fetcher: Fetcher,
    archive: Archive,
    reader: PageReader,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    documents: Documents = "minutes",
    revisit_all: bool = False,
    progress: Progress | None = None,
    now: datetime.datetime | None = None,
) -> CollectReport:
    """Collect a committee's meetings between two dates (both included) into the archive.

    `site` is the base URL. `documents` fetches none, the printed minutes of meetings that publish no inline
    minutes, or all. Pages that hardly ever change are skipped unless `revisit_all`. A page that fails is in the
    report and the walk goes on; a host that stops us ends it. An interrupted run is gone on with.

    Raises NothingFoundError for an unknown committee or one without meetings, FetchError or ParseError if not
    even its list of meetings can be had, ArchiveError if the archive cannot be written.
    """
    site = make_site(site)
    scope = f"{since or ''}..{until or ''} documents={documents} all={revisit_all}"
    run = begin_run(archive, site=site, committee_id=committee_id, scope=scope)
    visitor = Visitor(
        site=site,
        committee_id=committee_id,
        fetcher=fetcher,
        archive=archive,
        run=run,
        fingerprint=reader.fingerprint,
    )
    _keep_robots(fetcher, archive, site, run)
    walk = _Walk(
        visitor=visitor,
        reader=reader,
        since=since,
        until=until,
        documents=documents,
        revisit_all=revisit_all,
        progress=progress or (lambda _stage, _done, _total: None),
        now=now or datetime.datetime.now(datetime.UTC),
    )
    started, before = time.monotonic(), _spent(fetcher)
    try:
        walk.walk()
    except WalkStopped as stopped:
        walk.stopped = str(stopped)
    report = _make_report(walk, run, fetcher, time.monotonic() - started, before)
    if walk.stopped is None:
        end_run(archive, run, report)
    return report


@dataclass(slots=True, kw_only=True)
class _Walk:
    visitor: Visitor
    reader: PageReader
    since: datetime.date | None
    until: datetime.date | None
    documents: Documents
    revisit_all: bool
    progress: Progress
    now: datetime.datetime
    committee: str = ""
    stopped: str | None = None
    meetings: dict[str, Meeting] = field(default_factory=dict)
    fetched: int = 0
    notes: list[str] = field(default_factory=list)

    def walk(self) -> None:
        """Go all the way."""
        self.progress("committees", 0, None)
        read = self._reading("committee_list", self.reader.committee_list)
        known = self.visitor.visit(self.visitor.site, "mgListCommittees.aspx?bcr=1", "committee_list", read) or ()
        self._walk_lists(known)
        wanted = [meeting for meeting in self.meetings.values() if self._in_window(meeting.date)]
        if not wanted:
            self.notes.append(f"none of the {len(self.meetings)} meetings listed lies between the dates asked for")
        for number, meeting in enumerate(wanted):
            self.progress("meetings", number, len(wanted))
            self._walk_meeting(meeting)
        self.progress("meetings", len(wanted), len(wanted))

    def _reading(self, kind: PageKind, read: Callable[[RawPage], Read]) -> Callable[[RawPage], Read]:
        """`read`, after a look whether the page is of the kind that was asked for."""

        def checked(page: RawPage) -> Read:
            came = self.reader.kind(page)
            if came != kind:
                raise ParseError(
                    f"{page.url}: a page of kind {kind} was expected, one of kind {came} came",
                    source=page.url,
                    kind="wrong_kind",
                )
            return read(page)

        return checked

    def _in_window(self, date: datetime.date | None) -> bool:
        if date is None:
            return True
        return (self.since is None or date >= self.since) and (self.until is None or date <= self.until)

    def _walk_lists(self, known: tuple[Committee, ...]) -> None:
        """Read the committee's list of meetings, all its windows, and the years that no window showed."""
        committee_id = self.visitor.committee_id
        start = f"ieListMeetings.aspx?CommitteeId={committee_id}"
        first = self._read_list(start)
        if first is None:
            self._raise_without_list(known)
            return
        names = {committee.committee_id: committee.name for committee in known}
        self.committee = first.committee or names.get(committee_id, "")
        self._follow_windows(first, lambda window: window.earlier_url, lambda dates: self._reaches_since(dates))
        self._follow_windows(first, lambda window: window.later_url, lambda dates: self._reaches_until(dates))
        seen_years = {meeting.date.year for meeting in self.meetings.values() if meeting.date}
        for year in sorted(set(first.years) - seen_years):
            if self._in_window_year(year):
                self._read_list(f"ieListMeetings.aspx?CId={committee_id}&Year={year}")
        if not self.meetings:
            raise NothingFoundError(_describe_nothing(self.visitor.site, committee_id, first.committee, known))

    def _read_list(self, href: str) -> MeetingList | None:
        self.progress("lists", len(self.meetings), None)
        read = self._reading("meeting_list", self.reader.meeting_list)
        found = self.visitor.visit(self.visitor.site, href, "meeting_list", read)
        for meeting in found.meetings if found else ():
            self.meetings.setdefault(meeting.meeting_id, meeting)
        return found

    def _follow_windows(
        self,
        first: MeetingList,
        next_url: Callable[[MeetingList], str | None],
        reaches: Callable[[list[datetime.date]], bool],
    ) -> None:
        window: MeetingList | None = first
        for _ in range(MAX_LIST_PAGES):
            href = next_url(window) if window else None
            dates = [meeting.date for meeting in window.meetings if meeting.date] if window else []
            if window is None or href is None or self.visitor.has_seen(self.visitor.site, href) or not reaches(dates):
                return
            window = self._read_list(href)
        self.notes.append(f"the list of meetings goes on after {MAX_LIST_PAGES} pages; the rest was not read")

    def _reaches_since(self, dates: list[datetime.date]) -> bool:
        return self.since is None or not dates or min(dates) >= self.since

    def _reaches_until(self, dates: list[datetime.date]) -> bool:
        return self.until is None or not dates or max(dates) <= self.until

    def _in_window_year(self, year: int) -> bool:
        return (self.since is None or year >= self.since.year) and (self.until is None or year <= self.until.year)

    def _raise_without_list(self, known: tuple[Committee, ...]) -> None:
        failure = self.visitor.failures[-1]
        listed = any(committee.committee_id == self.visitor.committee_id for committee in known)
        if failure.kind == "gone" and not listed:
            raise NothingFoundError(_describe_nothing(self.visitor.site, self.visitor.committee_id, "", known))
        if failure.kind in ("failed", "gone", "refused", "robots", "too_large", "suspect"):
            raise FetchError(failure.reason, url=failure.url, kind=failure.kind)
        raise ParseError(failure.reason, source=failure.url, kind=failure.kind)

    def _walk_meeting(self, listed: Meeting) -> None:
        href = listed.url or f"ieListDocuments.aspx?CId={self.visitor.committee_id}&MId={listed.meeting_id}"
        if "celistdocuments" in href.lower():
            self.notes.append(f"{href} is a meeting of the time before ModernGov, in another layout; not read")
            return
        earlier = self._read_earlier(href)
        due = self._is_due(listed, earlier, href)
        read = self._reading("meeting", lambda page: self._check_meeting(self.reader.meeting(page), earlier))
        page = self.visitor.visit(self.visitor.site, href, "meeting", read, due=due)
        if page is None:
            return
        self.fetched += 1
        base = page.meeting.url or self.visitor.site
        for item in page.items:
            if item.full_text_url is not None:
                self._visit_item(base, item, due=due)
        if page.attendance_url is not None:
            attendance = self._reading("attendance", self.reader.attendance)
            self.visitor.visit(base, page.attendance_url, "attendance", attendance, due=due)
        self._visit_documents(base, page, due=due)

    def _read_earlier(self, href: str) -> MeetingPage | None:
        stored = self.visitor.latest(self.visitor.site, href)
        if stored is None:
            return None
        try:
            return self.reader.meeting(self.visitor.archive.page(stored))
        except ParseError:
            return None

    def _is_due(self, listed: Meeting, earlier: MeetingPage | None, href: str) -> bool:
        if self.revisit_all or earlier is None:
            return True
        if listed.status == "cancelled" and earlier.meeting.status != "cancelled":
            return True
        seen = self.visitor.last_seen(self.visitor.site, href)
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

    def _visit_item(self, base: str, item: AgendaItem, *, due: bool) -> None:
        def read(page: RawPage) -> AgendaItem:
            came = self.reader.item(page)
            if came.item_id and came.item_id != item.item_id:
                raise PageRefused(f"item {came.item_id} came where {item.item_id} was asked for", kind="other_item")
            return came

        self.visitor.visit(base, str(item.full_text_url), "item", self._reading("item", read), due=due)

    def _visit_documents(self, base: str, page: MeetingPage, *, due: bool) -> None:
        decision = self._reading("decision", self.reader.decision)
        for link in _find_documents(page, self.documents):
            if link.kind == "decision":
                self.visitor.visit(base, link.url, "decision", decision, due=due)
            else:
                self.visitor.visit(base, link.url, "document", lambda answer: answer, due=due)


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


def _count_text(page: MeetingPage) -> int:
    return sum(len(item.text) + len(item.agenda_text) for item in page.items)


def _describe_nothing(site: str, committee_id: str, name: str, known: tuple[Committee, ...]) -> str:
    """Why a committee brought nothing, in words that say what to do."""
    listed = {committee.committee_id: committee.name for committee in known}
    if committee_id in listed or name:
        return (
            f"committee {committee_id} ({name or listed.get(committee_id, '')}) at {site} lists no meetings. It may "
            "only point to another council's committee, or have met under an earlier id"
        )
    some = "; ".join(f"{number} {title}" for number, title in list(listed.items())[:12])
    return f"there is no committee {committee_id} at {site}" + (f". It lists: {some}" if some else "")


def _keep_robots(fetcher: Fetcher, archive: Archive, site: str, run: Run) -> None:
    """Let the fetcher keep each robots.txt in the archive, and fall back to one of the last 24 hours."""

    def remember(page: RawPage) -> None:
        archive.record(page, kind="robots", site=site, run_id=run.run_id)

    def recall(url: str) -> RawPage | None:
        seen = archive.last_seen(url)
        if seen is None or abs(datetime.datetime.now(datetime.UTC) - seen.fetched_at) > STORED_RULES:
            return None
        return archive.page(seen)

    fetcher.remember_robots, fetcher.recall_robots = remember, recall


def _spent(fetcher: Fetcher) -> dict[str, tuple[int, int, float]]:
    return {name: (host.requests, host.bytes, host.waited_s) for name, host in fetcher.totals().items()}


def _make_report(
    walk: _Walk, run: Run, fetcher: Fetcher, seconds: float, before: dict[str, tuple[int, int, float]]
) -> CollectReport:
    hosts = []
    for name, totals in fetcher.totals().items():
        requests, size, waited_s = before.get(name, (0, 0, 0.0))
        hosts.append(
            HostReport(
                host=name,
                requests=totals.requests - requests,
                bytes=totals.bytes - size,
                waited_s=round(totals.waited_s - waited_s, 3),
                robots=totals.robots,
                stopped=totals.stopped,
            )
        )
    counts = walk.visitor.counts
    return CollectReport(
        site=walk.visitor.site,
        committee_id=walk.visitor.committee_id,
        committee=walk.committee,
        run_id=run.run_id,
        meetings_listed=len(walk.meetings),
        meetings_fetched=walk.fetched,
        requests=sum(host.requests for host in hosts),
        bytes=sum(host.bytes for host in hosts),
        pages_new=counts.new,
        pages_changed=counts.changed,
        pages_unchanged=counts.unchanged,
        pages_not_due=counts.not_due,
        seconds=round(seconds, 3),
        resumed=run.resumed,
        stopped=walk.stopped,
        failures=tuple(walk.visitor.failures),
        notes=tuple(walk.notes),
        hosts=tuple(hosts),
    )
