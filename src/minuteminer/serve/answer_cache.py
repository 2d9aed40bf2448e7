"""Answers that are given again as long as the index is the same: to the one who has it still, and to everybody."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from minuteminer.serve.freshness import Freshness
from minuteminer.serve.metrics import Metrics, route_of

# One answer takes at most this part of the room.
_SHARE = 16
# What an entry takes beside its body: key, headers, the bookkeeping.
_OVERHEAD_BYTES = 2_000
# Answers that are of the moment, or are files that carry their own marks.
_OTHERS = ("/static/", "/healthz", "/metrics")
_KEPT_ON_304 = frozenset((b"cache-control", b"content-location", b"etag", b"vary", b"link"))
_Pairs = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Remembered:
    word: str
    headers: _Pairs
    body: bytes
    route: str


class AnswerCache:
    """Pure ASGI: ETags of all answers that the index gives, 304s, and the newest answers in bounded memory."""

    def __init__(
        self, app: ASGIApp, *, freshness: Freshness, metrics: Metrics, room_bytes: int, max_age_s: int
    ) -> None:
        self._app = app
        self._freshness = freshness
        self._metrics = metrics
        self._room_bytes = room_bytes
        self._cache_control = f"public, max-age={max_age_s}".encode() if max_age_s else b"public, no-cache"
        self._answers: OrderedDict[tuple[object, ...], _Remembered] = OrderedDict()
        self._held_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on and remember what comes."""
        if scope["type"] != "http" or scope["method"] != "GET" or is_other(scope):
            await self._app(scope, receive, send)
            return
        word = await self._freshness.word()
        if not word:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = _key(scope, headers)
        etag = _etag(word, key)
        asked = headers.get("if-none-match", "")
        known = self._answers.get(key)
        if known and known.word == word:
            self._answers.move_to_end(key)
            self._metrics.remembered.inc()
            scope["minuteminer.route"] = known.route
            await _give(send, known.headers, known.body, asked)
            return
        if asked != "*" and _matches(asked, etag):
            # The very same state of the index: the one who asks has what would be made now.
            await _give(send, self.head([], etag), b"", asked)
            return
        await self._app(scope, receive, _Recorder(self, scope, send, key, word, etag, asked).send)

    def remember(self, key: tuple[object, ...], answer: _Remembered) -> None:
        """Keep an answer, and drop the oldest ones that have no room any more."""
        size = len(answer.body) + _OVERHEAD_BYTES
        if size * _SHARE > self._room_bytes:
            return
        if old := self._answers.pop(key, None):
            self._held_bytes -= len(old.body) + _OVERHEAD_BYTES
        self._answers[key] = answer
        self._held_bytes += size
        while self._held_bytes > self._room_bytes:
            _, dropped = self._answers.popitem(last=False)
            self._held_bytes -= len(dropped.body) + _OVERHEAD_BYTES

    def head(self, given: _Pairs, etag: str) -> _Pairs:
        """The headers of a good answer with what caches need to know."""
        names = {name for name, _ in given}
        more = [(b"etag", etag.encode()), (b"cache-control", self._cache_control), (b"vary", b"Accept")]
        return [*given, *((name, value) for name, value in more if name not in names)]


class _Recorder:
    """Passes an answer on: a whole one in one piece is remembered, a stream only gets its headers."""

    def __init__(
        self, cache: AnswerCache, scope: Scope, send: Send, key: tuple[object, ...], word: str, etag: str, asked: str
    ) -> None:
        self._cache, self._scope, self._send, self._key = cache, scope, send, key
        self._word, self._etag, self._asked = word, etag, asked
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            if message["status"] != 200 or _is_private(message["headers"]):
                await self._send(message)
                return
            self._start = {**message, "headers": self._cache.head(message["headers"], self._etag)}
        elif self._start is None:
            await self._send(message)
        elif message.get("more_body"):
            await self._send(self._start)
            self._start = None
            await self._send(message)
        else:
            await self._finish(self._start["headers"], message.get("body", b""))

    async def _finish(self, headers: _Pairs, body: bytes) -> None:
        self._cache.remember(self._key, _Remembered(self._word, headers, body, route_of(self._scope)))
        await _give(self._send, headers, body, self._asked)


async def _give(send: Send, headers: _Pairs, body: bytes, asked: str) -> None:
    status = 200
    if asked and _matches(asked, dict(headers).get(b"etag", b"").decode()):
        status, body = 304, b""
        headers = [(name, value) for name, value in headers if name in _KEPT_ON_304]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _matches(asked: str, etag: str) -> bool:
    """Whether an If-None-Match names the tag; strong and weak are the same here.

    >>> _matches('"a", W/"b"', '"b"'), _matches("*", '"b"'), _matches('"a"', '"b"')
    (True, True, False)
    """
    bare = etag.removeprefix("W/")
    return any(one.strip().removeprefix("W/") in ("*", bare) for one in asked.split(","))


def _is_private(headers: _Pairs) -> bool:
    return any(name == b"set-cookie" or (name == b"cache-control" and b"no-store" in value) for name, value in headers)


def is_other(scope: Scope) -> bool:
    """Whether a request is for a file or for the state of the moment, and not for what the index holds."""
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path.startswith(_OTHERS)


def _key(scope: Scope, headers: Headers) -> tuple[object, ...]:
    return scope["scheme"], headers.get("host"), scope["path"], scope["query_string"], headers.get("accept")


def _etag(word: str, key: tuple[object, ...]) -> str:
    return f'W/"{hashlib.sha256(f"{word} {key!r}".encode()).hexdigest()[:24]}"'
