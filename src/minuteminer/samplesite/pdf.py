"""A small PDF with a text layer: pages of Helvetica, enough for a reader to find the words."""

from __future__ import annotations

import textwrap

_LINES_PER_PAGE = 52
_COLUMNS = 92
_TOP, _LEFT, _SIZE, _LEADING = 790, 56, 10, 14


def make_pdf(title: str, text: str) -> bytes:
    """A PDF of `text` under `title`; characters that Windows-1252 lacks become a question mark.

    >>> make_pdf("Minutes", "1.   Noted.")[:8]
    b'%PDF-1.4'
    """
    lines = [title, ""]
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, _COLUMNS, break_on_hyphens=False) or [""]
    pages = [lines[start : start + _LINES_PER_PAGE] for start in range(0, len(lines), _LINES_PER_PAGE)]
    return _assemble(_objects(title, pages))


def _objects(title: str, pages: list[list[str]]) -> list[bytes]:
    """The objects of the file: catalogue, page tree, font and title, then each page and what is drawn on it."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _literal(title) + b") /Producer (MinuteMiner sample site) >>",
    ]
    for number, lines in enumerate(pages):
        page = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page {page} /Resources << /Font << /F1 3 0 R >> >> >>".encode("ascii"))
        drawing = b"BT /F1 %d Tf %d TL %d %d Td\n" % (_SIZE, _LEADING, _LEFT, _TOP)
        drawing += b"".join(b"(" + _literal(line) + b") Tj T*\n" for line in lines) + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    return objects


def _literal(text: str) -> bytes:
    encoded = text.encode("windows-1252", "replace")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assemble(objects: list[bytes]) -> bytes:
    """The file: objects, the table of where each begins, and the trailer that points to the table."""
    body = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)
