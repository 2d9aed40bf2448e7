"""A meeting's page, ieListDocuments.aspx: the meeting, and its agenda items in the order of the page."""

from __future__ import annotations

import re

from lxml import etree

from minuteminer.models import AgendaItem, DocumentLink, Meeting, MeetingPage, RawPage
from minuteminer.parse.address import find_id, join_address, page_name, query_of
from minuteminer.parse.dates import find_date, parse_printed_date
from minuteminer.parse.items import clean_title, distinct_documents, make_item, read_document, read_sections
from minuteminer.parse.labels import is_cancelled, is_venue, status_of, without_cancelled
from minuteminer.parse.markup import has_class, text_of
from minuteminer.parse.page import OpenPage, open_page, refusal
from minuteminer.parse.text import collapse_space

_EXPECTED = "a ModernGov meeting page"
_ITEM_ANCHOR = re.compile(r"AI(\d+)$")
_LINK_TO = re.compile(r"^(?:Link to|Dolen i)\s+", re.I)
# What the T of documents/g… asks for.
_PACK_KINDS = {"0": "agenda", "1": "printed_minutes", "2": "printed_decisions", "10": "reports_pack"}


def parse_meeting(raw: RawPage) -> MeetingPage:
    """The meeting and its items. A cancelled or coming meeting without items is no error.

    Raises ParseError where the page is none of a meeting (kind wrong_page, or as in `open_page`), or where its
    heading promises minutes and no item can be found (kind layout).
    """
    page = open_page(raw, _EXPECTED)
    heading = page.subheading
    committee_link = _committee_link(page)
    if heading is None or (committee_link is None and not _item_rows(page)):
        raise refusal(raw, _EXPECTED, f"a page headed {page.heading!r}", kind="wrong_page")
    meeting = _read_meeting(page, heading, committee_link)
    items = tuple(_read_item(page, meeting, row, position) for position, row in enumerate(_item_rows(page), start=1))
    if not items and meeting.status in ("decisions", "draft", "final"):
        got = f"a page headed {page.heading!r} on which no item was found: its layout may have changed"
        raise refusal(raw, "a meeting page with agenda items", got, kind="layout")
    attendance = page.links("mgmeetingattendance.aspx")
    attendance_url = join_address(page.url, attendance[0].get("href")) if attendance else None
    return MeetingPage(meeting=meeting, items=items, attendance_url=attendance_url)


def _committee_link(page: OpenPage) -> etree._Element | None:
    heading = page.subheading
    inside = [] if heading is None else list(heading.iter("a"))
    return next((link for link in inside if page_name(link.get("href") or "") == "mgcommitteedetails.aspx"), None)


def _read_meeting(page: OpenPage, heading: etree._Element, link: etree._Element | None) -> Meeting:
    words = text_of(heading)
    told = without_cancelled(words)
    name, printed = split_heading(told)
    prefix, committee = _split_committee(page, name, link)
    date = parse_printed_date(printed)
    status = status_of(page.heading)
    meeting_id = _meeting_id(page)
    committee_id = find_id(link.get("href"), "id") if link is not None else ""
    return Meeting(
        site=page.site,
        meeting_id=meeting_id,
        committee_id=committee_id,
        committee=committee,
        # The head's date is ISO and is not edited by hand, as headings are.
        date=page.meta_date("DC.date") or date.date,
        time=date.time,
        title=prefix,
        status="cancelled" if is_cancelled(words) else status,
        printed_date=printed,
        venue=_read_venue(page),
        url=meeting_url(page.site, meeting_id, committee_id),
        documents=_read_papers(page),
        modified=page.meta_date("DC.date.modified"),
    )


def meeting_url(site: str, meeting_id: str, committee_id: str) -> str:
    """The one address under which we name a meeting, however it was asked for."""
    return f"{site}ieListDocuments.aspx?CId={committee_id or 0}&MId={meeting_id}&Ver=4"


def split_heading(words: str) -> tuple[str, str]:
    """The name and the printed date of a heading "<name> - <date>"; names contain " - " themselves.

    >>> split_heading("Wexmoor Panel - Complaints Sub-Committee - Monday 20 January 2025 10.00 am")
    ('Wexmoor Panel - Complaints Sub-Committee', 'Monday 20 January 2025 10.00 am')
    """
    for match in reversed(list(re.finditer(r"\s[-–]\s", words))):
        tail = words[match.end() :]
        found = find_date(tail)
        # A weekday may stand before the date, and nothing else.
        if found and found[1] <= len("Wednesday, "):
            return words[: match.start()].strip(), tail.strip()
    found = find_date(words)
    if found:
        before = re.sub(r"[\s,]*(?:\b[A-Za-z]+day\b,?)?\s*$", "", words[: found[1]])
        return before.rstrip(" ,-–"), words[len(before) :].lstrip(" ,-–")
    return words, ""


def _split_committee(page: OpenPage, name: str, link: etree._Element | None) -> tuple[str, str]:
    """The free words before the committee's name, and the name; the link's own title says the name."""
    titled = collapse_space(link.get("title") or "") if link is not None else ""
    known = _LINK_TO.sub("", titled)
    if known and name.endswith(known):
        return name[: -len(known)].strip().rstrip(",").strip(), known
    for other in re.findall(r"^Agenda for (.+?) on \w+,? \d", page.meta("DC.title")):
        if name.endswith(other):
            return name[: -len(other)].strip().rstrip(",").strip(), other
    return "", name


def _meeting_id(page: OpenPage) -> str:
    if asked := find_id(page.raw.final_url, "mid", "meetingid") or find_id(page.raw.url, "mid", "meetingid"):
        return asked
    for name, key in (("mgmeetingattendance.aspx", "id"), ("mglistrecordedvotesshort.aspx", "mid")):
        for link in page.links(name):
            if found := find_id(link.get("href"), key):
                return found
    return ""


def _read_venue(page: OpenPage) -> str:
    for label in page.by_class("span", "mgLabel"):
        if is_venue(text_of(label)):
            # The tail up to the next element: behind it stand links ("View directions").
            return collapse_space(label.tail or "").rstrip(".")
    return ""


def _read_papers(page: OpenPage) -> tuple[DocumentLink, ...]:
    papers = []
    for area in page.by_class("div", "mgLinks"):
        for link in area.iter("a"):
            if paper := _read_paper(page, link):
                papers.append(paper)
    for label in page.by_class("span", "mgLabel"):
        parent = label.getparent()
        for link in parent.iter("a") if parent is not None and "ebcast" in text_of(label) else ():
            if url := join_address(page.url, link.get("href")):
                papers.append(DocumentLink(title=text_of(link), url=url, kind="webcast"))
    return distinct_documents(papers)


def _read_paper(page: OpenPage, link: etree._Element) -> DocumentLink | None:
    href = link.get("href") or ""
    url = join_address(page.url, href)
    if url is None:
        return None
    title, query = clean_title(text_of(link)), query_of(href)
    if page_name(href) == "mgchoosedocpack.aspx":
        return DocumentLink(title=title, url=url, kind="report" if "sid" in query else "reports_pack")
    if re.search(r"(?:^|/)documents/g\d+/", href, re.I) or (page_name(href) == "mgconvert2pdf.aspx" and "t" in query):
        kind = _PACK_KINDS.get(query.get("t", ""))
        if kind == "agenda":
            return DocumentLink(title=title, url=url, kind="agenda")
        if kind == "printed_minutes":
            return DocumentLink(title=title, url=url, kind="printed_minutes")
        if kind == "printed_decisions":
            return DocumentLink(title=title, url=url, kind="printed_decisions")
        return DocumentLink(title=title, url=url, kind="reports_pack" if kind else "report")
    document = read_document(page, title, href)
    return document if document and document.attachment_id else None


def _item_rows(page: OpenPage) -> list[etree._Element]:
    """The rows that hold an item: direct rows of the table only, for votes are tables inside it."""
    table = _item_table(page)
    rows: list[etree._Element] = []
    if table is not None:
        for part in (table, *table.iterchildren("tbody")):
            rows.extend(row for row in part.iterchildren("tr") if _cells(row))
    return rows


def _item_table(page: OpenPage) -> etree._Element | None:
    """The table of items by its name, or in old templates the one that holds the anchor of an item."""
    for table in page.block.iter("table"):
        if table.get("id") == "mgItemTable" or has_class(table, "mgItemTable"):
            return table
    for anchor in page.block.iter("a"):
        if _ITEM_ANCHOR.match(anchor.get("name") or ""):
            return next(anchor.iterancestors("table"), None)
    return None


def _cells(row: etree._Element) -> list[etree._Element]:
    return list(row.iterchildren("td"))


def _read_item(page: OpenPage, meeting: Meeting, row: etree._Element, position: int) -> AgendaItem:
    cells = _cells(row)
    number, content = (cells[0], cells[-1]) if len(cells) > 1 else (None, cells[0])
    item_id = _item_id(row) or f"{meeting.meeting_id}-{position}"
    title, lead = _read_title(page, content)
    sections = read_sections(page, content)
    return make_item(
        page.raw,
        sections,
        site=page.site,
        item_id=item_id,
        meeting_id=meeting.meeting_id,
        position=position,
        number=text_of(number) if number is not None else "",
        title=title,
        url=f"{meeting.url}#AI{item_id}",
        status=meeting.status,
        lead=lead,
    )


def _item_id(row: etree._Element) -> str:
    for link in row.iter("a"):
        if match := _ITEM_ANCHOR.match(link.get("name") or link.get("id") or ""):
            return match[1]
    return ""


def _read_title(page: OpenPage, content: etree._Element) -> tuple[str, tuple[DocumentLink, ...]]:
    titles = [element for element in content.iter("p") if has_class(element, "mgAiTitleTxt")]
    if not titles:
        return "", ()
    title = clean_title(text_of(titles[0]))
    links = [link.get("href") for link in titles[0].iter("a")]
    lead = tuple(document for href in links if (document := read_document(page, title, href)))
    return title, lead
