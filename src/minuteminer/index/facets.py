"""How the matches of a query divide by committee, year, topic, verb, kind of fact and role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from minuteminer.answers import Facet
from minuteminer.errors import UsageError
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.ids import day_of, year_of_day
from minuteminer.index.kept import keep
from minuteminer.index.search import DEADLINE_S

NAMES = ("committee", "year", "topic", "verb", "kind", "role")
# Reading the terms of 10,000 matches takes some hundredths of a second; what is counted among them is said.
COUNTED = 10_000
MAX_VALUES = 50


def find_facets(asked: Asked, names: Sequence[str] = NAMES, *, deadline_s: float = DEADLINE_S) -> tuple[Facet, ...]:
    """Counts of the values of each property among the matches, most frequent first.

    Raises QueryError if it takes longer than `deadline_s`, UsageError for a property that there is none of.
    """
    if unknown := [name for name in names if name not in NAMES]:
        raise UsageError(f"There is no facet {unknown[0]!r}; there are {', '.join(NAMES)}.")
    backend = asked.backend
    with backend.deadline(deadline_s):
        rows = asked.terms_by_date(COUNTED + 1)
    # One more tells that there are more: to count them all takes longer than all else here.
    counted_among = COUNTED if len(rows) > COUNTED else None
    del rows[COUNTED:]
    counts = _by_field(Counter(" ".join(terms for _, terms in rows).split()), names)
    counts["year"] = Counter()
    for day, count in Counter(day_of(identifier) for identifier, _ in rows).items():
        counts["year"][year_of_day(day)] += count
    return tuple(
        Facet(name=name, values=_values(backend, name, counts[name]), counted_among=counted_among) for name in names
    )


def facet_condition(name: str, value: str) -> str:
    """The piece of query text that narrows a search to a facet's value; with a minus before it, excludes it.

    >>> facet_condition("role", "police officer"), facet_condition("year", "2016"), facet_condition("topic", "a_b")
    ('role:"police officer"', 'date:2016', 'topic:a_b')
    """
    field = "date" if name == "year" else name
    return f"{field}:{value}" if value.replace("_", "").isalnum() else f'{field}:"{value}"'


def _by_field(counts: Counter[str], names: Sequence[str]) -> dict[str, Counter[str]]:
    """The counts of terms such as `topic:firearms`, divided by what stands before the colon."""
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    for term, count in counts.items():
        name, _, value = term.partition(":")
        if name in found:
            found[name][value] = count
    return found


def _values(backend: Backend, name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    shown = keep(backend, ("values", name), partial(_shown, name=name)) if counts and name != "year" else {}
    found: Counter[str] = Counter()
    for value, count in counts.items():
        if value:
            found[shown.get(value, value)] += count
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_VALUES])


def _shown(backend: Backend, name: str) -> dict[str, str]:
    """The values as people know them, by their folded form."""
    if name == "committee":
        return {str(row): committee for row, committee in backend.rows("SELECT id, name FROM committee")}
    rows = backend.rows("SELECT slug, value FROM vocabulary WHERE field = ? ORDER BY value", (name,))
    return dict(rows)
