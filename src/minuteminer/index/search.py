"""Answering a query: count, take the newest candidates, rank them, and show why each was found."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Sequence
from typing import Any

from minuteminer.errors import UsageError
from minuteminer.index.backend import Backend
from minuteminer.index.compile import Compiled, Group, compile_query
from minuteminer.index.echo import echo_query
from minuteminer.index.lookups import make_lookups, suggest
from minuteminer.index.match import Match, has_words
from minuteminer.index.query import parse_query
from minuteminer.index.rank import rescore
from minuteminer.index.snippets import make_snippet
from minuteminer.index.terms import financial_year_of
from minuteminer.queries import MARK_END, MARK_START, Figure, Hit, Query, Results, Score

# Ranking reads every match. At a million passages a word that half of them hold takes over a second; the
# newest 5,000 matches take some hundredths, and what is ranked among them is said in the answer.
CANDIDATES = 5_000
# The best of the word ranking are weighed again by title, resolution and age.
WINDOW = 200
MAX_LIMIT = 1_000
MAX_OFFSET = 100_000
DEADLINE_S = 5.0
_UNMARKED = str.maketrans({MARK_START: None, MARK_END: None})
_MAX_FIGURES = 6


class Asked:
    """A query with everything that is needed to run its statements."""

    def __init__(self, backend: Backend, query: Query) -> None:
        self.backend = backend
        self.query = query
        self.compiled: Compiled = compile_query(query, make_lookups(backend))
        self._sql = backend.match_sql(self.compiled.table)

    def _where(self, match: Match, low_id: int | None = None, *, every: bool = False) -> tuple[str, list[object]]:
        compiled, row = self.compiled, self._sql.row
        pieces = [self._sql.where] if self.query.boilerplate or every else [self._sql.where, f"({row} & 1) = 0"]
        parameters: list[object] = [self.backend.render(match)]
        low, high = max(compiled.low_id, low_id or 0), compiled.high_id
        if low > 0 or high < (1 << 63) - 1:
            pieces.append(f"{row} BETWEEN ? AND ?")
            parameters += [low, high]
        for condition in compiled.conditions:
            pieces.append(condition.sql.format(row=row))
            parameters += condition.parameters
        return " AND ".join(pieces), parameters

    def counts(self) -> tuple[int, int]:
        """How many rows match, and how many more that are left out as boilerplate."""
        where, parameters = self._where(self.compiled.match, every=True)
        boilerplate = f"coalesce(sum({self._sql.row} & 1), 0)"
        sql = " ".join(("SELECT count(*),", boilerplate, "FROM", self._sql.source, "WHERE", where))
        every, left_out = map(int, self.backend.rows(sql, parameters)[0])
        return (every, 0) if self.query.boilerplate else (every - left_out, left_out)

    def by_date(self, limit: int, offset: int, *, newest_first: bool = True) -> list[int]:
        """Ids of matches in the order of time."""
        where, parameters = self._where(self.compiled.match)
        order = "DESC" if newest_first else "ASC"
        row = self._sql.row
        sql = " ".join(
            ("SELECT", row, "FROM", self._sql.source, "WHERE", where, "ORDER BY", row, order, "LIMIT ? OFFSET ?")
        )
        return [identifier for (identifier,) in self.backend.rows(sql, [*parameters, limit, offset])]

    def by_match(self, match: Match, limit: int) -> list[int]:
        """Ids of the best matches of another match than the query's own, under the same conditions."""
        where, parameters = self._where(match)
        scored = [self.backend.render(match)] * self._sql.score_parameters
        sql = " ".join(
            ("SELECT", self._sql.row, ",", self._sql.score, "AS score FROM", self._sql.source, "WHERE", where,
             "ORDER BY score DESC,", self._sql.row, "DESC LIMIT ?")
        )  # fmt: skip
        return [row[0] for row in self.backend.rows(sql, [*scored, *parameters, limit])]

    def terms_by_date(self, limit: int) -> list[tuple[int, str]]:
        """Ids and terms of the newest matches."""
        where, parameters = self._where(self.compiled.match)
        row, table = self._sql.row, self.compiled.table
        source = table if self._sql.source == table else f"{self._sql.source} JOIN {table} ON {table}.id = {row}"
        sql = " ".join(
            ("SELECT", row, ",", f"{table}.terms", "FROM", source, "WHERE", where, "ORDER BY", row, "DESC LIMIT ?")
        )
        return self.backend.rows(sql, [*parameters, limit])

    def by_rank(self, limit: int, offset: int, lowest: int | None) -> list[tuple[int, float]]:
        """Ids and word scores of the best matches among those with an id of at least `lowest`."""
        where, parameters = self._where(self.compiled.match, lowest)
        scored = [self.backend.render(self.compiled.words)] * self._sql.score_parameters
        sql = " ".join(
            ("SELECT", self._sql.row, ",", self._sql.score, "AS score FROM", self._sql.source, "WHERE", where,
             "ORDER BY score DESC,", self._sql.row, "DESC LIMIT ? OFFSET ?")
        )  # fmt: skip
        return self.backend.rows(sql, [*scored, *parameters, limit, offset])


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
        ranked_among, scored = _ordered(asked, total, limit, offset, recency)
        hits = make_hits(asked, scored)
        remarks = (*compiled.remarks, *(suggest(backend, query) if total == 0 else ()))
    return Results(
        query=query,
        echo=echo_query(query),
        total=total,
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
    lowest = None
    if total > CANDIDATES:
        edge = asked.by_date(1, CANDIDATES - 1)
        lowest = edge[0] if edge else None
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


_COLUMNS = (
    "p.id, i.key, i.version, m.meeting_id, p.date, p.committee, p.panel, i.number, i.title, p.label, p.kind, "
    "p.start_char, p.end_char, p.text, i.url, i.status, p.topic, p.financial_year, m.url"
)


def make_hits(asked: Asked, scored: Sequence[tuple[int, Score | None]]) -> tuple[Hit, ...]:
    """Hits for the ids, in their order."""
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
        _hit(rows[identifier], asked, score, figures.get(identifier, ()))
        for identifier, score in scored
        if identifier in rows
    )


def _hit(row: tuple[Any, ...], asked: Asked, score: Score | None, figures: tuple[Figure, ...]) -> Hit:
    (identifier, key, version, meeting_id, day, committee, panel, number, title, label, kind, start, end, text,
     url, status, topic, years, meeting_url) = row  # fmt: skip
    date = datetime.date.fromisoformat(day) if day else None
    text = text.translate(_UNMARKED)
    stated = tuple(json.loads(years))
    inferred = financial_year_of(date)
    unit = "resolution" if asked.compiled.table == "resolution" else ("title" if kind == "title" else "paragraph")
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
