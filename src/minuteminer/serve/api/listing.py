"""What is walked through: items, meetings, committees, facts and topics."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from minuteminer.downloads import FACT_HEAD, ITEM_HEAD, Record, published_fact_record, published_item_record
from minuteminer.errors import NothingFoundError
from minuteminer.findings import FactKind
from minuteminer.index import Index
from minuteminer.index.cite import cite
from minuteminer.index.ids import item_key
from minuteminer.index.published_facts import START, Place, PublishedFact
from minuteminer.index.query import parse_query
from minuteminer.index.records import plain_value
from minuteminer.index.shown import item_as_dict
from minuteminer.serve.access import Settings
from minuteminer.serve.api import schemas
from minuteminer.serve.api.answering import (
    PIECE,
    TABLES,
    CommitteeKey,
    Cursor,
    Limit,
    TopicId,
    WantedForm,
    as_json,
    as_table,
    ask,
)
from minuteminer.serve.api.cursors import from_cursor, to_cursor
from minuteminer.serve.present import shown_fact, shown_item

router = APIRouter(tags=["lists"])
Name = Annotated[str, Path(max_length=300, description="The `key` or id of it, as the lists of this API give it.")]


@router.get("/items", response_model=schemas.ItemsAnswer, responses=TABLES)
async def items(
    request: Request,
    settings: Settings,
    form: WantedForm,
    committee: CommitteeKey = None,
    topic: TopicId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Agenda items in force without their texts, newest meeting first; of a committee, or about a topic."""

    def read(index: Index, after: int | None, count: int = PIECE) -> tuple[list[Record], int | None]:
        lists = index.published(deadline_s=settings.query_s)
        found = lists.items(committee=committee, topic=topic, after=after or 0, limit=count)
        return [published_item_record(one) for one in found], found[-1].place if len(found) == count else None

    if form.name != "json":
        return await as_table(request, form, "items", ITEM_HEAD, read)
    (after,) = from_cursor(cursor, "items", int) if cursor else (0,)
    records, place = await ask(request, lambda index: read(index, after, limit))
    return as_json({"items": records}, following=to_cursor("items", place) if place else None, request=request)


@router.get("/items/{key:path}/versions", response_model=schemas.VersionsAnswer)
async def versions(request: Request, key: Name) -> Response:
    """The published versions of an item, oldest first; `items/KEY@2` is the second of them."""
    found = await ask(request, lambda index: shown_item(index, key))
    return as_json({"key": found.key, "versions": plain_value(found.versions)})


@router.get("/items/{key:path}", response_model=schemas.ItemAnswer)
async def item(request: Request, key: Name) -> Response:
    """An agenda item with its text, paragraphs, facts, topics and versions; `KEY@2` is its second version."""
    return as_json(item_as_dict(await ask(request, lambda index: shown_item(index, key))))


@router.get("/meetings", response_model=schemas.MeetingsAnswer)
async def meetings(
    request: Request, committee: CommitteeKey = None, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Meetings, newest first, with how much was found in each."""
    after = from_cursor(cursor, "meetings", str, str) if cursor else None
    found = await ask(request, lambda index: index.meetings(committee, limit=limit, after=after))
    last = found[-1] if len(found) == limit else None
    following = to_cursor("meetings", last.date.isoformat() if last.date else "", last.key) if last else None
    return as_json({"meetings": plain_value(found)}, following=following, request=request)


@router.get("/meetings/{key:path}", response_model=schemas.MeetingAnswer)
async def meeting(request: Request, key: Name) -> Response:
    """A meeting with its attendance, documents and items."""
    return as_json(plain_value(await ask(request, lambda index: index.meeting(key))))


@router.get("/committees", response_model=schemas.CommitteesAnswer)
async def committees(request: Request) -> Response:
    """All committees."""
    return as_json({"committees": plain_value(await ask(request, lambda index: index.committees()))})


@router.get("/committees/{key:path}", response_model=schemas.CommitteeAnswer)
async def committee(request: Request, key: Name) -> Response:
    """One committee; `meetings?committee=KEY` lists its meetings."""
    return as_json({"committee": plain_value(await ask(request, lambda index: index.committee(key)))})


@router.get("/facts", response_model=schemas.FactsAnswer, responses=TABLES)
async def facts(
    request: Request,
    settings: Settings,
    form: WantedForm,
    q: Annotated[str | None, Query(max_length=500, description="A search; all facts without one.")] = None,
    kind: Annotated[FactKind | None, Query(description="Only facts of this kind.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Facts with their values and places, newest meeting first: of the passages that a query finds, or all."""
    query = parse_query(q) if q else None

    def read(index: Index, after: Place | None, count: int = PIECE) -> tuple[list[Record], Place | None]:
        lists = index.published(deadline_s=settings.query_s)
        found = lists.facts(query, kind=kind, after=after or START, limit=count)
        return [published_fact_record(one) for one in found], found[-1].place if len(found) == count else None

    if form.name != "json":
        return await as_table(request, form, "facts", FACT_HEAD, read)
    after = from_cursor(cursor, "facts", int, int) if cursor else None
    records, place = await ask(request, lambda index: read(index, after and (after[0], after[1]), limit))
    return as_json({"facts": records}, following=to_cursor("facts", *place) if place else None, request=request)


@router.get("/facts/{fact_id:path}", response_model=schemas.FactAnswer)
async def fact(request: Request, fact_id: Name) -> Response:
    """One fact, and how to cite it."""
    holder, found = await ask(request, lambda index: shown_fact(index, fact_id))
    meeting = holder.meeting
    published = PublishedFact(
        fact=found, item=holder.key, version=holder.item.version, meeting=item_key(meeting.site, meeting.meeting_id),
        date=meeting.date, committee=meeting.committee, panel=holder.key.rpartition(":")[0], title=holder.item.title,
        url=holder.item.url or meeting.url, place=START,
    )  # fmt: skip
    return as_json({"fact": published_fact_record(published), "citation": cite(holder, found)})


@router.get("/topics", response_model=schemas.TopicsAnswer)
async def topics(request: Request) -> Response:
    """All topics, most frequent first, with the wider and the narrower ones."""
    return as_json({"topics": plain_value(await ask(request, lambda index: index.topics()))})


@router.get("/topics/{topic_id}", response_model=schemas.TopicAnswer)
async def topic(request: Request, topic_id: Name) -> Response:
    """One topic, year by year; `items?topic=ID` lists the items about it."""

    def read(index: Index) -> Record:
        found = next((one for one in index.topics() if one.topic_id == topic_id), None)
        if found is None:
            raise NothingFoundError("There is no such topic in this index.")
        years = index.topic_years([topic_id, *found.narrower])
        return {"topic": plain_value(found), "years": plain_value(years)}

    return as_json(await ask(request, read))
