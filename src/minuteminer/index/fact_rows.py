"""The facts of one version of an item → rows: of the fact, of its value by its kind, of resolutions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from minuteminer.findings import AnnotatedDocument, Fact, Headcount, Money, Percent, Resolution, Vote, verbs_in_words
from minuteminer.index import terms
from minuteminer.index.place import Place, Row, Rows, json_list, json_words, together
from minuteminer.index.resolution_terms import ItemTopics, find_topics, people_terms, with_topics
from minuteminer.index.words import fold

# A decision is rarely longer than a page; one that runs on is searched so far. (PostgreSQL counts at most 16,383
# places of words in a row, and a word with its space has at least two characters.)
MAX_RESOLUTION_CHARS = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTerms:
    """The facts of a document, with where each begins and the words that it adds to a passage."""

    facts: Sequence[Fact]
    starts: Sequence[int]
    terms: Sequence[tuple[str, ...]]


def find_fact_terms(facts: Sequence[Fact]) -> FactTerms:
    """What is asked of each fact more than once."""
    return FactTerms(
        facts=facts, starts=[fact.start_char for fact in facts], terms=list(map(terms.terms_of_fact, facts))
    )


def add_facts(
    rows: Rows,
    place: Place,
    document: AnnotatedDocument,
    found: FactTerms,
    starts: Sequence[int],
    paragraph_ids: Sequence[int],
) -> None:
    """Add the rows of all facts of a document, whose paragraphs begin at `starts`."""
    add, item, day, committee = rows.adder("fact"), place.item, place.day, place.committee
    paragraphs = [None, *paragraph_ids]
    decided = [index for index, fact in enumerate(found.facts) if fact.kind == "resolution"]
    resolutions = [
        (found.facts[index].start_char, found.facts[index].end_char, row)
        for index, row in zip(decided, place.new_ids(len(decided)), strict=True)
    ]
    for fact, start, identifier in zip(found.facts, found.starts, place.new_ids(len(found.facts)), strict=True):
        paragraph = paragraphs[bisect_right(starts, start)]
        holder = _holder(start, resolutions) if resolutions else None
        kind, text = fact.kind, fact.text
        add((
            identifier, fact.id, item, paragraph, holder, kind, text, fact.paragraph, start, fact.end_char,
            fact.rule_id,
        ))  # fmt: skip
        if kind in _ADDERS:
            _ADDERS[kind](rows, fact.value, (identifier, item, paragraph, holder, day, committee, text))
    if resolutions:
        topics = find_topics(document, place.title)
        for index, (start, _, row) in zip(decided, resolutions, strict=True):
            _add_resolution(rows, place, found, index, row, paragraphs[bisect_right(starts, start)], topics)


def _holder(start_char: int, resolutions: Sequence[tuple[int, int, int]]) -> int | None:
    """The row of the resolution that a fact stands in."""
    for start, end, row in resolutions:
        if start <= start_char < end:
            return row
    return None


def _add_money(rows: Rows, value: Money, shared: Row) -> None:
    rows.adder("money")((
        *shared, value.low_pence, value.high_pence, value.currency, value.qualifier, value.period, value.per,
        value.change, value.role, value.status, int(value.negated), value.years, value.reason,
    ))  # fmt: skip
    rows.name_value("role", value.role)


def _add_headcount(rows: Rows, value: Headcount, shared: Row) -> None:
    high = value.count if value.high is None else value.high
    rows.adder("headcount")((
        *shared, value.count, high, value.of, value.role, value.measure, int(value.fte), value.qualifier,
        value.status, int(value.negated),
    ))  # fmt: skip
    rows.name_value("role", value.role)
    rows.name_value("status", value.status)


def _add_percent(rows: Rows, value: Percent, shared: Row) -> None:
    top = value.value if value.high is None else value.high
    rows.adder("percent")((*shared, value.value, top, value.qualifier))


def _add_vote(rows: Rows, value: Vote | Resolution, shared: Row) -> None:
    vote = value.vote if isinstance(value, Resolution) else value
    if vote is not None:
        rows.adder("vote")((*shared, vote.votes_for, vote.votes_against, vote.abstain, int(vote.unanimous)))


# By kind of fact what adds its value.
_ADDERS: dict[str, Callable[[Rows, Any, Row], None]] = {
    "money": _add_money,
    "headcount": _add_headcount,
    "percent": _add_percent,
    "vote": _add_vote,
    "resolution": _add_vote,
}


def _add_resolution(
    rows: Rows, place: Place, found: FactTerms, index: int, identifier: int, paragraph: int | None, about: ItemTopics
) -> None:
    fact = found.facts[index]
    value = fact.value
    assert isinstance(value, Resolution)
    verbs, people = terms.verbs_of(value), people_terms(value)
    for verb in verbs:
        rows.name_value("verb", verb)
    for term in people:
        rows.name_value(*term.split(":"))
    clauses = [[one.text, list(verbs_in_words(one)), one.start_char, one.end_char] for one in value.clauses]
    years = terms.find_financial_years(fact.text)
    near = years or terms.find_financial_years(place.title)
    topics = about.between(fact.start_char, fact.end_char)
    tags = [*with_topics(place.terms, topics), *place.aside, *terms.year_terms(near, place.date)]
    for start, more in zip(found.starts, found.terms, strict=True):
        if fact.start_char <= start < fact.end_char:
            tags += more
    rows.adder("resolution")((
        identifier, place.item, paragraph, together((*tags, *people)), *place.shared[:-1], json_words(topics),
        json_words(years), value.decision, fact.paragraph, fact.start_char, fact.end_char, fact.text,
        fold(fact.text[:MAX_RESOLUTION_CHARS]), json_words(verbs), json_list(clauses), value.proposer,
        value.seconder,
    ))  # fmt: skip
