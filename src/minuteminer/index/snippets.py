"""The piece of a passage that shows why it was found, with marks round the found words.

Written here and not left to the database: SQLite's snippet() works on the folded copy, is quadratic in hits,
and PostgreSQL's differs; and what is shown must be the source's own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from minuteminer.answers import MARK_END, MARK_START
from minuteminer.index.match import And, Expanded, Match, Or
from minuteminer.index.words import ShownWords, shown_words
from minuteminer.queries import Near, Phrase, Word

# About what a person reads at a glance; ModernGov's own search shows less.
SNIPPET_WORDS = 45
_LEAD_WORDS = 8
_MAX_MARKS = 40
_SPACES = re.compile(r"\s+")
# The same match is looked for in all hits of a page.
_REMEMBERED = 64


def make_snippet(text: str, match: Match) -> str:
    """Up to 45 words of `text` round the densest cluster of found words, each between the two marks.

    >>> make_snippet("The budget was agreed.", Word(text="budget")) == f"The {MARK_START}budget{MARK_END} was agreed."
    True
    """
    words = shown_words(text)
    found = sorted(_found(words.folded, match))
    spans = [(words.starts[index], words.ends[min(stop, len(words.ends)) - 1]) for index, stop in found]
    return _cut(text, words, _window_start([index for index, _ in found]), spans)


def make_fact_snippet(text: str, start_char: int, end_char: int) -> str:
    """Up to 45 words of `text` round the one span that is marked.

    >>> make_fact_snippet("It cost \u00a35m.", 8, 11) == f"It cost {MARK_START}\u00a35m{MARK_END}."
    True
    """
    words = shown_words(text)
    first = bisect_left(words.starts, start_char)
    return _cut(text, words, max(0, first - _LEAD_WORDS), [(start_char, end_char)])


def unmarked(text: str) -> str:
    """A text without the two marks, which none should hold."""
    return text.replace(MARK_START, "").replace(MARK_END, "")


def _cut(text: str, words: ShownWords, first: int, spans: list[tuple[int, int]]) -> str:
    """The window that begins with the word `first`, with marks round the spans that lie in it."""
    count = len(words.starts)
    if not count:
        return _clean(unmarked(text[:300]))
    last = min(count, first + SNIPPET_WORDS)
    begin = 0 if first == 0 else words.starts[first]
    end = len(text) if last == count else words.ends[last - 1]
    pieces, position, marks = [], begin, 0
    for start_char, end_char in spans:
        end_char = min(end_char, end)
        if start_char < position or end_char <= start_char or marks == _MAX_MARKS:
            continue
        pieces += [unmarked(text[position:start_char]), MARK_START, unmarked(text[start_char:end_char]), MARK_END]
        position, marks = end_char, marks + 1
    pieces.append(unmarked(text[position:end]))
    shown = _clean("".join(pieces)).strip()
    return ("… " if begin else "") + shown + (" …" if end < len(text.rstrip()) else "")


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text)


def _window_start(found: list[int]) -> int:
    """The first word of the window that holds most found words; a few words of lead stand before them."""
    if not found:
        return 0
    best, most = found[0], 0
    for place, index in enumerate(found):
        inside = bisect_right(found, index + SNIPPET_WORDS - _LEAD_WORDS) - place
        if inside > most:
            best, most = index, inside
    return max(0, best - _LEAD_WORDS)


def _found(words: list[str], match: Match) -> set[tuple[int, int]]:
    """Spans of words (first, one past the last) that positive parts of the match found."""
    asked = _leaves(match)
    spans: set[tuple[int, int]] = set()
    for index, word in enumerate(words):
        if word in asked.words or (asked.prefixes and word.startswith(asked.prefixes)):
            spans.add((index, index + 1))
    for phrase in asked.phrases:
        spans.update(_phrase(words, phrase))
    for near in asked.nears:
        spans.update(_near(words, near))
    return spans


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaves:
    """What a match asks for, by its kinds."""

    words: frozenset[str]
    prefixes: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    nears: tuple[Near, ...]


@lru_cache(maxsize=_REMEMBERED)
def _leaves(match: Match) -> _Leaves:
    found = tuple(leaves(match))
    words = [leaf for leaf in found if isinstance(leaf, Word)]
    return _Leaves(
        words=frozenset(word.text for word in words),
        prefixes=tuple(word.text for word in words if word.prefix),
        phrases=tuple(leaf for leaf in found if isinstance(leaf, Phrase)),
        nears=tuple(leaf for leaf in found if isinstance(leaf, Near)),
    )


def leaves(match: Match) -> Iterator[Word | Phrase | Near]:
    """The words and phrases that a match asks for, without what it excludes."""
    if isinstance(match, (And, Or)):
        for one in match.matches:
            yield from leaves(one)
    elif isinstance(match, Expanded):
        yield Word(text=match.prefix, prefix=True)
    elif isinstance(match, (Word, Phrase, Near)):
        yield match


def _phrase(words: list[str], phrase: Phrase) -> Iterator[tuple[int, int]]:
    length = len(phrase.words)
    for index in _places(words, phrase.words[0]):
        if tuple(words[index : index + length]) == phrase.words:
            yield index, index + length


def _near(words: list[str], near: Near) -> Iterator[tuple[int, int]]:
    seconds = _places(words, near.second)
    for first in _places(words, near.first):
        place = bisect_left(seconds, first - near.distance - 1)
        if place < len(seconds) and seconds[place] <= first + near.distance + 1:
            yield first, first + 1
            yield seconds[place], seconds[place] + 1


def _places(words: list[str], wanted: str) -> list[int]:
    return [index for index, word in enumerate(words) if word == wanted]
