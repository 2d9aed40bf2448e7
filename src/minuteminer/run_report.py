"""The report of a run: one line for people, a JSON file for programs, kept in the data directory."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from minuteminer.collect.health import Canary
from minuteminer.collect.report import CollectReport
from minuteminer.errors import MinuteMinerError
from minuteminer.gains import Gains
from minuteminer.jobs import StepReport
from minuteminer.settings import DataPaths

# What a run may come to, with the command's exit code.
Outcome = Literal["done", "failed", "in part", "nothing came", "stopped"]
EXIT_CODES: dict[Outcome, int] = {"done": 0, "failed": 1, "in part": 3, "nothing came": 4, "stopped": 130}
REPORT_SCHEMA_VERSION = 1
# How the reason begins for which a walk ended that goes on with the next run; the site has nothing to do with it.
BUDGET_STOP = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutcome:
    """How collecting from one committee went: `verdict` in a word or two, `reason` in words."""

    site: str
    committee_id: str
    outcome: Outcome
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertOutcome:
    """What one alert told on one channel: how many hits; `problem` says why it could not be delivered.

    `known` are old matches that were not told, because the search or the job is new to the data directory.
    """

    alert: str
    channel: str
    hits: int
    problem: str = ""
    known: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did; instants are ISO 8601 in UTC.

    `notes` tell what is no failure (a step that was put off), `problems` what somebody should look at. `requests` and
    `bytes` are all that the sites were asked for, also where nothing came of it.
    """

    job: str
    started_at: str
    ended_at: str
    seconds: float
    outcome: Outcome
    requests: int = 0
    bytes: int = 0
    sources: tuple[SourceOutcome, ...] = ()
    collected: tuple[CollectReport, ...] = ()
    canaries: tuple[Canary, ...] = ()
    steps: tuple[StepReport, ...] = ()
    gains: Gains = field(default_factory=Gains)
    alerts: tuple[AlertOutcome, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    schema_version: int = REPORT_SCHEMA_VERSION

    @property
    def exit_code(self) -> int:
        """The exit code of the command that ran the job."""
        return EXIT_CODES[self.outcome]

    def record(self) -> dict[str, Any]:
        """The report as plain data for JSON."""
        return asdict(self) | {"exit_code": self.exit_code}

    def line(self) -> str:
        """The run in one line for people."""
        gains, known = self.gains, sum(alert.known for alert in self.alerts)
        parts = [
            self.outcome,
            f"{self.requests} requests, {self.bytes:,} bytes",
            f"{sum(c.pages_new for c in self.collected)} pages new, "
            f"{sum(c.pages_changed for c in self.collected)} changed",
            f"{gains.items_new} items new, {gains.items_changed} changed, {gains.versions} further versions",
            f"{sum(gains.facts_gained.values())} facts gained, {sum(gains.facts_lost.values())} lost",
            *([f"{len(gains.silent_edits)} silent edits"] if gains.silent_edits else []),
            *([f"{known:,} old matches taken as known by the alerts"] if known else []),
            f"{len(self.problems)} problems",
            f"{self.seconds:.0f} s",
        ]
        return f"{self.job}: {'; '.join(parts)}"


def write_report(report: RunReport, paths: DataPaths, *, keep: int) -> Path:
    """Write a report whole or not at all, drop the oldest beyond `keep`, and return where it lies.

    Raises MinuteMinerError if it cannot be written.
    """
    stamp = datetime.datetime.fromisoformat(report.started_at).strftime("%Y%m%dT%H%M%S.%fZ")
    name = re.sub(r"[^\w.-]+", "-", Path(report.job).stem)
    path = paths.reports / f"{stamp}-{name}.json"
    aside = path.with_name(f"{path.name}.part")
    try:
        paths.reports.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report.record(), indent=1, ensure_ascii=False, default=str)
        aside.write_text(f"{text}\n", encoding="utf-8")
        aside.replace(path)
        for old in sorted(paths.reports.glob("*.json"))[:-keep]:
            old.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise MinuteMinerError(
            f"the report of the run cannot be written to {path}: {error.strerror or error}. The run ended so: "
            f"{report.line()}"
        ) from error
    return path


def load_reports(paths: DataPaths) -> list[dict[str, Any]]:
    """The run reports of a data directory, oldest first; a file that is no report is left out."""
    reports = []
    for path in sorted(paths.reports.glob("*.json")) if paths.reports.is_dir() else []:
        try:
            reports.append(dict(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return reports


def is_first_run(job: str, paths: DataPaths) -> bool:
    """Whether no run of the job came to its end yet: one that was stopped or ended with its budget only began."""
    return not any(_came_to_its_end(report) for report in load_reports(paths) if report.get("job") == job)


def _came_to_its_end(report: dict[str, Any]) -> bool:
    collected = report.get("collected") or ()
    budget_ended = any(str(one.get("stopped") or "").startswith(BUDGET_STOP) for one in collected)
    return bool(collected) and not budget_ended and report.get("outcome") in ("done", "in part")
