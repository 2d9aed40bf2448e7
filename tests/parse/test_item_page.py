"""Pages about one thing: an item in full, a decision, who attended."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import datetime
from collections.abc import Callable

from minuteminer.models import RawPage
from minuteminer.parse.moderngov import parse_attendance, parse_decision, parse_item

Answer = Callable[..., RawPage]
SITE = "https://democracy.brackshire.example/moderngov/"
ITEM = """<div id="modgov"><div class="mgHeader"><h1  class="mgMainTitleTxt" >Agenda item</h1></div>
<div class="mgSubTitle" ><h2 class="mgSubTitleTxt">Precept</h2></div>
<div class="mgLinks"><ul class="mgActionList"><li><a href="ieListDocuments.aspx?CId=412&amp;MID=3301#AI70003">Meeting of the panel</a></li></ul></div>
<div class="mgContent"><div class="mgWordPara"><div class="WordSection1"><p class="MsoNormal">To consider the precept.</p></div></div>
{label}Decision:{close}<div class="mgWordPara"><p>That it be supported.</p></div>
{label}Minutes:{close}<div class="mgWordPara"><p>One.</p><p>Two, with a veto.</p></div>
{label}Supporting documents:{close}<ul class="mgBulletList"><li><a href="documents/s8802/Annex 1.pdf">Annex 1 <span class="mgFileSize">PDF 1 KB</span></a></li></ul>
</div><div class="mgFooter"><p>&nbsp;</p></div></div>"""


def test_an_item_is_whole_whichever_element_labels_its_parts(answer: Answer) -> None:
    for label, close in (('<p class="mgSubItemTitleTxt">', "</p>"), ('<h3 class="mgSubSubTitleTxt">', "</h3>")):
        item = parse_item(answer(ITEM.format(label=label, close=close).encode(), "mgAi.aspx?ID=70003"))
        assert (item.item_id, item.meeting_id, item.title, item.number) == ("70003", "3301", "Precept", "")
        assert item.agenda_text == "To consider the precept."
        assert item.text == "Decision:\n\nThat it be supported.\n\nMinutes:\n\nOne.\n\nTwo, with a veto."
        assert [(d.title, d.attachment_id) for d in item.documents] == [("Annex 1", "8802")]
        assert item.url == f"{SITE}mgAi.aspx?ID=70003"
        assert not item.truncated


def test_a_saved_item_page_is_known_by_its_link_back(answer: Answer) -> None:
    item = parse_item(answer(ITEM.format(label="<p class='mgLabel'>", close="</p>").encode(), "somewhere"))
    assert item.item_id == "70003"


def test_a_decision_has_maker_status_dates_and_meeting(answer: Answer) -> None:
    page = b"""<div id="modgov"><h1>Decision details</h1><h2 class="mgSubTitleTxt">Use of the range</h2><div class="mgContent" >
<p><span  class="mgLabel" >Decision Maker: </span>Chief Finance Officer</p>
<p><span  class="mgLabel" >Decision status: </span><span  class="mgPlanItemInForce" >For Determination</span></p>
<h3 class="mgSubSubTitleTxt">Purpose:</h3><div class="mgWordPara"><p>To renew it.</p></div>
<h3 class="mgSubSubTitleTxt">Decisions:</h3><div class="mgWordPara"><p>That the lease of
&pound;9,000 be renewed.</p></div>
<p><span  class="mgLabel" >Publication date: </span>22&#47;10&#47;2025</p>
<p><span  class="mgLabel" >Date of decision: </span>19&#47;10&#47;2025</p>
<p><span  class="mgLabel" >Decided at meeting: </span><a href="ieListDocuments.aspx?CId=412&amp;MID=3301">19&#47;10&#47;2025 - Panel</a></p>
<p class="mgLabel" >Accompanying Documents:</p><ul class="mgBulletList"><li><a href="documents/s9/Lease.pdf">Lease</a></li></ul></div></div>"""
    found = parse_decision(answer(page, "ieDecisionDetails.aspx?ID=77"))
    assert (found.decision_id, found.title, found.maker) == ("77", "Use of the range", "Chief Finance Officer")
    assert (found.status, found.purpose, found.text) == (
        "For Determination",
        "To renew it.",
        "That the lease of £9,000 be renewed.",
    )
    assert found.published == datetime.date(2025, 10, 22)
    assert found.decided == datetime.date(2025, 10, 19)
    assert found.meeting_id == "3301"
    assert [document.attachment_id for document in found.documents] == ["9"]


def test_attendance_tells_members_from_officers(answer: Answer) -> None:
    page = b"""<div id="modgov"><h1>Meeting attendance</h1><h2 class="mgSubTitleTxt">Panel - 1 May 2025</h2>
<table summary="Table of meeting attendance"><thead><tr><th>Attendee</th><th>Role</th><th>Attendance</th></tr></thead><tbody>
<tr><td><a href="mgUserInfo.aspx?UID=31">Councillor Ada Brook&nbsp;</a></td><td>Chair</td><td> Present </td></tr>
<tr><td>Mr Tom Reed</td><td>Officer</td><td>In attendance</td></tr></tbody></table></div>"""
    found = parse_attendance(answer(page, "mgMeetingAttendance.aspx?ID=3301"))
    assert [(a.name, a.role, a.status, a.member_id) for a in found] == [
        ("Councillor Ada Brook", "Chair", "Present", "31"),
        ("Mr Tom Reed", "Officer", "In attendance", None),
    ]
