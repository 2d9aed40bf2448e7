"""All items in force that have a text: what a sample is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from minuteminer.index.backend import Backend


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An item by its key, with the properties that divide a sample; `year` is "" where the date is unknown."""

    key: str
    panel: str
    committee: str
    year: str
    status: str


def find_population(backend: Backend) -> tuple[Listed, ...]:
    """The items in force that have a text and are no boilerplate, by key."""
    sql = (
        "SELECT key, panel, committee, date, status FROM item "
        "WHERE current = 1 AND withdrawn = 0 AND boilerplate = 0 AND text <> '' ORDER BY key"
    )
    return tuple(
        Listed(key=key, panel=panel, committee=committee, year=(date or "")[:4], status=status)
        for key, panel, committee, date, status in backend.rows(sql)
    )
