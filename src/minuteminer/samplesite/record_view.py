"""Attendance, decisions, the history of an issue, the pack chooser and the error page."""

# ruff: noqa: E501 - lines of the product's own mark-up stay whole
from __future__ import annotations

from minuteminer.samplesite.corpus import SampleItem, SampleMeeting
from minuteminer.samplesite.shell import Page, action_list, link, long_date, text
from minuteminer.samplesite.view import View
from minuteminer.samplesite.word import split_paragraphs, word_body


def attendance_page(view: View, meeting: SampleMeeting) -> Page:
    """mgMeetingAttendance.aspx: before the meeting everybody is expected."""
    name = view.corpus.committee_by_id[meeting.committee_id].name
    held = meeting.at.date() <= view.today
    rows = []
    for person in meeting.attendance:
        words = text(person.name)
        if person.member_id:
            words = link(f"mgUserInfo.aspx?UID={person.member_id}", words, f"Link to details of {person.name}")
        status = person.status if held else "Expected"
        rows.append(
            f'<tr>\r\n<td  class="mgMainTxt" >{words}</td><td>{text(person.role)}</td><td>{text(status)}</td>\r\n</tr>'
        )
    table = (
        '<table class="mgTable"  summary="Table of meeting attendance" >\n<caption  class="mgSectionTitle" >Attendance</caption>\n'
        f"<thead><tr><th>Attendee</th><th>Role</th><th>Attendance</th></tr></thead>\n<tbody>{''.join(rows)}</tbody></table>"
    )
    return Page(
        title=f"Attendance - {name}",
        heading="Meeting attendance",
        subheading=f'<h2 class="mgSubTitleTxt">{text(f"{name} - {long_date(meeting.at)}")}</h2>',
        content=table,
        dates={"DC.date": view.today},
    )


def decision_page(view: View, meeting: SampleMeeting, item: SampleItem) -> Page:
    """ieDecisionDetails.aspx: what a committee decided on an item."""
    name = view.corpus.committee_by_id[meeting.committee_id].name
    body = word_body(split_paragraphs(view.decision(meeting, item)), markup=item.markup)
    href = f"ieListDocuments.aspx?CId={meeting.committee_id}&MID={meeting.meeting_id}"
    day = text(f"{meeting.at:%d/%m/%Y}")
    content = (
        '<p><span  class="mgLabel" >Decision status: </span><span  class="mgPlanItemInForce" >Recommendations Approved</span></p>\n'
        '<p><span  class="mgLabel" >Is Key decision?: </span>No</p>\n<p><span  class="mgLabel" >Is subject to call in?: </span>No</p>\n'
        f'<h3 class="mgSubSubTitleTxt">{view.word("Decision:")}</h3>\n<div class="mgWordPara">{body}</div>\n'
        f'<p><span  class="mgLabel" >Publication date: </span>{day}</p>\n<p><span  class="mgLabel" >Date of decision: </span>{day}</p>\n'
        f'<p><span  class="mgLabel" >Decided at meeting: </span>{link(href, f"{day} - {text(name)}")}</p>'
    )
    return Page(
        title=f"Decision - {item.title}",
        heading="Decision details",
        subheading=f'<h2 class="mgSubTitleTxt">{text(item.title)}</h2>',
        content=content,
    )


def issue_page(view: View, issue_id: str, found: list[tuple[SampleMeeting, SampleItem]]) -> Page:
    """mgIssueHistoryHome.aspx: the agenda items that belong to one issue."""
    entries = "".join(
        f"<li>{link(f'ieListDocuments.aspx?CId={m.committee_id}&MID={m.meeting_id}#AI{i.item_id}', text(f'{m.at:%d/%m/%Y} - {i.title}'))}</li>"
        for m, i in found
    )
    return Page(
        title=f"Issue - {found[0][1].title}",
        heading="Issue details",
        subheading=f'<h2 class="mgSubTitleTxt">{text(found[0][1].title)}</h2>',
        content=(
            f'<p><span  class="mgLabel" >Decision type: </span>Non-key</p>\n<!-- {issue_id} -->\n'
            f'<h2 class="mgSectionTitle">Agenda items</h2>\n<ul class="mgBulletList">{entries}</ul>'
        ),
    )


def pack_page(view: View, meeting: SampleMeeting) -> Page:
    """mgChooseDocPack.aspx: the reports of a meeting in one file."""
    name = view.corpus.committee_by_id[meeting.committee_id].name
    href = f"documents/g{meeting.agenda_id}/Public reports pack {meeting.at:%A %d-%b-%Y %H.%M} {name}.pdf?T=10"
    return Page(
        title="Document packs", heading="Document packs", links=action_list([link(href, "Agenda reports pack")])
    )


def restricted_page(view: View) -> Page:
    """mgReasonsRestricted.aspx: why the public may not read a document."""
    content = "<p>Exempt under Part 1 of Schedule 12A to the Local Government Act 1972.</p>"
    return Page(
        title="Reasons restricted", heading="Why is it restricted?", content=content, dates={"DC.date": view.today}
    )


def error_page(view: View) -> Page:
    """mgError.aspx: what comes, with status 200, for an address that the product does not know."""
    content = "<p>An error has occurred. The page that you asked for does not exist, or its number is not known.</p>"
    return Page(title="Error", heading="Error", content=content, dates={"DC.date": view.today})
