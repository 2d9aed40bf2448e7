"""Rows and columns of a table in thousands that count people: "FTE | 1,204" under "£000" is no sum of money.

A head with a word for a count ("FTE", "headcount") counts, whatever else it says but a word of money ("cost per
FTE"). A head of people alone ("Police officers") may be their number or their pay: where no "£" stands over the
column itself, small whole numbers are left alone rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from minuteminer.annotate.lexicon import load_lexicon

_WORD = re.compile(r"[^\W\d_]+")
# "No." stands before what it numbers, and is a word of many other heads.
_NUMBER_OF = re.compile(r"(?:number|no\.?|nos\.?) of ", re.IGNORECASE)
_LONGEST_HEAD = 120
# No force has as many officers, and few items of a budget in thousands are as small.
_MOST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class _Words:
    counts: frozenset[str]
    people: frozenset[str]
    money: frozenset[str]


@cache
def _words() -> _Words:
    row = next(row for row in load_lexicon("money") if row.id == "money.table_people")
    return _Words(frozenset(row["counts"]), frozenset(row["people"]), frozenset(row["money"]))


def counts_people(head: str) -> bool:
    """Whether a head says in so many words that its cells count people: "FTE", "Number of officers"."""
    words, known = _head_words(head), _words()
    if not known.money.isdisjoint(words) or "£" in head:
        return False
    return not known.counts.isdisjoint(words) or (
        not known.people.isdisjoint(words) and _NUMBER_OF.search(head) is not None
    )


def may_count_people(head: str, printed: str) -> bool:
    """Whether a head names nothing but people and the cell is printed as their number may be."""
    words, known = _head_words(head), _words()
    if not words or not known.people.issuperset(words):
        return False
    return len(printed.strip()) <= _MOST_PEOPLE and printed.strip().replace(",", "").isdecimal()


def _head_words(head: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(head[:_LONGEST_HEAD])]
