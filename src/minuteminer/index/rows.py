"""One version of an item → the rows of every table. Both back ends store the same rows."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from minuteminer.findings import AnnotatedDocument, Fact, Headcount, Money, Paragraph, Percent, Resolution, Vote
from minuteminer.index import terms
from minuteminer.index.boilerplate import is_boilerplate_text, is_boilerplate_title
from minuteminer.index.ids import item_key, newest_id, numbered_id, site_key
from minuteminer.index.passages import facts_by_passage, find_passages, passage_at
from minuteminer.index.publication import published_on
from minuteminer.index.records import ItemRecord, to_json
from minuteminer.index.resolution_terms import people_terms, topics_of_resolution, with_topics
from minuteminer.index.words import fold
from minuteminer.models import AgendaItem, Meeting

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
# A decision is rarely longer than a page; one that runs on is searched so far. (PostgreSQL counts at most 16,383
# places of words in a row, and a word with its space has at least two characters.)
MAX_RESOLUTION_CHARS = 30_000


@dataclass(slots=True, kw_only=True)
class Rows:
    """Rows by table, in the order of `COLUMNS`."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, *values: object) -> None:
        """Add one row."""
        self.tables[table].append(values)


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

    def new_id(self, *, boilerplate: bool = False) -> int:
        """An id for a new row of the meeting's day."""
        return numbered_id(self.newest_id, self.next_number(), boilerplate=boilerplate or self.boilerplate)


def make_rows(
    meeting: Meeting,
    item: AgendaItem,
    document: AnnotatedDocument,
    *,
    meeting_row: int,
    committee_row: int,
    current: bool,
    superseded: datetime.date | None,
    rules_version: str,
    next_number: Callable[[], int],
) -> Rows:
    """All rows of one version of an item; `next_number` counts the rows ever made."""
    rows = Rows()
    place = _place(meeting, item, document, committee_row=committee_row, current=current, next_number=next_number)
    _add_item(rows, place, meeting, item, document, meeting_row, current, superseded, rules_version)
    passages = find_passages(document)
    _add_title(rows, place)
    paragraph_ids = _add_paragraphs(rows, place, document, passages)
    _add_facts(rows, place, document, passages, paragraph_ids)
    for topic in document.topics:
        rows.add("topic", place.item, topic.topic_id, topic.score, topic.method, place.day, place.committee)
        _name_value(rows, "topic", topic.topic_id)
    return rows


def _place(
    meeting: Meeting,
    item: AgendaItem,
    document: AnnotatedDocument,
    *,
    committee_row: int,
    current: bool,
    next_number: Callable[[], int],
) -> Place:
    boilerplate = is_boilerplate_title(item.title)
    topics = [topic.topic_id for topic in document.topics]
    newest = newest_id(meeting.date)
    shared = [terms.ANY, f"committee:{committee_row}", f"meeting:{terms.slug(meeting.meeting_id)}"]
    shared += [f"status:{status}" for status in sorted({item.status, meeting.status})]
    shared += [f"topic:{terms.slug(topic)}" for topic in topics]
    aside = () if current else (terms.ASIDE, terms.OLD)
    return Place(
        item=numbered_id(newest, next_number(), boilerplate=boilerplate),
        date=meeting.date,
        day=meeting.date.isoformat() if meeting.date else None,
        committee=meeting.committee,
        panel=site_key(item.site or meeting.site),
        title=item.title,
        topics=json.dumps(topics),
        terms=tuple(shared),
        aside=aside,
        boilerplate=boilerplate,
        newest_id=newest,
        next_number=next_number,
    )


def _add_item(
    rows: Rows,
    place: Place,
    meeting: Meeting,
    item: AgendaItem,
    document: AnnotatedDocument,
    meeting_row: int,
    current: bool,
    superseded: datetime.date | None,
    rules_version: str,
) -> None:
    published = published_on(meeting, item)
    text = document.text
    # The text is kept once: most items consist of their minutes alone.
    same = item.minutes_text == text
    record = ItemRecord(
        item=replace(item, text="", minutes_text="" if same else item.minutes_text),
        minutes_are_text=same,
        paragraphs=document.paragraphs,
        facts=document.facts,
        topics=document.topics,
    )
    rows.add(
        "item", place.item, item_key(item.site or meeting.site, item.item_id), item.version, int(current), 0,
        meeting_row, item.position, item.number, item.title, place.day, place.committee, place.panel,
        place.topics, item.status, int(place.boilerplate), item.url, text, item.sha256, item.page_sha256,
        rules_version, item.fetched_at.isoformat() if item.fetched_at else None,
        published.isoformat() if published else None, superseded.isoformat() if superseded else None,
        to_json(record),
    )  # fmt: skip


def _json_list(values: Sequence[str]) -> str:
    return json.dumps(values) if values else "[]"


def _terms(place: Place, *groups: Iterable[str], aside: tuple[str, ...] = ()) -> str:
    words = [*place.terms, *place.aside, *aside]
    for group in groups:
        words.extend(group)
    return " ".join(dict.fromkeys(words))


def _add_title(rows: Rows, place: Place) -> None:
    words = fold(place.title)
    if words:
        years = terms.find_financial_years(place.title)
        rows.add(
            "paragraph", place.new_id(), place.item,
            _terms(place, terms.year_terms(years, place.date), aside=(terms.ASIDE, terms.TITLE)),
            place.day, place.committee, place.panel, place.title, place.topics,
            _json_list(years), "title", None, 0, 0, place.title, words,
        )  # fmt: skip


def _add_paragraphs(
    rows: Rows,
    place: Place,
    document: AnnotatedDocument,
    passages: Sequence[Paragraph],
) -> list[int]:
    found = facts_by_passage(passages, document.facts)
    identifiers = []
    for passage, facts in zip(passages, found, strict=True):
        text = document.text[passage.start_char : passage.end_char]
        years = terms.find_financial_years(text)
        when = terms.year_terms(years, place.date)
        extra: tuple[str, ...] = (terms.NOTE,) if passage.kind == "note" else ()
        identifiers.append(place.new_id(boilerplate=is_boilerplate_text(text)))
        rows.add(
            "paragraph", identifiers[-1], place.item,
            _terms(place, when, terms.fact_terms(facts), people_terms(facts), aside=extra),
            place.day, place.committee, place.panel, place.title, place.topics,
            _json_list(years), passage.kind, passage.label, passage.start_char,
            passage.end_char, text, fold(text),
        )  # fmt: skip
    return identifiers


def _add_facts(
    rows: Rows,
    place: Place,
    document: AnnotatedDocument,
    passages: Sequence[Paragraph],
    paragraph_ids: Sequence[int],
) -> None:
    starts = [passage.start_char for passage in passages]
    resolutions = [(fact, place.new_id()) for fact in document.facts if isinstance(fact.value, Resolution)]
    for fact in document.facts:
        index = passage_at(starts, fact.start_char)
        paragraph = paragraph_ids[index] if index >= 0 else None
        holder = _holder(fact, resolutions) if resolutions else None
        identifier = place.new_id()
        rows.add(
            "fact", identifier, fact.id, place.item, paragraph, holder, fact.kind, fact.text, fact.paragraph,
            fact.start_char, fact.end_char, fact.rule_id,
        )  # fmt: skip
        shared = (identifier, place.item, paragraph, holder, place.day, place.committee, fact.text)
        _add_value(rows, fact, shared)
    for fact, identifier in resolutions:
        index = passage_at(starts, fact.start_char)
        _add_resolution(rows, place, fact, identifier, paragraph_ids[index] if index >= 0 else None, document)


def _holder(fact: Fact, resolutions: Sequence[tuple[Fact, int]]) -> int | None:
    """The row of the resolution that a fact stands in."""
    return next((row for outer, row in resolutions if outer.start_char <= fact.start_char < outer.end_char), None)


def _add_value(rows: Rows, fact: Fact, shared: Row) -> None:
    value = fact.value
    if isinstance(value, Money):
        rows.add(
            "money", *shared, value.low_pence, value.high_pence, value.currency, value.qualifier, value.period,
            value.per, value.change, value.role, value.status, int(value.negated), value.years, value.reason,
        )  # fmt: skip
        _name_value(rows, "role", value.role)
    elif isinstance(value, Headcount):
        high = value.count if value.high is None else value.high
        rows.add(
            "headcount", *shared, value.count, high, value.of, value.role, value.measure, int(value.fte),
            value.qualifier, value.status, int(value.negated),
        )  # fmt: skip
        _name_value(rows, "role", value.role)
        _name_value(rows, "status", value.status)
    elif isinstance(value, Percent):
        top = value.value if value.high is None else value.high
        rows.add("percent", *shared, value.value, top, value.qualifier)
    elif isinstance(value, Vote):
        _add_vote(rows, shared, value)
    elif isinstance(value, Resolution) and value.vote is not None:
        _add_vote(rows, shared, value.vote)


def _add_vote(rows: Rows, shared: Row, vote: Vote) -> None:
    rows.add("vote", *shared, vote.votes_for, vote.votes_against, vote.abstain, int(vote.unanimous))


def _name_value(rows: Rows, name: str, value: str | None) -> None:
    if value:
        rows.add("vocabulary", name, terms.slug(value), value)


def _add_resolution(
    rows: Rows,
    place: Place,
    fact: Fact,
    identifier: int,
    paragraph: int | None,
    document: AnnotatedDocument,
) -> None:
    value = fact.value
    assert isinstance(value, Resolution)
    inside = [one for one in document.facts if fact.start_char <= one.start_char < fact.end_char]
    verbs = terms.verbs_of(value)
    for verb in verbs:
        _name_value(rows, "verb", verb)
    clauses = [[one.text, list(one.verbs), one.start_char, one.end_char] for one in value.clauses]
    years = terms.find_financial_years(fact.text)
    for term in people_terms([fact]):
        _name_value(rows, *term.split(":"))
    topics = topics_of_resolution(document, place.title, fact.start_char, fact.end_char)
    place = replace(place, topics=json.dumps(topics), terms=with_topics(place.terms, topics))
    tags = _terms(place, terms.year_terms(years, place.date), terms.fact_terms(inside), people_terms([fact]))
    rows.add(
        "resolution", identifier, place.item, paragraph, tags, place.day, place.committee, place.panel,
        place.title, place.topics, _json_list(years), value.decision, fact.paragraph, fact.start_char,
        fact.end_char, fact.text, fold(fact.text[:MAX_RESOLUTION_CHARS]), json.dumps(verbs), json.dumps(clauses),
        value.proposer, value.seconder,
    )  # fmt: skip
