"""The body that Microsoft Word and HTML Tidy left on a page, as plain text.

Paragraphs are separated by a blank line; Tidy's hard wraps are gone; inline elements are joined without a
space, because Word splits words into spans; list numbers that only the browser would print are printed;
table rows are lines of cells with " | " between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from minuteminer.parse.markup import is_hidden
from minuteminer.parse.text import clean_text, collapse_space

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_LINE_BREAK = "\x0b"  # cannot stand in cleaned text
# A label set off by no-break spaces: "1.", "(1)", "a)", "(iv)", "2.1", but not a bare word or letter.
_LABEL = re.compile(
    r"\s*(\(?(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})[.)]|\d{1,3}(?:\.\d{1,3})*)"
    r"(?=\s*\xa0)\s{2,}(?=\S)"
)
# Bullets: the dot itself, Symbol and Wingdings (private use), and the letters that stand in for them
# when the font is lost ("o", "Ø", "§").
_BULLET = re.compile(r"\s*(?:[·•▪●◦‣\uf0a0-\uf0ff]\s*|[§Øov](?=\s*\xa0)\s{2,})(?=\S)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LABEL_GAP = "   "
BULLET_LABEL = "·  "


@dataclass(slots=True)
class _List:
    """An open list: the style of its numbers ("" for bullets) and the number of its next entry."""

    style: str
    number: int


@dataclass(slots=True)
class _Table:
    """An open table: the rows that are done, and the cells of the row in hand, each a list of paragraphs."""

    rows: list[list[list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class _Writer:
    """What has been read so far: the words of the paragraph in hand and the paragraphs that are done."""

    pieces: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    label: str = ""
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    outer: list[list[str]] = field(default_factory=list)


def read_word_text(element: etree._Element) -> str:
    """The text of a Word body.

    >>> from minuteminer.parse.markup import parse_markup
    >>> read_word_text(parse_markup('<div><p>It was\\nwell <span>organis</span>ed.<p>&nbsp;<p>Next.</div>'))
    'It was well organised.\\n\\nNext.'
    >>> read_word_text(parse_markup('<ol start="3"><li>Noted.<li value="7">Agreed.</ol>'))
    '3.   Noted.\\n\\n7.   Agreed.'
    >>> read_word_text(parse_markup('<table><tr><td>Band<td>Bill<tr><td>D<td>£240</table>'))
    'Band | Bill\\nD | £240'
    """
    writer = _Writer()
    pieces = writer.pieces
    walk = etree.iterwalk(element, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if is_hidden(node):
                skipped = node
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                _open(writer, node, tag)
            elif tag == "br":
                pieces.append(_LINE_BREAK)
            # White space before the first word of a paragraph is nothing, and there is much of it between blocks.
            if (words := node.text) and (pieces or not words.isspace()):
                pieces.append(words)
            continue
        if tag in _BLOCKS and node is not skipped:
            _close(writer, tag)
        if (tail := node.tail) and (pieces or not tail.isspace()) and node is not element:
            pieces.append(tail)
    _flush(writer)
    text, _changed = clean_text("\n\n".join(writer.paragraphs))
    return text


def _open(writer: _Writer, node: etree._Element, tag: str) -> None:
    if writer.pieces:
        _flush(writer)
    if tag == "p":  # nearly all there are
        return
    if tag in ("ol", "ul"):
        writer.lists.append(_open_list(node))
    elif tag == "li":
        writer.label = _label_of(writer, node)
    elif tag == "table":
        writer.tables.append(_Table())
    elif tag == "tr" and writer.tables:
        writer.tables[-1].rows.append([])
    elif tag in ("td", "th") and writer.tables:
        writer.outer.append(writer.paragraphs)
        writer.paragraphs = []


def _close(writer: _Writer, tag: str) -> None:
    if writer.pieces:
        _flush(writer)
    if tag == "p":
        return
    if tag in ("ol", "ul") and writer.lists:
        writer.lists.pop()
    elif tag == "li":
        writer.label = ""
    elif tag in ("td", "th") and writer.tables:
        table = writer.tables[-1]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(writer.paragraphs)
        writer.paragraphs = writer.outer.pop()
    elif tag == "table" and writer.tables:
        writer.paragraphs.extend(_lines_of(writer.tables.pop()))


def _lines_of(table: _Table) -> list[str]:
    """A table as one paragraph of lines; one of a single column only arranges paragraphs, which stay as they are."""
    if all(len(cells) < 2 for cells in table.rows):
        return [paragraph for cells in table.rows for cell in cells for paragraph in cell]
    lines = []
    for cells in table.rows:
        words = [collapse_space(" ".join(cell)) for cell in cells]
        if any(words):
            lines.append(" | ".join(words))
    return ["\n".join(lines)] if lines else []


def _flush(writer: _Writer) -> None:
    """Ends the paragraph in hand; one without words leaves no trace, and its label waits for the next."""
    if not writer.pieces:
        return
    raw = "".join(writer.pieces)
    writer.pieces.clear()
    if raw.isspace():
        return
    parts = raw.split(_LINE_BREAK) if _LINE_BREAK in raw else (raw,)
    lines = [line for part in parts if (line := _read_line(part))]
    if lines:
        writer.paragraphs.append(writer.label + "\n".join(lines))
        writer.label = ""


def _read_line(raw: str) -> str:
    if raw[:1].isalpha() and "\xa0" not in raw:  # the common case: words, with no label set off
        return collapse_space(raw)
    if label := _LABEL.match(raw):
        return f"{label[1]}{LABEL_GAP}{collapse_space(raw[label.end() :])}"
    if bullet := _BULLET.match(raw):
        return f"{BULLET_LABEL}{collapse_space(raw[bullet.end() :])}"
    return collapse_space(raw)


def _open_list(node: etree._Element) -> _List:
    style = "" if node.tag == "ul" else _style_of(node)
    return _List(style=style, number=_integer(node.get("start"), 1))


def _style_of(node: etree._Element) -> str:
    css = re.search(r"list-style(?:-type)?\s*:\s*(lower|upper)-(alpha|latin|roman)", node.get("style") or "", re.I)
    if css:
        style = "i" if css[2].lower() == "roman" else "a"
        return style.upper() if css[1].lower() == "upper" else style
    kind = (node.get("type") or "1").strip()
    return kind if kind in ("1", "a", "A", "i", "I") else "1"


def _label_of(writer: _Writer, node: etree._Element) -> str:
    if not writer.lists or not writer.lists[-1].style:
        return BULLET_LABEL
    current = writer.lists[-1]
    number = _integer(node.get("value"), current.number)
    current.number = number + 1
    return f"{_print_number(number, current.style)}.{LABEL_GAP}"


def _print_number(number: int, style: str) -> str:
    """The number as a browser prints it: decimal, a letter or Roman; decimal where the style has no such number.

    >>> [_print_number(4, style) for style in "1aAiI"]
    ['4', 'd', 'D', 'iv', 'IV']
    """
    if style in "aA" and 1 <= number <= 26:
        printed = "abcdefghijklmnopqrstuvwxyz"[number - 1]
    elif style in "iI" and 1 <= number < 40:
        printed = ""
        for value, letters in _ROMAN:
            printed += letters * (number // value)
            number %= value
    else:
        return str(number)
    return printed.upper() if style.isupper() else printed


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default
