"""Where a number stands that may count people, and why another number cannot.

A date, a page, a sum of money, a percentage, a ratio, a paragraph's label or a collar number is refused here by its
neighbours alone; what is left is a `Candidate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from minuteminer.annotate.headcount_words import SMALL_NUMBERS, WORD_SETS, alternation
from minuteminer.annotate.numbers import FIGURE, NUMBER_WORDS, parse_figure, parse_number_words

# Above this no count of police people is meant: all forces together have some 250,000.
LARGEST_COUNT = 400_000
# "One in 20" is a share; "24 out of 37" counts 24.
LARGEST_RATIO = 20
FIRST_YEAR, LAST_YEAR = 1900, 2100

_NUMBER = rf"(?:{FIGURE}|{NUMBER_WORDS})"
# How numbers in words begin: a quick test before the long pattern, which `re` would try at every word.
_PHRASES = (
    *("half a", "half an", "half of", "quarter of", "quarters of"),
    *(f"{article} {part}" for article in ("a", "an") for part in ("half", "quarter", "quarters")),
    *(
        f"{part} {counted}"
        for part in ("a", "an", "half", "quarter")
        for counted in ("hundred", "thousand", "dozen", "million", "billion")
    ),
)
BEGINNINGS = (
    *SMALL_NUMBERS,
    *"thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty".split(),
    *"seventy eighty ninety hundred thousand dozen million billion".split(),
    *_PHRASES,
    *(phrase.replace(" ", "-") for phrase in _PHRASES),  # "half-a-dozen"
)
# A number, or two with what joins them into a range ("15-20", "30 to 35"): groups 1, 2 and 3.
_NUMBER_AT = re.compile(rf"({_NUMBER})(?:( ?[-–—] ?| to | or | and )({_NUMBER}))?")
_MONTH_WORDS, _REFERENCE_WORDS = WORD_SETS["month"], WORD_SETS["reference"]
_MONTHS = alternation(_MONTH_WORDS)
_AFTER = re.compile(
    rf"(?P<percent> ?(?:%|per ?cent\b|percent))|(?P<ordinal>(?:st|nd|rd|th)\b)"
    rf"|(?P<joined>-(?:strong|person|man|officer|member|post)\b)"
    rf"|(?P<date> ?(?:of )?(?:{_MONTHS})\b(?! be\b))|(?P<time> ?(?:am|pm|a\.m|p\.m|hrs|noon)\b)"
    rf"|(?P<unit>[a-z/]|:\d|-[a-z\d]| (?:million|billion)\b)"
    r"|(?P<ratio> (?:in|out of) (?:every |each )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred))"
    r"|(?P<label>[.)]?[ \t\xa0]{2,}|[.)][ \t\xa0\n])"
)
_REASONS: dict[str | None, str] = {kind: f"a {kind}" for kind in _AFTER.groupindex}
_REASONS["label"] = "a paragraph's label"
# How all of those begin that begin with a space, and what begins none: a quick test before the pattern.
_MAY_FOLLOW = frozenset(
    f" {word}"[:3]
    for word in ["%", " ", *"per of in out million billion am pm a.m p.m hrs noon".split(), *_MONTH_WORDS]
)
_NOTHING_AFTER = frozenset((", ", "; ", "", ",", ";"))
# A point or a bracket and one of these make a label of a number that starts its line, and nothing of any other.
_LABEL_GAPS = frozenset((" ", "\n"))
# The plainest labels, which no dash or word joins to another number.
_LABEL = re.compile(r"\d{1,3}[.)] {1,8}(?![ –—-]|to |or |and )")
_RATIO_BEFORE = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)) (?:in|out of) (?:every |each )?$"
)
_RANGE_OF_REFERENCES = re.compile(r"[ ]?(?:to|and|or|,|-|–|&|, and)[ ]?")
_RATIO_AFTER = re.compile(rf" (?:in|out of) (?:every |each )?({_NUMBER})")
_NEXT_WORD = re.compile(r" ([a-z']+)")
# "April 8, 2019" is a date; "since April 63 officers" counts.
_DAY_OF_MONTH = re.compile(r",? (?:19|20)\d\d\b|[,.;]|$")
# What is said of the second number of "2 to 4 pm" or "3 or 4 per cent" holds for the first.
_OF_BOTH = frozenset(("a time", "a date", "a percent", "too large"))
# "In the last quarter 27 officers joined" counts; "quarter 2" does not.
_SPANS = frozenset("quarter week day district sector unit operation round phase report minutes scheme cohort".split())
_OFFICERS_NEXT = re.compile(r" (?:[a-z-]+ ){0,2}?(?:officers|constables|pcsos|specials|staff|recruits|detectives)\b")
# "200-plus officers", "a dozen or more": what belongs to the number, and how it begins.
_VAGUE = re.compile(r"(?:[- ](?:plus|odd)| or (?:so|more)|\+)(?= [a-z])")
_MAY_BE_VAGUE = ("-p", "-o", " pl", " odd", " or ", "+ ")
# What is said of one number holds for the next, which a mere "and" or "to" joins to it.
_GOING_ON = frozenset(("a year", "a reference", "a code or a time", "a time", "an age"))
_PAIR_OF_YEARS = re.compile(r" ?(?:to|and|or|-|–|&) ?")
_AGE_BEFORE = re.compile(
    r"\b(?:(?:were|was|are|is|those|anyone|people) (?:aged )?(?:under|over|above)"
    r"|aged?|ages of|age of|average of|score of|ages of \d+ (?:and|to)) $"
)
# "An average of nine officers a month", "an average of 24 per month": no age and no score.
_OFTEN = re.compile(
    r" (?:(?:per|a|each|every) (?:day|week|month|quarter|year|shift|night)\b"
    r"|(?:[a-z-]+ ){0,2}?(?:officers|constables|pcsos|specials|staff|recruits|detectives|posts|leavers|joiners)\b)"
)
_BEFORE_AGE, _BEFORE_RATIO = (
    frozenset(("age", "aged", "of", "and", "to", "under", "over", "above")),
    frozenset(("in", "of", "every", "each")),
)
_LAST_WORD = re.compile(r"([a-z.']+)[  ]?$")
_YEAR_BEFORE = (
    frozenset(
        "in since during by until till from to of before after late early mid the year summer autumn spring winter and"
        " between for april election".split()
    )
    | _MONTH_WORDS
)
# Words before a number that may say why it counts nobody.
_TELLING = _MONTH_WORDS | _REFERENCE_WORDS | _YEAR_BEFORE | _BEFORE_AGE | _BEFORE_RATIO


@dataclass(slots=True)
class Candidate:
    """A number that may count people; `refused` says why it cannot, `joined` that it is an N-strong team.

    `before` is the word that ends right before it, or "" where a sign or an edge stands there.
    """

    # Neither frozen nor keyword-only: one is made for every number, and so it costs a third.

    start: int
    end: int
    value: float
    high: float | None = None
    joined: bool = False
    refused: str | None = None
    before: str = ""


def looks_like_year(printed: str) -> bool:
    """Whether the number is printed as years are: "2016", not "2,016"."""
    return len(printed) == 4 and printed.isdigit() and FIRST_YEAR <= int(printed) <= LAST_YEAR


def find_candidates(lowered: str, spaced: str, starts: Iterable[int], *, labels: bool = True) -> list[Candidate]:
    """The numbers that begin at `starts`, in reading order, with or without the plainest labels of paragraphs.

    `lowered` is the text in lower case, `spaced` the same with spaces for all edges of words.
    """
    found: list[Candidate] = []
    before = None
    read_to = 0
    for start in starts:
        # A range has taken the number behind it.
        if start < read_to:
            continue
        if not labels and lowered[start - 1] == "\n" and _LABEL.match(lowered, start) is not None:
            before = None
            continue
        match = _NUMBER_AT.match(spaced, start)
        if match is None:
            continue
        read_to = match.end()
        if match[3] is None:
            read: tuple[Candidate, ...] = (_read(lowered, start, read_to),)
        else:
            read = _read_two(lowered, match)
        for candidate in read:
            if before in _GOING_ON and candidate.refused is None and _continues(lowered, found[-1], candidate):
                candidate.refused = before
            found.append(candidate)
            before = candidate.refused
    return found


def _continues(lowered: str, previous: Candidate, candidate: Candidate) -> bool:
    """Whether the number goes on a list of pages, a pair of years or a span of times that was refused."""
    if previous.refused == "a year":
        pair = _PAIR_OF_YEARS.fullmatch(lowered, previous.end, candidate.start)
        return pair is not None and FIRST_YEAR <= candidate.value <= LAST_YEAR
    return _RANGE_OF_REFERENCES.fullmatch(lowered, previous.end, candidate.start) is not None


def _read_two(lowered: str, match: re.Match[str]) -> tuple[Candidate, ...]:
    """Two numbers that "to", "or", "and" or a dash joins: a range, or one after the other."""
    low, high = _read(lowered, *match.span(1)), _read(lowered, *match.span(3))
    if not _is_range(lowered, low, high, match[2]):
        if low.refused is None and high.refused in _OF_BOTH:
            low.refused = high.refused
        return low, high
    high.start, high.value, high.high, high.before = low.start, low.value, high.value, low.before
    return (high,)


def _is_range(lowered: str, low: Candidate, high: Candidate, gap: str) -> bool:
    if high.value <= low.value or lowered.endswith("from ", 0, low.start):
        return False
    if gap == " to " and high.value > 2 * low.value and lowered.endswith(" by ", 0, low.start):
        return False  # "had fallen by 40 to 1,860": a change and a level
    if gap == " and " and not lowered.endswith("between ", 0, low.start):
        return False
    return low.refused is None or gap.strip() in ("-", "–", "—")


def _read(lowered: str, start: int, end: int) -> Candidate:
    printed = lowered[start:end]
    if printed[-1] in ".,":
        printed = printed.rstrip(".,")
        end = start + len(printed)
    value = _value(printed)
    if value is None:
        return Candidate(start, end, 0.0, None, False, "malformed")
    # Mostly a space and a word of plain letters stand before it, and need no pattern.
    edge = lowered.rfind(" ", start - 14 if start > 14 else 0, start - 1)
    word = lowered[edge + 1 : start - 1] if edge >= 0 and lowered[start - 1] == " " else ""
    if not (word.isalpha() and word.isascii()):
        word = _last_word(lowered, start)
    if lowered.startswith(_MAY_BE_VAGUE, end) and (vague := _VAGUE.match(lowered, end)) is not None:
        end = vague.end()
    kind = _kind_after(lowered, start, end, value)
    if kind is not None and kind != "joined":
        refused: str | None = _REASONS[kind]
    elif value > LARGEST_COUNT:
        refused = "too large"
    elif printed[0] == "0" and len(printed) > 1 and printed[1].isdigit():
        refused = "a code or a time"
    else:
        refused = _reason(lowered, start, end, word, value) if word in _TELLING else None
    return Candidate(start, end, value, None, kind == "joined", refused, word)


def _kind_after(lowered: str, start: int, end: int, value: float) -> str | None:
    """What the signs and words behind a number make of it, which is nothing for most."""
    first = lowered[end : end + 2]
    if first in _NOTHING_AFTER:
        return None
    if first[0] == " ":
        if lowered[end : end + 3] not in _MAY_FOLLOW and first not in _MAY_FOLLOW:
            return None
    elif first[0] in ".)" and first[1:] in _LABEL_GAPS:
        return "label" if _starts_line(lowered, start) else None
    after = _AFTER.match(lowered, end)
    kind = after.lastgroup if after is not None else None
    if kind == "label":
        return kind if _starts_line(lowered, start) else None
    if kind == "ratio":
        return kind if _is_ratio(lowered, end, value) else None
    return kind


@lru_cache(maxsize=4096)
def _value(printed: str) -> float | None:
    """What a number in figures or in words stands for."""
    # "2,071", as "2071".
    plain = printed[:-4] + printed[-3:] if printed[-4:-3] == "," and len(printed) < 8 else printed
    if plain.isdecimal() and plain.isascii() and len(plain) < 9:
        return float(plain)
    value = parse_figure(printed) if printed[:1].isdigit() else parse_number_words(printed)
    return None if value is None else float(value)


def _reason(lowered: str, start: int, end: int, word: str, value: float) -> str | None:
    """Why the number cannot count people by the word before it, or None."""
    is_year = looks_like_year(lowered[start:end])
    if word in _MONTH_WORDS and (is_year or _DAY_OF_MONTH.match(lowered, end)):
        return "a date"
    if word in _REFERENCE_WORDS and not (word in _SPANS and _OFFICERS_NEXT.match(lowered, end)):
        return "a reference"
    if word == "year" and value <= 5:
        return "a reference"
    if word in _BEFORE_AGE and _is_age(lowered, start, end):
        return "an age"
    if value <= LARGEST_RATIO and word in _BEFORE_RATIO and _RATIO_BEFORE.search(lowered, max(0, start - 24), start):
        return "a ratio"
    if is_year and word in _YEAR_BEFORE:
        return "a year"
    return None


def _is_age(lowered: str, start: int, end: int) -> bool:
    """Whether the number behind "aged" or "of" is an age or a score."""
    before = lowered[max(0, start - 24) : start]
    return (
        any(word in before for word in ("age", "score", "under", "over", "above"))
        and (found := _AGE_BEFORE.search(before)) is not None
        and not (found[0] == "average of " and _OFTEN.match(lowered, end) is not None)
    )


def _last_word(lowered: str, start: int) -> str:
    """The word that ends right before `start`, or "" where none does."""
    before = _LAST_WORD.search(lowered, max(0, start - 14), start)
    return before[1].lstrip("'") if before else ""


def _is_ratio(lowered: str, end: int, value: float) -> bool:
    """ "one in three", "9 out of 10"; not "240 in three years" or "24 out of 37"."""
    match = _RATIO_AFTER.match(lowered, end)
    if match is None:
        return False
    whole = _value(match[1].rstrip(".,"))
    word = _NEXT_WORD.match(lowered, match.end(1))
    measured = word is not None and word[1] in WORD_SETS["neutral"]
    return whole is not None and value < whole <= LARGEST_RATIO and not measured


def _starts_line(lowered: str, start: int) -> bool:
    return lowered[lowered.rfind("\n", 0, start) + 1 : start].strip(" \t\xa0(") == ""
