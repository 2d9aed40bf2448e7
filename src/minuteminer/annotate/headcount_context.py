"""What a count says: the words before and after it that make it a strength, a rise, a fall or a vacancy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from minuteminer.annotate.headcount_memory import Discourse, Reading
from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.findings import Measure

# How far the words that govern a number may stand from it.
REACH = 110

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
_MODALS = frozenset("to would will could should must can may might".split())
_DONE = "took taken drew drawn put set saw found sent met told taught held caught gave hurt hit".split()
_PARTICLES = "aside out in off away back over down on together".split()
_AMOUNTS = (
    *"the its their about some around nearly almost over only just another all".split(),
    *("up to", "at least", "more than", "as many as"),
)
_DONE_WITH = re.compile(
    rf" (?:(?:{'|'.join(_MODALS)}) (?!be )([a-z]+)|([a-z]{{3,}}(?:ed|ing)|{'|'.join(_DONE)}))"
    rf"(?: (?:{'|'.join(_PARTICLES)}))?(?: (?:{'|'.join(_AMOUNTS)})){{0,2}} $"
)
# The last words of what that pattern takes: a quick test before it.
_DOING = ("ed", "ing")
_MAY_END_DOING = frozenset((*_DONE, *_PARTICLES, *(words.split()[-1] for words in _AMOUNTS)))
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


@dataclass(slots=True)
class Cue:
    """Words that say what a count means."""

    # Neither frozen nor keyword-only, for speed.

    measure: Measure | Literal["same"]
    row: str
    weak: bool
    status: str | None
    start: int = 0
    end: int = 0


def _side(side: str) -> tuple[re.Pattern[str], dict[str, tuple[Cue, frozenset[str]]]]:
    """The pattern for all words of a side, and for each what it says and before which words it says nothing."""
    by_words: dict[str, tuple[Cue, frozenset[str]]] = {}
    for row in load_lexicon("headcounts_measures"):
        if row["side"] == side:
            cue = Cue(row["measure"], row.id, bool(row.get("weak")), row.get("status"))
            by_words |= dict.fromkeys(row["words"], (cue, frozenset(row.get("unless_followed_by", ()))))
    return re.compile(rf" ({alternation(by_words)})\b(?=(?: ([a-z]+))?)"), by_words


_LEFT, _LEFT_ROWS = _side("left")
_RIGHT, _RIGHT_ROWS = _side("right")


def _is_set(match: re.Match[str], silent: frozenset[str]) -> bool:
    """ "40 would go" is a loss, "40 would go into schools" is none."""
    return match[2] is None or match[2] not in silent


def _place(cue: Cue, match: re.Match[str]) -> Cue:
    start, end = match.span(1)
    return Cue(cue.measure, cue.row, cue.weak, cue.status, start, end)


def _may_do(discourse: Discourse, start: int) -> bool:
    """Whether the last words before `start` are a verb that says what is done: a quick test before the pattern."""
    spaced = discourse.spaced
    edge = spaced.rfind(" ", 0, start - 1)
    word = spaced[edge + 1 : start - 1]
    if word in _MAY_END_DOING or word.endswith(_DOING):
        return True
    return spaced[spaced.rfind(" ", 0, edge) + 1 : edge] in _MODALS


def left_cues(discourse: Discourse, since: int, start: int) -> list[Cue]:
    """The cues of the clause before a count, the nearest first; of the weak ones only the nearest of all can count."""
    since = max(since, start - REACH)
    for stop in _NEW_CLAUSE.finditer(discourse.lowered, since, start):
        since = stop.end()
    since = max(since - 1, 0)
    cues: list[Cue] = []
    for match in reversed(list(_LEFT.finditer(discourse.spaced, since, start))):
        cue, silent = _LEFT_ROWS[match[1]]
        if (not cues or not cue.weak) and (not silent or _is_set(match, silent)):
            cues.append(_place(cue, match))
    done = _DONE_WITH.search(discourse.spaced, max(since, start - 40), start) if _may_do(discourse, start) else None
    if (
        done is not None
        and (done[1] or done[2]) not in _STATES
        and (not cues or cues[0].end <= done.start(done.lastindex or 0))
    ):
        cues.insert(0, _general(DONE_WITH, done))
    return cues


def right_cues(discourse: Discourse, end: int, until: int) -> list[Cue]:
    """The cues of the clause behind a count, the nearest first; of the weak ones only the nearest of all can count."""
    lowered = discourse.lowered
    until = min(until, end + REACH)
    stop = _END_OF_CLAUSE.search(lowered, end, until)
    until = stop.start() if stop else until
    cues: list[Cue] = []
    for match in _RIGHT.finditer(discourse.spaced, end, until):
        cue, silent = _RIGHT_ROWS[match[1]]
        if (not cues or not cue.weak) and (not silent or _is_set(match, silent)):
            cues.append(_place(cue, match))
    passive = _PASSIVE.match(lowered, end, until)
    if passive is not None and all(cue.weak and cue.start > passive.end() for cue in cues):
        cues.append(_general(PASSIVE, passive))
    elif not cues and (done := _DONE_BY.match(lowered, end, until)) is not None and done[1] not in _STATES:
        cues.append(_general(DONE_BY, done))
    return cues


def _general(row: str, match: re.Match[str]) -> Cue:
    """A cue from the form of a verb, whichever it is; only what is done *to* people outweighs other words."""
    return Cue("other", row, row != PASSIVE, None, match.start() + 1, match.end())


def choose(left: list[Cue], right: list[Cue], *, strong_only: bool = False) -> Cue | None:
    """The cue that decides: strong before weak, and before the count rather than behind it."""
    for cue in (*left[:1], *right[:1], *left[1:], *right[1:]):
        if not cue.weak:
            return cue
    return None if strong_only else next(iter(right or left), None)


def measure_list(discourse: Discourse, counts: list[Reading], since: int, until: int) -> None:
    """Gives the counts of one list the measure that the words around the list show.

    `since` is where the number before the list ends, `until` where the one behind it begins.
    """
    first, last = counts[0], counts[-1]
    lowered = discourse.lowered
    if since > discourse.sentence_start(first.start):
        # "214 had been recruited and 196 officers had left": what stands before the "and" speaks of the 214.
        since = max(since, *[lowered.rfind(word, since, first.start) for word in (" and ", " but ", "; ")])
    left = left_cues(discourse, since, first.start)
    if left and not left[0].weak:
        cue: Cue | None = left[0]  # nothing behind the list can outweigh it
    else:
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
