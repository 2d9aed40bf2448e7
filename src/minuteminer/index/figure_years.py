"""The financial year that a figure is of: that of its column, of its words, of what stands before it, of the title.

Where none of these prints one it is inferred from the day of the meeting.
"""

from __future__ import annotations

import datetime
import re

from minuteminer.index.column_years import ColumnYear
from minuteminer.index.terms import financial_year_of, find_financial_years

_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=[A-Z(\u201c\"])|\n")
# Years in words, by how far they lie from the year of the meeting.
_SPOKEN = (
    (0, re.compile(r"\b(?:the current|this|in the present)\s+(?:financial\s+)?year\b", re.IGNORECASE)),
    (-1, re.compile(r"\b(?:last|the previous)\s+(?:financial\s+)?year\b", re.IGNORECASE)),
    (1, re.compile(r"\b(?:next|the coming|the following)\s+(?:financial\s+)?year\b", re.IGNORECASE)),
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_AND_YEAR = rf"(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>(?:19|20)\d\d)\b"
# The day that a figure is of stands right behind it; before it stand meetings too, save where accounts are closed.
_DAY_BEHIND = re.compile(
    rf"\s+(?:on|at|by|as\s+at|until|in)\s+(?:the\s+)?(?:(?:end|beginning|start)\s+of\s+|\d{{1,2}}(?:st|nd|rd|th)?\s+)?"
    rf"{_MONTH_AND_YEAR}",
    re.IGNORECASE,
)
_CLOSING_DAY = re.compile(
    rf"\b(?:on|at|by)\s+(?:31(?:st)?\s+(?=march)|1(?:st)?\s+(?=april)|the\s+end\s+of\s+(?=march)){_MONTH_AND_YEAR}",
    re.IGNORECASE,
)
_YEAR_LATER = re.compile(r"\s+(?:a|one)\s+year\s+later\b", re.IGNORECASE)
# Years of what a figure is compared with: "an increase on 2025/26", "against £214.6m in 2022/23".
_COMPARED = re.compile(
    r"\b(?:(?:on|than(?:\s+(?:in|for))?|(?:against|compared\s+(?:with|to))(?:\s+that\s+(?:of|for|in))?)\s+"
    r"|(?:against|compared\s+(?:with|to)|from|than|rather\s+than)\s+(?:[a-z]+\s+){0,4}£?[\d.,]*\d\s?[a-z]*\s+(?:in|for|of)\s+)"
    r"(?:(?:19|20)\d\d[/\u2013-]\d\d(?:\d\d)?|(?:last|the\s+previous)\s+(?:financial\s+)?year)\b",
    re.IGNORECASE,
)
# "from £6.2m to £6.6m": the first is of before what the title is about.
_FROM, _TO = (
    re.compile(r"\bfrom\s+$", re.IGNORECASE),
    re.compile(r"\s+(?:in\s+\S+\s+)?to\s+[a-z]*\s*£?\d", re.IGNORECASE),
)


def find_figure_year(
    passage: str,
    start_char: int,
    end_char: int,
    *,
    title: str,
    date: datetime.date | None,
    column: ColumnYear | None = None,
) -> tuple[str | None, bool]:
    """The financial year of the figure at `start_char` to `end_char`, and whether it is printed.

    None where several years stand in its sentence or paragraph and none belongs to it more than the others. `column`
    is what the table says in which it stands.

    >>> text = "It had been £6.1m in 2022/23 and £6.4m in 2023/24."
    >>> find_figure_year(text, 12, 17, title="", date=None), find_figure_year(text, 33, 38, title="", date=None)
    (('2022/23', True), ('2023/24', True))
    >>> find_figure_year("It was £6m.", 7, 10, title="", date=datetime.date(2024, 5, 1))
    ('2024/25', False)
    >>> find_figure_year("It was £6m, a rise of £1m on 2023/24.", 7, 10, title="Budget 2024/25", date=None)
    ('2024/25', True)
    """
    if column is not None:
        if column.year is not None:
            return column.year, True
        return _year_of_title(title if column.matched else "", date)
    start, end = _sentence(passage, start_char, end_char)
    if of_day := _year_of_day(passage[start:start_char], passage[end_char:end]):
        return of_day, True
    before = passage[start:start_char].rpartition("£")[2]
    after = _COMPARED.sub(" ", passage[end_char:end].partition("£")[0])
    for words in (after, before):
        if years := find_financial_years(words):
            return (years[0] if words is after else years[-1]), True
        if (spoken := _spoken_year(words, date)) is not None:
            return spoken, True
    years = find_financial_years(_COMPARED.sub(" ", passage[start:start_char]))
    # A year that is printed further on belongs to what stands there; but it puts in doubt what was printed before.
    if not years and find_financial_years(passage[:start]):
        years = find_financial_years(_COMPARED.sub(" ", passage))
    if years:
        return (years[0], True) if len(years) == 1 else (None, True)
    is_before = _FROM.search(passage[:start_char]) and _TO.match(passage, end_char)
    return _year_of_title("" if is_before else title, date)


def _year_of_day(before: str, after: str) -> str | None:
    """The year of the day that the words of a sentence say a figure is of."""
    if match := _DAY_BEHIND.match(after):
        return _year_of_month(match)
    if _YEAR_LATER.match(after):
        days = [*_DAY_BEHIND.finditer(before), *_CLOSING_DAY.finditer(before)]
        return _year_of_month(max(days, key=lambda day: day.start()), years=1) if days else None
    days = list(_CLOSING_DAY.finditer(before.rpartition("£")[2]))
    return _year_of_month(days[-1]) if days else None


def _year_of_month(match: re.Match[str], years: int = 0) -> str | None:
    return financial_year_of(datetime.date(int(match["year"]) + years, _MONTHS.index(match["month"].lower()) + 1, 1))


def _year_of_title(title: str, date: datetime.date | None) -> tuple[str | None, bool]:
    """The year that the title prints, else that of the day."""
    if years := find_financial_years(_COMPARED.sub(" ", title)):
        return (years[0], True) if len(years) == 1 else (None, True)
    return financial_year_of(date), False


def _sentence(passage: str, start_char: int, end_char: int) -> tuple[int, int]:
    ends = list(_SENTENCE_END.finditer(passage))
    start = max((match.end() for match in ends if match.end() <= start_char), default=0)
    return start, min((match.start() for match in ends if match.start() >= end_char), default=len(passage))


def _spoken_year(words: str, date: datetime.date | None) -> str | None:
    if date is None:
        return None
    for distance, pattern in _SPOKEN:
        if pattern.search(words):
            # The 29th of February has no like in the next year; a financial year begins on the 1st of a month.
            return financial_year_of(date.replace(year=date.year + distance, day=1))
    return None
