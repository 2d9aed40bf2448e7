"""Open connections to the index: a bounded number, lent to one request at a time, and opened anew for a new index."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio.to_thread import run_sync

from minuteminer.errors import IndexFileError, UsageError
from minuteminer.errors import NothingFoundError as _NothingFoundError
from minuteminer.index import Index, open_index

# What a request may raise and the connection is as good as before.
_HARMLESS = (UsageError, _NothingFoundError)
# Device, inode, size and time of last change of an SQLite file: others than before mean another index.
_Stamp = tuple[int, int, int, int] | None


class BusyError(IndexFileError):
    """All connections are in use, and none came free in time."""


class Connections:
    """At most `size` connections to the index at `address`, each used by one request at a time."""

    def __init__(self, address: str, *, size: int, wait_s: float) -> None:
        self._address = address
        self._wait_s = wait_s
        self._free: list[tuple[Index, _Stamp]] = []
        self._room = anyio.Semaphore(size)
        self._is_file = "://" not in address
        self.in_use = 0

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Index]:
        """A connection for the block. Raises BusyError if none comes free in time, IndexFileError without an index."""
        try:
            with anyio.fail_after(self._wait_s):
                await self._room.acquire()
        except TimeoutError:
            raise BusyError("The server is busy; try again in some seconds.") from None
        self.in_use += 1
        try:
            index, stamp = await self._take()
            try:
                yield index
            except _HARMLESS:
                self._free.append((index, stamp))
                raise
            except BaseException:
                index.close()
                raise
            self._free.append((index, stamp))
        finally:
            self.in_use -= 1
            self._room.release()

    async def _take(self) -> tuple[Index, _Stamp]:
        now = self._stamp()
        while self._free:
            index, stamp = self._free.pop()
            if stamp == now:
                return index, stamp
            index.close()
        return await run_sync(lambda: open_index(self._address, read_only=True)), now

    def _stamp(self) -> _Stamp:
        if not self._is_file:
            return None
        try:
            found = os.stat(self._address)
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._free:
            self._free.pop()[0].close()
