"""How pages become items in their versions."""

from __future__ import annotations

import datetime

from minuteminer.assemble import AttendancePage, PrintedMinutes, assemble
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


def page(*items: AgendaItem, status: str = "final") -> MeetingPage:
    return MeetingPage(meeting=meeting(status), items=items)


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
