"""The web application: one factory that puts pages, API, feeds and safety together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from minuteminer import __version__
from minuteminer.serve import api, health, pages
from minuteminer.serve.connections import Connections
from minuteminer.serve.settings import ServeSettings, settings_from_environment

STATIC = Path(__file__).with_name("static")
# Beside the threads that ask the index there are some that read files.
_MORE_THREADS = 4


def create_app(settings: ServeSettings) -> FastAPI:
    """The application for one set of settings. The index is opened by the first request that needs it."""
    app = FastAPI(
        title="MinuteMiner",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        root_path=settings.root_path,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.connections = Connections(settings.address, size=settings.connections, wait_s=settings.wait_s)
    app.include_router(api.router)
    app.include_router(health.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    # More threads than connections would only wait for one another.
    current_default_thread_limiter().total_tokens = app.state.settings.connections + _MORE_THREADS
    yield
    app.state.connections.close()


def create_app_from_environment() -> FastAPI:
    """The application of a worker process, which reads its settings from the environment."""
    return create_app(settings_from_environment())
