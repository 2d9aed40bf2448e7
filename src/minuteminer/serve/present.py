"""Items and facts that may be shown: of what was withdrawn or taken out nothing is told but that it was here."""

from __future__ import annotations

from minuteminer.answers import IndexedItem
from minuteminer.errors import NothingFoundError
from minuteminer.findings import Fact
from minuteminer.index import Index
from minuteminer.index.ids import split_version


class GoneError(NothingFoundError):
    """What is asked for was here, and was withdrawn."""


def shown_item(index: Index, name: str) -> IndexedItem:
    """The item of a key or id. Raises GoneError for one that was withdrawn, in all its versions."""
    try:
        found = index.item(name)
    except NothingFoundError:
        _refuse_gone(index, split_version(name.strip())[0])
        raise
    _refuse_gone(index, found.key)
    return found


def shown_fact(index: Index, fact_id: str) -> tuple[IndexedItem, Fact]:
    """The fact of an id with its item. Raises GoneError where that was withdrawn."""
    try:
        found, fact = index.fact(fact_id)
    except NothingFoundError:
        _refuse_gone(index, split_version(fact_id.rpartition("#")[0])[0])
        raise
    _refuse_gone(index, found.key)
    return found, fact


def _refuse_gone(index: Index, key: str) -> None:
    if index.published().is_gone(key):
        raise GoneError("This was withdrawn, and is not shown here any more.")
