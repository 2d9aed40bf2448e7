"""Answering a query: count, take the newest candidates, rank them, and show why each was found."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress

from minuteminer.answers import Results, Score
from minuteminer.errors import SlowQueryError, UsageError
from minuteminer.index.advice import advise
from minuteminer.index.asked import CANDIDATES, WIDE_COUNT, Asked
from minuteminer.index.echo import echo_query
from minuteminer.index.hits import GROUPED, find_facts, make_fact_hits, make_hits
from minuteminer.index.lookups import say, suggest
from minuteminer.index.match import has_words
from minuteminer.index.rank import rank, rescore
from minuteminer.index.titles import with_titles

# The best of the word ranking are weighed again by title, resolution and age.
WINDOW = 200
MAX_LIMIT = 1_000
MAX_OFFSET = 100_000
DEADLINE_S = 5.0
# The best row of a group, its score, and how many rows the group has.
Group3 = tuple[int, Score | None, int]


def search(
    asked: Asked, *, limit: int = 20, offset: int = 0, recency: bool = False, deadline_s: float = DEADLINE_S
) -> Results:
    """The hits of a query. Raises QueryError if it takes longer than `deadline_s`.

    Where more than the hits is wanted, such as `find_facets`, the same `asked` takes the matches once for all.
    """
    if not 0 <= limit <= MAX_LIMIT or not 0 <= offset <= MAX_OFFSET:
        raise UsageError(f"At most {MAX_LIMIT} hits can be asked for at once, and no more than {MAX_OFFSET} skipped.")
    started = time.perf_counter()
    query, compiled = asked.query, asked.compiled
    with asked.backend.deadline(deadline_s):
        total, left_out = asked.counts()
        more = asked.wide and total + left_out >= WIDE_COUNT
        if query.unit in GROUPED:
            ranked_among, groups = _grouped(asked, total, recency)
            total, scored = len(groups), [(best, score) for best, score, _ in groups[offset : offset + limit]]
            hits = make_hits(asked, scored, {best: count for best, _, count in groups})
        elif query.unit == "fact":
            ranked_among, scored = _candidates(asked, total, recency)
            facts = find_facts(asked, [identifier for identifier, _ in scored])
            total, more = len(facts), more or ranked_among is not None
            hits = make_fact_hits(asked, facts[offset : offset + limit], dict(scored))
        else:
            ranked_among, scored = _ordered(asked, total, limit, offset, recency)
            hits = make_hits(asked, scored, {})
        advice = (*map(say, compiled.remarks), *(suggest(asked.backend, query) if total == 0 else ()))
    return Results(
        query=query,
        echo=echo_query(query),
        total=total,
        total_is_more=more,
        hits=hits,
        offset=offset,
        left_out=left_out,
        ranked_among=ranked_among,
        remarks=tuple(one.sentence for one in advice),
        advice=advice,
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


def answer(
    asked: Asked, *, limit: int = 20, offset: int = 0, recency: bool = False, deadline_s: float = DEADLINE_S
) -> Results:
    """The hits of a query, the items whose title meets it, and what to ask instead, all within `deadline_s`.

    The hits alone where there is no time left for the rest. Raises QueryError if there is none for them.
    """
    end_s = time.monotonic() + deadline_s
    found = search(asked, limit=limit, offset=offset, recency=recency, deadline_s=deadline_s)
    with suppress(SlowQueryError), asked.backend.deadline(max(0.0, end_s - time.monotonic())):
        found = with_titles(asked, found)
        found = advise(asked.backend, found)
    return found


def _ordered(
    asked: Asked, total: int, limit: int, offset: int, recency: bool
) -> tuple[int | None, list[tuple[int, Score | None]]]:
    if total <= offset or limit == 0:
        return None, []
    if not _by_relevance(asked):
        found = asked.by_date(limit, offset, newest_first=asked.query.sort != "date")
        return None, [(identifier, None) for identifier in found]
    return _ranked(asked, total, offset, offset + limit, recency)


def _by_relevance(asked: Asked) -> bool:
    return asked.query.sort == "relevance" and has_words(asked.compiled.words)


def _ranked(
    asked: Asked, total: int, start: int, end: int, recency: bool
) -> tuple[int | None, list[tuple[int, Score | None]]]:
    """Places `start` to `end` of the candidates, best first; and how many were ranked, if not all matches."""
    ranked = rank(asked, asked.newest())
    scored: list[tuple[int, Score | None]] = []
    if start < WINDOW:
        scored += rescore(asked, ranked[:WINDOW], recency=recency)[start:end]
    tail = ranked[max(start, WINDOW) : end]
    scored += [(identifier, Score(total=words, words=words)) for identifier, words in tail]
    return (len(ranked) if total > len(ranked) else None), scored


def _candidates(asked: Asked, total: int, recency: bool) -> tuple[int | None, list[tuple[int, Score | None]]]:
    """The best passages of the newest 5,000 matches, or the newest; and how many they are, if not all."""
    if _by_relevance(asked):
        return _ranked(asked, total, 0, CANDIDATES, recency)
    found = asked.by_date(CANDIDATES, 0, newest_first=asked.query.sort != "date")
    return (len(found) if total > len(found) else None), [(identifier, None) for identifier in found]


def _grouped(asked: Asked, total: int, recency: bool) -> tuple[int | None, list[Group3]]:
    """Items or meetings by their best paragraph, with the count of their matching paragraphs."""
    among, scored = _candidates(asked, total, recency)
    owners = asked.owners([identifier for identifier, _ in scored])
    counts = Counter(owners.values())
    best: dict[int, tuple[int, Score | None]] = {}
    for identifier, score in scored:
        best.setdefault(owners[identifier], (identifier, score))
    return among, [(identifier, score, counts[owner]) for owner, (identifier, score) in best.items()]
