"""The series of a trail: people apart from full-time equivalents, what there was apart from what was asked or promised.

One line through all of them would fall where nobody left. What words say that a headcount is only meant to be are
the rows of aims.json, each with examples and counter-examples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from minuteminer.answers import TrailPoint

# What became of a figure that is not there yet, or may never be.
_AIMED = frozenset(("asked", "promised", "planned", "proposed", "forecast"))
# A long sentence.
_BEFORE_CHARS = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Words before a headcount that say it is promised or planned."""

    status: str
    before: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailSeries:
    """Points that may be compared with each other; they may be joined by a line unless they were only aimed at."""

    words: str
    aimed: bool
    points: tuple[TrailPoint, ...]


@lru_cache(maxsize=1)
def load_aims() -> tuple[Aim, ...]:
    """The rows of aims.json."""
    rows = json.loads(Path(__file__).with_name("aims.json").read_text(encoding="utf-8"))
    return tuple(
        Aim(
            status=row["status"],
            before=re.compile(row["before"], re.IGNORECASE),
            examples=tuple(row["examples"]),
            counter_examples=tuple(row["counter_examples"]),
        )
        for row in rows
    )


def read_aim(passage: str, start_char: int) -> str | None:
    """What the words before a headcount say of it: promised, planned; None if they take it for what there is.

    >>> read_aim("It would keep officers at 2,210.", 26)
    'promised'
    """
    before = passage[max(0, start_char - _BEFORE_CHARS) : start_char]
    return next((aim.status for aim in load_aims() if aim.before.search(before)), None)


def split_series(points: Sequence[TrailPoint]) -> tuple[TrailSeries, ...]:
    """The series of a trail's points: what there was first, and of that the longest."""
    grouped: dict[tuple[bool, bool], list[TrailPoint]] = {}
    for point in points:
        grouped.setdefault((point.status in _AIMED, point.fte), []).append(point)
    ordered = sorted(grouped.items(), key=lambda pair: (pair[0][0], -len(pair[1]), pair[0][1]))
    return tuple(
        TrailSeries(words=_series_in_words(ones[0], aimed=aimed), aimed=aimed, points=tuple(ones))
        for (aimed, _), ones in ordered
    )


def counted_in_words(point: TrailPoint) -> str:
    """What a value counts, and what became of it where the text says so ("full-time equivalents, promised")."""
    return ", ".join(part for part in (_unit_in_words(point), point.status or "") if part) or "stated"


def _series_in_words(point: TrailPoint, *, aimed: bool) -> str:
    unit = _unit_in_words(point)
    if not aimed:
        return unit or "stated"
    return f"{unit}, only asked for or promised" if unit else "only asked for, proposed or forecast"


def _unit_in_words(point: TrailPoint) -> str:
    if point.unit != "count":
        return ""
    return "full-time equivalents" if point.fte else "people"
