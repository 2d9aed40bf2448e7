"""All hits of a query one after the other, and the newest published of them, as feeds and downloads want them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from minuteminer.answers import Hit
from minuteminer.index.asked import CANDIDATES, Asked
from minuteminer.index.backend import Backend
from minuteminer.index.hits import GROUPED, find_facts, make_fact_hits, make_hits
from minuteminer.index.search import MAX_OFFSET, search
from minuteminer.index.words import single_spaced
from minuteminer.queries import Query

_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A hit with the version in which its passage first read so, when that was first seen, and its place in that.

    A passage that a later version leaves as it was keeps all three, so that nobody is told of it again.
    """

    hit: Hit
    since_version: int
    updated: datetime.datetime
    place: int


@dataclass(frozen=True, slots=True)
class _First:
    version: int
    seen: datetime.datetime | None
    place: int


def find_hits(backend: Backend, query: Query, *, after: int = 0, limit: int = 500) -> tuple[tuple[Hit, ...], int]:
    """The next hits and where to go on, 0 at the end; newest meeting first whatever the query's order.

    Items and meetings go on by their number, the others by the id of the last passage; of facts all that stand
    in a passage come together, so that there may be more than `limit`.
    """
    if query.unit in GROUPED:
        found = search(Asked(backend, query, ranked=True), limit=limit, offset=min(after, MAX_OFFSET)).hits
        return found, after + limit if len(found) == limit and after + limit <= MAX_OFFSET else 0
    asked = Asked(backend, replace(query, sort="-date"))
    if after:
        asked.compiled = replace(asked.compiled, high_id=min(asked.compiled.high_id, after - 1))
    ids = asked.by_date(limit, 0)
    following = ids[-1] if len(ids) == limit else 0
    if query.unit == "fact":
        return make_fact_hits(asked, find_facts(asked, ids), dict.fromkeys(ids)), following
    return make_hits(asked, [(identifier, None) for identifier in ids], {}), following


def find_news(backend: Backend, query: Query, *, limit: int = 50) -> tuple[News, ...]:
    """The hits that were published last, last first, of the newest 5,000 matches by meeting."""
    asked = Asked(backend, query)
    ids = [row for row in asked.by_date(CANDIDATES, 0) if query.boilerplate or not row & 1]
    published = _published(backend, asked.compiled.table, ids)
    if query.unit in GROUPED:
        ids = _one_each(asked, ids)
    # To the second, as feeds tell it: of what was published together the newest meeting stands first.
    newest = sorted(ids, key=lambda row: (published[row].replace(microsecond=0), row), reverse=True)[:limit]
    if query.unit == "fact":
        hits = make_fact_hits(asked, find_facts(asked, newest), dict.fromkeys(newest))[:limit]
    else:
        hits = make_hits(asked, [(row, None) for row in newest], {})
    if query.unit in GROUPED:
        # An item is new in each of its versions.
        firsts = [_First(hit.version, None, 0) for hit in hits]
    else:
        firsts = _first_versions(backend, asked.compiled.table, hits)
    return tuple(
        News(hit=hit, since_version=one.version, updated=one.seen or published[hit.id], place=one.place)
        for hit, one in zip(hits, firsts, strict=True)
    )


def _one_each(asked: Asked, ids: Sequence[int]) -> list[int]:
    owners = asked.owners(ids)
    return list({owners[row]: row for row in reversed(ids)}.values())


def _published(backend: Backend, table: str, ids: Sequence[int]) -> dict[int, datetime.datetime]:
    """When each passage's version was first seen; without that, the day of its meeting."""
    found = {}
    for first in range(0, len(ids), _CHUNK):
        chunk = ids[first : first + _CHUNK]
        sql = " ".join(
            ("SELECT p.id, coalesce(i.fetched_at, i.published, i.date) FROM", table, "AS p",
             "JOIN item AS i ON i.id = p.item WHERE p.id IN (", ", ".join("?" * len(chunk)), ")")
        )  # fmt: skip
        found.update({row: _instant(text) for row, text in backend.rows(sql, chunk)})
    return found


@dataclass(frozen=True, slots=True)
class _Texts:
    """The passages of one version of an item: where each text stands, in order, and when it was fetched."""

    starts: dict[str, list[int]]
    fetched_at: str | None


def _first_versions(backend: Backend, table: str, hits: Sequence[Hit]) -> list[_First]:
    """For each hit the first of the unbroken run of versions that have its passage word for word."""
    later = sorted({hit.item for hit in hits if hit.version > 1})
    versions: dict[tuple[str, int], _Texts] = {}
    starts: dict[int, int] = {}
    sql = " ".join(
        ("SELECT i.key, i.version, i.fetched_at, p.id, p.start_char, p.text FROM", table, "AS p",
         "JOIN item AS i ON i.id = p.item WHERE i.key IN (", ", ".join("?" * len(later)), ") ORDER BY p.start_char")
    )  # fmt: skip
    for key, version, fetched_at, row, start, text in backend.rows(sql, later) if later else ():
        texts = versions.setdefault((key, version), _Texts({}, fetched_at))
        texts.starts.setdefault(single_spaced(text), []).append(start)
        starts[row] = start
    return [_first_version(hit, versions, starts.get(hit.id, hit.start_char)) for hit in hits]


def _first_version(hit: Hit, versions: Mapping[tuple[str, int], _Texts], start: int) -> _First:
    version, text, nothing = hit.version, single_spaced(hit.text), _Texts({}, None)
    here = versions.get((hit.item, version), nothing).starts.get(text, [start])
    number = here.index(start) if start in here else 0
    while len(versions.get((hit.item, version - 1), nothing).starts.get(text, ())) > number:
        version -= 1
    first = versions.get((hit.item, version), nothing)
    place = first.starts[text][number] if text in first.starts else start
    return _First(version, _instant(first.fetched_at) if first.fetched_at else None, place + hit.start_char - start)


def _instant(text: str | None) -> datetime.datetime:
    at = datetime.datetime.fromisoformat(text or "1970-01-01")
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
