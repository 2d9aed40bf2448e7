"""How rows get into an index file: what a writing transaction does at once, and what it puts off.

Words are indexed many at a time, in the order of ids: FTS5 writes a segment each time an id is lower than the last,
and segments have to be merged. Into an index that holds nothing yet, the rows of facts go without their secondary
indexes, which are made from all rows at once. All of it is part of the transaction: nothing is there until it ends.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from minuteminer.index.words import count_words

# So many new passages at once, and reading the word index through is quicker than counting words one by one.
_RECOUNT_AFTER = 20_000
_LATE = ("fact", "money", "headcount", "percent", "vote")
_PASSAGES = ("paragraph", "resolution")
# Rows of a table are brought many in a statement, which takes a seventh less than one by one; SQLite before 3.32 takes
# no more than 999 values in one.
_VALUES = 999
_INDEX = (
    "INSERT INTO {0}_fts (rowid, words, terms) SELECT id, words, terms FROM {0} "
    "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
)
# Python's sqlite3 asks long for a way to adapt None, before it binds it as it is: four times as long as text takes.
# Being told a way that gives None back, it is quick.
_SAME: Any = {}.get
sqlite3.register_adapter(type(None), _SAME)


class SqliteWriting:
    """The writing half of a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._fresh = False
        self._recount = False
        self._late: list[str] = []
        self._thread: threading.Thread | None = None
        self._error: sqlite3.DatabaseError | None = None
        # Rows of passages whose words are not indexed yet, by their item.
        self._waiting: dict[str, dict[int, list[int]]] = {}

    def begin(self) -> None:
        """Look whether the index is empty."""
        self._waiting = {table: {} for table in _PASSAGES}
        self._recount, self._late = False, []
        self._fresh = not self._connection.execute("SELECT 1 FROM item LIMIT 1").fetchall()
        if self._fresh:
            marks = ", ".join("?" * len(_LATE))
            sql = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({marks})"  # noqa: S608
            for name, statement in self._connection.execute(sql, _LATE).fetchall():
                self._connection.execute(f"DROP INDEX {name}")
                self._late.append(statement)

    def end(self) -> None:
        """Do what was put off."""
        self.index_words()
        self.wait()
        if self._recount:
            self._recount_words()
        for statement in self._late:
            self._connection.execute(statement)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows; rows of `vocabulary` that are there already are passed over."""
        self.wait()
        # Rows in the order of their ids are put at the end of the table, not into its middle.
        ordered = sorted(rows, key=itemgetter(0)) if columns[0] == "id" else list(rows)
        step, head = _VALUES // len(columns), " ".join(("INSERT INTO", table, "(", ", ".join(columns), ") VALUES"))
        end = "ON CONFLICT DO NOTHING" if table == "vocabulary" else ""
        one = f"({', '.join('?' * len(columns))})"
        for first in range(0, len(ordered), step):
            some = ordered[first : first + step]
            statement = " ".join((head, ", ".join([one] * len(some)), end))
            self._connection.execute(statement, tuple(chain.from_iterable(some)))

    def insert_passages(self, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Add rows of `paragraph` or `resolution`; their words are indexed at the end."""
        self.insert(table, columns, rows)
        waiting, place = self._waiting[table], columns.index("item")
        for row in rows:
            waiting.setdefault(row[place], []).append(row[0])

    def index_words(self, *, after: int = 0) -> None:
        """Begin to index the words of the passages that wait, if they are of more items than `after`.

        SQLite works at it while the next rows are made: it is one statement for each table, and Python's lock is
        free while a statement runs. All else that is asked of the connection waits for it first.
        """
        if sum(map(len, self._waiting.values())) <= after:
            return
        self.wait()
        work = [
            (_INDEX.format(table), json.dumps(ids)) for table, items in self._waiting.items() if (ids := _all(items))
        ]
        self._waiting = {table: {} for table in _PASSAGES}
        self._thread = threading.Thread(target=self._run, args=(work,))
        self._thread.start()

    def _run(self, work: Iterable[tuple[str, str]]) -> None:
        try:
            for statement, ids in work:
                self._connection.execute(statement, (ids,))
        except sqlite3.DatabaseError as error:
            self._error = error

    def wait(self) -> None:
        """Wait until no words are being indexed; raises the error that this ended with."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def set_aside(self, table: str, item: int, extra_terms: str) -> None:
        """Add terms to all passages of an item."""
        self.wait()
        indexed = item not in self._waiting[table]
        old = self._passages(table, item) if indexed else []
        self._unindex(table, old)
        self._connection.execute(f"UPDATE {table} SET terms = terms || ' ' || ? WHERE item = ?", (extra_terms, item))  # noqa: S608
        if indexed:
            self._waiting[table][item] = [row for row, _, _ in old]

    def delete_passages(self, table: str, item: int) -> None:
        """Remove all passages of an item, and their words from the index."""
        self.wait()
        if self._waiting[table].pop(item, None) is None:
            self._unindex(table, self._passages(table, item))
        self._connection.execute(f"DELETE FROM {table} WHERE item = ?", (item,))  # noqa: S608

    def _passages(self, table: str, item: int) -> list[tuple[int, str, str]]:
        sql = f"SELECT id, words, terms FROM {table} WHERE item = ? ORDER BY id"  # noqa: S608
        return self._connection.execute(sql, (item,)).fetchall()

    def _unindex(self, table: str, rows: Sequence[tuple[int, str, str]]) -> None:
        fts = f"{table}_fts"
        self._connection.executemany(
            f"INSERT INTO {fts} ({fts}, rowid, words, terms) VALUES ('delete', ?, ?, ?)",  # noqa: S608
            rows,
        )

    def count_words(self, texts: Sequence[str]) -> None:
        """Add the words of folded texts to how often words occur; after very many all are counted at the end."""
        self._recount = self._recount or len(texts) >= _RECOUNT_AFTER
        if not self._recount:
            self.wait()
            self._connection.executemany(
                "INSERT INTO word (word, occurrences) VALUES (?, ?) "
                "ON CONFLICT (word) DO UPDATE SET occurrences = occurrences + excluded.occurrences",
                count_words(texts),
            )

    def _recount_words(self) -> None:
        self._connection.execute("DELETE FROM word")
        self._connection.execute(
            "CREATE VIRTUAL TABLE temp.counted_word USING fts5vocab ('main', 'paragraph_fts', 'col')"
        )
        self._connection.execute("INSERT INTO word SELECT term, cnt FROM counted_word WHERE col = 'words'")
        self._connection.execute("DROP TABLE temp.counted_word")


def _all(waiting: dict[int, list[int]]) -> list[int]:
    return [row for rows in waiting.values() for row in rows]
