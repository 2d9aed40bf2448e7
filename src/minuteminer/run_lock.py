"""One run at a time over a data directory.

The lock is the operating system's (flock): it ends with the process that holds it, however that ends, so a lock
left by a killed run is no lock. The file's text says who holds it, for the message to whoever comes second.
"""

from __future__ import annotations

import datetime
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minuteminer.errors import LockedError, MinuteMinerError


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
        yield
        file.truncate(0)
