"""Whether the server can answer: for load balancers, and for people who wonder."""

from __future__ import annotations

import datetime
from typing import Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from minuteminer.errors import MinuteMinerError
from minuteminer.index import Index
from minuteminer.index.published_changes import Generation
from minuteminer.serve.access import get_connections
from minuteminer.serve.connections import BusyError

router = APIRouter()


class Health(BaseModel):
    """The state of the server and of its index; a busy server is a healthy one."""

    status: Literal["ok", "busy", "unavailable"]
    index_version: int | None = None
    indexed_at: datetime.datetime | None = None
    index_age_s: float | None = None


@router.get("/healthz", responses={503: {"model": Health, "description": "The index cannot be read."}})
async def healthz(request: Request, response: Response) -> Health:
    """Whether the index can be read, of which version it is, and how long ago it was last written."""
    response.headers["Cache-Control"] = "no-store"
    try:
        async with get_connections(request).lend() as index:
            version, generation = await run_sync(_state, index)
    except BusyError:
        return Health(status="busy")
    except MinuteMinerError:
        response.status_code = 503
        return Health(status="unavailable")
    at = generation.indexed_at
    age_s = (datetime.datetime.now(datetime.UTC) - at).total_seconds() if at else None
    return Health(status="ok", index_version=version, indexed_at=at, index_age_s=age_s)


def _state(index: Index) -> tuple[int, Generation]:
    return index.schema_version, index.published().generation()


@router.get("/robots.txt", include_in_schema=False, response_class=PlainTextResponse)
def robots() -> str:
    """Minutes name people: search engines are asked to leave the pages alone, as the sources hold them already."""
    return "User-agent: *\nDisallow: /\n"
