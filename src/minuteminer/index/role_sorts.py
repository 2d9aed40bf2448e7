"""Roles of which there are several sorts, no line through which means anything: general and earmarked reserves.

The sorts are the rows of role_sorts.json, each with examples and counter-examples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# A long sentence or two before the figure; behind it, what it is in, of or from.
_BEFORE_CHARS = 240
_AFTER_CHARS = 60
_BEHIND = re.compile(
    r"\s+(?:(?:was|is|held|put|set\s+aside)\s+)?(?:(?:in|into|of|from|to)\s+)?(?:(?:the|its|an?)\s+)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSort:
    """A sort of a role, how a text says it, and by which word of a question it is asked for.

    The `usual` one is meant where a question names none.
    """

    role: str
    sort: str
    words: tuple[str, ...]
    usual: bool
    said: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@lru_cache(maxsize=1)
def load_role_sorts() -> tuple[RoleSort, ...]:
    """The rows of role_sorts.json."""
    rows = json.loads(Path(__file__).with_name("role_sorts.json").read_text(encoding="utf-8"))
    return tuple(
        RoleSort(
            role=row["role"],
            sort=row["sort"],
            words=tuple(row["words"]),
            usual=row.get("usual", False),
            said=re.compile(row["said"], re.IGNORECASE),
            examples=tuple(row["examples"]),
            counter_examples=tuple(row["counter_examples"]),
        )
        for row in rows
    )


def read_sort(role: str | None, passage: str, start_char: int, end_char: int) -> str:
    """The sort of its role that a figure is of, by the words round it; the role itself where they name none.

    >>> read_sort("reserve", "Earmarked reserves stood at £15m.", 28, 32), read_sort("cost", "It cost £5m.", 8, 11)
    ('earmarked reserve', 'cost')
    """
    rows = [row for row in load_role_sorts() if row.role == role]
    after = passage[end_char : end_char + _AFTER_CHARS]
    for row in rows:
        if (match := row.said.search(after)) and _BEHIND.match(after[: match.start()]):
            return row.sort
    before = passage[max(0, start_char - _BEFORE_CHARS) : start_char]
    said = [(match.start(), row.sort) for row in rows for match in row.said.finditer(before)]
    return max(said)[1] if said else role or ""


def sort_asked_for(roles: Collection[str], words: Collection[str]) -> str:
    """The sort that the words of a question name, else the usual one; "" for a role without sorts.

    >>> sort_asked_for(["reserve"], ["earmarked", "reserves"]), sort_asked_for(["reserve"], ["reserves"])
    ('earmarked reserve', 'general reserve')
    """
    rows = [row for row in load_role_sorts() if row.role in roles]
    named = [row.sort for row in rows if not set(row.words).isdisjoint(words)]
    return next(iter([*named, *(row.sort for row in rows if row.usual)]), "")
