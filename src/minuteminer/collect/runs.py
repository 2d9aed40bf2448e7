"""Runs in the ledger: where one began and ended, so that an interrupted one goes on and nothing is asked twice."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from minuteminer.collect.archive import Archive
from minuteminer.collect.report import CollectReport

# An interrupted run older than this is not gone on with: the site may have changed under it.
RESUME_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of the collector; `done` are the canonical addresses it has in the archive already.

    `run_id` is None for visits that belong to no run, such as those of a plan.
    """

    run_id: int | None
    resumed: bool
    done: frozenset[str]


def begin_run(archive: Archive, *, site: str, committee_id: str, scope: str) -> Run:
    """A new run, or the unfinished one of the last 24 hours with the same site, committee and scope."""
    now = datetime.now(UTC)
    with archive.write() as connection:
        found = connection.execute(
            "SELECT run_id, started_at FROM run LEFT JOIN run_end USING (run_id) WHERE site = ? AND committee_id = ? "
            "AND scope = ? AND ended_at IS NULL ORDER BY run_id DESC LIMIT 1",
            (site, committee_id, scope),
        ).fetchone()
        if found is not None and abs(now - datetime.fromisoformat(found[1])) < RESUME_WITHIN:
            rows = connection.execute(
                "SELECT canonical_url FROM fetch WHERE run_id = ? AND outcome IN ('ok', 'unchanged')", (found[0],)
            )
            return Run(run_id=found[0], resumed=True, done=frozenset(row[0] for row in rows))
        cursor = connection.execute(
            "INSERT INTO run (site, committee_id, scope, started_at) VALUES (?, ?, ?, ?)",
            (site, committee_id, scope, now.isoformat()),
        )
        return Run(run_id=int(cursor.lastrowid or 0), resumed=False, done=frozenset())


def end_run(archive: Archive, run: Run, report: CollectReport) -> None:
    """Note that a run came to its end, with its report."""
    with archive.write() as connection:
        connection.execute(
            "INSERT INTO run_end (run_id, ended_at, report) VALUES (?, ?, ?)",
            (run.run_id, datetime.now(UTC).isoformat(), json.dumps(asdict(report))),
        )
