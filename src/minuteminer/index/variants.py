"""Other forms of a word that a search finds too: plurals, British and American spelling, hyphens, acronyms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from minuteminer.index.words import words_of

PATH = Path(__file__).with_name("variants.json")
_SIBILANT = ("s", "x", "z", "ch", "sh")


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, object]:
    loaded: dict[str, object] = json.loads(PATH.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def load_equals() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Words and phrases that mean the same, from each to the others."""
    found: dict[str, list[tuple[str, ...]]] = {}
    rows = _lexicon()["rows"]
    assert isinstance(rows, list)
    for row in rows:
        forms = [words_of(form) for form in row["forms"]]
        for form in forms:
            found.setdefault(" ".join(form), []).extend(other for other in forms if other != form)
    return {form: tuple(dict.fromkeys(others)) for form, others in found.items()}


@lru_cache(maxsize=4096)
def find_variants(word: str) -> tuple[tuple[str, ...], ...]:
    """Other forms of one folded word, each as its words; the word itself is not among them.

    >>> find_variants("firearms"), find_variants("authorise"), find_variants("antisocial")[0]
    ((('firearm',),), (('authorises',), ('authorize',)), ('anti', 'social'))
    >>> (('police', 'and', 'crime', 'commissioner')) in find_variants("pcc")
    True
    """
    if not word.isalpha() or len(word) < 2:
        return ()
    forms = [*_hyphenated(word), *load_equals().get(word, ())]
    forms += [(form,) for form in (*_numbers(word), *_spellings(word))]
    return tuple(form for form in dict.fromkeys(forms) if form != (word,))


def find_phrase_variants(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Other forms of words written together: an acronym, or one word for two with a hyphen.

    >>> find_phrase_variants(("anti", "social"))
    (('antisocial',),)
    """
    forms = list(load_equals().get(" ".join(words), ()))
    if len(words) == 2 and words[0] in _prefixes():
        forms.append(("".join(words),))
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=1)
def _prefixes() -> frozenset[str]:
    prefixes = _lexicon()["prefixes"]
    assert isinstance(prefixes, list)
    return frozenset(prefixes)


def _hyphenated(word: str) -> Iterator[tuple[str, ...]]:
    for prefix in sorted(_prefixes()):
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            yield prefix, word.removeprefix(prefix)


def _numbers(word: str) -> Iterator[str]:
    """The plural of a singular, the singular of a plural; words of three letters have none."""
    if len(word) < 4 or word.endswith("ss") or word.endswith("us"):
        if len(word) >= 4 and word.endswith("ss"):
            yield word + "es"
        return
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("es") and word[:-2].endswith(_SIBILANT):
        yield word[:-2]
        yield word[:-1]
    elif word.endswith("s"):
        yield word[:-1]
    elif word.endswith("y") and word[-2] not in "aeiou":
        yield word[:-1] + "ies"
    elif word.endswith(_SIBILANT):
        yield word + "es"
    else:
        yield word + "s"


def _spellings(word: str) -> Iterator[str]:
    for british, american in (("is", "iz"), ("ys", "yz")):
        for ending in ("e", "ed", "es", "ing", "ation", "ations", "er", "ers"):
            for one, other in ((british, american), (american, british)):
                if word.endswith(one + ending) and len(word) - len(one + ending) >= 3:
                    yield word[: -len(one + ending)] + other + ending
