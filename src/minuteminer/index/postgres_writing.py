"""How rows get into an index in PostgreSQL: by COPY, each batch of a table in one go.

Into an index that holds nothing yet, a large job brings its rows before there are indexes and references to look
after: these are made from all rows at once, which takes a fraction of the time. All of it is part of the transaction:
nothing is there until it ends. Who reads the empty index meanwhile has to wait, which a small job asks of nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import add
from typing import TYPE_CHECKING, Any

from minuteminer.index.match import pairs_of
from minuteminer.index.words import count_words

if TYPE_CHECKING:
    import psycopg

# PostgreSQL refuses lexemes of 2,046 bytes and more; a query has at most 500 characters.
_MAX_LEXEME_BYTES = 2_000
# A character of UTF-8 has at most four bytes.
_SURELY_SHORT = _MAX_LEXEME_BYTES // 4
# What is written behind the words of a passage, as far as nearly all passages go.
_PLACES = [f":{place}" for place in range(1, 4_001)]
# A job that brings so many items at once is large.
_LARGE = 1_000
# The planner needs to know how frequent words are; after so many new passages it is told.
_ANALYZE_AFTER = 5_000
_PASSAGES = ("paragraph", "resolution")
_TABLES = (
    "item paragraph paragraph_vector paragraph_match resolution resolution_vector resolution_match "
    "fact money headcount percent vote topic"
).split()
# Long texts and their words, of which no question asks what the planner could be told.
_TOLD = {"paragraph": "(id, item)", "resolution": "(id, item)", "paragraph_vector": "(id)", "resolution_vector": "(id)"}
# Sorting the words of a million paragraphs takes fewer turns in more memory than PostgreSQL's default of 64 MB.
_BUILD_MEMORY = "256MB"


class PostgresWriting:
    """The writing half of a connection."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._new_passages = 0
        self._late: list[str] = []
        self._counts: Counter[str] = Counter()

    def begin(self) -> None:
        """Begin anew, whatever the last transaction left."""
        self._new_passages, self._late, self._counts = 0, [], Counter()

    def end(self) -> None:
        """Do what was put off."""
        if self._counts:
            self._write_counts()
        if self._late:
            # The rows are few pages, behind which there is much to read: PostgreSQL itself would take one worker.
            self._rows(
                "SELECT set_config('maintenance_work_mem', %s, true), "
                "set_config('min_parallel_table_scan_size', '0', true)",
                (_BUILD_MEMORY,),
            )
        for statement in self._late:
            self._connection.execute(statement.encode())
        if self._new_passages and not self._late:
            # Entries that wait outside the tree of a word index are walked one by one by every search.
            self._rows(
                "SELECT gin_clean_pending_list('resolution_match_vector'::regclass) UNION ALL "
                "SELECT gin_clean_pending_list(inhrelid) FROM pg_inherits "
                "WHERE inhparent = 'paragraph_match_vector'::regclass"
            )
        if self._new_passages > _ANALYZE_AFTER:
            self._rows(f"ANALYZE meeting, {', '.join(map(_told, _TABLES))}")

    def settle(self) -> None:
        """After the transaction: tell which pages everybody sees, that figures are read from their index alone."""
        if self._new_passages > _ANALYZE_AFTER:
            self._rows("VACUUM (SKIP_LOCKED) money, headcount")

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows; rows of `vocabulary` that are there already are passed over."""
        names = ", ".join(columns)
        if table == "vocabulary":
            marks = ", ".join(["%s"] * len(columns))
            statement = ("INSERT INTO", table, "(", names, ") VALUES (", marks, ") ON CONFLICT DO NOTHING")
            with self._connection.cursor() as cursor:
                cursor.executemany(" ".join(statement), rows)
            return
        if table == "item":
            rows = list(rows)
            if len(rows) >= _LARGE and not self._late and not self._rows("SELECT 1 FROM item LIMIT 1"):
                self._put_off()
        self._copy(table, names, rows)

    def _copy(self, table: str, names: str, rows: Iterable[Sequence[object]]) -> None:
        with (
            self._connection.cursor() as cursor,
            cursor.copy(" ".join(("COPY", table, "(", names, ") FROM STDIN")).encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _put_off(self) -> None:
        """Drop what is made again at the end: indexes first, then the references that they help to look after."""
        references = self._rows(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            (_TABLES,),
        )
        indexes = self._rows(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
            (_TABLES,),
        )
        for table, name, _ in references:
            self._rows(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            self._rows(f"DROP INDEX {name}")
        # The index of a table in parts is told as one of the whole alone.
        self._late = [statement.replace(" ON ONLY ", " ON ", 1) for _, statement in indexes]
        self._late += [f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}" for table, name, text in references]

    def insert_passages(self, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
        """Add rows of `paragraph` or `resolution`, and index their words."""
        words, terms = columns.index("words"), columns.index("terms")
        self.insert(table, columns, rows)
        vectors = ((row[0], make_vector(str(row[words]), str(row[terms]))) for row in rows)
        self._copy(f"{table}_vector", "id, vector", vectors)
        self._copy(f"{table}_match", "id", ((row[0],) for row in rows))
        self._new_passages += len(rows)

    def count_words(self, texts: Sequence[str]) -> None:
        """Add the words of folded texts to how often words occur, at the end: most are said again by other texts."""
        self._counts.update(dict(count_words(texts)))

    def _write_counts(self) -> None:
        counted = sorted(one for one in self._counts.items() if _is_lexeme(one[0]))
        self._rows(
            "INSERT INTO word (word, occurrences) SELECT * FROM unnest(%s::text[], %s::bigint[]) "
            "ON CONFLICT (word) DO UPDATE SET occurrences = word.occurrences + excluded.occurrences",
            ([word for word, _ in counted], [count for _, count in counted]),
        )

    def set_aside(self, table: str, item: int, extra_terms: str) -> None:
        """Add terms to all passages of an item."""
        ids = self._ids(table, item)
        vector = " ".join(f"':{term}'" for term in extra_terms.split())
        # The word index is made of a row when it comes, not when its vector becomes another.
        self._rows(f"DELETE FROM {table}_match WHERE id = ANY(%s)", (ids,))  # noqa: S608
        self._rows(
            f"UPDATE {table}_vector SET vector = vector || %s::tsvector WHERE id = ANY(%s)",  # noqa: S608
            (vector, ids),
        )
        self._rows(f"INSERT INTO {table}_match (id) SELECT unnest(%s::bigint[])", (ids,))
        self._rows(f"UPDATE {table} SET terms = terms || ' ' || %s WHERE item = %s", (extra_terms, item))  # noqa: S608

    def delete_passages(self, table: str, item: int) -> None:
        """Remove all passages of an item, and their words from the index."""
        ids = self._ids(table, item)
        for one in (f"{table}_match", f"{table}_vector", table):
            self._rows(f"DELETE FROM {one} WHERE id = ANY(%s)", (ids,))  # noqa: S608

    def _ids(self, table: str, item: int) -> list[int]:
        return [row for (row,) in self._rows(f"SELECT id FROM {table} WHERE item = %s", (item,))]  # noqa: S608

    def _rows(self, sql: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(sql.encode(), parameters)
        return cursor.fetchall() if cursor.description else []


def make_vector(words: str, terms: str) -> str:
    """The tsvector of a passage: each word with its places, the pairs of neighbours, each term.

    >>> make_vector("the fire", "x:any topic:cse")
    "the:1 fire:2 +2587 ':x:any' ':topic:cse'"
    """
    split = words.split()
    placed: Iterable[str]
    if len(split) <= len(_PLACES) and (len(words) < _SURELY_SHORT or max(map(len, split)) < _SURELY_SHORT):
        placed = map(add, split, _PLACES)
    else:
        placed = (f"{word}:{place}" for place, word in enumerate(split, 1) if _is_lexeme(word))
    # PostgreSQL itself brings together what stands of a word in several places.
    return " ".join([*placed, *pairs_of(split), *[f"':{term}'" for term in terms.split()]])


def _told(table: str) -> str:
    return f"{table} {_TOLD.get(table, '')}"


def _is_lexeme(word: str) -> bool:
    return len(word) < _SURELY_SHORT or len(word.encode()) < _MAX_LEXEME_BYTES
