"""In what a count is counted: "1,200 (FTE) officers", "1,200 officers (full-time equivalent)", "20 (headcount) PCSOs".

The words stand beside the number or behind the role, mostly in brackets, and belong to neither.
"""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_words import WORD_SETS, alternation

_FULL_TIME = alternation(WORD_SETS["full_time"])
_IN_BRACKETS = re.compile(
    rf" ?[(\[] ?(?:{_FULL_TIME}|{alternation(WORD_SETS['by_heads'])}|\d[\d.]{{0,5}}(?:%| per cent)) ?[)\]](?= )"
)
# "officers (FTE 38.2)" tells another number.
_BEHIND = re.compile(rf",? ?[(\[]?(?:{_FULL_TIME})(?![\w-]|[ :=]*\d)")
_BEFORE = re.compile(rf"(?<![\w.])(?:{_FULL_TIME})[)\]]? ?[:=–-]? ?\Z")
_BEFORE_ENDS = (": ", ") ", "- ", "– ", "= ", "e ", "s ", "t ")
_LONGEST = 30
_OPENS, _GOES_ON = (" (", " [", "(", "["), frozenset(" ,([")


def after_unit(lowered: str, at: int) -> int:
    """Where the words go on behind "(FTE)" or "(headcount)" at an offset; the offset itself where none is there.

    >>> after_unit("1,200 (fte) officers", 5)
    11
    """
    if not lowered.startswith(_OPENS, at):
        return at
    found = _IN_BRACKETS.match(lowered, at)
    return found.end() if found else at


def is_full_time(lowered: str, start: int, figure_end: int, end: int) -> bool:
    """Whether a count from `start` to `end`, whose number ends at `figure_end`, is one of full-time equivalents.

    >>> is_full_time("1,200 officers (fte) in post", 0, 5, 14)
    True
    """
    for at in (figure_end, end):
        if lowered[at : at + 1] in _GOES_ON and _BEHIND.match(lowered, at) is not None:
            return True
    if not lowered.endswith(_BEFORE_ENDS, 0, start):
        return False
    return _BEFORE.search(lowered, max(0, start - _LONGEST), start) is not None
