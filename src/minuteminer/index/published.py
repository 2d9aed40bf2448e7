"""What an index publishes to programs: all of it, page by page, and what is new and what changed."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from minuteminer.answers import Hit
from minuteminer.index.backend import Backend
from minuteminer.index.licences import find_licence
from minuteminer.index.published_changes import Changes, Generation, find_changes, find_generation, is_gone
from minuteminer.index.published_facts import START, Place, PublishedFact, find_published_facts
from minuteminer.index.published_hits import News, find_hits, find_news
from minuteminer.index.published_items import PublishedItem, find_published_items
from minuteminer.queries import Query


class Published:
    """The lists of one open index; made by `Index.published`. Every call is stopped after `deadline_s`."""

    def __init__(self, backend: Backend, lock: threading.RLock, *, deadline_s: float) -> None:
        self._backend = backend
        self._lock = lock
        self._deadline_s = deadline_s

    @contextmanager
    def _limited(self) -> Iterator[Backend]:
        with self._lock, self._backend.deadline(self._deadline_s):
            yield self._backend

    def generation(self) -> Generation:
        """The state of the index: another one after every change."""
        with self._lock:
            return find_generation(self._backend)

    def changes(self, *, identity: str | None = None, since: int | datetime.datetime = 0, limit: int = 100) -> Changes:
        """What changed after `since`, a place or a time with its zone; NothingFoundError if the index was made anew."""
        with self._limited() as backend:
            return find_changes(backend, identity=identity, since=since, limit=limit)

    def is_gone(self, key: str) -> bool:
        """Whether an item of this key was here, and was withdrawn or taken out."""
        with self._limited() as backend:
            return is_gone(backend, key)

    def licence(self, site: str) -> str:
        """The licence that is stated for a site's minutes (`OGL-UK-3.0`), "" where none is."""
        with self._limited() as backend:
            return find_licence(backend, site)

    def hits(self, query: Query, *, after: int = 0, limit: int = 500) -> tuple[tuple[Hit, ...], int]:
        """The next hits of a query, newest meeting first, and where to go on; 0 at the end."""
        with self._limited() as backend:
            return find_hits(backend, query, after=after, limit=limit)

    def news(self, query: Query, *, limit: int = 50) -> tuple[News, ...]:
        """The hits of a query that were published last."""
        with self._limited() as backend:
            return find_news(backend, query, limit=limit)

    def facts(
        self, query: Query | None = None, *, kind: str | None = None, after: Place = START, limit: int = 50
    ) -> tuple[PublishedFact, ...]:
        """The next facts that meet a query, or of all."""
        with self._limited() as backend:
            return find_published_facts(backend, query, kind=kind, after=after, limit=limit)

    def items(
        self, *, committee: str | None = None, topic: str | None = None, after: int = 0, limit: int = 50
    ) -> tuple[PublishedItem, ...]:
        """The next agenda items in force, of a committee or about a topic."""
        with self._limited() as backend:
            return find_published_items(backend, committee=committee, topic=topic, after=after, limit=limit)
