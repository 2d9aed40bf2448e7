"""The web application: one factory that puts pages, API, feeds and safety together."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from minuteminer import __version__
from minuteminer.serve import api, feeds, health, metrics, pages
from minuteminer.serve.answer_cache import AnswerCache
from minuteminer.serve.connections import Connections
from minuteminer.serve.freshness import Freshness
from minuteminer.serve.metrics import Metrics
from minuteminer.serve.problems import handle_problems
from minuteminer.serve.safety import Gate
from minuteminer.serve.settings import ServeSettings, settings_from_environment
from minuteminer.serve.turns import Turns

STATIC = Path(__file__).with_name("static")
# Beside the threads that ask the index there are some that read files.
_MORE_THREADS = 4


def create_app(settings: ServeSettings) -> FastAPI:
    """The application for one set of settings. The index is opened by the first request that needs it."""
    app = FastAPI(
        title="MinuteMiner",
        summary="What public bodies decided: minutes, and the facts that were found in them.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.connections = Connections(settings.address, size=settings.connections, wait_s=settings.wait_s)
    app.state.metrics = Metrics()
    app.state.page_of_problem = pages.page_of_problem
    # What is asked for most is looked up first.
    for part in (pages, api, feeds, health, metrics):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    handle_problems(app)
    # The gate is outermost: what was added last is passed first.
    app.add_middleware(
        AnswerCache,
        freshness=_make_freshness(app),
        metrics=app.state.metrics,
        room_bytes=int(settings.cache_mb * 1e6),
        max_age_s=settings.max_age_s,
    )
    app.add_middleware(Turns, at_once=settings.connections, wait_s=settings.wait_s)
    app.add_middleware(Gate, settings=settings, metrics=app.state.metrics)
    return app


def _make_freshness(app: FastAPI) -> Freshness:
    settings: ServeSettings = app.state.settings
    address = settings.address
    # What is committed stands in the log beside the file first.
    watched = () if "://" in address else (address, f"{address}-wal")
    return Freshness(app.state.connections, check_s=settings.freshness_s, watched=watched)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    # More threads than connections would only wait for one another.
    current_default_thread_limiter().total_tokens = app.state.settings.connections + _MORE_THREADS
    yield
    app.state.connections.close()


def create_app_from_environment() -> FastAPI:
    """The application of a server's process, which reads its settings from the environment and logs to stderr."""
    settings = settings_from_environment()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if settings.access_log:
        logging.getLogger("minuteminer.serve").setLevel(logging.INFO)
    return create_app(settings)
