"""What pages do with a query of a person: a mistake in it becomes a sentence with its place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from minuteminer.errors import QueryError, SlowQueryError, UsageError
from minuteminer.index.values import parse_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A mistake in what was asked: a sentence, the field it stands in, and where in the field's text."""

    sentence: str
    target: str = "q"
    position: int | None = None
    text: str = ""


def mistake_of(error: UsageError, text: str, target: str = "q") -> Mistake:
    """The mistake that an error tells. Raises the error again if only time was short: that is no mistake."""
    if isinstance(error, SlowQueryError):
        raise error
    position = error.position if isinstance(error, QueryError) else None
    inside = position is not None and position <= len(text)
    return Mistake(sentence=str(error), target=target, position=position if inside else None, text=text)


def asked_for(request: Request, name: str, *, limit: int = 500) -> str:
    """A value of the address, "" where it is not given; more characters than `limit` are cut."""
    return (request.query_params.get(name) or "").strip()[:limit]


def read_days(first: str, last: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last day asked for, each a day, month or year; None for "".

    Raises UsageError for what is no date, and for days in the wrong order.

    >>> read_days("2024", "2024-02")
    (datetime.date(2024, 1, 1), datetime.date(2024, 2, 29))
    """
    start, end = parse_day(first, 0)[0] if first else None, parse_day(last, 0)[1] if last else None
    if start and end and start > end:
        raise UsageError(f"The last day, {last}, lies before the first, {first}.")
    return start, end


def page_asked_for(request: Request) -> int:
    """The page of a list that is asked for, at least 1."""
    text = request.query_params.get("page") or ""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def address(path: str, **values: str) -> str:
    """A path with those of the values that say something.

    >>> address("/trail", thing="officer strength", panel="")
    '/trail?thing=officer+strength'
    """
    said = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(said)}" if said else path
