"""The indexed form of text: a normalised copy that both back ends split in the same way.

Zero-width characters, soft hyphens, ligatures and full-width forms hide words from search; the copy is free
of them. It holds only letters, digits and single spaces, so that "a word" means the same in SQLite and in
PostgreSQL. What is shown to people is always the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# snippet() and ranking are quadratic or refused in very long rows (SQLite measured 4.5 s at 860 kB; a
# PostgreSQL tsvector may not exceed 1 MB): longer passages are split.
MAX_PASSAGE_CHARS = 16_000
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)).ljust(256)
# The signs of English minutes that are not ASCII; with them gone nearly every text takes the quick way.
_COMMON = "£–’‘—“”\u00a0•…€"
_SPACES = re.compile(r"\s+")
_SHOWN_WORD = re.compile(r"([^\W_]+(?:[\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]+[^\W_]*)*)")


def fold(text: str) -> str:
    """The text's words in lower case, joined by single spaces.

    >>> fold("The Panel\u2019s bud\u00adget: \u00a31,200 (2016/17) \u2014 \ufb01rearms, caf\u00e9")
    'the panel s budget 1 200 2016 17 firearms cafe'
    """
    plain = _plain(text)
    # Bytes are split and joined in little more than half the time that text takes.
    return _fold_all(text) if plain is None else b" ".join(plain.split()).decode()


def fold_each(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The folded words of each span of a text: its signs are told from its letters once for all spans.

    >>> fold_each("The Panel. It rose.", [(0, 10), (11, 19)])
    ['the panel', 'it rose']
    """
    plain = _plain(text)
    if plain is None:
        return [fold(text[start:end]) for start, end in spans]
    return [b" ".join(plain[start:end].split()).decode() for start, end in spans]


def _plain(text: str) -> bytes | None:
    """A byte for each character: lower case, spaces for signs; None for a text with other letters than a to z."""
    if not text.isascii():
        for sign in _COMMON:
            text = text.replace(sign, " ")
    return text.encode().translate(_ASCII) if text.isascii() else None


def _fold_all(text: str) -> str:
    return " ".join(_fold_character_by_character(text).split())


def _fold_character_by_character(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(map(_folded, unicodedata.normalize("NFKD", decomposed)))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character.isalnum():
        return character
    return "" if unicodedata.category(character) in ("Cf", "Mn", "Me") else " "


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text.

    >>> words_of("anti-social behaviour")
    ('anti', 'social', 'behaviour')
    """
    return tuple(fold(text).split())


def count_words(texts: Iterable[str]) -> list[tuple[str, int]]:
    """How often each word of folded texts occurs, in alphabetical order.

    >>> count_words(["the fire", "the panel"])
    [('fire', 1), ('panel', 1), ('the', 2)]
    """
    return sorted(Counter(" ".join(texts).split()).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWords:
    """The words of an original text: the offsets at which each begins and ends, and its folded form."""

    starts: list[int]
    ends: list[int]
    folded: list[str]


def shown_words(text: str) -> ShownWords:
    """Each word of the original text with its offsets and its folded form, for marking found words.

    >>> shown_words("No knives.")
    ShownWords(starts=[0, 3], ends=[2, 9], folded=['no', 'knives'])
    """
    # Words and what stands between them, in turns: to add up their lengths is half the work of a match for each word.
    parts = _SHOWN_WORD.split(text)
    edges = list(accumulate(map(len, parts)))
    words = parts[1::2]
    together = " ".join(words)
    if together.isascii():
        folded = together.lower().split()
    else:
        folded = [word.lower() if word.isascii() else fold(word).replace(" ", "") for word in words]
    return ShownWords(starts=edges[: 2 * len(folded) : 2], ends=edges[1::2], folded=folded)


def split_long(start_char: int, end_char: int, text: str) -> Iterator[tuple[int, int]]:
    """Cut the span of a passage into pieces of at most `MAX_PASSAGE_CHARS`, at spaces where there are any.

    >>> list(split_long(0, 5, "a b c"))
    [(0, 5)]
    """
    while end_char - start_char > MAX_PASSAGE_CHARS:
        limit = start_char + MAX_PASSAGE_CHARS
        space = text.rfind(" ", start_char + MAX_PASSAGE_CHARS // 2, limit)
        cut = space + 1 if space > 0 else limit
        yield start_char, cut
        start_char = cut
    yield start_char, end_char


def single_spaced(text: str) -> str:
    """Text on one line, as people expect it in a table."""
    return _SPACES.sub(" ", text).strip()
