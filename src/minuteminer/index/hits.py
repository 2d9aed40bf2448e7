"""Rows of the index → hits: paragraphs, resolutions, items and meetings with their figures; or single facts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from minuteminer.answers import Figure, Hit, Score
from minuteminer.index.asked import Asked
from minuteminer.index.conditions import WITH_ROLE, Group
from minuteminer.index.snippets import make_fact_snippet, make_snippet, unmarked
from minuteminer.index.terms import financial_year_of, find_financial_years
from minuteminer.index.value_words import sum_of_bare_number, vote_in_words

# Units that are found by their best paragraph.
GROUPED = ("item", "meeting")
_MAX_FIGURES = 6
_CHUNK = 500
_SHOWN_KINDS = ("vote", "percent")
_VOTE_COLUMNS = "f.votes_for, f.votes_against, f.abstain, f.unanimous"


_COLUMNS = (
    "p.id, i.key, i.version, m.meeting_id, p.date, p.committee, p.panel, i.number, i.title, p.label, p.kind, "
    "p.start_char, p.end_char, p.text, i.url, i.status, p.topic, p.financial_year, m.url"
)


def make_hits(asked: Asked, scored: Sequence[tuple[int, Score | None]], matches: Mapping[int, int]) -> tuple[Hit, ...]:
    """Hits for the ids, in their order; `matches` says how many paragraphs a hit stands for."""
    if not scored:
        return ()
    table = asked.compiled.table
    marks = ", ".join("?" * len(scored))
    sql = " ".join(
        ("SELECT", _COLUMNS, "FROM", table, "AS p JOIN item AS i ON i.id = p.item",
         "JOIN meeting AS m ON m.id = i.meeting WHERE p.id IN (", marks, ")")
    )  # fmt: skip
    ids = [identifier for identifier, _ in scored]
    rows = {row[0]: row for row in asked.backend.rows(sql, ids)}
    figures = _figures(asked, ids)
    return tuple(
        _hit(rows[identifier], asked, score, figures.get(identifier, ()), matches.get(identifier, 1))
        for identifier, score in scored
        if identifier in rows
    )


def _hit(row: tuple[Any, ...], asked: Asked, score: Score | None, figures: tuple[Figure, ...], matches: int) -> Hit:
    (identifier, key, version, meeting_id, day, committee, panel, number, title, label, kind, start, end, text,
     url, status, topic, years, meeting_url) = row  # fmt: skip
    date = datetime.date.fromisoformat(day) if day else None
    text = unmarked(text)
    stated = tuple(json.loads(years)) or find_financial_years(title)
    inferred = financial_year_of(date)
    unit = "title" if kind == "title" else asked.compiled.table
    if asked.query.unit in GROUPED:
        unit = asked.query.unit
    return Hit(
        id=identifier,
        unit=unit,
        item=key,
        version=version,
        meeting_id=meeting_id,
        date=date,
        committee=committee,
        panel=panel,
        number=number,
        title=title,
        label=label,
        kind=kind,
        start_char=start,
        end_char=end,
        text=text,
        snippet=make_snippet(text, asked.compiled.words),
        url=url or meeting_url,
        status=status,
        topics=tuple(json.loads(topic)),
        figures=figures,
        financial_years=stated or ((inferred,) if inferred else ()),
        financial_year_inferred=not stated and inferred is not None,
        boilerplate=bool(identifier & 1),
        score=score,
        matches=matches,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFact:
    """A fact that meets a query: in which row, where in the item's text, and how it is shown."""

    row: int
    start_char: int
    end_char: int
    figure: Figure


def find_facts(asked: Asked, rows: Sequence[int]) -> list[FoundFact]:
    """The facts of the rows that meet the query, in the order of the rows, then of the text."""
    groups = asked.compiled.figures
    found: dict[int, list[FoundFact]] = {}
    for first in range(0, len(rows), _CHUNK):
        chunk = rows[first : first + _CHUNK]
        facts = [fact for group in groups for fact in _facts_of(asked, group, chunk)]
        for fact in facts if groups else _facts_of(asked, None, chunk):
            found.setdefault(fact.row, []).append(fact)
    return [
        fact
        for row in rows
        for fact in sorted(_shown(found.get(row, []), asked), key=lambda fact: (fact.start_char, fact.figure.fact_id))
    ]


def _facts_of(asked: Asked, group: Group | None, rows: Sequence[int]) -> list[FoundFact]:
    """The facts that meet a group's conditions; without a group those of the kinds that the query names."""
    holder = asked.compiled.table
    marks = ", ".join("?" * len(rows))
    if group is None:
        kinds = asked.compiled.kinds
        # The facts of an item are found by the item.
        source = f"{holder} AS p JOIN fact AS a ON a.item = p.item AND a.{holder} = p.id"
        pieces = [f"p.id IN ({marks})", *([f"a.kind IN ({', '.join('?' * len(kinds))})"] if kinds else [])]
        more: list[object] = list(kinds)
    else:
        source = f"{group.kind} AS f JOIN fact AS a ON a.id = f.id"
        where, more = group.where()
        pieces = [f"f.{holder} IN ({marks})", *where]
    role = "f.role" if group and group.kind in WITH_ROLE else "NULL"
    vote = _VOTE_COLUMNS if group and group.kind == "vote" else "NULL, NULL, NULL, NULL"
    money = "f.low_pence, f.high_pence, f.currency" if group and group.kind == "money" else "NULL, NULL, NULL"
    sql = " ".join(
        ("SELECT", f"a.{holder},", "a.start_char, a.end_char, a.fact_id, a.kind, a.text,", role, ",", vote, ",", money,
         "FROM", source, "WHERE", " AND ".join(pieces), "ORDER BY a.start_char, a.id DESC")
    )  # fmt: skip
    return [
        FoundFact(
            row=row,
            start_char=start,
            end_char=end,
            figure=Figure(
                fact_id=name,
                kind=kind,
                text=_vote_text(kind, text, counts[:4]),
                role=role,
                means=sum_of_bare_number(text, *counts[4:]),
            ),
        )
        for row, start, end, name, kind, text, role, *counts in asked.backend.rows(sql, [*rows, *more])
    ]


def _vote_text(kind: str, text: str, counts: Sequence[int | None]) -> str:
    """The words of a fact; of the vote that a resolution was passed by its numbers, which may stand elsewhere."""
    votes_for, votes_against, abstain, unanimous = counts
    if kind != "resolution" or unanimous is None:
        return text
    return vote_in_words(votes_for, votes_against, abstain, bool(unanimous), text)


def make_fact_hits(asked: Asked, facts: Sequence[FoundFact], scores: Mapping[int, Score | None]) -> tuple[Hit, ...]:
    """A hit for each fact: its own words marked in its paragraph."""
    rows = list(dict.fromkeys(fact.row for fact in facts))
    holders = {hit.id: hit for hit in make_hits(asked, [(row, scores[row]) for row in rows], {})}
    found = []
    for fact in facts:
        holder = holders[fact.row]
        start, end = fact.start_char - holder.start_char, fact.end_char - holder.start_char
        found.append(
            replace(
                holder, unit="fact", kind=fact.figure.kind, start_char=fact.start_char, end_char=fact.end_char,
                figures=(fact.figure,), snippet=make_fact_snippet(holder.text, start, end),
            )
        )  # fmt: skip
    return tuple(found)


def _figures(asked: Asked, ids: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
    """The facts that meet the query's conditions; where it has none, the sums of money and headcounts."""
    found: dict[int, list[FoundFact]] = {}
    asked_for = asked.compiled.figures
    # A vote or a percentage that is asked for by its kind alone is what the reader wants to see of the passage.
    asked_for += tuple(
        Group(kind=kind)
        for kind in asked.compiled.kinds
        if kind in _SHOWN_KINDS and kind not in {group.kind for group in asked_for}
    )
    for group in asked_for or (Group(kind="money"), Group(kind="headcount")):
        for fact in _facts_of(asked, group, ids):
            found.setdefault(fact.row, []).append(fact)
    return {row: tuple(fact.figure for fact in _votes_once(facts)[:_MAX_FIGURES]) for row, facts in found.items()}


def _shown(facts: list[FoundFact], asked: Asked) -> list[FoundFact]:
    """All facts where no kind is asked for."""
    return _votes_once(facts) if asked.compiled.figures or asked.compiled.kinds else facts


def _votes_once(facts: list[FoundFact]) -> list[FoundFact]:
    """Each fact once; a vote printed inside a resolution is also the resolution's: its own words are enough."""
    facts = list(dict.fromkeys(facts))
    votes = [fact for fact in facts if fact.figure.kind == "vote"]
    return [fact for fact in facts if fact.figure.kind != "resolution"] if votes else facts
