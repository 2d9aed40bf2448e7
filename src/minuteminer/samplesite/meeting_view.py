"""The page of a meeting and the page of one of its items."""

# ruff: noqa: E501 - lines of the product's own mark-up stay whole
from __future__ import annotations

import datetime

from minuteminer.samplesite.corpus import SampleDocument, SampleItem, SampleMeeting
from minuteminer.samplesite.shell import Page, action_list, link, long_date, text
from minuteminer.samplesite.view import View
from minuteminer.samplesite.word import CutText, cut_text, split_paragraphs, word_body

_PDF_ICON = '<span  class="mgFileSize" ><img height="12" src="mgimages/logo-pdf-1.gif" width="12" alt="pdf icon" /> PDF {} KB</span>'
_TABLE_HEAD = """<table class="mgItemTable"  summary="Table of agenda items" id="mgItemTable">
\t\t<caption  class="mgSectionTitle" >Items</caption>

     <tr>

            <th class="mgHide" abbr="No" scope="col">No.</th>
            <th class="mgHide" abbr="Item" scope="col">Item</th>
    </tr>
"""
_ROW = """
\t\t<tr>

\t\t\t<td  class="mgItemNumberCell" ><p  class="mgAiTitleTxt" ><a name="AI{id}" aria-disabled="true"></a>{number}</p></td>
\t\t\t\t
\t\t<td >\t\t\t

{content}
        </td>
\t\t</tr>
"""


def meeting_page(view: View, meeting: SampleMeeting) -> Page:
    """ieListDocuments.aspx: what is published of a meeting, long texts cut."""
    committee = view.corpus.committee_by_id[meeting.committee_id]
    heading = view.heading(meeting)
    cancelled = f", {view.word('CANCELLED')}" if view.status(meeting) == "cancelled" else ""
    name = f"{meeting.title}, {committee.name}" if meeting.title else committee.name
    subheading = link(
        f"mgCommitteeDetails.aspx?ID={committee.committee_id}",
        text(f"{name} - {long_date(meeting.at)}{cancelled}").replace("&#58;", ":"),
        f"Link to {committee.name}",
    )
    return Page(
        title=f"Agenda for {committee.name} on {long_date(meeting.at)}",
        heading=heading,
        subheading=f'<h2 class="mgSubTitleTxt">{subheading}</h2>',
        links=action_list(_papers(view, meeting, committee.name)),
        content=_about(view, meeting) + _item_table(view, meeting),
        dates=_dates(view, meeting),
    )


def _dates(view: View, meeting: SampleMeeting) -> dict[str, datetime.date]:
    dates = {"DC.date": meeting.at.date()}
    published = [stage.begins for stage in meeting.life if stage.begins <= view.today and stage.status != "scheduled"]
    if published and view.status(meeting) != "cancelled":
        dates["DC.date.modified"] = published[-1]
    return dates


def _papers(view: View, meeting: SampleMeeting, committee: str) -> list[str]:
    """Links to attendance and to the papers as PDF: raw spaces in the addresses, as on real sites."""
    status = view.status(meeting)
    links = [
        link(
            f"mgMeetingAttendance.aspx?ID={meeting.meeting_id}",
            "Attendance details",
            f"Link to attendance details for {committee}",
        )
    ]
    if status in (None, "scheduled", "cancelled"):
        return links

    def paper(kind: str, words: str, number: int) -> str:
        href = f"documents/g{meeting.agenda_id}/{kind} {meeting.at:%A %d-%b-%Y %H.%M} {committee}.pdf?T={number}"
        return link(href, f"{words}\n\t\t\t{_PDF_ICON.format(90 + number)} ", f"Link to {words.lower()} pdf file")

    links.append(paper("Agenda frontsheet", "Agenda frontsheet", 0))
    links.append(link(f"mgChooseDocPack.aspx?ID={meeting.agenda_id}", "Agenda reports pack"))
    if any(view.decision(meeting, item) for item in view.items(meeting)):
        links.append(paper("Decisions", "Printed decisions", 2))
    if status in ("draft", "final"):
        draft = " draft" if status == "draft" else ""
        links.append(paper(f"Printed{draft} minutes", f"Printed{draft} minutes", 1))
    return links


def _about(view: View, meeting: SampleMeeting) -> str:
    unpublished = view.status(meeting) in (None, "scheduled", "cancelled")
    label = view.word("Proposed venue: " if unpublished else "Venue: ")
    lines = ["<p>No documents are available for this meeting</p>"] if unpublished else []
    lines.append(
        f'<p><span  class="mgLabel" >{label}</span>{text(meeting.venue)}. <a  href="mgLocationDetails.aspx?RID=1"> View directions</a></p>'
    )
    if meeting.contact:
        lines.append(f'<p><span  class="mgLabel" >Contact: </span>{text(meeting.contact)}&nbsp; \r\n\t\t</p>')
    if meeting.note:
        lines.append(f'<p><span  class="mgLabel" >Note: </span>{text(meeting.note)}</p>')
    if meeting.webcast and not unpublished:
        lines.append('<h2  class="mgSectionTitle" >Media</h2>')
        href = f"https://webcast.example/mg_bounce.php?mg_m_id={meeting.meeting_id}&language=en_GB"
        lines.append(
            f'<p><span  class="mgLabel" >Webcast: </span>{link(href, "View the webcast", "View the webcast")} </p>'
        )
    return "\t\t" + "\n\t\t".join(lines) + "\n"


def _item_table(view: View, meeting: SampleMeeting) -> str:
    items = view.items(meeting)
    if not items:
        return ""
    status = view.status(meeting) or "scheduled"
    rows = [
        _ROW.format(id=item.item_id, number=text(item.number_at(status)), content=_cell(view, meeting, item))
        for item in items
    ]
    return _TABLE_HEAD + "".join(rows) + "\n\t</table>\n"


def _cell(view: View, meeting: SampleMeeting, item: SampleItem) -> str:
    number = item.number_at(view.status(meeting) or "scheduled")
    minutes = view.minutes(meeting, item)
    parts = [_title(item, number), _actions(view, meeting, item, number)]
    parts.append(_body(view, item, number, item.agenda_text, "agenda"))
    extra = item.documents[1:] if item.lead_report else item.documents
    parts.append(_documents(view, extra, number, view.word("Additional documents:")))
    if decision := view.decision(meeting, item):
        parts.append(_label(view.word("Decision:")) + _body(view, item, number, decision, "decision"))
    # Some items keep the label although no words stand under it.
    if minutes or (item.minutes and view.status(meeting) in ("draft", "final") and meeting.pdf_minutes_only):
        parts.append(_label(view.word("Minutes:")) + _body(view, item, number, minutes, "minutes"))
    parts.append(_votes(meeting, item) if minutes else "")
    return "\n".join(part for part in parts if part)


def _title(item: SampleItem, number: str) -> str:
    words = text(item.title)
    if item.lead_report and item.documents and not item.documents[0].restricted:
        report = item.documents[0]
        words = link(
            f"documents/s{report.attachment_id}/{report.title}.pdf",
            f"{words} {_PDF_ICON.format(_size(report))} ",
            f"Link to document '{item.title}' pdf file",
            "mgAiTitleLnk",
        )
    return f'\t\t\t\t\t<p  class="mgAiTitleTxt" >{words}</p>'


def _actions(view: View, meeting: SampleMeeting, item: SampleItem, number: str) -> str:
    links = []
    if item.issue_id:
        links.append(link(f"mgIssueHistoryHome.aspx?IId={item.issue_id}", f"View the background to item {number}"))
    if view.decision(meeting, item):
        links.append(link(f"ieDecisionDetails.aspx?AIId={item.item_id}", f"View the decision for item {number}"))
    if item.restricted:
        href = f"mgReasonsRestricted.aspx?ID=0&OID={item.item_id}&OT=A&RPID=0&BM=AI{item.item_id}"
        links.append(link(href, f"View the reasons why item {number} is restricted"))
    return action_list(links)


def _label(words: str) -> str:
    return f'<p class="mgSubItemTitleTxt">{words}</p>\n'


def _body(view: View, item: SampleItem, number: str, words: str, kind: str) -> str:
    """A Word body, cut after so many words, with the product's link at the end of the last paragraph."""
    if not words:
        return ""
    shown = (
        cut_text(words)
        if "no_truncation" not in view.faults
        else CutText(paragraphs=split_paragraphs(words), cut=False)
    )
    ending = ""
    if shown.cut or "link_always" in view.faults:
        dots = " &nbsp;...&nbsp; " if shown.cut else " "
        title = f"Link to view the full item text for item {number}, {item.title}"
        ending = dots + link(f"mgAi.aspx?ID={item.item_id}", f"view the full {kind} text for item {number}", title)
    return f'<div class="mgWordPara">{word_body(shown.paragraphs, markup=item.markup, ending=ending)}</div> '


def _documents(view: View, documents: tuple[SampleDocument, ...], number: str, label: str) -> str:
    if not documents:
        return ""
    entries = "\n".join(_document(document, position, number) for position, document in enumerate(documents, start=1))
    return f'{_label(label)}\n<ul  class="mgBulletList" >\n{entries}\n\n</ul>'


def _document(document: SampleDocument, position: int, number: str) -> str:
    if document.restricted:
        reasons = link(
            f"mgReasonsRestricted.aspx?ID={document.attachment_id}&OT=A",
            f"View the reasons why document {position} is restricted",
        )
        return f"\t\t\t\t\t\t    <li>Restricted enclosure {position}</li>\n\t\t\t\t\t\t    <li>{reasons}</li>"
    words = f'{text(document.title)} <span  class="mgHide" >, item {number}</span>\n\t\t\t\t\t\t    {_PDF_ICON.format(_size(document))} '
    href = f"documents/s{document.attachment_id}/{document.title}.pdf"
    return f"\t\t\t\t\t\t    <li>\n\t\t\t\t\t\t    {link(href, words, f'Link to document {document.title} pdf file')}  </li>"


def _size(document: SampleDocument) -> int:
    return 40 + len(document.text) // 100


def _votes(meeting: SampleMeeting, item: SampleItem) -> str:
    """The table of a recorded vote, with the product's own broken head."""
    if not item.recorded_vote:
        return ""
    carried = len(item.recorded_vote.get("for", ())) > len(item.recorded_vote.get("against", ()))
    href = f"mgListRecordedVotesShort.aspx?AIID={item.item_id}&MID={meeting.meeting_id}"
    return (
        '\t\t\t\t\t<table  class="mgTableNoBorderFullWidth" >\n\t\t\t\t\t\t<caption  class="mgSectionTitle" >Recorded Vote</caption>\n'
        '\t\t\t\t\t\t<thead>\n\t\t\t\t\t\t<th scope="col">Title</th><th scope="col">Type</th><th scope="col">Result</th>\n\t\t\t\t\t\t</th>\n'
        f"\t\t\t\t\t\t<tr>\n<td>{text(item.title)}</td>\n<td>Resolution</td>\n<td>{'Carried' if carried else 'Rejected'}</td>\n\t\t\t\t\t\t</tr>\t\n"
        f"\t\t\t\t\t</table>\n\t\t\t\t\t<li>{link(href, 'View Recorded Vote for this item', 'Link to recorded votes for this item')}</li>\n"
    )


def item_page(view: View, meeting: SampleMeeting, item: SampleItem) -> Page:
    """mgAi.aspx: one item with its whole text. It prints no item number, as real ones print none."""
    back = link(
        f"ieListDocuments.aspx?CId={meeting.committee_id}&MID={meeting.meeting_id}#AI{item.item_id}",
        text(f"{meeting.at:%d/%m/%Y} - {view.corpus.committee_by_id[meeting.committee_id].name}"),
    )
    parts = []
    for label, words in (
        ("", item.agenda_text),
        ("Decision:", view.decision(meeting, item)),
        ("Minutes:", view.minutes(meeting, item)),
    ):
        if words:
            heading = f'<h3 class="mgSubSubTitleTxt">{view.word(label)}</h3>\n' if label else ""
            parts.append(
                f'{heading}<div class="mgWordPara">{word_body(split_paragraphs(words), markup=item.markup)}</div>'
            )
    parts.append(_documents(view, item.documents, "", view.word("Supporting documents:")))
    return Page(
        title=f"Agenda item - {item.title}",
        heading=view.word("Agenda item"),
        subheading=f'<h2 class="mgSubTitleTxt">{text(item.title)}</h2>',
        links=action_list([back]),
        content="\n".join(part for part in parts if part),
        dates={"DC.date": view.today},
    )
