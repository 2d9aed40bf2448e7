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


def passage_at(starts: Sequence[int], position: int) -> int:
    """The index of the passage in which a position lies: the last that begins at or before it.

    >>> passage_at([0, 40, 90], 41), passage_at([], 3)
    (1, -1)
    """
    return bisect_right(starts, position) - 1 if starts and position >= starts[0] else -1


def facts_by_passage(passages: Sequence[Paragraph], facts: Sequence[Fact]) -> list[list[Fact]]:
    """For each passage the facts that lie in it; a resolution counts in every passage that it runs through."""
    starts = [passage.start_char for passage in passages]
    found: list[list[Fact]] = [[] for _ in passages]
    for fact in facts:
        first = passage_at(starts, fact.start_char)
        if first < 0:
            continue
        found[first].append(fact)
        if fact.kind == "resolution":
            for index in range(first + 1, len(passages)):
                if starts[index] >= fact.end_char:
                    break
                found[index].append(fact)
    return found
