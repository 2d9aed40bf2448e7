"""Putting a newly built index in the place of the old one, of which nothing stays behind."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from minuteminer.errors import LockedError


def replace_index(new: Path, old: Path) -> None:
    """Move the closed index file `new` to `old`; raises LockedError while another program has `old` open.

    The old file's write-ahead log is emptied first: left behind, it would be played into the new file.
    """
    if old.exists():
        try:
            with closing(sqlite3.connect(old, timeout=5.0)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise LockedError(
                f"{old} is open in another program ({error}); stop `minuteminer serve` and what else reads it, "
                "then run the same command again: it goes on where it stopped"
            ) from error
    os.replace(new, old)
    for ending in ("-wal", "-shm"):
        old.with_name(old.name + ending).unlink(missing_ok=True)
