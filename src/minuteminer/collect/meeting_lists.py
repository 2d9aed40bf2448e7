"""A committee's meetings: its list, all windows of it, and the years that no window showed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from minuteminer.collect.page_reader import PageReader, reading
from minuteminer.collect.visit import Visitor
from minuteminer.errors import FetchError, NothingFoundError, ParseError
from minuteminer.models import Committee, Meeting, MeetingList

MAX_LIST_PAGES = 200
_FETCH_KINDS = frozenset({"failed", "gone", "refused", "robots", "too_large", "suspect"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWindow:
    """Days from `since` to `until`, both included; None is without end."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds(self, date: datetime.date | None) -> bool:
        """Whether a day lies within; a meeting without a date always does."""
        if date is None:
            return True
        return (self.since is None or date >= self.since) and (self.until is None or date <= self.until)

    def holds_year(self, year: int) -> bool:
        """Whether some day of a year lies within."""
        return (self.since is None or year >= self.since.year) and (self.until is None or year <= self.until.year)

    def may_be_earlier(self, dates: list[datetime.date]) -> bool:
        """Whether days before all of these can lie within."""
        return self.since is None or not dates or min(dates) >= self.since

    def may_be_later(self, dates: list[datetime.date]) -> bool:
        """Whether days after all of these can lie within."""
        return self.until is None or not dates or max(dates) <= self.until


@dataclass(slots=True, kw_only=True)
class MeetingLists:
    """Reads a committee's lists of meetings; `meetings` by id, in the order in which they were listed."""

    visitor: Visitor
    reader: PageReader
    window: DateWindow
    committee: str = ""
    meetings: dict[str, Meeting] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def walk(self) -> None:
        """Read them all.

        Raises NothingFoundError for an unknown committee or one without meetings, FetchError or ParseError if
        its first list cannot be had.
        """
        committees = reading(self.reader, "committee_list", self.reader.committee_list)
        href = "mgListCommittees.aspx?bcr=1"
        known = self.visitor.visit(self.visitor.site, href, "committee_list", committees) or ()
        names = {committee.committee_id: committee.name for committee in known}
        committee_id = self.visitor.committee_id
        first = self._read(f"ieListMeetings.aspx?CommitteeId={committee_id}")
        if first is None:
            raise self._explain_failure(known)
        self.committee = first.committee or names.get(committee_id, "")
        self._follow(first, lambda page: page.earlier_url, self.window.may_be_earlier)
        self._follow(first, lambda page: page.later_url, self.window.may_be_later)
        seen_years = {meeting.date.year for meeting in self.meetings.values() if meeting.date}
        for year in sorted(set(first.years) - seen_years):
            if self.window.holds_year(year):
                self._read(f"ieListMeetings.aspx?CId={committee_id}&Year={year}")
        if not self.meetings:
            raise NothingFoundError(_describe_nothing(self.visitor, first.committee, known))

    def _read(self, href: str) -> MeetingList | None:
        read = reading(self.reader, "meeting_list", self.reader.meeting_list)
        found = self.visitor.visit(self.visitor.site, href, "meeting_list", read)
        for meeting in found.meetings if found else ():
            self._list(meeting)
        return found

    def _list(self, meeting: Meeting) -> None:
        """Note a row; of two rows with one id and two days the one between the days asked for counts."""
        known = self.meetings.setdefault(meeting.meeting_id, meeting)
        if known.date and meeting.date and known.date != meeting.date:
            self.notes.append(
                f"meeting {meeting.meeting_id} is listed for {known.date} and for {meeting.date}; its page decides"
            )
            if not self.window.holds(known.date):
                self.meetings[meeting.meeting_id] = meeting

    def _follow(
        self,
        page: MeetingList | None,
        next_url: Callable[[MeetingList], str | None],
        may_go_on: Callable[[list[datetime.date]], bool],
    ) -> None:
        for _ in range(MAX_LIST_PAGES):
            href = next_url(page) if page else None
            if page is None or href is None or self.visitor.has_seen(self.visitor.site, href):
                return
            if not may_go_on([meeting.date for meeting in page.meetings if meeting.date]):
                return
            page = self._read(href)
        self.notes.append(f"the list of meetings goes on after {MAX_LIST_PAGES} pages; the rest was not read")

    def _explain_failure(self, known: tuple[Committee, ...]) -> Exception:
        failure = self.visitor.failures[-1]
        listed = any(committee.committee_id == self.visitor.committee_id for committee in known)
        if failure.kind == "gone" and not listed:
            return NothingFoundError(_describe_nothing(self.visitor, "", known))
        if failure.kind in _FETCH_KINDS:
            return FetchError(failure.reason, url=failure.url, kind=failure.kind)
        return ParseError(failure.reason, source=failure.url, kind=failure.kind)


def _describe_nothing(visitor: Visitor, name: str, known: tuple[Committee, ...]) -> str:
    """Why a committee brought nothing, in words that say what to do."""
    committee_id, site = visitor.committee_id, visitor.site
    listed = {committee.committee_id: committee.name for committee in known}
    if committee_id in listed or name:
        return (
            f"committee {committee_id} ({name or listed.get(committee_id, '')}) at {site} lists no meetings. It may "
            "only point to another council's committee, or have met under an earlier id"
        )
    some = "; ".join(f"{number} {title}" for number, title in list(listed.items())[:12])
    if some:
        return f"there is no committee {committee_id} at {site}. It lists: {some}"
    return (
        f"{site} shows neither a list of committees nor a committee {committee_id}: expected the base address of a "
        f"ModernGov site, such as https://democracy.example.gov.uk/ (`minuteminer probe {site}` says what is there)"
    )
