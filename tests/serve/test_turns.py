"""Requests take turns: in the order in which they came, few at a time, and a slow one holds up nobody for long."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from minuteminer.serve.turns import Turns

Scope = dict[str, Any]


def _asked(path: str) -> Scope:
    return {"type": "http", "method": "GET", "path": path, "headers": [], "state": {}}


class _Server:
    """An application that tells in which order it was asked, and answers when it is told to."""

    def __init__(self, *, at_once: int, wait_s: float = 5.0, hold_s: float = 5.0) -> None:
        self.begun: list[str] = []
        self.statuses: dict[str, int] = {}
        self.may_end: dict[str, asyncio.Event] = {}
        self._turns = Turns(self._answer, at_once=at_once, wait_s=wait_s, hold_s=hold_s)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        self.begun.append(scope["path"])
        await self.may_end[scope["path"]].wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def ask(self, path: str) -> asyncio.Task[None]:
        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.statuses[path] = message["status"]

        self.may_end[path] = asyncio.Event()
        return asyncio.ensure_future(self._turns(_asked(path), receive, send))  # type: ignore[arg-type]


def run(story: Coroutine[Any, Any, None]) -> None:
    """Run a story to its end in a thread of its own: the browser of other tests has its event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story).result()


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_who_came_first_is_answered_first_and_few_at_a_time() -> None:
    async def story() -> None:
        server = _Server(at_once=2)
        asked = [server.ask(f"/search/{number}") for number in range(4)]
        await _settle()
        assert server.begun == ["/search/0", "/search/1"]
        server.may_end["/search/1"].set()
        await _settle()
        assert server.begun == ["/search/0", "/search/1", "/search/2"]
        for may_end in server.may_end.values():
            may_end.set()
        await asyncio.gather(*asked)
        assert server.begun[3:] == ["/search/3"]
        assert set(server.statuses.values()) == {200}

    run(story())


def test_files_and_checks_do_not_wait() -> None:
    async def story() -> None:
        server = _Server(at_once=1)
        server.ask("/search")
        for path in ("/static/icon.svg", "/healthz", "/metrics"):
            server.ask(path)
        await _settle()
        assert server.begun == ["/search", "/static/icon.svg", "/healthz", "/metrics"]

    run(story())


def test_a_slow_request_lets_the_next_one_in_beside_it_and_gives_one_turn_back_only() -> None:
    async def story() -> None:
        server = _Server(at_once=1, hold_s=0.01)
        slow, second = server.ask("/slow"), server.ask("/second")
        await asyncio.sleep(0.05)
        assert server.begun == ["/slow", "/second"]
        for may_end in server.may_end.values():
            may_end.set()
        await asyncio.gather(slow, second)
        third, fourth = server.ask("/third"), server.ask("/fourth")
        await _settle()
        assert server.begun[2:] == ["/third"]
        for may_end in server.may_end.values():
            may_end.set()
        await asyncio.gather(third, fourth)

    run(story())


def test_who_waits_too_long_is_told_that_the_server_is_busy() -> None:
    async def story() -> None:
        server = _Server(at_once=1, wait_s=0.01)
        first, second = server.ask("/first"), server.ask("/second")
        await second
        assert (server.begun, server.statuses) == (["/first"], {"/second": 503})
        server.may_end["/first"].set()
        await first
        third = server.ask("/third")
        server.may_end["/third"].set()
        await third
        assert server.statuses["/third"] == 200

    run(story())


def test_who_gives_up_waiting_takes_no_turn() -> None:
    async def story() -> None:
        server = _Server(at_once=1)
        first, second, third = (server.ask(f"/{number}") for number in range(3))
        await _settle()
        second.cancel()
        server.may_end["/0"].set()
        await _settle()
        assert server.begun == ["/0", "/2"]
        server.may_end["/2"].set()
        await asyncio.gather(first, third)

    run(story())
