"""The walk through a ModernGov site: committee → its meetings → their items, attendance and documents.

What a page says is read by the `PageReader` that the caller gives; the walk knows where to go next, and that a
meeting may be listed twice, a list may never end, and the server ignores the committee it is asked for.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable

from minuteminer.collect.addresses import make_site, split_origin
from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, HostTotals
from minuteminer.collect.host_stops import find_pause, note_answer, note_stop
from minuteminer.collect.meeting_lists import DateWindow, MeetingLists
from minuteminer.collect.meeting_pages import Documents, MeetingPages
from minuteminer.collect.page_reader import PageReader
from minuteminer.collect.plan import CollectPlan, make_plan
from minuteminer.collect.report import CollectReport, HostReport
from minuteminer.collect.robots import STORED_RULES_HOURS
from minuteminer.collect.runs import Run, begin_run, end_run
from minuteminer.collect.visit import Visitor, WalkStopped
from minuteminer.errors import ArchiveError, BlockedError, FetchError, NothingFoundError, ParseError
from minuteminer.models import RawPage

__all__ = ["CollectPlan", "CollectReport", "Documents", "PageReader", "Progress", "collect_committee", "plan_committee"]

# Called with a stage's name, how much of it is done, and how much there is (None if unknown).
Progress = Callable[[str, int, int | None], None]
STORED_RULES = datetime.timedelta(hours=STORED_RULES_HOURS)


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
    other_hosts: tuple[str, ...] = (),
    progress: Progress | None = None,
    now: datetime.datetime | None = None,
) -> CollectReport:
    """Collect a committee's meetings between two dates (both included) into the archive.

    `site` is the base URL. `documents` fetches none, the printed minutes of meetings that publish no inline
    minutes, or all. Pages that hardly ever change are skipped unless `revisit_all`. `other_hosts` (`host` or
    `host:port`) serve the same site: links to them are followed on the site itself. A page that fails is in the
    report and the walk goes on; a host that stops us ends it. An interrupted run is gone on with.

    Raises NothingFoundError for an unknown committee or one without meetings, FetchError or ParseError if not
    even its list of meetings can be had, BlockedError while a host that stopped us is to be left alone, and
    ArchiveError if the archive cannot be written.
    """
    site = make_site(site)
    _check_pause(archive, site)
    scope = f"{since or ''}..{until or ''} documents={documents} all={revisit_all}"
    run = begin_run(archive, site=site, committee_id=committee_id, scope=scope)
    visitor = _make_visitor(fetcher, archive, reader, run, site, committee_id)
    visitor.other_hosts = other_hosts
    lists = MeetingLists(visitor=visitor, reader=reader, window=DateWindow(since=since, until=until))
    pages = MeetingPages(
        visitor=visitor, reader=reader, documents=documents, revisit_all=revisit_all, now=now or _utc_now()
    )
    started, before = time.monotonic(), _spent(fetcher)
    stopped, failure = None, None
    try:
        _walk(lists, pages, progress or (lambda _stage, _done, _total: None))
    except WalkStopped as reason:
        stopped = str(reason)
    except (NothingFoundError, FetchError, ParseError) as problem:
        failure = problem
    hosts = _make_host_reports(fetcher, before)
    _note_stops(archive, fetcher)
    report = _make_report(lists, pages, run, hosts, stopped, time.monotonic() - started)
    if stopped is None:  # a walk that was stopped is gone on with by the next run
        end_run(archive, run, report)
    if failure is not None:
        raise failure
    return report


def _walk(lists: MeetingLists, pages: MeetingPages, progress: Progress) -> None:
    progress("lists", 0, None)
    lists.walk()
    wanted = [meeting for meeting in lists.meetings.values() if lists.window.holds(meeting.date)]
    if not wanted:
        lists.notes.append(f"none of the {len(lists.meetings)} meetings listed lies between the dates asked for")
    for number, meeting in enumerate(wanted):
        progress("meetings", number, len(wanted))
        pages.walk(meeting)
    progress("meetings", len(wanted), len(wanted))


def plan_committee(
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
    now: datetime.datetime | None = None,
) -> CollectPlan:
    """How much a collection with the same arguments would ask for; only the lists of meetings are fetched.

    Raises what `collect_committee` raises.
    """
    site = make_site(site)
    _check_pause(archive, site)
    run = Run(run_id=None, resumed=False, done=frozenset())
    visitor = _make_visitor(fetcher, archive, reader, run, site, committee_id)
    lists = MeetingLists(visitor=visitor, reader=reader, window=DateWindow(since=since, until=until))
    pages = MeetingPages(
        visitor=visitor, reader=reader, documents=documents, revisit_all=revisit_all, now=now or _utc_now()
    )
    before = _spent(fetcher)
    try:
        lists.walk()
    except WalkStopped as reason:
        raise BlockedError(str(reason), url=site) from None
    finally:
        _note_stops(archive, fetcher)
    spent = sum(host.requests for host in _make_host_reports(fetcher, before))
    pause_s = max(fetcher.settings.delay_s, fetcher.robots_rules(site).crawl_delay_s)
    return make_plan(lists, pages, requests_spent=spent, pause_s=pause_s)


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _make_visitor(
    fetcher: Fetcher, archive: Archive, reader: PageReader, run: Run, site: str, committee_id: str
) -> Visitor:
    _keep_robots(fetcher, archive, site, run)
    return Visitor(
        site=site, committee_id=committee_id, fetcher=fetcher, archive=archive, run=run, fingerprint=reader.fingerprint
    )  # fmt: skip


def _check_pause(archive: Archive, site: str) -> None:
    """Raise BlockedError if the site's host stopped us so lately that it is still to be left alone."""
    name = split_origin(site)[1]
    pause = find_pause(archive, name)
    if pause is not None:
        until, reason = pause
        left_s = (until - _utc_now()).total_seconds()
        raise BlockedError(
            f"{name} is left alone until {until:%Y-%m-%d %H:%M} UTC, because {reason}", url=site, retry_after_s=left_s
        )


def _note_stops(archive: Archive, fetcher: Fetcher) -> None:
    """Enter who stopped us and who answers again, by host name: http and https are one host."""
    for address, totals in fetcher.totals().items():
        host = address.rpartition(":")[0]
        if totals.stopped is not None:
            delay_s, retry_after_s = fetcher.settings.delay_s, totals.retry_after_s
            note_stop(archive, host, totals.stopped, delay_s=delay_s, retry_after_s=retry_after_s)
        elif not any(other.stopped for name, other in fetcher.totals().items() if name.rpartition(":")[0] == host):
            note_answer(archive, host)


def _keep_robots(fetcher: Fetcher, archive: Archive, site: str, run: Run) -> None:
    """Let the fetcher keep each robots.txt in the archive, and fall back to one of the last 24 hours."""

    def remember(page: RawPage) -> None:
        archive.record(page, kind="robots", site=site, run_id=run.run_id)

    def recall(url: str) -> RawPage | None:
        seen = archive.last_seen(url)
        if seen is None or abs(_utc_now() - seen.fetched_at) > STORED_RULES:
            return None
        try:
            return archive.page(seen)
        except ArchiveError:
            return None  # damaged: as if there were none

    fetcher.remember_robots, fetcher.recall_robots = remember, recall


def _spent(fetcher: Fetcher) -> dict[str, tuple[int, int, float]]:
    return {name: (host.requests, host.bytes, host.waited_s) for name, host in fetcher.totals().items()}


def _make_host_reports(fetcher: Fetcher, before: dict[str, tuple[int, int, float]]) -> tuple[HostReport, ...]:
    def make(name: str, totals: HostTotals) -> HostReport:
        requests, size, waited_s = before.get(name, (0, 0, 0.0))
        return HostReport(
            host=name,
            requests=totals.requests - requests,
            bytes=totals.bytes - size,
            waited_s=round(totals.waited_s - waited_s, 3),
            robots=totals.robots,
            stopped=totals.stopped,
        )

    return tuple(make(name, totals) for name, totals in fetcher.totals().items())


def _make_report(
    lists: MeetingLists,
    pages: MeetingPages,
    run: Run,
    hosts: tuple[HostReport, ...],
    stopped: str | None,
    seconds: float,
) -> CollectReport:
    visitor = lists.visitor
    return CollectReport(
        site=visitor.site,
        committee_id=visitor.committee_id,
        committee=lists.committee,
        run_id=run.run_id or 0,
        meetings_listed=len(lists.meetings),
        meetings_fetched=pages.fetched,
        requests=sum(host.requests for host in hosts),
        bytes=sum(host.bytes for host in hosts),
        pages_new=visitor.counts.new,
        pages_changed=visitor.counts.changed,
        pages_unchanged=visitor.counts.unchanged,
        pages_not_due=visitor.counts.not_due,
        seconds=round(seconds, 3),
        resumed=run.resumed,
        stopped=stopped,
        failures=tuple(visitor.failures),
        silent_edits=tuple(pages.silent_edits),
        notes=(*lists.notes, *pages.notes),
        hosts=hosts,
    )
