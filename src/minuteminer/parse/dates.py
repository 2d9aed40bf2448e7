"""Dates and times as ModernGov sites print them, each site in its own way.

>>> parse_printed_date("Wednesday, 16th July, 2025 2.00 pm")
PrintedDate(date=datetime.date(2025, 7, 16), time='14:00')
>>> parse_printed_date("15 Jan 2026\\xa07:30 pm").time
'19:30'
>>> parse_printed_date("31st February, 2025").date is None
True
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from minuteminer.parse.text import collapse_space

# English, and Welsh as the Welsh councils' own sites print them.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan ionawr", "february feb chwefror", "march mar mawrth", "april apr ebrill",
            "may mai", "june jun mehefin", "july jul gorffennaf", "august aug awst",
            "september sept sep medi", "october oct hydref", "november nov tachwedd", "december dec rhagfyr",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_MONTH_YEAR = re.compile(
    rf"\b(\d{{1,2}})\s?(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)?[\s,-]{{1,3}}(?:of\s)?({_MONTH})\.?,?[\s-]{{0,3}}(\d{{4}})\b",
    re.I,
)
_MONTH_DAY_YEAR = re.compile(rf"\b({_MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b", re.I)
_SLASHES = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_TIME = re.compile(r"(?<![\d/])(\d{1,2})(?:[.:](\d{2}))?\s?(a\.?m\b|p\.?m\b|noon\b|midnight\b)", re.I)
_TIME_24 = re.compile(r"(?<![\d/.:])([01]?\d|2[0-3])[.:]([0-5]\d)(?![\d/])")
_NOON = re.compile(r"\b(noon|midday|hanner dydd)\b", re.I)
# dateparser needs a second for 12 kB of "1st 1st 1st", and no printed date is longer.
_FALLBACK_LENGTH = 64
_WORD = re.compile(r"[A-Za-z]{3}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date and a 24-hour time `HH:MM`, each None where the text does not say."""

    date: datetime.date | None
    time: str | None


def parse_printed_date(text: str) -> PrintedDate:
    """The date and time that `text` prints; None rather than a guess, and never near today for want of a year."""
    text = collapse_space(text)
    found = find_date(text)
    if found is None:
        return PrintedDate(date=_fallback_date(text), time=_find_time(text))
    date, start, end = found
    return PrintedDate(date=date, time=_find_time(text[end:]) or _find_time(text[:start]))


def find_date(text: str) -> tuple[datetime.date | None, int, int] | None:
    """The first date printed in `text` with its span; the date is None where no calendar has that day."""
    shapes: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
        (_DAY_MONTH_YEAR, lambda m: (int(m[3]), MONTHS[m[2].lower()], int(m[1]))),
        (_SLASHES, lambda m: (int(m[3]), int(m[2]), int(m[1]))),
        (_ISO, lambda m: (int(m[1]), int(m[2]), int(m[3]))),
        (_MONTH_DAY_YEAR, lambda m: (int(m[3]), MONTHS[m[1].lower()], int(m[2]))),
    )
    for pattern, read in shapes:
        if match := pattern.search(text):
            return _date_or_none(*read(match)), match.start(), match.end()
    return None


def _date_or_none(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _find_time(text: str) -> str | None:
    if match := _TIME.search(text):
        return _clock(int(match[1]), int(match[2] or 0), match[3].lower().replace(".", ""))
    if _NOON.search(text):
        return "12:00"
    if match := _TIME_24.search(text):
        return f"{int(match[1]):02}:{match[2]}"
    return None


def _clock(hour: int, minute: int, half: str) -> str | None:
    if minute > 59 or hour > 23:
        return None
    if half == "pm" and hour < 12:
        hour += 12
    elif half in ("am", "midnight") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}"


def _fallback_date(text: str) -> datetime.date | None:
    """What dateparser makes of a shape that is not listed.

    Without a year it invents one, and without the month's name it may read the American order.
    """
    text = text[:_FALLBACK_LENGTH]
    if not (_YEAR.search(text) and _WORD.search(text)):
        return None
    import dateparser  # half a second to import, and hardly ever needed

    # All three parts must be printed: "May 2024" is not the first (or today's day) of May.
    settings = {"DATE_ORDER": "DMY", "PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
    try:
        parsed = dateparser.parse(text, languages=["en"], settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return parsed.date() if parsed else None
