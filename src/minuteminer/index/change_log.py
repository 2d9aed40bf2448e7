"""The log of changes of an index that was made anew goes on where that of the old one stood.

A follower of the old index so learns what is gone and what is other, instead of having to take all of it again.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from minuteminer.index.change_times import PREFIX, setting_of, time_now
from minuteminer.index.migrations import latest

# What a reader sees of a version of an item. Numbers of rows and days of collecting are not among it.
_SEEN = (
    "item.sha256 item.rules_version item.current item.withdrawn item.date item.status item.title item.number "
    "item.committee item.panel item.topic item.url item.text item.record meeting.key"
).split()
# Versions that only one of two indexes has, or that read otherwise in the other; `{0}` and `{1}` are their schemas.
_OTHERS = (
    "SELECT item.key FROM {0}.item AS item JOIN {0}.meeting AS meeting ON meeting.id = item.meeting "
    "WHERE NOT EXISTS (SELECT 1 FROM {1}.item AS there JOIN {1}.meeting AS held ON held.id = there.meeting "
    "WHERE there.key = item.key AND there.version = item.version AND ({2}) IS ({3}))"
)


def continue_change_log(new: Path, old: Path) -> None:
    """Give the closed index file `new` the identity and the log of `old`, and add to the log what differs.

    An item of `old` that `new` has none of becomes a change without an item. An index of an older version of the
    tables has no log: then `new` keeps its own, and with it an identity of its own.
    """
    with closing(sqlite3.connect(new.resolve().as_uri(), uri=True, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS old", (old.resolve().as_uri() + "?mode=ro",))
        if connection.execute("PRAGMA old.user_version").fetchone() != (latest("sqlite"),):
            return
        connection.execute("BEGIN IMMEDIATE")
        differing = sorted({key for (key,) in connection.execute(_statement())})
        ((first,),) = connection.execute(
            "SELECT max(CAST(value AS INTEGER)) FROM "
            "(SELECT value FROM main.setting WHERE name = 'rows' "
            "UNION ALL SELECT value FROM old.setting WHERE name = 'rows')"
        ).fetchall()
        numbers = count(first or 1)
        connection.execute("DELETE FROM main.item_change")
        connection.execute("DELETE FROM main.setting WHERE name LIKE ?", (f"{PREFIX}%",))
        connection.execute(
            "INSERT INTO main.setting (name, value) SELECT name, value FROM old.setting WHERE name LIKE ?",
            (f"{PREFIX}%",),
        )
        connection.execute("INSERT INTO main.item_change (key, sequence) SELECT key, sequence FROM old.item_change")
        if differing:
            _set(connection, setting_of(first or 1), time_now())
        connection.executemany(
            "INSERT INTO main.item_change (key, sequence) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET sequence = excluded.sequence",
            ((key, next(numbers)) for key in differing),
        )
        # Servers know by the number of rows that the state is another one, also if no item differs.
        _set(connection, "rows", str(next(numbers)))
        ((identity,),) = connection.execute("SELECT value FROM old.setting WHERE name = 'identity'").fetchall()
        _set(connection, "identity", identity)
        connection.execute("COMMIT")


def _statement() -> str:
    here = ", ".join(_SEEN)
    there = here.replace("item.", "there.").replace("meeting.", "held.")
    return " UNION ".join(_OTHERS.format(*schemas, here, there) for schemas in (("main", "old"), ("old", "main")))


def _set(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "INSERT INTO main.setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
