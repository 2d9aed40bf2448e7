"""The pages that lead to meetings: the list of committees, a committee's page, its list of meetings."""

from __future__ import annotations

import re

from lxml import etree

from minuteminer.models import Committee, Meeting, MeetingList, MeetingStatus, RawPage
from minuteminer.parse.address import find_id, join_address, page_name, query_of
from minuteminer.parse.dates import parse_printed_date
from minuteminer.parse.labels import is_cancelled, status_of
from minuteminer.parse.markup import has_class, text_of
from minuteminer.parse.meeting_page import meeting_url
from minuteminer.parse.page import OpenPage, open_page, refusal
from minuteminer.parse.text import collapse_space

_COMMITTEE_PAGE = "mgcommitteedetails.aspx"
_MEETING_PAGE = "ielistdocuments.aspx"
_LEGACY_PAGE = "celistdocuments.aspx"
_NO_MEETINGS = re.compile(r"\bno\b.{0,300}\bmeetings are available for browsing", re.I | re.S)


def parse_committee_list(raw: RawPage) -> tuple[Committee, ...]:
    """The committees that a site lists, each under its category. Raises ParseError where there are none."""
    expected = "a ModernGov list of committees"
    page = open_page(raw, expected)
    committees: dict[str, Committee] = {}
    category = ""
    for element in page.block.iter("h2", "a"):
        if element.tag == "h2":
            category = text_of(element)
        elif page_name(element.get("href") or "") == _COMMITTEE_PAGE:
            committee_id = find_id(element.get("href"), "id")
            name = text_of(element)
            if committee_id and name:
                committees.setdefault(
                    committee_id,
                    Committee(site=page.site, committee_id=committee_id, name=name, category=category),
                )
    if not committees:
        raise refusal(raw, expected, f"a page headed {page.heading!r} that names no committee", kind="wrong_page")
    return tuple(committees.values())


def parse_committee(raw: RawPage) -> Committee:
    """The committee that a details page is about."""
    expected = "a ModernGov committee page"
    page = open_page(raw, expected)
    committee_id = _committee_id(page)
    if page.subheading is None or not committee_id:
        raise refusal(raw, expected, f"a page headed {page.heading!r}", kind="wrong_page")
    return Committee(site=page.site, committee_id=committee_id, name=text_of(page.subheading))


def _committee_id(page: OpenPage) -> str:
    for name, key in (("ielistmeetings.aspx", "committeeid"), ("mgattendancesummary.aspx", "rpid")):
        for link in page.links(name):
            if found := find_id(link.get("href"), key, "cid"):
                return found
    for link in page.block.iter("link"):
        if page_name(link.get("href") or "") == "mgrss.aspx" and (found := find_id(link.get("href"), "cid")):
            return found
    return find_id(page.url, "id") if page_name(page.url) == _COMMITTEE_PAGE else ""


def parse_meeting_list(raw: RawPage) -> MeetingList:
    """A committee's list of meetings as the page has it, newest first as a rule; none is a valid answer.

    Rows that are no meetings (the constitution) are passed over. Rows of the time before ModernGov keep their own
    address (ceListDocuments), by which one knows that the page behind it has another layout.
    """
    expected = "a ModernGov list of meetings"
    page = open_page(raw, expected)
    hidden = _hidden_value(page, "hcommitteeid")
    rows = [link for link in page.block.iter("a") if _is_meeting_row(link, whole_list=bool(hidden))]
    if not (rows or hidden or _NO_MEETINGS.search(" ".join(page.block.itertext()))):
        raise refusal(raw, expected, f"a page headed {page.heading!r} without meetings", kind="wrong_page")
    committee_id = hidden or find_id(page.url, "committeeid", "cid")
    committee = text_of(page.subheading) if page.subheading is not None else ""
    return MeetingList(
        site=page.site,
        committee_id=committee_id,
        committee=committee,
        meetings=tuple(_read_row(page, link, committee_id, committee) for link in rows),
        earlier_url=_paging_link(page, "earlier"),
        later_url=_paging_link(page, "later"),
        years=_years(page),
    )


def _is_meeting_row(link: etree._Element, *, whole_list: bool) -> bool:
    """Whether a link is a row: by its class, or by printing a date on a page that is a list for certain."""
    href = link.get("href") or ""
    if page_name(href) not in (_MEETING_PAGE, _LEGACY_PAGE) or not find_id(href, "mid", "meetingid"):
        return False
    return has_class(link, "mgMeetingTableLnk") or (whole_list and parse_printed_date(text_of(link)).date is not None)


def _read_row(page: OpenPage, link: etree._Element, committee_id: str, committee: str) -> Meeting:
    href = link.get("href")
    printed = text_of(link)
    tail = collapse_space(" ".join([link.tail or "", *(text_of(sibling) for sibling in link.itersiblings())]))
    date = parse_printed_date(printed)
    status: MeetingStatus = "cancelled" if is_cancelled(f"{printed} {tail}") else status_of(tail)
    meeting_id = find_id(href, "mid", "meetingid")
    own = committee_id or find_id(href, "cid", "committeeid")
    legacy = join_address(page.url, href) if page_name(href) == _LEGACY_PAGE else None
    return Meeting(
        site=page.site,
        # The old archive counts its meetings anew: the number alone would collide with a meeting of today.
        meeting_id=f"ce{meeting_id}" if legacy else meeting_id,
        committee_id=own,
        committee=committee,
        date=date.date,
        time=date.time,
        status=status,
        printed_date=printed,
        url=legacy or meeting_url(page.site, meeting_id, own),
    )


def _hidden_value(page: OpenPage, name: str) -> str:
    for field in page.block.iter("input"):
        if (field.get("name") or "").lower() == name:
            return (field.get("value") or "").strip()
    return ""


def _paging_link(page: OpenPage, act: str) -> str | None:
    for link in page.links("ielistmeetings.aspx"):
        if query_of(link.get("href")).get("act", "").lower() == act:
            return join_address(page.url, link.get("href"))
    return None


def _years(page: OpenPage) -> tuple[int, ...]:
    for choice in page.block.iter("select"):
        if (choice.get("name") or "").lower() == "yearselect":
            values = [(option.get("value") or "").strip() for option in choice.iter("option")]
            return tuple(int(value) for value in values if re.fullmatch(r"(?:19|20)\d\d", value))
    return ()
