"""Numbers with no noun of their own: "a further 32", "of whom twelve", "from 142 to 112", "24.5 under establishment".

Each setting in which a bare number may carry a role over is a row of `headcounts_carry.json`: the words before and
after it, the memory it draws on, and what it makes of the measure. A number in no such setting is never taken.
"""

from __future__ import annotations

import re
from typing import cast

from minuteminer.annotate.headcount_antecedents import antecedent_of
from minuteminer.annotate.headcount_belief import carried_office, centre_role
from minuteminer.annotate.headcount_context import Cue, left_cues, right_cues
from minuteminer.annotate.headcount_memory import Discourse, Reading, make_reading, refuse
from minuteminer.annotate.headcount_numbers import Candidate, looks_like_year
from minuteminer.annotate.headcount_parts import is_had_by, larger_whole
from minuteminer.annotate.headcount_roles import MENTION, Phrase, head_of, words_at
from minuteminer.annotate.headcount_settings import AFTER, Setting, settings_around
from minuteminer.annotate.headcount_verbs import PASSIVE
from minuteminer.annotate.headcount_words import WORD_SETS
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.findings import Measure

_BARE_FOLLOWERS = WORD_SETS["function"] | WORD_SETS["personal"] | WORD_SETS["past"]
_PREDICATE_ROLE = re.compile(
    rf" (?:for|were|was|are|as|being|would be|had been|of them|among|amongst) "
    rf"(?:(?!(?:be|become|join) )[a-z-]+ ){{0,2}}?({MENTION})"
)
# "four of the districts"
_OF_THE_THINGS = re.compile(
    r" of (?:the|its|their|our|his|her|all|these|those) (?!\d|were |was |are |had |have |would |will |who |to |in |at "
    r"|on |from |with |for )"
    r"(?:[a-z-]+ ){0,3}?[a-z]+s\b"
)
_OF_THE = (" of the ", " of those ", " of these ")
_THE = frozenset(words.split()[-1] for words in _OF_THE)
_OF_A_WHOLE = re.compile(
    r"(?<!out) of (?:the|its|their|our) (?:[a-z]+'s |(?:last|first|next|new|latest) )?$|(?:^|[.;:] +|  )of $"
)
_DECREASE = re.compile(r"f[ae]ll|reduc|decreas|drop|down|cut|shr|less|fewer|lower")


# "The number of officers whom she wished to have was 38."
_WANTED = "headcounts.measure.right.wanted"
# "Absence among call handlers was high. The establishment was 238."
_LEVELS = frozenset(("headcounts.rule.strength", "headcounts.rule.threshold", "headcounts.rule.in_post"))
# "187, down from 264, and 31 of these": what a level is compared with is no whole.
_COMPARED = frozenset(("headcounts.rule.comparison", "headcounts.rule.change_from"))
# What these say of a part was true of its whole.
_SAID_OF_ANY = frozenset((PASSIVE,))
_OF_THE_WHOLE = frozenset(("headcounts.measure.right.in_post", PASSIVE))
# What is true of a whole and not of a part that is picked out: of 40 officers in post, 12 are no strength.
_NOT_OF_PARTS: dict[str, tuple[str | None, ...]] = {
    "whole": ("strength",),
    "predicate": ("strength", "decrease", None),
}
# What a new level shares with the number before it: a gap stays one, and both ends of "from 71 to 49" are alike.
_GAPS = frozenset(("vacancy",))
_GOES_ON_AS = {"headcounts.rule.change_from_to": frozenset(("vacancy", "other"))}
# A bare year is a year in all settings but these.
_YEAR_PROOF = frozenset(("headcounts.rule.strength", "headcounts.rule.change_from", "headcounts.rule.change_from_to"))


# "four of the 19 handled complaints": a verb, not a noun.
_VERB = re.compile(
    r" [a-z]{2,}ed (?:the|an?|their|his|her|its|to|in|on|at|for|from|by|with|as|that|this|because|alongside|only)\b"
)


def has_own_noun(lowered: str, end: int) -> bool:
    """Whether the word behind the number is a noun that it counts ("12 cars", "12 more cars")."""
    return _is_counted(lowered, end, words_at(lowered, end, 2))


def _is_counted(lowered: str, end: int, words: list[str]) -> bool:
    """Whether the first one or two words behind a number that ends at `end` are a noun that it counts."""
    if not words:
        return False
    first, *rest = words
    if first == "other" or first in WORD_SETS["change"]:
        return bool(rest) and rest[0] not in _BARE_FOLLOWERS
    if first not in _BARE_FOLLOWERS:
        return not first.endswith("ed") or _VERB.match(lowered, end) is None
    return first == "of" and _OF_THE_THINGS.match(lowered, end) is not None


def cue_behind(discourse: Discourse, end: int, *, of_a_whole: bool = True) -> Cue | None:
    """The nearest strong cue in the rest of the clause, for a part that differs from its whole, or for a whole."""
    cues = right_cues(discourse, end, min(discourse.sentence_end(end), discourse.horizon))
    silent = _OF_THE_WHOLE if of_a_whole else _SAID_OF_ANY
    return next((cue for cue in cues if not cue.weak and cue.row not in silent), None)


def read_bare(discourse: Discourse, number: Candidate, people: Phrase | None, *, police: bool) -> Reading:
    """The count, or the refusal with its reason; `people` is a noun such as "people" or "FTE" behind the number."""
    lowered = discourse.lowered
    words = words_at(lowered, number.end, 2) if lowered.startswith(" ", number.end) else []
    if lowered.startswith((" for each ", " for every "), number.end):
        return refuse(number, "a ratio")
    if people is None:
        if _is_counted(lowered, number.end, words):
            return refuse(number, "it counts something else")
        if number.before in _THE and lowered.endswith(_OF_THE, 0, number.start) and _was_counted(discourse, number):
            return refuse(number, "a whole that is only named again")  # "Of the 19, eight were trained"
    behind = words[0] if words else lowered[number.end : number.end + 2].lstrip(" ")[:1]
    is_year = looks_like_year(lowered[number.start : number.end])
    for setting in settings_around(discourse.spaced, number, behind):
        if (setting.several and number.value == 1) or (is_year and setting.rule not in _YEAR_PROOF):
            continue  # "one" alone is more often a pronoun than a count, and a bare year is a year
        if setting.after is not None and not setting.after.match(lowered, number.end, number.end + AFTER):
            continue
        at, left = number.start, None
        if setting.before is not None:
            source = discourse.spaced if setting.edged else lowered
            left = setting.before.search(source, max(0, number.start - setting.reach), number.start)
            if left is None:
                continue
            if setting.measure == "verb":
                left = _nearest(setting.before, source, left, number.start)
            at = left.start() + setting.edged
        whole = _known_whole(discourse, left) if setting.memory == "known" and left is not None else None
        whole = whole or antecedent_of(discourse, number, setting.memory, at, people, police=police)
        if setting.whole and whole is not None and whole.role is None and 0 < whole.value < number.value:
            whole = larger_whole(discourse, number, discourse.last_police(number.start) or whole)
        if whole is None or whole.role is None:
            continue
        if setting.whole and whole.rule in _COMPARED:
            whole = _compared_with(discourse, whole)
        if whole.value == number.value and setting.whole:
            continue  # "of those nine": the whole is only named again
        if setting.after_a_count and (not whole.value or is_had_by(lowered, whole, number)):
            continue  # "had worked 400 hours, and two of them over 600": what people have, not people
        if setting.whole and whole.value and number.value > whole.value:
            whole = larger_whole(discourse, number, whole)
        verb = left["verb"] if setting.measure == "verb" and left is not None else ""
        return _carry(discourse, number, setting, whole, people, verb)
    return refuse(number, "nothing shows what it counts")


def _compared_with(discourse: Discourse, whole: Reading) -> Reading:
    """The count before `whole`, where it is of the same people."""
    before = discourse.readings[: discourse.readings.index(whole)]
    return before[-1] if before and before[-1].role == whole.role else whole


def _nearest(pattern: re.Pattern[str], source: str, left: re.Match[str], end: int) -> re.Match[str]:
    """The last of the verbs before a number: "had gone up from 188 to 236, while PCSOs had been reduced by 31"."""
    while (later := pattern.search(source, left.start() + 1, end)) is not None:
        left = later
    return left


def _was_counted(discourse: Discourse, number: Candidate) -> bool:
    known = discourse.with_value(number.value)
    return known is not None and known.role is not None


def _known_whole(discourse: Discourse, left: re.Match[str]) -> Reading | None:
    """The count that "of the 19, eight …" names again by its number."""
    value = parse_figure(left["whole"]) or parse_number_words(left["whole"])
    known = discourse.with_value(float(value)) if value is not None else None
    return known if known is not None and known.role is not None else None


def _carry(
    discourse: Discourse, number: Candidate, setting: Setting, whole: Reading, people: Phrase | None, verb: str
) -> Reading:
    lowered = discourse.lowered
    tail = setting.span.match(lowered, number.end) if setting.span else None
    end = people.end if people is not None else tail.end() if tail else number.end
    own_role = _PREDICATE_ROLE.match(lowered, number.end)
    role = head_of(own_role[1]).role if own_role else whole.role or ""
    if own_role is None and (role == "police staff" or whole.end == whole.start):
        role = carried_office(discourse, number, role)
    if whole.end == whole.start and (centre := centre_role(lowered, number.start)) is not None:
        role = centre  # nobody was named but the place
    reading = make_reading(number, end, role, setting.rule)
    reading.fte = reading.fte or (people is not None and people.fte)
    _carry_measure(discourse, reading, number, setting, whole, tail[0] if tail else "", verb)
    if whole.end > whole.start:
        if reading.measure == "strength" and not whole.value and (cue := _said_of(discourse, whole, number)):
            reading.measure, reading.status = cast(Measure, cue.measure), cue.status
        if own_role is None:
            reading.evidence += (("role", whole.start, whole.end),)
    if setting.whole or _is_partitioned(discourse.spaced, whole, number):
        reading.of = whole.value or None
    elif setting.rule in _NEXT_PARTS:
        before = discourse.last(discourse.sentence_start(number.start))
        # "Of the 38, 26 had retired and nine had resigned."
        if before and before.rule in _FIRST_PARTS and before.of and before.value + number.value <= before.of:
            reading.of = before.of
    return reading


_FIRST_PARTS = frozenset(("headcounts.rule.of_the_whole", "headcounts.rule.predicate", "headcounts.rule.coordinated"))
_NEXT_PARTS = frozenset(("headcounts.rule.predicate", "headcounts.rule.coordinated", "headcounts.rule.same"))


def _said_of(discourse: Discourse, whole: Reading, number: Candidate) -> Cue | None:
    """What is said of people between their name and their number: "officers on sick leave had risen to 71"."""
    cues = right_cues(discourse, whole.end, number.start)
    said = (cue for cue in cues if cue.measure in ("other", "vacancy") and not cue.weak and cue.row != PASSIVE)
    return next(said, None) or next((cue for cue in cues if cue.row == _WANTED and cue.end + 3 < number.start), None)


def _is_partitioned(spaced: str, whole: Reading, number: Candidate) -> bool:
    """ "Of the 640 officers and staff who worked there, 15 to 20 …": the whole stands before its part."""
    if whole.of is not None or not spaced.endswith(", ", 0, number.start):
        return False
    return _OF_A_WHOLE.search(spaced, max(0, whole.start - 30), whole.start) is not None


def _carry_measure(
    discourse: Discourse, reading: Reading, number: Candidate, setting: Setting, whole: Reading, tail: str, verb: str
) -> None:
    """Sets the measure that the row asks for: its own, the whole's, or what the words around the number say."""
    kind = setting.measure
    if kind == "same" and reading.fte and whole.measure == "increase":
        kind = "strength"  # full-time equivalents restate a strength, also behind "68 more than in 2023"
    if kind == "change":
        cue = cue_behind(discourse, reading.end)
        governing = left_cues(discourse, discourse.sentence_start(number.start), number.start)[:1]
        falls = _DECREASE.search(tail) or any(
            found.measure == "decrease" and not found.weak for found in (*governing, *([cue] if cue else ()))
        )
        joins = cue is not None and cue.measure == "increase"
        rises: Measure = "other" if whole.value and whole.measure == "other" and not joins else "increase"
        reading.measure = "decrease" if falls else rises
    elif kind == "verb":
        reading.measure = "decrease" if _DECREASE.search(verb) else "increase"
    elif kind in ("same", "predicate", "more", "whole"):
        cue = cue_behind(discourse, reading.end, of_a_whole=bool(whole.value))
        if cue is None and setting.after_a_count:
            # "a shortfall of 160 detectives and a plan to train 75 a year"
            cue = next((cue for cue in left_cues(discourse, whole.end, number.start)[:1] if not cue.weak), None)
        if cue is None and whole.measure == "vacancy":
            # "11 vacancies. Twelve had been paid for by the precept": what is paid for is not vacant
            right = right_cues(discourse, reading.end, discourse.sentence_end(reading.end))[:1]
            cue = next((cue for cue in right if cue.measure == "increase"), None)
        if cue is not None and cue.measure != "same":
            reading.measure, reading.status = cue.measure, cue.status
        elif whole.measure is None and whole.default is not None:
            reading.measure = whole.default  # "of the last 60 recruits, eleven …"
        elif whole.measure in _NOT_OF_PARTS.get(_kind_of_part(setting, whole), ()):
            reading.measure = "other"
        elif whole.value and whole.measure is None:
            reading.measure = None  # the list that both stand in will show it
        elif kind == "more" and (whole.measure in ("strength", None) or _is_asked_for(discourse, number)):
            reading.measure = "increase"
        elif kind == "whole":
            reading.measure = _first_measure(discourse, number, whole)
        else:
            reading.measure = whole.measure or "strength"
    elif kind == "strength" and setting.memory == "subject" and whole.measure in _GOES_ON_AS.get(setting.rule, _GAPS):
        reading.measure = whole.measure
    elif kind == "strength" and whole.measure is not None and not whole.value and setting.rule not in _LEVELS:
        reading.measure = whole.measure  # "the number of leavers had risen to 118"
    else:
        reading.measure = cast(Measure, kind)


def _is_asked_for(discourse: Discourse, number: Candidate) -> bool:
    """ "The review had called for a further 18": they come, whatever those before them do."""
    cues = left_cues(discourse, discourse.sentence_start(number.start), number.start - len("a further "))
    return bool(cues) and cues[0].measure == "increase" and cues[0].status == "asked"


def _kind_of_part(setting: Setting, whole: Reading) -> str:
    """Which measures of a whole its part does not share."""
    return "whole" if setting.whole or (setting.part and whole.value) else setting.measure


def _first_measure(discourse: Discourse, number: Candidate, whole: Reading) -> Measure:
    """The measure of the paragraph's first count of the role: "the other fifteen" belong to it."""
    since = discourse.paragraph_start(number.start)
    of_role = (reading for reading in discourse.readings if reading.start >= since and reading.role == whole.role)
    first = next(of_role, whole)
    return first.measure or "other"
