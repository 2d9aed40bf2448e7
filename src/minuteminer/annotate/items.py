"""Text → the numbered agenda items printed in it.

A number makes a heading only with something else: the mark-up of the page round it ("pdf icon PDF 98 KB",
"Minutes:", "(Item 6)"), a title in capitals, a title that every agenda has, a list that begins anew below it,
or a line of its own. So a numbered paragraph stays a paragraph, and a numbered list of short things a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from minuteminer.annotate.item_evidence import (
    LONGEST_TITLE_IN_LINE,
    SHORTEST_SENTENCE,
    begins,
    decides,
    has_next,
    is_counted,
    is_short,
    is_title,
    line_at,
    opens,
    tells,
)
from minuteminer.annotate.kept import Kept
from minuteminer.annotate.labels import Line, lines_of, ordinal
from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.records import maker_of
from minuteminer.findings import ItemHeading

_make_heading = maker_of(ItemHeading)


class Heading(NamedTuple):
    """A heading: its number and title, its offsets, and the line after its last."""

    number: str
    title: str
    start_char: int
    end_char: int
    next_line: int


def _pattern_of(role: str) -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load_lexicon("items") if row["role"] == role), re.S)


_TAIL = _pattern_of("tail")
_MARKER = _pattern_of("marker")
_USUAL_TITLE = _pattern_of("title")
# References of councils that count through the year: "3/13", "2023/145". ("2023/24" is a year; "PP/14/22" is not
# the number of an item, but that of a decision.)
_REFERENCE = r"\d{1,3}/\d{2,4}|\d{4}/(?:\d|\d{3})(?!\d)"
_STARTS_MINUTE = re.compile(r"M(?:inute|INUTE) ")
_NAMED = r"(?:(?:(?:AGENDA|Agenda) )?(?:ITEM|[Ii]tem)|M(?:inute|INUTE))(?: (?:No|NO)\.?)?"
# A number on a line of its own: "113.", "3/13", "1(3)", "31a", "4.1", "A1", "Minute 12".
_OWN_LINE = re.compile(
    rf"[|\s]*(?P<named>{_NAMED} ?)?(?P<number>{_REFERENCE}|"
    r"\d{1,3}(?:\.\d{1,2})?[a-zA-Z]?(?:\(\d{1,2}\))?\.?|[A-Z]\d{1,2}\.?)[|\s]*\Z"
)
# A number and a title on one line. A number without a dot needs a wide space after it.
_ONE_LINE = re.compile(
    rf"(?:[|\s]*(?P<number>(?P<sure>(?:{_REFERENCE})\.?|"
    r"\d{1,3}[a-zA-Z]?(?:\(\d{1,2}\))?\.(?!\d)|\d{1,3}(?:\.\d{1,2}(?![\d%])|\(\d{1,2}\)|\)|(?= [–-] )))"
    r"|\d{1,3}[a-zA-Z]?)(?P<gap>[ \t\u00a0]*(?:\|[ \t\u00a0]*|[–-] )?)"
    rf"|(?:(?!M){_NAMED} ?|{_NAMED} (?=\d{{1,3}}(?: ?[:–-]| [A-Z]{{3}})))"
    r"(?P<named>\d{1,3}[a-zA-Z]?)[.:]?[ \t]*[-–—]?[ \t]*)"
    r"(?P<title>[^\W_].*|[“\"‘'].*)\Z",
    re.S,
)
_LONGEST_OWN_LINE = 18
# Number, title, "pdf icon PDF 98 KB" and what else a page puts on the line.
_LONGEST_LINE_OF_PAGE = 300
_PAGE_MARKS = ("PDF ", " icon", "Minutes:", "ocuments:", "|")
_NO_TITLE = re.compile(
    r"(?:RESOLVED|ORDERED|AGREED|NOTED|DECI|RECOMMEND|UNANIM|Resolved|Agreed|It was|That |To note\b|NO TITLE)"
    r"|[a-z(]"
)
# A title tells nothing: "2. Mr Crake moved that it be lit, and it was" leads to the decision below it.
_TELLING = re.compile(r"\b(?:was|were|had|is|are|has|have|be|been|would|that|it|moved|proposed|seconded)\b")
# A line that is wrapped within a paragraph is longer.
_SHORTEST_WRAPPED = 56
_FIRST_LABELS = 1
# Beside number and title a page may set one thing more, its file.
_FURTHER_CELLS = 2


def find_items(text: str) -> list[ItemHeading]:
    """The numbered agenda items of `text` in order; each span runs to the next heading.

    A title without a printed number is no item. The name and size of a file after a title are cut off.

    >>> [(item.number, item.title) for item in find_items("41.\\n\\nFerry fares pdf icon PDF 88 KB\\n\\nMinutes:")]
    [('41.', 'Ferry fares')]
    """
    headings = headings_of(text)
    ends = [*(heading.start_char for heading in headings[1:]), len(text)]
    return [
        _make_heading(
            number=heading.number,
            title=heading.title,
            start_char=heading.start_char,
            end_char=heading.start_char + len(text[heading.start_char : until].rstrip()),
        )
        for heading, until in zip(headings, ends, strict=False)
    ]


@Kept
def headings_of(text: str) -> tuple[Heading, ...]:
    """The headings of numbered items, kept for the finders that read the same text next."""
    lines = lines_of(text)
    headings: list[Heading] = []
    next_line = 0
    for index, line in enumerate(lines):
        # Most lines are paragraphs, and out of the question by their length.
        if line.end - line.start > _LONGEST_LINE_OF_PAGE or index < next_line:
            continue
        if not _may_start(text, lines, index, line):
            continue
        before = headings[-1].number if headings else None
        if (heading := _heading_at(text, lines, index, before)) is not None:
            headings.append(heading)
            next_line = heading.next_line
    return tuple(headings)


def _may_start(text: str, lines: Sequence[Line], index: int, line: Line) -> bool:
    """Whether a line is worth a closer look; most paragraphs are ruled out by their length or full stop."""
    length = line.end - line.start
    first = text[line.start]
    if first == "M":
        if not _STARTS_MINUTE.match(text, line.start):
            return False
    elif not ("0" <= first <= "9" or first in "|AI" or (length < 4 and "A" <= first <= "Z")):
        return False
    if length < 12 or (length <= LONGEST_TITLE_IN_LINE and text[line.end - 1] not in ".;:,"):
        return True
    words = text[line.start : line.end]
    for mark in _PAGE_MARKS:
        if mark in words:
            return True
    return length <= LONGEST_TITLE_IN_LINE and _is_marker(text, line_at(lines, index + 1))


def _heading_at(text: str, lines: Sequence[Line], index: int, before: str | None) -> Heading | None:
    line = lines[index]
    words = text[line.start : line.end]
    if len(words) < _LONGEST_OWN_LINE and (own := _OWN_LINE.match(words)):
        number = own["number"]
        if own["named"] is not None and index and text[lines[index - 1].end - 1] not in ".:;":
            return None  # "Agenda Item 5" under a title says where it stood on the agenda
        return _below(text, lines, index, number, own["named"] is not None or _follows(before, number))
    found = _ONE_LINE.match(words)
    if found is None:
        return None
    return _beside(text, lines, index, found, before)


def _follows(before: str | None, number: str) -> bool:
    """Whether a bare number is the next after that of the heading before: "2" after "1(3)"."""
    found = re.match(r"\d+", before or "")
    return found is not None and number.isdigit() and int(number) == int(found.group()) + 1


def _below(text: str, lines: Sequence[Line], index: int, number: str, follows: bool) -> Heading | None:
    """The heading whose title stands below its number."""
    last = index + 1
    if last >= len(lines) or _is_marker(text, lines[last]):
        return None
    while last + 1 < len(lines) and last < index + 3 and _continues_title(text, lines[last + 1]):
        last += 1
    block = " ".join(text[line.start : line.end] for line in lines[index + 1 : last + 1])
    title, has_tail = _cut_tail(block)
    if not title or _NO_TITLE.match(title) or lines[index + 1].label is not None or lines[index + 1].is_bullet:
        return None
    shown = has_tail or _is_marker(text, line_at(lines, last + 1))
    usual = _USUAL_TITLE.match(title) is not None or (title.isupper() and len(title) > 3)
    # A label alone on a line that is wrapped there has its text on the next line, without a blank one.
    stands_off = lines[index + 1].after_blank or usual
    runs_on = last + 1 < len(lines) and not lines[last + 1].after_blank
    sure = stands_off and not runs_on and (not number.isdigit() or usual or follows)
    if stands_off and not runs_on and not sure and is_title(title):
        sure = opens(text, lines, index, last + 1, number, title) or is_counted(text, lines, last + 1, number, title)
    if shown or (sure and not number[0].isalpha() and is_title(title)):
        return Heading(number, title, lines[index].start, lines[last].end, last + 1)
    return None


def _beside(text: str, lines: Sequence[Line], index: int, found: re.Match[str], before: str | None) -> Heading | None:
    """The heading whose title stands on the line of its number."""
    line = lines[index]
    number = found["number"] or found["named"]
    title, has_tail = _cut_tail(found["title"])
    if not title or _NO_TITLE.match(title) or len(title) > LONGEST_TITLE_IN_LINE:
        return None
    if found["title"].strip("| \t").count("|") >= _FURTHER_CELLS:
        return None  # a row of a table: "21/14 | Report on vacancies | Chief of Staff | Circulated in May."
    following = line_at(lines, index + 1)
    is_narrow = found["named"] is None and found["sure"] is None and len(found["gap"]) < 2
    if is_narrow and not (found["gap"] and number.isdigit() and opens(text, lines, index, index + 1, number, title)):
        return None
    shown = has_tail or _is_marker(text, following)
    if not shown and not is_title(title):
        return None
    is_next = _follows(before, number.rstrip(".)")) and (tells(text, following) or begins(following))
    if not (shown or found["named"] or is_next or _stands_as_heading(text, lines, index, number, title)):
        return None
    return Heading(number, title, line.start, line.end, index + 1)


def _stands_as_heading(text: str, lines: Sequence[Line], index: int, number: str, title: str) -> bool:
    if title.isupper() and len(title) > 3:
        return True
    # A list of decisions by reference ("014/2017  Appointment of …") is no agenda.
    if _USUAL_TITLE.match(title) and ("/" not in number or lines[index].after_blank):
        return True
    before, after = line_at(lines, index - 1) if index else None, line_at(lines, index + 1)
    if after is None or not lines[index].after_blank:
        return False
    leads = not _TELLING.search(title) and (decides(text, after) or has_next(text, lines, index, number))
    if not after.after_blank:
        is_wrapped = lines[index].end - lines[index].start >= _SHORTEST_WRAPPED or text[after.start].islower()
        return leads and not is_wrapped
    if leads:
        return True
    if before is not None and before.label is not None and is_short(text, before):
        return False
    if after.label is not None:
        begins_anew = ordinal(after.label) == _FIRST_LABELS and after.row is not lines[index].row
        return begins_anew or after.label.startswith(number.rstrip(".") + ".1")
    return (
        not after.is_bullet
        and after.end - after.start > SHORTEST_SENTENCE
        and text[after.end - 1] in ".:"
        and len(title.split()) <= 12
    )


def _continues_title(text: str, line: Line) -> bool:
    return not line.after_blank and line.row is None and not _is_marker(text, line)


def _is_marker(text: str, line: Line | None) -> bool:
    return line is not None and _MARKER.match(text, line.start, line.end) is not None


def _cut_tail(title: str) -> tuple[str, bool]:
    tail = _TAIL.search(title)
    return (title[: tail.start()].strip(" \t|"), True) if tail else (title.strip(" \t|"), False)
