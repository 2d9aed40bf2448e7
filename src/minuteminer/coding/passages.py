"""Passages as a coder sees them: a text with marked words and topics; from our reading, and back to gold.

A coder marks where a fact is and of what kind. What it says (pounds, counts) is read again from the marked words,
unless the program had read exactly these words, or the tool let the coder write a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from minuteminer.annotate.pipeline import annotate
from minuteminer.errors import DocumentError
from minuteminer.export.gold import gold_record
from minuteminer.findings import AnnotatedDocument, Fact

# The label a coder sees, and the kind of fact it marks.
LABELS = {
    "MONEY": "money",
    "PERCENT": "percent",
    "OFFICERS": "headcount",
    "VOTE": "vote",
    "RESOLUTION": "resolution",
}
KINDS = {kind: label for label, kind in LABELS.items()}
# Which field of a gold passage holds the facts of a label.
GOLD_FIELDS = {
    "MONEY": "money",
    "PERCENT": "percent",
    "OFFICERS": "officers",
    "VOTE": "votes",
    "RESOLUTION": "resolutions",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mark:
    """Words that a coder marked: half-open offsets into the passage's text, and one of LABELS."""

    start_char: int
    end_char: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedPassage:
    """A passage with marks and topics; `about` says where it is from (`panel`, `year`, `url`, `weight` …).

    `topics` is None where the tool let nobody choose any. `coder` is who did it, by the name that the tool gives.
    """

    id: str
    text: str
    marks: tuple[Mark, ...]
    topics: tuple[str, ...] | None = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    coder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Marked words from which no value can be read: a person has to give it."""

    passage: str
    label: str
    start_char: int
    text: str


def coded(document: AnnotatedDocument, about: Mapping[str, Any]) -> CodedPassage:
    """A document as the program read it, for a coder to correct.

    >>> coded(annotate("A grant of £5m.", id="p1"), {}).marks
    (Mark(start_char=11, end_char=14, label='MONEY'),)
    """
    return CodedPassage(
        id=document.id,
        text=document.text,
        marks=tuple(
            sorted(
                Mark(start_char=fact.start_char, end_char=fact.end_char, label=KINDS[fact.kind])
                for fact in document.facts
                if fact.kind in KINDS
            )
        ),
        topics=tuple(topic.topic_id for topic in document.topics),
        about=about,
    )


def checked(passage: CodedPassage, where: str) -> CodedPassage:
    """The passage, with its marks in order and each once; raises DocumentError where one is not of its text."""
    for mark in passage.marks:
        if mark.label not in LABELS:
            raise DocumentError(
                f"{where}: passage {passage.id}: expected labels {', '.join(LABELS)}, got {mark.label!r}", source=where
            )
        if not 0 <= mark.start_char < mark.end_char <= len(passage.text):
            raise DocumentError(
                f"{where}: passage {passage.id}: expected a mark within its {len(passage.text)} characters, got "
                f"{mark.start_char}-{mark.end_char}; was the text changed in the annotation tool?",
                source=where,
            )
    return replace(passage, marks=tuple(sorted(set(passage.marks))))


def gold_passage(passage: CodedPassage) -> tuple[dict[str, Any], list[Unread]]:
    """A hand-coded passage in the format of `corpus/gold/`, and the marks whose value could not be read.

    Paragraph labels and numbered items are not coded by hand, nor topics in every tool; their fields are left out, and
    a passage is not scored for fields that it does not have.
    """
    read = annotate(passage.text, id=passage.id)
    by_place = {(fact.start_char, fact.end_char, KINDS.get(fact.kind)): fact for fact in read.facts}
    facts: list[Fact] = []
    unread: list[Unread] = []
    for mark in passage.marks:
        fact = by_place.get((mark.start_char, mark.end_char, mark.label)) or _read_alone(passage, mark)
        if fact is None:
            words = passage.text[mark.start_char : mark.end_char]
            unread.append(Unread(passage=passage.id, label=mark.label, start_char=mark.start_char, text=words))
        else:
            facts.append(fact)
    record = gold_record(replace(read, facts=tuple(facts)))
    del record["paragraphs"], record["items"], record["topics"]
    topics = {} if passage.topics is None else {"topics": list(passage.topics)}
    return record | topics | dict(passage.about), unread


def _read_alone(passage: CodedPassage, mark: Mark) -> Fact | None:
    """The fact that the marked words say by themselves, at its place in the passage; None if they say none."""
    words = passage.text[mark.start_char : mark.end_char]
    for fact in annotate(words).facts:
        if fact.kind == LABELS[mark.label]:
            value = replace(fact.value, start_char=mark.start_char, end_char=mark.end_char, text=words)
            return replace(fact, start_char=mark.start_char, end_char=mark.end_char, text=words, value=value)
    return None
