"""A job: all steps under the lock, and a report of what they did."""

from __future__ import annotations

import datetime
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from minuteminer.alerts import Say, baseline_alerts, check_alerts, send_alerts
from minuteminer.collect_sources import Collected, check_sources, collect_sources, job_sources
from minuteminer.errors import MinuteMinerError
from minuteminer.gains import Gains, GainsWatch
from minuteminer.index.derived import open_derived
from minuteminer.index.ids import site_key
from minuteminer.job_file import Job, load_job
from minuteminer.jobs import Progress, StepReport, annotate_step, index_step, parse_step, quiet
from minuteminer.licences import keep_licence
from minuteminer.removal import finish_removals
from minuteminer.run_lock import hold_lock
from minuteminer.run_report import AlertOutcome, Outcome, RunReport, is_first_run, write_report
from minuteminer.settings import DataPaths


@dataclass(slots=True)
class _Progress:
    """What a run has done so far, so that one that is stopped can still tell."""

    first: bool = False
    collected: Collected = field(default_factory=Collected)
    steps: list[StepReport] = field(default_factory=list)
    gains: Gains = field(default_factory=Gains)
    alerts: tuple[AlertOutcome, ...] = ()
    problems: list[str] = field(default_factory=list)
    outcome: Outcome = "done"


def run_job(path: Path, paths: DataPaths, *, progress: Progress = quiet, say: Say = print) -> RunReport:
    """Run the steps of the job file `path` under the lock of the data directory; write and return the report.

    Alerts for standard output are handed to `say`. Raises JobError for a mistake in the file, LockedError if
    another run works in the directory, and MinuteMinerError if the report cannot be written. What goes wrong in a
    step is in the report. A run that is stopped (Ctrl-C, SIGTERM) leaves its report too.
    """
    with hold_lock(paths.lock):
        return run_locked_job(path, paths, progress=progress, say=say)


def run_locked_job(path: Path, paths: DataPaths, *, progress: Progress = quiet, say: Say = print) -> RunReport:
    """As `run_job`, for a caller that holds the lock already."""
    job = load_job(path)
    if "collect" in job.run.steps:
        check_sources(path, job)
    started, clock = datetime.datetime.now(datetime.UTC), time.monotonic()
    done = _Progress(first=is_first_run(path.name, paths))

    def report() -> RunReport:
        made = _make_report(path.name, started, time.monotonic() - clock, done)
        write_report(made, paths, keep=job.run.keep_reports)
        return made

    try:
        _run_steps(job, paths, done, progress=progress, say=say, report=report)
    except KeyboardInterrupt:
        done.outcome = "stopped"
        report()
        raise
    return _make_report(path.name, started, time.monotonic() - clock, done)


def _run_steps(
    job: Job,
    paths: DataPaths,
    done: _Progress,
    *,
    progress: Progress,
    say: Say,
    report: Callable[[], RunReport],
) -> None:
    """Do the steps, write the report, and only then settle what it told: a run that is killed tells it again."""
    finish_removals(paths, progress=progress)
    if done.first:
        check_alerts(job.run.alerts)
    else:
        done.alerts = baseline_alerts(job.run.alerts, paths)
    if "collect" in job.run.steps:
        collect_sources(job, paths, done.collected, progress=progress)
        done.outcome = done.collected.outcome()
    if not (paths.archive / "ledger.sqlite").exists():
        report()
        return
    if job.source.licence or paths.licences.exists():
        keep_licence(paths.licences, {site_key(one.site) for one in job_sources(job)}, job.source.licence)
    with open_derived(paths.derived) as derived:
        watch = GainsWatch(derived)
        _run_local_steps(job, paths, done, progress, watch)
        done.gains = watch.gains()
        if done.outcome != "failed" and "index" in job.run.steps:
            if done.first:
                done.alerts = baseline_alerts(job.run.alerts, paths, every=True)
            else:
                done.alerts += send_alerts(job.run.alerts, paths, say=say)
            if undelivered := [f"alert {one.alert}: {one.problem}" for one in done.alerts if one.problem]:
                done.problems += undelivered
                done.outcome = "in part" if done.outcome == "done" else done.outcome
        report()
        watch.settle()


def _run_local_steps(job: Job, paths: DataPaths, done: _Progress, progress: Progress, watch: GainsWatch) -> None:
    taxonomy = job.run.taxonomy
    steps: list[tuple[str, Callable[[], StepReport]]] = [
        ("parse", lambda: parse_step(paths, progress=progress)),
        ("annotate", lambda: annotate_step(paths, taxonomy=taxonomy, progress=progress)),
        ("index", lambda: index_step(paths, taxonomy=taxonomy, progress=progress, watch=watch.see)),
    ]
    for name, run in steps:
        if name not in job.run.steps:
            continue
        try:
            step = run()
        except (MinuteMinerError, sqlite3.Error, OSError) as error:
            done.problems.append(f"{name}: {error}")
            done.outcome = "failed"
            return  # the steps after it would work on what is not there
        done.steps.append(step)
        done.problems += [f"{failure.step}: {failure.where}: {failure.reason}" for failure in step.failures]
        if step.failures and done.outcome == "done":
            done.outcome = "in part"


def _make_report(job: str, started: datetime.datetime, seconds: float, done: _Progress) -> RunReport:
    edits = [
        f"silent edit: {edit.title} ({edit.url}) was confirmed and changed afterwards: {'; '.join(edit.changes)}"
        for edit in done.gains.silent_edits
    ]
    return RunReport(
        job=job,
        started_at=started.isoformat(timespec="milliseconds"),
        ended_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
        seconds=round(seconds, 3),
        outcome=done.outcome,
        requests=done.collected.requests,
        bytes=done.collected.bytes,
        sources=tuple(done.collected.sources),
        collected=tuple(done.collected.reports),
        canaries=tuple(done.collected.canaries),
        steps=tuple(done.steps),
        gains=done.gains,
        alerts=done.alerts,
        notes=tuple(done.collected.notes),
        problems=(*done.collected.problems, *edits, *done.problems),
    )
