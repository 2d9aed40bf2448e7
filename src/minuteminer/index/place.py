"""Rows by table, and what all rows of one version of an item share."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from minuteminer.index.ids import numbered_id

COLUMNS: dict[str, str] = {
    "item": "id key version current withdrawn meeting position number title date committee panel topic status boilerplate url text sha256 page_sha256 rules_version fetched_at published superseded record",  # noqa: E501
    "paragraph": "id item terms date committee panel title topic financial_year kind label start_char end_char text words",  # noqa: E501
    "resolution": "id item paragraph terms date committee panel title topic financial_year kind label start_char end_char text words verbs clauses proposer seconder",  # noqa: E501
    "fact": "id fact_id item paragraph resolution kind text label start_char end_char rule_id",
    "money": "id item paragraph resolution date committee text low_pence high_pence currency qualifier period per change role status negated years reason",  # noqa: E501
    "headcount": "id item paragraph resolution date committee text count high of role measure fte qualifier status negated",  # noqa: E501
    "percent": "id item paragraph resolution date committee text value high qualifier",
    "vote": "id item paragraph resolution date committee text votes_for votes_against abstain unanimous",
    "topic": "item topic score method date committee",
    "vocabulary": "field slug value",
}  # fmt: skip
Row = tuple[object, ...]


@dataclass(slots=True, kw_only=True)
class Rows:
    """Rows by table, in the order of `COLUMNS`."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    # The values that fields of the query language can have: a few, said again by most rows.
    values: dict[tuple[str, str], None] = field(default_factory=dict)

    def adder(self, table: str) -> Callable[[Row], None]:
        """What adds a row to a table."""
        return self.tables[table].append

    def name_value(self, name: str, value: str | None) -> None:
        """Add a value that a field of the query language can have."""
        if value:
            self.values[name, value] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What all rows of one item version share."""

    item: int
    date: datetime.date | None
    day: str | None
    committee: str
    panel: str
    title: str
    topics: str
    terms: tuple[str, ...]
    aside: tuple[str, ...]
    boilerplate: bool
    newest_id: int
    next_number: Callable[[], int]

    def new_id(self) -> int:
        """An id for a new row of the meeting's day."""
        return numbered_id(self.newest_id, self.next_number(), boilerplate=self.boilerplate)

    def new_ids(self, count: int) -> list[int]:
        """Ids for so many new rows."""
        newest, boilerplate, number = self.newest_id, self.boilerplate, self.next_number
        return [numbered_id(newest, number(), boilerplate=boilerplate) for _ in range(count)]

    @property
    def shared(self) -> Row:
        """Date, committee, panel, title and topics, as in the columns of a passage."""
        return self.day, self.committee, self.panel, self.title, self.topics


def json_list(values: Sequence[object]) -> str:
    """A list as JSON."""
    return json.dumps(values) if values else "[]"


@lru_cache(maxsize=4096)
def json_words(words: tuple[str, ...]) -> str:
    """A list of words, such as topics and verbs, that many rows have alike, as JSON."""
    return json_list(words)


def together(tags: Iterable[str]) -> str:
    """Terms as a column holds them, each once."""
    return " ".join(dict.fromkeys(tags))
