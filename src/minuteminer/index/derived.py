"""The store of intermediate results: what was parsed and annotated, keyed by content and version of the rules.

All of it can be deleted and made again from the archive. One SQLite file; writes are collected and committed
in batches, so that a run over thousands of items does not wait for the disk at each; a crash loses at most
the batch that was not yet committed, never part of a value.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path
from types import TracebackType

from minuteminer.errors import IndexFileError

# A batch is committed at 200 values, 8 MB or 2 s, whatever comes first: a value is 5-50 kB, and 2 s of work
# is what a kill may cost.
BATCH_VALUES = 200
BATCH_BYTES = 8_000_000
BATCH_S = 2.0
_APPLICATION_ID = 0x4D4D4452  # "MMDR"


class Derived:
    """A key-value store of bytes by kind and key; made by `open_derived`. Safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self._values = 0
        self._bytes = 0
        self._since = time.monotonic()

    def get(self, kind: str, key: str) -> bytes | None:
        """The value, or None if there is none."""
        with self._lock:
            row = self._connection.execute(
                "SELECT value FROM derived WHERE kind = ? AND key = ?", (kind, key)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Store a value, in place of an older one; it is durable after the next batch commit or `commit`."""
        with self._lock:
            self._begin()
            self._connection.execute(
                "INSERT INTO derived (kind, key, value) VALUES (?, ?, ?) "
                "ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value",
                (kind, key, value),
            )
            self._count(len(value))

    def keys(self, kind: str) -> list[str]:
        """All keys of a kind, sorted."""
        with self._lock:
            rows = self._connection.execute("SELECT key FROM derived WHERE kind = ? ORDER BY key", (kind,))
            return [key for (key,) in rows]

    def delete(self, kind: str, key: str) -> None:
        """Remove a value; nothing happens if there is none."""
        with self._lock:
            self._begin()
            self._connection.execute("DELETE FROM derived WHERE kind = ? AND key = ?", (kind, key))
            self._count(0)

    def commit(self) -> None:
        """Make everything stored so far durable."""
        with self._lock:
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")
            self._values = self._bytes = 0

    def compact(self) -> None:
        """Commit, and leave nothing of what was deleted or replaced in the file or beside it."""
        with self._lock:
            self.commit()
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._connection.close()

    def __enter__(self) -> Derived:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            # IMMEDIATE: a transaction that begins as a reader fails at once when it turns writer in WAL mode.
            self._connection.execute("BEGIN IMMEDIATE")
            self._since = time.monotonic()

    def _count(self, size: int) -> None:
        self._values += 1
        self._bytes += size
        waited_s = time.monotonic() - self._since
        if self._values >= BATCH_VALUES or self._bytes >= BATCH_BYTES or waited_s >= BATCH_S:
            self.commit()


def open_derived(path: str | Path) -> Derived:
    """Open (or make) the store of intermediate results in the file `path`.

    Raises IndexFileError if the file is damaged or is another program's.

    >>> import tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> with open_derived(pathlib.Path(folder.name) / "derived.sqlite") as derived:
    ...     derived.put("item", "abc@1", b"{}")
    ...     derived.get("item", "abc@1"), derived.get("item", "other"), derived.keys("item")
    (b'{}', None, ['abc@1'])
    >>> folder.cleanup()
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=10.0, check_same_thread=False)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as error:
        raise IndexFileError(
            f"{path}: expected MinuteMiner's store of intermediate results, got: {error}. " + _advice(error)
        ) from error
    return Derived(connection)


def _advice(error: Exception) -> str:
    """What to do next: a full or read-only disk is no damage, and moving the file away would only lose work."""
    words = str(error).lower()
    if "full" in words or "no space" in words:
        return "Make room on the disk and run the same command again; it goes on where it stopped."
    if "readonly" in words or "read-only" in words or "permission" in words or "unable to open" in words:
        return "The directory cannot be written; give another with --data, or the right to write."
    return "It can be made again from the archive: move the file away and run the job again."


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != _APPLICATION_ID and tables:
        raise IndexFileError(
            f"{path}: expected MinuteMiner's store of intermediate results, got another program's SQLite file. "
            "It was left as it is; name another data directory."
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if not tables:
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS derived (kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, "
            "PRIMARY KEY (kind, key)) STRICT"
        )
