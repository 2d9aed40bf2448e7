"""Hedges and bounds beside a number: "about", "up to", "or more", read from the words that touch it.

The rows are the lexicon `qualifiers`; a phrase counts only where it stands directly before or behind the number,
so that "about" two words away hedges nothing.
"""

from __future__ import annotations

from functools import cache

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.findings import Evidence, Qualifier

_LONGEST_PHRASE = 5
_WINDOW = 48
_OPENING = "(“‘\"'[|–—"
_CLOSING = ".,;:)”’\"']"


@cache
def _phrases(side: str) -> dict[str, Qualifier]:
    return {
        phrase: row["value"] for row in load_lexicon("qualifiers") if row["side"] == side for phrase in row["phrases"]
    }


@cache
def _last_words() -> frozenset[str]:
    return frozenset(phrase.rsplit(" ", 1)[-1] for phrase in _phrases("before"))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0] for phrase in _phrases("after"))


def find_qualifier(lower: str, start: int, end: int) -> tuple[Qualifier, Evidence | None]:
    """The hedge or bound of the number at `start:end`, with the words that say it; exact without any.

    >>> find_qualifier("no more than £5k a year", 13, 16)[0]
    'at_most'
    """
    begin = max(0, start - _WINDOW)
    words = lower[begin:start].split()
    if words and words[-1].lstrip(_OPENING) in _last_words():
        known = _phrases("before")
        for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            phrase = " ".join(words[-length:]).lstrip(_OPENING)
            if phrase in known:
                at = lower.rfind(words[-length], begin, start)
                at = lower.find(phrase[0], at)
                return known[phrase], Evidence(reads="qualifier", start_char=at, end_char=_trimmed(lower, at, start))
    words = lower[end : end + _WINDOW].split(None, _LONGEST_PHRASE)
    if words and words[0].rstrip(_CLOSING) in _first_words():
        known = _phrases("after")
        for length in range(min(3, len(words)), 0, -1):
            phrase = " ".join(words[:length]).rstrip(",;:)”’")
            if phrase in known or (phrase := phrase.rstrip(".")) in known:
                stop = lower.find(words[length - 1], end) + len(words[length - 1].rstrip(_CLOSING))
                at = end + len(lower[end : end + _WINDOW]) - len(lower[end : end + _WINDOW].lstrip())
                return known[phrase], Evidence(reads="qualifier", start_char=at, end_char=max(stop, at + 1))
    return "exact", None


def _trimmed(lower: str, start: int, end: int) -> int:
    return start + len(lower[start:end].rstrip())
