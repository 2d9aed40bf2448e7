"""What was counted last: the memory by which "a further 32" or "29 of the 46" gets its role.

The memory is a list of readings in reading order: counts of police people, and numbers that count something else
(these close the memory for what follows). Between two readings the text itself is asked: a mention of police people
opens it, a rival noun ("burglary", "calls") closes it. It ends with the paragraph, except for a whole that is named
again by its number ("nine of the 21") and for an answer to a question in the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minuteminer.annotate.headcount_numbers import WORD_SETS, Candidate
from minuteminer.annotate.headcount_roles import MENTION, MODIFIERS, head_of
from minuteminer.findings import Evidence, Measure

_RIVAL = re.compile(r"\b(?:" + "|".join(sorted(WORD_SETS["rival"], key=len, reverse=True)) + r")\b")
# "complaints against officers", "officers of the county council": mentions that are no people to be counted next.
_GOVERNED = re.compile(r" (?:on|against|by|of|from|to|for|about|involving|among|between) (?:[a-z-]+ ){0,2}")
_COUNCIL_PEOPLE = re.compile(r" (?:of|from) (?:the |its )?(?:[a-z]+ ){0,3}(?:council|authority|panel|inspectorate)\b")
_SENTENCE_END = re.compile(r"[.!?][\"”')]*\s+|\n")
_SENTENCE_MARKS = (". ", "? ", "! ", ".\n", "\n", ".” ", '." ', ".) ")
# "c. 210", "no. 5", "Mr. A" end no sentence.
_ABBREVIATIONS = frozenset("c no mr mrs ms dr cllr st p para".split())


@dataclass(slots=True, kw_only=True)
class Reading:
    """A number that was read: a count of police people, or (role None) of something else.

    `measure` may wait for the end of the list that the number stands in; `given` says that its own phrase shows it
    ("additional"); `refused` says why a number with no role is none.
    """

    start: int
    end: int
    value: float
    role: str | None
    rule: str
    high: float | None = None
    of: float | None = None
    measure: Measure | None = None
    given: bool = False
    default: Measure | None = None
    fte: bool = False
    partitive: bool = False
    status: str | None = None
    refused: str | None = None
    evidence: list[Evidence] = field(default_factory=list)


def make_reading(number: Candidate, end: int, role: str, rule: str, measure: Measure | None = None) -> Reading:
    """A count that ends at `end`; a fraction of a person is a full-time equivalent."""
    return Reading(
        start=number.start,
        end=end,
        value=number.value,
        high=number.high,
        role=role,
        rule=rule,
        measure=measure,
        fte=number.value % 1 != 0,
    )


def refuse(number: Candidate, reason: str, end: int | None = None) -> Reading:
    """A number that counts no police people."""
    return Reading(start=number.start, end=end or number.end, value=number.value, role=None, rule="", refused=reason)


@dataclass(slots=True)
class Discourse:
    """The text in lower case, the readings so far, and the questions that carried-over numbers ask."""

    lowered: str
    readings: list[Reading] = field(default_factory=list)
    # Where the number after the present one begins: words behind it speak of that one.
    horizon: int = 0

    def sentence_start(self, at: int) -> int:
        """Where the sentence of `at` begins."""
        end = at
        while True:
            stop = max(self.lowered.rfind(mark, 0, end) for mark in _SENTENCE_MARKS)
            if stop < 0:
                return 0
            word = self.lowered[max(0, stop - 5) : stop].split(" ")[-1]
            if self.lowered[stop] != "." or word not in _ABBREVIATIONS:
                return stop + 1
            end = stop

    def sentence_end(self, at: int) -> int:
        """Where the sentence of `at` ends."""
        match = _SENTENCE_END.search(self.lowered, at)
        return match.start() if match else len(self.lowered)

    def paragraph_start(self, at: int) -> int:
        """Where the paragraph of `at` begins; the question it answers belongs to it."""
        start = self.lowered.rfind("\n", 0, at) + 1
        before = start
        while before and self.lowered[before - 1] in "\n ":
            before -= 1
        if before and self.lowered[before - 1] == "?":
            return self.lowered.rfind("\n", 0, before) + 1
        return self.paragraph_start(before - 1) if before and self._goes_on(before) else start

    def _goes_on(self, end: int) -> bool:
        """Whether the line that ends at `end` is one of a list that goes on in the next."""
        return self.lowered[end - 1] in ";:," or self.lowered.endswith((" and", " or"), 0, end)

    def with_value(self, value: float) -> Reading | None:
        """The latest reading of this very number: the whole that "nine of the 21" speaks of."""
        return next((reading for reading in reversed(self.readings) if reading.value == value), None)

    def last(self, since: int) -> Reading | None:
        """The latest reading from `since` on."""
        reading = self.readings[-1] if self.readings else None
        return reading if reading is not None and reading.start >= since else None

    def antecedent(self, since: int, at: int) -> Reading | None:
        """What the text from `since` to `at` speaks of last: police people, something else (role None), or None."""
        reading = self.last(since)
        start = max(since, reading.end) if reading is not None else since
        rivals = list(_RIVAL.finditer(self.lowered, start, at))
        mentions = [
            mention
            for mention in MENTION.finditer(self.lowered, start, at)
            if not self._is_no_antecedent(mention, rivals)
        ]
        last_mention = mentions[-1].end() if mentions else -1
        if rivals and rivals[-1].end() > last_mention:
            return Reading(start=rivals[-1].start(), end=rivals[-1].end(), value=0, role=None, rule="")
        if not mentions:
            return reading
        role = head_of(mentions[-1][0]).role
        if reading is not None and reading.role is not None and role in (reading.role, "police officer", "recruit"):
            return reading
        return Reading(start=mentions[-1].start(), end=last_mention, value=0, role=role, rule="")

    def _is_no_antecedent(self, mention: re.Match[str], rivals: list[re.Match[str]]) -> bool:
        if _COUNCIL_PEOPLE.match(self.lowered, mention.end()):
            return True
        before = self.lowered.rfind(" ", 0, max(0, mention.start() - 1)) + 1
        row = MODIFIERS.get(self.lowered[before : mention.start()].strip())
        if row is not None and row.get("refuses"):
            return True
        return any(_GOVERNED.fullmatch(self.lowered, rival.end(), mention.start()) for rival in rivals)
