"""Pages and web service answers that somebody saved to a file."""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path

from minuteminer.errors import DocumentError, ParseError
from minuteminer.models import AgendaItem, MeetingPage, RawPage
from minuteminer.parse.item_page import parse_item
from minuteminer.parse.meeting_page import parse_meeting
from minuteminer.parse.printed import has_markers, parse_marked_minutes
from minuteminer.parse.webservice import parse_web_meeting

# Browsers write where a page came from into its first lines.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{1,2000})\s*-->", re.I)


def parse_saved_page(path: Path, body: bytes) -> MeetingPage | tuple[AgendaItem, ...]:
    """The meeting of a saved page, or the items of a saved item page or of printed minutes converted to HTML.

    Raises DocumentError that says what the file is instead.
    """
    raw = _as_answer(path, body)
    try:
        return parse_marked_minutes(raw) if has_markers(body) else parse_meeting(raw)
    except ParseError as error:
        if error.kind != "wrong_page":
            raise _as_document_error(path, error) from error
    try:
        return (parse_item(raw),)
    except ParseError as error:
        raise _as_document_error(path, error) from error


def parse_saved_xml(path: Path, body: bytes) -> MeetingPage:
    """The meeting of a saved GetMeeting answer. Raises DocumentError that says what the file is instead."""
    try:
        return parse_web_meeting(_as_answer(path, body))
    except ParseError as error:
        raise _as_document_error(path, error) from error


def _as_document_error(path: Path, error: ParseError) -> DocumentError:
    message = str(error).replace("a ModernGov agenda item page", "a saved ModernGov meeting or agenda item page")
    if error.kind in ("wrong_page", "other_product"):
        message += ". Of other web pages save the words as text (.txt), or take the PDF or Word file that they link to"
    return DocumentError(message, source=str(path), kind=error.kind)


def _as_answer(path: Path, body: bytes) -> RawPage:
    """A file as if a site had just sent it; links are resolved against where the browser says it came from."""
    saved_from = _SAVED_FROM.search(body[:4096])
    return RawPage(
        url=str(path),
        final_url=saved_from[1].decode("ascii", "replace") if saved_from else "",
        # A file of an object store has no time here, and none that would be read from it.
        fetched_at=datetime.datetime.fromtimestamp(path.stat().st_mtime if path.exists() else 0, datetime.UTC),
        status=200,
        content_type="",
        headers=(),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
    )
