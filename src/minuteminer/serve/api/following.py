"""What a program asks that keeps a copy: what changed, what there is, and what is missing."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from minuteminer import __version__
from minuteminer.downloads import Record
from minuteminer.errors import UsageError
from minuteminer.index import Index
from minuteminer.index.records import plain_value
from minuteminer.serve.access import Settings
from minuteminer.serve.api import schemas
from minuteminer.serve.api.answering import PROBLEMS, as_json, ask
from minuteminer.serve.api.spelling import written_like

router = APIRouter(tags=["follow"])
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/) where the council publishes under it."
)
_TOKEN = r"[0-9a-f]{16}\.[0-9]{1,18}"
_TIME = r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+ -]\d\d:\d\d)?)?"
_SINCE = f"^({_TOKEN}|{_TIME})$"
_GONE: dict[int | str, dict[str, Any]] = {
    410: {**PROBLEMS[404], "description": "The index was made anew; ask without since, and take all of it."}
}


@router.get("/changes", response_model=schemas.ChangesAnswer, responses=_GONE)
async def changes(
    request: Request,
    settings: Settings,
    since: Annotated[
        str | None,
        Query(
            json_schema_extra={"pattern": _SINCE},
            description=(
                "`next` of the last answer, which misses nothing and tells nothing twice. Or a time in ISO 8601, UTC "
                "unless it names a zone: then what changed in the hour before is told too. Without it everything."
            ),
            examples=["0123456789abcdef.41", "2026-09-25T07:30:00Z", "2026-09-25"],
        ),
        written_like(
            _SINCE,
            "Since is what an earlier answer had as next, or a time such as 2026-09-25T07:30:00Z or 2026-09-25; leave "
            "it out and get everything.",
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="How many at once; `more` tells of others.")] = 100,
) -> Response:
    """Items that changed since the last time, each once, and withdrawn ones with nothing but their keys.

    The order is a sequence and no clock, so that nothing is lost when a clock is set back: begin with a time, and go
    on with `next`.
    """
    identity, place = _read_since(since or "")
    found = await ask(
        request,
        lambda index: index.published(deadline_s=settings.query_s).changes(
            identity=identity or None, since=place, limit=limit
        ),
    )
    following = f"{found.identity}.{found.next}"
    return as_json({"changes": plain_value(found.changes), "next": following, "more": found.more})


def _read_since(since: str) -> tuple[str, int | datetime.datetime]:
    """The index and the place in its log that a token names, or a time.

    >>> _read_since("0123456789abcdef.41"), _read_since("2026-09-25")[1].isoformat()
    (('0123456789abcdef', 41), '2026-09-25T00:00:00+00:00')
    """
    identity, _, sequence = since.partition(".")
    if "-" not in since:
        return identity, int(sequence or 0)
    try:
        # The plus before a zone is a space in an address where it was not written as %2B.
        at = datetime.datetime.fromisoformat(since.replace(" ", "+"))
    except ValueError:
        raise UsageError("There is no such time; a time is written 2026-09-25T07:30:00Z, a day 2026-09-25.") from None
    return "", at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


@router.get("/about", response_model=schemas.AboutAnswer)
async def about(request: Request) -> Response:
    """What the index holds, and under which licence."""

    def read(index: Index) -> Record:
        generation = index.published().generation()
        return {
            "program": f"MinuteMiner {__version__}",
            "identity": generation.identity,
            "indexed_at": plain_value(generation.indexed_at),
            "licence": LICENCE,
            "stats": plain_value(index.stats()),
        }

    return as_json(await ask(request, read))


@router.get("/coverage", response_model=schemas.CoverageAnswer)
async def coverage(request: Request) -> Response:
    """Meetings by committee and year, and how many of them have minutes in the index."""
    return as_json({"coverage": plain_value(await ask(request, lambda index: index.meeting_years()))})
