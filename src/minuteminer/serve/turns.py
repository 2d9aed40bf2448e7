"""Requests take turns: as many at once as there are connections to the index, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from minuteminer.serve.answer_cache import is_other
from minuteminer.serve.connections import BusyError
from minuteminer.serve.problems import answer_problem, problem_of

# About what a person takes for at once. A request that takes longer lets the next one in beside it, so that a few slow
# questions do not keep everybody waiting; the connections to the index bound how many of them run.
HOLD_S = 0.25


class Turns:
    """Pure ASGI. Without it what is remembered overtakes what must be searched for, which under load waits long."""

    def __init__(self, app: ASGIApp, *, at_once: int, wait_s: float, hold_s: float = HOLD_S) -> None:
        self._app = app
        self._free = at_once
        self._wait_s = wait_s
        self._hold_s = hold_s
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a turn, and give it back when the request is answered or has taken long."""
        if scope["type"] != "http" or is_other(scope):
            await self._app(scope, receive, send)
            return
        try:
            await self._take()
        except BusyError as error:
            await answer_problem(Request(scope), problem_of(error))(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        held = loop.call_later(self._hold_s, self._give)
        try:
            await self._app(scope, receive, send)
        finally:
            # A turn that was held too long is given back by the clock.
            if held.when() > loop.time():
                held.cancel()
                self._give()

    async def _take(self) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._wait_s):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                # It came in the moment in which the wait ended.
                self._give()
            if isinstance(error, TimeoutError):
                raise BusyError("The server is busy; try again in some seconds.") from None
            raise

    def _give(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
