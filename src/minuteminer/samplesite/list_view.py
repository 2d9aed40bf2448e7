"""The pages that lead to meetings: committees, a committee, its meetings, the calendar, the feed, the search."""

# ruff: noqa: E501 - lines of the product's own mark-up stay whole
from __future__ import annotations

import datetime
import html

from minuteminer.samplesite.corpus import SampleCommittee, SampleMeeting
from minuteminer.samplesite.shell import Page, action_list, clock, link, text
from minuteminer.samplesite.view import View

# How many meetings the product lists at once.
WINDOW = 15
# How many of them lie ahead of today at most, as far as captures of real lists show.
_AHEAD = 3
_SEARCH_HITS = 10
_FORM = '<form method="post"  action="ieListMeetings.aspx"  id="FormYearSelect">\n'


def committee_list_page(view: View) -> Page:
    """mgListCommittees.aspx: the committees that have not expired, by category."""
    categories: dict[str, list[SampleCommittee]] = {}
    for committee in view.corpus.committees:
        if not committee.expired:
            categories.setdefault(committee.category, []).append(committee)
    parts = []
    for category, committees in sorted(categories.items()):
        entries = "\n".join(
            f"\t\t\t\t\t\t<li>{link(f'mgCommitteeDetails.aspx?ID={c.committee_id}', text(c.name), f'Link to details for {c.name}')}</li>"
            for c in committees
        )
        parts.append(
            f'<h2 class="mgSectionTitle">{text(category)}</h2>\n\n<ul  class="mgBulletList" >\n{entries}\n\n</ul>'
        )
    return Page(
        title="Committee structure",
        heading="Committee structure",
        content="\n".join(parts),
        dates={"DC.date": view.today},
    )


def committee_page(view: View, committee: SampleCommittee) -> Page:
    """mgCommitteeDetails.aspx: purpose and members."""
    members = "\n".join(
        f"\t\t\t<li>{link(f'mgUserInfo.aspx?UID={m.member_id}', text(m.name), f'Link to user information for {m.name}')}&nbsp; "
        f"{text(f'({m.role})') if m.role else ''}&nbsp; </li>"
        for m in committee.members
    )
    rss = f'<link rel="alternate" type="application/rss+xml" title="What\'s new"  href="mgRss.aspx?CID={committee.committee_id}"  /> '
    content = (
        f'{rss}\n<h2 class="mgSectionTitle">Purpose of committee</h2>\n<div class="mgWordPara"><div class="WordSection1">\n'
        f'<p class="MsoNormal">{text(committee.purpose)}</p>\n</div>\n</div>\n'
        f'<h2 class="mgSectionTitle">Membership</h2>\n<ul  class="mgBulletList" >\n{members}\n</ul>'
    )
    browse = link(
        f"ieListMeetings.aspx?CommitteeId={committee.committee_id}", "Browse meetings and agendas for this committee"
    )
    return Page(
        title=f"Committee details - {committee.name}",
        heading="Committee details",
        subheading=f'<h2 class="mgSubTitleTxt">{text(committee.name)}</h2>',
        links=action_list([browse]),
        content=content,
        dates={"DC.date": view.today},
    )


def meeting_list_page(view: View, committee: SampleCommittee, *, year: int = 0, act: str = "", at: str = "") -> Page:
    """ieListMeetings.aspx: fifteen meetings round today, those before or after `at`, or those of a year."""
    known = [
        meeting
        for meeting in view.corpus.meetings
        if meeting.committee_id == committee.committee_id and view.status(meeting)
    ]
    shown = _window(known, view.today, year=year, act=act, at=at)
    subheading = f'<h2 class="mgSubTitleTxt">{text(committee.name)}</h2>'
    years = sorted({meeting.at.year for meeting in known})
    options = "\n".join(f'\t\t\t<option value="{year}">{year}</option>' for year in years)
    chooser = (
        '<label for="YearSelect">Show meetings for the year: </label>\n\t\t<select\tsize="1" id="YearSelect" name="YearSelect" > \n'
        f'\t\t<option value="0"> </option>\n{options}\n\t\t</select><input  class="mgGoButton"   type="submit" name="Submit" value="Go"/>'
    )
    details = link(
        f"mgCommitteeDetails.aspx?ID={committee.committee_id}", f"More information about {text(committee.name)}"
    )
    return Page(
        title=f"Browse meetings - {committee.name}",
        heading=view.word("Browse meetings"),
        subheading=subheading,
        links=action_list([details, chooser] if known else [details]),
        content=_rows(view, committee, known, shown),
        dates={"DC.date": view.today},
        form=_FORM if known else "",
    )


def _window(known: list[SampleMeeting], today: datetime.date, *, year: int, act: str, at: str) -> list[SampleMeeting]:
    if year:
        return [meeting for meeting in known if meeting.at.year == year]
    if act == "earlier":
        return [meeting for meeting in known if _stamp(meeting) < at][-WINDOW:]
    if act == "later":
        return [meeting for meeting in known if _stamp(meeting) > at][:WINDOW]
    ahead = [meeting for meeting in known if meeting.at.date() >= today][:_AHEAD]
    past = [meeting for meeting in known if meeting.at.date() < today]
    return (past + ahead)[-WINDOW:]


def _stamp(meeting: SampleMeeting) -> str:
    return f"{meeting.at:%Y%m%d%H%M}"


def _rows(view: View, committee: SampleCommittee, known: list[SampleMeeting], shown: list[SampleMeeting]) -> str:
    if not known:
        return f"<p>No {text(committee.name)} meetings are available for browsing.</p>"
    rows = "".join(_row(view, meeting, number) for number, meeting in enumerate(reversed(shown)))
    if "legacy_row" in view.faults:
        rows += '<li  class="mgTableOddRow" ><a  class="mgMeetingTableLnk"    href="ceListDocuments.aspx?MeetingId=77&amp;DF=12%2f05%2f2009%2c%2010%3a00">12 May 2009&nbsp;10&#58;00 am</a></li>'
    hidden = "\n".join(
        f'\t <input type="hidden" name="{name}"  value="{value}" />'
        for name, value in (
            ("hCommitteeId", committee.committee_id),
            ("hCategoryId", "0"),
            ("IsInfo", "0"),
            ("MD", "ielistmeetings"),
        )
    )
    paging = _paging(committee, known, shown)
    return (
        f'<div class="mgList" >\n\t<div class="mgHiddenField" >\n{hidden}\n\t</div>\n{paging}\n\t<div  class="mgTableBorder" >\n'
        f'\t\t<div  class="mgTableTitleTxt" >\n           Meetings\n\t\t</div> \t\n<ul  class="mgNonBulletTableList"  >{rows}</ul>\n\t</div>\n{paging}\n</div>'
    )


def _row(view: View, meeting: SampleMeeting, number: int) -> str:
    status = view.status(meeting)
    href = f"ieListDocuments.aspx?CId={meeting.committee_id}&MId={meeting.meeting_id}&Ver=4"
    words = f"{meeting.at.day} {meeting.at:%b %Y}&nbsp;{clock(meeting.at, '&#58;')}"
    tail = {
        "cancelled": f" - {view.word('CANCELLED')}", "agenda": " - Agenda", "decisions": " - Agenda, Decisions",
        "draft": " - Agenda, Draft Minutes", "final": " - Agenda, Minutes",
    }.get(status or "", "")  # fmt: skip
    parity = "Even" if number % 2 == 0 else "Odd"
    return f'<li  class="mgTable{parity}Row" >{link(href, words, f"Link to meeting details of {meeting.at:%d %b %Y}", "mgMeetingTableLnk")}{tail}</li>'


def _paging(committee: SampleCommittee, known: list[SampleMeeting], shown: list[SampleMeeting]) -> str:
    links = []
    for act, more, edge in (
        ("earlier", shown and shown[0] is not known[0], shown[:1]),
        ("later", shown and shown[-1] is not known[-1], shown[-1:]),
    ):
        if more:
            href = f"ieListMeetings.aspx?Act={act}&CId={committee.committee_id}&D={_stamp(edge[0])}&MD=ielistmeetings"
            links.append(
                link(href, f"{act.capitalize()} meetings", css="mgTableNextLnk") + "<span class='mgLinkSep'>. </span>"
            )
    return f"\t    <div  class='mgMeetingsEarlierLater' ><p>\n\n{' '.join(links)}\n      \n         </p></div>"


def calendar_page(view: View, year: int, month: int) -> Page:
    """mgCalendarMonthView.aspx: the meetings of a month, with committee and time in the links' titles."""
    entries = []
    for meeting in view.corpus.meetings:
        if view.status(meeting) and (meeting.at.year, meeting.at.month) == (year, month):
            name = view.corpus.committee_by_id[meeting.committee_id].name
            title = f"Meeting of {name}, {meeting.at:%d/%m/%Y} {clock(meeting.at)}"
            href = f"ieListDocuments.aspx?CId={meeting.committee_id}&MId={meeting.meeting_id}"
            entries.append(f"<li>{meeting.at.day}: {link(href, text(name), title)}</li>")
    month_name = f"{datetime.date(year, month, 1):%B %Y}"
    return Page(
        title=f"Calendar - {month_name}",
        heading=f"Calendar for {month_name}",
        content=f'<ul class="mgBulletList">{"".join(entries)}</ul>',
    )


def search_page(view: View, words: str) -> Page:
    """ieSearchResults2.aspx: items whose minutes hold all the words, ten of them."""
    wanted = words.lower().split()
    hits: list[str] = []
    for meeting in view.corpus.meetings:
        for item in view.items(meeting):
            minutes = view.minutes(meeting, item)
            if (
                wanted
                and all(word in f"{item.title} {minutes}".lower() for word in wanted)
                and len(hits) < _SEARCH_HITS
            ):
                name = view.corpus.committee_by_id[meeting.committee_id].name
                href = f"ieListDocuments.aspx?CId={meeting.committee_id}&MID={meeting.meeting_id}"
                number = text(item.number_at(view.status(meeting) or "scheduled"))
                head = f"Meeting: {link(href, text(f'{meeting.at:%d/%m/%Y} - {name} ({len(hits) + 1})'), css='mgAiTitleLnk')}"
                found = f"{number} {link(f'{href}#AI{item.item_id}', text(item.title), css='mgAiTitleLnk')}"
                body = text(" ".join(minutes.split()[:40]))
                hits.append(
                    f'<p  class="mgAiTitleTxt" >{head}</p>\n<p  class="mgAiTitleTxt" >{found}</p>\n<div class="mgWordPara"><p>{body}...</p></div><hr />'
                )
    said = f"Results 1 to {len(hits)} for" if hits else "There are no results for"
    content = f"<p>{said} your search '<span  class=\"mgMainTxtBold\" >{text(words)}</span>'.</p>" + "\n".join(hits)
    return Page(
        title=f"Search results for {words}", heading="Search results", content=content, dates={"DC.date": view.today}
    )


def feed(view: View, committee_id: str) -> str:
    """mgRss.aspx: the meetings of a committee whose papers were published last."""
    rows = []
    for meeting in reversed(view.corpus.meetings):
        if meeting.committee_id == committee_id and view.items(meeting):
            name = view.corpus.committee_by_id[committee_id].name
            href = f"{view.base_url}ieListDocuments.aspx?CId={committee_id}&MId={meeting.meeting_id}&Ver=4"
            title = f"{view.heading(meeting)} - {name}, {meeting.at:%d/%m/%Y}"
            rows.append(f"<item><title>{html.escape(title)}</title><link>{html.escape(href)}</link></item>")
    title = html.escape(f"{view.corpus.site_title} - What's new")
    items = "\r\n".join(rows[:WINDOW])
    return f'<?xml version="1.0" encoding="utf-8"?>\r\n<rss version="2.0"><channel><title>{title}</title>\r\n{items}\r\n</channel></rss>'
