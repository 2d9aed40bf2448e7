"""Finding quoted words again in a text that may have changed round them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Half-open offsets into a text."""

    start_char: int
    end_char: int


def find_quote(text: str, quote: str, *, prefix: str = "", suffix: str = "") -> Place | None:
    """Where `quote` stands in `text`, white space counting as equal; None if it does not.

    Of several places the one whose surroundings are most like `prefix` and `suffix`; of equals the first.

    >>> find_quote("a 24 officers b 24  officers c", "24 officers", prefix="b ")
    Place(start_char=16, end_char=28)
    """
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = [Place(start_char=match.start(), end_char=match.end()) for match in pattern.finditer(text)]
    return max(places, key=lambda place: _likeness(text, place, prefix, suffix), default=None)


def _likeness(text: str, place: Place, prefix: str, suffix: str) -> int:
    """How many characters next to a place are those that stood there."""
    before = text[max(0, place.start_char - len(prefix)) : place.start_char]
    after = text[place.end_char : place.end_char + len(suffix)]
    return _equal_start(before[::-1], prefix[::-1]) + _equal_start(after, suffix)


def _equal_start(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
