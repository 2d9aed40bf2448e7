"""What the index asks of a database. SQLite and PostgreSQL fulfil it; all else is written once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from minuteminer.index.match import Match

TOO_SLOW = "The search took too long and was stopped; add a word, a date or a committee."


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSql:
    """How one table's word index is asked.

    `source`, the `row` id, the `order` of ids, `where` with one `?`, `score` (higher is better). With `by_role` the
    rows with a figure of one role are read faster from an index of the figures, which has them in the order of ids.
    `broad` is said instead of `where` for a match that nearly every row may meet, if the database needs that.
    Up to `walked_once` matches are quicker taken all at once than counted, and the newest of them taken.
    """

    source: str
    row: str
    order: str
    where: str
    score: str
    # How often the rendered match is a parameter of `score`.
    score_parameters: int
    by_role: bool = False
    broad: str = ""
    walked_once: int = 0


@dataclass(slots=True)
class Kept:
    """What was read of one state of the data."""

    state: object = None
    values: dict[Hashable, object] = field(default_factory=dict)


class Backend(Protocol):
    """A database with the tables of the index. Parameters are always bound; `?` is the placeholder."""

    read_only: bool
    kept: Kept

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add rows; rows of `vocabulary` that are there already are passed over."""

    def insert_passages(self, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
        """Add rows of `paragraph` or `resolution`, and index their words."""

    def index_words(self) -> None:
        """All rows of some items were added: their words may be indexed now, or when the transaction ends."""

    def set_aside(self, table: str, item: int, extra_terms: str) -> None:
        """Add terms to all passages of an item."""

    def delete_passages(self, table: str, item: int) -> None:
        """Remove all passages of an item, and their words from the index."""

    def match_sql(self, table: str) -> MatchSql:
        """How to ask a table's word index."""

    def slices(self, table: str, low: int, high: int, *, newest_first: bool) -> Iterator[tuple[int, int]]:
        """Ranges of ids that make up the range from `low` to `high`, in the order in which they are searched."""

    def texts(self, table: str, columns: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of `ids` with some of their columns, such as "title, terms", in no order."""

    def render(self, match: Match) -> str:
        """A match in the database's own notation."""

    def count_words(self, texts: Sequence[str]) -> None:
        """Add the words of folded texts, which are in the word index already, to how often words occur."""

    def state(self) -> object:
        """Another value after every change of the data, by whomever; None where that is not quickly told."""

    def deadline(self, seconds: float) -> AbstractContextManager[None]:
        """Within the block, a statement that runs longer raises QueryError."""

    def steady(self) -> AbstractContextManager[None]:
        """Within the block all statements see the same state, whatever others write meanwhile."""

    def transaction(self) -> AbstractContextManager[None]:
        """One writer at a time; all or nothing."""

    def problems(self) -> list[str]:
        """What is damaged, in words; empty if nothing is."""

    def close(self) -> None:
        """Close the connection."""
