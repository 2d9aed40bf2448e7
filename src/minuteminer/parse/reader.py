"""All that collecting needs to know about a page, as one object that can be handed over.

Collecting knows no markup and parsing no network: this object is what passes between them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from minuteminer.errors import ParseError
from minuteminer.models import AgendaItem, Attendee, Committee, Meeting, MeetingList, MeetingPage, PageKind, RawPage
from minuteminer.parse import moderngov, webservice
from minuteminer.parse.address import page_name
from minuteminer.parse.markup import has_class
from minuteminer.parse.page import open_page
from minuteminer.parse.printed import parse_printed_minutes
from minuteminer.parse.text import collapse_space

_KINDS: dict[str, PageKind] = {
    "mglistcommittees.aspx": "committee_list",
    "mgcommitteestructure.aspx": "committee_list",
    "iedochome.aspx": "committee_list",
    "mgcommitteedetails.aspx": "committee",
    "ielistmeetings.aspx": "meeting_list",
    "ielistdocuments.aspx": "meeting",
    "mgai.aspx": "item",
    "mgmeetingattendance.aspx": "attendance",
    "iedecisiondetails.aspx": "decision",
    "mgconvert2pdf.aspx": "document",
    "robots.txt": "robots",
}
# Parts of the product's block that change from one request to the next, or with the product's version.
_VOLATILE_CLASSES = ("mgFooter", "mgHiddenField")


@dataclass(frozen=True, slots=True)
class ModernGovReader:
    """Reads ModernGov pages; every method takes the answer of a site and raises ParseError for what is none."""

    def kind(self, page: RawPage) -> PageKind:
        """What kind of page the address says it is; the methods below check that it is so."""
        path = urlsplit(page.final_url).path.lower()
        if "/documents/" in path:
            return "document"
        if "mgwebservice.asmx" in path:
            return "web_service"
        return _KINDS.get(page_name(page.final_url), "other")

    def fingerprint(self, page: RawPage) -> str:
        """A hex digest of what the page says: equal where only scripts, the template or the day differ.

        Of a page that is not the product's, and of documents, the digest of the bytes.
        """
        kind = self.kind(page)
        if kind == "web_service":
            return hashlib.sha256(b"".join(page.body.split())).hexdigest()
        if kind in ("document", "robots"):
            return page.sha256
        try:
            block = open_page(page, "a page").block
        except ParseError:
            return page.sha256
        digest = hashlib.sha256()
        for piece in _stable_pieces(block):
            digest.update(piece.encode("utf-8", "replace") + b"\n")
        return digest.hexdigest()

    def committee_list(self, page: RawPage) -> tuple[Committee, ...]:
        """The committees of the site."""
        return moderngov.parse_committee_list(page)

    def meeting_list(self, page: RawPage) -> MeetingList:
        """A committee's meetings."""
        return moderngov.parse_meeting_list(page)

    def meeting(self, page: RawPage) -> MeetingPage:
        """A meeting with its items."""
        return moderngov.parse_meeting(page)

    def item(self, page: RawPage) -> AgendaItem:
        """An agenda item in full."""
        return moderngov.parse_item(page)

    def attendance(self, page: RawPage) -> tuple[Attendee, ...]:
        """Who was at a meeting."""
        return moderngov.parse_attendance(page)

    def decision(self, page: RawPage) -> moderngov.DecisionPage:
        """A decision."""
        return moderngov.parse_decision(page)

    def web_committees(self, page: RawPage) -> tuple[Committee, ...]:
        """The committees that the web service tells, expired ones too."""
        return webservice.parse_committees(page)

    def web_meetings(self, page: RawPage) -> tuple[Meeting, ...]:
        """The meetings that the web service lists."""
        return webservice.parse_meetings(page)

    def web_meeting(self, page: RawPage, committee_id: str = "") -> MeetingPage:
        """A meeting with its items as the web service tells it, texts whole; it does not say its committee's number."""
        return webservice.parse_web_meeting(page, committee_id)

    def printed_minutes(self, page: RawPage, items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
        """`items` of a meeting, with the minutes that its printed minutes (PDF or converted HTML) give them."""
        return parse_printed_minutes(page, items)


def _stable_pieces(block: etree._Element) -> list[str]:
    """The words and links of a block, in order, without what changes by itself."""
    pieces: list[str] = []
    walk = etree.iterwalk(block, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            pieces.append("" if node is block else collapse_space(node.tail or ""))
        elif node.tag in ("script", "style") or any(has_class(node, name) for name in _VOLATILE_CLASSES):
            walk.skip_subtree()
        else:
            pieces.append(collapse_space(node.text or ""))
            if node.tag == "a":
                pieces.append(f"{node.get('href') or ''} {node.get('name') or ''}")
    return [piece for piece in pieces if piece]
