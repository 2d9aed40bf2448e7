"""The unit that the head of a row or column prints: "%", "(£)", "(number)", "tax base", people.

In a table headed "£000" a row "Band D council tax (£)" is printed in pounds, and a row "Increase %" is no money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.money_table_people import counts_people, may_count_people
from minuteminer.annotate.table_cells import Cell

_POUNDS = re.compile(
    r"£[ ]?(?:(?P<thousand>['’‘`]?000|k\b|thousand)|(?P<million>m\b|millions?\b)|(?P<billion>bn\b|billions?\b)"
    r"|(?=[ ]*(?:[)\]]|\Z)))"
)
# Not the "%" of a number: "2% pay award" is a row of money.
_PERCENT = re.compile(r"(?<![0-9])(?<![0-9][ \u00a0])(?:%|\bper ?cent(?:age)?\b)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]")
_WORDS_ONLY = re.compile(r"[^\w£%]+|[0-9]+")
_LONGEST_HEAD = 120


@dataclass(frozen=True, slots=True)
class _Words:
    heads: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: tuple[str, ...]
    bracketed: frozenset[str]


@cache
def _words() -> _Words:
    row = next(row for row in load_lexicon("money") if row.id == "money.table_unit")
    return _Words(frozenset(row["heads"]), tuple(row["beginnings"]), tuple(row["phrases"]), frozenset(row["bracketed"]))


def is_of_percent(head: str) -> bool:
    """Whether a head says that its cells are per cent.

    >>> is_of_percent("Increase %"), is_of_percent("2% pay award")
    (True, False)
    """
    return ("%" in head or "cent" in head.lower()) and _PERCENT.search(head) is not None


def is_of_other_things(head: str) -> bool:
    """Whether a head says in so many words that its cells count or number something: "PCSOs (number)", "Page 2".

    >>> is_of_other_things("Council tax base"), is_of_other_things("Base budget")
    (True, False)
    """
    known, lower = _words(), head[:_LONGEST_HEAD].lower().strip()
    if any(phrase in lower for phrase in known.phrases) or lower.startswith(known.beginnings):
        return True
    if any(said.strip(" .") in known.bracketed for said in _BRACKETS.findall(lower)):
        return True
    return _WORDS_ONLY.sub(" ", lower).strip() in known.heads


def pounds_of(head: str) -> Decimal | None:
    """In how many pounds a head prints its cells: 1 for "(£)", a million for "£m"; None where it does not say."""
    found = _POUNDS.search(head) if "£" in head else None
    if found is None:
        return None
    power = 3 if found["thousand"] else 6 if found["million"] else 9 if found["billion"] else 0
    return Decimal(10) ** power


def unit_of_cell(text: str, label: Cell, above: Cell | None, cell: Cell, scale: Decimal) -> Decimal | str:
    """The scale of a cell by the head of its row, or of its column where one is given; or why it is no money."""
    row = text[label.start : label.end]
    heads = (row,) if above is None else (row, text[above.start : above.end])
    if any(map(is_of_percent, heads)):
        return "a table cell in per cent"
    printed = text[cell.start : cell.end]
    if any(map(counts_people, heads)) or (above and any(may_count_people(head, printed) for head in heads)):
        return "a table cell that counts people"
    for head in heads:
        if (own := pounds_of(head)) is not None:
            return own
    return "a table cell of another unit" if any(map(is_of_other_things, heads)) else scale
