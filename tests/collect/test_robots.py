"""robots.txt: what each answer means, and that nothing disallowed is ever asked for (C16)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from fault_server import Answer, drip, make_head, run_fault_server, send, whole
from made_site import MadeReader, MadeSite

from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.robots import parse_robots
from minuteminer.collect.walk import collect_committee
from minuteminer.errors import FetchError

RULES = b"User-agent: *\nDisallow: /private\nDisallow: /*.pdf$\nAllow: /private/open\n"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/ieListDocuments.aspx?MId=1", True),
        ("/private/x", False),
        ("/private/open", True),
        ("/documents/s1/x.pdf", False),
        ("/documents/s1/x.pdf?T=1", True),
    ],
)
def test_wildcards_and_longest_match(path: str, allowed: bool) -> None:
    assert parse_robots(RULES).allows(f"https://a.example{path}") is allowed


def test_rules_for_us_by_name_go_before_rules_for_all() -> None:
    rules = parse_robots(b"User-agent: *\nAllow: /\n\nUser-agent: MinuteMiner\nDisallow: /\nCrawl-delay: 7")
    assert not rules.allows("https://a.example/x")
    assert rules.crawl_delay_s == 7


@pytest.mark.parametrize(
    ("answer", "path", "allowed"),
    [
        (whole(RULES), "/private", False),
        (whole(RULES), "/page", True),
        (whole(b"\xef\xbb\xbf" + RULES), "/private", False),
        (whole(RULES.replace(b"\n", b"\r")), "/private", False),
        (whole(RULES + b"# filler\n" * 1_200_000), "/private", False),
        (whole(b"<!DOCTYPE html><html><body>Not here</body></html>"), "/page", True),
        (whole(b""), "/page", True),
        (whole(b"", "404 Not Found"), "/page", True),
        (whole(b"", "401 Unauthorized"), "/page", True),
        (whole(b"", "403 Forbidden"), "/page", True),
        (whole(b"", "302 Found", location="/mgError.aspx"), "/page", True),
        (whole(b"", "500 Broken"), "/page", False),
        (whole(b"", "503 Busy"), "/page", False),
        (send(make_head(content_length=500) + b"User-agent: *"), "/page", False),
        (drip(b"User-agent: *\n", pause_s=0.2, start=make_head(content_length=14)), "/page", False),
    ],
    ids=[
        "disallowed", "allowed", "byte order mark", "carriage returns only", "10 MB", "a web page instead", "empty",
        "404", "401", "403", "error page", "500", "503", "cut", "too slow",
    ],
)  # fmt: skip
def test_c16_what_an_answer_means(settings: FetchSettings, answer: Answer, path: str, allowed: bool) -> None:
    with run_fault_server(page=whole(), private=whole()) as server:
        server.routes["/robots.txt"] = answer
        fetcher = Fetcher(dataclasses.replace(settings, page_timeout_s=0.8, max_tries=2))
        if allowed:
            fetcher.fetch(server.url(path), kind="meeting")
        else:
            with pytest.raises(FetchError):
                fetcher.fetch(server.url(path), kind="meeting")
        assert (path in server.paths()) is allowed
        assert "robots.txt" in fetcher.totals()[f"127.0.0.1:{server.port}"].robots


def test_c16_the_rules_are_fetched_once_a_run(settings: FetchSettings) -> None:
    with run_fault_server(a=whole(), b=whole()) as server:
        server.routes["/robots.txt"] = whole(RULES)
        fetcher = Fetcher(settings)
        fetcher.fetch(server.url("/a"), kind="meeting")
        fetcher.fetch(server.url("/b"), kind="meeting")
        assert [path for _, path in server.log] == ["/robots.txt", "/a", "/b"]


def test_c16_a_redirect_into_a_disallowed_place_is_not_followed(fetcher: Fetcher) -> None:
    with run_fault_server(page=whole(b"", "302 Found", location="/private/x")) as server:
        server.routes["/robots.txt"] = whole(RULES)
        with pytest.raises(FetchError) as refusal:
            fetcher.fetch(server.url("/page"), kind="meeting")
        assert (refusal.value.kind, server.paths()) == ("robots", ["/page"])


def test_c16_crawl_delay_makes_the_gap_longer(settings: FetchSettings) -> None:
    with run_fault_server(a=whole(), b=whole()) as server:
        server.routes["/robots.txt"] = whole(b"User-agent: *\nCrawl-delay: 0.4")
        fetcher = Fetcher(settings)
        for path in ("/a", "/b"):
            fetcher.fetch(server.url(path), kind="meeting")
        moments = [moment for moment, path in server.log if path != "/robots.txt"]
        assert moments[1] - moments[0] >= 0.4


def test_c16_stored_rules_hold_for_a_day_when_the_site_cannot_give_its_own(
    site: MadeSite, settings: FetchSettings, archive: Archive
) -> None:
    from werkzeug import Response

    base = site.start()
    collect_committee(base, "7", fetcher=Fetcher(settings), archive=archive, reader=MadeReader())
    site.overrides["/robots.txt"] = Response("", status=503)
    report = collect_committee(base, "7", fetcher=Fetcher(settings), archive=archive, reader=MadeReader())
    assert report.stopped is None
    assert report.meetings_fetched == 3
    assert [fetch.kind for fetch in archive.fetches(kind="robots")] == ["robots"]


@pytest.mark.shared
def test_c16_no_real_or_odd_robots_file_raises(shared: Path) -> None:
    files = [path for path in (shared / "bad-input" / "scrapy+protego").rglob("*") if path.is_file()]
    judged = [parse_robots(path.read_bytes()).allows("https://a.example/ieListDocuments.aspx") for path in files]
    assert len(judged) > 400
    assert {True, False} == set(judged)
