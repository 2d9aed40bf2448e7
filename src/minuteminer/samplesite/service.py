"""The web service of the sample site, with its habits: see each function.

Dates other than dd/mm/yyyy are ignored without a word; 0 means all committees to one operation and none to
another; counts begin with a space; what is empty holds a line break; titles are escaped twice.
"""

# ruff: noqa: E501 - lines of the product's own mark-up stay whole
from __future__ import annotations

import datetime
import html
import re
from collections.abc import Mapping

from minuteminer.samplesite.corpus import SampleDocument, SampleItem, SampleMeeting
from minuteminer.samplesite.shell import clock
from minuteminer.samplesite.view import View
from minuteminer.samplesite.word import split_paragraphs, word_body

NAMESPACE = "http://moderngov.co.uk/namespaces"
OPERATIONS = {
    "getcommittees": (),
    "getmeetings": ("lcommitteeid", "sfromdate", "stodate"),
    "getallmeetingsbydate": ("lcommitteeid", "sfromdate", "stodate"),
    "getmeeting": ("lmeetingid",),
}
# The service returns no more rows than that, and does not say so.
_MOST_ROWS = 5000


def find_missing(operation: str, given: Mapping[str, str]) -> str:
    """The first argument that the operation wants and was not given, else ""."""
    return next((name for name in OPERATIONS[operation] if name not in given), "")


def answer(view: View, operation: str, given: Mapping[str, str]) -> str | None:
    """The XML of an operation, None where there is no such meeting."""
    if operation == "getcommittees":
        body = _committees(view)
    elif operation == "getmeetings":
        body = _meetings(view, given)
    elif operation == "getallmeetingsbydate":
        body = _meetings_by_date(view, given)
    else:
        meeting = view.corpus.meeting_by_id.get(given["lmeetingid"])
        if meeting is None or view.status(meeting) is None:
            return None
        body = _meeting(view, meeting)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.replace("\n", "\r\n")


def soap_envelope(operation: str, xml: str) -> str:
    """An answer in SOAP's envelope; `operation` as it was written."""
    inner = re.sub(r"^<\?xml[^>]*\?>\s*", "", xml)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\r\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<{operation}Response xmlns="{NAMESPACE}"><{operation}Result>{inner}</{operation}Result></{operation}Response>'
        "</soap:Body></soap:Envelope>"
    )


def parse_soap(body: str) -> tuple[str, dict[str, str]]:
    """The operation and the arguments of a SOAP request."""
    inside = re.search(r"<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)[^>]*?(?:/>|>(.*?)</(?:\w+:)?\1>)", body, re.S)
    if inside is None:
        return "", {}
    arguments = re.findall(r"<(?:\w+:)?(\w+)[^>]*>([^<]*)</", inside[2] or "")
    return inside[1], {name.lower(): html.unescape(value).strip() for name, value in arguments}


def _element(name: str, value: str) -> str:
    return f"<{name}>{html.escape(value, quote=False)}</{name}>" if value else f"<{name}>\n</{name}>"


def _title(name: str, value: str) -> str:
    return _element(name, html.escape(value, quote=True).replace("&#x27;", "&#39;"))


def _truth(name: str, value: bool) -> str:
    return _element(name, "True" if value else "False")


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _committees(view: View) -> str:
    rows = [
        _lines(
            "<committee>",
            _element("committeeid", committee.committee_id),
            _title("committeetitle", committee.name),
            _truth("committeedeleted", False),
            _truth("committeeexpired", committee.expired),
            _title("committeecategory", committee.category),
            "</committee>",
        )
        for committee in view.corpus.committees
    ]
    return _lines("<committees>", _element("committeescount", f" {len(rows)}"), *rows, "</committees>")


def _between(view: View, given: Mapping[str, str]) -> list[SampleMeeting]:
    """Meetings between two dates dd/mm/yyyy; a date in any other form is no bound at all."""
    first, last = _read_date(given["sfromdate"]), _read_date(given["stodate"])
    known = [meeting for meeting in view.corpus.meetings if view.status(meeting)]
    return [
        meeting
        for meeting in known
        if (first is None or meeting.at.date() >= first) and (last is None or meeting.at.date() <= last)
    ][:_MOST_ROWS]


def _read_date(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text.strip(), "%d/%m/%Y").date()
    except ValueError:
        return None


def _meetings(view: View, given: Mapping[str, str]) -> str:
    found = _between(view, given)
    wanted = [c for c in view.corpus.committees if given["lcommitteeid"] in ("0", c.committee_id)]
    rows, total = [], 0
    for committee in wanted:
        own = [meeting for meeting in found if meeting.committee_id == committee.committee_id]
        total += len(own)
        rows.append(
            _lines(
                "<committee>",
                _element("committeeid", committee.committee_id),
                _title("committeetitle", committee.name),
                _element("committeemeetingcount", f" {len(own)}"),
                _lines("<committeemeetings>", *(_row(view, meeting) for meeting in own), "</committeemeetings>"),
                "</committee>",
            )
        )
    counts = _lines(_element("meetingscount", f" {total}"), _element("committeescount", f" {len(wanted)}"))
    return _lines("<getmeetings>", counts, *rows, "</getmeetings>")


def _meetings_by_date(view: View, given: Mapping[str, str]) -> str:
    wanted = given["lcommitteeid"]
    own = [meeting for meeting in _between(view, given) if wanted in ("-1", meeting.committee_id)]
    rows = "\n".join(_row(view, meeting, with_committee=True) for meeting in own)
    return _lines(
        "<getmeetingsbydate>",
        _element("meetingscount", f" {len(own)}"),
        f"<meetings>\n{rows}</meetings>",
        "</getmeetingsbydate>",
    )


def _row(view: View, meeting: SampleMeeting, *, with_committee: bool = False) -> str:
    committee = view.corpus.committee_by_id[meeting.committee_id]
    return _lines(
        "<meeting>",
        _element("meetingid", meeting.meeting_id),
        _when(view, meeting),
        _element("meetingtime", clock(meeting.at)),
        _truth("iswebcast", meeting.webcast),
        _element("committeeid", committee.committee_id) if with_committee else "",
        _title("committeetitle", committee.name) if with_committee else "",
        "</meeting>",
    )


def _when(view: View, meeting: SampleMeeting) -> str:
    state = "Cancelled" if view.status(meeting) == "cancelled" else "Confirmed"
    prefix = f"; {meeting.title}" if meeting.title else ""
    return _lines(_element("meetingdate", f"{meeting.at:%d/%m/%Y}"), _title("meetingstatus", state + prefix))


def _meeting(view: View, meeting: SampleMeeting) -> str:
    status = view.status(meeting)
    items = view.items(meeting)
    people = "\n".join(
        f'<attendee membertype="{"U" if p.member_id else "O"}" memberid="{p.member_id or ""}" name="{html.escape(p.name)}" '
        f'roledescription="{html.escape(p.role)}" attendance="{html.escape(p.status if meeting.at.date() <= view.today else "Expected")}">\n</attendee>'
        for p in meeting.attendance
    )
    return _lines(
        "<meeting>",
        _element("meetingid", meeting.meeting_id),
        _when(view, meeting),
        _truth("isdisplayallowed", True),
        _element("meetingtime", clock(meeting.at)),
        *(
            _element(name, "")
            for name in ("meetingactualstarttime", "meetingplannedfinishtime", "meetingactualfinishtime")
        ),
        _title("meetinglocation", meeting.venue),
        _truth("iswebcast", meeting.webcast),
        _element("agendaid", meeting.agenda_id),
        _truth("agendapublished", bool(items)),
        _truth("decisionpublished", any(view.decision(meeting, item) for item in items)),
        _truth("minutepublished", status in ("draft", "final")),
        _element("meetingroom", ""),
        _lines(
            "<agendaitems>", *(_item(view, meeting, item, n) for n, item in enumerate(items, start=4)), "</agendaitems>"
        ),
        _lines("<attendees>", people, "</attendees>"),
        "</meeting>",
    )


def _item(view: View, meeting: SampleMeeting, item: SampleItem, position: int) -> str:
    committee = view.corpus.committee_by_id[meeting.committee_id]
    decision = view.decision(meeting, item)
    return _lines(
        "<agendaitem>",
        _element("agendaitemid", item.item_id),
        _title("agendaitemtitle", item.title),
        _body("agendatext", item, item.agenda_text),
        # An order of the product's own, which is not the number that is shown.
        _element("agendaitemnumber", str(position)),
        _element("agendaitemsubnumber", ""),
        _element("fulldisplaynumberformat", item.number_at(view.status(meeting) or "scheduled")),
        _body("decisionnonemptyhtmlbody", item, decision) if decision else "",
        _body("minutesnonemptyhtmlbody", item, view.minutes(meeting, item)),
        _truth("isdecision", bool(decision)),
        _truth("isminutepublished", view.status(meeting) in ("draft", "final")),
        _truth("isrestricted", item.restricted),
        _truth("isdisplayallowed", True),
        _title("refertocommittee", committee.name),
        _lines("<linkeddocuments>", *(_document(view, document) for document in item.documents), "</linkeddocuments>"),
        "</agendaitem>",
    )


def _body(name: str, item: SampleItem, words: str) -> str:
    return _element(name, word_body(split_paragraphs(words), markup=item.markup) if words else "")


def _document(view: View, document: SampleDocument) -> str:
    url = f"{view.base_url}mgConvert2PDF.aspx?ID={document.attachment_id}"
    return _lines(
        "<linkeddoc>",
        _element("attachmentid", document.attachment_id),
        _title("title", document.title),
        _truth("isurl", False),
        _element("url", "" if document.restricted else url),
        _truth("isrestricted", document.restricted),
        _element("restrictionsRef", "3" if document.restricted else ""),
        "</linkeddoc>",
    )
