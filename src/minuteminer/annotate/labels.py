"""Printed labels at the start of a line: "12.", "(3)", "iv)", "31.1", and what only looks like one.

The forms are rows of `lexicons/paragraphs.json`. A label can be misread where a text was wrapped by hand, so
that a line happens to start with the "12." of "minute 12."; `_is_false_start` looks back there.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minuteminer.annotate.kept import Kept
from minuteminer.annotate.lexicon import Row, load_lexicon

# Zero-width characters and the bars of a table flattened to text may stand before a label.
_MARGIN = re.compile(r"[|\s\u200b\u200e\u200f\ufeff]+")
_MARGIN_FIRST = frozenset("|\u200b\u200e\u200f\ufeff")
# Only these can start a label or a bullet, or a letter with one of _LETTER_NEXT after it.
_LABEL_FIRST = frozenset("0123456789(·•▪■●○◦‣⁃*–—-\uf0b7\uf0a7\uf0d8ØQ")
_LETTER_NEXT = frozenset(".) \t\u00a0ivxlIVXLabcdefgh")
# A page with item text in one line has its first paragraph after "Minutes:".
_INLINE_MINUTES = re.compile(r"(?<=\S )Minutes:(?= +\S)")
_REFERRING = re.compile(
    r"(?:\b(?:[Ss]ections?|[Pp]aragraphs?|[Mm]inutes?|[Pp]ages?|[Rr]ules?|[Pp]arts?|[Ss]chedules?|[Ii]tems?"
    r"|[Aa]ppendix|[Aa]rticles?|[Rr]egulations?|[Nn]umbers?|Nos?|pp?|paras?|[Pp]riority)\.?|[£$€])\Z"
)
_PERSON = re.compile(
    r"\s*(?:(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Dr|Sir|Dame|Revd?|Ald|Alderman|Lord|Lady)\b|[A-Z]\.|[A-Z]\w+(?: \(|\Z))"
)
# "10.30 Welcome" is a time, unless the paragraphs before are 10.29 or the like.
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.(?:00|15|30|45)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_UNFINISHED = re.compile(r"[\w,£&/-]\Z")


class Line(NamedTuple):
    """A line that is not blank: where it is, the label it prints (or None) and where its own words start.

    `row` is the lexicon row of label or bullet; `after_blank` says that an empty line or nothing is before it.
    """

    start: int
    end: int
    label: str | None
    body: int
    row: Row | None
    after_blank: bool

    @property
    def is_bullet(self) -> bool:
        """Whether the line starts with a bullet."""
        return self.row is not None and self.label is None


def _compile(rows: tuple[Row, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"({row['pattern']})(?={row['follow']})" for row in rows))


_ROWS = load_lexicon("paragraphs")
_LABEL = _compile(_ROWS)
_BULLETS = frozenset(row.id for row in _ROWS if row.get("bullet"))
_IN_SEQUENCE = frozenset(row.id for row in _ROWS if row.get("in_sequence"))


@Kept
def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in order, with the labels they print.

    Kept for the finders that read the same text next.
    """
    lines: list[Line] = []
    has_inline_minutes = " Minutes: " in text
    start, after_blank = 0, True
    for raw in text.split("\n" if "\n" in text else "\r"):
        line = raw.strip()
        if line:
            first = start if raw[0] == line[0] else start + raw.index(line)
            end = first + len(line)
            if has_inline_minutes:
                for cut in _INLINE_MINUTES.finditer(text, first, end):
                    lines.append(_read_line(text, first, cut.end(), after_blank, lines))
                    first, after_blank = _next_word(text, cut.end(), end), True
            lines.append(_read_line(text, first, end, after_blank, lines))
        after_blank = not line
        start += len(raw) + 1
    return tuple(lines)


def _next_word(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _read_line(text: str, start: int, end: int, after_blank: bool, before: list[Line]) -> Line:
    at = start
    first = text[at]
    if first in _MARGIN_FIRST and (margin := _MARGIN.match(text, at, end)):
        at = margin.end()
        first = text[at : at + 1]
    if first in _LABEL_FIRST or text[at + 1 : at + 2] in _LETTER_NEXT:
        found = _LABEL.match(text, at, end)
        if found is not None and found.lastindex is not None:
            row = _ROWS[found.lastindex - 1]
            if row.id in _BULLETS:
                return Line(start, end, None, found.end(), row, after_blank)
            label = found.group()
            if not _is_false_start(text, found, label, row, after_blank, before):
                return Line(start, end, label, found.end(), row, after_blank)
    return Line(start, end, None, at, None, after_blank)


def _is_false_start(
    text: str, found: re.Match[str], label: str, row: Row, after_blank: bool, before: list[Line]
) -> bool:
    """Whether a label is no label: an initial, or the end of a sentence that was wrapped here."""
    if row.id in _IN_SEQUENCE and not _is_in_sequence(text, found, before):
        return True
    if "." in label[:-1] and _CLOCK.fullmatch(label) and text[found.end() : found.end() + 2] != "  ":
        return not any(line.label and line.label.startswith(label.split(".")[0] + ".") for line in before[-12:])
    if after_blank:
        return False
    last = before[-1]
    tail = text[max(last.body, last.end - 20) : last.end]
    if not _UNFINISHED.search(tail):
        return False
    if _REFERRING.search(tail):
        return True
    value = ordinal(label)
    return value > 1 and last.end - last.body > 40 and value - 1 not in _recent(before)


def _is_in_sequence(text: str, found: re.Match[str], before: list[Line]) -> bool:
    """Whether "B." follows an "A." (or the first has a second), and no initial of a name; "3" follows "2"."""
    if found.group().isdigit():
        return any(line.label == str(int(found.group()) - 1) for line in before[-12:])
    if _PERSON.match(text[found.end() : found.end() + 80].split("\n")[0]):
        return False
    letter = found.group()[0]
    if letter == "A":
        return re.search(r"\n\s*B\.\s", text[found.end() : found.end() + 5000]) is not None
    return any(line.label == f"{chr(ord(letter) - 1)}." for line in before[-30:])


def _recent(before: list[Line]) -> set[int]:
    return {ordinal(line.label) for line in before[-12:] if line.label is not None}


def ordinal(label: str) -> int:
    """The place of a label in its list: 3 for "3.", "(c)", "iii)" and "31.3"; 0 where it has none.

    >>> ordinal("(c)"), ordinal("iv)"), ordinal("31.10")
    (3, 4, 10)
    """
    core = label.strip("().").lstrip("Q").lower()
    digits = re.search(r"\d+\Z", core)
    if digits:
        return int(digits.group())
    if len(core) == 1 and core not in "ivx":
        return ord(core) - 96 if "a" <= core <= "z" else 0
    total = 0
    for letter, after in zip(core, core[1:] + " ", strict=True):
        value = _ROMAN.get(letter, 0)
        total += -value if value < _ROMAN.get(after, 0) else value
    return total
