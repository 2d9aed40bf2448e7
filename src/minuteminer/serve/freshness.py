"""Which state of the index an answer was made from: one short word that is another after every change."""

from __future__ import annotations

import hashlib
import os
import time

import anyio
from anyio.to_thread import run_sync

from minuteminer import __version__
from minuteminer.errors import MinuteMinerError
from minuteminer.index import Index
from minuteminer.serve.connections import Connections

_Stamps = tuple[tuple[int, ...], ...]


class Freshness:
    """Watches the index: by its files where it lies in one, else by asking it every `check_s` seconds."""

    def __init__(self, connections: Connections, *, check_s: float, watched: tuple[str, ...] = ()) -> None:
        self._connections = connections
        self._check_s = check_s
        self._watched = watched
        self._stamps: _Stamps | None = None
        self._word = ""
        self._asked_s = -check_s
        self._asking = anyio.Lock()

    async def word(self) -> str:
        """The word of the state now; "" while the index cannot be read, of which nothing is remembered."""
        if self._is_known():
            return self._word
        async with self._asking:
            if not self._is_known():
                await self._ask()
        return self._word

    def _is_known(self) -> bool:
        """Whether nothing was written since the index was asked."""
        if self._watched and self._stamps == _stamps(self._watched):
            return True
        return not self._watched and time.monotonic() < self._asked_s + self._check_s

    async def _ask(self) -> None:
        stamps, self._asked_s = _stamps(self._watched), time.monotonic()
        try:
            async with self._connections.lend() as index:
                self._word = await run_sync(_word_of, index)
        except MinuteMinerError:
            self._word = ""
            self._stamps = None
            return
        self._stamps = stamps


def _word_of(index: Index) -> str:
    found = index.published().generation()
    told = f"{__version__} {found.identity} {found.rows} {found.indexed_at}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _stamps(paths: tuple[str, ...]) -> _Stamps:
    found: list[tuple[int, ...]] = []
    for path in paths:
        try:
            one = os.stat(path)
        except OSError:
            found.append(())
        else:
            found.append((one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns))
    return tuple(found)
