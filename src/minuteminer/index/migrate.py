"""Bringing an index file to this version's schema, and saying beforehand what that means."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from minuteminer.errors import IndexFileError
from minuteminer.index.migrations import latest, load_migrations
from minuteminer.index.sqlite import check_owner, migrate_sqlite, open_sqlite, refuse_empty
from minuteminer.index.sqlite_errors import explained


def check_index(path: Path) -> dict[str, Any]:
    """The version of an index, the changes that it lacks, and what is damaged; nothing is changed.

    Raises IndexFileError if there is no index, or it is another program's or a newer one.
    """
    version = _version(path)
    missing = [number for number, _ in load_migrations("sqlite") if number > version]
    problems: list[str] = []
    if not missing:
        backend = open_sqlite(path, read_only=True)
        try:
            problems = backend.problems()
        finally:
            backend.close()
    return {
        "index": str(path),
        "version": version,
        "newest": latest("sqlite"),
        "missing": missing,
        "problems": problems,
    }


def migrate_index(path: Path) -> dict[str, Any]:
    """Apply what is missing, each change in one transaction; the old file is copied to `….before-N` first."""
    version = _version(path)
    kept = ""
    if version < latest("sqlite"):
        copy = path.with_name(f"{path.name}.before-{latest('sqlite')}")
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        kept = str(copy)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        try:
            applied = migrate_sqlite(connection)
        except sqlite3.DatabaseError as error:
            raise explained(error, path) from error
    return {"index": str(path), "version": latest("sqlite"), "applied": applied, "kept": kept, "problems": []}


def _version(path: Path) -> int:
    if not path.is_file():
        raise IndexFileError(
            f"There is no index at {path}. Run minuteminer index, or name another directory with --data."
        )
    try:
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)) as connection:
            check_owner(connection, path)
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise explained(error, path) from error
    refuse_empty(version, path)
    if version > latest("sqlite"):
        raise IndexFileError(
            f"{path} is an index of version {version}, made by a newer MinuteMiner; upgrade MinuteMiner."
        )
    return version
