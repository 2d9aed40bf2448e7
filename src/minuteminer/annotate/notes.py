"""Text → notes that were added to minutes after the meeting, tied to the paragraph that they correct."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minuteminer.annotate.keywords import body_start
from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.paragraphs import paragraphs_of
from minuteminer.findings import Note, Paragraph

_ROWS = [(row, re.compile(row["pattern"])) for row in load_lexicon("notes")]
_GATE = tuple(word for row, _ in _ROWS for word in row["needs"])
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
    if not any(word in text for word in _GATE):
        return []
    if paragraphs is None:
        paragraphs = paragraphs_of(text)
    notes = []
    before: Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.label is not None:
            before = paragraph
        notes.extend(_notes_in(text, paragraph, before, paragraphs))
    return notes


def _notes_in(text: str, paragraph: Paragraph, before: Paragraph | None, paragraphs: Sequence[Paragraph]) -> list[Note]:
    start = body_start(text, paragraph)
    for row, pattern in _ROWS:
        found = pattern.search(text, start, paragraph.end_char)
        if found is None or (row.get("at_start") and found.start() != start):
            continue
        at, end = found.start("note"), paragraph.end_char
        closing = _BRACKET.get(text[at - 1] if at else "")
        if closing is not None:
            close = text.find(closing, at, end)
            end = close if close >= 0 else end
        return [
            Note(
                start_char=at,
                end_char=end,
                text=text[at:end],
                rule_id=row.id,
                corrects=_named(text, found.end(), end, paragraphs) or (before.label if before else None),
            )
        ]
    return []


def _named(text: str, start: int, end: int, paragraphs: Sequence[Paragraph]) -> str | None:
    """The printed label of a paragraph that the note names, where there is such a paragraph."""
    found = _NAMED.search(text, start, end)
    if found is None:
        return None
    number = found["label"].strip("()")
    return next((p.label for p in paragraphs if p.label is not None and p.label.strip("().") == number), None)
