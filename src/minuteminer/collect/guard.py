"""Connections that go to checked addresses only, and that a watchdog ends when the time is up.

A server that sends a byte a second never runs into a read timeout, so that somebody else shuts the socket. The address
of a host is looked up once, checked, and connected to: what the name says a moment later does not count.
"""

from __future__ import annotations

import contextlib
import heapq
import ipaddress
import itertools
import math
import os
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from minuteminer.collect.addresses import is_loopback_host, is_public_address

Resolver = Callable[[str, int], list[str]]


class BrokenExchangeError(Exception):
    """An exchange that gave no whole answer; `again` says whether trying again makes sense."""

    def __init__(self, message: str, *, again: bool = True, kind: str = "failed", tries: int | None = None) -> None:
        super().__init__(message)
        self.again = again
        self.kind = kind
        self.tries = tries


class Deadline:
    """Shuts every socket of an exchange when its time is up; `expired` then says so."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = time.monotonic() + seconds
        self.expired = False
        self.over = False
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Deadline:
        _WATCHDOG.watch(self)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.over = True
            while self._handles:
                self._handles.pop().close()

    def watch(self, sock: socket.socket) -> None:
        """Take a second handle of the socket: TLS and `Connection: close` make the first one useless."""
        handle = socket.socket(fileno=os.dup(sock.fileno()))
        with self._lock:
            self._handles.append(handle)
            if self.expired:
                _shut(handle)

    def expire(self) -> None:
        """The time is up, if the exchange is not over."""
        with self._lock:
            self.expired = not self.over
            for handle in self._handles:
                _shut(handle)


class _Watchdog:
    """One thread that expires deadlines; a timer for each would cost as much as a page from a near server."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._deadlines: list[tuple[float, int, Deadline]] = []
        self._wakes_at = math.inf
        self._thread: threading.Thread | None = None
        self._numbers = itertools.count()

    def watch(self, deadline: Deadline) -> None:
        """Expire `deadline` when it ends."""
        with self._condition:
            heapq.heappush(self._deadlines, (deadline.ends, next(self._numbers), deadline))
            self._drop_those_over()
            if self._thread is None or not self._thread.is_alive():  # the first ever, or the first after a fork
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif deadline.ends < self._wakes_at:
                self._condition.notify()

    def _drop_those_over(self) -> None:
        while self._deadlines and self._deadlines[0][2].over:
            heapq.heappop(self._deadlines)

    def _run(self) -> None:
        with self._condition:
            while True:
                self._drop_those_over()
                while self._deadlines and self._deadlines[0][0] <= time.monotonic():
                    heapq.heappop(self._deadlines)[2].expire()
                self._wakes_at = self._deadlines[0][0] if self._deadlines else math.inf
                left_s = self._wakes_at - time.monotonic()
                self._condition.wait(None if left_s == math.inf else max(left_s, 0.0))


_WATCHDOG = _Watchdog()


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side was faster
        handle.shutdown(socket.SHUT_RDWR)


def resolve_host(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the order of the system's preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def find_allowed_addresses(host: str, port: int, *, allow_loopback: bool, resolve: Resolver) -> list[str]:
    """The addresses of `host` if all may be asked; raises BrokenExchangeError (refused) if one may not.

    One private address among public ones is the mark of a rebinding attack, so it refuses the host. Loopback
    is open only to hosts that are loopback by their name, and only where the settings say so.
    """
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as problem:
        unknown = isinstance(problem, socket.gaierror) and problem.errno == socket.EAI_NONAME
        raise BrokenExchangeError(f"the host name {host} cannot be resolved ({problem})", again=not unknown) from None
    loopback_asked = allow_loopback and is_loopback_host(host)
    for address in addresses:
        if not (loopback_asked and is_loopback_host(address)) and not is_public_address(address):
            raise BrokenExchangeError(
                f"{host} leads to {address}, which is not an address of the public internet; refused",
                again=False,
                kind="refused",
            )
    return addresses


def _make_connection_class(
    base: type[HTTPConnection], adapter: GuardedAdapter, resolve: Callable[[str, int], list[str]]
) -> type[HTTPConnection]:
    # The base is plain or TLS, known only when the pool is made.
    class GuardedConnection(base):  # type: ignore[valid-type, misc]
        """A connection to an address that `resolve` allows, watched by the deadline of the exchange it serves."""

        def _new_conn(self) -> socket.socket:
            sock = _connect(self._dns_host, self.port, resolve(self._dns_host, self.port), self.timeout)
            if adapter.deadline is not None:
                adapter.deadline.watch(sock)
            return sock

        def request(self, *args: Any, **kwargs: Any) -> None:
            if self.sock is not None and adapter.deadline is not None:
                adapter.deadline.watch(self.sock)
            super().request(*args, **kwargs)

    return GuardedConnection


def _connect(host: str, port: int, addresses: list[str], timeout_s: float | None) -> socket.socket:
    """A socket to the first of the addresses that answers; the name is not looked up again."""
    problem: OSError | None = None
    for address in addresses:
        try:
            sock = socket.create_connection((address, port), timeout=timeout_s)
        except OSError as refusal:
            problem = refusal
        else:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
    raise BrokenExchangeError(f"{host} port {port} cannot be reached ({problem or 'no address'})")


class GuardedAdapter(HTTPAdapter):
    """A requests adapter whose connections go to checked addresses only, or to the proxy that was chosen."""

    def __init__(self, *, allow_loopback: bool, resolve: Resolver) -> None:
        self.deadline: Deadline | None = None
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        super().__init__(pool_connections=4, pool_maxsize=1, max_retries=0, pool_block=False)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools with guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._make_pool_classes(self.find_addresses)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pools of a proxy: it was chosen by the operator, so that its own address may be private."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._make_pool_classes(self._resolve)
        return manager

    def find_addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be asked; raises BrokenExchangeError (refused)."""
        return find_allowed_addresses(host, port, allow_loopback=self._allow_loopback, resolve=self._resolve)

    def check_literal(self, host: str) -> None:
        """Raise BrokenExchangeError (refused) for a host that is a private address; names are the proxy's affair."""
        with contextlib.suppress(ValueError):
            address = str(ipaddress.ip_address(host))
            find_allowed_addresses(host, 0, allow_loopback=self._allow_loopback, resolve=lambda _host, _port: [address])

    def _make_pool_classes(self, resolve: Callable[[str, int], list[str]]) -> dict[str, type[HTTPConnectionPool]]:
        class GuardedPool(HTTPConnectionPool):
            ConnectionCls = _make_connection_class(HTTPConnection, self, resolve)

        class GuardedTLSPool(HTTPSConnectionPool):
            # urllib3 types this narrower than it uses it.
            ConnectionCls = _make_connection_class(HTTPSConnection, self, resolve)  # type: ignore[assignment]

        return {"http": GuardedPool, "https": GuardedTLSPool}
