"""A decision that is printed twice stands in the register once, with where else it is printed.

Sites put decisions into a box above the minutes ("Decision: 1. That the minutes be approved."), mostly shortened. The
words of the minutes are kept, with their vote and movers; where only the box says more, its words are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from minuteminer.answers import RegisterRow
from minuteminer.index.words import fold, words_of

_BOX = "decision"
# Words that say nothing of what is decided, and the bodies of which the heading of the decision speaks.
_EMPTY = frozenset(
    "a an the that this these those to of for in on at by and or be is are was were been it its with from as each every"
    " any all also then so upon into resolved agreed recommended recommend recommends recommending decided panel"
    " committee board council commissioner police crime members member mr mrs ms cllr councillor councillors".split()
)
_DENIALS = frozenset(("no", "not", "nor"))
_STEM = 4
_FEWEST_WORDS = 2
# Shorter words ("that the report be noted") are said of several things in one item.
_FEWEST_OF_EQUALS = 6


class Listed(NamedTuple):
    """A clause in the register and the row of the resolution that it stands in."""

    resolution: int
    row: RegisterRow


def list_once(listed: Sequence[Listed]) -> list[RegisterRow]:
    """The rows without those that say again what another of their item says, numbered from 1."""
    by_item: dict[str, list[int]] = {}
    for place, one in enumerate(listed):
        by_item.setdefault(one.row.item, []).append(place)
    rows: list[RegisterRow | None] = [one.row for one in listed]
    for places in by_item.values():
        if len({listed[place].resolution for place in places}) > 1:
            _merge(listed, rows, places)
    return [replace(row, number=number) for number, row in enumerate((row for row in rows if row), 1)]


def _merge(listed: Sequence[Listed], rows: list[RegisterRow | None], places: Sequence[int]) -> None:
    """Take out of `rows` those of one item that another says, and tell there where they stood."""
    for second in places:
        alike = [
            (likeness, first)
            for first in places
            if rows[first] is not None and (likeness := _likeness(listed[first], listed[second]))
        ]
        if rows[second] is None or not alike:
            continue
        # The minutes go before the box, which is printed above them; among others what is printed first.
        kept, other = sorted(
            (max(alike)[1], second), key=lambda place: (True, -place) if _is_box(listed[place]) else (False, place)
        )
        rows[kept], rows[other] = _joined(rows[kept], rows[other]), None


def _joined(kept: RegisterRow | None, other: RegisterRow | None) -> RegisterRow | None:
    if kept is None or other is None:
        return kept or other
    says_more = other if _adds(other.clause, kept.clause) else kept
    return replace(
        kept,
        clause=says_more.clause,
        verbs=says_more.verbs,
        proposer=kept.proposer or other.proposer,
        seconder=kept.seconder or other.seconder,
        vote=kept.vote or other.vote,
        also_in=(*kept.also_in, _place(other), *other.also_in),
    )


def _adds(other: str, kept: str) -> bool:
    """Whether a clause says what another says and more."""
    return fold(other).startswith(f"{fold(kept)} ") or _content(kept) < _content(other)


def _place(row: RegisterRow) -> str:
    """Where a row is printed, in words: "Decision, paragraph 1"."""
    heading = row.decision.capitalize()
    return f"{heading}, paragraph {row.label.rstrip('.')}" if row.label else heading


def _likeness(one: Listed, other: Listed) -> float:
    """How much of the words of two clauses is said in both, where they say the same; else 0."""
    if one.resolution == other.resolution:
        return 0
    first, second = _content(one.row.clause), _content(other.row.clause)
    if first & _DENIALS != second & _DENIALS:
        return 0
    if _is_box(one) or _is_box(other):
        is_same = min(len(first), len(second)) >= _FEWEST_WORDS and (first <= second or second <= first)
    else:
        words = words_of(one.row.clause)
        is_same = len(words) >= _FEWEST_OF_EQUALS and words == words_of(other.row.clause)
    return len(first & second) / len(first | second) if is_same else 0


def _is_box(one: Listed) -> bool:
    return one.row.decision == _BOX


@lru_cache(maxsize=4096)
def _content(clause: str) -> frozenset[str]:
    """What a clause speaks of: the stems of its words that are not empty; numbers in full.

    >>> sorted(_content("That the report be noted.")) == sorted(_content("To note the report"))
    True
    """
    return frozenset(word if word.isdigit() else word[:_STEM] for word in words_of(clause) if word not in _EMPTY)
