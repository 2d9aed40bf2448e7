"""Addresses: one page under one spelling, and which of them may be asked."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import random
from pathlib import Path

import pytest
from fault_server import PAGE, run_fault_server, whole
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.collect.addresses import (
    is_public_address,
    make_canonical_url,
    make_clean_url,
    make_site,
    may_redirect,
)
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.errors import FetchError, UsageError

SITE = "https://democracy.wold.example/"


@pytest.mark.parametrize(
    "href",
    [
        "ieListDocuments.aspx?CId=7&MId=101&Ver=4",
        "ieListDocuments.aspx?MId=101&CId=7",
        "IELISTDOCUMENTS.ASPX?MID=101",
        "ieListDocuments.aspx?CommitteeId=7&MeetingId=101&J=3",
        "ieListDocuments.aspx?CId=7&amp;MId=101&amp;Ver=4",
        "/ieListDocuments.aspx?mid=101#AI5",
        "//democracy.wold.example:443/ieListDocuments.aspx?mid=101",
        "https://DEMOCRACY.wold.example/ieListDocuments.aspx?mid=101&bcr=1",
        "/(S(abc123))/ieListDocuments.aspx?mid=101",
        "  ieListDocuments.aspx?mid=101\n",
    ],
)
def test_c25_ten_addresses_of_one_meeting_are_one(href: str) -> None:
    assert make_canonical_url(make_clean_url(SITE, href)) == f"{SITE}ielistdocuments.aspx?mid=101"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("documents/s12/A report.pdf", "mgConvert2PDF.aspx?ID=12"),
        ("documents/s12/A%20report.pdf", "mgConvert2Pdf.aspx?ID=12&ISATT=1#search=x"),
        ("documents/s12/A report.pdf", "documents/s12/Renamed.pdf"),
        ("documents/g9/Printed minutes.pdf?T=1", "mgConvert2PDF.aspx?ID=9&T=1"),
    ],
)
def test_c25_one_attachment_under_two_addresses_is_one_document(first: str, second: str) -> None:
    assert make_canonical_url(make_clean_url(SITE, first)) == make_canonical_url(make_clean_url(SITE, second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ieListDocuments.aspx?MId=101", "ieListDocuments.aspx?MId=102"),
        ("mgAi.aspx?ID=101", "mgMeetingAttendance.aspx?ID=101"),
        ("mgAi.aspx?ID=101", "mgAi.aspx?ID=101&LLL=1"),
        ("documents/g9/x.pdf?T=1", "documents/g9/x.pdf?T=10"),
        ("documents/s9/x.html?CT=2", "documents/s9/x.pdf"),
        ("ieListMeetings.aspx?CId=7&Year=2019", "ieListMeetings.aspx?CId=7&Year=2020"),
    ],
)
def test_different_pages_stay_different(first: str, second: str) -> None:
    assert make_canonical_url(SITE + first) != make_canonical_url(SITE + second)


@pytest.mark.parametrize(
    ("href", "clean"),
    [
        ("documents/s1/A report & more.pdf", "documents/s1/A%20report%20&%20more.pdf"),
        ("documents/s1/A%20report.pdf", "documents/s1/A%20report.pdf"),
        ("documents/s1/Caf\u00e9.pdf", "documents/s1/Caf%C3%A9.pdf"),
        ("documents\\s1\\x.pdf", "documents/s1/x.pdf"),
        ("x.aspx?a=1\r\nHost: other", "x.aspx?a=1%20Host:%20other"),
    ],
)
def test_c26_addresses_are_encoded_once(href: str, clean: str) -> None:
    assert make_clean_url(SITE, href) == SITE + clean


@pytest.mark.parametrize(
    "href", ["javascript:x()", "mailto:a@b.example", "http://[::1", "http://a:b@c.example/", "x" * 2100, "http:///x"]
)
def test_c26_what_is_no_address_is_refused(href: str) -> None:
    with pytest.raises(FetchError) as refusal:
        make_clean_url(SITE, href)
    assert refusal.value.kind == "refused"


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_c26_no_link_text_ever_raises_anything_else(href: str) -> None:
    try:
        clean = make_clean_url(SITE, href)
    except FetchError:
        return
    assert clean.isascii()
    assert make_clean_url(SITE, clean) == clean
    assert make_canonical_url(clean).isascii()


@pytest.mark.shared
def test_c26_no_address_of_the_url_standards_tests_raises(shared: Path) -> None:
    for path in (shared / "bad-input").rglob("*url*.json"):
        for case in json.loads(path.read_text(encoding="utf-8")):
            if isinstance(case, dict) and "input" in case:
                with contextlib.suppress(FetchError):
                    assert make_canonical_url(make_clean_url(SITE, str(case["input"]))).isascii()


def test_a_site_is_the_folder_of_its_pages() -> None:
    assert make_site("https://a.example/moderngov") == "https://a.example/moderngov/"
    assert make_site("https://a.example/moderngov/mgWhatsNew.aspx?x=1") == "https://a.example/moderngov/"
    assert make_site("https://a.example//") == "https://a.example/"


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://b.example/", False),
        ("https://a.example/", "https://a.example.evil.example/", False),
        ("https://a.example/", "https://a.example:9071/", False),
    ],
)
def test_c13_redirects_stay_on_their_host(source: str, target: str, allowed: bool) -> None:
    assert may_redirect(source, target) is allowed


# C14: forms under which a private address can hide.
PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::1",
    "2001:0:0:0:0:0:80ff:fffe", "fec0::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_c14_private_addresses_are_known_in_every_form(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_c14_public_addresses_are_public(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "017700000001", "①②⑦.0.0.1", "[::ffff:7f00:1]"])
def test_c14_this_machine_is_not_reached_under_an_odd_name(host: str) -> None:
    with run_fault_server() as server:
        fetcher = Fetcher(FetchSettings(contact="tests@wold.example", max_tries=1))
        with pytest.raises(FetchError, match="refused"):
            fetcher.fetch(f"http://{host}:{server.port}/page", kind="meeting")
        assert server.log == []


def test_c14_a_name_that_leads_to_a_private_address_is_refused(settings: FetchSettings) -> None:
    with run_fault_server() as server:
        strict = dataclasses.replace(settings, delay_s=2.0)
        fetcher = Fetcher(strict, resolve=lambda _host, _port: ["127.0.0.1"])
        with pytest.raises(FetchError, match="not an address of the public internet"):
            fetcher.fetch(f"http://democracy.wold.example:{server.port}/page", kind="meeting")
        assert server.log == []


def test_c14_the_name_is_looked_up_once_and_that_address_is_asked(settings: FetchSettings) -> None:
    """A resolver that changes its answer between the check and the connection gains nothing."""
    looked_up: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["127.0.0.2"]

    with run_fault_server(page=whole()) as server:
        fetcher = Fetcher(settings, resolve=resolve)
        with pytest.raises(FetchError):  # robots.txt answered; the page's own connection went to 127.0.0.2
            fetcher.fetch(f"http://localhost:{server.port}/page", kind="meeting")
    assert [path for _, path in server.log] == ["/robots.txt"]
    assert random.choice(looked_up) == "localhost"


def test_loopback_is_closed_unless_it_is_opened() -> None:
    with run_fault_server(page=whole()) as server:
        fetcher = Fetcher(FetchSettings(contact="tests@wold.example", max_tries=1))
        with pytest.raises(FetchError) as refusal:
            fetcher.fetch(server.url("/page"), kind="meeting")
        assert (refusal.value.kind, server.log) == ("refused", [])
        open_fetcher = Fetcher(FetchSettings(contact="tests@wold.example", allow_loopback=True, delay_s=0))
        assert open_fetcher.fetch(server.url("/page"), kind="meeting").body == PAGE


@pytest.mark.parametrize(
    "values",
    [
        {"delay_s": 0.5},
        {"user_agent": "python-requests/2.34"},
        {"user_agent": "Mozilla/5.0"},
        {"contact": "a@b.example\r\nX: y"},
        {"max_retry_after_s": 7200.0},
        {"max_tries": 0},
    ],
)
def test_impolite_settings_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        FetchSettings(**values)  # type: ignore[arg-type]


def test_no_delay_is_for_this_machine_alone(settings: FetchSettings) -> None:
    with pytest.raises(UsageError, match="needs at least 2"):
        Fetcher(settings).fetch("https://democracy.wold.example/", kind="meeting")


def test_somebody_elses_server_needs_a_contact() -> None:
    with pytest.raises(UsageError, match="give a contact"):
        Fetcher(FetchSettings()).fetch("https://democracy.wold.example/", kind="meeting")
