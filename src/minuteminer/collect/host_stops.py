"""Pauses that grow: a host that has stopped us is left alone for an hour, then two, four … up to a week.

The first pause is in proportion to the delay between two requests, so that this machine's own servers, which
need no delay, need no pause either.
"""

from __future__ import annotations

import datetime

from minuteminer.collect.archive import Archive

PAUSE_PER_DELAY = 1_800  # one hour at the usual two seconds
MAX_PAUSE = datetime.timedelta(days=7)


def note_stop(
    archive: Archive,
    host: str,
    reason: str,
    *,
    delay_s: float,
    retry_after_s: float | None = None,
    now: datetime.datetime | None = None,
) -> datetime.datetime:
    """Note that `host` stopped us; returns until when it is left alone."""
    now = now or datetime.datetime.now(datetime.UTC)
    times = _count_stops(archive, host) + 1
    growing = datetime.timedelta(seconds=delay_s * PAUSE_PER_DELAY) * float(2 ** min(times - 1, 12))
    asked = datetime.timedelta(seconds=min(retry_after_s or 0.0, MAX_PAUSE.total_seconds()))
    until = now + max(min(growing, MAX_PAUSE), asked)
    _insert(archive, host, now, until, times, reason)
    return until


def note_answer(archive: Archive, host: str, *, now: datetime.datetime | None = None) -> None:
    """Note that `host` answers again: the next pause, if there is one, starts from the beginning."""
    if _count_stops(archive, host):
        now = now or datetime.datetime.now(datetime.UTC)
        _insert(archive, host, now, now, 0, "it answers again")


def find_pause(
    archive: Archive, host: str, *, now: datetime.datetime | None = None
) -> tuple[datetime.datetime, str] | None:
    """Until when `host` is left alone and why, or None if it may be asked."""
    row = _read_last(archive, host)
    if row is None or not row[1]:
        return None
    until = datetime.datetime.fromisoformat(row[0])
    left = until - (now or datetime.datetime.now(datetime.UTC))
    # More than the longest pause can only be left where the clock was wrong when the stop was noted.
    return (until, row[2]) if datetime.timedelta(0) < left <= MAX_PAUSE else None


def _count_stops(archive: Archive, host: str) -> int:
    row = _read_last(archive, host)
    return row[1] if row else 0


def _read_last(archive: Archive, host: str) -> tuple[str, int, str] | None:
    query = "SELECT until, times, reason FROM host_stop WHERE host = ? ORDER BY rowid DESC LIMIT 1"
    with archive.write() as connection:
        row: tuple[str, int, str] | None = connection.execute(query, (host,)).fetchone()
    return row


def _insert(
    archive: Archive, host: str, now: datetime.datetime, until: datetime.datetime, times: int, reason: str
) -> None:
    with archive.write() as connection:
        connection.execute(
            "INSERT INTO host_stop (host, stopped_at, until, times, reason) VALUES (?, ?, ?, ?, ?)",
            (host, now.isoformat(), until.isoformat(), times, reason),
        )
