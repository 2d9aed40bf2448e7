"""The tables that other programs may read: their names and columns as the schema has them."""

from __future__ import annotations

import sqlite3

from minuteminer.index.migrations import load_migrations

PUBLIC_TABLES = ("meeting", "item", "paragraph", "resolution", "fact", "money", "headcount", "percent", "vote", "topic")


def public_tables() -> dict[str, tuple[tuple[str, str], ...]]:
    """The public tables of the newest SQLite schema, each with its columns (name, type) in order.

    >>> public_tables()["topic"][1]
    ('topic', 'TEXT')
    """
    connection = sqlite3.connect(":memory:")
    try:
        for _, script in load_migrations("sqlite"):
            connection.executescript(script)
        return {
            table: tuple((name, kind) for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})"))
            for table in PUBLIC_TABLES
        }
    finally:
        connection.close()
