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
from minuteminer.index.backend import TOO_SLOW, MatchSql
from minuteminer.index.match import Match, render_tsquery
from minuteminer.index.migrations import latest, load_migrations, split_statements
from minuteminer.index.words import count_words

if TYPE_CHECKING:
    import psycopg

BUSY_MS = 10_000
_LOCK = 0x4D4D4958
# PostgreSQL refuses lexemes of 2,046 bytes and more; a query has at most 500 characters.
_MAX_LEXEME_BYTES = 2_000
# The planner needs to know how frequent words are; after so many new passages it is told.
_ANALYZE_AFTER = 5_000


class PostgresBackend:
    """One connection to an index in PostgreSQL."""

    def __init__(self, connection: psycopg.Connection[Any], name: str, *, read_only: bool) -> None:
        self.connection = connection
        self.name = name
        self.read_only = read_only
        self._new_passages = 0
        self._end_s: float | None = None

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
        names = ", ".join(columns)
        with self._plain_errors(), self.connection.cursor() as cursor:
            if table == "vocabulary":
                marks = ", ".join(["%s"] * len(columns))
                statement = ("INSERT INTO", table, "(", names, ") VALUES (", marks, ") ON CONFLICT DO NOTHING")
                cursor.executemany(" ".join(statement), rows)
                return
            with cursor.copy(" ".join(("COPY", table, "(", names, ") FROM STDIN"))) as copy:
                for row in rows:
                    copy.write_row(row)

    def insert_passages(self, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
        """Add rows of `paragraph` or `resolution`, and index their words."""
        words, terms = columns.index("words"), columns.index("terms")
        full = ((*row, make_vector(str(row[words]), str(row[terms]))) for row in rows)
        self.insert(table, (*columns, "vector"), full)
        self._new_passages += len(rows)

    def index_words(self) -> None:
        """Nothing is left to do: PostgreSQL indexes rows as they come."""

    def count_words(self, texts: Sequence[str]) -> None:
        """Add the words of folded texts to how often words occur."""
        statement = (
            "INSERT INTO word (word, occurrences) VALUES (%s, %s) "
            "ON CONFLICT (word) DO UPDATE SET occurrences = word.occurrences + excluded.occurrences"
        )
        with self._plain_errors(), self.connection.cursor() as cursor:
            cursor.executemany(
                statement, [one for one in count_words(texts) if len(one[0].encode()) < _MAX_LEXEME_BYTES]
            )

    def set_aside(self, table: str, item: int, extra_terms: str) -> None:
        """Add terms to all passages of an item."""
        vector = " ".join(f"':{term}'" for term in extra_terms.split())
        sql = ("UPDATE", table, "SET terms = terms || ' ' || ?, vector = vector || ?::tsvector WHERE item = ?")
        self.rows(" ".join(sql), (extra_terms, vector, item))

    def delete_passages(self, table: str, item: int) -> None:
        """Remove all passages of an item."""
        self.rows(" ".join(("DELETE FROM", table, "WHERE item = ?")), (item,))

    def match_sql(self, table: str) -> MatchSql:
        """How to ask a table's word index."""
        return MatchSql(
            source=table,
            row=f"{table}.id",
            where=f"{table}.vector @@ ?::tsquery",
            score=f"ts_rank({table}.vector, ?::tsquery)",
            score_parameters=1,
        )

    def folded_texts(self, table: str, ids: Sequence[int]) -> list[tuple[int, str]]:
        """The rows with their folded words."""
        return self.rows(" ".join(("SELECT id, words FROM", table, "WHERE id = ANY(?)")), (list(ids),))

    def render(self, match: Match) -> str:
        """A match as a tsquery."""
        return render_tsquery(match)

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Within the block, a statement that runs longer raises QueryError."""
        self.rows("SELECT set_config('statement_timeout', ?, false)", (str(max(1, int(seconds * 1000))),))
        self._end_s = time.monotonic() + seconds
        try:
            yield
        finally:
            self._end_s = None
            if not self.connection.broken:
                self.rows("SELECT set_config('statement_timeout', '0', false)")

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
            yield
            if self._new_passages:
                # Entries that wait outside the tree of a word index are walked one by one by every search.
                self.rows(
                    "SELECT gin_clean_pending_list('paragraph_vector'), gin_clean_pending_list('resolution_vector')"
                )
            if self._new_passages > _ANALYZE_AFTER:
                self.rows("ANALYZE paragraph, resolution, item, meeting, fact, money, headcount, percent, vote")
                self._new_passages = 0

    def problems(self) -> list[str]:
        """What is missing or does not agree, in words; PostgreSQL itself checks its pages."""
        found = []
        for table in ("paragraph", "resolution"):
            sql = ("SELECT count(*) FROM", table, "AS p LEFT JOIN item AS i ON i.id = p.item WHERE i.id IS NULL")
            if lost := self.rows(" ".join(sql))[0][0]:
                found.append(f"{lost} rows of {table} belong to no item")
            sql = ("SELECT count(*) FROM", table, "WHERE NOT vector @@ ?::tsquery")
            if unmarked := self.rows(" ".join(sql), ("':x:any'",))[0][0]:
                found.append(f"{unmarked} rows of {table} are not in the word index")
        return found

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise SlowQueryError(TOO_SLOW) from error
        except psycopg.errors.LockNotAvailable as error:
            raise LockedError(f"{self.name} is being written by another program; try again later.") from error
        except psycopg.Error as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise IndexFileError(f"{self.name}: expected an answer from the index, got: {said}.") from error


def make_vector(words: str, terms: str) -> str:
    """The tsvector of a passage: each word with its places, each term without.

    >>> make_vector("the fire the", "topic:cse")
    "'the':1,3 'fire':2 ':topic:cse'"
    """
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words.split(), 1):
        places.setdefault(word, []).append(str(place))
    pieces = [
        f"'{word}':{','.join(found[:256])}"
        for word, found in places.items()
        if len(word) < 500 or len(word.encode()) < _MAX_LEXEME_BYTES
    ]
    return " ".join([*pieces, *(f"':{term}'" for term in dict.fromkeys(terms.split()))])


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
