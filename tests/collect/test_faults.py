"""What a network and a server can do to a fetch, over real sockets; each test is named by its row (C1 …)."""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import gzip
import io
import itertools
import os
import random
import resource
import socket
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_server import (
    PAGE,
    Answer,
    FaultServer,
    bad_answers,
    chunked,
    drip,
    make_bomb,
    make_head,
    repeat,
    run_fault_server,
    send,
    whole,
)

from minuteminer.collect.answers import describe_mismatch
from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, FetchSettings, SuspectPageError
from minuteminer.errors import BlockedError, FetchError, UsageError

GZIP = {"content_type": "text/html", "content_encoding": "gzip"}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with run_fault_server() as server:
        yield server


def fetch(fetcher: Fetcher, server: FaultServer, answer: Answer | list[Answer], path: str = "/page") -> bytes:
    server.routes[path] = answer
    return fetcher.fetch(server.url(path), kind="meeting").body


def test_a_good_page_comes_whole_and_names_its_visitor(fetcher: Fetcher, server: FaultServer) -> None:
    assert fetch(fetcher, server, whole()) == PAGE
    assert "User-Agent: MinuteMiner/0.1 (research on published minutes; tests@wold.example)" in server.heads[-1]


def test_c1_retry_after_seconds_is_waited_for(fetcher: Fetcher, server: FaultServer) -> None:
    answers = [whole(b"", "429 Too Many Requests", retry_after=1), whole()]
    assert fetch(fetcher, server, answers) == PAGE
    first, second = [moment for moment, path in server.log if path == "/page"]
    assert 1.0 <= second - first < 1.5


def test_c1_a_wait_of_more_than_an_hour_leaves_the_host_to_the_next_run(fetcher: Fetcher, server: FaultServer) -> None:
    with pytest.raises(BlockedError) as stop:
        fetch(fetcher, server, whole(b"", "429 Too Many Requests", retry_after=7200))
    assert stop.value.retry_after_s == 7200
    with pytest.raises(BlockedError, match="left alone"):
        fetcher.fetch(server.url("/other"), kind="meeting")
    assert server.paths() == ["/page"]


def test_c1_other_hosts_go_on_when_one_has_stopped_us(fetcher: Fetcher, server: FaultServer) -> None:
    with pytest.raises(BlockedError):
        fetch(fetcher, server, whole(b"", "403 Forbidden"))
    with run_fault_server() as other:
        assert fetch(fetcher, other, whole()) == PAGE


@pytest.mark.parametrize(
    "value",
    ["abc", "-5", "", email.utils.format_datetime(datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)), "1e9"],
)
def test_c2_a_retry_after_that_makes_no_sense_is_a_common_backoff(
    fetcher: Fetcher, server: FaultServer, value: str
) -> None:
    assert fetch(fetcher, server, [whole(b"", "503 Busy", retry_after=value), whole()]) == PAGE
    first, second = [moment for moment, path in server.log if path == "/page"]
    assert second - first < 0.5


def test_c2_a_retry_after_date_is_waited_for(settings: FetchSettings, server: FaultServer) -> None:
    waits: list[float] = []
    fetcher = Fetcher(settings, sleep=waits.append)
    when = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=10)
    fetch(fetcher, server, [whole(b"", "503 Busy", retry_after=email.utils.format_datetime(when)), whole()])
    assert [595 < wait <= 600 for wait in waits] == [True]


def test_c3_four_tries_with_growing_pauses_then_the_page_has_failed(
    settings: FetchSettings, server: FaultServer
) -> None:
    waits: list[float] = []
    fetcher = Fetcher(dataclasses.replace(settings, backoff_s=1.0), sleep=waits.append)
    with pytest.raises(FetchError, match="4 tries"):
        fetch(fetcher, server, whole(b"", "502 Bad Gateway"))
    assert server.paths() == ["/page"] * 4
    assert [low <= wait <= 1.25 * low for wait, low in zip(waits, (1, 2, 4), strict=True)] == [True] * 3


def test_c3_five_failed_pages_in_a_row_stop_the_host(fetcher: Fetcher, server: FaultServer) -> None:
    for number in range(5):
        with pytest.raises(FetchError):
            fetch(fetcher, server, whole(b"", "500 Broken"), f"/{number}")
    with pytest.raises(BlockedError, match="5 pages in a row failed"):
        fetch(fetcher, server, whole(), "/good")
    assert "/good" not in server.paths()


@pytest.mark.parametrize(
    "raw",
    [b"", make_head(content_type="text/html", content_length=len(PAGE)) + PAGE[:2000], make_head() + PAGE[:2000]],
    ids=["before the head", "in the body with length", "in the body without length"],
)
def test_c4_a_reset_is_tried_again(fetcher: Fetcher, server: FaultServer, raw: bytes) -> None:
    assert fetch(fetcher, server, [send(raw, reset=True), whole()]) == PAGE


def test_c5_a_body_short_of_its_length_is_tried_again_then_failed(fetcher: Fetcher, server: FaultServer) -> None:
    short = send(make_head(content_length=len(PAGE)) + PAGE[:-20])
    assert fetch(fetcher, server, [short, whole()]) == PAGE
    with pytest.raises(FetchError) as failure:
        fetch(fetcher, server, short, "/always")
    assert failure.value.kind == "failed"


def test_c6_a_page_without_its_end_is_suspect_and_kept_apart(
    fetcher: Fetcher, server: FaultServer, archive: Archive
) -> None:
    with pytest.raises(SuspectPageError, match="</html> is missing") as suspect:
        fetch(fetcher, server, send(make_head(content_type="text/html") + PAGE[:3000]))
    page = suspect.value.page
    archive.record(page, kind="meeting", site=server.url("/"), outcome="suspect", reason=str(suspect.value))
    assert archive.latest(page.url) is None
    assert [archive.page(row).body for row in archive.history(page.url)] == [PAGE[:3000]]


@pytest.mark.parametrize("declared", ["", "Text/HTML ; charset=utf-8", "text/plain", "application/octet-stream"])
def test_c6_the_declared_type_does_not_excuse_a_missing_end(
    fetcher: Fetcher, server: FaultServer, declared: str
) -> None:
    headers = {"content_type": declared} if declared else {}
    with pytest.raises(SuspectPageError):
        fetch(fetcher, server, send(make_head(**headers) + b"Agenda " + PAGE[15:3000]))


def test_c6_a_length_that_lies_does_not_make_half_a_page_whole(fetcher: Fetcher, server: FaultServer) -> None:
    with pytest.raises(SuspectPageError):
        fetch(fetcher, server, send(make_head(content_type="text/html", content_length=3000) + PAGE))


@pytest.mark.parametrize("last", [b"zz\r\n", b"", b"-5\r\n", b"ffffffffff\r\n", b"5\r\nab"])
def test_c7_broken_chunks_are_tried_again(fetcher: Fetcher, server: FaultServer, last: bytes) -> None:
    assert fetch(fetcher, server, [send(chunked(PAGE, last=last)), send(chunked(PAGE))]) == PAGE


def test_c8_gzip_of_two_members_is_read_to_its_end(fetcher: Fetcher, server: FaultServer) -> None:
    packed = gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:])
    assert fetch(fetcher, server, whole(packed, **GZIP)) == PAGE


@pytest.mark.parametrize(
    "body",
    [zlib.compress(PAGE), zlib.compress(PAGE)[2:-4]],
    ids=["with its wrapper", "bare, as some servers send it"],
)
def test_c8_deflate_is_read_in_both_its_forms(fetcher: Fetcher, server: FaultServer, body: bytes) -> None:
    assert fetch(fetcher, server, whole(body, content_encoding="deflate")) == PAGE


def test_c8_the_second_member_may_not_be_cut(fetcher: Fetcher, server: FaultServer) -> None:
    packed = gzip.compress(PAGE[:500]) + gzip.compress(PAGE[500:])[:-6]
    with pytest.raises(FetchError, match="cut"):
        fetch(fetcher, server, whole(packed, **GZIP))


def test_c8_a_coding_that_nobody_asked_for_is_no_page(fetcher: Fetcher, server: FaultServer) -> None:
    with pytest.raises(FetchError, match="'br' came"):
        fetch(fetcher, server, whole(PAGE, content_encoding="br"))


@pytest.mark.parametrize("part", ["head", "body"])
def test_c9_c10_a_dripping_answer_is_cut_off_at_its_deadline(
    settings: FetchSettings, server: FaultServer, part: str
) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1, page_timeout_s=0.6))
    start = b"HTTP/1.1 200 OK\r\nX-Slow: " if part == "head" else make_head(content_length=5000)
    server.routes["/page"] = drip(b"a" * 5000, pause_s=0.05, start=start)
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"not whole after 0\.6 seconds"):
        fetcher.fetch(server.url("/page"), kind="meeting")
    assert time.monotonic() - began < 0.9


def test_c9_a_server_that_never_answers_is_given_up(settings: FetchSettings, server: FaultServer) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1, read_timeout_s=0.3))
    with pytest.raises(FetchError, match="fell silent"):
        fetch(fetcher, server, lambda _sock: time.sleep(1))


@pytest.mark.parametrize(
    "answer",
    [
        repeat(b"<p>more</p>" * 6000, 2000, start=make_head(content_type="text/html")),
        send(make_head(content_length=2_000_000_000, content_type="text/html") + b"<html>"),
        whole(make_bomb(200), **GZIP),
        whole(gzip.compress(make_bomb(1000)), content_type="text/html", content_encoding="gzip, gzip"),
    ],
    ids=["endless", "two gigabytes announced", "bomb", "bomb in a bomb"],
)
def test_c11_what_is_too_large_is_cut_off_with_memory_flat(
    fetcher: Fetcher, server: FaultServer, answer: Answer
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FetchError) as failure:
        fetch(fetcher, server, answer)
    assert failure.value.kind == "too_large"
    assert server.paths() == ["/page"], "not tried again"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, "kilobytes"


def test_c12_a_circle_of_redirects_ends_after_five(fetcher: Fetcher, server: FaultServer) -> None:
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(fetcher, server, whole(b"", "302 Found", location="/page"))
    assert len(server.paths()) == 6


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
def test_c13_a_redirect_to_another_site_is_refused(fetcher: Fetcher, server: FaultServer, host: str) -> None:
    with run_fault_server(host) as other:
        other.routes["/page"] = whole()
        with pytest.raises(FetchError, match="another site") as refusal:
            fetch(fetcher, server, whole(b"", "302 Found", location=other.url("/page")))
    assert (refusal.value.kind, other.log) == ("refused", [])


def test_c13_a_listed_second_host_may_be_led_to(settings: FetchSettings, server: FaultServer) -> None:
    with run_fault_server("127.0.0.2") as other:
        other.routes["/page"] = whole()
        fetcher = Fetcher(dataclasses.replace(settings, allowed_hosts=("127.0.0.1", "127.0.0.2")))
        assert fetch(fetcher, server, whole(b"", "302 Found", location=other.url("/page"))) == PAGE


def test_c13_no_delay_is_no_more_for_a_redirect_to_somebody_elses_host(
    settings: FetchSettings, server: FaultServer
) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, allowed_hosts=("127.0.0.1", "democracy.wold.example")))
    with pytest.raises(UsageError, match="needs at least 2"):
        fetch(fetcher, server, whole(b"", "302 Found", location="https://democracy.wold.example/"))


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:text/html,<p>", "javascript:alert(1)", ""]
)
def test_c15_a_redirect_to_no_web_address_is_refused(fetcher: Fetcher, server: FaultServer, target: str) -> None:
    with pytest.raises(FetchError) as refusal:
        fetch(fetcher, server, whole(b"", "302 Found", location=target))
    assert refusal.value.kind == "refused"


@pytest.mark.parametrize(
    "raw",
    [
        make_head(**{f"x{number}": "a" for number in range(150)}) + PAGE,
        make_head(x="a" * 70_000) + PAGE,
        b"NONSENSE 200\r\n\r\n" + PAGE,
        b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Type: text/html\r\n\r\n" + PAGE,
        b"",
    ],
    ids=["150 headers", "a header line of 70 kB", "junk for a status line", "junk for a header", "nothing at all"],
)
def test_c17_a_malformed_answer_is_tried_again_and_then_failed(
    fetcher: Fetcher, server: FaultServer, raw: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(FetchError) as failure:
        fetch(fetcher, server, send(raw))
    assert failure.value.kind == "failed"
    assert 2 <= len(server.paths()) <= 4
    assert [record for record in caplog.records if record.exc_info] == [], "no traceback reaches a user"


PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"
XML = b'<?xml version="1.0"?><committee><committeeid>7</committeeid></committee>'


def make_word_file() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", "<w:document/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "declared", "is_really"),
    [
        (PDF, "text/html", "application/pdf"),
        (PDF, "application/octet-stream", "application/pdf"),
        (
            make_word_file(),
            "application/octet-stream",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (XML, "text/html", "application/xml"),
    ],
    ids=["PDF as HTML", "PDF as bytes", "Word as bytes", "XML as HTML"],
)
def test_c18_the_bytes_are_trusted_over_the_declared_type_and_the_difference_is_noted(
    fetcher: Fetcher, server: FaultServer, body: bytes, declared: str, is_really: str
) -> None:
    server.routes["/documents/s1/A.pdf"] = whole(body, content_type=declared)
    page = fetcher.fetch(server.url("/documents/s1/A.pdf"), kind="document")
    assert (page.content_type, page.body) == (is_really, body)
    assert describe_mismatch(page) == f"sent as {declared}, it is {is_really}"


def test_c18_a_web_page_in_place_of_a_pdf_is_no_document(fetcher: Fetcher, server: FaultServer) -> None:
    server.routes["/documents/s1/A.pdf"] = whole(PAGE, content_type="application/pdf")
    with pytest.raises(FetchError, match="a document was asked for and a web page came"):
        fetcher.fetch(server.url("/documents/s1/A.pdf"), kind="document")


def test_c18_plain_text_in_place_of_a_pdf_is_kept_apart(fetcher: Fetcher, server: FaultServer) -> None:
    server.routes["/documents/s1/A.pdf"] = whole(b"The file store is busy.", content_type="application/pdf")
    with pytest.raises(SuspectPageError, match="sent as application/pdf, it is text/plain") as suspect:
        fetcher.fetch(server.url("/documents/s1/A.pdf"), kind="document")
    assert suspect.value.page.body == b"The file store is busy."


def test_c18_half_a_word_file_is_not_good_whatever_it_is_called(fetcher: Fetcher, server: FaultServer) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    server.routes["/documents/s1/A.docx"] = send(make_head(content_type=word) + make_word_file()[:-30])
    with pytest.raises(SuspectPageError, match="directory at the end of the ZIP file is missing"):
        fetcher.fetch(server.url("/documents/s1/A.docx"), kind="document")


def test_c20_the_error_page_behind_a_redirect_is_no_page(fetcher: Fetcher, server: FaultServer) -> None:
    server.routes["/mgError.aspx"] = whole()
    with pytest.raises(FetchError, match=r"mgError\.aspx") as failure:
        fetch(fetcher, server, whole(b"", "302 Found", location="mgError.aspx"))
    assert failure.value.kind == "gone"


def test_c20_a_challenge_with_status_200_stops_the_host(fetcher: Fetcher, server: FaultServer) -> None:
    challenge = b'<html><head><script src="/_Incapsula_Resource?SWJIYLWA=1"></script></head><body></body></html>'
    with pytest.raises(BlockedError, match="challenge"):
        fetch(fetcher, server, whole(challenge))
    with pytest.raises(BlockedError):
        fetch(fetcher, server, whole(), "/next")
    assert server.paths() == ["/page"]


def test_c20_an_empty_page_is_tried_again(fetcher: Fetcher, server: FaultServer) -> None:
    assert fetch(fetcher, server, [whole(b"  \r\n"), whole()]) == PAGE


def test_c22_a_missing_page_is_gone_and_not_tried_again(fetcher: Fetcher, server: FaultServer) -> None:
    with pytest.raises(FetchError) as failure:
        fetch(fetcher, server, whole(b"", "404 Not Found"))
    assert (failure.value.kind, server.paths()) == ("gone", ["/page"])


def test_c27_a_host_that_is_not_there_or_refuses_is_said_in_words(settings: FetchSettings) -> None:
    with run_fault_server() as closed:
        address = closed.url("/page")
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
    with pytest.raises(FetchError, match=r"robots\.txt could not be read .*cannot be reached"):
        fetcher.fetch(address, kind="meeting")


def test_c9_what_is_waited_for_is_said_after_the_first_try(settings: FetchSettings, server: FaultServer) -> None:
    waits: list[float] = []
    said: list[tuple[str, int]] = []
    fetcher = Fetcher(dataclasses.replace(settings, read_timeout_s=0.2, max_tries=3), sleep=waits.append)
    fetcher.say = lambda text: said.append((text, len(waits)))
    with pytest.raises(FetchError, match="3 tries"):
        fetch(fetcher, server, lambda _sock: time.sleep(0.5))
    assert [waited for _, waited in said] == [0, 1], "before each wait"
    assert "fell silent" in said[0][0]
    assert "(try 2 of 3)" in said[0][0]


@pytest.mark.parametrize(("number", "tries"), [(socket.EAI_NONAME, 1), (socket.EAI_AGAIN, 4)])
def test_c27_a_name_that_does_not_exist_is_not_tried_again(settings: FetchSettings, number: int, tries: int) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        raise socket.gaierror(number, "no such name")

    now = itertools.count(step=10.0)
    fetcher = Fetcher(
        dataclasses.replace(settings, delay_s=2.0), resolve=resolve, sleep=lambda _s: None, clock=lambda: next(now)
    )
    with pytest.raises(FetchError, match=r"democracy\.wold\.example cannot be resolved"):
        fetcher.fetch("https://democracy.wold.example/page", kind="meeting")
    assert len(asked) == tries


@pytest.fixture
def through_proxy(settings: FetchSettings, server: FaultServer) -> Fetcher:
    """A fetcher that goes through the server as its proxy, to a host that is not there."""
    server.routes["http://127.0.0.9:9/robots.txt"] = whole(b"", "404 Not Found")
    return Fetcher(dataclasses.replace(settings, proxy=server.url(""), max_tries=1, page_timeout_s=0.6))


def test_c35_a_chosen_proxy_is_used(through_proxy: Fetcher, server: FaultServer) -> None:
    server.routes["http://127.0.0.9:9/page"] = whole()
    assert through_proxy.fetch("http://127.0.0.9:9/page", kind="meeting").body == PAGE


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (send(make_head(content_length=len(PAGE)) + PAGE[:-9]), "broke"),
        (whole(b"", "502 Bad Gateway"), "status 502"),
        (whole(b"", "407 Proxy Authentication Required"), "status 407"),
        (drip(b"a" * 100, pause_s=0.05, start=make_head(content_length=100)), r"not whole after 0\.6 seconds"),
    ],
    ids=["cuts", "cannot", "refuses", "drips"],
)
def test_c35_a_proxy_that_fails_is_no_better_than_a_server_that_fails(
    through_proxy: Fetcher, server: FaultServer, answer: Answer, words: str
) -> None:
    server.routes["http://127.0.0.9:9/page"] = answer
    with pytest.raises(FetchError, match=words) as failure:
        through_proxy.fetch("http://127.0.0.9:9/page", kind="meeting")
    assert failure.value.kind == "failed"


def test_c35_a_proxy_may_be_private_and_its_targets_may_not(server: FaultServer) -> None:
    server.routes["http://democracy.wold.example/robots.txt"] = whole(b"", "404 Not Found")
    server.routes["http://democracy.wold.example/page"] = whole()
    now = itertools.count(step=10.0)
    polite = FetchSettings(contact="tests@wold.example", proxy=server.url(""), max_tries=1)
    fetcher = Fetcher(polite, clock=lambda: next(now))
    assert fetcher.fetch("http://democracy.wold.example/page", kind="meeting").body == PAGE
    with pytest.raises(FetchError, match="not an address of the public internet"):
        fetcher.fetch("http://169.254.169.254/latest", kind="meeting")


@pytest.mark.parametrize("name", bad_answers())
def test_g3_no_bad_answer_is_good(settings: FetchSettings, server: FaultServer, name: str) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, page_timeout_s=0.5, max_tries=2))
    with pytest.raises(FetchError) as failure:
        fetch(fetcher, server, bad_answers()[name])
    assert failure.value.kind in ("failed", "suspect", "too_large")
    assert set(server.paths()) == {"/page"}


def find_good_cuts(page: bytes, cuts: int, settings: FetchSettings, server: FaultServer) -> list[tuple[str, int]]:
    """Which of so many random cuts of a page, in all its forms, were taken for whole."""
    dice = random.Random(20261121)
    packed = gzip.compress(page)
    forms = {
        "plain": make_head(content_type="text/html") + page.rstrip(),
        "plain with length": make_head(content_type="text/html", content_length=len(page)) + page,
        "gzip": make_head(**GZIP) + packed,
        "chunked": chunked(page),
        "gzip chunked": chunked(packed, content_encoding="gzip"),
    }
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
    good = []
    for number in range(cuts):
        name, raw = list(forms.items())[number % len(forms)]
        # Once the last chunk's "0" is there, only line ends are missing and the page is whole.
        end = dice.randrange(1, len(raw) - (4 if "chunked" in name else 1))
        server.routes[f"/{number}"] = send(raw[:end])
        try:
            fetcher.fetch(server.url(f"/{number}"), kind="meeting")
        except BlockedError:  # five failures in a row
            fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
        except FetchError:
            continue
        else:
            good.append((name, end))
    return good


def test_g3_no_random_cut_of_a_page_is_good(settings: FetchSettings, server: FaultServer) -> None:
    """200 cuts, plain, gzip and chunked; MINUTEMINER_CUTS=2000 asks for more."""
    cuts = int(os.environ.get("MINUTEMINER_CUTS", "200"))
    assert find_good_cuts(PAGE, cuts, settings, server) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["Agenda_151.html", "BrowseMeetings.html", "moderngov_search_kent_substance_misuse.html"]
)
def test_g3_no_random_cut_of_a_real_page_is_good(
    settings: FetchSettings, server: FaultServer, shared: Path, name: str
) -> None:
    (path,) = (shared / "fixtures" / "moderngov").rglob(name)
    cuts = int(os.environ.get("MINUTEMINER_CUTS", "60")) // 3
    assert find_good_cuts(path.read_bytes(), cuts, settings, server) == []
