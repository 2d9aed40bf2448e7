"""A job: all steps under the lock, and a report of what they did."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from minuteminer.collect.report import CollectReport
from minuteminer.errors import MinuteMinerError, NothingFoundError
from minuteminer.job_file import Job, load_job
from minuteminer.jobs import (
    Progress,
    StepReport,
    annotate_step,
    collect_step,
    index_step,
    parse_step,
    quiet,
    settings_for,
    source_for,
)
from minuteminer.run_lock import hold_lock
from minuteminer.settings import DataPaths

# What a run may come to, with the command's exit code.
EXIT_CODES = {"done": 0, "failed": 1, "in part": 3, "nothing came": 4}
REPORT_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did: `outcome` is done, in part, failed or nothing came; instants are ISO 8601 in UTC."""

    job: str
    started_at: str
    ended_at: str
    outcome: str
    collected: tuple[CollectReport, ...]
    steps: tuple[StepReport, ...]
    problems: tuple[str, ...]
    schema_version: int = REPORT_SCHEMA_VERSION

    @property
    def exit_code(self) -> int:
        """The exit code of the command that ran the job."""
        return EXIT_CODES[self.outcome]

    def line(self) -> str:
        """The run in one line for people."""
        pages = (
            f"{sum(c.requests for c in self.collected)} requests, {sum(c.bytes for c in self.collected):,} bytes, "
            f"{sum(c.pages_new for c in self.collected)} pages new, "
            f"{sum(c.pages_changed for c in self.collected)} changed"
        )
        steps = ", ".join(f"{step.step} {step.done}" for step in self.steps)
        return f"{self.job}: {self.outcome}; {pages}; {steps}; {len(self.problems)} problems"


def run_job(path: Path, paths: DataPaths, *, progress: Progress = quiet) -> RunReport:
    """Run the steps of the job file `path` under the lock of the data directory; write and return the report.

    Raises JobError for a mistake in the file and LockedError if another run works in the directory. What goes wrong
    in a step is in the report, and the steps after it still run over what is there.
    """
    job = load_job(path)
    started = datetime.datetime.now(datetime.UTC)
    with hold_lock(paths.lock):
        collected, problems, outcome = (
            _collect(job, paths, progress) if "collect" in job.run.steps else ((), [], "done")
        )
        steps = []
        for step, run in _local_steps(job, paths, progress):
            if step in job.run.steps and (paths.archive / "ledger.sqlite").exists():
                steps.append(run())
        failed = [f"{failure.step}: {failure.where}: {failure.reason}" for step in steps for failure in step.failures]
        outcome = "in part" if failed and outcome == "done" else outcome
        report = RunReport(
            job=path.name,
            started_at=started.isoformat(timespec="seconds"),
            ended_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            outcome=outcome,
            collected=tuple(collected),
            steps=tuple(steps),
            problems=(*problems, *failed),
        )
        _write(report, paths, started)
    return report


def _collect(job: Job, paths: DataPaths, progress: Progress) -> tuple[list[CollectReport], list[str], str]:
    source = job.source
    sources = (
        [source_for(source.panel, None)]
        if source.panel is not None
        else [source_for(source.site or "", committee) for committee in source.committees]
    )
    reports: list[CollectReport] = []
    problems: list[str] = []
    nothing = 0
    for place in sources:
        settings = settings_for(
            place.site,
            contact=source.contact,
            delay_s=job.politeness.delay_s,
            max_requests=job.politeness.max_requests,
            max_bytes=job.politeness.max_bytes,
        )
        try:
            reports.append(
                collect_step(
                    paths, place.site, place.committee_id, settings=settings, since=source.since, until=source.until,
                    documents=source.documents, progress=progress,
                )
            )  # fmt: skip
        except MinuteMinerError as error:
            nothing += isinstance(error, NothingFoundError)
            problems.append(f"collect: {place.site} committee {place.committee_id}: {error}")
    for report in reports:
        problems += [f"collect: {failure.url}: {failure.kind}: {failure.reason}" for failure in report.failures]
        if report.stopped:
            problems.append(f"collect: {report.site}: stopped: {report.stopped}")
    if not problems:
        return reports, problems, "done"
    return reports, problems, "in part" if reports else "nothing came" if nothing else "failed"


def _local_steps(job: Job, paths: DataPaths, progress: Progress) -> list[tuple[str, Callable[[], StepReport]]]:
    taxonomy = job.run.taxonomy
    return [
        ("parse", lambda: parse_step(paths, progress=progress)),
        ("annotate", lambda: annotate_step(paths, taxonomy=taxonomy, progress=progress)),
        ("index", lambda: index_step(paths, taxonomy=taxonomy, progress=progress)),
    ]


def _write(report: RunReport, paths: DataPaths, started: datetime.datetime) -> None:
    paths.reports.mkdir(parents=True, exist_ok=True)
    name = f"{started:%Y%m%dT%H%M%SZ}-{Path(report.job).stem}.json"
    content = asdict(report) | {"exit_code": report.exit_code}
    aside = paths.reports / f"{name}.part"
    aside.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    aside.replace(paths.reports / name)


def load_reports(paths: DataPaths) -> list[dict[str, object]]:
    """The run reports of a data directory, oldest first; a file that is no report is left out."""
    reports = []
    for path in sorted(paths.reports.glob("*.json")) if paths.reports.is_dir() else []:
        try:
            reports.append(dict(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return reports
