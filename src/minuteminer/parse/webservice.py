"""The answers of a site's web service, mgWebService.asmx, as the same meetings and items that pages give.

Its XML has habits of its own: empty values are line breaks, counts have a leading space, titles are escaped
twice, bodies are escaped HTML, and a server that is asked wrongly sends a web page or an empty list instead.
"""

from __future__ import annotations

import html as entities
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from minuteminer.errors import ParseError
from minuteminer.models import (
    AgendaItem,
    Attendee,
    Committee,
    DocumentLink,
    Meeting,
    MeetingPage,
    MeetingStatus,
    RawPage,
)
from minuteminer.parse.address import attachment_id, join_address, site_of
from minuteminer.parse.dates import parse_printed_date
from minuteminer.parse.items import Sections, make_item
from minuteminer.parse.labels import Section
from minuteminer.parse.markup import parse_markup
from minuteminer.parse.meeting_page import meeting_url
from minuteminer.parse.page import refusal, refuse_failures
from minuteminer.parse.text import collapse_space, decode_bytes
from minuteminer.parse.word import read_word_text

# Asked for more, the service stops without a word; a list of this length is not to be believed whole.
MAX_ROWS = 5000
_BODIES: dict[Section, str] = {
    "agenda": "agendatext",
    "decision": "decisionnonemptyhtmlbody",
    "minutes": "minutesnonemptyhtmlbody",
}


def parse_committees(raw: RawPage) -> tuple[Committee, ...]:
    """GetCommittees: every committee, also expired ones; deleted ones are left out."""
    root = _open(raw, "committees")
    site = site_of(raw.final_url)
    return tuple(
        Committee(
            site=site,
            committee_id=_text(node, "committeeid"),
            name=_title(node, "committeetitle"),
            category=_title(node, "committeecategory"),
            expired=_is_true(node, "committeeexpired"),
        )
        for node in root.iter("committee")
        if not _is_true(node, "committeedeleted")
    )


def parse_meetings(raw: RawPage) -> tuple[Meeting, ...]:
    """GetMeetings or GetAllMeetingsByDate: the meetings listed, in the order of the answer."""
    root = _open(raw, "getmeetings", "getmeetingsbydate")
    site = site_of(raw.final_url)
    return tuple(_read_meeting(node, site, committee) for committee, node in _listed(root))


def _listed(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each meeting with the element that names its committee: its parent's parent, or itself."""
    for node in root.iter("meeting"):
        own = node if node.find("committeeid") is not None else None
        yield own if own is not None else next(node.iterancestors("committee"), node), node


def parse_web_meeting(raw: RawPage, committee_id: str = "") -> MeetingPage:
    """GetMeeting: a meeting with its items and attendance.

    The answer does not number the committee, so `committee_id` is what the list of meetings said. The text is
    whole: the service does not cut as the pages do. `status` is draft where minutes are published: the service does
    not tell whether they are confirmed, and what is not known to be confirmed is not called so.
    """
    root = _open(raw, "meeting")
    site = site_of(raw.final_url)
    meeting = _read_meeting(root, site, root, committee_id=committee_id)
    attendees = tuple(_read_attendee(node) for node in root.iter("attendee"))
    meeting = _with_people(meeting, attendees, root)
    items = tuple(
        _read_item(raw, meeting, node, position) for position, node in enumerate(root.iter("agendaitem"), start=1)
    )
    return MeetingPage(meeting=meeting, items=items)


def _with_people(meeting: Meeting, attendees: tuple[Attendee, ...], root: etree._Element) -> Meeting:
    committees = {_title(node, "refertocommittee") for node in root.iter("agendaitem")} - {""}
    committee = meeting.committee or (committees.pop() if len(committees) == 1 else "")
    return replace(meeting, attendees=attendees, committee=committee)


def _read_meeting(node: etree._Element, site: str, committee: etree._Element, *, committee_id: str = "") -> Meeting:
    state, _semicolon, prefix = _title(node, "meetingstatus").partition(";")
    printed = f"{_text(node, 'meetingdate')} {_text(node, 'meetingtime')}".strip()
    date = parse_printed_date(printed)
    meeting_id = _text(node, "meetingid")
    committee_id = committee_id or _text(committee, "committeeid")
    return Meeting(
        site=site,
        meeting_id=meeting_id,
        committee_id=committee_id,
        committee=_title(committee, "committeetitle"),
        date=date.date,
        time=date.time,
        title=prefix.strip(),
        status=_status(node, state),
        printed_date=printed,
        venue=_title(node, "meetinglocation"),
        url=meeting_url(site, meeting_id, committee_id),
    )


def _status(node: etree._Element, state: str) -> MeetingStatus:
    if state.strip().lower() == "cancelled":
        return "cancelled"
    if _is_true(node, "minutepublished"):
        return "draft"
    if _is_true(node, "decisionpublished"):
        return "decisions"
    return "agenda" if _is_true(node, "agendapublished") else "scheduled"


def _read_item(raw: RawPage, meeting: Meeting, node: etree._Element, position: int) -> AgendaItem:
    sections = Sections(
        documents=[_read_document(raw, document) for document in node.iter("linkeddoc")],
        # Not to be displayed means that the public may not see it; the service then says no more.
        restricted=_is_true(node, "isrestricted") or _text(node, "isdisplayallowed").lower() == "false",
    )
    for section, name in _BODIES.items():
        if body := _body(node, name):
            sections.texts[section] = [body]
    item_id = _text(node, "agendaitemid")
    return make_item(
        raw,
        sections,
        site=meeting.site,
        item_id=item_id,
        meeting_id=meeting.meeting_id,
        position=position,
        number=_text(node, "fulldisplaynumberformat"),
        title=_title(node, "agendaitemtitle"),
        url=f"{meeting.url}#AI{item_id}",
        status=meeting.status,
    )


def _read_document(raw: RawPage, node: etree._Element) -> DocumentLink:
    restricted = _is_true(node, "isrestricted")
    url = join_address(raw.final_url, _text(node, "url")) or ""
    attached = _text(node, "attachmentid") or attachment_id(url)
    return DocumentLink(
        title=_title(node, "title"),
        url="" if restricted else url,
        attachment_id=attached or None,
        restricted=restricted,
    )


def _read_attendee(node: etree._Element) -> Attendee:
    return Attendee(
        name=_unescape(node.get("name") or ""),
        role=_unescape(node.get("roledescription") or ""),
        status=collapse_space(node.get("attendance") or ""),
        member_id=(node.get("memberid") or "").strip() or None,
    )


def _open(raw: RawPage, *roots: str) -> etree._Element:
    """The root of an answer, which must be one of `roots`; SOAP's envelope is taken off."""
    expected = f"a web service answer <{'> or <'.join(roots)}>"
    refuse_failures(raw, expected)
    # No entity of our own making is resolved, and nothing is fetched: the answer is somebody else's file.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(raw.body.lstrip(), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal(raw, expected, _describe(raw), kind="wrong_page") from error
    for node in root.iter("*"):
        node.tag = etree.QName(node).localname.lower()
    if root.tag == "envelope":
        root = next((node for name in roots for node in root.iter(name)), root)
    if root.tag not in roots:
        raise refusal(raw, expected, f"the root element <{root.tag}>", kind="wrong_page")
    return root


def _describe(raw: RawPage) -> str:
    words = collapse_space(decode_bytes(raw.body[:400], raw.content_type).text)
    what = "a web page" if "<html" in words.lower() or "<!doctype" in words.lower() else "something that is no XML"
    return f"{what} of {len(raw.body)} bytes that begins {words[:80]!r}"


def _text(node: etree._Element, name: str) -> str:
    """The text of a child on one line; an empty element holds a line break."""
    return collapse_space(node.findtext(name) or "")


def _title(node: etree._Element, name: str) -> str:
    return _unescape(_text(node, name))


def _unescape(text: str) -> str:
    """Titles are escaped once more than XML undoes: "Fees &amp; Charges"."""
    return collapse_space(entities.unescape(text))


def _body(node: etree._Element, name: str) -> str:
    """A body is HTML once XML is undone; unescaping it again would eat its "&lt;"."""
    markup = node.findtext(name) or ""
    if not markup.strip():
        return ""
    try:
        return read_word_text(parse_markup(decode_bytes(markup.encode("utf-8", "replace")).text))
    except ParseError:
        return ""


def _is_true(node: etree._Element, name: str) -> bool:
    return _text(node, name).lower() == "true"
