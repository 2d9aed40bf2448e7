"""Keys of items and ids of rows.

A row's id begins with the day of its meeting: the order of ids is the order of time, which is what lets a
search take the newest matches first, or those of a year, from the word index alone.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from urllib.parse import urlsplit

_DAY_ZERO = datetime.date(1900, 1, 1).toordinal()
_LOW_BITS = 32
_LOW_MASK = (1 << _LOW_BITS) - 1
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1024)
def site_key(site: str) -> str:
    """The short name of a site: host and path without scheme, default port and closing slash.

    >>> site_key("https://democracy.example.gov.uk/"), site_key("http://127.0.0.1:8080/mg/"), site_key("")
    ('democracy.example.gov.uk', '127.0.0.1:8080/mg', '')
    """
    parts = urlsplit(site if "//" in site else f"//{site}")
    try:
        port = parts.port
    except ValueError:
        port = None
    host = (parts.hostname or "").lower()
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    return host + parts.path.rstrip("/")


def item_key(site: str, item_id: str) -> str:
    """The key of an item in all its versions; the bare id where there is no site.

    >>> item_key("https://democracy.example.gov.uk/", "20894"), item_key("", "notes.txt")
    ('democracy.example.gov.uk:20894', 'notes.txt')
    """
    site = site_key(site)
    return f"{site}:{item_id}" if site else item_id


def split_version(key: str) -> tuple[str, int | None]:
    """An item's key and the version asked for.

    >>> split_version("democracy.example.gov.uk:20894@2"), split_version("20894")
    (('democracy.example.gov.uk:20894', 2), ('20894', None))
    """
    stem, mark, version = key.rpartition("@")
    if mark and version.isdecimal() and len(version) < 10:
        return stem, int(version)
    return key, None


def newest_id(date: datetime.date | None) -> int:
    """The highest id that a row of a day can have."""
    return (_day(date) << _LOW_BITS) | (_LOW_MASK - 1)


def numbered_id(newest: int, number: int, *, boilerplate: bool = False) -> int:
    """The id of the `number`-th row ever made; rows of one day come in the order of making, newest day first.

    The lowest bit marks boilerplate, so that a match is counted or left out without reading its row.

    >>> day = newest_id(datetime.date(2016, 5, 1))
    >>> numbered_id(day, 8) > numbered_id(day, 9) > numbered_id(newest_id(None), 1)
    True
    >>> numbered_id(day, 5, boilerplate=True) & 1
    1
    """
    return newest - 2 * number + boilerplate


def id_bounds(start: datetime.date | None, end: datetime.date | None) -> tuple[int, int]:
    """Lowest and highest id of rows whose meeting was from `start` to `end`, both included.

    An undated meeting is in no range but the open one.
    """
    if start is None and end is None:
        return 0, (1 << 63) - 1
    low = max(1, _day(start)) if start else 1
    high = _day(end) if end else (1 << (63 - _LOW_BITS)) - 1
    return low << _LOW_BITS, (high << _LOW_BITS) | _LOW_MASK


def day_of(identifier: int) -> int:
    """The number of the day that an id belongs to, 0 for an undated one."""
    return identifier >> _LOW_BITS


def year_of(identifier: int) -> str:
    """The calendar year that an id belongs to, "" for an undated one."""
    return year_of_day(day_of(identifier))


def year_of_day(day: int) -> str:
    """The calendar year of a day by its number.

    >>> year_of_day(day_of(newest_id(datetime.date(2016, 5, 1)))), year_of_day(0)
    ('2016', '')
    """
    return str(datetime.date.fromordinal(day + _DAY_ZERO).year) if day else ""


def _day(date: datetime.date | None) -> int:
    return 0 if date is None else max(1, date.toordinal() - _DAY_ZERO)
