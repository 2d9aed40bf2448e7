"""Answers of the index, as values: hits, facets, items, registers, trails and sums."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from minuteminer.findings import Fact, Paragraph, Topic
from minuteminer.models import AgendaItem, Meeting
from minuteminer.queries import Advice, Query

# Marks round a found word in a snippet. They are control characters that no shown text contains, so that a
# page can escape the text first and put its own tags in afterwards.
MARK_START = "\x02"
MARK_END = "\x03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Why a hit stands where it stands: `total` is the product of the parts (for `--explain`)."""

    total: float
    words: float
    title: float = 1.0
    resolution: float = 1.0
    recency: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A fact of a hit that meets the query, as printed: `text` "£5m", `fact_id` for `explain`.

    `means` is the sum where the printed words alone do not say it: "£2,850,000" for the 2,850 of a column in £000.
    """

    fact_id: str
    kind: str
    text: str
    role: str | None = None
    means: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer. `snippet` has MARK_START and MARK_END round the found words; the rest is the source's own text.

    `item` is the item's key (`site key:item_id`), `label` the printed paragraph label, `url` leads to the
    item on the source's page. `financial_years` are those printed in the passage, else in the title, or the
    one inferred from the meeting's date if `financial_year_inferred`. `matches` counts the matching paragraphs of
    an item or meeting.
    A hit that is one fact has it as its only figure, with the fact's kind and place; `text` is its paragraph.
    """

    id: int
    unit: str
    item: str
    version: int
    meeting_id: str
    date: datetime.date | None
    committee: str
    panel: str
    number: str
    title: str
    label: str | None
    kind: str
    start_char: int
    end_char: int
    text: str
    snippet: str
    url: str
    status: str
    topics: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    financial_years: tuple[str, ...] = ()
    financial_year_inferred: bool = False
    boilerplate: bool = False
    score: Score | None = None
    matches: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to a query.

    `total` counts all matches, or `total_is_more` says that there are more; `echo` says the query in plain words;
    `left_out` counts boilerplate matches that were left out; `ranked_among` is the number of newest matches that
    were ranked, None if all were;
    `remarks` are sentences for the person (did you mean …, no committee has that name …), `advice` the same in parts.
    `titles` are agenda items whose title has the words, newest first, where paragraphs were asked for: a hearing
    may be called one in its title alone. They are not counted in `total`.
    """

    query: Query
    echo: str
    total: int
    hits: tuple[Hit, ...]
    offset: int = 0
    left_out: int = 0
    ranked_among: int | None = None
    remarks: tuple[str, ...] = ()
    took_ms: float = 0.0
    total_is_more: bool = False
    titles: tuple[Hit, ...] = ()
    titles_are_more: bool = False
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """How many matches have each value of a property, most frequent first. `condition` narrows a query to it.

    `counted_among` is the number of newest matches that were counted, None if all were.
    """

    name: str
    values: tuple[tuple[str, int], ...]
    counted_among: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One published version of an item: seen at `fetched_at`, replaced at `superseded_at`."""

    version: int
    sha256: str
    page_sha256: str
    status: str
    published: datetime.date | None
    fetched_at: datetime.datetime | None
    superseded_at: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedItem:
    """An agenda item as indexed: its meeting, its own data, what was found in it, and its versions."""

    key: str
    meeting: Meeting
    item: AgendaItem
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[Fact, ...]
    topics: tuple[Topic, ...]
    versions: tuple[Version, ...]
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check of the index found: `problems` is empty if all is well."""

    problems: tuple[str, ...]
    schema_version: int
    items: int
    paragraphs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much an index holds; `from_date` and `to_date` are the first and the last meeting's days."""

    meetings: int
    items: int
    paragraphs: int
    facts: int
    facts_by_kind: tuple[tuple[str, int], ...]
    committees: tuple[str, ...]
    from_date: datetime.date | None
    to_date: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One clause of a resolution in the register, and where else it is printed; people fill owner, due and status."""

    number: int
    date: datetime.date | None
    committee: str
    item_number: str
    item_title: str
    label: str | None
    decision: str
    verbs: tuple[str, ...]
    clause: str
    proposer: str | None
    seconder: str | None
    vote: str
    url: str
    item: str
    owner: str = ""
    due: str = ""
    status: str = ""
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An earlier resolution like a given text: `likeness` from 0 to 1, with the reasons in words."""

    likeness: float
    reasons: tuple[str, ...]
    date: datetime.date | None
    committee: str
    title: str
    label: str | None
    text: str
    item: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailPoint:
    """One value of one thing on one day; `unit` is pence, count or percent.

    `snippet` are the words of the passage round the value, with MARK_START and MARK_END round the value itself.
    `reason` says why a value that was found was left out of the trail. `fte` says that full-time equivalents are
    counted, `status` what became of it where the text says so: asked, promised, planned …
    """

    date: datetime.date | None
    low: float
    high: float
    unit: str
    text: str
    role: str | None
    measure: str
    qualifier: str
    committee: str
    title: str
    label: str | None
    passage: str
    item: str
    url: str
    snippet: str = ""
    reason: str = ""
    fte: bool = False
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Every value of one thing, oldest first; `thing` says in words what was followed.

    `left_out` are the values that were found beside them and are of something else, each with its reason.
    """

    thing: str
    points: tuple[TrailPoint, ...]
    left_out: tuple[TrailPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summand:
    """A sum of money that was added, or refused with the reason why.

    `financial_year` is the year it is of, printed or, if `year_is_inferred`, that of the meeting's day.
    """

    text: str
    low_pence: int | None
    high_pence: int | None
    date: datetime.date | None
    committee: str
    title: str
    label: str | None
    item: str
    url: str
    reason: str = ""
    role: str | None = None
    financial_year: str | None = None
    year_is_inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialSum:
    """The sum of `count` figures of one role in one financial year."""

    financial_year: str | None
    role: str | None
    low_pence: int
    high_pence: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What may be added, added: one of `parts` for each role and financial year.

    `low_pence` and `high_pence` are the total, and differ where a range was added; they are None where years or
    roles are mixed, for then there is no total. `remarks` are sentences for the person.
    """

    low_pence: int | None
    high_pence: int | None
    parts: tuple[PartialSum, ...]
    remarks: tuple[str, ...]
    added: tuple[Summand, ...]
    refused: tuple[Summand, ...]
    echo: str
