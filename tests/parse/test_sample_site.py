"""From the corpus over HTTP and back: what is read from the sample site is what the corpus says, word for word."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator

import pytest
import requests

from minuteminer.models import AgendaItem, MeetingPage, RawPage
from minuteminer.parse.moderngov import (
    parse_attendance,
    parse_committee_list,
    parse_item,
    parse_meeting,
    parse_meeting_list,
)
from minuteminer.parse.printed import parse_printed_minutes
from minuteminer.parse.reader import ModernGovReader
from minuteminer.parse.webservice import parse_meetings, parse_web_meeting
from minuteminer.samplesite import SampleSite, open_sample_site

TODAY = datetime.date(2026, 11, 21)
SESSION = requests.Session()


def fetch(url: str) -> RawPage:
    answer = SESSION.get(url, timeout=10)
    return RawPage(
        url=url, final_url=answer.url, fetched_at=datetime.datetime.now(datetime.UTC), status=answer.status_code,
        content_type=answer.headers.get("Content-Type", ""), headers=(), body=answer.content,
        sha256=hashlib.sha256(answer.content).hexdigest(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[SampleSite]:
    with open_sample_site(today=TODAY) as site:
        yield site


@pytest.fixture
def site(running: SampleSite) -> SampleSite:
    running.switches = None
    running.today = TODAY
    return running


def words(text: str) -> list[str]:
    return text.split()


def pages(site: SampleSite) -> list[MeetingPage]:
    return [
        parse_meeting(fetch(f"{site.base_url}ieListDocuments.aspx?MId={meeting.meeting_id}"))
        for meeting in site.corpus.meetings
        if meeting.status_on(site.today)
    ]


def whole(item: AgendaItem) -> AgendaItem:
    return parse_item(fetch(item.full_text_url)) if item.full_text_url else item


def test_every_word_of_every_item_comes_back(site: SampleSite) -> None:
    compared = 0
    for page in pages(site):
        meeting = site.corpus.meeting_by_id[page.meeting.meeting_id]
        status = meeting.status_on(TODAY)
        assert (page.meeting.status, page.meeting.date, page.meeting.title) == (
            status,
            meeting.at.date(),
            meeting.title,
        )
        assert page.meeting.committee == site.corpus.committee_by_id[meeting.committee_id].name
        for item in page.items:
            source = site.corpus.item_by_id[item.item_id][1]
            assert (item.number, item.title) == (source.number_at(status), source.title)
            full = whole(item)
            assert words(full.minutes_text) == ([] if meeting.pdf_minutes_only else words(source.minutes_at(status)))
            assert words(full.agenda_text) == words(source.agenda_text)
            assert words(full.decision_text) == words(source.decision_at(status))
            assert {d.attachment_id for d in item.documents} >= {d.attachment_id for d in source.documents}
            assert item.restricted or not source.restricted
            compared += 1
    assert compared >= 70


def test_items_over_500_words_are_known_to_be_cut(site: SampleSite) -> None:
    items = [item for page in pages(site) for item in page.items]
    cut = [item for item in items if item.truncated]
    assert len(cut) >= 10
    for item in items:
        source = site.corpus.item_by_id[item.item_id][1]
        assert item.truncated == (len(item.minutes_text.split()) == 500 < len(source.minutes.split()))


def test_the_web_service_says_the_same_as_the_pages(site: SampleSite) -> None:
    for page in pages(site):
        url = f"{site.base_url}mgWebService.asmx/GetMeeting?lMeetingId={page.meeting.meeting_id}"
        web = parse_web_meeting(fetch(url), page.meeting.committee_id)
        assert [(i.item_id, i.number, i.title) for i in web.items] == [
            (i.item_id, i.number, i.title) for i in page.items
        ]
        for from_page, from_web in zip(page.items, web.items, strict=True):
            assert whole(from_page).text == from_web.text
        assert (web.meeting.date, web.meeting.time, web.meeting.title) == (
            page.meeting.date,
            page.meeting.time,
            page.meeting.title,
        )


def test_lists_lead_to_every_meeting(site: SampleSite) -> None:
    for committee in parse_committee_list(fetch(f"{site.base_url}mgListCommittees.aspx?bcr=1")):
        found: dict[str, str] = {}
        url: str | None = f"{site.base_url}ieListMeetings.aspx?CommitteeId={committee.committee_id}"
        while url:
            listed = parse_meeting_list(fetch(url))
            found |= {meeting.meeting_id: meeting.status for meeting in listed.meetings}
            url = listed.earlier_url
        known = [m for m in site.corpus.meetings if m.committee_id == committee.committee_id and m.status_on(TODAY)]
        assert found == {meeting.meeting_id: meeting.status_on(TODAY) for meeting in known}
    service = (
        f"{site.base_url}mgWebService.asmx/GetAllMeetingsByDate?lCommitteeId=-1&sFromDate=01/01/2000&sToDate=31/12/2099"
    )
    assert len(parse_meetings(fetch(service))) == len([m for m in site.corpus.meetings if m.status_on(TODAY)])


def test_attendance_comes_back(site: SampleSite) -> None:
    for page in pages(site)[:4]:
        assert page.attendance_url is not None
        read = parse_attendance(fetch(page.attendance_url))
        source = site.corpus.meeting_by_id[page.meeting.meeting_id].attendance
        assert [(a.name, a.role, a.member_id) for a in read] == [(a.name, a.role, a.member_id) for a in source]


def as_html(url: str) -> str:
    return url.replace(".pdf?", ".htm?") + "&CT=2"


# A PDF is read in a process of its own, a quarter of a second each: every fourth meeting will do.
@pytest.mark.parametrize(("change", "step", "least"), [(str, 4, 20), (as_html, 1, 70)], ids=["PDF", "HTML"])
def test_minutes_that_are_only_printed_come_back_too(
    site: SampleSite, change: Callable[[str], str], step: int, least: int
) -> None:
    site.switches = {"no_minutes": True}  # type: ignore[assignment]
    compared = 0
    printed = [
        (page, link) for page in pages(site) for link in page.meeting.documents if link.kind == "printed_minutes"
    ]
    for page, link in printed[::step]:
        status = site.corpus.meeting_by_id[page.meeting.meeting_id].status_on(TODAY)
        for item in parse_printed_minutes(fetch(change(link.url)), page.items):
            assert words(item.minutes_text) == words(site.corpus.item_by_id[item.item_id][1].minutes_at(status))
            compared += 1
    assert compared >= least


@pytest.mark.parametrize("fault", ["banner", "no_charset", "windows_1252", "welsh", "link_always"])
def test_shells_charsets_and_languages_change_no_word(site: SampleSite, fault: str) -> None:
    url = f"{site.base_url}ieListDocuments.aspx?MId=5204"
    plain = parse_meeting(fetch(url))
    site.switches = {fault: True}  # type: ignore[assignment]
    changed = parse_meeting(fetch(url))
    assert [(i.item_id, i.number, i.text) for i in changed.items] == [
        (i.item_id, i.number, i.text) for i in plain.items
    ]
    assert (changed.meeting.status, changed.meeting.date, changed.meeting.venue) == (
        plain.meeting.status,
        plain.meeting.date,
        plain.meeting.venue,
    )


def test_the_same_content_has_the_same_fingerprint_in_another_shell(site: SampleSite) -> None:
    reader = ModernGovReader()
    url = f"{site.base_url}ieListDocuments.aspx?MId=5204"
    before = reader.fingerprint(fetch(url))
    site.switches = {"banner": True}  # type: ignore[assignment]
    assert reader.fingerprint(fetch(url)) == before
    site.switches = {"item_added": True}  # type: ignore[assignment]
    assert reader.fingerprint(fetch(url)) != before
