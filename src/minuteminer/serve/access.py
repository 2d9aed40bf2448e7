"""What the routes of pages, API and feeds ask of the server: the index and the settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Request

from minuteminer.index import Index
from minuteminer.serve.connections import Connections
from minuteminer.serve.settings import ServeSettings


async def get_settings(request: Request) -> ServeSettings:
    """The settings of the server. Not a plain function, for which the framework would go through a thread."""
    return cast(ServeSettings, request.app.state.settings)


def get_connections(request: Request) -> Connections:
    """The connections of this process to the index."""
    return cast(Connections, request.app.state.connections)


async def get_index(request: Request) -> AsyncIterator[Index]:
    """An open index for one request, given back before the answer is sent."""
    async with get_connections(request).lend() as index:
        yield index


# Routes are plain functions, run in a thread: `def page(index: OpenIndex, settings: Settings) -> Response`.
OpenIndex = Annotated[Index, Depends(get_index, scope="function")]
Settings = Annotated[ServeSettings, Depends(get_settings)]


def link(request: Request, path: str) -> str:
    """A path of this server as a link from any page, also behind a prefix: `link(request, "/search")`."""
    return str(request.scope.get("root_path", "")) + path
