"""The collecting step of a job: every committee that it names, and what it means when nothing came."""

from __future__ import annotations

import datetime
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from minuteminer.collect.addresses import split_origin
from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.health import Canary, check_canaries, judge_zero
from minuteminer.collect.report import CollectReport
from minuteminer.collect.settings import FetchSettings
from minuteminer.errors import FetchError, JobError, MinuteMinerError, NothingFoundError, ParseError, UsageError
from minuteminer.job_file import Job
from minuteminer.job_mistakes import line_of
from minuteminer.jobs import Progress, collect_step
from minuteminer.parse.reader import ModernGovReader
from minuteminer.run_report import BUDGET_STOP, Outcome, SourceOutcome
from minuteminer.settings import DataPaths
from minuteminer.sources import Source, settings_for, source_for

# The verdict of a collection that has nothing to explain; what failed in it is told page by page.
_SOMETHING = "something came"
_MOVED = frozenset({"gone", "refused"})


@dataclass(slots=True)
class Collected:
    """What the collecting step of a run did so far; `requests` and `bytes` are all that was asked of the sites."""

    requests: int = 0
    bytes: int = 0
    sources: list[SourceOutcome] = field(default_factory=list)
    reports: list[CollectReport] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """All the sources' outcomes as one."""
        outcomes: set[Outcome] = {source.outcome for source in self.sources} or {"done"}
        if outcomes == {"done"} and any(canary.verdict == "layout changed" for canary in self.canaries):
            return "in part"
        return outcomes.pop() if len(outcomes) == 1 else "in part"


def job_sources(job: Job) -> list[Source]:
    """The committees of a job; raises UsageError for a panel that is not in the list."""
    source = job.source
    if source.panel is not None:
        committees = source.committees or (None,)
        return [source_for(source.panel, committee) for committee in committees]
    return [source_for(source.site or "", committee) for committee in source.committees]


def check_sources(path: Path, job: Job) -> None:
    """Raise JobError, with the line of the job file `path`, if its sources may not be asked as it says."""
    for source in job_sources(job):
        try:
            with closing(make_fetcher(job, source.site)) as fetcher:
                fetcher.settings.check_host(split_origin(source.site)[1])
        except UsageError as error:
            key = ["politeness", "delay_s"] if job.source.contact else ["source", "contact"]
            line = line_of(path.read_text(encoding="utf-8"), key)
            write = "" if job.source.contact else '; write contact = "you@a-council.example" below [source]'
            raise JobError(f"{path}:{line}: {'.'.join(key)}: {error}{write}") from error


def make_fetcher(job: Job, site: str) -> Fetcher:
    """A fetcher with the job's politeness."""
    politeness = job.politeness
    settings = settings_for(
        site,
        contact=job.source.contact,
        delay_s=politeness.delay_s,
        max_requests=politeness.max_requests,
        max_bytes=politeness.max_bytes,
        hours=politeness.hours,
    )
    return Fetcher(settings)


def closed_window(job: Job) -> str | None:
    """Why nothing may be collected now, in words; None while the job's night window is open."""
    now = datetime.datetime.now().time()
    if FetchSettings(hours=job.politeness.hours).allows_time(now):
        return None
    return f"collecting was put off: it is {now:%H:%M}, and the job's window is {job.politeness.window}"


def collect_sources(job: Job, paths: DataPaths, collected: Collected, *, progress: Progress) -> None:
    """Collect from every committee of a job, one after the other; nothing outside its night window.

    What came of each is noted in `collected`; where one goes wrong the others still have their turn.
    """
    if (why := closed_window(job)) is not None:
        collected.notes.append(why)
        return
    for site, sources in groupby(job_sources(job), key=lambda source: source.site):
        with closing(make_fetcher(job, site)) as fetcher:
            try:
                if job.run.canary:
                    _ask_canaries(site, fetcher, paths, collected)
                for source in sources:
                    _collect(job, source, fetcher, paths, progress, collected)
            finally:
                collected.requests += sum(host.requests for host in fetcher.totals().values())
                collected.bytes += sum(host.bytes for host in fetcher.totals().values())


def _ask_canaries(site: str, fetcher: Fetcher, paths: DataPaths, collected: Collected) -> None:
    if not (paths.archive / "ledger.sqlite").exists():
        return
    try:
        with open_archive(paths.archive, read_only=True) as archive:
            found = check_canaries(site, fetcher=fetcher, archive=archive, reader=ModernGovReader())
    except (MinuteMinerError, sqlite3.Error):
        return  # what keeps the canaries from being asked keeps the collection too, and is said there
    collected.canaries += found
    collected.problems += [
        f"canary: {canary.kind} page of {site}: {canary.verdict}: {canary.reason}"
        for canary in found
        if canary.verdict != "as expected"
    ]


def _collect(
    job: Job, source: Source, fetcher: Fetcher, paths: DataPaths, progress: Progress, collected: Collected
) -> None:
    try:
        report = collect_step(
            paths, source.site, source.committee_id, fetcher=fetcher, since=job.source.since, until=job.source.until,
            documents=job.source.documents, other_hosts=job.source.other_hosts, progress=progress,
        )  # fmt: skip
    except (MinuteMinerError, sqlite3.Error, OSError) as error:
        verdict, outcome = _judge_error(error)
        if isinstance(error, NothingFoundError) and _was_there(source, paths):
            verdict = "moved"
        _note(collected, source, outcome, verdict, str(error))
        return
    collected.reports.append(report)
    collected.notes += [f"{source.site} committee {source.committee_id}: {note}" for note in report.notes]
    collected.problems += [f"collect: {failure.url}: {failure.kind}: {failure.reason}" for failure in report.failures]
    if report.stopped is not None and report.stopped.startswith(BUDGET_STOP):
        _note(collected, source, "in part", "stopped", report.stopped)
        return
    with open_archive(paths.archive, read_only=True) as archive:
        zero = judge_zero(report, archive, ModernGovReader())
    if not zero.alarm:
        _note(collected, source, "in part" if report.failures else "done", zero.kind, zero.reason)
    elif report.meetings_fetched:
        _note(collected, source, "in part", zero.kind, zero.reason)
    else:
        _note(collected, source, "failed" if zero.kind == "failed" else "nothing came", zero.kind, zero.reason)


def _was_there(source: Source, paths: DataPaths) -> bool:
    """Whether meetings of the committee were collected before."""
    if not (paths.archive / "ledger.sqlite").exists():
        return False
    with open_archive(paths.archive, read_only=True) as archive:
        meetings = archive.fetches(site=source.site, kind="meeting")
        return any(fetch.committee_id == source.committee_id for fetch in meetings)


def _judge_error(error: Exception) -> tuple[str, Outcome]:
    if isinstance(error, NothingFoundError):
        return "nothing listed", "nothing came"
    if isinstance(error, ParseError):
        return ("blocked" if error.kind == "blocked" else "layout changed"), "nothing came"
    if isinstance(error, FetchError) and error.kind == "blocked":
        return "blocked", "nothing came"
    if isinstance(error, FetchError) and error.kind in _MOVED:
        return "moved", "nothing came"
    return "failed", "failed"


def _note(collected: Collected, source: Source, outcome: Outcome, verdict: str, reason: str) -> None:
    collected.sources.append(
        SourceOutcome(
            site=source.site, committee_id=source.committee_id, outcome=outcome, verdict=verdict, reason=reason
        )
    )
    words = f"{source.site} committee {source.committee_id}: {verdict}: {reason}"
    if outcome != "done" and verdict != _SOMETHING and not any(reason in problem for problem in collected.problems):
        collected.problems.append(f"collect: {words}")
    elif outcome == "done" and verdict != _SOMETHING:
        collected.notes.append(words)
