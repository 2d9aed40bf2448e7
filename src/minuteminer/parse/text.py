"""Bytes into text, and text into clean text: what every reader of this room does first.

Offsets of facts refer to cleaned text, so cleaning happens once, here, and is counted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

# What the WHATWG encoding standard and every browser read behind these labels: pages that say iso-8859-1 use
# the curly quotes and dashes of windows-1252.
_BROWSER_LABELS = dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "windows-1252")
# utf-7, idna, hex, zip … are Python codecs but no charsets of pages.
_PAGE_CHARSET = re.compile(r"(?:utf-?(?:8|16)|windows-125\d|cp125\d|iso-?8859-\d+|macintosh|koi8)", re.I)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
# The standard lets a page declare itself within its first 1,024 bytes; ModernGov's head is longer.
_META_WINDOW_BYTES = 4096
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"']", re.I)
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# U+0080-U+009F never stand on a page on purpose: they are windows-1252 bytes that somebody called latin-1.
_C1_AS_WINDOWS_1252 = {
    code: bytes([code]).decode("windows-1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufdd0-\ufdef]")
_ASCII_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """Text with the encoding it was read in, and how many bytes or characters had to be replaced."""

    text: str
    encoding: str
    replaced: int


def clean_text(text: str) -> tuple[str, int]:
    """`text` without what no store accepts, and how many characters were changed.

    NUL and control characters become a space (so that no two words run together), windows-1252 characters
    that were mistaken for controls become themselves, lone surrogates and noncharacters become U+FFFD.
    Line ends become a line feed, which is not counted.

    >>> clean_text("caf\\x00e \\x93ten\\x94\\r\\n")
    ('caf e “ten”\\n', 3)
    >>> clean_text("\\ud800")
    ('\ufffd', 1)
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and len(text.encode("ascii").translate(None, _ASCII_CONTROLS)) == len(text):
        return text, 0  # many pages write everything else as entities
    if text.replace("\n", "").replace("\xa0", "").isprintable():
        return text, 0  # what else is unwanted is never printable, and asking is five times as fast as looking
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNWANTED.subn(lambda match: _replacement(match.group()), text)


def _replacement(character: str) -> str:
    code = ord(character)
    if code in _C1_AS_WINDOWS_1252:
        return _C1_AS_WINDOWS_1252[code]
    return "\ufffd" if code > 0xFF else " "


def decode_bytes(body: bytes, content_type: str = "") -> DecodedText:
    """The text of `body`: by the HTTP header's charset, else by what the page declares, else UTF-8, else windows-1252.

    A declared charset is believed only while the bytes obey it; guessing from statistics is not tried, because
    it calls `£100` Japanese on short pages. The text is cleaned (`clean_text`).

    >>> decode_bytes("£100".encode("windows-1252")).text
    '£100'
    >>> decode_bytes("£100".encode(), "text/html; charset=utf-8").encoding
    'utf-8'
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], encoding)
    for encoding in (*_declared_charsets(body, content_type), "utf-8"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        cleaned, changed = clean_text(text)
        return DecodedText(text=cleaned, encoding=encoding, replaced=changed)
    return _decoded(body, "windows-1252")


def _decoded(body: bytes, encoding: str) -> DecodedText:
    text = body.decode(encoding, errors="replace")
    cleaned, changed = clean_text(text)
    return DecodedText(text=cleaned, encoding=encoding, replaced=changed + text.count("\ufffd"))


def _declared_charsets(body: bytes, content_type: str) -> list[str]:
    labels = _HEADER_CHARSET.findall(content_type)
    head = body[:_META_WINDOW_BYTES]
    for pattern in (_XML_ENCODING, _META_CHARSET):
        if found := pattern.search(head):
            labels.append(found.group(1).decode("ascii"))
    charsets = [_charset_of(label) for label in labels]
    return [charset for charset in charsets if charset]


def _charset_of(label: str) -> str | None:
    label = label.strip().lower()
    label = _BROWSER_LABELS.get(label, label)
    if not _PAGE_CHARSET.fullmatch(label):
        return None
    try:
        return codecs.lookup(label).name.replace("cp125", "windows-125")
    except LookupError:
        return None


def collapse_space(text: str) -> str:
    """`text` on one line: every run of whitespace (no-break spaces too) is one space, none at the ends.

    >>> collapse_space(" 15 Jan\\n2026\\xa07:30 pm ")
    '15 Jan 2026 7:30 pm'
    """
    return " ".join(text.split())


def normalise_for_index(text: str) -> str:
    """`text` as a search engine should see it: NFKC, and without characters that nobody sees (category Cf).

    Otherwise a soft hyphen or a zero-width space inside a word hides it from search.

    >>> normalise_for_index("bud\\u200bget ﬁgures")
    'budget figures'
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFKC", text)
    return "".join(character for character in composed if unicodedata.category(character) != "Cf")
