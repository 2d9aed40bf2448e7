"""What a count says: the words before and after it that make it a strength, a rise, a fall or a vacancy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from minuteminer.annotate.headcount_memory import Discourse, Reading
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.findings import Measure

# How far the words that govern a number may stand from it.
REACH = 110

_ROWS = {row.id: row for row in load_lexicon("headcounts_measures")}
# "17 sergeants had been vaccinated": what is done to people is no rise, fall or strength unless a row says so.
PASSIVE = "headcounts.measure.passive"
_PASSIVE = re.compile(
    r" (?:were|was|are|is|(?:had|have|has) been|would be|being)(?: [a-z]+ly)?"
    r" (?:[a-z]{2,}ed|told|given|put|held|kept|lent|taken|made|brought|shown|seen|found|hurt|sent|withdrawn|spread"
    r"|split|paid|taught|fed|met|let|caught|drawn|driven|chosen|bitten|beaten)\b"
)
# "The search had taken 90 officers", "12 officers had searched the wood": what people do, or what is done with them,
# counts those who took part; verbs of being, having and belonging leave them a strength.
DONE_WITH = "headcounts.measure.done_with"
DONE_BY = "headcounts.measure.done_by"
_STATES = WORD_SETS["state"]
_DONE_WITH = re.compile(
    r" (?:(?:to|would|will|could|should|must|can|may|might) (?!be )([a-z]+)|([a-z]{3,}(?:ed|ing)|"
    r"took|taken|drew|drawn|put|set|saw|found|sent|met|told|taught|held|caught|gave|hurt|hit))"
    r"(?: (?:aside|out|in|off|away|back|over|down|on|together))?"
    r"(?: (?:the|its|their|about|some|around|nearly|almost|over|only|just|up to|at least|more than|another|all"
    r"|as many as)){0,2} $"
)
_DONE_BY = re.compile(
    r" (?:(?:who|that) )?(?:had|have|has|would|will|could|should|must|can|may|might)(?: (?:also|all|already|now|since"
    r"|not|never|still|each|both|[a-z]+ly))? (?!be |been )([a-z]+)"
)


def _edge_of_clause(words: str) -> re.Pattern[str]:
    """Where a clause ends: at a sign, or at a comma before one of the words; led by one class, to which `re` skips."""
    signs = r"(?<=[;\n])|(?<=[.!?])(?=[\s\"”’)]|$)"
    return re.compile(rf"[;\n.!?,](?:{signs}|(?<=,) (?:{words}) )")


_NEW_CLAUSE = _edge_of_clause("but|while|whereas|though|although")
_END_OF_CLAUSE = _edge_of_clause("and|but|while|whereas|though|although|which")


def _side(side: str) -> tuple[re.Pattern[str], dict[str, Row]]:
    by_words = {words: row for row in _ROWS.values() if row["side"] == side for words in row["words"]}
    return re.compile(rf" ({alternation(by_words)})\b(?: ([a-z]+))?"), by_words


_LEFT, _LEFT_ROWS = _side("left")
_RIGHT, _RIGHT_ROWS = _side("right")


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
        cues.insert(0, _general(DONE_WITH, done))
    return cues


def right_cues(discourse: Discourse, end: int, until: int) -> list[Cue]:
    """The cues of the clause behind a count, the nearest first."""
    lowered = discourse.lowered
    until = min(until, end + REACH)
    stop = _END_OF_CLAUSE.search(lowered, end, until)
    until = stop.start() if stop else until
    cues = list(_cues(_RIGHT, _RIGHT_ROWS, discourse.spaced, end + 1, until))
    passive = _PASSIVE.match(lowered, end, until)
    if passive is not None and all(cue.weak and cue.start > passive.end() for cue in cues):
        cues.append(_general(PASSIVE, passive))
    elif not cues and (done := _DONE_BY.match(lowered, end, until)) is not None and done[1] not in _STATES:
        cues.append(_general(DONE_BY, done))
    return cues


def _general(row: str, match: re.Match[str]) -> Cue:
    """A cue from the form of a verb, whichever it is; only what is done *to* people outweighs other words."""
    return Cue(measure="other", row=row, start=match.start() + 1, end=match.end(), weak=row != PASSIVE, status=None)


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
    left = left_cues(discourse, since, first.start)
    right = right_cues(discourse, last.end, min(until, discourse.sentence_end(last.end)))
    cue = choose(left, right, strong_only=first.partitive)
    measure = _measure(discourse, first, cue)
    given: Measure | None = None
    for reading in counts:
        if reading.given:
            # "Five of the eight new PCSOs had left": the part goes, though the whole was a gain.
            leaves = reading.partitive and cue is not None and not cue.weak and cue.measure == "decrease"
            given = reading.measure = "decrease" if leaves else reading.measure
        if reading.measure is None:
            reading.measure = given or measure
            if cue is not None and given is None:
                reading.status = cue.status
                reading.evidence += (("measure", cue.start, cue.end),)


def _measure(discourse: Discourse, first: Reading, cue: Cue | None) -> Measure:
    """What the cue says of a list; "consisting of" says what was said of the whole before it."""
    if first.default is not None and (cue is None or cue.weak or cue.measure == "strength"):
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
