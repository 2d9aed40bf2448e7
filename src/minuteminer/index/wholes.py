"""Which figure of a role is the whole of its year: other figures of that role are parts of it, and are not added.

The words that call a figure the whole are the rows of wholes.json, each with examples and counter-examples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from minuteminer.index.figures import FoundFigure
from minuteminer.index.words import single_spaced

_BEFORE_CHARS = 120
_AFTER_CHARS = 40
# A body, a year and a role: of these one whole is stated.
Scope = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeWords:
    """Words before or after a figure that call it the whole of its role; `apart` that set one apart from it."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    apart: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@lru_cache(maxsize=1)
def load_wholes() -> Mapping[str, WholeWords]:
    """The rows of wholes.json, by role."""
    rows = json.loads(Path(__file__).with_name("wholes.json").read_text(encoding="utf-8"))
    return {
        row["role"]: WholeWords(
            **{name: re.compile(row[name], re.IGNORECASE) for name in ("before", "after", "apart")},
            examples=tuple(row["examples"]),
            counter_examples=tuple(row["counter_examples"]),
        )
        for row in rows
    }


def is_whole(role: str | None, passage: str, start_char: int, end_char: int) -> bool:
    """Whether the words round a figure call it the whole of its role.

    >>> is_whole("budget", "The net budget was £265m.", 19, 24), is_whole("budget", "A budget of £2m.", 12, 15)
    (True, False)
    """
    words = load_wholes().get(role or "")
    if words is None:
        return False
    before = passage[max(0, start_char - _BEFORE_CHARS) : start_char]
    after = passage[end_char : end_char + _AFTER_CHARS]
    return bool(words.before.search(before) or words.after.search(after))


def find_wholes(figures: Iterable[FoundFigure]) -> dict[Scope, FoundFigure]:
    """The whole of each body, year and role, as it was stated last; `figures` are in the order of time."""
    return {_scope(one): one for one in figures if _is_whole(one)}


def beside_whole(figure: FoundFigure, wholes: Mapping[Scope, FoundFigure]) -> str:
    """What a whole that is stated says against adding a figure to it; "" for nothing."""
    whole = wholes.get(_scope(figure))
    if (
        whole is None
        or figure.low is None
        or whole.high is None
        or (figure.low, figure.high) == (whole.low, whole.high)
    ):
        return ""
    place = f"{whole.title}, {whole.date.isoformat() if whole.date else 'undated'}"
    text = single_spaced(whole.text)
    if _is_whole(figure):
        return f"another statement of the whole, which was last given as {text} ({place})"
    before = figure.passage[max(0, figure.start_in_passage - _BEFORE_CHARS) : figure.start_in_passage]
    apart = load_wholes()[figure.role or ""].apart.search(before)
    return "" if apart or figure.low >= whole.high else f"part of a whole that is stated, {text} ({place})"


def _is_whole(figure: FoundFigure) -> bool:
    start = figure.start_in_passage
    return is_whole(figure.role, figure.passage, start, start + len(figure.text))


def _scope(figure: FoundFigure) -> Scope:
    return figure.committee, figure.financial_year, figure.role
