"""Certificates and deadlines over TLS, with a certificate authority made for the test (C27)."""

from __future__ import annotations

import dataclasses
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fault_server import PAGE

from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.errors import FetchError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")


def run_openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30)


def make_certificate(folder: Path, name: str, host: str, *, days: int = 2) -> ssl.SSLContext:
    """A certificate for `host` signed by the authority in `folder`."""
    (folder / f"{name}.ext").write_text(f"subjectAltName={host}\n")
    run_openssl(
        folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
        "-subj", "/CN=sample",
    )  # fmt: skip
    run_openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem",
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `ca.pem`."""
    folder = tmp_path_factory.mktemp("authority")
    run_openssl(
        folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
        "-subj", "/CN=Test authority", "-addext", "basicConstraints=critical,CA:TRUE",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )  # fmt: skip
    return folder


class Handler(BaseHTTPRequestHandler):
    """Answers with the page, or drips it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"" if self.path == "/robots.txt" else PAGE
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.path == "/drip":
            for number in range(100):
                self.wfile.write(body[number : number + 1])
                time.sleep(0.05)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server that does not print when a client goes away."""

    daemon_threads = True
    connections = 0

    def process_request(self, *arguments: object) -> None:
        self.connections += 1
        super().process_request(*arguments)  # type: ignore[arg-type]

    def handle_error(self, *_: object) -> None:
        pass


def serve(context: ssl.SSLContext) -> Server:
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture
def good(authority: Path) -> Iterator[Server]:
    server = serve(make_certificate(authority, "good", "IP:127.0.0.1"))
    yield server
    server.shutdown()


def address(server: Server, path: str = "/page") -> str:
    return f"https://127.0.0.1:{server.server_address[1]}{path}"


def test_a_certificate_of_a_trusted_authority_is_accepted(
    good: Server, authority: Path, settings: FetchSettings
) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, ca_file=str(authority / "ca.pem")))
    assert fetcher.fetch(address(good), kind="meeting").body == PAGE


def test_c27_an_unknown_authority_is_refused_and_not_tried_without_checks(
    good: Server, settings: FetchSettings
) -> None:
    with pytest.raises(FetchError, match="certificate is not accepted"):
        Fetcher(settings).fetch(address(good), kind="meeting")
    assert good.connections == 1


@pytest.mark.parametrize(("host", "days"), [("DNS:elsewhere.example", 2), ("IP:127.0.0.1", -1)])
def test_c27_a_wrong_host_and_an_expired_certificate_are_refused(
    authority: Path, settings: FetchSettings, host: str, days: int
) -> None:
    server = serve(make_certificate(authority, "bad", host, days=days))
    try:
        with pytest.raises(FetchError, match="certificate is not accepted"):
            Fetcher(dataclasses.replace(settings, ca_file=str(authority / "ca.pem"))).fetch(
                address(server), kind="meeting"
            )
    finally:
        server.shutdown()


def test_c9_a_dripping_body_is_cut_off_over_tls_too(good: Server, authority: Path, settings: FetchSettings) -> None:
    hasty = dataclasses.replace(settings, ca_file=str(authority / "ca.pem"), page_timeout_s=0.6, max_tries=1)
    fetcher = Fetcher(hasty)
    fetcher.robots_rules(address(good))
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"not whole after 0\.6 seconds"):
        fetcher.fetch(address(good, "/drip"), kind="meeting")
    assert time.monotonic() - began < 1.2


def test_c27_plain_http_on_a_tls_port_is_said_in_words(good: Server, settings: FetchSettings) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
    with pytest.raises(FetchError, match=r"connection broke|malformed") as failure:
        fetcher.fetch(address(good).replace("https", "http"), kind="meeting")
    assert failure.value.kind == "failed"
