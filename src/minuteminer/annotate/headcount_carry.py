"""Numbers with no noun of their own: "a further 32", "of whom twelve", "from 142 to 112", "24.5 under establishment".

Each setting in which a bare number may carry a role over is a row of `headcounts_carry.json`: the words before and
after it, the memory it draws on, and what it makes of the measure. A number in no such setting is never taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from minuteminer.annotate.headcount_belief import carried_office
from minuteminer.annotate.headcount_context import PASSIVE, Cue, left_cues, right_cues
from minuteminer.annotate.headcount_memory import Discourse, Reading, make_reading, refuse
from minuteminer.annotate.headcount_numbers import Candidate, looks_like_year
from minuteminer.annotate.headcount_roles import MENTION, Phrase, head_of, words_at
from minuteminer.annotate.headcount_words import SMALL_NUMBERS, WORD_SETS, alternation
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.findings import Evidence, Measure

# How much of the text before and after a bare number its setting may take, unless its row names a `reach`.
BEFORE, AFTER = 90, 60

_PERSONAL = alternation(WORD_SETS["personal"])
_BARE_FOLLOWERS = WORD_SETS["function"] | WORD_SETS["personal"]
_PREDICATE_ROLE = re.compile(
    rf" (?:for|were|was|are|as|being|would be|had been|of them) (?:[a-z-]+ ){{0,2}}?({MENTION})"
)
# "four of the districts"
_OF_THE_THINGS = re.compile(
    r" of (?:the|its|their|our|his|her|all|these|those) (?!\d|were |was |are |had |have |would |will |who )"
    r"(?:[a-z-]+ ){0,3}?[a-z]+s\b"
)
_OF_A_WHOLE = re.compile(r"(?<!out) of (?:the|its|their|our) (?:[a-z]+'s )?$|(?:^|[.;:] +|  )of $")
_DECREASE = re.compile(r"f[ae]ll|reduc|decreas|drop|down|cut|shr|less|fewer|lower")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A row of the lexicon with its patterns compiled."""

    row: Row
    memory: str
    several: bool
    whole: bool
    after_a_count: bool
    # None where nothing is asked of the words before the number.
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    span: re.Pattern[str] | None
    ends: frozenset[str] | None
    # Whether `before` begins with the edge of a word: then it is sought in the text with spaces for all edges.
    edged: bool
    reach: int


# Words of caution that may stand between a setting and its number, two at most.
_CAUTION = (
    r"(?:some|about|around|circa|only|just|at least|up to|over|under|nearly|almost|approximately|roughly|perhaps"
    r"|no fewer than|not fewer than|no less than|not less than|not more than|more than|less than|fewer than"
    r"|no more than|as many as|as few as|as low as|close to|another|a further|a total of) "
)
_HEDGE = rf"(?:{_CAUTION}){{0,2}}"
_CAUTION_BEFORE = re.compile(rf"[^a-z]({_CAUTION})$")
_LONGEST_CAUTION = len(" not fewer than ")
# What these say of a part was true of its whole.
_OF_THE_WHOLE = frozenset(("headcounts.measure.right.in_post", PASSIVE))
# What is true of a whole and not of a part that is picked out: of 40 officers in post, 12 are no strength.
_NOT_OF_PARTS: dict[str, tuple[str | None, ...]] = {
    "whole": ("strength",),
    "predicate": ("strength", "decrease", None),
}
# A bare year is a year in all settings but these.
_YEAR_PROOF = frozenset(
    ("headcounts.carry.strength", "headcounts.carry.change_from", "headcounts.carry.change_from_to")
)

SETTINGS = [
    _Setting(
        row=row,
        memory=row["memory"],
        several=bool(row.get("several")),
        whole=bool(row.get("whole")),
        after_a_count=bool(row.get("after_a_count")),
        before=re.compile(re.sub(r"^\\b", " ", row["before"]).replace("@hedge", _HEDGE)) if row["before"] else None,
        edged=row["before"].startswith(r"\b"),
        reach=row.get("reach", BEFORE),
        after=re.compile(row["after"].replace("@personal", _PERSONAL)) if row["after"] else None,
        span=re.compile(row["span"]) if row.get("span") else None,
        ends=frozenset(row["ends"]) if row.get("ends") else None,
    )
    for row in load_lexicon("headcounts_carry")
]


_ENDS = frozenset(end for setting in SETTINGS for end in setting.ends or ())
# The last words of caution.
_CAUTION_ENDS = frozenset(words.split()[-1] for words in _CAUTION[3:-2].replace("|", ") (").split(") ("))
# Most that stands right before a number, without a pattern.
_ENDING = frozenset(f"{end} " for end in _ENDS if end.isalpha())
_LAST_WORD = re.compile(r"(?:([a-z]+)|[\d./-]+),? $")


@cache
def _settings_with(*ends: str) -> tuple[_Setting, ...]:
    """The settings whose words may end in one of these, in the order of the lexicon."""
    return tuple(setting for setting in SETTINGS if setting.ends is None or not setting.ends.isdisjoint(ends))


def _settings_behind(lowered: str, start: int) -> tuple[_Setting, ...]:
    """The settings whose words may end right before `start`, or before the words of caution there."""
    end = _end_before(lowered, start)
    if end not in _CAUTION_ENDS:
        return _settings_with(end)
    ends = [end]
    while len(ends) < 3 and (caution := _CAUTION_BEFORE.search(lowered, max(0, start - _LONGEST_CAUTION), start)):
        start = caution.start(1)
        ends.append(_end_before(lowered, start))
    return _settings_with(*ends)


def _end_before(lowered: str, at: int) -> str:
    """The last word before `at` where a setting may end in it; "#" stands for any number."""
    begin = max(0, at - 16)
    word = lowered[lowered.rfind(" ", begin, max(0, at - 1)) + 1 or begin : at]
    if word in _ENDING:
        return word[:-1]
    match = _LAST_WORD.search(word)
    if match is None:
        return ""
    word = match[1]
    if word is None or word in SMALL_NUMBERS:
        return "#"
    return word if word in _ENDS or word in _CAUTION_ENDS else ""


def has_own_noun(lowered: str, end: int) -> bool:
    """Whether the word behind the number is a noun that it counts ("12 cars", "12 more cars")."""
    words = words_at(lowered, end, 2)
    if words and (words[0] == "other" or words[0] in WORD_SETS["change"]):
        words = words[1:]
    if words and words[0] not in _BARE_FOLLOWERS:
        return True
    return _OF_THE_THINGS.match(lowered, end) is not None


def cue_behind(discourse: Discourse, end: int) -> Cue | None:
    """The nearest strong cue in the rest of the clause, for a part that differs from its whole."""
    cues = right_cues(discourse, end, min(discourse.sentence_end(end), discourse.horizon))
    return next((cue for cue in cues if not cue.weak and cue.row not in _OF_THE_WHOLE), None)


def read_bare(discourse: Discourse, number: Candidate, people: Phrase | None, *, police: bool) -> Reading:
    """The count, or the refusal with its reason; `people` is a noun such as "people" or "FTE" behind the number."""
    lowered = discourse.lowered
    if people is None and has_own_noun(lowered, number.end):
        return refuse(number, "it counts something else")
    after = lowered[number.end : number.end + AFTER]
    for setting in _settings_behind(lowered, number.start):
        if setting.after is not None and setting.after.match(after) is None:
            continue
        at, left = number.start, None
        if setting.before is not None:
            source = discourse.spaced if setting.edged else lowered
            left = setting.before.search(source, max(0, number.start - setting.reach), number.start)
            if left is None:
                continue
            at = left.start() + setting.edged
        if setting.several and number.value == 1:
            continue  # "one" alone is more often a pronoun than a count
        if setting.row.id not in _YEAR_PROOF and looks_like_year(lowered[number.start : number.end]):
            continue
        whole = _known_whole(discourse, left) if setting.memory == "known" and left is not None else None
        whole = whole or _antecedent(discourse, number, setting.memory, at, people, police=police)
        if whole is not None and whole.value == number.value and setting.whole:
            continue  # "of those nine": the whole is only named again
        if setting.after_a_count and (whole is None or not whole.value):
            continue
        if whole is not None and whole.role is not None:
            verb = left["verb"] if left is not None and "verb" in left.re.groupindex else ""
            return _carry(discourse, number, setting, whole, people, verb)
    return refuse(number, "nothing shows what it counts")


def _known_whole(discourse: Discourse, left: re.Match[str]) -> Reading | None:
    """The count that "of the 19, eight …" names again by its number."""
    value = parse_figure(left["whole"]) or parse_number_words(left["whole"])
    known = discourse.with_value(float(value)) if value is not None else None
    return known if known is not None and known.role is not None else None


def _antecedent(
    discourse: Discourse, number: Candidate, memory: str, at: int, people: Phrase | None, *, police: bool
) -> Reading | None:
    """What a memory of this kind holds for a setting that begins at `at`."""
    if people is not None and memory not in ("subject", "default"):
        return None
    sentence = discourse.sentence_start(number.start)
    last = discourse.last(sentence)
    if memory == "coordinate" or (memory == "counted" and last is not None and last.role is None):
        return last
    if memory == "known":
        return None
    if memory in ("sentence", "subject", "counted"):
        # "subject" sees the words of the setting itself ("PCSOs would rise to"); the others what stands before it.
        found = discourse.antecedent(sentence, number.start if memory == "subject" else at)
        if found is not None or memory == "sentence":
            return found
    paragraph = discourse.paragraph_start(number.start)
    if memory == "counted" or (memory == "topic" and discourse.last(paragraph) is not None):
        return discourse.last(paragraph)
    found = discourse.antecedent(paragraph, number.start if memory == "default" else at)
    if memory == "default" and police and (found is None or found.role is None):
        own = discourse.antecedent(sentence, number.start)
        if own is None:
            return Reading(start=at, end=at, value=0, role="police officer", rule="")
    return found


def _carry(
    discourse: Discourse, number: Candidate, setting: _Setting, whole: Reading, people: Phrase | None, verb: str
) -> Reading:
    lowered, row = discourse.lowered, setting.row
    tail = setting.span.match(lowered, number.end) if setting.span else None
    end = people.end if people is not None else tail.end() if tail else number.end
    own_role = _PREDICATE_ROLE.match(lowered, number.end)
    role = head_of(own_role[1]).role if own_role else carried_office(discourse, number, whole.role or "")
    reading = make_reading(number, end, role, row.id.replace(".carry.", ".rule."))
    reading.fte = reading.fte or (people is not None and people.fte)
    _carry_measure(discourse, reading, number, row, whole, tail[0] if tail else "", verb)
    if whole.end > whole.start and own_role is None:
        reading.evidence.append(Evidence(reads="role", start_char=whole.start, end_char=whole.end))
    if row.get("whole") or _is_partitioned(discourse.spaced, whole, number):
        reading.of = whole.value or None
    return reading


def _is_partitioned(spaced: str, whole: Reading, number: Candidate) -> bool:
    """ "Of the 640 officers and staff who worked there, 15 to 20 …": the whole stands before its part."""
    if whole.of is not None or not spaced.endswith(", ", 0, number.start):
        return False
    return _OF_A_WHOLE.search(spaced, max(0, whole.start - 30), whole.start) is not None


def _carry_measure(
    discourse: Discourse, reading: Reading, number: Candidate, row: Row, whole: Reading, tail: str, verb: str
) -> None:
    """Sets the measure that the row asks for: its own, the whole's, or what the words around the number say."""
    kind = row["measure"]
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
        cue = cue_behind(discourse, reading.end)
        if cue is not None and cue.measure != "same":
            reading.measure, reading.status = cue.measure, cue.status
        elif whole.measure in _NOT_OF_PARTS.get(_kind_of_part(row, whole), ()):
            reading.measure = "other"
        elif whole.value and whole.measure is None:
            reading.measure = None  # the list that both stand in will show it
        elif kind == "more" and whole.measure in ("strength", None):
            reading.measure = "increase"
        elif kind == "whole":
            reading.measure = _first_measure(discourse, number, whole)
        else:
            reading.measure = whole.measure or "strength"
    elif kind == "strength" and whole.measure == "vacancy" and row["memory"] == "subject":
        reading.measure = "vacancy"
    elif kind == "strength" and whole.measure is not None and not whole.value:
        reading.measure = whole.measure  # "the number of leavers had risen to 118"
    else:
        reading.measure = cast(Measure, kind)


def _kind_of_part(row: Row, whole: Reading) -> str:
    """Which measures of a whole its part does not share."""
    return "whole" if row.get("whole") or (row.get("part") and whole.value) else str(row["measure"])


def _first_measure(discourse: Discourse, number: Candidate, whole: Reading) -> Measure:
    """The measure of the paragraph's first count of the role: "the other fifteen" belong to it."""
    since = discourse.paragraph_start(number.start)
    of_role = (reading for reading in discourse.readings if reading.start >= since and reading.role == whole.role)
    first = next(of_role, whole)
    return first.measure or "other"
