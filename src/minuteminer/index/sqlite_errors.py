"""SQLite's errors in words that say what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from minuteminer.errors import IndexFileError, LockedError, SlowQueryError
from minuteminer.index.backend import TOO_SLOW


def explained(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """The error in words that say what to do."""
    text = str(error)
    if text == "interrupted":
        return SlowQueryError(TOO_SLOW)
    if "locked" in text or "busy" in text:
        return LockedError(f"{path} is being written by another program; try again when that has finished.")
    if "full" in text:
        return IndexFileError(f"{path}: the disk is full. Nothing of this step was written; make room and run it again.")  # fmt: skip  # noqa: E501
    if "readonly" in text:
        return IndexFileError(f"{path} cannot be written: {text}. Name a data directory that you may write to.")
    return IndexFileError(
        f"{path}: expected a sound index, got: {text}. The archive holds all that is needed: move this file away "
        "(keep it, if you want it looked at) and run minuteminer index to make it again."
    )
