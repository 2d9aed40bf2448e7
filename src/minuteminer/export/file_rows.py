"""The rows of the files: what one item of the index gives to each table.

A row is a dictionary by column name; lists are tuples, dates are dates: how a cell is written is the format's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from minuteminer.export.places import anchor_of, context_of, figure_year, paragraph_id, place_of, words_of
from minuteminer.findings import Clause, Fact, Resolution, verbs_in_words
from minuteminer.index.streams import MatchedItem

Row = dict[str, Any]

# The place and the words of a value stand in the row's own columns; the evidence is in `export annotations`.
OWN = ("start_char", "end_char", "text", "rule_id", "evidence")


def cells_of(value: Any, without: tuple[str, ...] = (), renamed: tuple[tuple[str, str], ...] = ()) -> Row:
    """The fields of a dataclass as the cells of a row."""
    names, read = _reader(value.__class__, without, renamed)
    return dict(zip(names, read(value), strict=True))


@lru_cache(maxsize=64)
def _reader(
    kind: Any, without: tuple[str, ...], renamed: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a dataclass's cells, and what reads them all at once."""
    names = tuple(field.name for field in fields(kind) if field.name not in without)
    new = dict(renamed)
    read = attrgetter(*names)
    return tuple(new.get(name, name) for name in names), read if len(names) > 1 else lambda value: (read(value),)


def _of_kind(matched: MatchedItem, kind: str) -> Iterator[Fact]:
    return (fact for fact in matched.found_facts if fact.kind == kind)


def _fact_rows(matched: MatchedItem, kind: str, own: Callable[[Fact], Row], *, figure: bool = False) -> Iterator[Row]:
    """The rows of the facts of a kind: what `own` gives of each, and where it stands; a figure with its year."""
    place, anchor = cells_of(place_of(matched)), cells_of(anchor_of(matched))
    for fact in _of_kind(matched, kind):
        row = {"id": fact.id, **place, "text": fact.text}
        if figure:
            row["context"] = context_of(matched, fact.start_char, fact.end_char)
        row |= own(fact)
        if figure:
            row |= cells_of(figure_year(matched, fact.start_char, fact.end_char))
        row |= cells_of(words_of(matched, fact.start_char, fact.end_char, fact.paragraph))
        row["rule_id"] = fact.rule_id
        yield row | anchor


def money_rows(matched: MatchedItem) -> Iterator[Row]:
    """The sums of money that meet the query."""
    return _fact_rows(matched, "money", _money_cells, figure=True)


def _money_cells(fact: Fact) -> Row:
    value: Any = fact.value
    total = value.derived[0] if value.derived else None
    return cells_of(value, (*OWN, "derived")) | {
        "total_pence": total.total_pence if total else None,
        "total_formula": total.formula if total else None,
    }


PERCENT_NAMES = (("value", "low_percent"), ("high", "high_percent"))
HEADCOUNT_NAMES = (("count", "low_count"), ("high", "high_count"), ("of", "of_count"))


def percent_rows(matched: MatchedItem) -> Iterator[Row]:
    """The percentages that meet the query; `high_percent` is filled where there is no range too."""
    return _fact_rows(matched, "percent", lambda fact: _range_cells(fact, PERCENT_NAMES), figure=True)


def headcount_rows(matched: MatchedItem) -> Iterator[Row]:
    """The counts of people that meet the query; `high_count` is filled where there is no range too."""
    return _fact_rows(matched, "headcount", lambda fact: _range_cells(fact, HEADCOUNT_NAMES), figure=True)


def _range_cells(fact: Fact, renamed: tuple[tuple[str, str], ...]) -> Row:
    cells = cells_of(fact.value, OWN, renamed)
    (_, low), (_, high) = renamed[:2]
    if cells[high] is None:
        cells[high] = cells[low]
    return cells


MOVERS = ("proposer", "seconder")
VOTE_CELLS = ("votes_for", "votes_against", "abstain", "unanimous")


def resolution_rows(matched: MatchedItem) -> Iterator[Row]:
    """The resolutions that meet the query, each with the vote printed with it."""
    return _fact_rows(matched, "resolution", _resolution_cells)


def _resolution_cells(fact: Fact) -> Row:
    value: Any = fact.value
    cells = cells_of(value, (*OWN, "clauses", "vote", "negated_verbs"))
    cells |= {"verbs": verbs_in_words(value), "clause_count": len(value.clauses)}
    return cells | {name: getattr(value.vote, name) if value.vote else None for name in VOTE_CELLS}


def clause_rows(matched: MatchedItem) -> Iterator[Row]:
    """The clauses of the resolutions that meet the query, numbered from 1."""
    for fact in _of_kind(matched, "resolution"):
        value: Any = fact.value
        # A resolution without clauses of its own is one clause: no decision is missing from the table.
        whole = Clause(start_char=fact.start_char, end_char=fact.end_char, text=fact.text, verbs=verbs_in_words(value))
        for number, clause in enumerate(value.clauses or (whole,), 1):
            words = words_of(matched, clause.start_char, clause.end_char, fact.paragraph)
            yield {
                "id": f"{fact.id}/{number}", **cells_of(place_of(matched)), "text": clause.text,
                "resolution_id": fact.id, "clause": number, "decision": value.decision, "verbs": verbs_in_words(clause),
                **{name: getattr(value, name) for name in MOVERS}, **cells_of(words), "rule_id": fact.rule_id,
                **cells_of(anchor_of(matched)),
            }  # fmt: skip


def vote_rows(matched: MatchedItem) -> Iterator[Row]:
    """The votes that meet the query, each with the resolution that it passed."""
    passed = {
        fact.value.vote.start_char: fact.id
        for fact in reversed(matched.facts)
        if isinstance(fact.value, Resolution) and fact.value.vote
    }
    return _fact_rows(
        matched, "vote", lambda fact: {"resolution_id": passed.get(fact.start_char), **cells_of(fact.value, OWN)}
    )


def note_rows(matched: MatchedItem) -> Iterator[Row]:
    """The post meeting notes that meet the query."""
    return _fact_rows(matched, "note", lambda fact: cells_of(fact.value, OWN))


def paragraph_rows(matched: MatchedItem) -> Iterator[Row]:
    """The passages that meet the query."""
    for passage in matched.passages:
        if passage.start_char in matched.matching:
            words = words_of(matched, passage.start_char, passage.end_char, passage.label)
            yield {
                "id": paragraph_id(matched, passage), **cells_of(place_of(matched)),
                "text": matched.item.text[passage.start_char : passage.end_char], "kind": passage.kind,
                "financial_years": passage.financial_years, "boilerplate": passage.boilerplate,
                **cells_of(words, ("paragraph_id",)), **cells_of(anchor_of(matched)),
            }  # fmt: skip


def topic_rows(matched: MatchedItem) -> Iterator[Row]:
    """The topics of an item, with the words that show each."""
    for topic in matched.topics:
        words = dict.fromkeys(matched.item.text[start:end] for start, end in topic.evidence)
        yield {
            "id": f"{matched.key}@{matched.version}#topic-{topic.topic_id}", **cells_of(place_of(matched)),
            **cells_of(topic, ("evidence",)), "words": tuple(words), **cells_of(anchor_of(matched), ("topics",)),
        }  # fmt: skip


COUNTED = {
    "money": "money_count", "percent": "percent_count", "headcount": "headcount_count", "vote": "vote_count",
    "resolution": "resolution_count", "note": "note_count",
}  # fmt: skip
ITEM_FIELDS = ("position", "restricted", "truncated")


def item_rows(matched: MatchedItem) -> Iterator[Row]:
    """The item itself, with its text and how much was found in it."""
    kinds = [fact.kind for fact in matched.facts]
    anchor = anchor_of(matched)
    yield {
        "id": anchor.item_id, **cells_of(place_of(matched)), "text": matched.item.text,
        **{name: getattr(matched.item, name) for name in ITEM_FIELDS}, "boilerplate": matched.boilerplate,
        "paragraph_count": len(matched.passages),
        **{name: kinds.count(kind) for kind, name in COUNTED.items()},  # type: ignore[arg-type]
        "documents": tuple(document.url for document in matched.item.documents),
        **cells_of(anchor, ("item_id",)),
    }  # fmt: skip


MEETING_OWN = ("site", "meeting_id", "documents", "attendees", "committee", "date", "url", "modified", "printed_date")


def meeting_rows(matched: MatchedItem) -> Iterator[Row]:
    """The meeting of the item."""
    meeting = matched.meeting
    yield {
        "id": matched.meeting_key, "date": meeting.date, "site": matched.panel, "committee": meeting.committee,
        **cells_of(meeting, MEETING_OWN, (("status", "publication"),)), "url": meeting.url,
    }  # fmt: skip
