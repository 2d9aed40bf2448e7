"""An answer that is not what it should be is an error that says where, what was expected, and what came."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minuteminer.errors import ParseError
from minuteminer.models import RawPage
from minuteminer.parse import moderngov
from minuteminer.parse.webservice import parse_committees, parse_meetings, parse_web_meeting

Answer = Callable[..., RawPage]
PAGE_PARSERS = [
    moderngov.parse_meeting, moderngov.parse_item, moderngov.parse_meeting_list, moderngov.parse_committee_list,
    moderngov.parse_committee, moderngov.parse_attendance, moderngov.parse_decision,
]  # fmt: skip
XML_PARSERS = [parse_committees, parse_meetings, parse_web_meeting]
CHALLENGE = b"<html><head><script>check()</script></head><body><noscript>Request unsuccessful. Incapsula</noscript></body></html>"


@pytest.mark.parametrize("parse", PAGE_PARSERS + XML_PARSERS)
@pytest.mark.parametrize(
    ("body", "options", "kind"),
    [
        (b"", {}, "empty"),
        (b" \r\n ", {}, "empty"),
        (b"<p>gone</p>", {"status": 404}, "http_status"),
        (b"<p>no</p>", {"status": 403}, "blocked"),
        (b"<p>slow down</p>", {"status": 429}, "blocked"),
        (b'<div id="modgov"><h1>Error</h1></div>', {"led_to": "mgError.aspx"}, "error_page"),
    ],
)
def test_failures_that_every_kind_of_page_shares(
    parse: Callable, answer: Answer, body: bytes, options: dict, kind: str
) -> None:
    with pytest.raises(ParseError) as caught:
        parse(answer(body, "ieListDocuments.aspx?MId=3", **options))
    assert caught.value.kind == kind
    assert "ieListDocuments.aspx?MId=3" in str(caught.value)
    assert "expected" in str(caught.value)
    assert ", got " in str(caught.value)


@pytest.mark.parametrize("parse", PAGE_PARSERS)
@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (CHALLENGE, "blocked", "challenge"),
        (b"<script>location='https://x.example'</script>", "blocked", "scripts without words"),
        (
            b"<html><body><h1>Sign in to another product</h1></body></html>",
            "other_product",
            "Sign in to another product",
        ),
        (b'<?xml version="1.0"?><wards><ward> </ward></wards>', "other_product", "root element <wards>"),
        (b"%PDF-1.4 rest", "not_html", "binary"),
        (b"MZ\x00\x01 program", "not_html", "binary"),
        (b'<div id="modgov"><h1>Something else</h1></div>', "wrong_page", "Something else"),
    ],
)
def test_pages_that_are_something_else(parse: Callable, answer: Answer, body: bytes, kind: str, said: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(answer(body, "mgX.aspx?ID=3"))
    assert caught.value.kind == kind
    assert said in str(caught.value)


@pytest.mark.parametrize("parse", XML_PARSERS)
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'<?xml version="1.0"?><wards>\r\n</wards>', "root element <wards>"),
        (b"<!DOCTYPE html><html><head><title>Error</title></head><body/></html>", "root element <html>"),
        (b"<html><body><p>Server busy<br></body></html>", "a web page"),
        (b"Missing parameter: lMeetingId.", "something that is no XML"),
    ],
)
def test_answers_of_the_web_service_that_are_something_else(
    parse: Callable, answer: Answer, body: bytes, said: str
) -> None:
    with pytest.raises(ParseError, match="expected a web service answer") as caught:
        parse(answer(body, "mgWebService.asmx/GetMeeting?lMeetingId=3"))
    assert said in str(caught.value)


def test_a_page_that_stops_in_the_middle_is_not_half_a_meeting(answer: Answer, pages: Path) -> None:
    whole = (pages / "meeting.html").read_bytes()
    assert len(moderngov.parse_meeting(answer(whole, "ieListDocuments.aspx?MId=3")).items) == 3
    for share in (0.4, 0.6, 0.8, 0.9):
        with pytest.raises(ParseError, match="stops in the middle") as caught:
            moderngov.parse_meeting(answer(whole[: int(len(whole) * share)], "ieListDocuments.aspx?MId=3"))
        assert caught.value.kind == "cut"


def test_a_page_whose_characters_are_lost_is_refused(answer: Answer, pages: Path) -> None:
    garbled = (pages / "meeting.html").read_bytes().replace(b"o", "\ufffd".encode())
    with pytest.raises(ParseError, match="characters are lost") as caught:
        moderngov.parse_meeting(
            answer(garbled.replace(b"m\xef\xbf\xbddg\xef\xbf\xbdv", b"modgov"), "ieListDocuments.aspx?MId=3")
        )
    assert caught.value.kind == "garbled"


def test_a_redirect_is_named_with_where_it_led(answer: Answer) -> None:
    with pytest.raises(ParseError, match=r"MId=3 \(led to https://.*mgError\.aspx\)"):
        moderngov.parse_meeting(answer(b"x", "ieListDocuments.aspx?MId=3", led_to="mgError.aspx"))


def test_entities_of_hostile_xml_are_not_resolved(answer: Answer) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><meeting><meetingid>&a;</meetingid></meeting>'
    assert parse_web_meeting(answer(bomb, "mgWebService.asmx/GetMeeting")).meeting.meeting_id == ""
