"""The index in PostgreSQL (15 or newer), for many users. The same rows and the same hits as in SQLite.

A word that stands over 256 times in one passage keeps its first 256 places, which only phrases notice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from minuteminer.errors import IndexFileError, LockedError, MissingExtraError, SlowQueryError
from minuteminer.index.backend import TOO_SLOW, Kept, MatchSql
from minuteminer.index.match import Match, render_tsquery
from minuteminer.index.migrations import latest, load_migrations, split_statements
from minuteminer.index.postgres_writing import PostgresWriting
from minuteminer.index.spans import cut_slices

if TYPE_CHECKING:
    import psycopg

BUSY_MS = 10_000
_LOCK = 0x4D4D4958
# Compiling a statement takes longer than any of ours runs. Starting workers takes some hundredths of a second, in which
# one process counts tens of thousands of matches; PostgreSQL by itself (1000) would start them for 10,000.
_PLANNING = "SELECT set_config('jit', 'off', false), set_config('parallel_setup_cost', '20000', false)"


class PostgresBackend:
    """One connection to an index in PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Any], name: str, *, read_only: bool) -> None:
        self.connection = connection
        self.name = name
        self.read_only = read_only
        self.kept = Kept()
        self._end_s: float | None = None
        # How long a statement may run, 0 for any time; and what the server was told of that, None if that is not sure.
        self._limit_ms = 0
        self._told_ms: int | None = None
        # The newest row when it was first asked for.
        self._newest: int | None = None
        self._writing = PostgresWriting(connection)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        with self._plain_errors():
            cursor = self.connection.execute(_marked(sql), tuple(parameters))
            found = cursor.fetchall() if cursor.description else []
        # The server's limit holds for each statement; this one for all of them together.
        if self._end_s is not None and time.monotonic() > self._end_s:
            raise SlowQueryError(TOO_SLOW)
        return found

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows; rows of `vocabulary` that are there already are passed over."""
        with self._plain_errors():
            self._writing.insert(table, columns, rows)

    def insert_passages(self, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
        """Add rows of `paragraph` or `resolution`, and index their words."""
        with self._plain_errors():
            self._writing.insert_passages(table, columns, rows)

    def index_words(self) -> None:
        """Nothing is left to do: PostgreSQL indexes rows as they come."""

    def count_words(self, texts: Sequence[str]) -> None:
        """Add the words of folded texts to how often words occur."""
        with self._plain_errors():
            self._writing.count_words(texts)

    def set_aside(self, table: str, item: int, extra_terms: str) -> None:
        """Add terms to all passages of an item."""
        with self._plain_errors():
            self._writing.set_aside(table, item, extra_terms)

    def delete_passages(self, table: str, item: int) -> None:
        """Remove all passages of an item, and their words from the index."""
        with self._plain_errors():
            self._writing.delete_passages(table, item)

    def match_sql(self, table: str) -> MatchSql:
        """How to ask a table's word index."""
        return MatchSql(
            source=f"{table}_match",
            row=f"{table}_match.id",
            # Not the order of an index: walking it, the words of every row would be read to see whether it matches.
            order=f"({table}_match.id + 0)",
            where=f"{table}_vector_of({table}_match.id) @@ ?::tsquery",
            score=f"ts_rank({table}_vector_of({table}_match.id), ?::tsquery)",
            score_parameters=1,
            by_role=table == "paragraph",
            # Of a tsquery that it reads, the planner knows that all rows meet it: it would read the words of them all.
            broad=f"{table}_vector_of({table}_match.id) @@ (SELECT ?::tsquery)",
        )

    def slices(self, table: str, low: int, high: int, *, newest_first: bool) -> Iterator[tuple[int, int]]:
        """The years in which matches are looked for one after the other: a few first, then more and more."""
        if table != "paragraph":
            return iter([(low, high)])
        if self._newest is None:
            ((self._newest,),) = self.rows("SELECT coalesce(max(id), 0) FROM paragraph_match")
        return cut_slices(low, high, self._newest, newest_first=newest_first)

    def texts(self, table: str, columns: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows with some of their columns."""
        # A list would be written as text number by number, each looked at for signs that need quoting.
        listed = f"{{{','.join(map(str, ids))}}}"
        return self.rows(" ".join(("SELECT id,", columns, "FROM", table, "WHERE id = ANY(?::bigint[])")), (listed,))

    def render(self, match: Match) -> str:
        """A match as a tsquery."""
        return render_tsquery(match)

    def state(self) -> object:
        """Not told: to ask whether anything was written takes as long as to read a short list."""
        return None

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Within the block, a statement that runs longer raises QueryError."""
        outer = self._end_s, self._limit_ms
        self._end_s, self._limit_ms = time.monotonic() + seconds, max(1, int(seconds * 1000))
        try:
            yield
        finally:
            self._end_s, self._limit_ms = outer

    def _tell_limit(self) -> None:
        """Tell the server how long a statement may run, unless it knows: mostly that is as long as the last one."""
        if self._told_ms != self._limit_ms:
            self.connection.execute("SELECT set_config('statement_timeout', %s, false)", (str(self._limit_ms),))
            self._told_ms = self._limit_ms

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within the block all statements see the same state, whatever others write meanwhile."""
        with self._plain_errors(), self.connection.transaction():
            self.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One writer at a time; all or nothing."""
        if self.read_only:
            raise IndexFileError(f"{self.name} was opened to be read only; open it without read_only to write.")
        with self._plain_errors(), self.connection.transaction():
            self.rows("SELECT set_config('lock_timeout', ?, true)", (str(BUSY_MS),))
            self.rows("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            self._writing.begin()
            yield
            self._writing.end()
        with self._plain_errors():
            self._writing.settle()

    def problems(self) -> list[str]:
        """What is missing or does not agree, in words; PostgreSQL itself checks its pages."""
        found = []
        for table in ("paragraph", "resolution"):
            sql = f"SELECT count(*) FROM {table} AS p LEFT JOIN item AS i ON i.id = p.item WHERE i.id IS NULL"  # noqa: S608
            if lost := self.rows(sql)[0][0]:
                found.append(f"{lost} rows of {table} belong to no item")
            sql = (
                f"SELECT count(*) FROM {table} AS p WHERE NOT EXISTS "  # noqa: S608
                f"(SELECT 1 FROM {table}_match AS m JOIN {table}_vector AS v ON v.id = m.id "
                "WHERE m.id = p.id AND v.vector @@ ?::tsquery)"
            )
            if unmarked := self.rows(sql, ("':x:any'",))[0][0]:
                found.append(f"{unmarked} rows of {table} are not in the word index")
        return found

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        import psycopg

        done = False
        try:
            self._tell_limit()
            yield
            done = True
        except psycopg.errors.QueryCanceled as error:
            raise SlowQueryError(TOO_SLOW) from error
        except psycopg.errors.LockNotAvailable as error:
            raise LockedError(f"{self.name} is being written by another program; try again later.") from error
        except psycopg.Error as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise IndexFileError(f"{self.name}: expected an answer from the index, got: {said}.") from error
        finally:
            if not done:
                # A transaction that is undone undoes what the server was told in it.
                self._told_ms = None


def open_postgres(address: str, *, read_only: bool = False) -> PostgresBackend:
    """Open the index at a `postgresql://` address; make its tables if there are none and it is to be written.

    Raises MissingExtraError without psycopg, IndexFileError if it cannot be reached or is of a newer program.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MissingExtraError("PostgreSQL needs: pip install 'minuteminer[pg]'") from error
    name = _without_password(address)
    try:
        connection = psycopg.connect(address, autocommit=True, prepare_threshold=None)
    except psycopg.Error as error:
        said = str(error).splitlines()[0].replace(urlsplit(address).password or "\0", "…")
        raise IndexFileError(f"{name}: expected a PostgreSQL that can be reached, got: {said}.") from error
    backend = PostgresBackend(connection, name, read_only=read_only)
    try:
        _prepare(backend)
    except BaseException:
        connection.close()
        raise
    return backend


def _prepare(backend: PostgresBackend) -> None:
    version = schema_version(backend)
    newest = latest("postgres")
    if version > newest:
        raise IndexFileError(
            f"{backend.name} is an index of version {version}, made by a newer MinuteMiner; "
            f"this one knows up to {newest}. Upgrade MinuteMiner."
        )
    if version < newest:
        if backend.read_only:
            raise IndexFileError(
                f"{backend.name} is an index of version {version}; {newest} is needed. Run minuteminer index on it."
            )
        with backend.transaction():
            for number, script in load_migrations("postgres"):
                if number > schema_version(backend):
                    _apply(backend, number, script)
    backend.rows(_PLANNING)
    if backend.read_only:
        backend.rows("SELECT set_config('default_transaction_read_only', 'on', false)")


def _apply(backend: PostgresBackend, number: int, script: str) -> None:
    for statement in split_statements(script):
        backend.rows(statement)
    backend.rows(
        "INSERT INTO setting (name, value) VALUES ('schema', ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (str(number),),
    )


def schema_version(backend: PostgresBackend) -> int:
    """The number of the newest change that was applied, 0 for an empty database."""
    if backend.rows("SELECT to_regclass('setting')")[0][0] is None:
        return 0
    found = backend.rows("SELECT value FROM setting WHERE name = 'schema'")
    return int(found[0][0]) if found else 0


def _marked(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    host = parts.hostname or "local"
    return f"postgresql://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"
