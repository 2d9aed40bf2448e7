"""One version of an item → the rows of every table. Both back ends store the same rows."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence

from minuteminer.findings import AnnotatedDocument, Paragraph, Resolution
from minuteminer.index import terms
from minuteminer.index.boilerplate import is_boilerplate_text, is_boilerplate_title
from minuteminer.index.fact_rows import add_facts
from minuteminer.index.ids import item_key, newest_id, numbered_id, site_key
from minuteminer.index.passages import facts_by_passage, find_passages
from minuteminer.index.place import Place, Rows, json_list, together
from minuteminer.index.publication import published_on
from minuteminer.index.records import record_of
from minuteminer.index.resolution_terms import people_terms
from minuteminer.index.words import fold
from minuteminer.models import AgendaItem, Meeting


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
    add_facts(rows, place, document, [passage.start_char for passage in passages], paragraph_ids)
    add = rows.adder("topic")
    for topic in document.topics:
        add((place.item, topic.topic_id, topic.score, topic.method, place.day, place.committee))
        rows.name_value("topic", topic.topic_id)
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
    rows.adder("item")((
        place.item, item_key(item.site or meeting.site, item.item_id), item.version, int(current), 0,
        meeting_row, item.position, item.number, item.title, place.day, place.committee, place.panel,
        place.topics, item.status, int(place.boilerplate), item.url, document.text, item.sha256, item.page_sha256,
        rules_version, item.fetched_at.isoformat() if item.fetched_at else None,
        published.isoformat() if published else None, superseded.isoformat() if superseded else None,
        record_of(item, document),
    ))  # fmt: skip


def _add_title(rows: Rows, place: Place) -> None:
    words = fold(place.title)
    if not words:
        return
    years = terms.find_financial_years(place.title)
    tags = (*place.terms, *place.aside, terms.ASIDE, terms.TITLE, *terms.year_terms(years, place.date))
    rows.adder("paragraph")((
        place.new_id(), place.item, together(tags), *place.shared, json_list(years), "title", None, 0, 0,
        place.title, words,
    ))  # fmt: skip


def _add_paragraphs(rows: Rows, place: Place, document: AnnotatedDocument, passages: Sequence[Paragraph]) -> list[int]:
    add, shared = rows.adder("paragraph"), place.shared
    found = facts_by_passage(passages, document.facts)
    base = [*place.terms, *place.aside]
    title_years = terms.find_financial_years(place.title)
    identifiers = []
    for passage, facts in zip(passages, found, strict=True):
        text = document.text[passage.start_char : passage.end_char]
        years = terms.find_financial_years(text)
        tags = [*base, *terms.year_terms(years or title_years, place.date)]
        if passage.kind == "note":
            tags.append(terms.NOTE)
        for fact in facts:
            tags += terms.terms_of_fact(fact)
            if isinstance(fact.value, Resolution):
                tags += people_terms(fact.value)
        identifiers.append(place.new_id(boilerplate=is_boilerplate_text(text)))
        add((
            identifiers[-1], place.item, together(tags), *shared, json_list(years), passage.kind, passage.label,
            passage.start_char, passage.end_char, text, fold(text),
        ))  # fmt: skip
    return identifiers
