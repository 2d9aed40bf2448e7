"""What the API answers, for its OpenAPI description: made of the very types that the index answers with."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from minuteminer.answers import Facet, Hit, IndexedItem, Precedent, RegisterRow, Stats, Sum, Trail, Version
from minuteminer.export.records import OUTSIDE_NAMES
from minuteminer.findings import VALUE_TYPES, FactKind
from minuteminer.index.listings import CommitteeRow, MeetingListing, MeetingRow
from minuteminer.index.published_changes import Change
from minuteminer.index.published_facts import PublishedFact
from minuteminer.index.published_items import PublishedItem
from minuteminer.index.years import MeetingsOfYear, TopicRow, TopicYear

_COMMON = ("start_char", "end_char", "text", "rule_id")


class Answer(BaseModel):
    """What every answer has."""

    model_config = ConfigDict(extra="forbid")
    schema_version: int


class Page(Answer):
    """A part of a list; `next` is the cursor of the following part, null at the end."""

    next: str | None


def _fields_of(kind: type, without: tuple[str, ...] = ()) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: (hints[one.name], ...) for one in fields(kind) if one.name not in without}


def _answer_of(kind: type) -> type[Answer]:
    """An answer that has the fields of a dataclass."""
    return create_model(f"{kind.__name__}Answer", __base__=Answer, __doc__=kind.__doc__, **_fields_of(kind))


def _fact_model(kind: str, value: type) -> type[BaseModel]:
    """A fact of one kind with its place: the form of `extract`."""
    own = {name: hint for name, hint in _outside_fields(value).items() if name not in _COMMON}
    own["kind"] = (Literal[kind], ...)
    return create_model(
        f"{value.__name__}Fact", __base__=_FactHead, **own, **_fields_of(PublishedFact, ("fact", "place"))
    )


@cache
def _outside(kind: type) -> type[BaseModel]:
    """A dataclass under the names that the outside knows its fields by."""
    forbid = ConfigDict(extra="forbid")
    return create_model(f"Outside{kind.__name__}", __config__=forbid, __doc__=kind.__doc__, **_outside_fields(kind))


def _outside_fields(kind: type) -> dict[str, Any]:
    return {OUTSIDE_NAMES.get(name, name): (_outside_hint(hint), ...) for name, (hint, _) in _fields_of(kind).items()}


def _outside_hint(hint: Any) -> Any:
    if is_dataclass(hint):
        return _outside(hint)  # type: ignore[arg-type]
    parts = tuple(map(_outside_hint, get_args(hint)))
    if get_origin(hint) is tuple:
        return list[parts[0]]  # type: ignore[valid-type]
    return Union[parts] if get_origin(hint) is UnionType else hint  # noqa: UP007


class _FactHead(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    kind: FactKind
    text: str
    start_char: int
    end_char: int
    paragraph: str | None
    rule_id: str


_FACTS: Any = tuple(_fact_model(kind, value) for kind, value in VALUE_TYPES.items())
FactModel: Any = Annotated[Union[_FACTS], Field(discriminator="kind")]  # noqa: UP007


class SearchAnswer(Page):
    """Hits with what was asked in plain words; `total_is_more` says that there are more than were counted."""

    query: str
    echo: str
    total: int
    total_is_more: bool
    left_out: int
    ranked_among: int | None
    remarks: list[str]
    took_ms: float
    titles: list[Hit]
    titles_are_more: bool
    hits: list[Hit]


class FacetsAnswer(Answer):
    """How the matches of a query divide."""

    query: str
    facets: list[Facet]


_ListedItem: Any = create_model("ListedItem", __doc__=PublishedItem.__doc__, **_fields_of(PublishedItem, ("place",)))


class ItemsAnswer(Page):
    """Agenda items in force, newest meeting first."""

    items: list[_ListedItem]


class VersionsAnswer(Answer):
    """The published versions of an item, oldest first."""

    key: str
    versions: list[Version]


class MeetingsAnswer(Page):
    """Meetings, newest first."""

    meetings: list[MeetingRow]


class CommitteesAnswer(Answer):
    """All committees, by panel and name."""

    committees: list[CommitteeRow]


class CommitteeAnswer(Answer):
    """One committee."""

    committee: CommitteeRow


class FactsAnswer(Page):
    """Facts, newest meeting first."""

    facts: list[FactModel]


class FactAnswer(Answer):
    """One fact, and a sentence to cite it by."""

    fact: FactModel
    citation: str


class TopicsAnswer(Answer):
    """All topics, most frequent first."""

    topics: list[TopicRow]


class TopicAnswer(Answer):
    """One topic, year by year."""

    topic: TopicRow
    years: list[TopicYear]


class RegisterAnswer(Answer):
    """Decisions clause by clause, oldest first."""

    rows: list[RegisterRow]


class PrecedentsAnswer(Answer):
    """Earlier resolutions like a text, likest first."""

    query: str
    precedents: list[Precedent]


class ChangesAnswer(Answer):
    """Items that changed, each once; `next` is what to ask with the next time, and `more` says that there are some."""

    changes: list[Change]
    next: str
    more: bool


class AboutAnswer(Answer):
    """What the index holds, under which licence, and which program serves it."""

    program: str
    identity: str
    indexed_at: str | None
    licence: str
    stats: Stats


class CoverageAnswer(Answer):
    """Meetings of each committee and year, and how many of them have minutes."""

    coverage: list[MeetingsOfYear]


ItemAnswer = _answer_of(IndexedItem)
MeetingAnswer = _answer_of(MeetingListing)
TrailAnswer = create_model("TrailAnswer", __base__=Answer, __doc__=Trail.__doc__, query=(str, ...), **_fields_of(Trail))
SumAnswer = create_model("SumAnswer", __base__=Answer, __doc__=Sum.__doc__, query=(str, ...), **_fields_of(Sum))
