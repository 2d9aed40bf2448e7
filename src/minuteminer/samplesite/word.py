"""Plain minutes as the HTML that Word and Tidy leave on a ModernGov page, with all its habits.

Numbers stand in a span of tiny no-break spaces or come from a list's `start`; names and odd words sit in
SpellE spans, some of which begin inside a word; lines break at 68 columns; empty paragraphs stand between.
"""

from __future__ import annotations

import html
import re
import textwrap
from dataclasses import dataclass

# Where the product cuts a text on the meeting page, in words.
CUT_AFTER_WORDS = 500
_WRAP_COLUMNS = 68
_LABEL = re.compile(r"^(\(?(?:\d{1,3}(?:\.\d+)*|[a-z]|[ivx]{1,5})[.)])\s{2,}", re.I)
_DECIMAL = re.compile(r"^(\d{1,3})\.\s{2,}")
_BULLET = re.compile(r"^·\s+")
_TINY = '<span style="font:7.0pt &quot;Times New Roman&quot;">{}</span>'
_NAMED = str.maketrans(
    {"£": "&pound;", "’": "&rsquo;", "‘": "&lsquo;", "“": "&ldquo;", "”": "&rdquo;", "\xa0": "&nbsp;"}
)
_ENTITY_OR_LONG_WORD = re.compile(r"&\w+;|[A-Za-z]{8,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CutText:
    """Paragraphs as the meeting page shows them, and whether something was cut off."""

    paragraphs: tuple[str, ...]
    cut: bool


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text."""
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def cut_text(text: str, words: int = CUT_AFTER_WORDS) -> CutText:
    """The first `words` words of a text, in its paragraphs."""
    kept: list[str] = []
    left = words
    for paragraph in split_paragraphs(text):
        length = len(paragraph.split())
        if length > left:
            pieces = re.findall(r"\S+\s*", paragraph)[:left]
            return CutText(paragraphs=(*kept, "".join(pieces).rstrip()) if pieces else tuple(kept), cut=True)
        kept.append(paragraph)
        left -= length
    return CutText(paragraphs=tuple(kept), cut=False)


def word_body(paragraphs: tuple[str, ...], *, markup: str = "literal", ending: str = "") -> str:
    """The HTML of a Word body; `ending` is HTML that stands at the end of the last paragraph."""
    blocks: list[str] = []
    numbers: list[tuple[int, str]] = []
    for position, paragraph in enumerate(paragraphs):
        tail = ending if position == len(paragraphs) - 1 else ""
        decimal = _DECIMAL.match(paragraph)
        if markup == "ol" and decimal:
            numbers.append((int(decimal[1]), _inline(paragraph[decimal.end() :]) + tail))
            continue
        blocks += _ordered_list(numbers)
        numbers = []
        blocks += [_paragraph(paragraph, tail), '<p class="MsoNormal">&nbsp;</p>']
    blocks += _ordered_list(numbers)
    return '<div class="WordSection1">\n' + "\n".join(_wrap(block) for block in blocks) + "\n</div>\n"


def _ordered_list(numbers: list[tuple[int, str]]) -> list[str]:
    if not numbers:
        return []
    entries = []
    expected = numbers[0][0]
    for number, content in numbers:
        value = "" if number == expected else f' value="{number}"'
        entries.append(f'<li class="MsoNormal"{value}>{content}</li>')
        expected = number + 1
    start = f' start="{numbers[0][0]}"' if numbers[0][0] != 1 else ""
    return [f'<ol style="margin-top:0cm"{start} type="1">\n' + "\n".join(entries) + "\n</ol>"]


def _paragraph(text: str, tail: str) -> str:
    if " | " in text:
        return _table(text) + (f'\n<p class="MsoNormal">{tail}</p>' if tail else "")
    if label := _LABEL.match(text):
        gap = _TINY.format("&nbsp;" * 3)
        return (
            f'<p class="MsoListParagraphCxSpMiddle" style="text-indent:-18.0pt"><span style="">{label[1]}{gap}</span> '
            f"{_inline(text[label.end() :])}{tail}</p>"
        )
    if bullet := _BULLET.match(text):
        gap = _TINY.format("&nbsp;" * 9)
        mark = f'<span style="font-family:Symbol"><span style="">·{gap}</span></span>'
        return (
            f'<p class="MsoListParagraph" style="text-indent:-18.0pt">{mark}{_inline(text[bullet.end() :])}{tail}</p>'
        )
    return f'<p class="MsoNormal">{_inline(text)}{tail}</p>'


def _table(text: str) -> str:
    rows = []
    for line in text.split("\n"):
        cells = "".join(
            f'<td width="160"><p class="MsoNormal">{_inline(cell.strip())}</p></td>' for cell in line.split(" | ")
        )
        rows.append(f"<tr>{cells}</tr>")
    return '<table class="MsoTableGrid" border="1" cellspacing="0">\n' + "\n".join(rows) + "\n</table>"


def _inline(text: str) -> str:
    """Words as HTML: every sixteenth long word gets a spelling span, by turns around it and inside it."""
    count = 0

    def span(match: re.Match[str]) -> str:
        nonlocal count
        word = match.group()
        count += word[0] != "&"
        if word[0] == "&":
            return word
        if count % 16 == 0:
            return f'<span class="SpellE">{word}</span>'
        if count % 16 == 8:
            return f'{word[:5]}<span class="SpellE">{word[5:]}</span>'
        return word

    pieces = [html.escape(piece, quote=False).translate(_NAMED) for piece in text.split("\n")]
    spanned = [_ENTITY_OR_LONG_WORD.sub(span, piece) for piece in pieces]
    return re.sub(r"\b(RESOLVED)\b", r"<b>\1</b>", "<br>".join(spanned))


def _wrap(block: str) -> str:
    """Lines of at most 68 columns, broken at any space that is not inside a tag's quotes."""
    held = re.sub(r"<[^>]*>", lambda match: match.group().replace(" ", "\x00"), block)
    wrapped = textwrap.fill(
        held,
        _WRAP_COLUMNS,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
    return wrapped.replace("\x00", " ")
