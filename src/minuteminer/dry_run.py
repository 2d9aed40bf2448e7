"""How many requests and minutes a run will take: from the sites' lists, the archive and the revisit schedule."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.health import CANARY_KINDS
from minuteminer.collect.walk import CollectPlan, plan_committee
from minuteminer.collect_sources import check_sources, closed_window, job_sources, make_fetcher
from minuteminer.job_file import Job, load_job
from minuteminer.parse.reader import ModernGovReader
from minuteminer.run_lock import hold_lock
from minuteminer.settings import DataPaths
from minuteminer.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run will take; `notes` tell what may keep it from that."""

    requests: int
    minutes: float
    plans: tuple[CollectPlan, ...]
    notes: tuple[str, ...]

    def line(self) -> str:
        """The estimate in one line for people."""
        due, listed = sum(p.meetings_due for p in self.plans), sum(p.meetings_listed for p in self.plans)
        about = "" if all(plan.exact for plan in self.plans) else "about "
        spent = sum(plan.requests_spent for plan in self.plans)
        return (
            f"{about}{self.requests} requests in {self.minutes:.1f} minutes: {due} of {listed} meetings are due "
            f"({spent} requests were made to find out)"
        )


def estimate_run(path: Path, paths: DataPaths) -> Estimate:
    """What running a job file will take; only lists of meetings are fetched, and only they are kept.

    Raises JobError for a mistake in the file, LockedError while a run works in the data directory, and what
    `plan_committee` raises.
    """
    job = load_job(path)
    check_sources(path, job)
    plans: list[CollectPlan] = []
    canaries: set[str] = set()
    for source in job_sources(job):
        with closing(make_fetcher(job, source.site)) as fetcher:
            if (paths.archive / "ledger.sqlite").exists():
                with hold_lock(paths.lock):
                    plans.append(_plan(job, source, fetcher, paths.archive))
                canaries |= _canaries(source.site, paths.archive) if job.run.canary else set()
            else:
                with tempfile.TemporaryDirectory() as folder:
                    plans.append(_plan(job, source, fetcher, Path(folder)))
    requests = sum(plan.requests for plan in plans) + len(canaries)
    notes = [why] if (why := closed_window(job)) else []
    bound = job.politeness.max_requests
    if bound is not None and requests > bound:
        notes.append(f"the budget of {bound:,} requests ends it before; the next run goes on there")
    minutes = sum(plan.minutes for plan in plans)
    minutes *= requests / max(1, requests - len(canaries))
    return Estimate(requests=requests, minutes=round(minutes, 2), plans=tuple(plans), notes=tuple(notes))


def _canaries(site: str, archive_folder: Path) -> set[str]:
    """The pages of a site that will be asked for as canaries."""
    with open_archive(archive_folder, read_only=True) as archive:
        return {f"{site} {kind}" for kind in CANARY_KINDS if next(archive.fetches(site=site, kind=kind), None)}


def _plan(job: Job, source: Source, fetcher: Fetcher, archive_folder: Path) -> CollectPlan:
    with open_archive(archive_folder) as archive:
        return plan_committee(
            source.site,
            source.committee_id,
            fetcher=fetcher,
            archive=archive,
            reader=ModernGovReader(),
            since=job.source.since,
            until=job.source.until,
            documents=job.source.documents,
        )
