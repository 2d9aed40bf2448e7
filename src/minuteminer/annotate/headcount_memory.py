"""What was counted last: the memory by which "a further 32" or "29 of the 46" gets its role.

The memory is a list of readings in reading order: counts of police people, and numbers that count something else
(these close the memory for what follows). Between two readings the text itself is asked: a mention of police people
opens it, a rival noun ("burglary", "calls") closes it. It ends with the paragraph, except for a whole that is named
again by its number ("nine of the 21") and for an answer to a question in the line before.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from minuteminer.annotate.headcount_numbers import Candidate
from minuteminer.annotate.headcount_paragraphs import Paragraphs
from minuteminer.annotate.headcount_roles import HEADS_BY_FORM, MODIFIERS
from minuteminer.annotate.headcount_scan import scan
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.findings import Measure

_RIVAL = re.compile(rf" ({alternation(WORD_SETS['rival'])})\b")
# "at a cost of £820,000", "after the attacks", "in place" and "the cost of a further 12" are not what is counted next.
_ASIDE = (" as ", " at a ", " at the ", " after the ", " since the ", " in ")
_OF_MORE = (" of a further ", " of another ", " of an extra ", " of an additional ")
# "complaints against officers", "officers of the county council": mentions that are no people to be counted next.
_GOVERNED = re.compile(
    r" (?:on|against|by|of|from|to|for|about|in|with|towards|involving|among|between) (?:[a-z-]+ ){0,2}"
)
# "14 PCSOs applied to be constables, and eight …": what people become is not who they are.
_COMPLEMENTS = (" be ", " as ", " become ", " became ", " becoming ")
_COUNCIL_PEOPLE = re.compile(r" (?:of|from) (?:the |its )?(?:[a-z]+ ){0,3}(?:council|authority|panel|inspectorate)\b")
# People whom nobody calls "officers".
APART = frozenset(
    ("PCSO", "special constable", "cadet", "police staff", "OPCC staff", "call handler", "investigator", "volunteer")
)
# "Leavers" and "joiners" say in themselves that the force falls or grows; "recruits" may be those in training.
MOVEMENTS = {
    form: head.measure for form, head in HEADS_BY_FORM.items() if head.measure and head.role == "police officer"
}
# "Vacancies among detectives", "officer vacancies".
_NOUNS: dict[str, Measure] = {
    **dict.fromkeys(("vacanc", "shortfall", "shortage", "gap"), "vacancy"),
    **dict.fromkeys(("leaver", "loss", "resignation", "departure", "retirement", "attrition", "turnover"), "decrease"),
    **dict.fromkeys(("wastage", "redundanc", "dismissal"), "decrease"),
    **dict.fromkeys(("joiner", "recruitment", "intake"), "increase"),
    **dict.fromkeys(("absence", "sickness", "secondment", "assault", "injur"), "other"),
}
_NOUN = rf"((?:{'|'.join(_NOUNS)})[a-z]*)"
_LONGEST_NOUN = 45
_NOUN_BEFORE = re.compile(rf" {_NOUN}(?: (?:rate|level|figure|number)s?)? (?:among|amongst|in|of|for|from) (?:the )?$")
_NOUN_BEHIND = re.compile(rf" {_NOUN}\b")
# Further back, or further on, nothing belongs to a number: no sentence of minutes is longer.
LONGEST_SENTENCE = 800
# Behind all paragraphs.
_NOWHERE = (sys.maxsize, sys.maxsize)
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|[')]*\s)")
# "c. 210", "no. 5", "Mr. A" end no sentence.
_ABBREVIATIONS = frozenset("c no mr mrs ms dr cllr st p para".split())


@dataclass(slots=True)
class Reading:
    """A number that was read: a count of police people, or (role None) of something else.

    `measure` may wait for the end of the list that the number stands in; `given` says that its own phrase shows it
    ("additional"), `again` that this is a "more", which may only go on counting; `refused` says why a number with no
    role is none; `evidence` holds what was read from which words.
    """

    # Not keyword-only: one is made for every number, and by position it costs a third.
    start: int
    end: int
    value: float
    role: str | None
    rule: str = ""
    refused: str | None = None
    measure: Measure | None = None
    figure_end: int = 0
    high: float | None = None
    fte: bool = False
    of: float | None = None
    given: bool = False
    default: Measure | None = None
    partitive: bool = False
    again: bool = False
    status: str | None = None
    evidence: tuple[tuple[str, int, int], ...] = ()


def make_reading(number: Candidate, end: int, role: str, rule: str, measure: Measure | None = None) -> Reading:
    """A count that ends at `end`; a fraction of a person is a full-time equivalent."""
    value = number.value
    return Reading(number.start, end, value, role, rule, None, measure, number.end, number.high, value % 1 != 0)


def refuse(number: Candidate, reason: str, end: int | None = None) -> Reading:
    """A number that counts no police people."""
    return Reading(number.start, end or number.end, number.value, None, "", reason)


@dataclass(slots=True)
class Mention:
    """People named in the text without regard to numbers."""

    # Neither frozen nor keyword-only, for speed.

    start: int
    end: int
    words: str
    role: str


class Discourse:
    """The text in lower case, the readings so far, and the questions that carried-over numbers ask."""

    def __init__(self, lowered: str) -> None:
        self.lowered = lowered
        self.readings: list[Reading] = []
        # Where the number after the present one begins: words behind it speak of that one.
        self.horizon = 0
        self.spaced, self._mention_starts, self._mention_ends, self._places, self._numbers = scan(lowered)
        self._by_value: dict[float, Reading] = {}
        # What was asked for last, with the first and last offset for which the answer is the same.
        self._sentence_start = self._sentence_end = (0, -1, 0)
        self.has_table = "|" in lowered
        # A single sign is found in a tenth of the time of two.
        self._marks = [mark for mark in ("? ", "! ") if mark[0] in lowered]
        self._paragraphs = Paragraphs(lowered)
        self.paragraph_start = self._paragraphs.start

    def live_numbers(self) -> list[int]:
        """Where the numbers begin of all paragraphs that are worth reading."""
        live: list[int] = []
        spans = iter(self.live_spans())
        start, end = next(spans, _NOWHERE)
        for number in self._numbers:
            while number >= end:
                start, end = next(spans, _NOWHERE)
            if number >= start:
                live.append(number)
        return live

    def live_spans(self) -> list[tuple[int, int]]:
        """The paragraphs in which police people are named, and those that name a whole again: all that is read."""
        places = self._places
        if places:
            lowered = self.lowered
            again = [number for number in self._numbers if lowered.endswith(" of the ", 0, number)]
            places = sorted(places + again) if again else places
        spans: list[tuple[int, int]] = []
        start = end = 0
        for place in places:
            if not spans or place >= end:
                start = max(self.paragraph_start(place), end)
                end = self._paragraphs.end(place)
                end = self._table_end(end) if self.has_table else end
                spans.append((start, end))
        return spans

    def _table_end(self, end: int) -> int:
        """Where the table ends whose line ends at `end` (or `end`): roles may head its columns."""
        while "|" in self.lowered[self.lowered.rfind("\n", 0, end) + 1 : end]:
            line = self.lowered.find("\n", end + 1)
            line = line if line >= 0 else len(self.lowered)
            if "|" not in self.lowered[end + 1 : line]:
                break
            end = line
        return end

    def remember(self, reading: Reading) -> None:
        """Adds a reading: from now on it is what was counted last."""
        self.readings.append(reading)
        self._by_value[reading.value] = reading

    def with_value(self, value: float) -> Reading | None:
        """The latest reading of this very number: the whole that "nine of the 21" speaks of."""
        return self._by_value.get(value)

    def sentence_start(self, at: int) -> int:
        """Where the sentence of `at` begins."""
        first, last, start = self._sentence_start
        if first <= at <= last and at - start <= LONGEST_SENTENCE:
            return start
        lowered, end = self.lowered, at
        floor = max(lowered.rfind("\n", 0, at) + 1, at - LONGEST_SENTENCE)
        for mark in self._marks:
            if (stop := lowered.rfind(mark, floor, at)) >= 0:
                floor = stop + 1
        while (stop := lowered.rfind(". ", floor, end)) >= 0:
            if lowered[max(0, stop - 5) : stop].split(" ")[-1] not in _ABBREVIATIONS:
                floor = stop + 1
                break
            end = stop
        self._sentence_start = (floor + 1 if floor > at - LONGEST_SENTENCE else at, self.sentence_end(at), floor)
        return floor

    def sentence_end(self, at: int) -> int:
        """Where the sentence of `at` ends."""
        first, last, end = self._sentence_end
        if first <= at <= last:
            return end
        until = min(len(self.lowered), at + LONGEST_SENTENCE)
        match = _SENTENCE_END.search(self.lowered, at, until)
        if match is None:
            return until
        end = match.start()
        self._sentence_end = (at, end, end)
        return end

    def last(self, since: int) -> Reading | None:
        """The latest reading from `since` on."""
        reading = self.readings[-1] if self.readings else None
        return reading if reading is not None and reading.start >= since else None

    def last_police(self, at: int) -> Reading | None:
        """The latest count of police people in the sentence of `at`."""
        since = self.sentence_start(at)
        return next((one for one in reversed(self.readings) if one.role is not None and one.start >= since), None)

    def mentions_between(self, start: int, end: int) -> Iterator[Mention]:
        """The mentions that lie between `start` and `end`, the last first."""
        starts, ends = self._mention_starts, self._mention_ends
        place = bisect_left(starts, end) - 1
        if place >= 0 and ends[place] > end:
            place -= 1
        while place >= 0 and starts[place] >= start:
            words = self.spaced[starts[place] : ends[place]]
            yield Mention(starts[place], ends[place], words, HEADS_BY_FORM[words].role)
            place -= 1

    def antecedent(self, since: int, at: int) -> Reading | None:
        """What the text from `since` to `at` speaks of last: police people, something else (role None), or None."""
        reading = self.last(since)
        start = max(since, reading.end) if reading is not None else since
        spaced = self.spaced
        rivals = [match.span(1) for match in _RIVAL.finditer(spaced, start - 1 if start else 0, at)]
        if rivals:  # "as people" is who they are
            rivals = [
                (first, last)
                for first, last in rivals
                if not spaced.endswith(_ASIDE, 0, first) and not spaced.startswith(_OF_MORE, last)
            ]
        closed = rivals[-1][1] if rivals else -1
        for mention in self.mentions_between(start, at):
            if mention.end <= closed:
                break
            if not self._is_no_antecedent(mention, rivals):
                if reading is not None and _names_again(mention, reading):
                    return reading
                measure = MOVEMENTS.get(mention.words) or _said_in_the_noun(spaced, mention)
                return _spoken_of(mention.start, mention.end, mention.role, measure)
        return _spoken_of(*rivals[-1], None) if rivals else reading

    def _is_no_antecedent(self, mention: Mention, rivals: list[tuple[int, int]]) -> bool:
        """ "complaints against officers", "officers of the county council", "council officers"."""
        lowered, start = self.lowered, mention.start
        if lowered.startswith((" of ", " from "), mention.end) and _COUNCIL_PEOPLE.match(lowered, mention.end):
            return True
        row = MODIFIERS.get(lowered[lowered.rfind(" ", 0, max(0, start - 1)) + 1 : start].strip())
        if row is not None and row.get("refuses"):
            return True
        if lowered.endswith(_COMPLEMENTS, 0, start):
            return True
        return any(_GOVERNED.fullmatch(lowered, end, start) for _, end in rivals)


def _spoken_of(start: int, end: int, role: str | None, measure: Measure | None = None) -> Reading:
    """A reading without a number, of people who were only named, or (role None) of something else."""
    return Reading(start, end, 0, role, measure=measure)


def _said_in_the_noun(spaced: str, mention: Mention) -> Measure | None:
    """ "Vacancies among detectives", "officer vacancies", "resignations of PCSOs": what is counted of them."""
    for pattern, at in ((_NOUN_BEFORE, mention.start), (_NOUN_BEHIND, mention.end)):
        found = pattern.search(spaced, at - _LONGEST_NOUN, at) if at == mention.start else pattern.match(spaced, at)
        if found is not None:
            return next(measure for stem, measure in _NOUNS.items() if found[1].startswith(stem))
    return None


def _names_again(mention: Mention, reading: Reading) -> bool:
    """Whether a mention only names again who was counted: plain "officers" after "46 firearms officers"."""
    if reading.role == mention.role:
        return True
    return mention.words in ("officers", "recruits") and reading.role is not None and reading.role not in APART
