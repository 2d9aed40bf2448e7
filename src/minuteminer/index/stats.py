"""How much an index holds, and whether it is whole."""

from __future__ import annotations

import datetime

from minuteminer.answers import Check, Stats
from minuteminer.index.backend import Backend


def find_stats(backend: Backend) -> Stats:
    """The counts of what is in force, and the first and the last meeting's day."""
    rows = backend.rows
    kinds = rows("SELECT kind, count(*) FROM fact GROUP BY kind ORDER BY kind")
    ((first, last),) = rows("SELECT min(date), max(date) FROM item WHERE current = 1")
    names = tuple(name for (name,) in rows("SELECT DISTINCT name FROM committee ORDER BY name"))
    ((paragraphs,),) = rows("SELECT count(*) FROM paragraph WHERE kind <> 'title'")
    ((items,),) = rows("SELECT count(*) FROM item WHERE current = 1")
    ((meetings,),) = rows("SELECT count(*) FROM meeting")
    return Stats(
        meetings=int(meetings),
        items=items,
        paragraphs=paragraphs,
        facts=sum(number for _, number in kinds),
        facts_by_kind=tuple((kind, number) for kind, number in kinds),
        committees=names,
        from_date=datetime.date.fromisoformat(first) if first else None,
        to_date=datetime.date.fromisoformat(last) if last else None,
    )


def find_check(backend: Backend, schema_version: int) -> Check:
    """Damage of the file, and of the word indexes against the rows."""
    problems = tuple(backend.problems())
    items = paragraphs = 0
    if not problems:
        ((items,),) = backend.rows("SELECT count(*) FROM item")
        ((paragraphs,),) = backend.rows("SELECT count(*) FROM paragraph")
    return Check(problems=problems, schema_version=schema_version, items=int(items), paragraphs=int(paragraphs))
