"""Pages about one thing of a meeting: an agenda item in full (mgAi.aspx), its decision, the attendance."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from lxml import etree

from minuteminer.models import AgendaItem, Attendee, DocumentLink, RawPage
from minuteminer.parse.address import find_id, page_name
from minuteminer.parse.dates import parse_printed_date
from minuteminer.parse.items import clean_title, distinct_documents, make_item, read_sections
from minuteminer.parse.markup import text_of
from minuteminer.parse.page import OpenPage, open_page, refusal
from minuteminer.parse.text import collapse_space

_FRAGMENT_ID = re.compile(r"#AI(\d+)$", re.I)
_NUMBER = re.compile(r"^(\(?\d[\w./()]{0,9}\.?)\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """A decision as its page tells it; `meeting_id` is the meeting at which it was made, where that is linked."""

    site: str
    decision_id: str
    title: str
    text: str
    maker: str = ""
    status: str = ""
    purpose: str = ""
    published: datetime.date | None = None
    decided: datetime.date | None = None
    meeting_id: str = ""
    documents: tuple[DocumentLink, ...] = ()
    url: str = ""


def parse_item(raw: RawPage) -> AgendaItem:
    """An agenda item from its own page, where its text is whole.

    The page prints no item number and says little about the meeting: `number` is "" and `position` 0, and
    `meeting_id` comes from the link back. Raises ParseError where the page is no item's.
    """
    expected = "a ModernGov agenda item page"
    page = open_page(raw, expected)
    item_id, meeting_id = _ids(page)
    heading = page.subheading
    if not item_id or heading is None or page.by_class("table", "mgItemTable"):
        raise refusal(raw, expected, f"a page headed {page.heading!r}", kind="wrong_page")
    return make_item(
        raw,
        read_sections(page, _content(page)),
        site=page.site,
        item_id=item_id,
        meeting_id=meeting_id,
        position=0,
        number="",
        title=clean_title(text_of(heading)),
        url=f"{page.site}mgAi.aspx?ID={item_id}",
        status="final",
    )


def _ids(page: OpenPage) -> tuple[str, str]:
    back = page.links("ielistdocuments.aspx")
    href = back[0].get("href") if back else ""
    linked = match[1] if (match := _FRAGMENT_ID.search(href)) else ""
    asked = find_id(page.raw.final_url, "id") if page_name(page.raw.final_url) == "mgai.aspx" else ""
    return asked or linked, find_id(href, "mid", "meetingid")


def _content(page: OpenPage) -> etree._Element:
    marked = page.by_class("div", "mgContent")
    return marked[0] if marked else page.block


def parse_decision(raw: RawPage) -> DecisionPage:
    """A decision from its details page. Raises ParseError where the page is no decision's."""
    expected = "a ModernGov decision page"
    page = open_page(raw, expected)
    sections = read_sections(page, _content(page))
    labels = _read_labels(page)
    if page.subheading is None or not ("decision status" in labels or sections.text("decision")):
        raise refusal(raw, expected, f"a page headed {page.heading!r}", kind="wrong_page")
    meetings = page.links("ielistdocuments.aspx")
    return DecisionPage(
        site=page.site,
        decision_id=find_id(raw.final_url, "id", "aiid"),
        title=text_of(page.subheading),
        text=sections.text("decision"),
        maker=labels.get("decision maker", ""),
        status=labels.get("decision status", ""),
        purpose=sections.text("purpose"),
        published=parse_printed_date(labels.get("publication date", "")).date,
        decided=parse_printed_date(labels.get("date of decision", "")).date,
        meeting_id=find_id(meetings[0].get("href"), "mid", "meetingid") if meetings else "",
        documents=distinct_documents(sections.documents),
        url=raw.final_url,
    )


def _read_labels(page: OpenPage) -> dict[str, str]:
    """The pairs "Label: value" of a page, labels in lower case."""
    pairs: dict[str, str] = {}
    for label in page.by_class("span", "mgLabel"):
        value = [label.tail or ""]
        for sibling in label.itersiblings():
            value += [text_of(sibling), sibling.tail or ""]
        pairs.setdefault(text_of(label).rstrip(":").lower(), collapse_space(" ".join(value)))
    return pairs


def parse_attendance(raw: RawPage) -> tuple[Attendee, ...]:
    """Who was expected at a meeting and what became of it, in the order of the page.

    Officers have no member number. Raises ParseError where the page has no table of attendance.
    """
    expected = "a ModernGov attendance page"
    page = open_page(raw, expected)
    tables = [table for table in page.block.iter("table") if "attendance" in (table.get("summary") or "").lower()]
    if not tables and "attendance" not in page.heading.lower():
        raise refusal(raw, expected, f"a page headed {page.heading!r} without a table of attendance", kind="wrong_page")
    attendees = []
    for row in (row for table in tables for row in table.iter("tr")):
        cells = list(row.iterchildren("td"))
        if len(cells) >= 3 and (name := text_of(cells[0])):
            attendees.append(
                Attendee(name=name, role=text_of(cells[1]), status=text_of(cells[-1]), member_id=_member_id(cells[0]))
            )
    return tuple(attendees)


def _member_id(cell: etree._Element) -> str | None:
    for link in cell.iter("a"):
        if found := find_id(link.get("href") or "", "uid"):
            return found
    return None
