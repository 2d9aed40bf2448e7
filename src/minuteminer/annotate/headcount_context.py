"""What a count says: the words before and after it that make it a strength, a rise, a fall or a vacancy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from minuteminer.annotate.headcount_memory import Discourse, Reading
from minuteminer.annotate.headcount_verbs import (
    AFTER_THE_OBJECT,
    AFTER_THE_VERB,
    DONE_BY,
    DONE_WITH,
    HAS,
    IS_LEVEL,
    LONGEST_HAS,
    PASSIVE,
    is_of_another,
    link_before,
    opens_clause,
    verb_behind,
)
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.findings import Evidence, Measure

# How far the words that govern a number may stand from it.
REACH = 110

_ROWS = {row.id: row for row in load_lexicon("headcounts_measures")}
_STATES = WORD_SETS["state"]
_DONE_WITH = re.compile(
    r" (?:(?:to|would|will|could|should|must|can|may|might) (?!be )([a-z]+)|([a-z]{3,}(?:ed|ing)|"
    r"used|took|taken|drew|drawn|put|set|saw|found|sent|met|told|taught|held|caught|gave|hurt|hit))"
    r"(?: (?:aside|out|in|off|away|back|over|down|on|together))?"
    r"(?: (?:the|its|their|about|some|around|nearly|almost|over|only|just|up to|at least|more than|another|all"
    r"|as many as)){0,2} $"
)
_BREAK = re.compile(r"[;\n]|[.!?](?=[\s\"”’)]|$)")
_NEW_CLAUSE = re.compile(rf"{_BREAK.pattern}|, (?:but|while|whereas|though|although) ")
_END_OF_CLAUSE = re.compile(rf"{_BREAK.pattern}|, (?:and|but|while|whereas|though|although|which) ")


def _side(side: str, *, beside: bool = False) -> tuple[re.Pattern[str], dict[str, Row]]:
    rows = (row for row in _ROWS.values() if row["side"] == side and bool(row.get("beside")) == beside)
    by_words = {words: row for row in rows for words in row["words"]}
    return re.compile(rf" ({alternation(by_words)})\b(?: ([a-z]+))?"), by_words


_LEFT, _LEFT_ROWS = _side("left")
_RIGHT, _RIGHT_ROWS = _side("right")
# "would see 43 officers go": these decide right behind the people, whatever stands before them.
_BESIDE, _BESIDE_ROWS = _side("right", beside=True)


class Cue(NamedTuple):
    """Words that say what a count means."""

    measure: Measure | Literal["same"]
    row: str
    start: int
    end: int
    weak: bool
    status: str | None


def _cues(pattern: re.Pattern[str], rows: dict[str, Row], spaced: str, start: int, end: int) -> Iterator[Cue]:
    at = max(0, start - 1)
    while (match := pattern.search(spaced, at, end)) is not None:
        at = match.end(1)
        row = rows[match[1]]
        # "40 would go" is a loss, "40 would go into schools" is none.
        fields = row.fields
        if match[2] is None or match[2] not in fields.get("unless_followed_by", ()):
            yield Cue(fields["measure"], row.id, match.start(1), at, "weak" in fields, fields.get("status"))


def left_cues(discourse: Discourse, since: int, start: int) -> list[Cue]:
    """The cues of the clause before a count, the nearest first."""
    since = max(since, start - REACH)
    for stop in _NEW_CLAUSE.finditer(discourse.lowered, since, start):
        since = stop.end()
    cues = list(_cues(_LEFT, _LEFT_ROWS, discourse.spaced, since, start))[::-1]
    done = _DONE_WITH.search(discourse.spaced, max(since - 1, start - 40), start)
    if (
        done is not None
        and (done[1] or done[2]) not in _STATES
        and (not cues or cues[0].end <= done.start(done.lastindex or 0))
    ):
        cues.insert(0, _general(DONE_WITH, done.start() + 1, done.end()))
    elif (link := link_before(discourse.spaced, since, start)) is not None and (not cues or cues[0].end <= link[0]):
        cues.insert(0, _general(DONE_WITH, *link))
    if cues and IS_LEVEL.search(discourse.spaced, max(since - 1, start - LONGEST_HAS), start):
        return [cue for cue in cues if cue.measure not in ("increase", "decrease")]
    if cues and cues[0].weak and HAS.search(discourse.spaced, max(since - 1, start - LONGEST_HAS), start):
        return cues[:1]
    return cues


def right_cues(
    discourse: Discourse, end: int, until: int, *, subject: bool = False, of_another: bool = False
) -> list[Cue]:
    """The cues of the clause behind a count, the nearest first.

    `subject` says that nothing before governs it, `of_another` that the verb behind it is another noun's.
    """
    lowered = discourse.lowered
    until = min(until, end + REACH)
    stop = _END_OF_CLAUSE.search(lowered, end, until)
    until = stop.start() if stop else until
    verb = verb_behind(lowered, end, until, subject=subject)
    if verb is not None and (stop := AFTER_THE_VERB.search(lowered, verb.end, until)) is not None:
        until = stop.start()
    cues = list(_cues(_RIGHT, _RIGHT_ROWS, discourse.spaced, end + 1, until))
    if of_another and verb is not None:
        return [cue for cue in cues if not cue.weak]
    if verb is not None and verb.rule and all(cue.weak and cue.start >= verb.end for cue in cues):
        cues.insert(0, _general(verb.rule, verb.start, verb.end))
    return cues


def _general(row: str, start: int, end: int) -> Cue:
    """A cue from the form of a verb, whichever it is; only what is done *to* people outweighs other words."""
    return Cue(measure="other", row=row, start=start, end=end, weak=row != PASSIVE, status=None)


def choose(left: list[Cue], right: list[Cue], *, strong_only: bool = False) -> Cue | None:
    """The cue that decides: strong before weak, and before the count rather than behind it."""
    for cues in (left[:1], right[:1], left, right):
        for cue in cues:
            if not cue.weak:
                return cue
    return None if strong_only else next(iter(right or left), None)


def measure_list(discourse: Discourse, counts: list[Reading], since: int, until: int) -> None:
    """Gives the counts of one list the measure that the words around the list show.

    `since` is where the number before the list ends, `until` where the one behind it begins.
    """
    first, last = counts[0], counts[-1]
    if since > discourse.sentence_start(first.start):
        # "214 had been recruited and 196 officers had left": what stands before the "and" speaks of the 214.
        joint = max(discourse.lowered.rfind(word, since, first.start) for word in (" and ", " but ", "; "))
        since = max(since, joint)
    subject = opens_clause(discourse.spaced, first.start)
    until = min(until, discourse.sentence_end(last.end))
    if not subject and (stop := AFTER_THE_OBJECT.search(discourse.lowered, last.end, until)) is not None:
        until = stop.start()
    of_another = not subject and is_of_another(discourse.spaced, first.start)
    right = right_cues(discourse, last.end, until, subject=subject, of_another=of_another)
    left = [] if subject and right else left_cues(discourse, since, first.start)
    beside = next(_cues(_BESIDE, _BESIDE_ROWS, discourse.spaced, last.end + 1, min(until, last.end + 20)), None)
    if beside is not None and beside.start == last.end + 1:
        left, right = [], [beside]
    cue = choose(left, right, strong_only=first.partitive)
    measure = _measure(discourse, first, cue)
    given: Measure | None = None
    for reading in counts:
        if reading.given:
            # "Five of the eight new PCSOs had left": the part goes, though the whole was a gain.
            leaves = reading.partitive and cue is not None and not cue.weak and cue.measure == "decrease"
            given = reading.measure = "decrease" if leaves else reading.measure
        if reading.measure is None:
            reading.measure = given or (
                measure if reading.default == first.default else _measure(discourse, reading, cue)
            )
            if cue is not None and given is None:
                reading.status = cue.status
                reading.evidence.append(Evidence(reads="measure", start_char=cue.start, end_char=cue.end))


def _measure(discourse: Discourse, first: Reading, cue: Cue | None) -> Measure:
    """What the cue says of a list; "consisting of" says what was said of the whole before it."""
    weak = cue is None or cue.measure == "strength" or (cue.weak and cue.row != DONE_BY)
    if first.default is not None and weak:
        return first.default
    if cue is None:
        return "other" if first.partitive else "strength"
    if cue.measure != "same":
        return cue.measure
    since = discourse.sentence_start(first.start)
    for reading in reversed(discourse.readings):
        if reading.start < since:
            break
        if reading.start < first.start and reading.role is not None:
            return reading.measure or "strength"
    return "strength"
