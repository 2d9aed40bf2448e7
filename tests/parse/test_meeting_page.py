"""A meeting's page is read whole: the page beside this test says in JSON what a person read from it."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from minuteminer.errors import ParseError
from minuteminer.models import RawPage
from minuteminer.parse.meeting_page import parse_meeting, split_heading

Answer = Callable[..., RawPage]
ADDRESS = "ieListDocuments.aspx?CId=1&MID=3301"
SITE = "https://democracy.brackshire.example/moderngov/"


@pytest.fixture(scope="module")
def expected(pages: Path) -> dict:
    return json.loads((pages / "meeting.json").read_text(encoding="utf-8"))


def test_the_meeting_is_what_its_own_block_says(answer: Answer, expected: dict) -> None:
    meeting = parse_meeting(answer("meeting.html", ADDRESS)).meeting
    wanted = dict(expected["meeting"])
    papers = wanted.pop("documents")
    for name in ("date", "modified"):
        wanted[name] = datetime.date.fromisoformat(wanted[name])
    assert {name: getattr(meeting, name) for name in wanted} == wanted
    assert [[paper.kind, paper.title, paper.url.removeprefix(SITE)] for paper in meeting.documents] == papers


def test_the_items_are_what_a_person_read(answer: Answer, expected: dict) -> None:
    items = parse_meeting(answer("meeting.html", ADDRESS)).items
    assert [item.position for item in items] == [1, 2, 3]
    for item, wanted in zip(items, expected["items"], strict=True):
        documents = wanted.pop("documents")
        assert {name: getattr(item, name) for name in wanted} == wanted
        assert [[d.kind, d.title, d.attachment_id, d.restricted] for d in item.documents] == documents
        assert item.url == f"{SITE}ieListDocuments.aspx?CId=412&MId=3301&Ver=4#AI{item.item_id}"


def test_a_decision_and_minutes_are_one_text_under_their_labels(answer: Answer) -> None:
    item = parse_meeting(answer("meeting.html", ADDRESS)).items[1]
    assert item.text.startswith("Decision:\n\nThat the precept be supported.\n\nMinutes:\n\nThe Commissioner")
    assert "Carried" not in item.text


def test_the_attendance_page_is_linked(answer: Answer) -> None:
    page = parse_meeting(answer("meeting.html", ADDRESS))
    assert page.attendance_url == f"{SITE}mgMeetingAttendance.aspx?ID=3301"


@pytest.mark.parametrize(
    "address", ["ieListDocuments.aspx?MeetingId=3301", "IELISTDOCUMENTS.ASPX?mid=3301&cid=9", "saved"]
)
def test_however_a_meeting_is_asked_for_it_is_the_same(answer: Answer, address: str) -> None:
    assert parse_meeting(answer("meeting.html", address)).meeting.meeting_id == "3301"


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("Meeting", "scheduled"), ("Agenda", "agenda"), ("Agenda and decisions", "decisions"),
        ("Agenda and draft minutes", "draft"), ("Agenda, decisions and minutes", "final"),
        ("Agenda and record of meeting", "final"), ("Rhaglen a chofnodion drafft", "draft"),
    ],
)  # fmt: skip
def test_the_heading_says_the_state_of_publication(answer: Answer, pages: Path, heading: str, status: str) -> None:
    page = (
        (pages / "meeting.html")
        .read_text(encoding="utf-8")
        .replace(">Agenda and draft minutes</h1>", f">{heading}</h1>")
    )
    assert parse_meeting(answer(page.encode(), ADDRESS)).meeting.status == status


EMPTY = """<html><body><div id="modgov"><h1>{heading}</h1><h2 class="mgSubTitleTxt"><a href="mgCommitteeDetails.aspx?ID=412">
Tarn Panel - Children, Families and Skills - Saturday 4 December 2027 7.30pm{note}</a></h2>
<div class="mgContent"><p>No documents are available for this meeting</p></div></div></body></html>"""


def test_a_cancelled_meeting_is_no_error(answer: Answer) -> None:
    page = parse_meeting(answer(EMPTY.format(heading="Meeting", note=", CANCELLED").encode(), ADDRESS))
    assert page.meeting.status == "cancelled"
    assert page.meeting.date == datetime.date(2027, 12, 4)
    assert page.meeting.committee == "Tarn Panel - Children, Families and Skills"
    assert page.items == ()


def test_a_meeting_without_papers_is_no_error(answer: Answer) -> None:
    page = parse_meeting(answer(EMPTY.format(heading="Meeting", note="").encode(), ADDRESS))
    assert (page.meeting.status, page.meeting.time, page.items) == ("scheduled", "19:30", ())


def test_minutes_that_are_announced_and_cannot_be_found_are_an_error(answer: Answer) -> None:
    with pytest.raises(ParseError, match="no item was found") as caught:
        parse_meeting(answer(EMPTY.format(heading="Agenda and minutes", note="").encode(), ADDRESS))
    assert caught.value.kind == "layout"


def test_a_link_under_uncut_text_is_no_proof_of_loss(answer: Answer, pages: Path) -> None:
    page = (pages / "meeting.html").read_text(encoding="utf-8").replace("could &nbsp;...&nbsp; <a", "could. <a")
    item = parse_meeting(answer(page.encode(), ADDRESS)).items[1]
    assert item.full_text_url is not None
    assert not item.truncated
    assert item.minutes_text.endswith("why it could.")


def test_a_link_to_another_item_within_the_text_stays_text(answer: Answer, pages: Path) -> None:
    page = (pages / "meeting.html").read_text(encoding="utf-8")
    page = page.replace("The log was\nnoted.", 'See <a href="mgAi.aspx?ID=1">item 4</a>, which was noted.')
    item = parse_meeting(answer(page.encode(), ADDRESS)).items[0]
    assert "See item 4, which was noted." in item.minutes_text
    assert item.full_text_url is None


def test_an_unknown_label_keeps_its_text(answer: Answer, pages: Path) -> None:
    page = (pages / "meeting.html").read_text(encoding="utf-8").replace(">Decision:</p>", ">Outcome:</p>")
    item = parse_meeting(answer(page.encode(), ADDRESS)).items[1]
    assert item.agenda_text == "Outcome:\n\nThat the precept be supported."


def test_rows_within_a_table_body_count_as_rows(answer: Answer, pages: Path) -> None:
    page = (pages / "meeting.html").read_text(encoding="utf-8").replace("Items</caption>", "Items</caption><tbody>")
    assert [item.item_id for item in parse_meeting(answer(page.encode(), ADDRESS)).items] == ["70012", "70003", "70009"]


def test_an_old_template_without_names_is_read_by_its_anchors(answer: Answer, pages: Path) -> None:
    page = (pages / "meeting.html").read_text(encoding="utf-8")
    page = page.replace('class="mgItemTable"', "").replace('id="mgItemTable"', "").replace('class="mgSubTitleTxt"', "")
    page = page.replace("<table  summary=", "<table><tr><td><table summary=").replace(
        "<table   summary=", "<table summary="
    )
    read = parse_meeting(answer(page.encode(), ADDRESS))
    assert [item.item_id for item in read.items] == ["70012", "70003", "70009"]
    assert read.meeting.committee_id == "412"


def test_a_list_of_the_councils_own_making_holds_no_documents(answer: Answer, pages: Path) -> None:
    page = (pages / "meeting.html").read_text(encoding="utf-8")
    share = '<ul class="share"><li><a href="https://social.example/share">Share this item</a></li></ul>'
    page = page.replace('<p class="mgSubItemTitleTxt">Decision:', f'{share}<p class="mgSubItemTitleTxt">Decision:')
    item = parse_meeting(answer(page.encode(), ADDRESS)).items[1]
    assert "Share this item" not in [document.title for document in item.documents]


@pytest.mark.parametrize(
    ("heading", "name", "printed"),
    [
        ("Panel - Monday 20 January 2025 10.00 am", "Panel", "Monday 20 January 2025 10.00 am"),
        ("Joint - A - B - 1 May 2025", "Joint - A - B", "1 May 2025"),
        ("Panel Monday, 1st May, 2025 2.00 pm", "Panel", "Monday, 1st May, 2025 2.00 pm"),
        ("Panel without a date", "Panel without a date", ""),
    ],
)
def test_headings_are_divided_at_the_last_dash_before_a_date(heading: str, name: str, printed: str) -> None:
    assert split_heading(heading) == (name, printed)
