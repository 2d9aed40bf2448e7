"""PDF and Word files as plain text, in the paragraphs that the other readers give.

Both need the extra `docs`. What a file may unpack to and its number of pages are bounded, and nothing that it
refers to is fetched; `office_child` bounds time and memory.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from minuteminer.errors import DocumentError, MinuteMinerError
from minuteminer.parse.markup import parse_markup
from minuteminer.parse.pdf_tables import ROW_MARK, Letter, lines_with_tables, may_hold_table
from minuteminer.parse.word import read_word_text

if TYPE_CHECKING:
    import pypdfium2

# A reports pack of 1,500 pages exists; minutes have at most dozens.
MAX_PAGES = 5000
# What a Word file may unpack to; mammoth's largest sample has 2 MB.
MAX_UNPACKED_BYTES = 200_000_000
_INSTALL = "pip install 'minuteminer[docs]'"
_LABEL = re.compile(
    r"(?:\(?(?:\d{1,3}[a-z]?(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]|[·•▪–-])\s"
    r"|\d{1,3}/\d{2}\b|RESOLVED\b|POST MEETING NOTE"
)
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s+of\s+\d{1,4})?$", re.I)
_SENTENCE_END = re.compile(r"[.:;?!”’\")]$")


def extract_pdf_text(source: str, body: bytes) -> str:
    """The text of a PDF with its lines joined to paragraphs.

    Raises DocumentError for a file that is no PDF, is encrypted or damaged, or has no text layer (a scan).
    """
    if b"%PDF-" not in body[:1024]:
        raise _error(source, "a PDF", f"a file of {len(body)} bytes that begins {body[:24]!r}")
    try:
        import pypdfium2
    except ImportError as error:
        raise _error(source, "the extra that reads PDF", f"no pypdfium2; install it: {_INSTALL}") from error
    try:
        document = pypdfium2.PdfDocument(body)
        try:
            pages = list(_page_texts(source, document))
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise _error(
            source, "a readable PDF", f"an encrypted or damaged one ({error}); save it anew without a password"
        ) from error
    text = join_lines("\n".join(pages))
    if not text.strip():
        raise _error(
            source,
            "a PDF with words",
            f"{len(pages)} pages without a text layer; recognise the text of scanned pages (OCR) first",
        )
    return text


def _page_texts(source: str, document: pypdfium2.PdfDocument) -> Iterator[str]:
    count = len(document)
    if count > MAX_PAGES:
        raise _error(source, f"a PDF of at most {MAX_PAGES} pages", f"one of {count}")
    for number in range(count):
        words = document[number].get_textpage()
        text = words.get_text_bounded().replace("\r\n", "\n")
        if may_hold_table(text):
            text = "\n".join(lines_with_tables(_lines_of(words)))
        yield _without_page_number(text)


def _lines_of(words: pypdfium2.PdfTextPage) -> list[list[Letter]]:
    """The lines of a page in the order of its text, each letter with its place."""
    lines: list[list[Letter]] = [[]]
    for index in range(words.count_chars()):
        sign = words.get_text_range(index, 1)
        if "\n" in sign:
            lines.append([])
        elif sign not in ("", "\r"):
            left, bottom, right, top = words.get_charbox(index)
            lines[-1].append(Letter(sign, left, right, top - bottom))
    return lines


def _without_page_number(text: str) -> str:
    """A page's text without the number at its head or foot, which would stand in the middle of a sentence."""
    lines = text.strip().split("\n")
    for end in (0, -1):
        if lines and _PAGE_NUMBER.match(lines[end].strip()):
            del lines[end]
    return "\n".join(lines)


def join_lines(text: str) -> str:
    """Printed lines as paragraphs: a line goes on unless it ends short at a stop, or the next opens a paragraph.

    >>> join_lines("1. The Commissioner said that the\\nbudget was set.\\n2. Members agreed.")
    '1. The Commissioner said that the budget was set.\\n\\n2. Members agreed.'
    """
    lines = [line.strip() for line in text.split("\n")]
    widest = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if line.startswith(ROW_MARK):
            row = line.removeprefix(ROW_MARK)
            if previous.startswith(ROW_MARK):
                paragraphs[-1] = f"{paragraphs[-1]}\n{row}"
            else:
                paragraphs.append(row)
        elif line and previous and not previous.startswith(ROW_MARK) and not _opens(line, previous, widest):
            hyphenated = re.search(r"[a-z]-$", previous) and line[:1].islower()
            paragraphs[-1] = f"{paragraphs[-1]}{'' if hyphenated else ' '}{line}"
        elif line:
            paragraphs.append(line)
        previous = line
    return "\n\n".join(paragraphs)


def _opens(line: str, previous: str, widest: int) -> bool:
    if _LABEL.match(line):
        return True
    short = len(previous) < 0.75 * widest
    return short and (bool(_SENTENCE_END.search(previous)) or line[:1].isupper() or line[:1].isdigit())


def extract_docx_text(source: str, body: bytes) -> str:
    """The text of a Word file, list numbers as printed. Raises DocumentError where it cannot be read."""
    _check_package(source, body)
    try:
        import mammoth
    except ImportError as error:
        raise _error(source, "the extra that reads Word files", f"no mammoth; install it: {_INSTALL}") from error
    try:
        # Pictures are not opened, so none is fetched from where a hostile file says it is.
        markup = mammoth.convert_to_html(io.BytesIO(body), convert_image=lambda _image: []).value
        text = read_word_text(parse_markup(markup)) if markup.strip() else ""
    except MinuteMinerError:
        raise
    except Exception as error:  # the library reads hostile XML, and lets whatever happens there out
        raise _error(source, "a readable Word file", f"a damaged one ({type(error).__name__}: {error})") from error
    if not text.strip():
        raise _error(source, "a Word file with words", "one without any")
    return text


def _check_package(source: str, body: bytes) -> None:
    """Refuses what is no package, or would unpack to more than memory should hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        got = f"a file of {len(body)} bytes that begins {body[:24]!r}"
        raise _error(source, "a Word file (.docx)", got) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise _error(source, f"a Word file of at most {MAX_UNPACKED_BYTES} bytes unpacked", f"one of {unpacked}")


def _error(source: str, expected: str, got: str) -> DocumentError:
    return DocumentError(f"{source}: expected {expected}, got {got}", source=source)
