"""How pages become items in their versions."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from minuteminer.assemble import AttendancePage, Parsed, PrintedMinutes, WebMeeting, assemble
from minuteminer.models import AgendaItem, Attendee, Meeting, MeetingPage

SITE = "https://minutes.example/"


def meeting(status: str = "final") -> Meeting:
    return Meeting(
        site=SITE, meeting_id="7", committee_id="3", committee="Panel", date=datetime.date(2026, 3, 5), status=status
    )  # type: ignore[arg-type]


def item(minutes: str, *, truncated: bool = False, item_id: str = "20") -> AgendaItem:
    return AgendaItem(
        site=SITE,
        item_id=item_id,
        meeting_id="7",
        position=1,
        number="4.",
        title="Report",
        text=minutes,
        minutes_text=minutes,
        truncated=truncated,
        full_text_url=f"{SITE}mgAi.aspx?ID={item_id}" if truncated else None,
    )


def page(*items: AgendaItem, status: str = "final", meeting_id: str = "7") -> MeetingPage:
    owned = tuple(dataclasses.replace(item, meeting_id=meeting_id) for item in items)
    return MeetingPage(meeting=dataclasses.replace(meeting(status), meeting_id=meeting_id), items=owned)


def test_a_cut_item_gets_the_text_of_its_own_page() -> None:
    (assembled,) = assemble(
        [page(item("1. The strength was", truncated=True)), item("1. The strength was 24 officers.")]
    )
    (only,) = assembled.items
    assert only.text == "1. The strength was 24 officers."
    assert not only.truncated


def test_a_cut_item_whose_own_page_was_not_had_stays_marked() -> None:
    (assembled,) = assemble([page(item("1. The strength was", truncated=True))])
    assert assembled.items[0].truncated


def test_each_distinct_content_is_a_version_and_a_repeat_is_none() -> None:
    pages = [
        page(item("24 officers"), status="draft"),
        page(item("24 officers"), status="draft"),
        page(item("37 officers"), status="final"),
    ]
    (assembled,) = assemble(pages)
    assert [(version.version, version.text, version.status) for version in assembled.items] == [
        (1, "24 officers", "draft"),
        (2, "37 officers", "final"),
    ]


def test_an_own_page_of_an_older_version_does_not_undo_a_correction() -> None:
    pages = [
        page(item("There were 24 officers and", truncated=True), status="draft"),
        item("There were 24 officers and 3 vans."),
        page(item("There were 37 officers and", truncated=True), status="final"),
    ]
    (assembled,) = assemble(pages)
    assert assembled.items[-1].text == "There were 37 officers and"
    assert assembled.items[-1].truncated


def test_an_own_page_fetched_again_completes_the_corrected_version() -> None:
    pages = [
        page(item("There were 24 officers and", truncated=True)),
        item("There were 24 officers and 3 vans."),
        page(item("There were 37 officers and", truncated=True)),
        item("There were 37 officers and 3 vans."),
    ]
    (assembled,) = assemble(pages)
    assert [version.text for version in assembled.items] == [
        "There were 24 officers and 3 vans.",
        "There were 37 officers and 3 vans.",
    ]


def test_attendance_belongs_to_its_meeting() -> None:
    attended = AttendancePage(site=SITE, meeting_id="7", attendees=(Attendee(name="Cllr Ardle", status="Present"),))
    (assembled,) = assemble([page(item("text")), attended])
    assert assembled.meeting.attendees[0].name == "Cllr Ardle"


def test_printed_minutes_speak_where_the_page_has_none() -> None:
    printed = PrintedMinutes(site=SITE, meeting_id="7", items=(item("1. As printed."), item("Not this.", item_id="21")))
    (assembled,) = assemble([page(item(""), item("1. Inline.", item_id="21")), printed])
    assert [version.text for version in assembled.items] == ["1. As printed.", "1. Inline."]


def versions_by_meeting(pages: list[Parsed]) -> list[tuple[str, str, int, str]]:
    """Every version of every item: its meeting, its id, its number, its text."""
    return [
        (assembled.meeting.meeting_id, version.item_id, version.version, version.text)
        for assembled in assemble(pages)
        for version in assembled.items
    ]


def test_c24_an_item_that_moves_to_another_meeting_stays_one_item_with_all_its_versions() -> None:
    other = item("1. Other business.", item_id="21")
    pages: list[Parsed] = [
        page(other, meeting_id="8"),  # known before the item comes to it
        page(item("1. Deferred."), meeting_id="7"),
        page(other, item("1. There were 24 officers."), meeting_id="8"),
        page(meeting_id="7"),
    ]
    assert sorted(versions_by_meeting(pages)) == [
        ("7", "20", 1, "1. Deferred."),
        ("8", "20", 2, "1. There were 24 officers."),
        ("8", "21", 1, "1. Other business."),
    ]


def test_c24_the_full_text_of_an_item_goes_to_the_meeting_that_claimed_it_last() -> None:
    pages: list[Parsed] = [
        page(item("1. There were", truncated=True), meeting_id="7"),
        page(item("1. There were", truncated=True), meeting_id="8"),
        item("1. There were 24 officers."),
    ]
    assert versions_by_meeting(pages) == [
        ("7", "20", 1, "1. There were"),
        ("8", "20", 2, "1. There were 24 officers."),
    ]


def test_c24_an_item_that_two_meetings_claim_gets_no_version_without_a_change() -> None:
    both: list[Parsed] = [page(item("1. Noted."), meeting_id="7"), page(item("1. Noted."), meeting_id="8")]
    again: list[Parsed] = [page(item("1. Noted."), item("More.", item_id="21"), meeting_id="7")]
    assert versions_by_meeting(both) == versions_by_meeting(both + both)
    assert [row for row in versions_by_meeting(both + again) if row[1] == "20"] == versions_by_meeting(both)


def test_c24_two_items_of_one_page_with_one_id_are_both_kept() -> None:
    twice = page(item("1. Noted."), item("1. Agreed."), item("1. Noted."))
    assert versions_by_meeting([twice, twice]) == [("7", "20", 1, "1. Noted."), ("7", "20-2", 1, "1. Agreed.")]


def web(*items: AgendaItem, status: str = "draft") -> WebMeeting:
    return WebMeeting(page=page(*items, status=status))


def told(pages: list[Parsed]) -> list[tuple[int, str, str]]:
    (assembled,) = assemble(pages)
    return [(version.version, version.text, version.status) for version in assembled.items]


@pytest.mark.parametrize("status", ["draft", "final"])
def test_the_web_service_neither_confirms_minutes_nor_makes_them_a_draft_again(status: str) -> None:
    seen = page(item("24 officers"), status=status)
    assert told([seen, web(item("24 officers"))]) == [(1, "24 officers", status)]
    assert told([seen, web(item("24 officers")), seen]) == [(1, "24 officers", status)]


def test_words_that_the_web_service_writes_otherwise_are_no_version() -> None:
    assert told([page(item("24 officers")), web(item("24  Officers."))]) == [(1, "24 officers", "final")]


def test_an_answer_without_words_takes_none_away() -> None:
    assert told([page(item("24 officers")), web(item(""), status="agenda")]) == [(1, "24 officers", "final")]


def test_the_web_service_completes_a_cut_text_whenever_it_is_asked() -> None:
    cut, whole = item("There were 24", truncated=True), item("There were 24 officers.")
    assert told([page(cut, status="final"), web(whole)]) == [(1, "There were 24 officers.", "final")]
    assert told([page(cut, status="draft"), web(whole), page(cut, status="final")]) == [
        (1, "There were 24 officers.", "draft"),
        (2, "There were 24 officers.", "final"),
    ]


def test_minutes_that_are_published_while_the_page_cannot_be_had_come_from_the_web_service() -> None:
    pages: list[Parsed] = [page(item(""), status="agenda"), web(item("24 officers"), item("Late.", item_id="21"))]
    assert told(pages) == [(1, "", "agenda"), (2, "24 officers", "draft"), (1, "Late.", "draft")]


def test_where_no_page_was_ever_had_its_state_is_no_change_once_it_is() -> None:
    assert told([web(item("24 officers"))]) == [(1, "24 officers", "draft")]
    assert told([web(item("24 officers")), page(item("24 officers"))]) == [(1, "24 officers", "final")]
    assert told([web(item("24 officers")), page(item("37 officers"))]) == [
        (1, "24 officers", "draft"),
        (2, "37 officers", "final"),
    ]


def test_a_meeting_is_cancelled_by_whoever_says_so() -> None:
    (assembled,) = assemble([page(item(""), status="agenda"), web(status="cancelled")])
    assert assembled.meeting.status == "cancelled"
