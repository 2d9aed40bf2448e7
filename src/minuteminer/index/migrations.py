"""Numbered changes of the schema, forwards only, each in one transaction."""

from __future__ import annotations

import re
from pathlib import Path

_COMMENT = re.compile(r"--[^\n]*")
FOLDER = Path(__file__).with_name("migrations")


def load_migrations(dialect: str) -> list[tuple[int, str]]:
    """The changes of one dialect ("sqlite" or "postgres") as (number, SQL), in order.

    >>> [number for number, _ in load_migrations("sqlite")][0]
    1
    """
    return sorted((int(path.stem), path.read_text(encoding="utf-8")) for path in (FOLDER / dialect).glob("[0-9]*.sql"))


def latest(dialect: str) -> int:
    """The number of the newest change."""
    return load_migrations(dialect)[-1][0]


def split_statements(script: str) -> list[str]:
    """The statements of a script, without comments. Strings in it may hold no semicolon and no two dashes.

    >>> split_statements("CREATE TABLE a (b); -- why; and how\\nDROP TABLE a;")
    ['CREATE TABLE a (b)', 'DROP TABLE a']
    """
    statements = _COMMENT.sub("", script).split(";")
    return [statement.strip() for statement in statements if statement.strip()]
