"""Feeds of every search, committee and topic, for the readers that people follow news with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from minuteminer.errors import NothingFoundError
from minuteminer.feed import ATOM_TYPE, JSON_TYPE, Feed, make_feed, to_atom, to_json_feed
from minuteminer.index import Index
from minuteminer.index.echo import echo_query
from minuteminer.index.published_hits import News
from minuteminer.index.query import parse_query
from minuteminer.index.words import single_spaced, words_of
from minuteminer.queries import Field, Query
from minuteminer.serve.access import Settings
from minuteminer.serve.api.answering import PROBLEMS, QueryText, ask, refuse_unknown
from minuteminer.views.words import is_topic

ENTRIES = 50
Form = Annotated[Literal["atom", "json"], Path(description="Atom, or JSON Feed.")]
Name = Annotated[str, Path(max_length=300, description="The `key` or id of it, as the API's lists give it.")]
_FORMS: dict[int | str, dict[str, Any]] = {
    200: {"content": {ATOM_TYPE: {"schema": {"type": "string"}}, JSON_TYPE: {"schema": {"type": "object"}}}}
}
router = APIRouter(
    prefix="/feeds", tags=["feeds"], responses={**PROBLEMS, **_FORMS}, dependencies=[Depends(refuse_unknown)]
)


@router.get("/search.{form}", response_class=Response)
async def of_search(request: Request, settings: Settings, form: Form, q: QueryText) -> Response:
    """What is new for a search: passages, or what else the query asks for with `in:`."""
    query = parse_query(q)
    news = await ask(request, lambda index: index.published(deadline_s=settings.query_s).news(query, limit=ENTRIES))
    title = f"Minutes: {echo_query(query)}"
    return _answer(request, form, news, title=title, page=f"/search?{urlencode({'q': q})}")


@router.get("/committee/{key:path}.{form}", response_class=Response)
async def of_committee(request: Request, settings: Settings, form: Form, key: Name) -> Response:
    """What is new in the minutes of a committee, item by item."""

    def read(index: Index) -> tuple[str, Sequence[News]]:
        committee = index.committee(key)
        query = Query(
            conditions=(Field(name="committee", value=" ".join(words_of(committee.name))),),
            unit="item",
            boilerplate=True,
        )
        # A committee's name may be the beginning of another's.
        news = index.published(deadline_s=settings.query_s).news(query, limit=4 * ENTRIES)
        return committee.name, [one for one in news if _is_of(one, committee.panel, committee.name)][:ENTRIES]

    return await _listed(request, form, read, f"/committee/{quote(key, safe='')}")


@router.get("/topic/{topic_id}.{form}", response_class=Response)
async def of_topic(request: Request, settings: Settings, form: Form, topic_id: Name) -> Response:
    """What is new about a topic, item by item."""

    def read(index: Index) -> tuple[str, Sequence[News]]:
        if not is_topic(topic_id) and topic_id not in (one.topic_id for one in index.topics()):
            raise NothingFoundError("There is no topic of that name in this index. /topics lists those there are.")
        query = parse_query(f'topic:"{topic_id.replace(chr(34), " ")}" in:item')
        return echo_query(query), index.published(deadline_s=settings.query_s).news(query, limit=ENTRIES)

    return await _listed(request, form, read, f"/topic/{quote(topic_id, safe='')}")


def _is_of(news: News, panel: str, name: str) -> bool:
    return news.hit.panel == panel and news.hit.committee == name


async def _listed(
    request: Request, form: Form, read: Callable[[Index], tuple[str, Sequence[News]]], page: str
) -> Response:
    name, news = await ask(request, read)
    return _answer(request, form, news, title=f"Minutes: {single_spaced(name)}", page=page)


def _answer(request: Request, form: Form, news: Sequence[News], *, title: str, page: str) -> Response:
    base_url = request.app.state.settings.public_url or str(request.base_url).rstrip("/")
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    query = request.scope["query_string"].decode("latin-1")
    url = f"{base_url}{quote(path)}{f'?{query}' if query else ''}"
    feed = make_feed(news, title=title, url=url, page_url=f"{base_url}{page}", base_url=base_url)
    body = to_atom(feed) if form == "atom" else _json(feed)
    # Of the words themselves: an index that was written, and says the same, is no news.
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    return Response(body, media_type=ATOM_TYPE if form == "atom" else JSON_TYPE, headers={"ETag": etag})


def _json(feed: Feed) -> bytes:
    return json.dumps(to_json_feed(feed), ensure_ascii=False).encode("utf-8", "replace")
