"""What a count says: the words before and after it that make it a strength, a rise, a fall or a vacancy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

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
from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.findings import Measure

# What may stand before the first count of a list's item.
_BULLET = re.compile(r" *(?:[·•*–—-]|\(?[a-z0-9]{1,4}[.)])?[ \xa0]*(?:(?:a further|an additional|some|up to|about) )?")
# How far the words that govern a number may stand from it.
REACH = 110

_STATES = WORD_SETS["state"]
_MODALS = frozenset("to would will could should must can may might".split())
_DONE = "used took taken drew drawn put set saw found sent met told taught held caught gave hurt hit".split()
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


def _edge_of_clause(words: str) -> re.Pattern[str]:
    """Where a clause ends: at a sign, or at a comma before one of the words; led by one class, to which `re` skips."""
    signs = r"(?<=[;\n])|(?<=[.!?])(?=[\s\"”’)]|$)"
    return re.compile(rf"[;\n.!?,](?:{signs}|(?<=,) (?:{words}) )")


_NEW_CLAUSE = _edge_of_clause("but|while|whereas|though|although|(?:from|for|by|in|of|to) which")
_END_OF_CLAUSE = _edge_of_clause(
    "and|but|while|whereas|though|although|which|all|each|most|some|many|none|both|half|leaving|making|bringing|giving|taking|meaning"
)
# "There were no plans to reduce the 210 PCSOs": what is denied of all of them leaves them a strength.
_DENIED = re.compile(r" (?:no|not|never|nor|without|avoid(?:ing|ed)?|against|resist(?:ed)?|prevent|rather than) ")
_ALL_OF_THEM = (" the ", " its ", " his ", " her ", " their ", " our ", " current ", " existing ", " these ", " those ")


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


def _side(side: str, *, beside: bool = False) -> tuple[re.Pattern[str], dict[str, tuple[Cue, frozenset[str]]]]:
    """The pattern for all words of a side, and for each what it says and before which words it says nothing."""
    by_words: dict[str, tuple[Cue, frozenset[str]]] = {}
    for row in load_lexicon("headcounts_measures"):
        if row["side"] == side and bool(row.get("beside")) == beside:
            cue = Cue(row["measure"], row.id, bool(row.get("weak")), row.get("status"))
            by_words |= dict.fromkeys(row["words"], (cue, frozenset(row.get("unless_followed_by", ()))))
    return re.compile(rf" ({alternation(by_words)})\b(?=(?: ([a-z]+))?)"), by_words


_LEFT, _LEFT_ROWS = _side("left")
_RIGHT, _RIGHT_ROWS = _side("right")
_EXIST = "headcounts.measure.left.exist"
# "Attrition had settled at seven officers": no more than a tense.
_AUXILIARIES = frozenset(("has", "had", "have", "having", "were"))
_IS_AUXILIARY = re.compile(
    r" (?:[a-z]+ly |also |not |now |since )?(?:been|become|[a-z]{3,}ed|made|gone|come|put|set|taken|given)\b(?! \d)"
)
_TASKS = frozenset(("headcounts.measure.right.task", "headcounts.measure.right.trained"))
_AWAY = frozenset(("headcounts.measure.right.leave", "headcounts.measure.right.other"))  # of "five more officers"
_NOT_YET = Cue("other", "headcounts.measure.right.not_yet", False, None)
# "would see 43 officers go": these decide right behind the people, whatever stands before them.
_BESIDE, _BESIDE_ROWS = _side("right", beside=True)


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
    since, spaced = max(since - 1, 0), discourse.spaced
    cues: list[Cue] = []
    for match in reversed(list(_LEFT.finditer(spaced, since, start))):
        cue, silent = _LEFT_ROWS[match[1]]
        if cue.row == _EXIST and match[1] in _AUXILIARIES and _IS_AUXILIARY.match(spaced, match.end(1)):
            continue
        if (not cues or not cue.weak) and (not silent or _is_set(match, silent)):
            cues.append(_place(cue, match))
    done = _DONE_WITH.search(spaced, max(since, start - 40), start) if _may_do(discourse, start) else None
    if (
        done is not None
        and (done[1] or done[2]) not in _STATES
        and (not cues or cues[0].end <= done.start(done.lastindex or 0))
    ):
        cues.insert(0, _general(DONE_WITH, done.start() + 1, done.end()))
    elif (link := link_before(spaced, since, start)) is not None and (not cues or cues[0].end <= link[0]):
        cues.insert(0, _general(DONE_WITH, *link))
    if not cues:
        return cues
    if " to " in spaced[max(since, start - LONGEST_HAS) : start] and IS_LEVEL.search(
        spaced, max(since, start - LONGEST_HAS), start
    ):
        return [cue for cue in cues if cue.measure not in ("increase", "decrease")]
    nearest = cues[0]
    if (
        nearest.measure in ("increase", "decrease")
        and spaced.endswith(_ALL_OF_THEM, 0, start)
        and _DENIED.search(spaced, since, nearest.start) is not None
    ):
        return [Cue("strength", nearest.row, False, None, nearest.start, nearest.end)]
    if len(cues) > 1 and cues[0].row == _EXIST and HAS.search(spaced, max(since, start - LONGEST_HAS), start):
        return cues[:1]
    return cues


def right_cues(
    discourse: Discourse, end: int, until: int, *, subject: bool = False, of_another: bool = False
) -> list[Cue]:
    """The cues of the clause behind a count, the nearest first; of the weak ones only the nearest of all can count.

    `subject` says that nothing before governs it, `of_another` that the verb behind it is another noun's.
    """
    lowered = discourse.lowered
    until = min(until, end + REACH)
    stop = _END_OF_CLAUSE.search(lowered, end, until)
    until = stop.start() if stop else until
    verb = verb_behind(lowered, end, until, subject=subject)
    if verb is not None and (stop := AFTER_THE_VERB.search(lowered, verb.end, until)) is not None:
        until = stop.start()
    cues: list[Cue] = []
    for match in _RIGHT.finditer(discourse.spaced, end, until):
        cue, silent = _RIGHT_ROWS[match[1]]
        if cue.measure == "increase" and " not " in discourse.spaced[end : match.start() + 1]:
            cue = _NOT_YET  # "31 had not yet been attested"
        if (not cues or not cue.weak) and (not silent or _is_set(match, silent)):
            cues.append(_place(cue, match))
    if of_another and verb is not None:
        return [cue for cue in cues if not cue.weak]
    if verb is not None and verb.rule and all(cue.weak and cue.start >= verb.end for cue in cues):
        cues.insert(0, _general(verb.rule, verb.start, verb.end))
    return cues


def _general(row: str, start: int, end: int) -> Cue:
    """A cue from the form of a verb, whichever it is; only what is done *to* people outweighs other words."""
    return Cue("other", row, row != PASSIVE, None, start, end)


def choose(left: list[Cue], right: list[Cue], *, strong_only: bool = False) -> Cue | None:
    """The cue that decides: strong before weak, and before the count rather than behind it."""
    for cue in (*left[:1], *right[:1], *left[1:], *right[1:]):
        if not cue.weak:
            return cue
    return None if strong_only else next(iter(right or left), None)


def _cues_round(discourse: Discourse, start: int, end: int, since: int, until: int) -> tuple[list[Cue], list[Cue]]:
    """The cues before and behind a list, of those clauses alone that govern it."""
    spaced = discourse.spaced
    subject = opens_clause(spaced, start)
    until = min(until, discourse.sentence_end(end), end + REACH)
    if discourse.lowered.startswith(")", end):
        until = end  # "the team (a sergeant and two constables) had moved": the verb is the team's
    if not subject and (stop := AFTER_THE_OBJECT.search(discourse.lowered, end, until)) is not None:
        until = stop.start()
    if (beside := _BESIDE.match(spaced, end, until)) is not None:
        return [], [_place(_BESIDE_ROWS[beside[1]][0], beside)]
    if subject and (right := right_cues(discourse, end, until, subject=True)):
        return [], right
    left = left_cues(discourse, since, start)
    if subject or (left and not left[0].weak):
        return left, []  # nothing behind the list can outweigh it
    right = right_cues(discourse, end, until, of_another=is_of_another(spaced, start))
    has = left and left[0].row == _EXIST and right and right[0].row in _TASKS
    if has and HAS.search(spaced, max(since, start - LONGEST_HAS), start) is not None:
        right = []  # "had 42 detectives working on it"
    return left, right


def measure_list(discourse: Discourse, counts: list[Reading], since: int, until: int) -> None:
    """Gives the counts of one list the measure that the words around the list show.

    `since` is where the number before the list ends, `until` where the one behind it begins.
    """
    first, last = counts[0], counts[-1]
    lowered = discourse.lowered
    if since > discourse.sentence_start(first.start):
        # "214 had been recruited and 196 officers had left": what stands before the "and" speaks of the 214.
        since = max(since, *[lowered.rfind(word, since, first.start) for word in (" and ", " but ", "; ")])
    cue = choose(*_cues_round(discourse, first.start, last.end, since, until), strong_only=first.partitive)
    cue = cue or _of_the_lead(discourse, first.start) or _elliptical(discourse, first.start, last.end)
    measure = _measure(discourse, first, cue)
    given: Measure | None = None
    for reading in counts:
        if reading.given:
            # "Five of the eight new PCSOs had left": the part goes, though the whole was a gain.
            leaves = reading.partitive and cue is not None and not cue.weak and cue.measure == "decrease"
            given = reading.measure = "decrease" if leaves else reading.measure
            if reading.again and cue is not None and cue.row in _AWAY and not lowered.endswith("needed", 0, cue.end):
                given = reading.measure = measure  # "Five more officers had resigned"
        if reading.measure is None:
            reading.measure = given or (
                measure if reading.default == first.default else _measure(discourse, reading, cue)
            )
            if cue is not None and given is None:
                reading.status = cue.status
                reading.evidence += (("measure", cue.start, cue.end),)


def _of_the_lead(discourse: Discourse, start: int) -> Cue | None:
    """ "The grant would pay for:\n\u00b7 six PCSOs": what the lead of a list says of each of its items."""
    line = discourse.lowered.rfind("\n", 0, start)
    if line < 0 or _BULLET.fullmatch(discourse.lowered, line + 1, start) is None:
        return None
    since = discourse.paragraph_start(start)
    lead = discourse.lowered.find(":\n", since, line + 1)
    return next(iter(left_cues(discourse, since, lead)), None) if lead > 0 else None


def _elliptical(discourse: Discourse, start: int, end: int) -> Cue | None:
    """What is said of those before them: "One inspector was seconded overseas, and two sergeants to the north".

    So it is with what a colon lists: "growth of 18 posts: ten investigators and six analysts".
    """
    lowered = discourse.lowered
    before = next((one for one in reversed(discourse.readings) if one.end <= start), None)
    if before is None or before.role is None or before.measure in (None, "strength"):
        return None
    listed = lowered.startswith(": ", before.end) and before.end == start - 2
    beside = lowered.endswith((" and ", ", ", "; "), 0, start) and lowered.startswith((" to ", " from ", " by "), end)
    if not (listed or beside) or before.start < discourse.sentence_start(start):
        return None
    return Cue(before.measure, "headcounts.measure.elliptical", False, before.status, before.start, before.end)


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
