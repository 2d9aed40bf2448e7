"""The words by which sites label the parts of a page, in English and Welsh; classes decide wherever they can.

Sites choose some of the labels themselves ("Record of meeting"), so an unknown label is no error: its text is
kept, with the label, among the agenda's.
"""

from __future__ import annotations

import re
from typing import Literal

from minuteminer.models import MeetingStatus
from minuteminer.parse.text import collapse_space

Section = Literal["agenda", "decision", "minutes", "documents", "purpose"]

SECTIONS: dict[str, Section] = {
    "minutes": "minutes",
    "draft minutes": "minutes",
    "record of meeting": "minutes",
    "cofnodion": "minutes",
    "cofnodion drafft": "minutes",
    "decision": "decision",
    "decisions": "decision",
    "penderfyniad": "decision",
    "penderfyniadau": "decision",
    "additional documents": "documents",
    "supporting documents": "documents",
    "accompanying documents": "documents",
    "dogfennau ychwanegol": "documents",
    "dogfennau ategol": "documents",
    "purpose": "purpose",
    "diben": "purpose",
    "agenda": "agenda",
}
_CANCELLED = re.compile(r"[\s,;(-]+(?:cancelled|canceled|wedi['’]?i ganslo|canslwyd)\b\W*$", re.I)
_DRAFT = re.compile(r"\b(?:draft|drafft)\b", re.I)
_MINUTES = re.compile(r"\b(?:minutes|ch?ofnodion|record of meeting)\b", re.I)
_DECISIONS = re.compile(r"\b(?:decisions?|[pbm]h?enderfyniad(?:au)?)\b", re.I)
_AGENDA = re.compile(r"\b(?:agenda|rhaglen)\b", re.I)
_VENUE = re.compile(r"\b(?:venue|lleoliad|location)\b", re.I)


def section_of(label: str) -> Section | None:
    """Which part of an item a printed label opens; None where the label is not known.

    >>> section_of("Decisions:"), section_of("Cofnodion:"), section_of("Outcome:")
    ('decision', 'minutes', None)
    """
    return SECTIONS.get(collapse_space(label).rstrip(":").strip().lower())


def status_of(words: str) -> MeetingStatus:
    """The publication state that a page's heading or a list row's tail says.

    >>> status_of("Agenda, decisions and draft minutes"), status_of("Agenda, Decisions"), status_of("Meeting")
    ('draft', 'decisions', 'scheduled')
    """
    if is_cancelled(words):
        return "cancelled"
    if _MINUTES.search(words):
        return "draft" if _DRAFT.search(words) else "final"
    if _DECISIONS.search(words):
        return "decisions"
    return "agenda" if _AGENDA.search(words) else "scheduled"


def is_cancelled(words: str) -> bool:
    """Whether words about a meeting end in its cancellation.

    >>> is_cancelled("Panel - Thursday 4 December 2025 7:30 pm, CANCELLED"), is_cancelled("Cancelled trains")
    (True, False)
    """
    return bool(_CANCELLED.search(" " + words))


def without_cancelled(words: str) -> str:
    """`words` without the note of cancellation at their end."""
    return _CANCELLED.sub("", words)


def is_venue(label: str) -> bool:
    """Whether a label stands before the place of a meeting ("Proposed venue:")."""
    return bool(_VENUE.search(label))
