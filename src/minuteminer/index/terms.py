"""Filters as words of a second indexed column: what the rows of the index are tagged with.

SQLite's and PostgreSQL's word indexes intersect words quickly but read every match to look at another
column; so each condition that a query can name is also a word. Numbers are tagged by their magnitude (the
count of digits, and that with the first digit), and the exact condition is checked on the few rows that remain.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache

from minuteminer.findings import Clause, Fact, Headcount, Money, Percent, Resolution, Vote, verbs_in_words
from minuteminer.index.words import words_of

# Every row has ANY, so that a query of negatives only, or of dates only, has something to start from.
ANY = "x:any"
# Rows that no query finds unless it says so: superseded versions and titles.
ASIDE = "x:aside"
OLD = "x:old"
TITLE = "in:title"
NOTE = "in:note"
# 2**63 - 1 has 19 digits.
MAX_DIGITS = 19

# Led by a class of two signs, so that the engine can skip to the next year.
_FINANCIAL_YEAR = re.compile(r"[12](?<!\w.)((?<=1)9\d\d|(?<=2)0\d\d)\s?[/\u2013-]\s?((?:19|20)?\d\d)\b")


@lru_cache(maxsize=4096)
def slug(value: str) -> str:
    """A value as one word: "Police officer" → "police_officer"."""
    return "_".join(words_of(value))


def find_financial_years(text: str) -> tuple[str, ...]:
    """The financial years printed in a text, in order, each once.

    >>> find_financial_years("the 2016/17 budget, and 2017-2018; pages 2016-19")
    ('2016/17', '2017/18')
    """
    # Most paragraphs print none, and have no sign that one could stand round.
    if not ("/" in text or "-" in text or "\u2013" in text):
        return ()
    years = (
        f"{match[0][:4]}/{match[2][-2:]}"
        for match in _FINANCIAL_YEAR.finditer(text)
        if (int(match[1]) + 1) % 100 == int(match[2][-2:])
    )
    return tuple(dict.fromkeys(years))


def financial_year_of(date: datetime.date | None) -> str | None:
    """The financial year (April to March) that a day lies in.

    >>> financial_year_of(datetime.date(2017, 3, 31)), financial_year_of(None)
    ('2016/17', None)
    """
    if date is None:
        return None
    first = date.year if date.month >= 4 else date.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


@lru_cache(maxsize=4096)
def year_terms(stated: tuple[str, ...], date: datetime.date | None) -> tuple[str, ...]:
    """`fy:` for the printed financial years; `fyi:` for the one inferred from the date where none is printed.

    `stated` are the years of the passage, or those of its item's title where it prints none.

    >>> year_terms(("2016/17",), None), year_terms((), datetime.date(2016, 5, 1))
    (('fy:2016_17',), ('fyi:2016_17',))
    """
    if stated:
        return tuple(f"fy:{slug(year)}" for year in stated)
    inferred = financial_year_of(date)
    return (f"fyi:{slug(inferred)}",) if inferred else ()


def step_of(number: float) -> int:
    """Ten times the count of a number's digits, and its first digit; 0 below nought. Steps rise with the numbers.

    >>> step_of(490), step_of(9.5), step_of(0), step_of(-3)
    (34, 19, 10, 0)
    """
    if number < 0:
        return 0
    digits = str(int(number))
    return 10 * len(digits) + int(digits[0])


def step_terms(first: int, last: int) -> Iterator[str]:
    """The endings of terms of a number between two steps: each count of digits, each first digit.

    >>> list(step_terms(34, 34)), list(step_terms(28, 31))
    (['3', '3_4'], ['2', '2_8', '2_9', '3', '3_1'])
    """
    for size in range(first // 10, last // 10 + 1):
        yield str(size)
        if size:
            yield from (f"{size}_{step - 10 * size}" for step in steps_of_size(size) if first <= step <= last)


def steps_of_size(size: int) -> range:
    """The steps of the numbers with so many digits; only a single digit can be nought."""
    return range(10 * size + (size > 1), 10 * size + 10)


def terms_of_fact(fact: Fact) -> tuple[str, ...]:
    """The words that a fact adds to the passage it stands in."""
    value = fact.value
    if isinstance(value, Money):
        return _number_terms("money", value.role, value.low_pence, value.high_pence, value.status)
    if isinstance(value, Headcount):
        return _number_terms("headcount", value.role, value.count, value.high or value.count, value.status)
    if isinstance(value, Percent):
        return _number_terms("percent", None, value.value, value.high or value.value, None)
    if isinstance(value, Resolution):
        verbs = (f"verb:{slug(verb)}" for verb in verbs_of(value))
        vote = () if value.vote is None else _vote_terms(value.vote)
        return ("kind:resolution", f"decision:{value.decision}", *verbs, *vote)
    return _vote_terms(value) if isinstance(value, Vote) else (f"kind:{fact.kind}",)


def _number_terms(
    kind: str, role: str | None, low: float | None, high: float | None, status: str | None
) -> tuple[str, ...]:
    if low is None or high is None:
        return _sized_terms(kind, role, status, None, 0)
    first = step_of(low)
    return _sized_terms(kind, role, status, first, first if low == high else step_of(high))


@lru_cache(maxsize=16_384)
def _sized_terms(kind: str, role: str | None, status: str | None, first: int | None, last: int) -> tuple[str, ...]:
    found = [f"kind:{kind}"]
    if role:
        found.append(f"role:{slug(role)}")
    if status:
        found.append(f"state:{slug(status)}")
    heads = [kind, f"{kind}:{slug(role)}"] if role else [kind]
    endings = [] if first is None else list(step_terms(first, last))
    return (*found, *(f"{head}:{ending}" for head in heads for ending in endings))


def _vote_terms(vote: Vote) -> tuple[str, ...]:
    return ("kind:vote", "vote:unanimous") if vote.unanimous else ("kind:vote",)


def verbs_of(resolution: Resolution) -> tuple[str, ...]:
    """The verbs of a resolution and of its clauses, each once: what the register prints can be searched for.

    What is denied is a verb of its own: "be not approved" is found by `verb:not-approve`, not by `verb:approve`.
    """
    parts: tuple[Resolution | Clause, ...] = (resolution, *resolution.clauses)
    return tuple(dict.fromkeys(verb for part in parts for verb in verbs_in_words(part)))
