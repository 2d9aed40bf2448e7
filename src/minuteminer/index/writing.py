"""Putting items into the index: idempotent, versioned, in batches that are durable when the block ends."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from minuteminer.findings import AnnotatedDocument
from minuteminer.index import terms
from minuteminer.index.backend import Backend
from minuteminer.index.change_times import keep_time
from minuteminer.index.ids import item_key, site_key
from minuteminer.index.place import COLUMNS, Rows
from minuteminer.index.publication import published_on
from minuteminer.index.records import is_storable, storable, to_json
from minuteminer.index.rows import make_rows
from minuteminer.index.words import fold
from minuteminer.models import AgendaItem, Meeting

# Rows wait in memory until there are so many.
_FLUSH_PASSAGES = 20_000
_CHUNK = 500
_PASSAGES = ("paragraph", "resolution")
# The values of facts are found by their fact; an index of them by item would be made for this alone.
_VALUES = ("money", "headcount", "percent", "vote")
_RETIRED = f"{terms.ASIDE} {terms.OLD}"


@dataclass(slots=True, kw_only=True)
class Writer:
    """One writing transaction; made by `Index.writing`."""

    backend: Backend
    _pending: Rows = field(default_factory=Rows)
    _pending_keys: set[str] = field(default_factory=set)
    _changed: dict[str, None] = field(default_factory=dict)
    _meetings: dict[str, tuple[Meeting, int, int]] = field(default_factory=dict)
    _committees: dict[tuple[str, str], int] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)
    _was_empty: bool = False

    def begin(self) -> None:
        """Take up the numbering of rows where the last writer left it."""
        found = self.backend.rows("SELECT value FROM setting WHERE name = 'rows'")
        self._numbers = count(int(found[0][0]) if found else 1)
        self._was_empty = not self.backend.rows("SELECT 1 FROM item LIMIT 1")

    def end(self) -> None:
        """Write what waits, what changed, and where the numbering of rows stands."""
        self.flush()
        self._number_changes()
        self._set("rows", str(next(self._numbers)))
        self._set("indexed_at", datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))

    def _number_changes(self) -> None:
        keys = list(self._changed)
        for first in range(0, 0 if self._was_empty else len(keys), _CHUNK):
            chunk = keys[first : first + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            self.backend.rows(" ".join(("DELETE FROM item_change WHERE key IN (", marks, ") RETURNING key")), chunk)
        numbered = [(key, next(self._numbers)) for key in keys]
        self.backend.insert("item_change", ("key", "sequence"), numbered)
        if numbered:
            keep_time(self.backend, numbered[0][1])
        self._changed.clear()

    def _set(self, name: str, value: str) -> None:
        self.backend.rows(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value "
            "RETURNING name",
            (name, value),
        )

    def add(self, meeting: Meeting, item: AgendaItem, document: AnnotatedDocument, rules_version: str) -> bool:
        """Index one version of an item; returns False if the very same is there already."""
        if not all(map(is_storable, (document.text, item.title, item.item_id, meeting.committee))):
            meeting, item, document = storable((meeting, item, document))
        key = item_key(item.site or meeting.site, item.item_id)
        if key in self._pending_keys:
            self.flush()
        versions = self._versions(key)
        wanted = (item.sha256, rules_version, _day(meeting.date), item.status, item.title, item.number)
        meeting_row, committee_row = self._meeting_row(meeting)
        later = [row for row in versions if row[1] > item.version]
        for row in versions:
            if row[1] == item.version:
                if not row[3] and row[4:10] == wanted:
                    return False
                self._delete(row[0])
            elif row[1] < item.version and row[2]:
                self._retire(row[0], published_on(meeting, item))
        rows = make_rows(
            meeting, item, document, meeting_row=meeting_row, committee_row=committee_row, current=not later,
            superseded=datetime.date.fromisoformat(later[0][10]) if later and later[0][10] else None,
            rules_version=rules_version, next_number=self._numbers.__next__,
        )  # fmt: skip
        self._wait(key, rows)
        self._changed[key] = None
        return True

    def _versions(self, key: str) -> list[tuple[Any, ...]]:
        if self._was_empty and key not in self._changed:
            return []
        return self.backend.rows(
            "SELECT id, version, current, withdrawn, sha256, rules_version, date, status, title, number, published "
            "FROM item WHERE key = ? ORDER BY version",
            (key,),
        )

    def withdraw(self, key: str, on: datetime.date) -> bool:
        """Take an item out of the answers; its versions stay for questions as of an earlier day."""
        self.flush()
        found = self.backend.rows("SELECT id FROM item WHERE key = ? AND current = 1", (key,))
        for (identifier,) in found:
            self._retire(identifier, on)
            self.backend.rows("UPDATE item SET withdrawn = 1 WHERE id = ? RETURNING id", (identifier,))
            self._changed[key] = None
        return bool(found)

    def forget_later_versions(self, last: Mapping[str, int]) -> list[tuple[str, int]]:
        """Take out the items that hold versions after those in `last`, and say which; the caller adds them again.

        A version that the pages no longer give was a misreading: it must not stay the current one.
        """
        found = self.backend.rows("SELECT key, version FROM item WHERE version > 1")
        stale = [(key, version) for key, version in found if version > last.get(key, version)]
        for key in dict.fromkeys(key for key, _ in stale):
            for row in self._versions(key):
                self._delete(row[0])
            self._changed[key] = None
        return stale

    def set_taxonomy(self, narrower: Mapping[str, Iterable[str]]) -> None:
        """Store which topics are narrower than which: searching for one finds the others too."""
        self.backend.rows("DELETE FROM taxonomy WHERE topic IS NOT NULL RETURNING topic")
        pairs = sorted({(terms.slug(top), terms.slug(one)) for top, ones in narrower.items() for one in ones})
        self.backend.insert("taxonomy", ("topic", "narrower"), pairs)

    def flush(self) -> None:
        """Write the rows that wait."""
        tables, named = self._pending.tables, self._pending.values
        tables["vocabulary"] += [(field, terms.slug(value), value) for field, value in named]
        for table, columns in COLUMNS.items():
            rows = tables[table]
            if not rows:
                continue
            if table in _PASSAGES:
                self.backend.insert_passages(table, columns.split(), rows)
                if table == "paragraph":
                    self.backend.count_words([str(row[-1]) for row in rows])
            else:
                self.backend.insert(table, columns.split(), rows)
        self.backend.index_words()
        self._pending = Rows()
        self._pending_keys.clear()

    def _wait(self, key: str, rows: Rows) -> None:
        for table, added in rows.tables.items():
            self._pending.tables[table] += added
        self._pending.values |= rows.values
        self._pending_keys.add(key)
        if len(self._pending.tables["paragraph"]) >= _FLUSH_PASSAGES:
            self.flush()

    def _retire(self, identifier: int, on: datetime.date | None) -> None:
        self.backend.rows(
            "UPDATE item SET current = 0, superseded = ? WHERE id = ? RETURNING id", (_day(on), identifier)
        )
        for table in _PASSAGES:
            self.backend.set_aside(table, identifier, _RETIRED)

    def _delete(self, identifier: int) -> None:
        for table in _PASSAGES:
            self.backend.delete_passages(table, identifier)
        for table in _VALUES:
            self.backend.rows(
                f"DELETE FROM {table} WHERE id IN (SELECT id FROM fact WHERE item = ?) RETURNING id",  # noqa: S608
                (identifier,),
            )
        for table in ("fact", "topic"):
            self.backend.rows(f"DELETE FROM {table} WHERE item = ? RETURNING item", (identifier,))  # noqa: S608
        self.backend.rows("DELETE FROM item WHERE id = ? RETURNING id", (identifier,))

    def _meeting_row(self, meeting: Meeting) -> tuple[int, int]:
        panel = site_key(meeting.site)
        key = f"{panel}:{meeting.meeting_id}"
        known = self._meetings.get(key)
        if known and known[0] == meeting:
            return known[1:]
        committee = self._committee_row(panel, meeting.committee)
        columns = (
            "key site meeting_id committee_id committee panel date time title status printed_date venue url record"
        )
        ((row,),) = self.backend.rows(
            _upsert("meeting", columns.split(), "key"),
            (
                key, meeting.site, meeting.meeting_id, meeting.committee_id, meeting.committee, panel,
                _day(meeting.date), meeting.time, meeting.title, meeting.status, meeting.printed_date,
                meeting.venue, meeting.url, to_json(meeting),
            ),
        )  # fmt: skip
        self._meetings[key] = (meeting, row, committee)
        return row, committee

    def _committee_row(self, panel: str, name: str) -> int:
        known = self._committees.get((panel, name))
        if known is None:
            words = f" {fold(name)} {fold(panel)} "
            ((known,),) = self.backend.rows(
                "INSERT INTO committee (panel, name, words) VALUES (?, ?, ?) "
                "ON CONFLICT (panel, name) DO UPDATE SET words = excluded.words RETURNING id",
                (panel, name, words),
            )
            self._committees[panel, name] = known
        return known


def _upsert(table: str, columns: list[str], key: str) -> str:
    marks = ", ".join("?" * len(columns))
    news = ", ".join(f"{column} = excluded.{column}" for column in columns if column != key)
    return " ".join(
        ("INSERT INTO", table, "(", ", ".join(columns), ") VALUES (", marks, ") ON CONFLICT (", key, ")",
         "DO UPDATE SET", news, "RETURNING id")
    )  # fmt: skip


def _day(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
