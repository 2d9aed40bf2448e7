"""Answers as plain dictionaries for programs, and as styled pieces of text for a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from minuteminer.answers import MARK_END, MARK_START, Hit, IndexedItem, Results
from minuteminer.findings import SCHEMA_VERSION
from minuteminer.index.nodes import field_values
from minuteminer.index.records import plain_value
from minuteminer.index.terms import find_financial_years
from minuteminer.index.value_words import figure_in_words, value_in_words
from minuteminer.index.words import single_spaced

Pieces = list[tuple[str, str]]
_MARK, _DIM, _HEAD, _FIGURE = "bold yellow", "dim", "bold", "green"


def results_as_dict(results: Results) -> dict[str, Any]:
    """The answer as JSON-able values: `query`, `total`, `hits` and more."""
    return {
        "schema_version": SCHEMA_VERSION,
        "query": results.query.text,
        "echo": results.echo,
        "total": results.total,
        "total_is_more": results.total_is_more,
        "left_out": results.left_out,
        "ranked_among": results.ranked_among,
        "remarks": list(results.remarks),
        "took_ms": results.took_ms,
        "titles": [hit_as_dict(hit) for hit in results.titles],
        "titles_are_more": results.titles_are_more,
        "hits": [hit_as_dict(hit) for hit in results.hits],
    }


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    """A hit as JSON-able values. The marks in the snippet become `«` and `»`."""
    value = plain_value(replace(hit, snippet=shown_marks(hit.snippet)))
    assert isinstance(value, dict)
    return value


def shown_marks(snippet: str) -> str:
    """A snippet with its marks as signs that can be printed.

    >>> shown_marks("the \\x02budget\\x03.")
    'the «budget».'
    """
    return snippet.replace(MARK_START, "«").replace(MARK_END, "»")


def results_as_text(results: Results, *, explain: bool = False) -> Pieces:
    """The answer for a terminal."""
    pieces: Pieces = [(_summary(results) + "\n\n", _DIM), *_title_pieces(results)]
    of_year = any(field_values(node, "fy") for node in results.query.conditions)
    for place, hit in enumerate(results.hits, results.offset + 1):
        pieces += _hit_pieces(place, hit, explain=explain, of_year=of_year)
    return pieces


def _summary(results: Results) -> str:
    more = "more than " if results.total_is_more else ""
    noun = "match" if results.total == 1 else "matches"
    text = f"{results.echo[:1].upper()}{results.echo[1:]}: {more}{results.total:,} {noun}"
    if results.ranked_among is not None:
        text += f", ranked among the newest {results.ranked_among:,}"
    if results.left_out:
        text += f"; {results.left_out:,} in boilerplate left out (--boilerplate shows them)"
    return text + "."


def _title_pieces(results: Results) -> Pieces:
    if not results.titles:
        return []
    more = " (the newest of them; in:title lists all)" if results.titles_are_more else ""
    pieces: Pieces = [(f"Agenda items with these words in their title{more}:\n", _DIM)]
    for hit in results.titles:
        title = " ".join(part for part in (hit.number, hit.title) if part)
        pieces += [
            (f"     {_day(hit.date)}  {title}", _HEAD),
            (f"  [{hit.item}]\n", ""),
            (f"     {hit.url}\n", _DIM),
        ]
    return [*pieces, ("\n", "")]


def year_in_words(hit: Hit) -> str:
    """The financial year of a hit, and where it stands; "" where none can be told."""
    if not hit.financial_years:
        return ""
    where = "by the day of the meeting, no year is printed" if hit.financial_year_inferred else "stated in the title"
    if find_financial_years(hit.text):
        where = "stated"
    return f"{', '.join(hit.financial_years)} ({where})"


def _hit_pieces(place: int, hit: Hit, *, explain: bool, of_year: bool = False) -> Pieces:
    title = " ".join(part for part in (hit.number, hit.title) if part)
    label = f", paragraph {hit.label}" if hit.label else ""
    version = "" if hit.version == 1 else f", version {hit.version}"
    if hit.matches > 1:
        label += f", and {hit.matches - 1} more"
    pieces: Pieces = [
        (f"{place:>3}. {_day(hit.date)}  {hit.committee}\n", _HEAD),
        (f"     {title}{label}  [{hit.item}{version}]\n     ", ""),
        *marked(hit.snippet),
        ("\n", ""),
    ]
    if hit.figures:
        figures = "; ".join(figure_in_words(one) for one in hit.figures)
        pieces += [("     ", ""), (single_spaced(figures) + "\n", _FIGURE)]
    if of_year and (year := year_in_words(hit)):
        pieces.append((f"     financial year {year}\n", _DIM))
    if explain and not hit.score:
        pieces.append(("     no score: no word is asked for, so the order is that of time\n", _DIM))
    if explain and hit.score:
        score = hit.score
        parts = f"words {score.words:.2f} × title {score.title:.2f} × resolution {score.resolution:.2f} × recency {score.recency:.2f}"  # noqa: E501
        pieces.append((f"     score {score.total:.2f} = {parts}\n", _DIM))
    return [*pieces, (f"     {hit.url}\n\n", _DIM)]


def marked(snippet: str) -> Pieces:
    """A snippet in pieces, found words styled.

    >>> marked("the \\x02budget\\x03.")
    [('the ', ''), ('budget', 'bold yellow'), ('.', '')]
    """
    pieces: Pieces = []
    for part in snippet.split(MARK_START):
        found, mark, rest = part.partition(MARK_END)
        pieces += [(found, _MARK), (rest, "")] if mark else [(found, "")]
    return [piece for piece in pieces if piece[0]]


def item_as_dict(found: IndexedItem) -> dict[str, Any]:
    """An item as JSON-able values."""
    value = plain_value(found)
    assert isinstance(value, dict)
    return {"schema_version": SCHEMA_VERSION, **value}


def item_as_text(found: IndexedItem) -> Pieces:
    """An item for a terminal: head, text with its facts in [brackets], the list of facts."""
    item, meeting = found.item, found.meeting
    head = " ".join(part for part in (item.number, item.title) if part)
    pieces: Pieces = [(f"{head}\n", _HEAD), (f"{meeting.committee}, {_day(meeting.date)}, {item.status}\n", "")]
    if item.url:
        pieces.append((f"{item.url}\n", _DIM))
    if len(found.versions) > 1:
        pieces.append((f"version {item.version} of {len(found.versions)}\n", _DIM))
    if found.topics:
        pieces.append((f"topics: {', '.join(topic.topic_id for topic in found.topics)}\n", _DIM))
    pieces += [("\n", ""), *_text_with_facts(found), ("\n", "")]
    for fact in found.facts:
        pieces += [(f"{fact.kind:<11}", _DIM), (single_spaced(fact.text)[:70], _FIGURE), (f"  {value_in_words(fact)}  {fact.id}\n", _DIM)]  # fmt: skip  # noqa: E501
    return pieces


def _text_with_facts(found: IndexedItem) -> Iterator[tuple[str, str]]:
    text, position = found.item.text, 0
    small = [fact for fact in found.facts if fact.kind != "resolution" and fact.kind != "note"]
    for fact in sorted(small, key=lambda one: (one.start_char, -one.end_char)):
        if fact.start_char < position:
            continue
        yield text[position : fact.start_char], ""
        yield f"[{text[fact.start_char : fact.end_char]}]", _FIGURE
        position = fact.end_char
    yield text[position:].rstrip() + "\n", ""


def _day(date: datetime.date | None) -> str:
    return date.isoformat() if date else "undated"
