"""doccano: a row as it is imported into a sequence labelling project, and as one is exported.

doccano runs in a browser and counts UTF-16 units, so that a character outside the basic plane counts twice (its issue
2290). Offsets are turned both ways; texts without such characters have the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minuteminer.coding.passages import CodedPassage, Mark
from minuteminer.coding.utf16 import from_utf16, to_utf16

Task = dict[str, Any]
# What a row has besides what tells where it is from.
_OWN = frozenset(("id", "passage", "text", "label", "labels", "entities", "relations", "cats", "Comments"))


def write_row(passage: CodedPassage) -> Task:
    """A passage as a row to import.

    doccano gives rows ids of its own, so that ours goes as a field beside. Topics are left out: a sequence labelling
    project hands them back as they came, and nobody has looked at them.
    """
    about = {name: value for name, value in passage.about.items() if name not in _OWN}
    spans = [
        [to_utf16(passage.text, mark.start_char), to_utf16(passage.text, mark.end_char), mark.label]
        for mark in passage.marks
    ]
    return {"passage": passage.id, "text": passage.text, "label": spans, **about}


def read_row(row: Task) -> Iterator[CodedPassage]:
    """The passage of an exported row: of sequence labelling, with relations or without, or of intent detection.

    Only intent detection (`entities` and `cats`) lets a coder choose topics.
    """
    text = str(row["text"])
    spans = row[next((name for name in ("entities", "labels") if name in row), "label")]
    yield CodedPassage(
        id=str(row["passage"]),
        text=text,
        marks=tuple(_mark(span, text) for span in spans),
        topics=tuple(map(str, row["cats"])) if "cats" in row and "entities" in row else None,
        about={name: value for name, value in row.items() if name not in _OWN},
    )


def _mark(span: Any, text: str) -> Mark:
    start, end, label = (
        (span["start_offset"], span["end_offset"], span["label"]) if isinstance(span, dict) else tuple(span)
    )
    return Mark(start_char=from_utf16(text, int(start)), end_char=from_utf16(text, int(end)), label=str(label))
