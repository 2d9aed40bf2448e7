"""The files of the sample site: reports, printed agenda, minutes and decisions, as PDF and as converted HTML."""

from __future__ import annotations

import html
import re

from minuteminer.samplesite.corpus import SampleDocument, SampleMeeting
from minuteminer.samplesite.pdf import make_pdf
from minuteminer.samplesite.shell import long_date
from minuteminer.samplesite.view import View

# What T asks for.
FRONTSHEET, MINUTES, DECISIONS, PACK = "0", "1", "2", "10"


def report_pdf(document: SampleDocument) -> bytes:
    """The PDF of a report."""
    return make_pdf(document.title, document.text)


def printed_pdf(view: View, meeting: SampleMeeting, kind: str) -> bytes | None:
    """A meeting's papers as PDF, None where that kind is not published."""
    text = _printed(view, meeting, kind, markers=False)
    title = view.corpus.committee_by_id[meeting.committee_id].name
    return make_pdf(title, text) if text else None


def printed_html(view: View, meeting: SampleMeeting, kind: str) -> str | None:
    """The same as the HTML that the product converts from the PDF, with its literal markers round each item."""
    text = _printed(view, meeting, kind, markers=True)
    if not text:
        return None
    title = html.escape(view.corpus.committee_by_id[meeting.committee_id].name)
    paragraphs = "\n".join(f"<p>{html.escape(part, quote=False)}</p>" for part in re.split(r"\n{2,}", text))
    return f"<html><head><title>{title}</title></head><body>\n<p>{title}</p>\n{paragraphs}\n</body></html>"


def _printed(view: View, meeting: SampleMeeting, kind: str, *, markers: bool) -> str:
    status = view.status(meeting)
    if not status or not view.items(meeting) or (kind == MINUTES and status not in ("draft", "final")):
        return ""
    heads = {
        FRONTSHEET: "Agenda",
        MINUTES: "Minutes of the meeting",
        DECISIONS: "Decisions",
        PACK: "Public reports pack",
    }
    if kind not in heads:
        return ""
    present = ", ".join(person.name for person in meeting.attendance if person.status == "Present")
    parts = [
        f"{heads[kind]} held on {long_date(meeting.at)}",
        f"PRESENT: {present}" if kind == MINUTES and present else "",
    ]
    for position, item in enumerate(view.items(meeting), start=1):
        # The PDF has the minutes even where the page has none.
        words = {
            MINUTES: item.minutes_at(status),
            DECISIONS: view.decision(meeting, item),
            PACK: "\n\n".join(document.text for document in item.documents if not document.restricted),
        }.get(kind, item.agenda_text)
        body = "\n\n".join(filter(None, (f"{item.number_at(status)}   {item.title}".strip(), words)))
        parts.append(f"<AI{position}>\n\n{body}\n\n</AI{position}>" if markers else body)
    return "\n\n".join(part for part in parts if part)
