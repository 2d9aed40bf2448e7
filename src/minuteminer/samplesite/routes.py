"""Which address of the sample site gives what; paths and names of arguments in any letter case, as on IIS."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from minuteminer.samplesite import list_view, meeting_view, papers, record_view, service
from minuteminer.samplesite.shell import Page
from minuteminer.samplesite.view import View

Arguments = dict[str, str]
_ATTACHMENT = re.compile(r"^documents/s(\d+)/.+$", re.I)
_PRINTED = re.compile(r"^documents/g(\d+)/.+\.(pdf|htm)$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent: a page still to be wrapped, or bytes; or a redirect to `location`."""

    status: int = 200
    content_type: str = "text/html"
    page: Page | None = None
    body: bytes = b""
    location: str = ""


NOT_KNOWN = Answer(status=302, location="mgError.aspx")


def parse_arguments(query: str) -> Arguments:
    """The arguments of a query or a posted form, names in lower case."""
    arguments: Arguments = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        arguments.setdefault(name.lower(), value)
    return arguments


def find_answer(view: View, path: str, arguments: Arguments, soap: str = "") -> Answer:
    """The answer to `path` (without the site's prefix); what is not known leads to mgError.aspx."""
    path = unquote(path).lstrip("/")
    lowered = path.lower()
    if lowered.startswith("mgwebservice.asmx"):
        return _web_service(view, path[len("mgwebservice.asmx") :].strip("/"), arguments, soap)
    if lowered.startswith("documents/"):
        return _file(view, path, arguments)
    if lowered == "mgrss.aspx" and "cid" in arguments:
        return Answer(content_type="text/xml", body=list_view.feed(view, arguments["cid"]).encode())
    if lowered == "mgconvert2pdf.aspx":
        return _attachment(view, arguments.get("id", ""))
    route = _ROUTES.get(lowered)
    page = route(view, arguments) if route else None
    return Answer(page=page) if page else NOT_KNOWN


def _file(view: View, path: str, arguments: Arguments) -> Answer:
    if match := _ATTACHMENT.match(path):
        return _attachment(view, match[1])
    match = _PRINTED.match(path)
    meeting = next((m for m in view.corpus.meetings if match and m.agenda_id == match[1]), None)
    # Without T the product does not know which of the papers is meant.
    if match is None or meeting is None or "t" not in arguments:
        return NOT_KNOWN
    if match[2].lower() == "htm" and arguments.get("ct") == "2":
        converted = papers.printed_html(view, meeting, arguments["t"])
        return Answer(body=converted.encode()) if converted else NOT_KNOWN
    pdf = papers.printed_pdf(view, meeting, arguments["t"])
    return Answer(content_type="application/pdf", body=pdf) if pdf else NOT_KNOWN


def _attachment(view: View, attachment_id: str) -> Answer:
    document = view.corpus.document_by_id.get(attachment_id)
    if document is None or document.restricted or "restricted" in view.faults:
        return NOT_KNOWN
    return Answer(content_type="application/pdf", body=papers.report_pdf(document))


def _web_service(view: View, name: str, arguments: Arguments, soap: str) -> Answer:
    if "webservice_empty" in view.faults:
        empty = b'<?xml version="1.0" encoding="utf-8"?>\r\n<getmeetings>\r\n</getmeetings>'
        return Answer(content_type="text/xml", body=empty)
    called, given = service.parse_soap(soap) if soap else (name, arguments)
    operation = called.lower()
    if operation not in service.OPERATIONS:
        return Answer(
            status=500, content_type="text/plain", body=f"{called} Web Service method name is not valid.\r\n".encode()
        )
    if missing := service.find_missing(operation, given):
        return Answer(status=500, content_type="text/plain", body=f"Missing parameter: {missing}.\r\n".encode())
    xml = service.answer(view, operation, given)
    if not xml:
        return Answer(status=500, content_type="text/plain", body=b"There is no meeting of that number.\r\n")
    return Answer(content_type="text/xml", body=(service.soap_envelope(called, xml) if soap else xml).encode())


def _committee(view: View, arguments: Arguments) -> Page | None:
    committee = view.corpus.committee_by_id.get(arguments.get("id", ""))
    return list_view.committee_page(view, committee) if committee else None


def _meeting_list(view: View, arguments: Arguments) -> Page | None:
    wanted = arguments.get("committeeid") or arguments.get("cid") or arguments.get("hcommitteeid", "")
    committee = view.corpus.committee_by_id.get(wanted)
    if committee is None:
        return None
    year = arguments.get("year") or arguments.get("yearselect") or "0"
    return list_view.meeting_list_page(
        view,
        committee,
        year=int(year) if year.isdecimal() else 0,
        act=arguments.get("act", ""),
        at=arguments.get("d", ""),
    )


def _meeting(view: View, arguments: Arguments) -> Page | None:
    """The committee in the address is not looked at, as on real sites."""
    wanted = arguments.get("mid") or arguments.get("meetingid", "")
    meeting = view.corpus.meeting_by_id.get(wanted)
    return meeting_view.meeting_page(view, meeting) if meeting and view.status(meeting) else None


def _item(view: View, arguments: Arguments) -> Page | None:
    found = view.find_item(arguments.get("id", ""))
    return meeting_view.item_page(view, *found) if found else None


def _attendance(view: View, arguments: Arguments) -> Page | None:
    meeting = view.corpus.meeting_by_id.get(arguments.get("id", ""))
    return record_view.attendance_page(view, meeting) if meeting and view.status(meeting) else None


def _decision(view: View, arguments: Arguments) -> Page | None:
    found = view.find_item(arguments.get("aiid", ""))
    return record_view.decision_page(view, *found) if found and view.decision(*found) else None


def _issue(view: View, arguments: Arguments) -> Page | None:
    issue = arguments.get("iid", "")
    found = [(m, i) for m in view.corpus.meetings for i in view.items(m) if issue and i.issue_id == issue]
    return record_view.issue_page(view, issue, found) if found else None


def _pack(view: View, arguments: Arguments) -> Page | None:
    meeting = next((m for m in view.corpus.meetings if m.agenda_id == arguments.get("id", "")), None)
    return record_view.pack_page(view, meeting) if meeting else None


def _calendar(view: View, arguments: Arguments) -> Page | None:
    """DD is the year."""
    year, month = arguments.get("dd") or str(view.today.year), arguments.get("m") or str(view.today.month)
    if not (
        year.isdecimal()
        and month.isdecimal()
        and datetime.MINYEAR <= int(year) <= datetime.MAXYEAR
        and 1 <= int(month) <= 12
    ):
        return None
    return list_view.calendar_page(view, int(year), int(month))


_ROUTES: dict[str, Callable[[View, Arguments], Page | None]] = {
    "": lambda view, _arguments: list_view.committee_list_page(view),
    "mglistcommittees.aspx": lambda view, _arguments: list_view.committee_list_page(view),
    "mgcommitteestructure.aspx": lambda view, _arguments: list_view.committee_list_page(view),
    "mgcommitteedetails.aspx": _committee,
    "ielistmeetings.aspx": _meeting_list,
    "ielistdocuments.aspx": _meeting,
    "mgai.aspx": _item,
    "mgmeetingattendance.aspx": _attendance,
    "iedecisiondetails.aspx": _decision,
    "mgissuehistoryhome.aspx": _issue,
    "mgchoosedocpack.aspx": _pack,
    "mgcalendarmonthview.aspx": _calendar,
    "mgreasonsrestricted.aspx": lambda view, _arguments: record_view.restricted_page(view),
    "iesearchresults2.aspx": lambda view, arguments: list_view.search_page(view, arguments.get("ss", "")),
    # Without a committee the feed is a page like any other, on several real sites.
    "mgrss.aspx": lambda view, _arguments: list_view.committee_list_page(view),
    "mgerror.aspx": lambda view, _arguments: record_view.error_page(view),
}
