"""What a right parser reads from real pages: needs the folder of shared material, beside which it says so."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from minuteminer.errors import ParseError
from minuteminer.models import RawPage
from minuteminer.parse import moderngov
from minuteminer.parse.documents import SourceDocument, read_documents
from minuteminer.parse.webservice import parse_committees, parse_meetings, parse_web_meeting

pytestmark = pytest.mark.shared
Answer = Callable[..., RawPage]
BASE = "https://moderngov.kingston.gov.uk/"
IDS = "51890 51891 51892 51893 51894 51902 51903 51900 51901 51899 51896 51897".split()
ALL_PARSERS = [
    moderngov.parse_meeting, moderngov.parse_item, moderngov.parse_meeting_list, moderngov.parse_committee_list,
    moderngov.parse_committee, moderngov.parse_attendance, moderngov.parse_decision,
    parse_committees, parse_meetings, parse_web_meeting,
]  # fmt: skip


@pytest.fixture(scope="module")
def real(shared: Path) -> Path:
    return shared / "fixtures" / "moderngov"


@pytest.fixture
def meeting(real: Path, answer: Answer):
    body = (real / "kingston" / "Agenda_151.html").read_bytes()
    return moderngov.parse_meeting(answer(body, f"{BASE}ieListDocuments.aspx?CId=711&MId=10221&Ver=4"))


def test_twelve_items_in_the_order_of_the_page(meeting) -> None:
    assert [item.item_id for item in meeting.items] == IDS
    assert [item.number for item in meeting.items] == [f"{number}." for number in range(54, 66)]


def test_two_items_are_cut_and_point_to_their_full_text(meeting) -> None:
    cut = [item for item in meeting.items if item.truncated]
    assert [item.number for item in cut] == ["59.", "60."]
    assert [item.full_text_url for item in cut] == [f"{BASE}mgAi.aspx?ID=51902", f"{BASE}mgAi.aspx?ID=51903"]
    assert all(470 <= len(item.minutes_text.split()) <= 501 for item in cut)
    assert not any("view the full" in item.text or item.text.endswith("...") for item in meeting.items)


def test_recorded_votes_add_no_items_and_no_words(meeting) -> None:
    assert not any("Carried" in item.text or "Recorded Vote" in item.text for item in meeting.items)


def test_an_item_titled_minutes_has_a_report_and_its_own_minutes(meeting) -> None:
    item = meeting.items[4]
    assert (item.title, item.documents[0].attachment_id) == ("Minutes", "111920")
    assert item.agenda_text.startswith("To confirm as a correct record")
    assert item.minutes_text.startswith("The minutes of the meeting held on 18 November 2025 were approved")


def test_decision_and_minutes_are_told_apart(meeting) -> None:
    item = meeting.items[9]
    assert item.decision_text.startswith("RESOLVED that:\n\n1.   the redistribution of any remaining Councillor Ward")
    assert "Voting: unanimous" in item.minutes_text
    assert "£1,800" in item.decision_text


def test_the_meeting_itself(meeting) -> None:
    about = meeting.meeting
    assert (about.committee_id, about.meeting_id, about.status, about.time) == ("711", "10221", "final", "19:30")
    assert (about.date, about.modified) == (datetime.date(2026, 1, 15), datetime.date(2026, 2, 5))
    assert about.title == ""
    kinds = [paper.kind for paper in about.documents]
    assert kinds == ["agenda", "reports_pack", "report", "report", "printed_decisions", "printed_minutes", "webcast"]


def test_a_cancelled_meeting(real: Path, answer: Answer) -> None:
    page = moderngov.parse_meeting(
        answer((real / "kingston" / "Agenda_412.html").read_bytes(), f"{BASE}ieListDocuments.aspx?MId=10161")
    )
    assert (page.meeting.status, page.items) == ("cancelled", ())


def test_the_head_wins_over_a_heading_that_was_edited(real: Path, answer: Answer) -> None:
    page = moderngov.parse_meeting(answer((real / "kingston" / "Agenda_Irrelevant.html").read_bytes(), f"{BASE}x"))
    assert page.meeting.date == datetime.date(2025, 11, 5)
    assert "18 November 2025" in page.meeting.printed_date


def test_fifteen_rows_with_cancelled_ones(real: Path, answer: Answer) -> None:
    found = moderngov.parse_meeting_list(
        answer((real / "kingston" / "BrowseMeetings.html").read_bytes(), f"{BASE}ieListMeetings.aspx?CommitteeId=711")
    )
    assert len(found.meetings) == 15
    assert [m.meeting_id for m in found.meetings if m.status == "cancelled"] == ["10161"]
    assert found.years == tuple(range(2022, 2028))
    assert found.earlier_url is not None
    assert found.later_url is not None


def test_committees(real: Path, answer: Answer) -> None:
    found = moderngov.parse_committee_list(
        answer((real / "kingston" / "CommitteeStructure.html").read_bytes(), f"{BASE}mgListCommittees.aspx")
    )
    assert ("711", "Neighbourhood Committees") in [(c.committee_id, c.category) for c in found]
    details = answer(
        (real / "kingston" / "CommitteeDetails.html").read_bytes(), f"{BASE}mgCommitteeDetails.aspx?ID=711"
    )
    assert moderngov.parse_committee(details).committee_id == "711"


def test_the_web_service(real: Path, answer: Answer) -> None:
    base = "https://democracy.manchester.gov.uk/mgWebService.asmx/"
    page = parse_web_meeting(
        answer((real / "webservice" / "meeting_with_minutes.xml").read_bytes(), f"{base}GetMeeting")
    )
    assert [item.number for item in page.items] == ["1.", "9."]
    assert all(item.minutes_text for item in page.items)
    assert [attendee.status for attendee in page.meeting.attendees] == ["Expected"]
    listed = parse_meetings(answer((real / "webservice" / "meetings.xml").read_bytes(), f"{base}GetMeetings"))
    assert [(m.meeting_id, m.status) for m in listed] == [("4966", "cancelled"), ("4967", "scheduled")]
    known = parse_committees(answer((real / "webservice" / "committees.xml").read_bytes(), f"{base}GetCommittees"))
    assert [c.expired for c in known] == [True, False, False]


def test_decisions(real: Path, answer: Answer) -> None:
    for name in ("decision_detail", "decision_detail_no_documents", "decision_multi_paragraph"):
        body = (real / "decisions" / f"modgov_{name}.html").read_bytes()
        found = moderngov.parse_decision(answer(body, f"{BASE}ieDecisionDetails.aspx?ID=1"))
        assert found.text
        assert found.status == "Recommendations Approved"
        assert found.decided is not None


@pytest.mark.parametrize("parse", ALL_PARSERS)
def test_failures_are_refused_by_everybody(real: Path, answer: Answer, parse: Callable) -> None:
    for file in sorted((real / "failures").iterdir()):
        with pytest.raises(ParseError, match=r"expected .*, got ") as caught:
            parse(answer(file.read_bytes(), f"{BASE}somewhere.aspx?ID=1"))
        assert caught.value.source == f"{BASE}somewhere.aspx?ID=1"


def test_a_saved_page_gives_its_items_without_the_site(real: Path) -> None:
    (document,) = read_documents(real / "kingston" / "Agenda_151.html")
    assert isinstance(document, SourceDocument)
    assert [item.number for item in document.items] == [f"{number}." for number in range(54, 66)]
