"""Questions to the index, as values.

A `Query` is a tree of conditions that can be printed, tested and explained; its answers are in
`minuteminer.answers`. The text form of a query is read by `minuteminer.index.query.parse_query`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Unit = Literal["paragraph", "resolution", "note", "title", "all", "item", "meeting", "fact"]
Sort = Literal["relevance", "date", "-date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word as written, folded to lower case; `prefix` for `fire*`."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that follow one another exactly so."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two words with at most `distance` others between them, in any order."""

    first: str
    second: str
    distance: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A condition on a named property: `topic:firearms`, `verb:approve`, `panel:kent`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A condition on a number: amounts in pence, headcounts, percents, votes; None is an open end.

    A fact that is itself a range ("£5m to £6m") meets it where the two ranges overlap.
    """

    name: str
    low: int | float | None = None
    high: int | float | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Meetings from `start` to `end`, both included; None is an open end."""

    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every one of the conditions holds."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one of the conditions holds."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The condition does not hold."""

    node: Node


Node = Word | Phrase | Near | Field | Range | Dates | All | Any | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question: `conditions` all hold; `text` is what the person wrote, "" for a query made by a program.

    `as_of` asks what was published on that day; `boilerplate` lets apologies, declarations and the like in.
    """

    text: str = ""
    conditions: tuple[Node, ...] = ()
    unit: Unit = "paragraph"
    sort: Sort = "relevance"
    as_of: datetime.date | None = None
    boilerplate: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvicePart:
    """Words of a piece of advice; `target` says what they lead to, and `value` which query or item key that is.

    `title` is what a page shows in place of the words, where those are for a terminal.
    """

    words: str
    target: Literal["", "query", "item", "register"] = ""
    value: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A remark on an answer in parts, so that a terminal, a program and a page can each say it their way."""

    parts: tuple[AdvicePart, ...]

    @property
    def sentence(self) -> str:
        """The remark as words alone."""
        return "".join(part.words for part in self.parts)
