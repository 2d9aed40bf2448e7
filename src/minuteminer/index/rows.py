"""One version of an item → the rows of every table. Both back ends store the same rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from minuteminer.findings import AnnotatedDocument, Paragraph, Resolution
from minuteminer.index import terms
from minuteminer.index.boilerplate import is_boilerplate_text, is_boilerplate_title
from minuteminer.index.fact_rows import FactTerms, add_facts, find_fact_terms
from minuteminer.index.ids import item_key, newest_id, numbered_id, site_key
from minuteminer.index.passages import facts_by_passage, find_passages
from minuteminer.index.place import Place, Rows, json_words, together
from minuteminer.index.publication import published_on
from minuteminer.index.records import record_of
from minuteminer.index.resolution_terms import people_terms
from minuteminer.index.words import fold, fold_each
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
    starts, facts = [passage.start_char for passage in passages], find_fact_terms(document.facts)
    _add_title(rows, place)
    paragraph_ids = _add_paragraphs(rows, place, document, passages, facts_by_passage(starts, facts.facts), facts)
    add_facts(rows, place, document, facts, starts, paragraph_ids)
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
    topics = tuple(topic.topic_id for topic in document.topics)
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
        topics=json_words(topics),
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
        place.new_id(), place.item, together(tags), *place.shared, json_words(years), "title", None, 0, 0,
        place.title, words,
    ))  # fmt: skip


def _add_paragraphs(
    rows: Rows,
    place: Place,
    document: AnnotatedDocument,
    passages: Sequence[Paragraph],
    facts_in: Sequence[Sequence[int]],
    facts: FactTerms,
) -> list[int]:
    add, shared, item, whole = rows.adder("paragraph"), place.shared, place.item, document.text
    base = together((*place.terms, *place.aside))
    title_years = terms.find_financial_years(place.title)
    folded = fold_each(whole, [(passage.start_char, passage.end_char) for passage in passages])
    identifiers = place.new_ids(len(passages))
    for index, (passage, words) in enumerate(zip(passages, folded, strict=True)):
        start, end, kind = passage.start_char, passage.end_char, passage.kind
        text = whole[start:end]
        years = terms.find_financial_years(text)
        tags = [base, *terms.year_terms(years or title_years, place.date)]
        if kind == "note":
            tags.append(terms.NOTE)
        for number in facts_in[index]:
            tags += facts.terms[number]
            value = facts.facts[number].value
            if isinstance(value, Resolution):
                tags += people_terms(value)
        if is_boilerplate_text(text):
            identifiers[index] |= 1
        add((
            identifiers[index], item, together(tags), *shared, json_words(years), kind, passage.label, start, end,
            text, words,
        ))  # fmt: skip
    return identifiers
