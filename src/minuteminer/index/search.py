"""Answering a query: count, take the newest candidates, rank them, and show why each was found."""

from __future__ import annotations

import datetime
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from minuteminer.answers import MARK_END, MARK_START, Figure, Hit, Results, Score
from minuteminer.errors import UsageError
from minuteminer.index.asked import WIDE_COUNT, Asked
from minuteminer.index.backend import Backend
from minuteminer.index.conditions import Group
from minuteminer.index.echo import echo_query
from minuteminer.index.lookups import suggest
from minuteminer.index.match import has_words
from minuteminer.index.query import parse_query
from minuteminer.index.rank import rescore
from minuteminer.index.snippets import make_snippet
from minuteminer.index.terms import financial_year_of
from minuteminer.queries import Query

# Ranking reads every match. At a million passages a word that half of them hold takes over a second; the
# newest 5,000 matches take some hundredths, and what is ranked among them is said in the answer.
CANDIDATES = 5_000
# The best of the word ranking are weighed again by title, resolution and age.
WINDOW = 200
MAX_LIMIT = 1_000
MAX_OFFSET = 100_000
DEADLINE_S = 5.0
# Units that are found by their best paragraph.
GROUPED = ("item", "meeting")
# The best row of a group, its score, and how many rows the group has.
Group3 = tuple[int, Score | None, int]
_UNMARKED = str.maketrans({MARK_START: None, MARK_END: None})
_MAX_FIGURES = 6


def search(
    backend: Backend,
    query: str | Query,
    *,
    limit: int = 20,
    offset: int = 0,
    recency: bool = False,
    deadline_s: float = DEADLINE_S,
) -> Results:
    """Run a query. Raises QueryError for a mistake in it, or if it takes longer than `deadline_s`."""
    if not 0 <= limit <= MAX_LIMIT or not 0 <= offset <= MAX_OFFSET:
        raise UsageError(f"At most {MAX_LIMIT} hits can be asked for at once, and no more than {MAX_OFFSET} skipped.")
    started = time.perf_counter()
    query = parse_query(query) if isinstance(query, str) else query
    with backend.deadline(deadline_s):
        asked = Asked(backend, query)
        compiled = asked.compiled
        total, left_out = asked.counts()
        if query.unit in GROUPED:
            ranked_among, groups = _grouped(asked, total, recency)
            total, scored = len(groups), [(best, score) for best, score, _ in groups[offset : offset + limit]]
            matches = {best: count for best, _, count in groups}
        else:
            ranked_among, scored = _ordered(asked, total, limit, offset, recency)
            matches = {}
        hits = make_hits(asked, scored, matches)
        remarks = (*compiled.remarks, *(suggest(backend, query) if total == 0 else ()))
    return Results(
        query=query,
        echo=echo_query(query),
        total=total,
        total_is_more=asked.wide and total + left_out >= WIDE_COUNT,
        hits=hits,
        offset=offset,
        left_out=left_out,
        ranked_among=ranked_among,
        remarks=remarks,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def _ordered(
    asked: Asked, total: int, limit: int, offset: int, recency: bool
) -> tuple[int | None, list[tuple[int, Score | None]]]:
    compiled = asked.compiled
    if total <= offset or limit == 0:
        return None, []
    if asked.query.sort != "relevance" or not has_words(compiled.words):
        newest_first = asked.query.sort != "date"
        found = asked.by_date(limit, offset, newest_first=newest_first)
        return None, [(identifier, None) for identifier in found]
    lowest = _lowest(asked, total)
    ranked: list[tuple[int, Score | None]] = []
    if offset < WINDOW:
        window = rescore(asked.backend, compiled, asked.by_rank(WINDOW, 0, lowest), recency=recency)
        ranked += window[offset : offset + limit]
    missing = limit - len(ranked)
    beyond = max(offset, WINDOW)
    if missing and total > beyond:
        tail = asked.by_rank(missing, beyond, lowest)
        ranked += [(identifier, Score(total=words, words=words)) for identifier, words in tail]
    return (CANDIDATES if lowest is not None else None), ranked


def _lowest(asked: Asked, total: int) -> int | None:
    """The id of the oldest match that is ranked; None where all are."""
    if total <= CANDIDATES:
        return None
    edge = asked.by_date(1, CANDIDATES - 1)
    return edge[0] if edge else None


def _grouped(asked: Asked, total: int, recency: bool) -> tuple[int | None, list[Group3]]:
    """Items or meetings by their best paragraph, with the count of their matching paragraphs."""
    compiled = asked.compiled
    scored: list[tuple[int, Score | None]] = []
    if asked.query.sort == "relevance" and has_words(compiled.words):
        ranked = asked.by_rank(CANDIDATES, 0, _lowest(asked, total))
        scored += rescore(asked.backend, compiled, ranked[:WINDOW], recency=recency)
        scored += [(identifier, Score(total=words, words=words)) for identifier, words in ranked[WINDOW:]]
    else:
        newest_first = asked.query.sort != "date"
        scored += [(identifier, None) for identifier in asked.by_date(CANDIDATES, 0, newest_first=newest_first)]
    owners = asked.owners([identifier for identifier, _ in scored])
    counts = Counter(owners.values())
    best: dict[int, tuple[int, Score | None]] = {}
    for identifier, score in scored:
        best.setdefault(owners[identifier], (identifier, score))
    among = CANDIDATES if total > CANDIDATES else None
    return among, [(identifier, score, counts[owner]) for owner, (identifier, score) in best.items()]


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
    text = text.translate(_UNMARKED)
    stated = tuple(json.loads(years))
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


def _figures(asked: Asked, ids: Sequence[int]) -> dict[int, tuple[Figure, ...]]:
    """The facts that meet the query's conditions; where it has none, the sums of money and headcounts."""
    holder = asked.compiled.table
    marks = ", ".join("?" * len(ids))
    found: dict[int, list[Figure]] = {}
    groups = asked.compiled.groups or (Group(kind="money"), Group(kind="headcount"))
    for group in groups:
        role = "f.role" if group.kind in ("money", "headcount") else "NULL"
        where, more = group.where()
        pieces = [f"f.{holder} IN ({marks})", *where]
        sql = " ".join(
            ("SELECT", f"f.{holder}", ", a.fact_id, a.kind, f.text,", role, "FROM", group.kind,
             "AS f JOIN fact AS a ON a.id = f.id WHERE", " AND ".join(pieces), "ORDER BY a.start_char")
        )  # fmt: skip
        for row, fact_id, fact_kind, text, one_role in asked.backend.rows(sql, [*ids, *more]):
            figure = Figure(fact_id=fact_id, kind=fact_kind, text=text, role=one_role)
            found.setdefault(row, []).append(figure)
    return {row: tuple(_votes_once(figures)[:_MAX_FIGURES]) for row, figures in found.items()}


def _votes_once(figures: list[Figure]) -> list[Figure]:
    """A vote printed inside a resolution is also the resolution's: its own words are enough."""
    votes = [figure for figure in figures if figure.kind != "resolution"]
    return votes or figures
