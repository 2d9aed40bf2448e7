"""Text → its paragraphs with the labels that minutes print before them.

A paragraph starts at an empty line, a label, a bullet, a heading or a keyword of decision; a line that merely
continues a sentence belongs to the paragraph before. Nothing is dropped: what lies between paragraphs is
white space, so that every fact can say which paragraph it stands in.
"""

from __future__ import annotations

import re

from minuteminer.annotate.items import Heading, headings_of
from minuteminer.annotate.kept import Kept
from minuteminer.annotate.labels import Line, lines_of
from minuteminer.annotate.records import maker_of
from minuteminer.findings import Paragraph, ParagraphKind

# The width to which people wrap text by hand; a longer line is a paragraph of its own.
_WRAP_WIDTH = 140
_SHORTEST_WRAPPED = 40
_SHORTEST_WRAPPED_DECISION = 20
_LONGEST_HEADING = 90
_FINISHED = frozenset('.;:!?”"|')
_KEYWORD = re.compile(
    r"[\[(*]*(?:(?:It was |IT WAS )?(?:UNANIMOUSLY |unanimously |Unanimously )?"
    r"(?:RESOLVED|RESOLUTION\b|ORDERED|RECOMMEND|AGREED|NOTED|DECISION|DECIDED|APPROVED\b"
    r"|(?:Resolved|Agreed|Noted|Decision|Decided|Recommended|Recommendation)s?"
    r"(?=[:.,]? *[-–—]|:|\Z| that\b| to\b|\.\Z))"
    r"|PANEL DECISION|Panel [Dd]ecision:)"
)
_KEYWORD_FIRST = frozenset("RUOADNPI[(*u")
_NOTE = re.compile(r"[\[(*]*(?:POST|Post|post)[- ](?:MEETING|Meeting|meeting)[- ](?:NOTE|Note|note)")
# What makes the paragraphs after a keyword part of the decision: "RESOLVED that:" and a list.
_OPEN = re.compile(
    r"(?:[:,;–—-]|\b(?:that|to|and|or|THAT|That|[A-Z]{5,})|\b(?:Resolved|Agreed|Noted|Decision))[\])*]*\Z"
)

_make_paragraph = maker_of(Paragraph)


def find_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text` in order, each with its printed label, its offsets and its kind.

    They never overlap, and everything outside them is white space. `start_char` includes the label.

    >>> [(p.label, p.kind) for p in find_paragraphs("Ferry\\n\\n1.  It was late.\\n\\nRESOLVED to note it.")]
    [(None, 'heading'), ('1.', 'numbered'), (None, 'resolution')]
    """
    return list(paragraphs_of(text))


@Kept
def paragraphs_of(text: str) -> tuple[Paragraph, ...]:
    """What `find_paragraphs` returns, kept for the finders that read the same text next."""
    lines = lines_of(text)
    headings = {heading.start_char: heading for heading in headings_of(text)}
    paragraphs: list[Paragraph] = []
    before: Paragraph | None = None
    for first, end in _groups(text, lines, headings):
        start = first.start
        if start in headings:
            before = _make_paragraph(label=None, start_char=start, end_char=end, kind="heading")
        else:
            kind = _kind(text, first, end, before)
            before = _make_paragraph(label=first.label, start_char=start, end_char=end, kind=kind)
        paragraphs.append(before)
    return tuple(paragraphs)


def starts_with_keyword(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` begin with a keyword of decision, as printed at the head of one."""
    return text[start : start + 1] in _KEYWORD_FIRST and _KEYWORD.match(text, start, end) is not None


def _groups(text: str, lines: tuple[Line, ...], headings: dict[int, Heading]) -> list[tuple[Line, int]]:
    """The first line of each paragraph, and where its last one ends."""
    groups: list[tuple[Line, int]] = []
    index = 0
    while index < len(lines):
        heading = headings.get(lines[index].start)
        last = heading.next_line if heading else index + 1
        if heading is None:
            while last < len(lines) and lines[last].start not in headings and _continues(text, lines, index, last):
                last += 1
        groups.append((lines[index], lines[last - 1].end))
        index = last
    return groups


def _continues(text: str, lines: tuple[Line, ...], first: int, index: int) -> bool:
    """Whether line `index` belongs to the paragraph of the line before it, which began at line `first`."""
    line, before = lines[index], lines[index - 1]
    if line.row is not None:
        return False
    if index - 1 == first and before.label is not None and before.body == before.end:
        return not _KEYWORD.match(text, line.body)
    if line.after_blank:
        return False
    if text[line.start].islower():
        return True
    length = before.end - before.start
    shortest = _SHORTEST_WRAPPED
    if starts_with_keyword(text, lines[first].body, lines[first].end):
        shortest = _SHORTEST_WRAPPED_DECISION
    return (
        shortest <= length <= _WRAP_WIDTH
        and text[before.end - 1] not in _FINISHED
        and not _KEYWORD.match(text, line.start)
        and not _NOTE.match(text, line.start)
    )


def _kind(text: str, first: Line, end: int, before: Paragraph | None) -> ParagraphKind:
    body = first.body
    while body < end and text[body] in " \t\u00a0\n\r":
        body += 1
    initial = text[body : body + 1]
    if initial in _KEYWORD_FIRST:
        if _KEYWORD.match(text, body, end):
            return "resolution"
        if _NOTE.match(text, body, end):
            return "note"
    if (
        before is not None
        and before.kind == "resolution"
        and (first.row is not None or initial in "Tt")
        and _OPEN.search(text, max(before.start_char, before.end_char - 20), before.end_char)
    ):
        return "resolution"
    if first.label is not None:
        return "numbered"
    if first.is_bullet:
        return "list"
    return "heading" if _is_heading(text, body, end) else "plain"


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the words are short, begin with a capital or a figure, and do not end as a sentence does."""
    return (
        end - start <= _LONGEST_HEADING
        and not text[start : start + 1].islower()
        and (text[end - 1] not in _FINISHED or text[end - 1] == ":")
        and "\n" not in text[start:end]
        and "|" not in text[start:end]
    )
