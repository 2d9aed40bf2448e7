"""How far a batch is, on standard error: one line that changes for a person, one line every half minute for a log."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minuteminer.batch.run import Standing

_LOG_EVERY_S = 30.0
_SCREEN_EVERY_S = 0.5


def describe(standing: Standing) -> str:
    """Documents, rate, share of the input and time left in words."""
    rate = standing.annotated / max(standing.seconds, 0.001)
    said = f"{standing.documents:,} documents"
    if kept := standing.documents - standing.annotated:
        said += f" ({kept:,} passed over)"
    said += f", {rate:,.0f} a second"
    if standing.total_bytes:
        said += f", {100 * standing.input_bytes / standing.total_bytes:.0f}% of the input"
        if standing.annotated_bytes:
            left_s = (standing.total_bytes - standing.input_bytes) * standing.seconds / standing.annotated_bytes
            said += f", {words_for_seconds(left_s)} left"
    if standing.refused:
        said += f", {standing.refused:,} could not be read"
    return said


def words_for_seconds(seconds: float) -> str:
    """A duration as hours, minutes and seconds.

    >>> words_for_seconds(3725)
    '1:02:05'
    """
    whole = max(0, round(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


class ProgressLine:
    """Tells how far a batch is, not too often."""

    def __init__(self) -> None:
        self._screen = sys.stderr.isatty()
        self._told = time.monotonic()

    def __call__(self, standing: Standing) -> None:
        """Tell, if it is time to."""
        now = time.monotonic()
        if now - self._told < (_SCREEN_EVERY_S if self._screen else _LOG_EVERY_S):
            return
        self._told = now
        line = describe(standing)
        # A line that changes is cleared to its end first; a log gets whole lines.
        sys.stderr.write(f"\r\033[K{line}" if self._screen else f"minuteminer: {line}\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Make room for a message."""
        if self._screen:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
