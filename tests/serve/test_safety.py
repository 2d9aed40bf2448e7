"""What a hostile client finds: headers on every answer, limits in words, and nothing of the machine in an error."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from made_minutes import Minutes, put
from minuteminer.index import open_index
from minuteminer.serve.limits import RateLimit

API = "/api/v1/search?q=firearms"
# Strings that broke other programs: of SQL, FTS5, HTML, templates, paths, headers, formats, and odd signs.
INJECTIONS = (
    "'; DROP TABLE item; --", '" OR 1=1 --', "1' UNION SELECT sql FROM sqlite_master--", "NEAR(", "a NEAR/3 b",
    'words : "x"', "^a*", "*", "a AND", "{a b}", "-", "- -a", '"""', "((((", "amount:>", "date:..", "in:", "sort:x",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "//evil.example", "/\\evil.example",
    "a\r\nSet-Cookie: a=b", "\x00", "\x1b[31m", "\ufeff", "\u202etxt", "í\xa0\x80",
    "%s%s%s%n", "%", "_", "NaN", "-1", "9" * 40, "1e999", "0x7f", "true", "null", "[]", "[" * 200, "😀" * 100,
    "a" * 499, "fi" * 200, "=cmd|' /C calc'!A0", "٣", "ﬁrearms", "Ω≈ç√∫", "田中さん", "e\u0301" * 100,
)  # fmt: skip
PARAMETERS = (
    "/api/v1/search?q={}", "/api/v1/search?q=a&cursor={}", "/api/v1/search?q=a&limit={}",
    "/api/v1/search?q=a&format={}", "/api/v1/search?q={}&format=csv", "/api/v1/search?{}=1", "/api/v1/facets?q={}",
    "/api/v1/facets?q=a&name={}", "/api/v1/register?panel={}", "/api/v1/register?q={}&from=2016",
    "/api/v1/register?from={}", "/api/v1/trail?q={}", "/api/v1/trail?q=overtime&panel={}", "/api/v1/sum?q={}",
    "/api/v1/items?committee={}", "/api/v1/items?topic={}", "/api/v1/items?cursor={}", "/api/v1/items/{}",
    "/api/v1/items/{}/versions", "/api/v1/meetings?committee={}", "/api/v1/meetings/{}", "/api/v1/committees/{}",
    "/api/v1/facts?q={}", "/api/v1/facts?kind={}", "/api/v1/facts/{}", "/api/v1/topics/{}",
    "/api/v1/changes?since={}", "/feeds/search.atom?q={}", "/feeds/search.json?q={} in:fact",
    "/feeds/committee/{}.atom", "/feeds/topic/{}.json", "/static/{}", "/{}", "/search?q={}", "/item/{}",
)  # fmt: skip


def check_headers(answer: Any) -> None:
    """Raise AssertionError unless the answer has every header that keeps a browser safe."""
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert (policy["frame-ancestors"], policy["base-uri"], policy["form-action"]) == ("'none'", "'none'", "'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] in ("same-origin", "cross-origin")
    assert "permissions-policy" in headers
    assert re.fullmatch("[0-9a-f]{16}", headers["x-request-id"])
    assert "server" not in headers


# Headers.


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (API, {}, 200),
        (API, {"If-None-Match": "*"}, 304),
        (f"{API}&format=csv", {}, 200),
        ("/feeds/search.atom?q=firearms", {}, 200),
        ("/healthz", {}, 200),
        ("/metrics", {}, 200),
        ("/openapi.json", {}, 200),
        ("/robots.txt", {}, 200),
        ("/search?q=firearms", {"Accept": "text/html"}, 200),
        ("/nothing", {}, 404),
        ("/nothing", {"Accept": "text/html"}, 404),
        ("/static/nothing.css", {}, 404),
        ("/api/v1/search", {}, 422),
        ("/api/v1/search?q=(", {}, 400),
        (API, {"Host": "elsewhere.example"}, 421),
        (f"{API}{'a' * 5_000}", {}, 414),
    ],
)
def test_every_answer_has_the_headers(
    small_index: str, serve: Callable[..., Any], path: str, headers: dict[str, str], status: int
) -> None:
    client = serve(small_index)
    client.get(API)
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    check_headers(answer)


def test_static_files_have_them_too(small_index: str, serve: Callable[..., Any]) -> None:
    import minuteminer.serve.app as app

    name = next(path for path in sorted(app.STATIC.rglob("*")) if path.is_file()).relative_to(app.STATIC).as_posix()
    answer = serve(small_index).get(f"/static/{name}")
    assert answer.status_code == 200
    check_headers(answer)


def test_only_tls_is_told_to_stay(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    assert "strict-transport-security" not in client.get(API).headers
    assert "max-age" in client.get(f"https://localhost{API}").headers["strict-transport-security"]


def test_pages_of_other_sites_may_read_only_where_the_operator_says_so(
    small_index: str, serve: Callable[..., Any]
) -> None:
    asked = {"Origin": "https://other.example"}
    assert "access-control-allow-origin" not in serve(small_index).get(API, headers=asked).headers
    open_api = serve(small_index, cross_origin_api=True)
    assert open_api.get(API, headers=asked).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in open_api.get("/search?q=firearms", headers=asked).headers


# Limits.


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_the_api_can_only_be_read(small_index: str, serve: Callable[..., Any], method: str) -> None:
    answer = serve(small_index).request(method, API)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    check_headers(answer)


def test_head_tells_what_get_would(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index)
    for path in (API, "/healthz", "/search?q=firearms", "/nothing"):
        answer, whole = client.head(path), client.get(path)
        assert (answer.status_code, answer.content) == (whole.status_code, b"")
        assert answer.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("length", ["70000", "1" * 30, "-1", "x", "1_0"])
def test_a_large_or_odd_body_is_refused_before_it_is_read(
    small_index: str, serve: Callable[..., Any], length: str
) -> None:
    answer = serve(small_index).post("/report", content=b"", headers={"Content-Length": length})
    assert answer.status_code == 413
    check_headers(answer)


def test_a_body_that_does_not_tell_its_length_is_counted(small_index: str, serve: Callable[..., Any]) -> None:
    answer = serve(small_index).post("/report", content=(b"a" * 1_000 for _ in range(100)))
    assert answer.status_code in (405, 413), "refused, or never read"


def test_who_asks_too_often_is_told_how_long_to_wait(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index, requests_per_s=0.1, burst=3)
    answers = [client.get(API) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 10
    assert answers[-1].json()["detail"].startswith("That was too many requests")
    check_headers(answers[-1])
    assert client.get("/healthz").status_code == 200
    assert "minuteminer_http_limited_total 2.0" in client.get("/metrics").text


def test_a_bucket_fills_again_and_the_oldest_clients_are_forgotten() -> None:
    now = [0.0]
    limit = RateLimit(per_s=1, burst=2, clock=lambda: now[0])
    assert [limit.wait_s("192.0.2.1") for _ in range(3)] == [0.0, 0.0, 1.0]
    now[0] = 1.5
    assert limit.wait_s("192.0.2.1") == 0.0
    assert limit.wait_s("192.0.2.1") == pytest.approx(0.5)
    for number in range(10_050):
        limit.wait_s(f"client {number}")
    assert len(limit._buckets) == 10_000
    assert limit.wait_s("192.0.2.1") == 0.0


def test_all_addresses_of_one_subscriber_are_one_client() -> None:
    limit = RateLimit(per_s=1, burst=1, clock=lambda: 0.0)
    assert limit.wait_s("2001:db8::1") == 0.0
    assert limit.wait_s("2001:db8::2") > 0
    assert limit.wait_s("2001:db8:0:1::1") == 0.0


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "localhost.elsewhere.example", "", "localhost@elsewhere", "[::2]"]
)
def test_a_name_that_is_not_ours_gets_no_answer(small_index: str, serve: Callable[..., Any], host: str) -> None:
    assert serve(small_index).get(API, headers={"Host": host}).status_code == 421


def test_names_that_the_operator_gives_are_answered_to(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index, hosts=("minutes.example",))
    assert client.get(API, headers={"Host": "Minutes.Example:8443"}).status_code == 200
    assert serve(small_index, hosts=("*",)).get(API, headers={"Host": "any"}).status_code == 200


# Nothing that is sent breaks it, or comes back as it was.


@pytest.mark.parametrize("path", PARAMETERS)
def test_no_string_in_any_parameter_breaks_it(kept_client: Any, path: str) -> None:
    client = kept_client
    for text in INJECTIONS:
        answer = client.get(path.format(quote(text, safe="")), follow_redirects=False)
        assert answer.status_code < 500, (path, text, answer.text)
        assert not answer.headers.get("location", "/").startswith(("//", "/\\", "http")), text
        assert "set-cookie" not in answer.headers
        if answer.status_code == 404:
            assert not (len(text) > 3 and text in answer.text)


@pytest.mark.shared
def test_the_strings_that_others_collected_break_nothing(kept_client: Any, shared: Path) -> None:
    lists = sorted(shared.glob("bad-input/*naughty-strings*/blns.json"))
    strings = [text for one in lists for text in json.loads(one.read_text(encoding="utf-8"))]
    for number, text in enumerate(strings):
        # Each string goes to the search, and to one other parameter in turn.
        for path in (PARAMETERS[0], PARAMETERS[number % len(PARAMETERS)]):
            answer = kept_client.get(path.format(quote(text, safe="", errors="replace")), follow_redirects=False)
            assert answer.status_code < 500, (path, text)


def test_an_error_tells_nothing_of_the_machine(
    small_index: str, serve: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    client = serve(small_index)

    def broken() -> None:
        raise ValueError("SELECT secret FROM /home/somebody")

    client.app.add_api_route("/broken", broken)
    with caplog.at_level(logging.ERROR, logger="minuteminer.serve"):
        answer = client.get("/broken", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    check_headers(answer)
    assert not re.search("SELECT|/home|Traceback|ValueError", answer.text)
    (record,) = caplog.records
    told = json.loads(record.getMessage())
    assert told["request_id"] == answer.headers["x-request-id"]
    assert "ValueError" in told["trace"]
    assert "\n" not in record.getMessage()


@pytest.mark.parametrize("content", [b"", b"no database " * 500, None])
def test_an_index_that_cannot_be_read_is_a_plain_503(
    tmp_path: Path, serve: Callable[..., Any], content: bytes | None
) -> None:
    place = tmp_path / "index.sqlite"
    if content is not None:
        place.write_bytes(content)
    client = serve(str(place))
    for path in (API, "/search?q=a", "/feeds/search.atom?q=a", "/api/v1/items"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text
        check_headers(answer)
    assert client.get("/healthz").json()["status"] == "unavailable"


def test_an_index_that_comes_later_is_found(tmp_path: Path, small_index: str, serve: Callable[..., Any]) -> None:
    place = tmp_path / "later.sqlite"
    client = serve(str(place))
    assert client.get("/healthz").status_code == 503
    shutil.copy(small_index, place)
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get(API).json()["total"] == 3


def test_hostile_minutes_are_data(small_index: str, serve: Callable[..., Any]) -> None:
    hostile = "<script>alert(1)</script> zeppelin </style> {{7*7}}"
    with open_index(small_index) as index:
        put(index, Minutes("401", "<b>zeppelin</b>").say(hostile, "<b>", "plain"))
    client = serve(small_index)
    for path in ("/search?q=zeppelin", "/item/democracy.saltmarsh.example:401", "/feeds/search.atom?q=zeppelin"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert "zeppelin" in text
        assert "<script>alert" not in text
        assert "49" not in re.findall(r"\{\{7\*7\}\}|\b49\b", text)


def test_answers_are_remembered_in_bounded_room(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index, cache_mb=0.2)
    for number in range(200):
        client.get(f"/api/v1/search?q=w{number}")
    again = "minuteminer_answers_remembered_total"
    assert f"{again} 0.0" in client.get("/metrics").text
    client.get("/api/v1/search?q=w199")
    client.get("/api/v1/search?q=w0")
    assert f"{again} 1.0" in client.get("/metrics").text


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_no_file_stays_open(small_index: str, serve: Callable[..., Any]) -> None:
    client = serve(small_index, cache_mb=0.0)

    def ask_all() -> int:
        for path in (API, f"{API}&format=csv", "/api/v1/items/none", "/api/v1/search?q=(", "/static/none", "/healthz"):
            client.get(path)
        Path(small_index).touch()
        return len(os.listdir("/proc/self/fd"))

    before = [ask_all() for _ in range(5)][-1]
    assert [ask_all() for _ in range(30)][-1] <= before


# A server as a process.


def fetch(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an address; the processes of a server may take long to start on a busy machine."""
    asked = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_several_processes_behind_a_prefix_answer_alike(small_index: str, started: Callable[..., str]) -> None:
    base = started("--index", small_index, "--workers", "2", "--root-path", "/minutes", "--rate", "0")
    parts = urlsplit(base)
    assert parts.path == "/minutes"
    answers = [fetch(f"{base}{API}") for _ in range(12)]
    assert {status for status, _, _ in answers} == {200}
    assert len({headers["etag"] for _, headers, _ in answers}) == 1
    # A proxy that takes the prefix away, and one that leaves it, are the same to it.
    assert fetch(f"http://{parts.netloc}{API}")[1]["etag"] is not None
    assert b"/minutes/static/" in fetch(f"{base}/search?q=firearms", Accept="text/html")[2]
    _, _, counts = fetch(f"{base}/metrics")
    found = re.findall(rb'requests_total\{route="/api/v1/search",status="200"\} (\d+)', counts)
    assert [int(one) for one in found] == [13], "the counts of both processes together"


def test_a_forwarded_address_is_believed_only_of_a_known_proxy(small_index: str, started: Callable[..., str]) -> None:
    for options, expected in (((), 429), (("--proxy", "127.0.0.1"), 200)):
        base = started("--index", small_index, "--rate", "0.01", "--burst", "1", *options)
        assert fetch(f"{base}{API}", **{"X-Forwarded-For": "192.0.2.1"})[0] == 200
        assert fetch(f"{base}{API}", **{"X-Forwarded-For": "192.0.2.2"})[0] == expected


def test_idle_and_slow_clients_do_not_keep_others_out(small_index: str, started: Callable[..., str]) -> None:
    base = _one_server(small_index, started)
    parts = urlsplit(base)
    with ExitStack() as stack:
        for _ in range(100):
            slow = stack.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=5))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert fetch(f"{base}/healthz")[0] == 200


@pytest.mark.parametrize(
    "sent",
    [b"NONSENSE\r\n\r\n", b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
     b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: localhost\r\n\r\n",
     b"GET /\\evil.example HTTP/1.1\r\nHost: localhost\r\n\r\n",
     b"GET /static/../../settings.py HTTP/1.1\r\nHost: localhost\r\n\r\n",
     b"GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1\r\nHost: localhost\r\n\r\n"],
)  # fmt: skip
def test_raw_nonsense_gets_a_refusal(small_index: str, started: Callable[..., str], sent: bytes) -> None:
    base = _one_server(small_index, started)
    parts = urlsplit(base)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(sent)
        status = int(connection.recv(200).split(b" ")[1])
    assert 400 <= status < 500
    assert fetch(f"{base}/healthz")[0] == 200


_SERVERS: dict[str, str] = {}


def _one_server(index: str, started: Callable[..., str]) -> str:
    """A server that tests of one run share: what it serves is not looked at."""
    if not _SERVERS:
        kept = str(Path(index).with_name("kept.sqlite"))
        shutil.copy(index, kept)
        _SERVERS["base"] = started("--index", kept, "--rate", "0")
    return _SERVERS["base"]


def test_a_port_that_is_taken_and_a_missing_index_are_told_in_words(small_index: str, tmp_path: Path) -> None:
    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "minuteminer", "serve", *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("--index", small_index, "--port", str(taken.getsockname()[1]))
    assert ran.returncode == 2
    assert "name another with" in ran.stderr
    ran = run("--data", str(tmp_path / "empty"), "--port", "0")
    assert ran.returncode == 1
    assert "There is no index at" in ran.stderr
    assert "Traceback" not in ran.stderr


# What is refused by the query language, a cursor that is none, and an address that is too long are right answers too.
SCHEMATHESIS = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 404, 410]
[checks.negative_data_rejection]
expected-statuses = [400, 404, 405, 414, 422]
"""


def test_schemathesis_finds_nothing(small_index: str, tmp_path: Path, started: Callable[..., str]) -> None:
    pytest.importorskip("schemathesis", reason="the API's description is checked by schemathesis")
    base = _one_server(small_index, started)
    (tmp_path / "checks.toml").write_text(SCHEMATHESIS, encoding="utf-8")
    command = [
        sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
        "--config-file", str(tmp_path / "checks.toml"), "run", f"{base}/openapi.json", "--max-examples", "3",
        "--phases", "examples,coverage,fuzzing", "--seed", "20161121", "--no-color",
    ]  # fmt: skip
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    said = "\n".join(line[:300] for line in ran.stdout.splitlines()[-80:])
    assert ran.returncode == 0, said
    assert re.search(r"(\d+) generated, \1 passed", ran.stdout), said
