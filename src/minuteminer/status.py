"""What an operator's monitoring asks: how the last runs went and what is there, as JSON and for Prometheus."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from minuteminer.answers import Stats
from minuteminer.collect.archive import open_archive
from minuteminer.errors import MinuteMinerError
from minuteminer.index import open_index
from minuteminer.index.derived import open_derived
from minuteminer.run_lock import Holder, read_holder
from minuteminer.run_report import load_reports
from minuteminer.settings import DataPaths

STATUS_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a data directory; `last_run` is the latest run report, None before the first.

    `run` is one that is at work now, or that was cut off and has no report; None where there is neither.
    """

    data: str
    pages: int
    failures_since_last_good: int
    index: Stats | None
    last_run: dict[str, Any] | None
    problems: tuple[str, ...]
    run: Holder | None = None
    schema_version: int = STATUS_SCHEMA_VERSION

    def record(self) -> dict[str, Any]:
        """The status as plain data for JSON."""
        return asdict(self)


def read_status(paths: DataPaths) -> Status:
    """The state of a data directory; what cannot be opened is among the problems, not an exception."""
    problems: list[str] = []
    run = read_holder(paths.lock)
    pages = failing = 0
    try:
        with open_archive(paths.archive, read_only=True) as archive:
            for fetch in archive.fetches(good_only=False):
                pages += fetch.outcome == "ok"
                failing = 0 if fetch.outcome in ("ok", "unchanged") else failing + 1
    except MinuteMinerError as error:
        problems += _missing(paths.archive / "ledger.sqlite", run, error)
    stats = None
    try:
        with open_index(paths.index, read_only=True) as index:
            stats = index.stats()
    except MinuteMinerError as error:
        problems += _missing(paths.index, run, error)
    try:
        if paths.derived.exists():
            open_derived(paths.derived).close()
    except MinuteMinerError as error:
        problems.append(str(error))
    reports = load_reports(paths)
    return Status(
        data=str(paths.root),
        pages=pages,
        failures_since_last_good=failing,
        index=stats,
        last_run=reports[-1] if reports else None,
        problems=tuple(problems),
        run=run,
    )


def _missing(path: Path, run: Holder | None, error: MinuteMinerError) -> list[str]:
    """What to say of a store that cannot be opened: a first run that is at work has yet to make it."""
    if run is None or path.exists():
        return [str(error)]
    return [] if run.state == "at work" else [f"{path} is not there yet; `minuteminer run JOB.toml` makes it"]


def prometheus_text(status: Status) -> str:
    """The status in Prometheus's text format, for a node exporter's textfile collector."""
    last, state = status.last_run or {}, status.run.state if status.run else ""
    metrics: list[tuple[str, str, float]] = [
        ("minuteminer_archive_pages", "Good page versions in the archive.", status.pages),
        (
            "minuteminer_failures_in_a_row",
            "Fetches that failed since the last good one.",
            status.failures_since_last_good,
        ),
        ("minuteminer_index_items", "Agenda items in the index.", status.index.items if status.index else 0),
        ("minuteminer_index_facts", "Facts in the index.", status.index.facts if status.index else 0),
        ("minuteminer_problems", "Stores that cannot be opened.", len(status.problems)),
        ("minuteminer_run_at_work", "1 while a run is at work.", state == "at work"),
        ("minuteminer_run_cut_off", "1 after a run was cut off, until the next one.", state == "cut off"),
    ]
    if status.run is not None:
        since = datetime.datetime.fromisoformat(status.run.since)
        metrics.append(("minuteminer_run_since_timestamp_seconds", "When that run began.", since.timestamp()))
    if last:
        ended = datetime.datetime.fromisoformat(str(last["ended_at"]))
        metrics += [
            ("minuteminer_last_run_timestamp_seconds", "When the last run ended.", ended.timestamp()),
            ("minuteminer_last_run_exit_code", "Exit code of the last run.", float(last.get("exit_code", 1))),
            ("minuteminer_last_run_problems", "Problems of the last run.", len(last.get("problems", ()))),
        ]
    lines = (f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value:.15g}\n" for name, words, value in metrics)
    return "".join(lines)
