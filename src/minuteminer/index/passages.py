"""A document → the passages that are rows of the index: paragraphs, the gaps between them, none too long."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from minuteminer.findings import AnnotatedDocument, Fact, Paragraph
from minuteminer.index.words import MAX_PASSAGE_CHARS, split_long

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def find_passages(document: AnnotatedDocument) -> tuple[Paragraph, ...]:
    """Every word of the document in passages of at most 16,000 characters, in order.

    Text that lies in no paragraph is cut at blank lines; the pieces of a long paragraph keep its label.
    """
    found: list[Paragraph] = []
    for whole in _with_gaps(document.text, document.paragraphs):
        if whole.end_char - whole.start_char <= MAX_PASSAGE_CHARS:
            found.append(whole)
            continue
        found += [
            Paragraph(label=whole.label, start_char=start, end_char=end, kind=whole.kind)
            for start, end in split_long(whole.start_char, whole.end_char, document.text)
        ]
    return tuple(found)


def _with_gaps(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    covered = 0
    for paragraph in sorted(paragraphs, key=lambda p: (p.start_char, p.end_char)):
        yield from _blocks(text, covered, paragraph.start_char)
        yield paragraph
        covered = max(covered, paragraph.end_char)
    yield from _blocks(text, covered, len(text))


def _blocks(text: str, start: int, end: int) -> Iterator[Paragraph]:
    # Between most paragraphs there is nothing but a blank line.
    if start >= end or text[start:end].isspace():
        return
    edges = [(match.start(), match.end()) for match in _BLANK_LINE.finditer(text, start, end)]
    for first, last in zip([start, *(e for _, e in edges)], [*(s for s, _ in edges), end], strict=True):
        block = text[first:last]
        if stripped := block.strip():
            begin = first + block.index(stripped[0])
            yield Paragraph(label=None, start_char=begin, end_char=begin + len(stripped), kind="plain")


def facts_by_passage(starts: Sequence[int], facts: Sequence[Fact]) -> list[list[int]]:
    """For each passage, by where it begins, the places among `facts` of those that lie in it.

    A fact lies in the last passage that begins at or before it; a resolution in every passage that it runs through.
    """
    found: list[list[int]] = [[] for _ in starts]
    for place, fact in enumerate(facts):
        first = bisect_right(starts, fact.start_char) - 1
        if first < 0:
            continue
        found[first].append(place)
        if fact.kind == "resolution":
            for index in range(first + 1, len(starts)):
                if starts[index] >= fact.end_char:
                    break
                found[index].append(place)
    return found
