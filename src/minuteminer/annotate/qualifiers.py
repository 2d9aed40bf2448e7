"""Hedges and bounds beside a number: "about", "up to", "or more", read from the words that touch it.

The rows are the lexicon `qualifiers`; a phrase counts only where it stands directly before or behind the number,
so that "about" two words away hedges nothing. A "not" in the clause before a bound turns it round: what must not
exceed £5m is at most £5m.
"""

from __future__ import annotations

from functools import cache

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.findings import Evidence, Qualifier

_LONGEST_PHRASE = 5
_WINDOW = 48
_OPENING = "(“‘\"'[|–—"
_CLOSING = ".,;:)”’\"']"
# "should not under any conditions go over £5m" has four words between the denial and the bound.
_WORDS_TO_DENIAL = 5


@cache
def _phrases(side: str) -> dict[str, Qualifier]:
    return {
        phrase: row["value"] for row in load_lexicon("qualifiers") if row["side"] == side for phrase in row["phrases"]
    }


@cache
def _denials() -> tuple[frozenset[str], frozenset[str], dict[Qualifier, Qualifier]]:
    """What denies a bound, what stands between where a "not" denies something else, and what a denied bound is."""
    (row,) = (row for row in load_lexicon("qualifiers") if row["side"] == "denied")
    return frozenset(row["phrases"]), frozenset(row["unless"]), row["turns"]


@cache
def _ends(side: str) -> frozenset[str]:
    """The one or two words of each phrase that touch the number, which settle most lookups at once."""
    if side == "before":
        return frozenset(" ".join(phrase.split()[-2:]) for phrase in _phrases(side))
    ends = {" ".join(phrase.split()[:2]) for phrase in _phrases(side)}
    return frozenset(ends | {end.strip("(-") for end in ends})


@cache
def _touching(side: str) -> frozenset[str]:
    """The single words that touch the number in hedges before it, or in those after it."""
    return frozenset(end.split(" ")[-1 if side == "before" else 0] for end in _ends(side))


_LAST_BEFORE, _FIRST_AFTER = _touching("before"), _touching("after")
_ENDS_BEFORE, _ENDS_AFTER = _ends("before"), _ends("after")


def may_be_qualified(before: list[str], after: list[str]) -> bool:
    """Whether the bare words before and after a number can be part of a hedge at all; most cannot."""
    if before and before[-1] in _LAST_BEFORE and (before[-1] in _ENDS_BEFORE or " ".join(before[-2:]) in _ENDS_BEFORE):
        return True
    if after and after[0] in _FIRST_AFTER:
        return after[0] in _ENDS_AFTER or " ".join(after[:2]) in _ENDS_AFTER
    return False


def find_qualifier(lower: str, start: int, end: int) -> tuple[Qualifier, Evidence | None]:
    """The hedge or bound of the number at `start:end`, with the words that say it; exact without any.

    >>> find_qualifier("no more than £5k a year", 13, 16)[0]
    'at_most'
    >>> find_qualifier("must not exceed £5k", 16, 19)[0]
    'at_most'
    """
    qualifier, hedge = find_hedge(lower, start, end)
    return qualifier if hedge is None else turn_denied(lower, qualifier, hedge), hedge


def turn_denied(lower: str, qualifier: Qualifier, hedge: Evidence) -> Qualifier:
    """The bound that `hedge` says together with a "not" before it in its clause: "never above" is at most.

    >>> turn_denied("it never went above £5k", "more_than", Evidence(reads="qualifier", start_char=14, end_char=19))
    'at_most'
    """
    denials, unless, turns = _denials()
    if (turned := turns.get(qualifier)) is None:
        return qualifier
    begin = max(0, hedge.start_char - _WINDOW)
    for printed in reversed(lower[begin : hedge.start_char].split()[-1 - _WORDS_TO_DENIAL :]):
        word = printed.lstrip(_OPENING)
        if word in denials or word.endswith(("n't", "n’t")):
            return turned
        if word in unless or not word[:1].isalpha() or word[-1] in _CLOSING:
            break
    return qualifier


def find_hedge(lower: str, start: int, end: int) -> tuple[Qualifier, Evidence | None]:
    """What the words that touch the number at `start:end` say, and those words.

    >>> find_hedge("must not exceed £5k", 16, 19)[0]
    'more_than'
    """
    before = lower[start - 28 if start > 28 else 0 : start].split()
    if before and before[-1].lstrip(_OPENING) in _LAST_BEFORE:
        bare = [word.lstrip(_OPENING) for word in before[-2:]]
        if may_be_qualified(bare, []) and (found := _before(lower, start)) is not None:
            return found
    after = lower[end : end + 28].split(None, 2)
    if after and after[0].rstrip(_CLOSING) in _FIRST_AFTER:
        bare = [word.rstrip(_CLOSING) for word in after[:2]]
        if may_be_qualified([], bare) and (found := _after(lower, end)) is not None:
            return found
    return "exact", None


def is_mail_quote(lower: str, start: int) -> bool:
    """Whether nothing but the ">" of a quoted mail stands before `start` on its line.

    >>> is_mail_quote("> £50,000", 2), is_mail_quote("a sum > £50,000", 8)
    (True, False)
    """
    return not lower[lower.rfind("\n", 0, start) + 1 : start].strip("> \t\u00a0")


def _before(lower: str, start: int) -> tuple[Qualifier, Evidence] | None:
    """The longest known phrase that ends where the number begins."""
    begin, known = max(0, start - _WINDOW), _phrases("before")
    if lower[start - 2 : start].strip() == ">" and is_mail_quote(lower, start):
        start = begin + len(lower[begin:start].rstrip("> \t\n"))  # "up to" may stand on the line before
    words = lower[begin:start].split()
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        phrase = " ".join(words[-length:]).lstrip(_OPENING)
        if phrase in known:
            at = start
            for word in reversed(words[-length:]):
                at = lower.rfind(word, begin, at)
            at += len(words[-length]) - len(words[-length].lstrip(_OPENING))
            end = at + len(lower[at:start].rstrip())
            return known[phrase], Evidence(reads="qualifier", start_char=at, end_char=end)
    return None


def _after(lower: str, end: int) -> tuple[Qualifier, Evidence] | None:
    """The longest known phrase that begins where the number ends."""
    window, known = lower[end : end + _WINDOW], _phrases("after")
    words = window.split(None, 3)[:3]
    for length in range(len(words), 0, -1):
        phrase = " ".join(words[:length]).rstrip(",;:)”’")
        if phrase in known or (phrase := phrase.rstrip(".")) in known:
            begin = at = end + len(window) - len(window.lstrip())
            for word in words[:length]:
                at = lower.find(word, at) + len(word)
            at -= len(words[length - 1]) - len(words[length - 1].rstrip(_CLOSING))
            return known[phrase], Evidence(reads="qualifier", start_char=begin, end_char=max(at, begin + 1))
    return None
