"""Putting a newly built index in the place of the old one, of which no word stays behind, while others read it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from minuteminer.errors import LockedError
from minuteminer.index.change_log import continue_change_log
from minuteminer.index.sqlite_errors import explained

# How long readers may hold back the last step, and other writers the first.
WAIT_S = 30.0


def replace_index(new: Path, old: Path) -> None:
    """Make the index in the file `old` that in the closed file `new`, which is used up; readers need not stop.

    They see the old state until the new one is there whole. Who follows the changes is told what is gone. Raises
    LockedError while another program writes `old`, or has been reading the old state for longer than we wait.
    """
    if not old.exists():
        os.replace(new, old)
        return
    try:
        continue_change_log(new, old)
        _match_page_size(new, old)
        with closing(sqlite3.connect(old, timeout=WAIT_S, isolation_level=None)) as target:
            _copy(new, target)
            _empty_log(target, old)
    except sqlite3.OperationalError as error:
        raise explained(error, old) from error
    except sqlite3.DatabaseError:
        # Nobody can read the old file, and nothing can be written into it.
        os.replace(new, old)
        _remove(old, "-wal", "-shm")
        return
    _remove(new, "", "-wal", "-shm")


def _copy(new: Path, target: sqlite3.Connection) -> None:
    """Write every page of `new` in one transaction, into the log beside the file: readers are not held up."""
    target.execute("PRAGMA journal_mode = WAL")
    target.execute("PRAGMA synchronous = FULL")
    with closing(sqlite3.connect(new)) as source:
        source.backup(target, progress=_patience())


def _patience() -> Callable[[int, int, int], None]:
    end_s = time.monotonic() + WAIT_S

    def look(status: int, _remaining: int, _total: int) -> None:
        # Python tries for ever to begin a copy while another program writes.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end_s:
            raise sqlite3.OperationalError("database is locked")

    return look


def _empty_log(target: sqlite3.Connection, path: Path) -> None:
    """Bring the pages from the log into the file, over those with the words, and cut the log to nothing."""
    held_back, _, _ = target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if held_back:
        raise LockedError(
            f"{path} shows nothing of what was removed any more, but its words are still in the file: another program "
            "(a long download, an export, a snapshot) has been reading the state of before. When that has ended, run "
            "the same command again, which then finishes; so does the next minuteminer run."
        )


def _match_page_size(new: Path, old: Path) -> None:
    """A log takes pages of its file's own size only; a file made by another SQLite may have another."""
    with closing(sqlite3.connect(old)) as one, closing(sqlite3.connect(new, isolation_level=None)) as other:
        ((wanted,),) = one.execute("PRAGMA page_size").fetchall()
        if other.execute("PRAGMA page_size").fetchall() != [(wanted,)]:
            other.execute("PRAGMA journal_mode = DELETE")
            other.execute(f"PRAGMA page_size = {wanted}")
            other.execute("VACUUM")


def _remove(path: Path, *endings: str) -> None:
    for ending in endings:
        path.with_name(path.name + ending).unlink(missing_ok=True)
