"""Parts and wholes: who "96 of the 131" are, and what counts nobody ("all but two", "every one", "all three")."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import Discourse, Reading
from minuteminer.annotate.headcount_numbers import Candidate

# The last words before numbers that count nobody.
_LAST = frozenset("all but except bar every each any no not".split())
_LEFT_OUT = (" all but ", " all except ", " all bar ")
_EVERY = (" every ", " each ", " any ", " no ", " not ")
# "they served all three, …"; "all three were constables" counts.
_NO_MORE = re.compile(r"[,.;:)]|$| of (?:them|these|those|whom)\b")
# What people did, or were, behind a whole: "(96 of the 131 had)".
_DID = re.compile(r" (?:had|have|has|were|was|are|did|would|will)\b")


def counts_nobody(lowered: str, number: Candidate) -> bool:
    """Whether the number is one of "every one", stands for those who are left out, or for all.

    >>> counts_nobody(" all but two of whom were farmers", Candidate(9, 12, 2.0, before="but"))
    True
    >>> counts_nobody(" but two of whom were farmers", Candidate(5, 8, 2.0, before="but"))
    False
    """
    if number.before not in _LAST:
        return False
    start = number.start
    if lowered.endswith(" all ", 0, start):
        return _NO_MORE.match(lowered, number.end) is not None
    return lowered.endswith(_LEFT_OUT, 0, start) or (number.value == 1 and lowered.endswith(_EVERY, 0, start))


def spoken_of(discourse: Discourse, number: Candidate, whole: Candidate) -> Reading | None:
    """Whose part the number is where its whole was not counted before.

    "Six of the other nine" are of those counted last; "whether call handlers had been trained (96 of the 131 had)"
    are of those who were only named.
    """
    known = discourse.last(discourse.paragraph_start(number.start))
    if known is None and _DID.match(discourse.lowered, whole.end) is not None:
        known = discourse.antecedent(discourse.sentence_start(number.start), number.start)
    return known
