"""Committees, a committee, its meetings: rows are read by class and address, and nothing else is taken for a row."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from minuteminer.errors import ParseError
from minuteminer.models import RawPage
from minuteminer.parse.lists import parse_committee, parse_committee_list, parse_meeting_list

Answer = Callable[..., RawPage]
SITE = "https://democracy.brackshire.example/moderngov/"
LIST = b"""<div id="modgov"><div class="mgHeader"><h1  class="mgMainTitleTxt" >Browse meetings</h1></div>
<h2 class="mgSubTitleTxt">Tarn Panel</h2><form method="post" action="ieListMeetings.aspx" id="FormYearSelect">
<select id="YearSelect" name="YearSelect"><option value="0"> </option><option value="2024">2024</option><option value="2025">2025</option></select>
<div class="mgContent"><input type="hidden" name="hCommitteeId"  value="412" />
<a class="mgTableNextLnk" href="ieListMeetings.aspx?Act=earlier&amp;CId=412&amp;D=202401011000&amp;MD=ielistmeetings">Earlier</a>
<ul class="mgNonBulletTableList"><li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=412&amp;MId=9&amp;Ver=4">15 Jun 2025&nbsp;7&#58;30 pm</a></li>
<li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=412&amp;MId=11&amp;Ver=4">3 Mar 2025&nbsp;10&#58;00 am</a> - Agenda, Decisions, Minutes</li>
<li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=412&amp;MeetingId=8">1 Feb 2025&nbsp;10&#58;00 am</a> - CANCELLED</li>
<li><a class="mgMeetingTableLnk" href="ieListDocuments.aspx?CId=412&amp;MId=7">1 Jan 2025&nbsp;10&#58;00 am</a> - Agenda, Draft Minutes</li>
<li><a class="mgMeetingTableLnk" href="ieListMeetings.aspx?CId=2&amp;info=1&amp;MD=Constitution">Constitution</a></li>
<li><a class="mgMeetingTableLnk" href="ceListDocuments.aspx?MeetingId=8&amp;DF=12%2f05%2f2009">12 May 2009&nbsp;10&#58;00 am</a></li></ul>
</div></form></div>"""


def test_each_row_is_a_meeting_with_its_state(answer: Answer) -> None:
    found = parse_meeting_list(answer(LIST, "ieListMeetings.aspx?CommitteeId=412"))
    assert [(m.meeting_id, m.status) for m in found.meetings] == [
        ("9", "scheduled"), ("11", "final"), ("8", "cancelled"), ("7", "draft"), ("ce8", "scheduled"),
    ]  # fmt: skip
    assert found.meetings[0].date == datetime.date(2025, 6, 15)
    assert found.meetings[0].time == "19:30"
    assert found.meetings[0].url == f"{SITE}ieListDocuments.aspx?CId=412&MId=9&Ver=4"
    assert (found.committee_id, found.committee, found.years) == ("412", "Tarn Panel", (2024, 2025))


def test_a_list_says_where_it_goes_on(answer: Answer) -> None:
    found = parse_meeting_list(answer(LIST, "ieListMeetings.aspx?CommitteeId=412"))
    assert found.earlier_url == f"{SITE}ieListMeetings.aspx?Act=earlier&CId=412&D=202401011000&MD=ielistmeetings"
    assert found.later_url is None


def test_a_meeting_of_the_old_archive_keeps_its_own_address(answer: Answer) -> None:
    legacy = parse_meeting_list(answer(LIST, "ieListMeetings.aspx?CommitteeId=412")).meetings[-1]
    assert "ceListDocuments.aspx" in legacy.url


def test_no_meetings_is_a_valid_answer(answer: Answer) -> None:
    page = b'<div id="modgov"><h1>Browse meetings</h1><div class="mgContent"><p>No Tarn Panel meetings are available for browsing.</p></div></div>'
    assert parse_meeting_list(answer(page, "ieListMeetings.aspx?CId=387")).meetings == ()


def test_a_page_that_only_links_to_meetings_is_no_list(answer: Answer) -> None:
    page = b'<div id="modgov"><h1>Search results</h1><a href="ieListDocuments.aspx?CId=1&amp;MID=2">1 May 2020 - Panel</a></div>'
    with pytest.raises(ParseError, match="expected a ModernGov list of meetings, got a page headed 'Search results'"):
        parse_meeting_list(answer(page, "ieSearchResults2.aspx?SS=x"))


def test_committees_stand_under_their_category(answer: Answer) -> None:
    page = b"""<div id="modgov"><h1>Committee structure</h1><a href="x">unclosed</b><div class="mgContent">
<h2 class="mgSectionTitle">Panels &#38; boards</h2><ul><li><a href="mgCommitteeDetails.aspx?ID=412">Tarn Panel &#40;joint&#41;</a></li></ul>
<h2 class="mgSectionTitle">Council</h2><ul><li><a href="mgCommitteeDetails.aspx?ID=3">Council</a></li></ul></div></div>"""
    found = parse_committee_list(answer(page, "mgListCommittees.aspx?bcr=1"))
    assert [(c.committee_id, c.name, c.category) for c in found] == [
        ("412", "Tarn Panel (joint)", "Panels & boards"), ("3", "Council", "Council"),
    ]  # fmt: skip


def test_the_committee_is_the_one_of_the_page_not_of_the_request(answer: Answer) -> None:
    page = b"""<div id="modgov"><h1>Committee details</h1><h2 class="mgSubTitleTxt">Tarn Panel</h2>
<a href="ieListMeetings.aspx?CommitteeId=412">Browse</a></div>"""
    found = parse_committee(answer(page, "mgCommitteeDetails.aspx?ID=1"))
    assert (found.committee_id, found.name) == ("412", "Tarn Panel")
