"""Printed minutes, for councils that publish no minutes on the page: a PDF, or the HTML that the site makes of it.

The headings of the items are known from the meeting's page, so they are looked for in their order instead of
being guessed: in print, "3. The budget" may be an item or the third paragraph of one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from minuteminer.errors import ParseError
from minuteminer.models import AgendaItem, RawPage, compose_text
from minuteminer.parse.address import site_of
from minuteminer.parse.markup import parse_markup
from minuteminer.parse.office_child import read_office
from minuteminer.parse.page import refusal, refuse_failures
from minuteminer.parse.text import clean_text, decode_bytes
from minuteminer.parse.word import read_word_text

_EXPECTED = "printed minutes (PDF, or HTML with <AI1> markers)"
_HEADING = re.compile(r"(\d[\w./()]{0,9}\.?)\s+(\S.*)")
# The site's conversion prints these round every item, as text or as tags that no browser knows.
_MARKER = re.compile(r"(?:<|&lt;)(/?)AI(\d{1,3})(?:>|&gt;)", re.I)
_FIRST_MARKER = re.compile(rb"(?:<|&lt;)AI1(?:>|&gt;)", re.I)
_MARK = "\ue000{}\ue001"  # private characters, which no council prints
_MARKED = re.compile("\ue000(\\d+)\ue001")
# "(Item 4)" or "(Minute 12)" under a heading says where the report was.
_REFERENCE = re.compile(r"^\s*\((?:Item|Minute|Agenda item)\b[^)\n]{0,40}\)\s*", re.I)


def has_markers(body: bytes) -> bool:
    """Whether a page is printed minutes converted to HTML: it marks its first item.

    >>> has_markers(b"<p>&lt;AI1&gt;</p>"), has_markers(b"<p>AI1</p>")
    (True, False)
    """
    return bool(_FIRST_MARKER.search(body))


def parse_printed_minutes(raw: RawPage, items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """`items` with the minutes that the printed minutes give them; those that have minutes stay as they are.

    An item whose heading is not found keeps its empty text. Raises ParseError where `raw` is neither a PDF with
    words nor the site's HTML of one, or where no heading at all is found (kind layout).
    """
    text = _read(raw, _EXPECTED)
    spans = _find_spans(text, items)
    if items and not spans:
        raise refusal(raw, _EXPECTED, "a text in which no agenda item of the meeting is headed", kind="layout")
    return tuple(
        _with_minutes(item, text[slice(*spans[item.item_id])], raw)
        if item.item_id in spans and not item.minutes_text
        else item
        for item in items
    )


def parse_marked_minutes(raw: RawPage) -> tuple[AgendaItem, ...]:
    """The items of printed minutes as the site converts them to HTML, without the meeting's page.

    The markers count the items and do not name them: `item_id` is the marker ("AI3"), number and title are what
    the first line prints. Raises ParseError for a page without markers.
    """
    text = _read_marked(raw, _EXPECTED)
    marks = list(_MARKED.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items: list[AgendaItem] = []
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.end() : end].strip()
        if mark[1] == "0" or not body:
            continue
        heading, _newline, printed = body.partition("\n")
        numbered = _HEADING.match(heading)
        item = _empty_item(raw, f"AI{mark[1]}", len(items) + 1, numbered)
        items.append(_with_minutes(replace(item, title=item.title or heading.strip()), printed, raw))
    return tuple(items)


def _empty_item(raw: RawPage, item_id: str, position: int, heading: re.Match[str] | None) -> AgendaItem:
    number, title = (heading[1], heading[2]) if heading else ("", "")
    return AgendaItem(
        site=site_of(raw.final_url), item_id=item_id, meeting_id="", position=position, number=number, title=title,
        text="", url=raw.final_url,
    )  # fmt: skip


def _read(raw: RawPage, expected: str) -> str:
    refuse_failures(raw, expected)
    return read_office("pdf", raw.url, raw.body) if b"%PDF-" in raw.body[:1024] else _read_marked(raw, expected)


def _read_marked(raw: RawPage, expected: str) -> str:
    """The text of the site's HTML, each marker a paragraph of private characters: the item's count, or 0 at its end."""
    markup = decode_bytes(raw.body, raw.content_type).text
    marked = _MARKER.sub(lambda match: f"<p>{_MARK.format(match[2] if not match[1] else 0)}</p>", markup)
    if marked == markup:
        raise refusal(raw, expected, "a page without a marker", kind="wrong_page")
    try:
        return read_word_text(parse_markup(marked))
    except ParseError as error:
        raise refusal(raw, expected, "nothing that can be read", kind="empty") from error


def _find_spans(text: str, items: Sequence[AgendaItem]) -> dict[str, tuple[int, int]]:
    """Where each item's minutes stand: from behind its heading to the next heading or marker."""
    found: list[tuple[str, int, int]] = []
    cursor = 0
    for item in items:
        heading = _find_heading(text, item, cursor)
        if heading:
            cursor = heading.end()
            found.append((item.item_id, heading.start(), heading.end()))
    ends = [start for _item_id, start, _end in found[1:]] + [len(text)]
    spans = {}
    for (item_id, _start, begin), end in zip(found, ends, strict=True):
        marker = _MARKED.search(text, begin, end)
        spans[item_id] = (begin, marker.start() if marker else end)
    return spans


def _find_heading(text: str, item: AgendaItem, start: int) -> re.Match[str] | None:
    """The item's number and title at the beginning of a line; without a number the title alone, as a line."""
    title = r"\s+".join(re.escape(word) for word in item.title.split())
    if not title:
        return None
    number = re.escape(item.number.rstrip(".")) + r"\.?\s+" if item.number else ""
    for pattern in (rf"^[ \t]*{number}{title}", rf"^[ \t]*{title}[ \t]*$"):
        if match := re.compile(pattern, re.I | re.M).search(text, start):
            return match
    return None


def _with_minutes(item: AgendaItem, printed: str, raw: RawPage) -> AgendaItem:
    minutes, _changed = clean_text(_REFERENCE.sub("", printed).strip())
    text = compose_text(item.decision_text, minutes)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(
        item, minutes_text=minutes, text=text, sha256=digest, page_sha256=raw.sha256, fetched_at=raw.fetched_at
    )
