"""Pages to walk through: committees, meetings, topics."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from minuteminer.errors import NothingFoundError
from minuteminer.serve.access import OpenIndex, Settings
from minuteminer.serve.pages.addresses import feed_of_committee, feed_of_topic
from minuteminer.serve.pages.queries import address
from minuteminer.serve.pages.rendering import render
from minuteminer.views.figures import committee_chart, committee_years, topic_charts, topic_rows
from minuteminer.views.hits import show_hit
from minuteminer.views.json_ld import meeting_as_event
from minuteminer.views.words import path_of, topic_name, topic_scope, web_address

router = APIRouter()
_NEWEST = 10


@router.get("/committees")
def committees(request: Request, index: OpenIndex) -> Response:
    """All committees, by panel."""
    rows = index.committees()
    return render(
        request, "committees.html", panels=[(panel, list(some)) for panel, some in groupby(rows, lambda one: one.panel)]
    )


@router.get("/committee/{key:path}")
def committee(request: Request, key: str, index: OpenIndex) -> Response:
    """A committee with its meetings by year, newest first."""
    row = index.committee(key)
    meetings = index.meetings(row.key)
    years = committee_years(meetings)
    by_year = groupby(meetings, lambda one: str(one.date.year) if one.date else "")
    return render(
        request,
        "committee.html",
        committee=row,
        years=[(year, list(some)) for year, some in by_year],
        picture=committee_chart(years),
        rows=years,
        search_path=address("/search", committee=row.name),
        register_path=address("/register", panel=row.name),
        trail_path=address("/trail", thing="officer strength", panel=row.name),
        feed_path=feed_of_committee(row.key),
    )


@router.get("/meeting/{key:path}")
def meeting(request: Request, key: str, index: OpenIndex) -> Response:
    """A meeting with its agenda and what was decided."""
    listing = index.meeting(key)
    return render(
        request,
        "meeting.html",
        meeting=listing.meeting,
        items=listing.items,
        committee_path=path_of("committee", listing.committee_key),
        source=web_address(listing.meeting.url),
        documents=[(one.title, web_address(one.url)) for one in listing.meeting.documents],
        linked=meeting_as_event(listing.meeting),
    )


@router.get("/topics")
def topics(request: Request, index: OpenIndex) -> Response:
    """All topics with the number of their items."""
    return render(request, "topics.html", topics=index.topics())


@router.get("/topic/{topic_id}")
def topic(request: Request, topic_id: str, index: OpenIndex, settings: Settings) -> Response:
    """A topic by year, and its newest items."""
    rows = {row.topic_id: row for row in index.topics()}
    row = rows.get(topic_id)
    if row is None:
        raise NothingFoundError("There is no topic of that name in this index.")
    name, query = topic_name(topic_id), f"topic:{topic_id}"
    years = index.topic_years([topic_id, *row.narrower])
    newest = index.search(f"{query} in:item sort:-date", limit=_NEWEST, deadline_s=settings.query_s)
    return render(
        request,
        "topic.html",
        name=name,
        scope=topic_scope(topic_id),
        broader=[(path_of("topic", wide), topic_name(wide)) for wide in row.broader],
        narrower=[narrow for narrow in row.narrower if narrow in rows],
        charts=topic_charts(years, name),
        rows=topic_rows(years),
        hits=[show_hit(hit, {}) for hit in newest.hits],
        search_path=address("/search", topic=topic_id),
        decisions_path=address("/search", q="in:resolution", topic=topic_id),
        feed_path=feed_of_topic(topic_id),
    )
