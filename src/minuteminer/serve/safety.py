"""The gate that every request passes first and every answer last: hosts, sizes, rates, headers, and no trace told."""

from __future__ import annotations

import json
import logging
import math
import secrets
import time
import traceback
from typing import Any

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from minuteminer.serve.limits import RateLimit
from minuteminer.serve.metrics import Metrics, route_of
from minuteminer.serve.problems import Problem, answer_problem, problem_of
from minuteminer.serve.settings import ServeSettings

log = logging.getLogger("minuteminer.serve")

# All that a page is made of comes from this server; nothing is in a frame, and no script stands in a page.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-robots-tag", "noindex"),
)
# A year; only behind TLS.
_HSTS = "max-age=31536000"
_CHECKS = ("/healthz", "/metrics")


class Gate:
    """Pure ASGI, outside everything else, so that no answer goes out without its headers."""

    def __init__(self, app: ASGIApp, *, settings: ServeSettings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._limit = RateLimit(per_s=settings.requests_per_s, burst=settings.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it in words."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._settings.root_path:
            scope["root_path"] = self._settings.root_path
        scope.setdefault("state", {})["request_id"] = secrets.token_hex(8)
        answer = _Answer(scope, send, self._settings)
        started_s = time.perf_counter()
        try:
            await self._let_in(scope, receive, answer)
        except Exception as error:
            log.error(_line(scope, 500, started_s, error=error))
            if not answer.status:
                await self._refuse(scope, receive, answer, problem_of(error))
        finally:
            self._metrics.count(scope, answer.status, time.perf_counter() - started_s)
            if self._settings.access_log:
                log.info(_line(scope, answer.status, started_s))

    async def _let_in(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        if problem := self._problem(scope):
            await self._refuse(scope, receive, answer, problem)
            return
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        body = _Body(receive, self._settings.max_body_bytes)
        try:
            await self._app(scope, body.receive, answer.send)
        except _TooLargeError:
            if not answer.status:
                await self._refuse(scope, receive, answer, _too_large(self._settings))

    async def _refuse(self, scope: Scope, receive: Receive, answer: _Answer, problem: Problem) -> None:
        await answer_problem(Request(scope), problem)(scope, receive, answer.send)

    def _problem(self, scope: Scope) -> Problem | None:
        headers = dict(scope["headers"])
        settings = self._settings
        if "*" not in settings.hosts and _host(headers.get(b"host", b"")) not in settings.hosts:
            return Problem(status=421, detail="This server does not answer to that name.")
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > settings.max_address_chars:
            return Problem(status=414, detail=f"The address is longer than {settings.max_address_chars:,} characters.")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > settings.max_body_bytes:
            return _too_large(settings)
        if scope["path"].endswith(_CHECKS):
            return None
        wait_s = self._limit.wait_s((scope.get("client") or ("unknown",))[0])
        if wait_s:
            self._metrics.limited.inc()
            return Problem(
                status=429,
                detail="That was too many requests in a short time; wait a little.",
                headers={"Retry-After": str(math.ceil(wait_s))},
            )
        return None


class _Answer:
    """Puts the headers on an answer, remembers its status, and drops the body of an answer to HEAD."""

    def __init__(self, scope: Scope, send: Send, settings: ServeSettings) -> None:
        self.status = 0
        self._send = send
        self._bare = scope["method"] == "HEAD"
        self._headers = _headers(scope, settings)

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name.lower() for name, _ in message["headers"]}
            more = [(name, value) for name, value in self._headers if name not in present]
            message = {**message, "headers": [*message["headers"], *more]}
        elif self._bare:
            message = {**message, "body": b""}
        await self._send(message)


def _headers(scope: Scope, settings: ServeSettings) -> list[tuple[bytes, bytes]]:
    pairs = [*_HEADERS, ("x-request-id", scope["state"]["request_id"])]
    path = scope["path"].removeprefix(settings.root_path)
    if settings.cross_origin_api and path.startswith(("/api/", "/feeds/", "/openapi.json")):
        pairs += [("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin")]
    else:
        pairs.append(("cross-origin-resource-policy", "same-origin"))
    if settings.hsts and scope["scheme"] == "https":
        pairs.append(("strict-transport-security", _HSTS))
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in pairs]


class _TooLargeError(Exception):
    """The body of a request went on beyond what is read."""


class _Body:
    """Counts the body of a request, whose length need not be told."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def receive(self) -> Message:
        """The next part of the body."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLargeError
        return message


def _too_large(settings: ServeSettings) -> Problem:
    return Problem(status=413, detail=f"At most {settings.max_body_bytes:,} bytes may be sent at once.")


def _host(header: bytes) -> str:
    """The name in a Host header, without the port.

    >>> _host(b"Minutes.example:8000"), _host(b"[::1]:8000"), _host(b"\\xff")
    ('minutes.example', '[::1]', '')
    """
    try:
        name = header.decode("ascii").lower()
    except UnicodeDecodeError:
        return ""
    return name[: name.index("]") + 1] if name.startswith("[") and "]" in name else name.partition(":")[0]


def _line(scope: Scope, status: int, started_s: float, *, error: Exception | None = None) -> str:
    """One line of the log: the route and not the address, for what people search for is nobody's business."""
    entry: dict[str, Any] = {
        "request_id": scope["state"]["request_id"],
        "method": scope["method"],
        "route": route_of(scope),
        "status": status,
        "ms": round((time.perf_counter() - started_s) * 1000, 1),
    }
    if error:
        # In the line, so that it stays one line for one event.
        entry["trace"] = "".join(traceback.format_exception(error))
    return json.dumps(entry)
