"""What a query looks for in the folded words of a passage, and how often that occurs in the whole index."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from minuteminer.index.backend import Backend
from minuteminer.index.compile import Compiled
from minuteminer.index.kept import keep
from minuteminer.index.lookups import word_counts
from minuteminer.index.match import And, Match, Or
from minuteminer.index.snippets import leaves
from minuteminer.queries import Near, Phrase, Word

# What is looked for in folded text with a space at either end.
Forms = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The words of a query: for each condition on words its forms, and how rare it is; `counts` by word."""

    forms: tuple[Forms, ...]
    rarities: tuple[float, ...]
    counts: Mapping[str, int]

    def most(self, match: Match) -> int | None:
        """So many passages can meet a match at most; None where its words do not tell.

        >>> found = Wanted(forms=(), rarities=(), counts={"knife": 7, "crime": 90})
        >>> found.most(And(matches=(Word(text="knife"), Or(matches=(Word(text="crime"), Word(text="harm"))))))
        7
        """
        if isinstance(match, And):
            return min((most for one in match.matches if (most := self.most(one)) is not None), default=None)
        if isinstance(match, Or):
            several = [self.most(one) for one in match.matches]
            return None if None in several else sum(most or 0 for most in several)
        if isinstance(match, (Word, Phrase, Near)):
            words = _words(match)
            return min((self.counts.get(word, 0) for word in words), default=0)
        return None


def find_wanted(backend: Backend, compiled: Compiled) -> Wanted:
    """What a query looks for; a word is as rare as the index has it, a phrase as its rarest word."""
    wanted = tuple(filter(None, map(_forms, compiled.words.matches)))
    words = dict.fromkeys(word for forms in wanted for form in forms for word in form.split())
    counts = word_counts(backend, list(words))
    rows = keep(backend, "rows", _rows)
    rarities = []
    for forms in wanted:
        occurrences = sum(min(counts.get(word, 0) for word in form.split()) for form in forms)
        rarities.append(math.log(1 + rows / (occurrences + 1)))
    return Wanted(forms=wanted, rarities=tuple(rarities), counts=counts)


def _rows(backend: Backend) -> int:
    found = backend.rows("SELECT value FROM setting WHERE name = 'rows'")
    return int(found[0][0]) if found else 1


def _forms(match: Match) -> Forms:
    """What to look for of a condition on words; half a word for a star."""
    forms: list[str] = []
    for leaf in leaves(match):
        if isinstance(leaf, Near):
            forms += [f" {leaf.first} ", f" {leaf.second} "]
        elif isinstance(leaf, Word) and leaf.prefix:
            forms.append(f" {leaf.text}")
        else:
            forms.append(f" {' '.join(_words(leaf))} ")
    return tuple(forms)


def _words(leaf: Word | Phrase | Near) -> tuple[str, ...]:
    if isinstance(leaf, Near):
        return leaf.first, leaf.second
    return leaf.words if isinstance(leaf, Phrase) else (leaf.text,)
