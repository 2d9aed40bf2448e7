"""What is asked with words: search, facets, register, trail, sum and precedents."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from minuteminer.answers import RegisterRow
from minuteminer.downloads import HIT_HEAD, Record, hit_record
from minuteminer.index import Index
from minuteminer.index.facets import NAMES
from minuteminer.index.listed import trail_as_dict
from minuteminer.index.query import parse_query
from minuteminer.index.records import plain_value
from minuteminer.index.search import MAX_OFFSET
from minuteminer.index.shown import results_as_dict
from minuteminer.index.values import parse_day
from minuteminer.serve.access import Settings
from minuteminer.serve.api import schemas
from minuteminer.serve.api.answering import (
    PIECE,
    TABLES,
    Cursor,
    Day,
    Limit,
    Panel,
    QueryText,
    WantedForm,
    as_json,
    as_table,
    ask,
)
from minuteminer.serve.api.cursors import from_cursor, to_cursor

router = APIRouter(tags=["search"])
REGISTER_COLUMNS = tuple(RegisterRow.__dataclass_fields__)
FacetName = Literal["committee", "year", "topic", "verb", "kind", "role"]
Start = Annotated[Day, Query(alias="from")]
End = Annotated[Day, Query(alias="to")]


@router.get("/search", response_model=schemas.SearchAnswer, responses=TABLES)
async def search(
    request: Request,
    settings: Settings,
    form: WantedForm,
    q: QueryText,
    limit: Limit = 20,
    cursor: Cursor = None,
    recent: Annotated[bool, Query(description="Weigh recent meetings more.")] = False,
) -> Response:
    """Search the minutes. CSV and JSON Lines hold every hit, newest meeting first."""
    if form.name != "json":
        query = parse_query(q)

        def read(index: Index, after: int | None, count: int = PIECE) -> tuple[list[Record], int | None]:
            hits, following = index.published(deadline_s=settings.query_s).hits(query, after=after or 0, limit=count)
            return [hit_record(hit) for hit in hits], following or None

        return await as_table(request, form, "search", HIT_HEAD, read)
    (offset,) = from_cursor(cursor, "search", int) if cursor else (0,)
    offset = min(offset, MAX_OFFSET)
    found = await ask(
        request,
        lambda index: index.search(q, limit=limit, offset=offset, recency=recent, deadline_s=settings.query_s),
    )
    end = offset + len(found.hits)
    more = len(found.hits) == limit and end < found.total and end < MAX_OFFSET
    return as_json(results_as_dict(found), following=to_cursor("search", end) if more else None, request=request)


@router.get("/facets", response_model=schemas.FacetsAnswer)
async def facets(
    request: Request,
    settings: Settings,
    q: QueryText,
    name: Annotated[list[FacetName] | None, Query(max_length=6, description="Which; all of them without it.")] = None,
) -> Response:
    """How the matches of a query divide by committee, year, topic, verb, kind of fact and role."""
    found = await ask(request, lambda index: index.facets(q, name or NAMES, deadline_s=settings.query_s))
    return as_json({"query": q, "facets": plain_value(found)})


@router.get("/register", response_model=schemas.RegisterAnswer, responses=TABLES)
async def register(
    request: Request,
    settings: Settings,
    form: WantedForm,
    q: Annotated[
        str | None, Query(max_length=500, description="A search that narrows the decisions.", examples=["firearms"])
    ] = None,
    panel: Panel = None,
    start: Start = None,
    end: End = None,
) -> Response:
    """Decisions clause by clause, oldest first, of a panel and a time; a query narrows them."""
    first, last = _days(start, end)

    def rows(index: Index) -> list[Record]:
        found = index.register(panel=panel, start=first, end=last, query=q, deadline_s=settings.long_query_s)
        return list(plain_value(found))

    def whole(index: Index, after: None, count: int = PIECE) -> tuple[list[Record], None]:
        return rows(index), None

    if form.name != "json":
        return await as_table(request, form, "register", REGISTER_COLUMNS, whole)
    return as_json({"rows": await ask(request, rows)})


@router.get("/trail", response_model=schemas.TrailAnswer)
async def trail(
    request: Request, settings: Settings, q: QueryText, panel: Panel = None, start: Start = None, end: End = None
) -> Response:
    """Every value of one thing over time, such as officer strength, and what was left out with the reasons."""
    first, last = _days(start, end)
    found = await ask(
        request, lambda index: index.trail(q, panel=panel, start=first, end=last, deadline_s=settings.long_query_s)
    )
    return as_json({"query": q, **trail_as_dict(found)})


@router.get("/sum", response_model=schemas.SumAnswer)
async def add_up(request: Request, settings: Settings, q: QueryText) -> Response:
    """The sum of the money that a query finds, each figure once, with what was refused and why."""
    found = await ask(request, lambda index: index.sum(q, deadline_s=settings.long_query_s))
    return as_json({"query": q, **plain_value(found)})


@router.get("/precedents", response_model=schemas.PrecedentsAnswer)
async def precedents(
    request: Request,
    settings: Settings,
    q: Annotated[str, Query(max_length=2_000, description="Words of a proposal, or an item's key.")],
    limit: Annotated[int, Query(ge=1, le=50, description="How many at most.")] = 10,
) -> Response:
    """Earlier resolutions like a text, or like those of an item, likest first, with the reasons."""
    found = await ask(request, lambda index: index.precedents(q, limit=limit, deadline_s=settings.long_query_s))
    return as_json({"query": q, "precedents": plain_value(found)})


def _days(start: str | None, end: str | None) -> tuple[datetime.date | None, datetime.date | None]:
    return parse_day(start, 0)[0] if start else None, parse_day(end, 0)[1] if end else None
