"""The piece of a passage that shows why it was found, with marks round the found words.

Written here and not left to the database: SQLite's snippet() works on the folded copy, is quadratic in hits,
and PostgreSQL's differs; and what is shown must be the source's own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from minuteminer.answers import MARK_END, MARK_START
from minuteminer.index.match import And, Expanded, Match, Or
from minuteminer.index.words import shown_words
from minuteminer.queries import Near, Phrase, Word

# About what a person reads at a glance; ModernGov's own search shows less.
SNIPPET_WORDS = 45
_LEAD_WORDS = 8
_MAX_MARKS = 40
_SPACES = re.compile(r"\s+")
_UNMARKED = str.maketrans({MARK_START: None, MARK_END: None})


def make_snippet(text: str, match: Match) -> str:
    """Up to 45 words of `text` round the densest cluster of found words, each between the two marks.

    >>> make_snippet("The budget was agreed.", Word(text="budget")) == f"The {MARK_START}budget{MARK_END} was agreed."
    True
    """
    words = list(shown_words(text))
    found = sorted(_found(words, match))
    spans = [(words[index][0], words[min(stop, len(words)) - 1][1]) for index, stop in found]
    return _cut(text, words, _window_start([index for index, _ in found]), spans)


def make_fact_snippet(text: str, start_char: int, end_char: int) -> str:
    """Up to 45 words of `text` round the one span that is marked.

    >>> make_fact_snippet("It cost \u00a35m.", 8, 11) == f"It cost {MARK_START}\u00a35m{MARK_END}."
    True
    """
    words = list(shown_words(text))
    first = bisect_left([start for start, _, _ in words], start_char)
    return _cut(text, words, max(0, first - _LEAD_WORDS), [(start_char, end_char)])


def _cut(text: str, words: list[tuple[int, int, str]], first: int, spans: list[tuple[int, int]]) -> str:
    """The window that begins with the word `first`, with marks round the spans that lie in it."""
    if not words:
        return _clean(text[:300])
    last = min(len(words), first + SNIPPET_WORDS)
    begin = 0 if first == 0 else words[first][0]
    end = len(text) if last == len(words) else words[last - 1][1]
    pieces, position, marks = [], begin, 0
    for start_char, end_char in spans:
        end_char = min(end_char, end)
        if start_char < position or end_char <= start_char or marks == _MAX_MARKS:
            continue
        pieces += [_clean(text[position:start_char]), MARK_START, _clean(text[start_char:end_char]), MARK_END]
        position, marks = end_char, marks + 1
    pieces.append(_clean(text[position:end]))
    return ("… " if begin else "") + "".join(pieces).strip() + (" …" if end < len(text.rstrip()) else "")


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_UNMARKED))


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


def _found(words: list[tuple[int, int, str]], match: Match) -> set[tuple[int, int]]:
    """Spans of words (first, one past the last) that positive parts of the match found."""
    places: dict[str, list[int]] = {}
    for index, (_, _, folded) in enumerate(words):
        places.setdefault(folded, []).append(index)
    spans: set[tuple[int, int]] = set()
    for leaf in leaves(match):
        if isinstance(leaf, Word):
            for folded, indexes in places.items():
                if folded == leaf.text or (leaf.prefix and folded.startswith(leaf.text)):
                    spans.update((index, index + 1) for index in indexes)
        elif isinstance(leaf, Phrase):
            spans.update(_phrase(words, places, leaf))
        else:
            spans.update(_near(places, leaf))
    return spans


def leaves(match: Match) -> Iterator[Word | Phrase | Near]:
    """The words and phrases that a match asks for, without what it excludes."""
    if isinstance(match, (And, Or)):
        for one in match.matches:
            yield from leaves(one)
    elif isinstance(match, Expanded):
        yield Word(text=match.prefix, prefix=True)
    elif isinstance(match, (Word, Phrase, Near)):
        yield match


def _phrase(
    words: list[tuple[int, int, str]], places: dict[str, list[int]], phrase: Phrase
) -> Iterator[tuple[int, int]]:
    length = len(phrase.words)
    for index in places.get(phrase.words[0], ()):
        if tuple(word for _, _, word in words[index : index + length]) == phrase.words:
            yield index, index + length


def _near(places: dict[str, list[int]], near: Near) -> Iterator[tuple[int, int]]:
    seconds = places.get(near.second, [])
    for first in places.get(near.first, ()):
        place = bisect_left(seconds, first - near.distance - 1)
        if place < len(seconds) and seconds[place] <= first + near.distance + 1:
            yield first, first + 1
            yield seconds[place], seconds[place] + 1
