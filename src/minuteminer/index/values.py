"""What stands after the colon of a field: amounts, numbers, dates and financial years → conditions."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from minuteminer.errors import QueryError
from minuteminer.queries import Dates, Range

_MULTIPLIER = {
    "": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9,
    "billion": 10**9,
}  # fmt: skip
_NUMBER = re.compile(r"£?(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?)\s?(?P<unit>[a-z]*)", re.IGNORECASE)
_COMPARISON = re.compile(r"(>=|<=|>|<|=)(.+)", re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FINANCIAL_YEAR = re.compile(r"(\d{4})\s*[/\u2013-]\s*(\d{2}|\d{4})")
_VOTES = re.compile(r"(for|against|abstain)(?=[<>=\d])=?(.+)", re.IGNORECASE | re.DOTALL)
# SQLite and PostgreSQL hold signed 64-bit integers.
_MOST = 2**63 - 1


def parse_amount(value: str, position: int) -> Range:
    """The condition of `amount:`, in pence.

    Raises QueryError for what is no amount.

    >>> parse_amount(">=100000", 0).low, parse_amount("\u00a35m..10m", 0).high, parse_amount("<2k", 0).high
    (10000000, 1000000000, 200000)
    """
    low, high, low_open, high_open = _parse_range(value, lambda text: _parse_pence(text, position), position)
    return Range(
        name="amount",
        low=None if low is None else int(low),
        high=None if high is None else int(high),
        low_open=low_open,
        high_open=high_open,
    )


def parse_number(name: str, value: str, position: int) -> Range:
    """The condition of `headcount:` or `percent:`.

    >>> parse_number("headcount", ">20", 0).low
    20.0
    """
    low, high, low_open, high_open = _parse_range(
        value.replace("%", ""), lambda text: float(_parse_decimal(text, position)), position
    )
    return Range(name=name, low=low, high=high, low_open=low_open, high_open=high_open)


def parse_votes(value: str, position: int) -> Range:
    """The condition of `vote:` on one side of a vote.

    >>> parse_votes("against>0", 0).name
    'vote_against'
    """
    if not (match := _VOTES.fullmatch(value)):
        raise QueryError(
            f"“vote:{value}” should say a side and a number, as in vote:against>0 "
            "(sides: for, against, abstain), or vote:any, vote:unanimous.",
            position=position,
        )
    return parse_number("vote_" + match[1].lower(), match[2], position)


def parse_dates(value: str, position: int) -> Dates:
    """The condition of `date:`: a day, month or year, or a range of them.

    >>> parse_dates("2016-04..2016-09", 0).end
    datetime.date(2016, 9, 30)
    >>> parse_dates(">2016", 0).start
    datetime.date(2017, 1, 1)
    """
    if ".." in value:
        first, _, last = value.partition("..")
        start = parse_day(first, position)[0] if first else None
        end = parse_day(last, position)[1] if last else None
        if start is None and end is None:
            raise QueryError("“date:..” needs a date on at least one side.", position=position)
        if start and end and start > end:
            raise QueryError(f"“date:{value}” ends before it begins.", position=position)
        return Dates(start=start, end=end)
    if match := _COMPARISON.fullmatch(value):
        return _compared_dates(match[1], match[2], position)
    start, end = parse_day(value, position)
    return Dates(start=start, end=end)


def _compared_dates(sign: str, text: str, position: int) -> Dates:
    start, end = parse_day(text, position)
    day = datetime.timedelta(days=1)
    try:
        return {
            ">=": lambda: Dates(start=start),
            ">": lambda: Dates(start=end + day),
            "<=": lambda: Dates(end=end),
            "<": lambda: Dates(end=start - day),
            "=": lambda: Dates(start=start, end=end),
        }[sign]()
    except OverflowError:
        raise QueryError(f"“date:{sign}{text}” is outside the calendar.", position=position) from None


def parse_day(text: str, position: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a year, month or day as written 2016, 2016-04 or 2016-04-01."""
    match = _DATE.fullmatch(text.strip())
    try:
        if not match:
            raise ValueError
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        first = datetime.date(year, month, day)
        last_month = month if match[2] else 12
        last_day = day if match[3] else calendar.monthrange(year, last_month)[1]
        return first, datetime.date(year, last_month, last_day)
    except ValueError:
        raise QueryError(
            f"“{text}” is no date; write 2016, 2016-04 or 2016-04-01, or two of them as 2016-04..2016-09.",
            position=position,
        ) from None


def parse_financial_year(value: str, position: int) -> str:
    """A financial year in one form.

    >>> parse_financial_year("2016-17", 0), parse_financial_year("2016/2017", 0)
    ('2016/17', '2016/17')
    """
    match = _FINANCIAL_YEAR.fullmatch(value.strip())
    if not match or (int(match[1]) + 1) % 100 != int(match[2][-2:]):
        raise QueryError(f"“fy:{value}” is no financial year; write it as fy:2016/17.", position=position)
    return f"{match[1]}/{match[2][-2:]}"


def _parse_range(
    value: str, parse_one: Callable[[str], int | float], position: int
) -> tuple[float | None, float | None, bool, bool]:
    if ".." in value:
        first, _, last = value.partition("..")
        low = parse_one(first) if first.strip() else None
        high = parse_one(last) if last.strip() else None
        if low is None and high is None:
            raise QueryError("A range needs a number on at least one side of the dots.", position=position)
        if low is not None and high is not None and low > high:
            raise QueryError(f"The range “{value}” ends below its beginning.", position=position)
        return low, high, False, False
    if match := _COMPARISON.fullmatch(value):
        number = parse_one(match[2])
        if match[1] == "=":
            return number, number, False, False
        if match[1][0] == ">":
            return number, None, match[1] == ">", False
        return None, number, False, match[1] == "<"
    number = parse_one(value)
    return number, number, False, False


def _parse_decimal(text: str, position: int) -> Decimal:
    match = _NUMBER.fullmatch(text.strip())
    if not match or match["unit"].lower() not in _MULTIPLIER:
        raise QueryError(
            f"“{text.strip()}” is no number; write 250000, 250k, 1.5m or 2bn, or a range such as >1m.",
            position=position,
        )
    return Decimal(match["number"].replace(",", "")) * _MULTIPLIER[match["unit"].lower()]


def _parse_pence(text: str, position: int) -> int:
    if text.rstrip().endswith("%"):
        raise QueryError(f"“{text.strip()}” is no sum; percentages are asked for as percent:<3.", position=position)
    pence = _parse_decimal(text, position) * 100
    if abs(pence) >= _MOST:
        raise QueryError(f"“{text.strip()}” is more money than can be asked for.", position=position)
    return int(pence)
