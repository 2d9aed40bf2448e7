"""How a host is treated: one request at a time, a pause between two, and no argument when it says no."""

from __future__ import annotations

import email.utils
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

MIN_DELAY_S = 2.0
MAX_RETRY_AFTER_S = 3_600.0
# Pauses are up to this share longer, so that many clients that began together do not go on in step.
JITTER = 0.1
FAILURES_IN_A_ROW = 5
MAX_BACKOFF_S = 300.0

Clock = Callable[[], float]
Sleep = Callable[[float], None]


class HostGate:
    """Lets one request at a time through to a host, and leaves it alone for `delay_s` after each answer.

    The pause runs from the answer, not from the question, so that the gap holds at the server whatever the
    network does in between. It grows with the site's Crawl-delay and with its own slowness: a server that took
    four seconds is left alone for four. The clock is monotonic: one that is set back or forward changes nothing.
    """

    def __init__(self, *, delay_s: float, clock: Clock, sleep: Sleep) -> None:
        self.delay_s = delay_s
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._last_end: float | None = None
        self._last_took_s = 0.0
        self.waited_s = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and hold it for the length of the block."""
        with self._lock:
            self._wait()
            start = self._clock()
            try:
                yield
            finally:
                self._last_end = self._clock()
                self._last_took_s = self._last_end - start

    def _wait(self) -> None:
        if self._last_end is None or not self.delay_s:
            return  # a site without delay is this machine, whose slowness is ours and asks for no pause
        pause_s = max(self.delay_s, self._last_took_s)
        next_start = self._last_end + pause_s * random.uniform(1.0, 1.0 + JITTER)
        while (left := next_start - self._clock()) > 0:
            self.waited_s += left
            self._sleep(left)


@dataclass(slots=True)
class Breaker:
    """Whether a host is left alone for the rest of the run, and why."""

    reason: str | None = None
    retry_after_s: float | None = None
    failures: int = 0

    def open(self, reason: str, retry_after_s: float | None = None) -> None:
        """Leave the host alone from now on."""
        if self.reason is None:
            self.reason, self.retry_after_s = reason, retry_after_s

    def count_failure(self) -> None:
        """One more page that failed for the server's sake; five in a row open the breaker."""
        self.failures += 1
        if self.failures >= FAILURES_IN_A_ROW:
            self.open(f"{self.failures} pages in a row failed")

    def count_success(self) -> None:
        """The server answers."""
        self.failures = 0


def parse_retry_after(value: str, *, now: datetime | None = None) -> float | None:
    """The seconds a Retry-After header asks for, or None where it makes no sense (past, negative, no number).

    >>> parse_retry_after("120"), parse_retry_after("-5"), parse_retry_after("abc")
    (120.0, None, None)
    """
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) <= 12:
        return float(value)
    try:
        instant = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    seconds = (instant - (now or datetime.now(UTC))).total_seconds()
    return seconds if seconds > 0 else None


def make_backoff(first_s: float, attempt: int) -> float:
    """The pause before try `attempt` + 1 (from 1), in seconds: doubled each time, with a quarter of jitter."""
    pause = min(first_s * 2.0 ** (attempt - 1), MAX_BACKOFF_S)
    return float(pause * random.uniform(1.0, 1.25))
