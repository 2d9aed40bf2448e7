"""The settings in which a bare number may carry a role over: the rows of `headcounts_carry.json`, compiled.

Which of them may stand before a number is told by the last word before it, so that most patterns are never tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from minuteminer.annotate.headcount_numbers import BEGINNINGS, Candidate
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.lexicon import Row, load_lexicon

# How much of the text before and after a bare number its setting may take, unless its row names a `reach`.
BEFORE, AFTER = 90, 60

_PERSONAL = alternation(WORD_SETS["personal"] | WORD_SETS["past"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A row of the lexicon with its patterns compiled."""

    row: Row
    rule: str
    memory: str
    measure: str
    several: bool
    whole: bool
    part: bool
    after_a_count: bool
    # None where nothing is asked of the words before the number.
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    span: re.Pattern[str] | None
    ends: frozenset[str] | None
    begins: frozenset[str] | None
    # Whether `before` begins with the edge of a word: then it is sought in the text with spaces for all edges.
    edged: bool
    reach: int


# Words of caution that may stand between a setting and its number, two at most.
_CAUTION = (
    r"(?:some|about|around|circa|only|just|at least|up to|over|under|nearly|almost|approximately|roughly|perhaps"
    r"|no fewer than|not fewer than|no less than|not less than|not more than|more than|less than|fewer than"
    r"|no more than|as many as|as few as|as low as|close to|another|a further|a total of|an average of|average of"
    r"|a peak of|a high of|a low of|a figure of|a baseline of) "
)
_HEDGE = rf"(?:{_CAUTION}){{0,2}}"


def _begins(words: list[str]) -> frozenset[str]:
    return frozenset(words) | (WORD_SETS["personal"] | WORD_SETS["past"] if "@personal" in words else frozenset())


SETTINGS = [
    Setting(
        row=row,
        rule=row.id.replace(".carry.", ".rule."),
        memory=row["memory"],
        measure=row["measure"],
        several=bool(row.get("several")),
        whole=bool(row.get("whole")),
        part=bool(row.get("part")),
        after_a_count=bool(row.get("after_a_count")),
        before=re.compile(re.sub(r"^\\b", " ", row["before"]).replace("@hedge", _HEDGE)) if row["before"] else None,
        edged=row["before"].startswith(r"\b"),
        reach=row.get("reach", BEFORE),
        after=re.compile(row["after"].replace("@personal", _PERSONAL)) if row["after"] else None,
        span=re.compile(row["span"]) if row.get("span") else None,
        ends=frozenset(row["ends"]) if row.get("ends") else None,
        begins=_begins(row["begins"]) if row.get("begins") else None,
    )
    for row in load_lexicon("headcounts_carry")
]


_ENDS = frozenset(end for setting in SETTINGS for end in setting.ends or ())
_BEGINS = frozenset(begin for setting in SETTINGS for begin in setting.begins or ())
# The words of caution by their last word.
_CAUTIONS: dict[str, tuple[str, ...]] = {}
for _words in _CAUTION[3:-2].split("|"):
    _CAUTIONS[_words.split()[-1]] = (*_CAUTIONS.get(_words.split()[-1], ()), f"{_words} ")
_SINGLE_CAUTIONS = frozenset(end for end, words in _CAUTIONS.items() if f"{end} " in words)
_CAUTION_PAIRS = frozenset(
    " ".join(words.split()[-2:]) for cautions in _CAUTIONS.values() for words in cautions if " " in words[:-1]
)
# The last words of those ends and cautions that are two words.
_PAIRED = frozenset(end.split()[1] for end in _ENDS | _CAUTION_PAIRS if " " in end)
# What stands right before a number, as the lexicon calls it: the word itself, or "#" for any number.
_END_OF = dict.fromkeys(BEGINNINGS, "#") | {end: end for end in (*_ENDS, *_PAIRED, *_CAUTIONS)}
_LAST_WORD = re.compile(r"(?:([a-z]+)|[\d./-]+),? $")
_LETTERS = re.compile("[a-z]*")


@lru_cache(maxsize=4096)
def _settings_with(begin: str, *ends: str) -> tuple[Setting, ...]:
    """The settings whose words may end in one of `ends`, and begin again in `begin`, in the order of the lexicon."""
    return tuple(
        setting
        for setting in SETTINGS
        if (setting.ends is None or not setting.ends.isdisjoint(ends))
        and (setting.begins is None or begin in setting.begins)
    )


def settings_around(spaced: str, number: Candidate, behind: str) -> tuple[Setting, ...]:
    """The settings whose words may stand right before the number, or before the words of caution there, and `behind`.

    `behind` is the first word behind the number, or the sign where none stands there.
    """
    # The pattern matches every text, if only its empty beginning.
    begin = behind if behind in _BEGINS else _LETTERS.match(behind)[0]  # type: ignore[index]
    if begin not in _BEGINS:
        begin = "other"
    start = number.start
    end = _END_OF.get(number.before, "") if number.before else _end_before(spaced, start)
    pair = _pair_before(spaced, start, end) if end in _PAIRED else ""
    if end not in _CAUTIONS or (end not in _SINGLE_CAUTIONS and pair not in _CAUTION_PAIRS):
        return _settings_with(begin, end, pair)
    ends = [end, pair]
    while len(ends) < 6 and (caution := _caution_before(spaced, start, end)):
        start -= len(caution)
        end = _end_before(spaced, start)
        ends += (end, _pair_before(spaced, start, end))
    return _settings_with(begin, *ends)


def _pair_before(spaced: str, at: int, end: str) -> str:
    """The last two words before `at`, of which `end` is the second, where they may say anything."""
    pair = spaced[spaced.rfind(" ", 0, max(0, at - len(end) - 2)) + 1 : at - 1]
    return pair if pair in _ENDS or pair in _CAUTION_PAIRS else ""


def _caution_before(spaced: str, at: int, end: str) -> str:
    """The longest words of caution before `at` that end in the word `end`, or ""."""
    found = [
        words
        for words in _CAUTIONS.get(end, ())
        if spaced.endswith(words, 0, at) and not spaced[at - len(words) - 1].isalpha()
    ]
    return max(found, key=len, default="")


def _end_before(spaced: str, at: int) -> str:
    """The last word before `at` where a setting may end in it; "#" stands for any number."""
    begin = max(0, at - 16)
    word = spaced[spaced.rfind(" ", begin, max(0, at - 1)) + 1 or begin : at]
    match = _LAST_WORD.search(word)
    if match is None:
        return ""
    return "#" if match[1] is None else _END_OF.get(match[1], "")
