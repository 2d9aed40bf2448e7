"""The years by which PostgreSQL's word index is divided, and the order in which they are searched."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from minuteminer.index.ids import id_bounds

# As migration 3 divides the table; what is older, later or undated stands in one part of its own.
FIRST_YEAR, LAST_YEAR, YEARS = 2000, 2040, 2
_EDGES = [
    id_bounds(datetime.date(year, 1, 1), None)[0] for year in range(FIRST_YEAR, LAST_YEAR + 1, YEARS)
]  # fmt: skip


def cut_slices(low: int, high: int, newest: int, *, newest_first: bool) -> Iterator[tuple[int, int]]:
    """The range from `low` to `high` in slices of one part, then two, four and so on, from its newest or oldest end.

    No row is above `newest`. A common word has its matches in the first slice; for a rare one there are few slices.

    >>> def year(number): return id_bounds(datetime.date(number, 1, 1), None)[0]
    >>> slices = list(cut_slices(year(2010), year(2020) - 1, year(2019), newest_first=True))
    >>> slices == [(year(2018), year(2020) - 1), (year(2014), year(2018) - 1), (year(2010), year(2014) - 1)]
    True
    """
    inner = [edge for edge in _EDGES if low < edge <= min(high, newest)]
    bounds = [low, *inner, high + 1]
    if not newest_first:
        bounds = [-bound for bound in reversed(bounds)]
    last, width = len(bounds) - 1, 1
    while last > 0:
        first = max(0, last - width)
        start, end = bounds[first], bounds[last]
        yield (start, end - 1) if newest_first else (-end, -start - 1)
        last, width = first, 2 * width
