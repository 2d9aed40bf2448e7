"""Parts and wholes: who "96 of the 131" are, and what counts nobody ("all but two", "two of them over 600" hours)."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import Discourse, Reading
from minuteminer.annotate.headcount_numbers import Candidate
from minuteminer.annotate.headcount_words import WORD_SETS

# The last words before numbers that count nobody.
_LAST = frozenset("all but except bar every each any no not".split())
_LEFT_OUT = (" all but ", " all except ", " all bar ")
_EVERY = (" every ", " each ", " any ", " no ", " not ")
# "they served all three, …"; "all three were constables" counts.
_NO_MORE = re.compile(r"[,.;:)]|$| of (?:them|these|those|whom)\b")
# What people did, or were, behind a whole: "(96 of the 131 had)".
_DID = re.compile(r" (?:had|have|has|were|was|are|did|would|will)\b")

# What may stand between people and a number that says what they have.
_BESIDE = re.compile(r" (?:(?:over|under|about|around|nearly|almost|at least|up to|more than|less than) )?")
# "of 156 call handlers 90 had been trained", "of 40 recruits 12 left": people again.
_WHO_DID = re.compile(rf"{_DID.pattern}| (?:{'|'.join(sorted(WORD_SETS['personal'] | WORD_SETS['past']))})\b")
_STRENGTH_FROM = re.compile(
    r"(?:officers?|pcsos?|staff|constables?|police) (?:numbers|strength|establishment|headcount) (?:from|of)"
    r"(?: \d{4} to)? $"
)


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


def is_had_by(lowered: str, people: Reading, number: Candidate) -> bool:
    """Whether a bare number right behind people says what they have.

    "18 officers had worked more than 400 hours, and two of them over 600" counts hours.
    """
    return bool(_BESIDE.fullmatch(lowered, people.end, number.start)) and not _WHO_DID.match(lowered, number.end)


def larger_whole(discourse: Discourse, number: Candidate, whole: Reading) -> Reading:
    """The nearest count of the role that the number can be a part of; without a value where there is none.

    "2,196 officers, an increase of 47; of these, 868 were women": no part is larger than its whole.
    """
    since = discourse.paragraph_start(number.start)
    for reading in reversed(discourse.readings):
        if reading.start < since:
            break
        if reading.role == whole.role and reading.value >= number.value and reading.end <= number.start:
            return reading
    return Reading(whole.start, whole.end, 0, whole.role)


def is_strength_not_year(lowered: str, number: Candidate) -> bool:
    """ "officer numbers from 1930 to 2030": a pair after words of strength is no pair of years."""
    return number.refused == "a year" and bool(_STRENGTH_FROM.search(lowered[max(0, number.start - 45) : number.start]))
