"""Numbers that name a part or a whole without counting anybody: "all but two of whom", "every one", "all three"."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_numbers import Candidate

_LEFT_OUT = (" all but ", " all except ", " all bar ")
_EVERY = (" every ", " each ", " any ", " no ", " not ")
# "they served all three, …"; "all three were constables" counts.
_NO_MORE = re.compile(r"[,.;:)]|$| of (?:them|these|those|whom)\b")


def counts_nobody(lowered: str, number: Candidate) -> bool:
    """Whether the number is one of "every one", stands for those who are left out, or for all.

    >>> counts_nobody(" all but two of whom were farmers", Candidate(9, 12, 2.0))
    True
    >>> counts_nobody(" but two of whom were farmers", Candidate(5, 8, 2.0))
    False
    """
    start = number.start
    if lowered.endswith(" all ", 0, start):
        return _NO_MORE.match(lowered, number.end) is not None
    return lowered.endswith(_LEFT_OUT, 0, start) or (number.value == 1 and lowered.endswith(_EVERY, 0, start))
