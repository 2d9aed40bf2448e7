"""Bytes as they came over the wire → the body, or an error: nothing that was cut passes as whole.

The HTTP libraries flush their decoders without asking whether the end was reached, so that a gzip body cut
in the middle counts as good. Here every coding must reach its end and its checksum must hold, and a body
whose end nothing vouches for must end as its format ends.
"""

from __future__ import annotations

import re
import zlib

MAX_RATIO = 100
RATIO_FREE_BYTES = 1_000_000
MAX_CODINGS = 2
_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_CHUNK_BYTES = 65_536

_HTML_START = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|form|title)\b", re.I | re.S)
_XML_START = re.compile(rb"\s*<\?xml\b", re.I)
_HTML_END = re.compile(rb"</html\s*>\s*(?:<!--(?:(?!-->).)*-->\s*)*\Z", re.I | re.S)
_XML_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_XML_EMPTY_ROOT = re.compile(rb"\s*(?:<\?xml[^<>]*\?>)?\s*<[^<>]*/>\s*")
_UTF8_BOM = b"\xef\xbb\xbf"
_TAIL_BYTES = 4_096


class BrokenBodyError(Exception):
    """A body that is not whole or not what its headers say; `kind` is one of failed, too_large, suspect."""

    def __init__(self, message: str, *, kind: str = "failed") -> None:
        super().__init__(message)
        self.kind = kind


def decode_body(raw: bytes, content_encoding: str, *, max_bytes: int) -> bytes:
    """The body without its content coding (gzip, deflate, or none), whole and at most `max_bytes` long.

    Raises BrokenBodyError for a coding that was not asked for, a stream that was cut, whose checksum does
    not hold, that has a foreign tail, or that grows past the bounds (`max_bytes`; 100 times the bytes that
    came, once past 1 MB).

    >>> import gzip
    >>> decode_body(gzip.compress(b"whole"), "gzip", max_bytes=100)
    b'whole'
    """
    codings = [coding for coding in content_encoding.lower().replace(" ", "").split(",") if coding]
    codings = [coding for coding in codings if coding != "identity"]
    if len(codings) > MAX_CODINGS:
        raise BrokenBodyError(f"{len(codings)} content codings on one body ({content_encoding}); at most two are read")
    body = raw
    for coding in reversed(codings):
        if coding not in _WINDOW_BITS:
            raise BrokenBodyError(f"content coding {coding!r} came, but only gzip and deflate were asked for")
        body = _inflate(body, coding, max_bytes=max_bytes, came_bytes=len(raw))
    if len(body) > max_bytes:
        raise BrokenBodyError(f"more than {max_bytes:,} bytes", kind="too_large")
    return body


def _inflate(data: bytes, coding: str, *, max_bytes: int, came_bytes: int) -> bytes:
    bits = _WINDOW_BITS[coding]
    if coding == "deflate" and not _is_zlib(data):
        bits = -15  # "deflate" without the zlib wrapper, which some servers send
    pieces: list[bytes] = []
    total = 0
    while True:
        decoder = zlib.decompressobj(bits)
        while not decoder.eof:
            try:
                piece = decoder.decompress(data, _CHUNK_BYTES)
            except zlib.error as problem:
                raise BrokenBodyError(f"the {coding} body is damaged: {problem}") from None
            data = decoder.unconsumed_tail
            total += len(piece)
            pieces.append(piece)
            if total > max_bytes:
                raise BrokenBodyError(f"unpacks to more than {max_bytes:,} bytes", kind="too_large")
            if total > RATIO_FREE_BYTES and total > MAX_RATIO * came_bytes:
                raise BrokenBodyError(
                    f"unpacks to more than {MAX_RATIO} times the {came_bytes:,} bytes that came", kind="too_large"
                )
            if not piece and not data and not decoder.eof:
                raise BrokenBodyError(f"the {coding} body was cut: its end is missing")
        data = decoder.unused_data
        if not data.strip(b"\0"):
            return b"".join(pieces)
        if bits != 31 or not data.startswith(b"\x1f\x8b"):
            raise BrokenBodyError(f"{len(data)} foreign bytes after the end of the {coding} body")


def _is_zlib(data: bytes) -> bool:
    """Whether the first two bytes are a zlib header (RFC 1950: method 8, check bits a multiple of 31)."""
    return len(data) >= 2 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0


def sniff_content_type(body: bytes) -> str | None:
    """What the first bytes say a body is, or None where they say nothing.

    >>> sniff_content_type(b"%PDF-1.7 ..."), sniff_content_type(b"<!DOCTYPE html><p>")
    ('application/pdf', 'text/html')
    """
    start = body[:_TAIL_BYTES].removeprefix(_UTF8_BOM)
    if b"%PDF-" in start[:1024]:
        return "application/pdf"
    if start.startswith(b"PK\x03\x04"):
        return "application/zip"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "application/x-ole-storage"
    if _HTML_START.match(start):
        return "text/html"
    if _XML_START.match(start):
        return "text/html" if re.search(rb"<(?:!doctype\s+)?html\b", start, re.I) else "application/xml"
    return None


def find_cut(body: bytes, content_type: str) -> str | None:
    """Why a body cannot be whole, judged by how its format ends; None if nothing speaks against it.

    >>> find_cut(b"<html><p>half of", "text/html")
    'the closing </html> is missing'
    """
    tail = body[-_TAIL_BYTES:]
    if content_type == "text/html":
        return None if _HTML_END.search(tail) else "the closing </html> is missing"
    if content_type == "application/pdf":
        return None if b"%%EOF" in tail else "the end mark %%EOF is missing"
    if content_type == "application/zip":
        return None if b"PK\x05\x06" in body[-66_000:] else "the directory at the end of the ZIP file is missing"
    if content_type.endswith("xml"):
        root = _XML_ROOT.search(body)
        end = tail.rstrip()
        if root and (end.endswith(b"</" + root[1] + b">") or _XML_EMPTY_ROOT.fullmatch(body)):
            return None
        return "the closing tag of the root element is missing"
    return None
