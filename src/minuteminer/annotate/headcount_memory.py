"""What was counted last: the memory by which "a further 32" or "29 of the 46" gets its role.

The memory is a list of events in reading order: a count of police people, or a number that counts something else
(which closes the memory for what follows). Between two events the text itself is asked: a plural mention of police
people opens it, a rival noun ("burglary", "calls") closes it. It ends with the paragraph, except for a whole that
is named again by its number ("nine of the 21") and for an answer to a question in the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minuteminer.annotate.headcount_numbers import WORD_SETS
from minuteminer.annotate.headcount_roles import MENTION, head_of
from minuteminer.facts import Measure

_RIVAL = re.compile(r"\b(?:" + "|".join(sorted(WORD_SETS["rival"], key=len, reverse=True)) + r")\b")
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+|\n")


@dataclass(slots=True, kw_only=True)
class Event:
    """A number that was read: `role` is None where it counts something else."""

    start: int
    end: int
    value: float
    role: str | None
    measure: Measure = "other"
    fte: bool = False


@dataclass(slots=True)
class Discourse:
    """The text in lower case, the events so far, and the questions that carried-over numbers ask."""

    lowered: str
    events: list[Event] = field(default_factory=list)

    def sentence_start(self, at: int) -> int:
        """Where the sentence of `at` begins; a full stop after "c", "no" or "mr" ends none."""
        end = at
        while True:
            stop = max(self.lowered.rfind(mark, 0, end) for mark in (". ", "? ", "! ", ".\n", "\n", ".” ", '." '))
            if stop < 0:
                return 0
            word = self.lowered[max(0, stop - 4) : stop].split(" ")[-1]
            if self.lowered[stop] != "." or word not in ("c", "no", "mr", "mrs", "ms", "dr", "cllr", "st", "p", "para"):
                return stop + 1
            end = stop

    def sentence_end(self, at: int) -> int:
        """Where the sentence of `at` ends."""
        match = _SENTENCE_END.search(self.lowered, at)
        return match.start() if match else len(self.lowered)

    def paragraph_start(self, at: int) -> int:
        """Where the paragraph of `at` begins; the question it answers belongs to it."""
        start = self.lowered.rfind("\n", 0, at) + 1
        before = self.lowered[:start].rstrip()
        if before.endswith("?"):
            start = self.lowered.rfind("\n", 0, len(before)) + 1
        return start

    def whole(self, value: float) -> Event | None:
        """The latest count of police people with this very number."""
        return next((event for event in reversed(self.events) if event.role and event.value == value), None)

    def last(self, since: int) -> Event | None:
        """The latest event from `since` on."""
        event = self.events[-1] if self.events else None
        return event if event is not None and event.start >= since else None

    def antecedent(self, since: int, at: int) -> Event | None:
        """What the text from `since` to `at` speaks of last: an Event with a role, one without, or None."""
        event = self.last(since)
        start = max(since, event.end) if event is not None else since
        mentions = list(MENTION.finditer(self.lowered, start, at))
        rivals = list(_RIVAL.finditer(self.lowered, start, at))
        last_mention = mentions[-1].end() if mentions else -1
        if rivals and rivals[-1].end() > last_mention:
            return Event(start=rivals[-1].start(), end=rivals[-1].end(), value=0, role=None)
        if mentions:
            role = head_of(mentions[-1][0]).role
            if event is not None and event.role is not None and role in (event.role, "police officer", "recruit"):
                return event
            return Event(start=mentions[-1].start(), end=last_mention, value=0, role=role, measure="strength")
        return event
