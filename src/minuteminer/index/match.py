"""The part of a query that a word index answers: a tree of words and terms, and its form in both back ends."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from minuteminer.index import terms
from minuteminer.queries import Near, Phrase, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the second indexed column, such as `topic:firearms`."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """The words that begin with a prefix."""

    prefix: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """All of these; negatives among them are taken away from the others."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """At least one of these; of none, nothing matches."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """Everything but this."""

    match: Match


Match = Word | Phrase | Near | Expanded | Term | And | Or | Without
ANYTHING = Term(text=terms.ANY)
_WIDE = 10
# As migration 3 of PostgreSQL has it too.
_PAIRS = 4096
_PAIR_TERMS = [f"+{pair}" for pair in range(_PAIRS)]
NOTHING = Term(text="x:nothing")


def has_words(match: Match) -> bool:
    """Whether there is a word to rank by; terms and the many words under a star say nothing about relevance."""
    if isinstance(match, (And, Or)):
        return any(has_words(one) for one in match.matches)
    return isinstance(match, (Word, Phrase, Near))


def is_wide(match: Match) -> bool:
    """Whether so many words are asked for that counting all matches takes long."""
    if isinstance(match, (And, Or)):
        return any(is_wide(one) for one in match.matches)
    return isinstance(match, Expanded) and len(match.words) >= _WIDE


def is_broad(match: Match) -> bool:
    """Whether rows that hold no word or term of it meet a match, so that nearly all may."""
    if isinstance(match, And):
        return all(map(is_broad, match.matches))
    if isinstance(match, Or):
        return any(map(is_broad, match.matches))
    return isinstance(match, Without) or match == ANYTHING


def titles_too(match: Match) -> Match:
    """What finds paragraphs, as it finds the titles beside them too."""
    if not isinstance(match, And):
        return match
    aside, old = Without(match=Term(text=terms.ASIDE)), Without(match=Term(text=terms.OLD))
    return And(matches=tuple(old if one == aside else one for one in match.matches))


def render_fts5(match: Match) -> str:
    """The expression for FTS5's MATCH. Words are letters and digits only, so quoting them is safe.

    >>> render_fts5(And(matches=(Word(text="fire"), Without(match=Term(text="x:aside")))))
    '(((words : "fire")) NOT (terms : "x:aside"))'
    """
    if isinstance(match, Word):
        return f'(words : "{match.text}")'
    if isinstance(match, Expanded):
        return render_fts5(Or(matches=tuple(Word(text=word) for word in match.words)))
    if isinstance(match, Phrase):
        return f'(words : "{" ".join(match.words)}")'
    if isinstance(match, Near):
        return f'(words : NEAR("{match.first}" "{match.second}", {match.distance}))'
    if isinstance(match, Term):
        return f'(terms : "{match.text}")'
    if isinstance(match, Without):
        return render_fts5(And(matches=(match,)))
    if isinstance(match, Or):
        return "(" + " OR ".join(map(render_fts5, match.matches or (NOTHING,))) + ")"
    wanted = [one for one in match.matches if not isinstance(one, Without)] or [ANYTHING]
    unwanted = [one.match for one in match.matches if isinstance(one, Without)]
    together = " AND ".join(map(render_fts5, wanted))
    for one in unwanted:
        # FTS5's NOT binds two operands, tighter than AND.
        together = f"({together}) NOT {render_fts5(one)}"
    return f"({together})"


def pairs_of(words: Sequence[str]) -> set[str]:
    """The neighbours among words as PostgreSQL's word index has them: a phrase need only be looked for where they are.

    Twelve bits of each pair leave few rows that are not wanted, and the index small.

    >>> sorted(pairs_of(("knife", "crime", "knife")))
    ['+1968', '+528']
    """
    digests = [*map(_digest, words)]
    # Some millions of words go through here: zip takes two thirds of the time of pairwise.
    pairs = zip(digests, digests[1:], strict=False)  # noqa: RUF007
    return {_PAIR_TERMS[(31 * before + after) % _PAIRS] for before, after in pairs}


@lru_cache(maxsize=131_072)
def _digest(word: str) -> int:
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest()[:4], 16)


def render_tsquery(match: Match) -> str:
    """The same as PostgreSQL's tsquery. Terms begin with a colon there, so that no word is one.

    >>> render_tsquery(And(matches=(Phrase(words=("knife", "crime")), Without(match=Term(text="x:aside")))))
    "(('knife' <-> 'crime' & '+1968') & !':x:aside')"
    """
    if isinstance(match, Word):
        return f"'{match.text}'"
    if isinstance(match, Expanded):
        return render_tsquery(Or(matches=tuple(Word(text=word) for word in match.words)))
    if isinstance(match, Phrase):
        neighbours = "".join(f" & '{pair}'" for pair in sorted(pairs_of(match.words)))
        return "(" + " <-> ".join(f"'{word}'" for word in match.words) + neighbours + ")"
    if isinstance(match, Near):
        pairs = ((match.first, match.second), (match.second, match.first))
        steps = range(1, match.distance + 2)
        return "(" + " | ".join(f"('{a}' <{n}> '{b}')" for a, b in pairs for n in steps) + ")"
    if isinstance(match, Term):
        return f"':{match.text}'"
    if isinstance(match, Without):
        return render_tsquery(And(matches=(match,)))
    if isinstance(match, Or):
        return "(" + " | ".join(map(render_tsquery, match.matches or (NOTHING,))) + ")"
    # A GIN index is read from end to end for what asks for no word or term, wherever in a query that stands.
    wanted = [one for one in match.matches if not isinstance(one, Without)] or [ANYTHING]
    unwanted = [f"!{render_tsquery(one.match)}" for one in match.matches if isinstance(one, Without)]
    return "(" + " & ".join([*map(render_tsquery, wanted), *unwanted]) + ")"
