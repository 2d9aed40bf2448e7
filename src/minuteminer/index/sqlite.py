"""The index in one SQLite file, with FTS5."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from minuteminer.errors import IndexFileError, SlowQueryError
from minuteminer.index.backend import TOO_SLOW, Kept, MatchSql
from minuteminer.index.match import Match, render_fts5
from minuteminer.index.migrations import latest, load_migrations, split_statements
from minuteminer.index.sqlite_errors import explained
from minuteminer.index.sqlite_writing import SqliteWriting

APPLICATION_ID = 0x4D4D4958  # "MMIX"
BUSY_S = 10.0
# So much of the pages stays in memory while an index is written. Who reads needs less, for the operating system keeps
# the file: with 2 MB a page of results takes 2 to 7 hundredths longer than with 64. A server has several connections.
_CACHE_KB = 65_536
_READING_CACHE_KB = 16_384
# A larger file is read where the operating system keeps it, without copies: of a million paragraphs (3 GB) matches that
# lie far apart cost a fifth less. A smaller one is not, as each connection's memory would show all of it.
_MAPPED_FROM_BYTES = 1 << 30
_MAPPED_BYTES = 1 << 34  # as much as SQLite was built for, which is 2 GB of the file by default
# FTS5 collects this much before it writes a segment: with the default of 1 MB it merges far more often.
_HASH_BYTES = 64_000_000
# Half the work of writing a large file into the log and from there to its place, of which SQLite's 4,096 need more.
_PAGE_BYTES = 16_384
# The words of so many items are indexed while the rows of the next are made.
_INDEX_AFTER = 1_000
# To walk backwards takes FTS5 half more time than forwards, and a Python number for each match less than that.
_WALKED_ONCE = 20_000
# The deadline is looked at every so many steps of SQLite's machine, some tenths of a millisecond.
_STEPS = 2_000


class SqliteBackend:
    """One connection to an index file."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
        self.connection = connection
        self.path = path
        self.read_only = read_only
        self.kept = Kept()
        self._end_s: float | None = None
        self._writing = SqliteWriting(connection)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        try:
            self._writing.wait()
            found = self.connection.execute(sql, tuple(parameters)).fetchall()
        except sqlite3.DatabaseError as error:
            raise explained(error, self.path) from error
        # One step of the machine can be a long walk through the word index, which no handler sees.
        if self._end_s is not None and time.monotonic() > self._end_s:
            raise SlowQueryError(TOO_SLOW)
        return found

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows; rows of `vocabulary` that are there already are passed over."""
        self._writing.insert(table, columns, rows)

    def insert_passages(self, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
        """Add rows of `paragraph` or `resolution`, whose words are indexed when the transaction ends."""
        self._writing.insert_passages(table, columns, rows)

    def index_words(self) -> None:
        """Begin to index the words of the passages that were added, once they are many."""
        self._writing.index_words(after=_INDEX_AFTER)

    def count_words(self, texts: Sequence[str]) -> None:
        """Add the words of folded texts to how often words occur."""
        self._writing.count_words(texts)

    def set_aside(self, table: str, item: int, extra_terms: str) -> None:
        """Add terms to all passages of an item."""
        self._writing.set_aside(table, item, extra_terms)

    def delete_passages(self, table: str, item: int) -> None:
        """Remove all passages of an item, and their words from the index."""
        self._writing.delete_passages(table, item)

    def match_sql(self, table: str) -> MatchSql:
        """How to ask a table's word index; the terms have no weight in the ranking."""
        fts = f"{table}_fts"
        row, score = f"{fts}.rowid", f"-bm25({fts}, 1.0, 0.0)"
        return MatchSql(
            source=fts, row=row, order=row, where=f"{fts} MATCH ?", score=score, score_parameters=0,
            walked_once=_WALKED_ONCE,
        )  # fmt: skip

    def slices(self, table: str, low: int, high: int, *, newest_first: bool) -> Iterator[tuple[int, int]]:
        """All at once: FTS5 walks the matches from either end and stops where it is told."""
        yield low, high

    def texts(self, table: str, columns: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows with some of their columns."""
        sql = f"SELECT id, {columns} FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        return self.rows(sql, (json.dumps(list(ids)),))

    def render(self, match: Match) -> str:
        """A match as an FTS5 expression."""
        return render_fts5(match)

    def state(self) -> object:
        """What others wrote is told by SQLite, what this connection wrote by itself."""
        return self.rows("PRAGMA data_version")[0][0], self.connection.total_changes

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Within the block, a statement that runs longer raises QueryError."""
        end = self._end_s = time.monotonic() + seconds
        self.connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            yield
        finally:
            self._end_s = None
            self.connection.set_progress_handler(None, 0)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within the block all statements see the same state, whatever others write meanwhile."""
        self.rows("BEGIN")
        try:
            yield
        finally:
            self.rows("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One writer at a time; all or nothing."""
        if self.read_only:
            raise IndexFileError(f"{self.path} was opened to be read only; open it without read_only to write.")
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            raise explained(error, self.path) from error
        try:
            self._writing.begin()
            yield
            self._writing.end()
            self.connection.execute("COMMIT")
        except BaseException as error:
            with suppress(sqlite3.DatabaseError):
                self._writing.wait()
            # A full disk makes SQLite roll back by itself; a second rollback would hide the reason.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise explained(error, self.path) from error
            raise

    def problems(self) -> list[str]:
        """Damage of the file, and of the word indexes: SQLite's own check misses most of the latter."""
        found: list[str] = []
        try:
            checked = self.connection.execute("PRAGMA integrity_check(20)").fetchall()
            found += [f"the file: {text}" for (text,) in checked if text != "ok"]
            found += [f"the file: a row of {r[0]} refers to a missing row of {r[2]}" for r in self.connection.execute("PRAGMA foreign_key_check").fetchmany(5)]  # fmt: skip  # noqa: E501
        except sqlite3.DatabaseError as error:
            found.append(f"the file: {error}")
        for table in ("paragraph", "resolution"):
            found += self._word_index_problems(table)
        return found

    def _word_index_problems(self, table: str) -> list[str]:
        fts = f"{table}_fts"
        statement = f"INSERT INTO {fts} ({fts}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None, timeout=BUSY_S)) as connection:
                connection.execute(statement)
        except sqlite3.OperationalError as error:
            return [f"the word index of {table} could not be checked: {error}"]
        except sqlite3.DatabaseError as error:
            return [f"the word index of {table} does not agree with its rows: {error}"]
        return []

    def close(self) -> None:
        """Close the connection; a writer leaves all in the one file, where programs that ignore the log find it."""
        if not self.read_only:
            with suppress(sqlite3.DatabaseError):
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


def open_sqlite(path: Path, *, read_only: bool = False) -> SqliteBackend:
    """Open an index file; make it if there is none and it is to be written.

    Raises IndexFileError if there is no file, or it is damaged, foreign, or of a newer program.
    """
    if read_only and not path.is_file():
        raise IndexFileError(
            f"There is no index at {path}. Collect and index some minutes first (minuteminer demo shows how), "
            "or name another directory with --data."
        )
    try:
        connection = _connect(path, read_only=read_only)
    except sqlite3.DatabaseError as error:
        raise explained(error, path) from error
    except OSError as error:
        raise IndexFileError(f"{path}: expected a place for an index, got: {error}.") from error
    try:
        check_owner(connection, path)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > latest("sqlite"):
            raise IndexFileError(
                f"{path} is an index of version {version}, made by a newer MinuteMiner; this one knows up to "
                f"{latest('sqlite')}. Upgrade MinuteMiner, or name another data directory."
            )
        if version < latest("sqlite"):
            if read_only:
                refuse_empty(version, path)
                raise IndexFileError(
                    f"{path} is an index of version {version}; this MinuteMiner needs {latest('sqlite')}. "
                    "Run: minuteminer migrate"
                )
            # Of a file that has tables this changes nothing.
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            migrate_sqlite(connection)
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise explained(error, path) from error
    except BaseException:
        connection.close()
        raise
    return SqliteBackend(connection, path, read_only=read_only)


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    if read_only:
        # A closed index on read-only media can only be read if SQLite need not make files beside it.
        settled = not path.with_name(f"{path.name}-wal").exists() and not os.access(path.parent, os.W_OK)
        address = path.resolve().as_uri() + ("?mode=ro&immutable=1" if settled else "?mode=ro")
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_S, check_same_thread=False)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S, check_same_thread=False)
    connection.execute(f"PRAGMA cache_size = -{_READING_CACHE_KB if read_only else _CACHE_KB}")
    if read_only and path.exists() and path.stat().st_size >= _MAPPED_FROM_BYTES:
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    return connection


def check_owner(connection: sqlite3.Connection, path: Path) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != APPLICATION_ID and tables:
        raise IndexFileError(
            f"{path}: expected an index of MinuteMiner, got another program's SQLite file. It was left as it is; "
            "name another data directory with --data."
        )


def migrate_sqlite(connection: sqlite3.Connection) -> list[int]:
    """Bring an index to the newest schema, each change in its own transaction; returns the numbers applied."""
    applied = []
    for number, script in load_migrations("sqlite"):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if number <= connection.execute("PRAGMA user_version").fetchone()[0]:
                connection.execute("ROLLBACK")
                continue
            for statement in split_statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            for fts in ("paragraph_fts", "resolution_fts"):
                connection.execute(f"INSERT INTO {fts} ({fts}, rank) VALUES ('hashsize', ?)", (_HASH_BYTES,))  # noqa: S608
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        applied.append(number)
    return applied


def refuse_empty(version: int, path: Path) -> None:
    """Raise IndexFileError for a file without any version: an index that was never finished, or none at all."""
    if version == 0:
        raise IndexFileError(
            f"{path} is no index: there is nothing in it. Move this file away and run minuteminer index; the archive "
            "holds all that is needed."
        )
