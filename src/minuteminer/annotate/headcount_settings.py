"""The settings in which a bare number may carry a role over: the rows of `headcounts_carry.json`, compiled.

Which of them may stand before a number is told by the last word before it, so that most patterns are never tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from minuteminer.annotate.headcount_numbers import BEGINNINGS
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.lexicon import Row, load_lexicon

# How much of the text before and after a bare number its setting may take, unless its row names a `reach`.
BEFORE, AFTER = 90, 60

_PERSONAL = alternation(WORD_SETS["personal"] | WORD_SETS["past"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A row of the lexicon with its patterns compiled."""

    row: Row
    memory: str
    several: bool
    whole: bool
    after_a_count: bool
    # None where nothing is asked of the words before the number.
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    span: re.Pattern[str] | None
    ends: frozenset[str] | None
    # Whether `before` begins with the edge of a word: then it is sought in the text with spaces for all edges.
    edged: bool
    reach: int


# Words of caution that may stand between a setting and its number, two at most.
_CAUTION = (
    r"(?:some|about|around|circa|only|just|at least|up to|over|under|nearly|almost|approximately|roughly|perhaps"
    r"|no fewer than|not fewer than|no less than|not less than|not more than|more than|less than|fewer than"
    r"|no more than|as many as|as few as|as low as|close to|another|a further|a total of) "
)
_HEDGE = rf"(?:{_CAUTION}){{0,2}}"
_CAUTION_BEFORE = re.compile(rf"[^a-z]({_CAUTION})$")
_LONGEST_CAUTION = len(" not fewer than ")

SETTINGS = [
    Setting(
        row=row,
        memory=row["memory"],
        several=bool(row.get("several")),
        whole=bool(row.get("whole")),
        after_a_count=bool(row.get("after_a_count")),
        before=re.compile(re.sub(r"^\\b", " ", row["before"]).replace("@hedge", _HEDGE)) if row["before"] else None,
        edged=row["before"].startswith(r"\b"),
        reach=row.get("reach", BEFORE),
        after=re.compile(row["after"].replace("@personal", _PERSONAL)) if row["after"] else None,
        span=re.compile(row["span"]) if row.get("span") else None,
        ends=frozenset(row["ends"]) if row.get("ends") else None,
    )
    for row in load_lexicon("headcounts_carry")
]


_ENDS = frozenset(end for setting in SETTINGS for end in setting.ends or ())
# The last words of caution.
_CAUTION_ENDS = frozenset(words.split()[-1] for words in _CAUTION[3:-2].replace("|", ") (").split(") ("))
# Most that stands right before a number, without a pattern.
_ENDING = frozenset(f"{end} " for end in _ENDS if end.isalpha())
_NUMBERS = frozenset(BEGINNINGS)
_LAST_WORD = re.compile(r"(?:([a-z]+)|[\d./-]+),? $")


@cache
def _settings_with(*ends: str) -> tuple[Setting, ...]:
    """The settings whose words may end in one of these, in the order of the lexicon."""
    return tuple(setting for setting in SETTINGS if setting.ends is None or not setting.ends.isdisjoint(ends))


def settings_behind(spaced: str, start: int) -> tuple[Setting, ...]:
    """The settings whose words may end right before `start`, or before the words of caution there."""
    end = _end_before(spaced, start)
    if end not in _CAUTION_ENDS:
        return _settings_with(end)
    ends = [end]
    while len(ends) < 3 and (caution := _CAUTION_BEFORE.search(spaced, max(0, start - _LONGEST_CAUTION), start)):
        start = caution.start(1)
        ends.append(_end_before(spaced, start))
    return _settings_with(*ends)


def _end_before(spaced: str, at: int) -> str:
    """The last word before `at` where a setting may end in it; "#" stands for any number."""
    begin = max(0, at - 16)
    word = spaced[spaced.rfind(" ", begin, max(0, at - 1)) + 1 or begin : at]
    if word in _ENDING:
        return word[:-1]
    match = _LAST_WORD.search(word)
    if match is None:
        return ""
    word = match[1]
    if word is None or word in _NUMBERS:
        return "#"
    return word if word in _ENDS or word in _CAUTION_ENDS else ""
