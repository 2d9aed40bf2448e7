"""The one pass over a text: every number, and every noun that names police people, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from minuteminer.annotate.headcount_numbers import BEGINNINGS
from minuteminer.annotate.headcount_roles import HEADS_BY_FORM, MENTIONED, STRENGTH_NOUN
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.numbers import FIGURE

# Whatever may stand right before a word is turned into a space, because `re` skips quickest to a single sign.
_EDGES = ("\n", "(", "[", "|")


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, with a branch for each first letter, the commonest of English first.

    Nearly all that `re` spends is spent on words that are none of these, so no group and no second choice of branches
    stands in its way.
    """
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], []).append(word[1:])
    letters = sorted(by_letter, key=_BY_FREQUENCY.index)
    return "|".join(f"{letter}{alternation(by_letter[letter])}(?![a-z])" for letter in letters)


_BY_FREQUENCY = "taoiswcbphfmdrelngyuvjkqxz"
# Most that is found is a figure.
_SCAN = re.compile(rf" (?:{FIGURE}|{_either([*HEADS_BY_FORM, *WORD_SETS['strength'], *BEGINNINGS])})")
# How the words of strength begin: a quick test before the pattern.
_TAILS = frozenset(f" {letter}" for letter in "nsehrvpuwc")
_TAIL_OF_SINGULAR = re.compile(STRENGTH_NOUN)
# Nouns that call for reading the paragraph even where they are singular ("nine posts", "71 staff").
_ALWAYS = frozenset(("post", "staff", "vacancy", "people"))
# "One" may stand so far before its noun: "one newly qualified full-time officer".
REACH_OF_ONE = 40
# Of each form, behind its space, whether it mentions people (posts and the like do not), whether it is a plural, and
# whether it is always worth reading.
_KINDS: dict[str, tuple[bool, bool, bool]] = {f" {word}": (False, False, True) for word in WORD_SETS["strength"]} | {
    f" {form}": (form in MENTIONED, head.plural or form == "pcso", head.family in _ALWAYS)
    for form, head in HEADS_BY_FORM.items()
}


class Scan(NamedTuple):
    """What one pass found: the text with spaces for edges, where people are named, and the numbers.

    `starts` and `ends` are those of the mentions, `places` where nouns stand that make their paragraphs worth
    reading, `numbers` where numbers begin.
    """

    spaced: str
    starts: list[int]
    ends: list[int]
    places: list[int]
    numbers: list[int]


def scan(lowered: str) -> Scan:
    """The mentions of police people and the numbers of a text (in lower case, behind one space)."""
    spaced = lowered
    for edge in _EDGES:
        spaced = spaced.replace(edge, " ")
    any_one = False
    starts: list[int] = []
    ends: list[int] = []
    places: list[int] = []
    numbers: list[int] = []
    for match in _SCAN.finditer(spaced):
        words = match[0]
        if (kind := _KINDS.get(words)) is None:
            numbers.append(match.start() + 1)
            if words == " one":
                any_one = True
            continue
        named, plural, always = kind
        start, end = match.span()
        start += 1
        behind = lowered[end : end + 2]
        # A plural is a mention, a singular only before a word of strength ("officer numbers").
        if not plural and behind in _TAILS:
            plural = _TAIL_OF_SINGULAR.match(lowered, end) is not None
        if plural and named:
            starts.append(start)
            ends.append(end)
        if plural or always or behind == " |" or (any_one and _is_of_one(spaced, start)):
            places.append(start)
    return Scan(spaced, starts, ends, places, numbers)


def _is_of_one(spaced: str, start: int) -> bool:
    """Whether a "one" stands before a singular noun."""
    return " one " in spaced[max(0, start - REACH_OF_ONE) : start]
