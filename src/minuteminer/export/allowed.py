"""Allowed values that no type lists: they are rows of the lexicons, and are read from there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from minuteminer.annotate.lexicon import load_lexicon

_NAME = re.compile(r"\{([a-z ]+)\}")


def name_values(words: str) -> str:
    """`words` with the values of the lexicons where their name stands in braces.

    >>> name_values("{headcount states}; empty where the words do not say")
    'asked, funded, promised, recruited; empty where the words do not say'
    """
    return _NAME.sub(lambda found: _VALUES[found[1]](), words)


def _money(reads: str) -> str:
    return _listed(row["value"] for row in load_lexicon("money_context") if row["reads"] == reads and row.get("value"))


def _periods() -> str:
    return _listed(unit for row in load_lexicon("money_context") for unit in row.get("units", {}).values())


def _headcount_roles() -> str:
    return _listed(row["role"] for row in load_lexicon("headcounts_roles"))


def _headcount_states() -> str:
    return _listed(row.get("status") for row in load_lexicon("headcounts_measures"))


def _verbs() -> str:
    return _listed(row["base"] for row in load_lexicon("verbs"))


def _listed(values: Iterable[str | None]) -> str:
    return ", ".join(sorted({value for value in values if value}, key=str.lower))


_VALUES: dict[str, Callable[[], str]] = {
    "money roles": lambda: _money("role"),
    "money states": lambda: _money("status"),
    "periods": _periods,
    "headcount roles": _headcount_roles,
    "headcount states": _headcount_states,
    "verbs": _verbs,
}
