"""One run at a time over a data directory.

The lock is the operating system's (flock): it ends with the process that holds it, however that ends, so a lock
left by a killed run is no lock. The file's text says who holds it, for the message to whoever comes second.
"""

from __future__ import annotations

import datetime
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from minuteminer.errors import LockedError, MinuteMinerError

_TEXT = re.compile(r"process (\d+), since (\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds the lock, or held it when it was cut off (kill -9, a power cut); `since` is ISO 8601 in UTC."""

    state: Literal["at work", "cut off"]
    process: int
    since: str

    def describe(self) -> str:
        """The holder in words.

        >>> Holder(state="at work", process=7, since="2026-09-25T02:30:00+00:00").describe()
        'at work since 2026-09-25T02:30:00+00:00 (process 7)'
        """
        if self.state == "at work":
            return f"at work since {self.since} (process {self.process})"
        return (
            f"cut off: begun {self.since}, and its process {self.process} is gone without an end; "
            "`minuteminer run` goes on from there"
        )


def read_holder(path: Path) -> Holder | None:
    """Who holds the lock file `path` or was cut off while holding it; None where the last one ended well."""
    try:
        file = path.open(encoding="utf-8")
    except OSError:
        return None
    with file:
        if (match := _TEXT.match(file.read(200))) is None:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return Holder(state="at work", process=int(match[1]), since=match[2])
        # The holder may have ended well since its text was read.
        file.seek(0)
        cut_off = file.read(200) == match.string
    return Holder(state="cut off", process=int(match[1]), since=match[2]) if cut_off else None


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock file `path` for a `with` block; raises LockedError at once if another process holds it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise MinuteMinerError(
            f"the data directory {path.parent} cannot be written: {error.strerror}; name another with --data"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise LockedError(
                f"another run holds {path} ({holder}); wait for it to end, or give this run another --data directory"
            ) from error
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {now}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)  # a text that stays behind tells of a run that was cut off
