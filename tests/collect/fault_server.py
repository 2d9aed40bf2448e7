"""A server that answers with the bytes it is told, cut, dripped or reset as it is told, over real sockets."""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = Callable[[socket.socket], None]

PAGE = (
    b'<!DOCTYPE html>\n<html><head><title>Agenda</title></head><body><div id="modgov">'
    + b"".join(b"<p>%d. The Panel noted the report and its appendix.</p>\n" % number for number in range(1, 120))
    + b"</div></body></html>\n"
)


def make_head(status: str = "200 OK", **headers: str | int) -> bytes:
    """The head of an answer; `content_length=5` becomes `Content-Length: 5`."""
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def send(raw: bytes, *, reset: bool = False) -> Answer:
    """An answer of exactly these bytes, then the end of the connection; with `reset` by RST."""

    def answer(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            sock.sendall(raw)
        if reset:
            time.sleep(0.02)  # let the bytes arrive before the reset drops them
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return answer


def whole(body: bytes = PAGE, status: str = "200 OK", **headers: str | int) -> Answer:
    """A good answer with its length."""
    return send(make_head(status, **({"content_type": "text/html"} | headers | {"content_length": len(body)})) + body)


def chunked(body: bytes, *, size: int = 1000, last: bytes = b"0\r\n\r\n", **headers: str | int) -> bytes:
    """The bytes of an answer in chunks."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    framed = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return make_head(transfer_encoding="chunked", content_type="text/html", **headers) + framed + last


def drip(raw: bytes, *, pause_s: float, start: bytes = b"") -> Answer:
    """An answer that comes a byte at a time."""

    def answer(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            sock.sendall(start)
            for number in range(len(raw)):
                sock.sendall(raw[number : number + 1])
                time.sleep(pause_s)

    return answer


def repeat(piece: bytes, times: int, *, start: bytes) -> Answer:
    """An answer of one piece over and over."""

    def answer(sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            sock.sendall(start)
            for _ in range(times):
                sock.sendall(piece)

    return answer


@functools.cache
def make_bomb(megabytes: int) -> bytes:
    """Zeros, gzipped."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1_000_000)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


def bad_answers(page: bytes = PAGE) -> dict[str, Answer]:
    """The answers of which none may be stored as good: what stock clients partly take for whole pages."""
    packed = gzip.compress(page)
    third = len(page) // 3
    middle = len(packed) // 2
    broken_crc = packed[:-8] + bytes(byte ^ 0xFF for byte in packed[-8:-4]) + packed[-4:]
    html = {"content_type": "text/html"}
    zipped = html | {"content_encoding": "gzip"}
    return {
        "short of its length": send(make_head(content_length=len(page), **html) + page[:third]),
        "no length, cut": send(make_head(**html) + page[:third]),
        "reset before the head": send(b"", reset=True),
        "reset in the body with length": send(make_head(content_length=len(page), **html) + page[:third], reset=True),
        "reset in the body without length": send(make_head(**html) + page[:third], reset=True),
        "chunk size is rubbish": send(chunked(page, last=b"xyz\r\n")),
        "last chunk missing": send(chunked(page, last=b"")),
        "gzip cut, length matches": send(make_head(content_length=middle, **zipped) + packed[:middle]),
        "gzip without its trailer": send(make_head(content_length=len(packed) - 8, **zipped) + packed[:-8]),
        "gzip with a wrong checksum": send(make_head(content_length=len(packed), **zipped) + broken_crc),
        "said to be gzip and is not": send(make_head(content_length=len(page), **zipped) + page),
        "head dripped": drip(b"X-Slow: " + b"a" * 4000, pause_s=0.05, start=b"HTTP/1.1 200 OK\r\n"),
        "body dripped": drip(page, pause_s=0.05, start=make_head(content_length=len(page), **html)),
        "bomb": send(make_head(**zipped) + make_bomb(200)),
    }


@dataclass
class FaultServer:
    """Serves the answers of `routes` by path; a list is used up from its front, its last one stays.

    What no route is for is answered by `otherwise`.
    """

    host: str = "127.0.0.1"
    otherwise: Callable[[str], Answer] = lambda _path: whole(b"", "404 Not Found")
    routes: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    log: list[tuple[float, str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._socket = socket.create_server((self.host, 0))
        self.port = self._socket.getsockname()[1]
        self.routes.setdefault("/robots.txt", whole(b"", "404 Not Found"))
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, but robots.txt, in order."""
        return [path for _, path in self.log if path != "/robots.txt"]

    def close(self) -> None:
        """Stop listening; a close alone would leave the waiting `accept` one connection more."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(sock,), daemon=True).start()

    def _answer(self, sock: socket.socket) -> None:
        with sock:
            head = b""
            with contextlib.suppress(OSError):
                while b"\r\n\r\n" not in head and (piece := sock.recv(65_536)):
                    head += piece
            if b"\r\n\r\n" not in head:
                return
            path = head.split(b" ", 2)[1].decode("latin-1")
            self.log.append((time.monotonic(), path))
            self.heads.append(head.decode("latin-1"))
            route = self.routes.get(path) or self.otherwise(path)
            if isinstance(route, list):
                route = route.pop(0) if len(route) > 1 else route[0]
            route(sock)
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def run_fault_server(host: str = "127.0.0.1", **routes: Answer) -> Iterator[FaultServer]:
    """A fault server for the length of a block."""
    server = FaultServer(host=host, routes={f"/{name}": answer for name, answer in routes.items()})
    try:
        yield server
    finally:
        server.close()
