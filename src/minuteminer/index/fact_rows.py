"""The facts of one version of an item → rows: of the fact, of its value by its kind, of resolutions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from minuteminer.findings import AnnotatedDocument, Fact, Headcount, Money, Percent, Resolution, Vote, verbs_in_words
from minuteminer.index import terms
from minuteminer.index.place import Place, Row, Rows, json_list, together
from minuteminer.index.resolution_terms import people_terms, topics_of_resolution, with_topics
from minuteminer.index.words import fold

# A decision is rarely longer than a page; one that runs on is searched so far. (PostgreSQL counts at most 16,383
# places of words in a row, and a word with its space has at least two characters.)
MAX_RESOLUTION_CHARS = 30_000


def add_facts(
    rows: Rows, place: Place, document: AnnotatedDocument, starts: Sequence[int], paragraph_ids: Sequence[int]
) -> None:
    """Add the rows of all facts of a document, whose paragraphs begin at `starts`."""
    add = rows.adder("fact")
    resolutions = [(fact, place.new_id()) for fact in document.facts if fact.kind == "resolution"]
    for fact in document.facts:
        paragraph = _paragraph(fact, starts, paragraph_ids)
        holder = _holder(fact, resolutions) if resolutions else None
        identifier = place.new_id()
        add((
            identifier, fact.id, place.item, paragraph, holder, fact.kind, fact.text, fact.paragraph,
            fact.start_char, fact.end_char, fact.rule_id,
        ))  # fmt: skip
        _add_value(rows, fact, (identifier, place.item, paragraph, holder, place.day, place.committee, fact.text))
    for fact, identifier in resolutions:
        _add_resolution(rows, place, fact, identifier, _paragraph(fact, starts, paragraph_ids), document)


def _paragraph(fact: Fact, starts: Sequence[int], paragraph_ids: Sequence[int]) -> int | None:
    """The row of the paragraph in which a fact begins."""
    index = bisect_right(starts, fact.start_char)
    return paragraph_ids[index - 1] if index else None


def _holder(fact: Fact, resolutions: Sequence[tuple[Fact, int]]) -> int | None:
    """The row of the resolution that a fact stands in."""
    for outer, row in resolutions:
        if outer.start_char <= fact.start_char < outer.end_char:
            return row
    return None


def _add_value(rows: Rows, fact: Fact, shared: Row) -> None:
    value = fact.value
    if isinstance(value, Money):
        rows.adder("money")((
            *shared, value.low_pence, value.high_pence, value.currency, value.qualifier, value.period, value.per,
            value.change, value.role, value.status, int(value.negated), value.years, value.reason,
        ))  # fmt: skip
        rows.name_value("role", value.role)
    elif isinstance(value, Headcount):
        high = value.count if value.high is None else value.high
        rows.adder("headcount")((
            *shared, value.count, high, value.of, value.role, value.measure, int(value.fte), value.qualifier,
            value.status, int(value.negated),
        ))  # fmt: skip
        rows.name_value("role", value.role)
        rows.name_value("status", value.status)
    elif isinstance(value, Percent):
        top = value.value if value.high is None else value.high
        rows.adder("percent")((*shared, value.value, top, value.qualifier))
    elif isinstance(value, Vote):
        _add_vote(rows, shared, value)
    elif isinstance(value, Resolution) and value.vote is not None:
        _add_vote(rows, shared, value.vote)


def _add_vote(rows: Rows, shared: Row, vote: Vote) -> None:
    rows.adder("vote")((*shared, vote.votes_for, vote.votes_against, vote.abstain, int(vote.unanimous)))


def _add_resolution(
    rows: Rows, place: Place, fact: Fact, identifier: int, paragraph: int | None, document: AnnotatedDocument
) -> None:
    value = fact.value
    assert isinstance(value, Resolution)
    verbs, people = terms.verbs_of(value), tuple(people_terms(value))
    for verb in verbs:
        rows.name_value("verb", verb)
    for term in people:
        rows.name_value(*term.split(":"))
    clauses = [[one.text, list(verbs_in_words(one)), one.start_char, one.end_char] for one in value.clauses]
    years = terms.find_financial_years(fact.text)
    near = years or terms.find_financial_years(place.title)
    topics = topics_of_resolution(document, place.title, fact.start_char, fact.end_char)
    tags = [*with_topics(place.terms, topics), *place.aside, *terms.year_terms(near, place.date)]
    for one in document.facts:
        if fact.start_char <= one.start_char < fact.end_char:
            tags += terms.terms_of_fact(one)
    rows.adder("resolution")((
        identifier, place.item, paragraph, together((*tags, *people)), *place.shared[:-1], json_list(topics),
        json_list(years), value.decision, fact.paragraph, fact.start_char, fact.end_char, fact.text,
        fold(fact.text[:MAX_RESOLUTION_CHARS]), json_list(verbs), json_list(clauses), value.proposer,
        value.seconder,
    ))  # fmt: skip
