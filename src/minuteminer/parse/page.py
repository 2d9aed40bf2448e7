"""An answer of a site, opened: the product's block in a tree, or an error that says what came instead."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from lxml import etree

from minuteminer.errors import ParseError
from minuteminer.models import RawPage
from minuteminer.parse.address import page_name, site_of
from minuteminer.parse.markup import find_block, has_class, parse_markup, text_of
from minuteminer.parse.text import collapse_space, decode_bytes

# Words on answers that a firewall gives in the place of a page, with status 200.
_CHALLENGE = re.compile(
    r"just a moment|incapsula|cf-challenge|cf_chl|captcha|access denied|request unsuccessful|verify you are human"
    r"|attention required|bot detection|web application firewall",
    re.I,
)
_CHALLENGE_LENGTH = 20_000
_EXCERPT_LENGTH = 80
_OPENS_PAGE = re.compile(r"<html\b", re.I)
# More lost characters than that, and figures may be among them.
_MOST_LOST = 0.005
_XML_ROOT = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
_TAGS = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.I | re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """A page of the product: its address, its site, the whole tree, and the product's block in it."""

    raw: RawPage
    url: str
    site: str
    root: etree._Element
    block: etree._Element

    @property
    def heading(self) -> str:
        """What the page calls itself: "Agenda and minutes", "Browse meetings" …"""
        return text_of(element) if (element := self.first("h1")) is not None else ""

    @property
    def subheading(self) -> etree._Element | None:
        """The heading below it: the committee and date of a meeting, the title of an item."""
        marked = self.by_class("h2", "mgSubTitleTxt")
        # Some sites' templates take the class away; section headings keep theirs.
        plain = [element for element in self.block.iter("h2") if not element.get("class")]
        return next(iter(marked or plain), None)

    def first(self, tag: str) -> etree._Element | None:
        """The first element of that tag in the block."""
        return next(iter(self.block.iter(tag)), None)

    def by_class(self, tag: str, name: str) -> list[etree._Element]:
        """The elements of the block of that tag and class, in order."""
        return [element for element in self.block.iter(tag) if has_class(element, name)]

    def links(self, name: str) -> list[etree._Element]:
        """The links of the block that lead to the named page (lower case), in order."""
        return [link for link in self.block.iter("a") if page_name(link.get("href") or "") == name]

    def meta(self, name: str) -> str:
        """What the page's head says under that name (any case), else ""."""
        for element in self.root.iter("meta"):
            if (element.get("name") or "").lower() == name.lower():
                return collapse_space(element.get("content") or "")
        return ""

    def meta_date(self, name: str) -> datetime.date | None:
        """An ISO date of the page's head."""
        try:
            return datetime.date.fromisoformat(self.meta(name)[:10])
        except ValueError:
            return None


def open_page(raw: RawPage, expected: str) -> OpenPage:
    """`raw` as a page of the product; `expected` says in an error what it should have been.

    Raises ParseError of kind error_page (mgError), blocked (a challenge or a refusal in words), empty, cut,
    garbled, not_html, other_product or http_status.
    """
    refuse_failures(raw, expected)
    if raw.body[:5] == b"%PDF-" or b"\x00" in raw.body[:512]:
        raise refusal(raw, expected, f"a binary file {_excerpt(raw)}", kind="not_html")
    decoded = decode_bytes(raw.body, raw.content_type)
    text = decoded.text
    try:
        root = parse_markup(text)
    except ParseError as error:
        raise refusal(raw, expected, "nothing that can be read as HTML", kind="empty") from error
    block = find_block(root)
    if block is None:
        raise _foreign_page(raw, expected, text)
    if _OPENS_PAGE.search(text[:2000]) and not ("</html" in text.lower() or "mgFooter" in text):
        raise refusal(raw, expected, f"a page of {len(raw.body)} bytes that stops in the middle", kind="cut")
    lost = max(decoded.replaced, text.count("\ufffd"))
    if lost > _MOST_LOST * len(text):
        got = f"a page of which {lost} of {len(text)} characters are lost (wrong or missing charset)"
        raise refusal(raw, expected, got, kind="garbled")
    return OpenPage(raw=raw, url=raw.final_url, site=site_of(raw.final_url), root=root, block=block)


def refuse_failures(raw: RawPage, expected: str) -> None:
    """Raises ParseError for what can be told without reading the body: a bad status, mgError, no bytes."""
    if raw.status >= 400:
        kind = "blocked" if raw.status in (401, 403, 429) else "http_status"
        raise refusal(raw, expected, f"HTTP status {raw.status}", kind=kind)
    if page_name(raw.final_url) == "mgerror.aspx":
        raise refusal(
            raw, expected, "the site's error page (mgError.aspx): it does not know the page", kind="error_page"
        )
    if not raw.body.strip():
        raise refusal(raw, expected, "an empty answer", kind="empty")


def refusal(raw: RawPage, expected: str, got: str, *, kind: str) -> ParseError:
    """The error for an answer that is not what it should be: where it came from, what was expected, what came."""
    led = "" if raw.final_url in ("", raw.url) else f" (led to {raw.final_url})"
    return ParseError(f"{raw.url}{led}: expected {expected}, got {got}", source=raw.url, kind=kind)


def _foreign_page(raw: RawPage, expected: str, text: str) -> ParseError:
    if len(raw.body) < _CHALLENGE_LENGTH and _CHALLENGE.search(text):
        return refusal(raw, expected, f"a refusal or challenge {_excerpt(raw)}", kind="blocked")
    if text.lstrip().startswith("<?xml") and (root := _XML_ROOT.search(text)):
        return refusal(raw, expected, f"XML with the root element <{root[1]}>", kind="other_product")
    words = collapse_space(_TAGS.sub(" ", text))
    if not words:
        return refusal(raw, expected, f"a page of scripts without words {_excerpt(raw)}", kind="blocked")
    return refusal(
        raw, expected, f"a page that is not ModernGov's (no div#modgov) {_excerpt(raw, words)}", kind="other_product"
    )


def _excerpt(raw: RawPage, words: str = "") -> str:
    words = words or collapse_space(raw.body[: 4 * _EXCERPT_LENGTH].decode("utf-8", "replace"))
    return f"of {len(raw.body)} bytes that begins {words[:_EXCERPT_LENGTH]!r}"
