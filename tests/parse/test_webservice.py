"""The web service gives the same meetings and items as the pages, in spite of its XML's habits."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from minuteminer.models import RawPage
from minuteminer.parse.webservice import parse_committees, parse_meetings, parse_web_meeting

Answer = Callable[..., RawPage]
ADDRESS = "mgWebService.asmx/GetMeeting?lMeetingId=3301"
SITE = "https://democracy.brackshire.example/moderngov/"


@pytest.fixture
def page(answer: Answer):
    return parse_web_meeting(answer("get_meeting.xml", ADDRESS, content_type="text/xml"), "412")


def test_a_meeting_with_its_prefix_time_and_place(page) -> None:
    meeting = page.meeting
    assert (meeting.site, meeting.meeting_id, meeting.committee_id) == (SITE, "3301", "412")
    assert (meeting.date, meeting.time, meeting.title) == (datetime.date(2026, 2, 4), "14:00", "Budget Meeting")
    assert (meeting.status, meeting.venue, meeting.committee) == ("draft", "Gallery Room & Annexe", "Tarn Panel")


def test_the_shown_number_counts_not_the_order_within_the_product(page) -> None:
    assert [(item.number, item.position) for item in page.items] == [("1.", 1), ("", 2)]


def test_titles_are_unescaped_twice_and_bodies_once(page) -> None:
    item = page.items[0]
    assert item.title == 'Fees & Charges: the "new" rates'
    assert item.minutes_text == "It cost £5 million, if x < y, in a hard-wrapped line."
    assert item.decision_text == "Agreed."
    assert item.agenda_text == ""


def test_restricted_things_are_noted_and_lead_nowhere(page) -> None:
    first, second = page.items
    assert [(d.attachment_id, d.restricted, bool(d.url)) for d in first.documents] == [
        ("8802", False, True),
        ("8803", True, False),
    ]
    assert first.documents[0].title == "Annex 1"
    assert (first.restricted, second.restricted) == (False, True)


def test_attributes_of_attendees_may_be_missing(page) -> None:
    assert [(a.name, a.role, a.status, a.member_id) for a in page.meeting.attendees] == [
        ("Councillor Ada Brook", "Chair", "Expected", "31"),
        ("Mr Tom Reed", "", "", None),
    ]


def test_the_envelope_of_soap_is_taken_off(answer: Answer, pages) -> None:
    inner = (pages / "get_meeting.xml").read_text(encoding="utf-8").partition("?>")[2]
    body = (
        '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<GetMeetingResponse xmlns="http://moderngov.co.uk/namespaces"><GetMeetingResult>{inner}</GetMeetingResult>'
        "</GetMeetingResponse></soap:Body></soap:Envelope>"
    )
    assert len(parse_web_meeting(answer(body.encode(), "mgWebService.asmx")).items) == 2


def test_committees_that_expired_are_kept_and_deleted_ones_are_not(answer: Answer) -> None:
    row = "<committee><committeeid>{}</committeeid><committeetitle>{}</committeetitle><committeedeleted>{}</committeedeleted><committeeexpired>{}</committeeexpired><committeecategory>\r\n</committeecategory></committee>"
    rows = row.format(1, "A &amp;amp; B", "False", "True") + row.format(2, "C", "True", "False")
    body = f"<committees><committeescount> 2</committeescount>{rows}</committees>"
    found = parse_committees(answer(body.encode(), "mgWebService.asmx/GetCommittees"))
    assert [(c.committee_id, c.name, c.category, c.expired) for c in found] == [("1", "A & B", "", True)]


@pytest.mark.parametrize(
    "body",
    [
        "<getmeetings><committee><committeeid>412</committeeid><committeetitle>Tarn Panel</committeetitle><committeemeetings>"
        "<meeting><meetingid>9</meetingid><meetingdate>13/01/2026</meetingdate><meetingstatus>Cancelled</meetingstatus>"
        "<meetingtime>10.00 am</meetingtime></meeting></committeemeetings></committee></getmeetings>",
        "<getmeetingsbydate><meetings><meeting><meetingid>9</meetingid><meetingdate>13/01/2026</meetingdate>"
        "<meetingstatus>Cancelled</meetingstatus><meetingtime>10.00 am</meetingtime><committeeid>412</committeeid>"
        "<committeetitle>Tarn Panel</committeetitle></meeting></meetings></getmeetingsbydate>",
    ],
)
def test_both_lists_of_meetings_read_alike(answer: Answer, body: str) -> None:
    (meeting,) = parse_meetings(answer(body.encode(), "mgWebService.asmx/GetMeetings"))
    assert (meeting.meeting_id, meeting.committee_id, meeting.committee) == ("9", "412", "Tarn Panel")
    assert (meeting.date, meeting.time, meeting.status) == (datetime.date(2026, 1, 13), "10:00", "cancelled")
    assert meeting.site == SITE
