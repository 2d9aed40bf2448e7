"""Text → notes that were added to minutes after the meeting, tied to the paragraph that they correct."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from minuteminer.annotate.keywords import body_start
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.paragraphs import paragraphs_of
from minuteminer.annotate.triggers import triggers_of
from minuteminer.findings import Note, Paragraph

_ROWS = [(row, re.compile(row["pattern"])) for row in load_lexicon("notes")]
_NAMED = re.compile(
    r"\b(?:[Pp]aragraphs?|[Mm]inutes?|[Pp]oints?|[Pp]ara|[Rr]e:?)\.? (?P<label>\(?\d{1,3}(?:\.\d{1,3})?[a-z]?\)?)"
)
_BRACKET = {"[": "]", "(": ")", "{": "}"}


def find_notes(text: str, *, paragraphs: Sequence[Paragraph] | None = None) -> list[Note]:
    """The post meeting notes of `text` in order.

    `corrects` is the label of the paragraph that the note names, else of the labelled paragraph before it.

    >>> [note.corrects for note in find_notes("(4)  It rained.\\n\\nPOST MEETING NOTE: it snowed.")]
    ['(4)']
    """
    triggers = triggers_of(text).notes
    if not triggers:
        return []
    if paragraphs is None:
        paragraphs = paragraphs_of(text)
    labels: dict[str, str] = {}
    for paragraph in paragraphs:
        if paragraph.label is not None:
            labels.setdefault(paragraph.label.strip("()."), paragraph.label)
    notes: list[Note] = []
    before: Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.label is not None:
            before = paragraph
        following = bisect_left(triggers, paragraph.start_char)
        if following == len(triggers) or triggers[following] >= paragraph.end_char:
            continue
        for row, pattern in _ROWS:
            found = _find(text, row, pattern, paragraph)
            if found is not None:
                notes.append(_make_note(text, row, found, paragraph, before, labels))
                break
    return notes


def _find(text: str, row: Row, pattern: re.Pattern[str], paragraph: Paragraph) -> re.Match[str] | None:
    if row.get("at_start"):
        return pattern.match(text, body_start(text, paragraph), paragraph.end_char)
    return pattern.search(text, paragraph.start_char, paragraph.end_char)


def _make_note(
    text: str,
    row: Row,
    found: re.Match[str],
    paragraph: Paragraph,
    before: Paragraph | None,
    labels: Mapping[str, str],
) -> Note:
    start, end = found.start("note"), paragraph.end_char
    closing = _BRACKET.get(text[start - 1] if start else "")
    if closing is not None and (close := text.find(closing, start, end)) >= 0:
        end = close
    return Note(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id=row.id,
        corrects=_named(text, found.end(), end, labels) or (before.label if before else None),
    )


def _named(text: str, start: int, end: int, labels: Mapping[str, str]) -> str | None:
    """The printed label of a paragraph that the note names, where there is such a paragraph."""
    found = _NAMED.search(text, start, end)
    return labels.get(found["label"].strip("()")) if found else None
