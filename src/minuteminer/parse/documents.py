"""Files and standard input as documents to annotate: text, Markdown, saved pages, XML, PDF, DOCX, JSON Lines.

One document that cannot be read does not stop the others: what is yielded is a document or the error for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from minuteminer.errors import DocumentError, ParseError
from minuteminer.findings import ItemHeading
from minuteminer.models import AgendaItem, MeetingPage
from minuteminer.parse.office_child import read_office
from minuteminer.parse.saved import parse_saved_page, parse_saved_xml
from minuteminer.parse.text import clean_text, decode_bytes

STDIN = "-"
# Files of other kinds that somebody renamed or piped in, by their first bytes.
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip file",
    b"SQLite f": "an SQLite database",
}

# More than one control character in so many bytes of the beginning make a file binary; old word processors left one
# or two in a text.
_BINARY_SHARE = 100
_HEAD_BYTES = 4096
_CONTROLS = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r\f")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A text to annotate; `items` are the agenda items of a page, with their spans in the text.

    Of a plain text they are not known here: finding them in the words is annotation.
    """

    id: str
    source: str
    title: str | None
    text: str
    items: tuple[ItemHeading, ...] = ()


Outcome = SourceDocument | DocumentError


def read_documents(path: Path) -> Iterator[Outcome]:
    """The documents of a file, or of all files under a folder in order of name.

    In a folder, files of other kinds are passed over; a file that is named must be readable. A `.jsonl` file
    holds one document a line (`{"id": …, "text": …}`). Errors are yielded, not raised.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and _suffix(file) in _READERS)
        if not files:
            yield _error(path, f"a folder with documents ({', '.join(_READERS)})", "none in it")
        for file in files:
            yield from _read_file(file, f"{file.relative_to(path)}")
    elif path.exists():
        yield from _read_file(path, path.name)
    else:
        yield _error(path, "a file or folder", "nothing of that name")


def read_stdin(body: bytes) -> Iterator[Outcome]:
    """The documents of standard input: JSON Lines if its first byte is `{`, else one plain text."""
    if body[:1] == b"{":
        yield from _read_json_lines(body, STDIN)
        return
    try:
        yield _plain(STDIN, STDIN, body)
    except DocumentError as error:
        yield error


def _read_file(path: Path, name: str) -> Iterator[Outcome]:
    try:
        body = path.read_bytes()
    except OSError as error:
        yield _error(path, "a readable file", error.strerror or "an error of the system")
        return
    if _suffix(path) == ".jsonl":
        yield from _read_json_lines(body, str(path))
        return
    try:
        yield parse_document(path, name, body)
    except DocumentError as error:
        yield error


def parse_document(path: Path, name: str, body: bytes) -> SourceDocument:
    """The document `name` of the bytes of one file, read by its ending; `path` names it in messages.

    Raises DocumentError that says what the file is instead.
    """
    if not body.strip():
        raise _error(path, "a document", "an empty file")
    try:
        return _reader_of(_suffix(path), path)(path, name, body)
    except DocumentError:
        raise
    except ParseError as error:
        raise DocumentError(_named(path, str(error)), source=str(path), kind=error.kind) from error


def _suffix(path: Path) -> str:
    return path.suffix.lower()


def _reader_of(suffix: str, path: Path) -> Callable[[Path, str, bytes], SourceDocument]:
    if suffix not in _READERS:
        raise _error(path, f"one of {', '.join(_READERS)}", f"a file ending in {suffix or 'nothing'}")
    return _READERS[suffix]


def _read_plain(path: Path, name: str, body: bytes) -> SourceDocument:
    return _plain(name, str(path), body)


def _plain(name: str, source: str, body: bytes) -> SourceDocument:
    found = next((what for magic, what in _MAGIC.items() if body.startswith(magic)), None)
    head = body[:_HEAD_BYTES]
    # A stray control character in a text is cleaned; many are a binary file, but for UTF-16, which says so itself.
    if (
        found is None
        and len(head) - len(head.translate(None, _CONTROLS)) > 2 + len(head) // _BINARY_SHARE
        and body[:2] not in (b"\xff\xfe", b"\xfe\xff")
    ):
        found = "a binary file (it is full of control characters)"
    if found:
        raise _error(source, "plain text", found)
    if not body.strip():
        raise _error(source, "a document", "an empty file")
    text = decode_bytes(body).text
    return SourceDocument(id=name, source=source, title=None, text=text)


def _read_page(path: Path, name: str, body: bytes) -> SourceDocument:
    page = parse_saved_page(path, body)
    if isinstance(page, MeetingPage):
        return _of_meeting(name, str(path), page)
    return _of_items(name, str(path), None, page)


def _read_xml(path: Path, name: str, body: bytes) -> SourceDocument:
    return _of_meeting(name, str(path), parse_saved_xml(path, body))


def _of_meeting(name: str, source: str, page: MeetingPage) -> SourceDocument:
    meeting = page.meeting
    words = [meeting.title, meeting.committee, meeting.printed_date]
    return _of_items(name, source, ", ".join(filter(None, words)) or None, page.items)


def _of_items(name: str, source: str, title: str | None, items: tuple[AgendaItem, ...]) -> SourceDocument:
    """One text that holds all items: number, title, then the text, each a paragraph of its own."""
    pieces: list[str] = []
    headings: list[ItemHeading] = []
    length = 0
    for item in items:
        block = "\n\n".join(filter(None, (item.number, item.title, item.text or item.agenda_text)))
        start = length + (2 if pieces else 0)
        length = start + len(block)
        pieces.append(block)
        if item.number or len(items) > 1:
            headings.append(ItemHeading(number=item.number, title=item.title, start_char=start, end_char=length))
    title = title if title or len(items) != 1 else items[0].title
    return SourceDocument(id=name, source=source, title=title, text="\n\n".join(pieces), items=tuple(headings))


def _read_office(kind: Literal["pdf", "docx"]) -> Callable[[Path, str, bytes], SourceDocument]:
    def reader(path: Path, name: str, body: bytes) -> SourceDocument:
        text, _changed = clean_text(read_office(kind, str(path), body))
        return SourceDocument(id=name, source=str(path), title=None, text=text)

    return reader


def _read_json_lines(body: bytes, source: str) -> Iterator[Outcome]:
    count = 0
    for number, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip():
            continue
        count += 1
        try:
            yield parse_row(line, source, number)
        except DocumentError as error:
            yield error
    if not count:
        yield _error(source, "JSON Lines", "an empty file")


def parse_row(line: bytes, source: str, number: int) -> SourceDocument:
    """The document of a line of JSON Lines, the line `number` of `source`; raises DocumentError where it is none."""
    where = f"{source}:{number}"
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _error(where, 'a JSON object with "id" and "text"', f"no JSON ({str(error)[:120]})") from error
    if not isinstance(row, dict):
        raise _error(where, 'a JSON object with "id" and "text"', f"a JSON {type(row).__name__}")
    return document_of_row(row, source, number)


def document_of_row(row: dict[str, Any], source: str, number: int) -> SourceDocument:
    """The document of a row with `id`, `text`, `title` and `url`, the row `number` of the file `source`.

    The document's own source is its `url`, else the file: a row that is put in front changes no other document.
    Raises DocumentError where `id` or `text` is no string.
    """
    where = f"{source}:{number}"
    text, identity = row.get("text"), row.get("id", number)
    if not isinstance(text, str) or not isinstance(identity, str | int):
        raise _error(where, '"id" and "text" as strings', f"the keys {sorted(map(str, row))[:8]}")
    cleaned, _changed = clean_text(text)
    title = row.get("title")
    return SourceDocument(
        id=str(identity),
        source=str(row.get("url") or source),
        title=title if isinstance(title, str) else None,
        text=cleaned,
    )


def _error(path: Path | str, expected: str, got: str) -> DocumentError:
    file, colon, row = str(path).partition(":")
    where = f"standard input{colon}{row}" if file == STDIN else str(path)
    return DocumentError(f"{where}: expected {expected}, got {got}", source=str(path))


def _named(path: Path, message: str) -> str:
    return message if str(path) in message else f"{path}: {message}"


_READERS: dict[str, Callable[[Path, str, bytes], SourceDocument]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".html": _read_page,
    ".htm": _read_page,
    ".xml": _read_xml,
    ".pdf": _read_office("pdf"),
    ".docx": _read_office("docx"),
    ".jsonl": _read_plain,
}
# The endings of the files that hold one document each.
FILE_SUFFIXES = tuple(suffix for suffix in _READERS if suffix != ".jsonl")
