"""The sample site over HTTP on loopback, with the faults that it is told to show."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from minuteminer.errors import UsageError
from minuteminer.samplesite.corpus import load_corpus
from minuteminer.samplesite.routes import Answer, find_answer, parse_arguments
from minuteminer.samplesite.shell import render, with_other_classes
from minuteminer.samplesite.site import LoggedRequest, SampleSite
from minuteminer.samplesite.switches import Fault, make_switches
from minuteminer.samplesite.view import View

ROBOTS = "User-agent: *\nDisallow: /mgRss.aspx\nDisallow: /ieDocSearch.aspx\nDisallow: /ieSearchResults2.aspx\n"
_HANG_S = 30.0
_CHALLENGE = (
    '<html><head><script src="/_challenge/check.js"></script></head><body>' + "<script>check('0');</script>" * 4
).ljust(198)
_LOG_IN = "<html><head><title>Log in</title></head><body><p>Please log in to read documents.</p></body></html>"


@contextmanager
def open_sample_site(
    *,
    port: int = 0,
    today: datetime.date | None = None,
    corpus: Path | None = None,
    switches: Iterable[Fault] | Mapping[str, Any] | None = None,
    prefix: str = "",
) -> Iterator[SampleSite]:
    """The sample site on loopback while the block runs; port 0 takes a free one.

    `today` is the day that the site believes in (default: the real one), which decides what is published;
    `corpus` another folder of the same format; `switches` as `make_switches` takes them; `prefix` a path under
    which the site is mounted. Raises UsageError where the port is taken.

    >>> with open_sample_site(today=datetime.date(2024, 3, 1)) as site:
    ...     site.base_url.startswith("http://127.0.0.1:")
    True
    """
    site = SampleSite(load_corpus(corpus), today, make_switches(switches), prefix)
    with _listen(port, site) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.stopping.set()
            server.shutdown()
            thread.join()


def serve_forever(
    port: int = 8000, *, corpus: Path | None = None, announce: Callable[[str], None] | None = None
) -> None:
    """Serves the sample site on loopback until Ctrl-C; `announce` is given its base URL (default: says it on stderr).

    Raises UsageError where the port is taken.
    """
    site = SampleSite(load_corpus(corpus), None, (), "")
    with _listen(port, site) as server:
        (announce or _say)(site.base_url)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def _say(base_url: str) -> None:
    print(f"The sample site is at {base_url} (an invented council; Ctrl-C stops it)", file=sys.stderr)


def _listen(port: int, site: SampleSite) -> _Server:
    try:
        server = _Server(("127.0.0.1", port), _Handler)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"the sample site cannot listen on port {port} of 127.0.0.1 ({error}); "
            "choose another port, or 0 for a free one"
        ) from error
    server.site = site
    site.base_url = f"http://127.0.0.1:{server.server_address[1]}{site.prefix}"
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    site: SampleSite

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    # A keep-alive client must not wait for the delayed acknowledgement of a small packet.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer a request for a page."""
        self._answer("")

    def do_POST(self) -> None:
        """Answer a posted form or a SOAP request."""
        length = min(int(self.headers.get("Content-Length") or 0), 1_000_000)
        self._answer(self.rfile.read(length).decode("utf-8", "replace"))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: requests are in the site's own log."""

    def _answer(self, posted: str) -> None:
        site = self.server.site
        agent = self.headers.get("User-Agent") or ""
        site.log(LoggedRequest(at_s=time.monotonic(), method=self.command, path=self.path, user_agent=agent))
        path, _mark, query = self.path.partition("?")
        path = path.replace("//", "/")
        if path.lower().startswith(site.prefix.lower()):
            path = path[len(site.prefix) :]
        elif path.lower() != "/robots.txt":
            self._send(404, "text/plain", b"Not found")
            return
        faults = site.faults_at(f"{path.lstrip('/')}?{query}" if query else path.lstrip("/"))
        if not self._refuse(faults, query):
            self._serve(path, query, posted, faults)

    def _refuse(self, faults: dict[str, Fault], query: str) -> bool:
        """Answers in the place of the page, where a fault demands it."""
        if fault := faults.get("hang"):
            self.server.site.stopping.wait(float(fault.value or _HANG_S))
            self.close_connection = True
            return True
        for name, status in (
            ("http_403", 403),
            ("http_404", 404),
            ("http_429", 429),
            ("http_500", 500),
            ("http_503", 503),
        ):
            if fault := faults.get(name):
                headers = {"Retry-After": fault.value} if fault.value and status in (429, 503) else {}
                self._send(status, "text/html", f"<html><body><h1>{status}</h1></body></html>".encode(), headers)
                return True
        if "error_page" in faults:
            self._send(302, "text/html", b"", {"Location": f"{self.server.site.prefix}mgError.aspx"})
            return True
        if fault := faults.get("redirect"):
            # http.server takes doubled slashes out of `path`; what was asked for stands in the first line.
            again = self.requestline.split()[1].startswith("//")
            if not again or fault.value:
                self._send(
                    302, "text/html", b"", {"Location": fault.value or f"http://{self.headers.get('Host')}/{self.path}"}
                )
                return True
        if "challenge" in faults:
            self._send(200, "text/html", f"{_CHALLENGE}</body></html>".encode())
            return True
        return False

    def _serve(self, path: str, query: str, posted: str, faults: dict[str, Fault]) -> None:
        site = self.server.site
        if path.lstrip("/").lower() == "robots.txt":
            robots = faults["robots"].value if "robots" in faults else ROBOTS
            self._send(200, "text/plain", robots.encode())
            return
        arguments = parse_arguments(query)
        soap = posted if posted.lstrip().startswith("<") else ""
        if posted and not soap:
            arguments |= parse_arguments(posted)
        view = View(
            corpus=site.corpus,
            today=site.today or datetime.date.today(),
            faults=frozenset(faults),
            welsh="welsh" in faults or arguments.get("lll") == "1",
            base_url=site.base_url,
        )
        if path.lower().startswith("mgwebservice.asmx") and self._break_service(faults):
            return
        answer = find_answer(view, path, arguments, soap)
        if answer.location:
            self._send(answer.status, "text/html", b"", {"Location": site.prefix + answer.location})
        else:
            self._send_answer(answer, view, faults)

    def _break_service(self, faults: dict[str, Fault]) -> bool:
        if "webservice_off" in faults:
            self._send(404, "text/html", b"<html><body><h1>404</h1></body></html>")
        elif "webservice_500" in faults:
            self._send(500, "text/plain", b"Request format is unrecognized.\r\n")
        elif "webservice_html" in faults:
            self._send(
                200, "text/html", b"<!DOCTYPE html>\r\n<html><head><title>Welcome</title></head><body></body></html>"
            )
        else:
            return False
        return True

    def _send_answer(self, answer: Answer, view: View, faults: dict[str, Fault]) -> None:
        body, content_type = answer.body, answer.content_type
        if answer.page is not None:
            plain = "no_charset" in faults or "windows_1252" in faults
            page = render(
                answer.page, site=view.corpus.site_title, notice=view.corpus.notice,
                banner="banner" in faults, charset=not plain, welsh=view.welsh,
            )  # fmt: skip
            page = with_other_classes(page) if "layout" in faults else page
            encoding = "windows-1252" if "windows_1252" in faults else "utf-8"
            body = page.encode(encoding, "xmlcharrefreplace")
            content_type = "text/html" if plain else "text/html; charset=utf-8"
        elif content_type == "text/xml":
            content_type = "text/xml; charset=utf-8"
        elif content_type == "application/pdf" and "pdf_is_html" in faults:
            body, content_type = _LOG_IN.encode(), "text/html"
        if "short_body" in faults or "cut_body" in faults:
            self._send_half(answer.status, content_type, body, with_length="short_body" in faults)
        else:
            self._send(answer.status, content_type, body)

    def _send(self, status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self._send_head(status, content_type, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)
        self.wfile.flush()

    def _send_half(self, status: int, content_type: str, body: bytes, *, with_length: bool) -> None:
        self._send_head(
            status, content_type, {"Connection": "close"} | ({"Content-Length": str(len(body))} if with_length else {})
        )
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self.close_connection = True

    def _send_head(self, status: int, content_type: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Cache-Control", "private")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
