"""An answer → a page that is whole and is what it says, or an error."""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from urllib.parse import urlsplit

from minuteminer.collect.decode import BrokenBodyError, decode_body, find_cut, sniff_content_type
from minuteminer.collect.politeness import parse_retry_after
from minuteminer.collect.settings import FetchSettings
from minuteminer.collect.transport import Answer
from minuteminer.errors import BlockedError, FetchError
from minuteminer.models import PageKind, RawPage

_LOOK_BYTES = 20_000
_TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
# Formats whose first bytes are always the same: a body without them is something else, whatever is declared.
_MARKED = ("application/pdf", "application/zip", "application/msword", "application/vnd.openxmlformats")
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OFFICE_PARTS = {b"word/document": "wordprocessingml.document", b"xl/workbook": "spreadsheetml.sheet"}
_HTML_KINDS = frozenset(
    {"committee_list", "committee", "meeting_list", "meeting", "item", "attendance", "decision"}
)  # fmt: skip


class SuspectPageError(FetchError):
    """A page that came but cannot be whole; `page` is what came, to be kept and never made current."""

    def __init__(self, message: str, *, url: str, page: RawPage) -> None:
        super().__init__(message, url=url, kind="suspect")
        self.page = page


class BrokenTry(Exception):
    """One try failed; says whether another makes sense, and after how long."""

    def __init__(self, reason: str, *, kind: str = "failed", again: bool = True, tries: int | None = None,
                 wait_s: float | None = None, page: RawPage | None = None) -> None:  # fmt: skip
        super().__init__(reason)
        self.kind, self.again, self.tries, self.wait_s, self.page = kind, again, tries, wait_s, page


def judge_answer(url: str, final_url: str, kind: PageKind, answer: Answer, settings: FetchSettings) -> RawPage:
    """The page in an answer; raises BrokenTry for every answer that brings none. Status 304 passes."""
    if kind != "robots" or answer.status == 429 or answer.status >= 500:
        _check_status(answer)
    try:
        return make_page(url, final_url, kind, answer, settings)
    except BrokenBodyError as broken:
        raise BrokenTry(str(broken), kind=broken.kind, again=broken.kind == "failed") from None
    except SuspectPageError as suspect:
        raise BrokenTry(str(suspect), kind="suspect", page=suspect.page) from None
    except BlockedError as blocked:
        raise BrokenTry(str(blocked), kind="blocked", again=False) from None


def _check_status(answer: Answer) -> None:
    """Raise BrokenTry for every status that brings no page; 304 passes."""
    status = answer.status
    if status == 403:
        raise BrokenTry("the host refuses us (status 403)", kind="blocked", again=False)
    if status in _TRY_AGAIN:
        wait_s = parse_retry_after(answer.header("retry-after"))
        raise BrokenTry(f"status {status}", kind="blocked" if status == 429 else "failed", wait_s=wait_s)
    if status in (404, 410):
        raise BrokenTry(f"the site has no such page (status {status})", kind="gone", again=False)
    if status != 304 and not 200 <= status < 300:
        raise BrokenTry(f"status {status}", again=status >= 500)


def make_page(url: str, final_url: str, kind: PageKind, answer: Answer, settings: FetchSettings) -> RawPage:
    """The page in an answer.

    The bytes are trusted over the declared content type. Raises BrokenBodyError for a body that is damaged,
    empty or another format than asked for, BlockedError for a firewall's challenge, SuspectPageError for a
    body whose end nothing vouches for and that does not end as its format ends.
    """
    large = kind in ("document", "web_service")
    max_bytes = settings.max_document_bytes if large else settings.max_page_bytes
    body = b"" if answer.status == 304 else _decode(answer, kind, max_bytes)
    declared = answer.header("content-type")
    page = RawPage(
        url=url,
        final_url=final_url,
        fetched_at=datetime.now(UTC),
        status=answer.status,
        content_type=declared if answer.status == 304 else choose_content_type(declared, body),
        headers=answer.headers,
        body=body,
        sha256=sha256(body).hexdigest(),
    )
    if answer.status == 304 or kind == "robots":
        return page
    if not body.strip():
        raise BrokenBodyError(f"an empty body with status {answer.status}")
    if product := find_challenge(body):
        raise BlockedError(f"{product} answers with a challenge instead of the page", url=url)
    _check_format(page, kind)
    if kind == "document" and (words := describe_mismatch(page)) and _media_type(page.content_type) == "text/plain":
        raise SuspectPageError(f"{words}: kept apart, for it may be an error in words", url=url, page=page)
    media = "text/html" if kind in _HTML_KINDS else sniff_content_type(body) or _media_type(page.content_type)
    if not _is_proven_whole(answer) and (reason := find_cut(body, media)):
        raise SuspectPageError(f"the page looks cut: {reason}", url=url, page=page)
    return page


def _decode(answer: Answer, kind: PageKind, max_bytes: int) -> bytes:
    if answer.cut:
        return answer.raw
    return decode_body(answer.raw, answer.header("content-encoding"), max_bytes=max_bytes)


def _is_proven_whole(answer: Answer) -> bool:
    """Whether the framing itself shows that nothing is missing: last chunk, or the end of a compressed stream.

    A length alone proves it for documents; for web pages servers and proxies have lied about it.
    """
    coding = answer.header("content-encoding").strip().lower()
    if answer.framed or coding not in ("", "identity"):
        return True
    return answer.declared and sniff_content_type(answer.raw) in ("application/pdf", "application/zip")


def choose_content_type(declared: str, body: bytes) -> str:
    """The declared content type unless the bytes say otherwise.

    >>> choose_content_type("text/html; charset=utf-8", b"%PDF-1.4")
    'application/pdf'
    >>> choose_content_type("application/xhtml+xml", b"<html>")
    'application/xhtml+xml'
    """
    media = _media_type(declared)
    sniffed = sniff_content_type(body)
    if sniffed is None and media.startswith(_MARKED):
        return "application/octet-stream" if b"\0" in body else "text/plain"
    if sniffed is None or sniffed == media:
        return declared
    if "xml" in media and sniffed in ("application/xml", "text/html") and media != "application/xml":
        return declared
    if sniffed == "application/zip" and media.startswith("application/vnd.openxmlformats"):
        return declared
    if sniffed == "application/xml" and media in ("text/xml", "image/svg+xml"):
        return declared
    if sniffed == "application/x-ole-storage" and media in ("application/msword", "application/vnd.ms-excel"):
        return declared
    if sniffed == "application/zip":  # Word and Excel files are ZIP files whose directory names their parts
        return next((_OPEN_XML + name for part, name in _OFFICE_PARTS.items() if part in body), sniffed)
    return sniffed


def describe_mismatch(page: RawPage) -> str:
    """What a page was sent as, where its bytes say that it is something else; else ""."""
    declared = _media_type(next((value for name, value in page.headers if name.lower() == "content-type"), ""))
    media = _media_type(page.content_type)
    return "" if page.status == 304 or declared == media else f"sent as {declared or 'nothing'}, it is {media}"


def _media_type(content_type: str) -> str:
    return content_type.split(";")[0].strip().lower()


def _check_format(page: RawPage, kind: PageKind) -> None:
    media = _media_type(page.content_type)
    wants_page = urlsplit(page.final_url).path.lower().endswith((".htm", ".html"))
    if kind == "document" and media == "text/html" and not wants_page:
        raise BrokenBodyError("a document was asked for and a web page came (an error or login page)")
    if kind in _HTML_KINDS and media.startswith((*_MARKED, "application/x-ole-storage")):
        raise BrokenBodyError(f"a web page was asked for and {media} came")


def find_challenge(body: bytes) -> str | None:
    """The firewall that speaks in `body`, or None. A page with the product's own block is never one.

    >>> find_challenge(b"<html><title>Just a moment...</title></html>")
    'Cloudflare'
    """
    if b'id="modgov"' in body:
        return None
    rows = [row for row in _load_challenges() if len(body) <= row[1]]
    start = body[:_LOOK_BYTES].lower() if rows else b""
    return next((product for marker, _, product in rows if marker in start), None)


@functools.cache
def _load_challenges() -> tuple[tuple[bytes, int, str], ...]:
    text = files("minuteminer.collect").joinpath("challenges.json").read_text(encoding="utf-8")
    rows = json.loads(text)["challenges"]
    return tuple((str(row["marker"]).encode(), int(row["max_bytes"]), str(row["product"])) for row in rows)
