"""The verb that governs a count: what its own clause says that people do, or that is done with them.

A count is the subject of its clause where nothing governs it from before and a finite verb follows it, perhaps
behind a bracket or "in plain clothes". What an unknown verb says of people counts those who took part, so it makes
the count `other`; verbs of being, having and belonging (the words of kind "state") leave it a strength.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minuteminer.annotate.headcount_words import SMALL_NUMBERS, WORD_SETS, WORDS, alternation

# "17 sergeants had been vaccinated": what is done to people is no rise, fall or strength unless a row says so.
PASSIVE = "headcounts.measure.passive"
# "12 officers had searched the wood", "The search had taken 90 officers": what people do, or what is done with them.
DONE_BY = "headcounts.measure.done_by"
DONE_WITH = "headcounts.measure.done_with"

_STATES, _BELONGING = WORD_SETS["state"], WORD_SETS["belonging"]
_CAUTION = (
    r"(?:some|about|around|circa|only|just|at least|up to|over|nearly|almost|approximately|perhaps|no fewer than"
    r"|not fewer than|no less than|more than|less than|fewer than|as many as|another|a further|a total of|between"
    r"|the|all) "
)
_CAUTIONS: dict[str, list[str]] = {}
for _words in sorted(_CAUTION[3:-2].split("|"), key=len, reverse=True):
    _CAUTIONS.setdefault(_words.split()[-1], []).append(f" {_words} ")
# Nothing governs a count that opens its clause: these stand before it, or a sign, or a day ("On the Friday 31 …").
_OPENERS = frozenset(
    "that and but or while whereas although though because since when where if whether so as than now answered replied"
    " said explained then currently also".split()
)
_SIGNS = frozenset('.,;:!?–—|·•)"-')
_DAYS, _WHEN = WORD_SETS["month"], frozenset("on in at by".split())
_LONGEST_OPENING = 45
# "eight officers (8.1%) in plain clothes had watched"
_NO_PLACE = "who|which|that|and|but|or|whom|whose|had|has|have|were|was|are|is|would|will|could|should|must|can|may"
_PLACE = (
    r"(?:(?: (?:now|currently|still))? (?:in|on|at|from|of|with|for|across|within)"
    rf"(?: (?!(?:{_NO_PLACE})\b)[a-z'-]+){{1,5}}?)?"
)
_BRACKET = r"(?: \([^()\n]{1,30}\))?(?: (?:a|each|per|every) [a-z]{3,8})?"
_ADVERB = (
    r"(?: (?:also|all|already|now|since|not|never|still|each|both|always|often|currently|mostly|once|then|therefore"
    r"|soon|[a-z]+ly))*"
)
_HAVING, _MODAL = "had|has|have|having", "would|will|could|should|must|can|may|might|did|do|does"
_BEING = "were|was|are|is"
_FINITE = (
    rf"(?: (?:who|that))?{_ADVERB} "
    rf"(?:(?:{_HAVING}|{_MODAL})(?P<been>{_ADVERB} (?:been|be|being))?|(?P<being>{_BEING})(?: to(?: be)?)?)"
    rf"{_ADVERB} (?P<verb>[a-z0-9£]+)"
)
_BESIDE = re.compile(_BRACKET + _FINITE)
_BEHIND_PLACE = re.compile(_BRACKET + _PLACE + _FINITE)
_PAST = re.compile(
    rf"{_BRACKET}(?: (?:who|that))?{_ADVERB} (?P<verb>[a-z]{{2,}}ed|{alternation(WORDS['past'])})\b(?! by\b|[,.;:)])"
)
# Where people are when they are in post, not away: "nine detectives were in the team".
_IN_POST = re.compile(
    r" (?:in (?:the|each|a|an|its|their|his|her|this|that|every|post|place|all|charge)|part of|left|there\b"
    r"|women|men|female|male|from|of|under)\b"
)
_ALWAYS_ACTIVE = re.compile(r"(?!serving|remaining|being)[a-z]{2,}ing$")
# What stands behind the verb in a clause of its own: "… on those who were at risk".
_SUBORDINATE = (
    "which who whose whom where because although though unless until before after since so_that in_order when"
)
_NEW_SUBJECT = "that the he she it they there this a an its his her their in at by some other others".split()
_LATER = [word.replace("_", " ") for word in f"{_SUBORDINATE} when while if but than".split()]
_LATER += [f"and {word}" for word in (*_NEW_SUBJECT, *SMALL_NUMBERS)]
AFTER_THE_VERB = re.compile(rf"[ ,](?:{alternation(_LATER)}\b|as\b(?! a result)|and \d)")


# "Funding for 140 PCSOs was secure": the verb is the funding's; "a total of 140 PCSOs were" is the people's.
_OF_ANOTHER = re.compile(
    rf"(?<!total)(?<!average)(?<!maximum)(?<!minimum)(?<!number)(?<!up) "
    rf"(?:for|of|with|by|in|to|from|on|against|among|between) (?:{_CAUTION}){{0,2}}$"
)
# "all of the force's 640 officers", "its 140 PCSOs": the whole of them, whatever is done with them.
_OWN = re.compile(r"(?:\b(?:force|constabulary|county|division|district|team|unit|service)'s|\bits) $")
# "The unit, which had 14 officers, met weekly": the verb belongs to whoever had them.
AFTER_THE_OBJECT = re.compile(
    rf"(?:, | and )(?:(?:{_HAVING}|{_MODAL}|{_BEING})|{alternation(WORDS['past'])}|(?<=and )[a-z]+ed)\b(?! by\b)"
)
# "The Lost Property team, which had six police staff": who has them, or that there are some, leaves nothing to others.
HAS = re.compile(
    rf" (?:has|had|have|having|there (?:were|was|are|is|would be|had been)) (?:{_CAUTION}|now |still ){{0,2}}$"
)
LONGEST_HAS = 50
# "the growth of the force to 1,702 officers": where a change leads is a level.
IS_LEVEL = re.compile(rf"(?<! up)(?<! close)(?<! addition)(?<! due) to (?:{_CAUTION}){{0,2}}$")
# "Patrols were carried out by 60 officers", "a film had been shown to 640 officers"; "had fallen to 640" is a level.
_TO_WHOM = re.compile(
    rf" (?P<verb>[a-z]{{2,}}ed|{alternation(WORDS['participle'])})(?: (?:out|up|off|on|down|over))? (?P<link>by|to) "
    rf"(?:{_CAUTION}){{0,2}}$"
)
_LEVELS = WORD_SETS["level"]
_LONGEST_LINK = 60


class Verb(NamedTuple):
    """The verb behind a count, and what it makes of it: a rule's id, or None where it leaves a strength."""

    start: int
    end: int
    rule: str | None


def opens_clause(spaced: str, start: int) -> bool:
    """Whether nothing before the count governs it.

    >>> opens_clause(" it was said that some 12 officers left", 23)
    True
    >>> opens_clause(" it was said by some 12 officers", 21)
    False
    """
    if start < 2 or spaced[start - 1] != " ":
        return True
    edge = spaced.rfind(" ", 0, start - 1)
    word = spaced[edge + 1 : start - 1]
    for caution in _CAUTIONS.get(word, ()):
        if spaced.endswith(caution, 0, start):
            return opens_clause(spaced, start - len(caution) + 1)
    if not word or word[-1] in _SIGNS or word in _OPENERS or word in _DAYS:
        return True
    if word.isdecimal():
        return len(word) == 4 and word[:2] in ("19", "20")
    if not spaced.endswith(" the", 0, edge):
        return False
    return spaced[spaced.rfind(" ", 0, edge - 4) + 1 : edge - 4] in _WHEN


def is_of_another(spaced: str, start: int) -> bool:
    """Whether the verb behind the count is that of a noun before it, or says nothing of them as a whole."""
    before = max(0, start - _LONGEST_OPENING)
    return _OF_ANOTHER.search(spaced, before, start) is not None or _OWN.search(spaced, before, start) is not None


def verb_behind(lowered: str, end: int, until: int, *, subject: bool) -> Verb | None:
    """The finite verb behind the count that ends at `end`, beside it or (of a `subject`) behind where people are."""
    if lowered[end : end + 1] != " ":
        return None  # a comma or a full stop
    found = (_BEHIND_PLACE if subject else _BESIDE).match(lowered, end, until)
    if found is None:
        found = _PAST.match(lowered, end, until) if subject else None
        if found is None:
            return None
        return Verb(found.start("verb"), found.end(), None if found["verb"] in _BELONGING else DONE_BY)
    at, verb = found.start("verb"), found["verb"]
    state = verb in _STATES
    if found["being"] or found["been"]:
        state = _IN_POST.match(lowered, at - 1) is not None or (state and not _ALWAYS_ACTIVE.match(verb))
        return Verb(at, found.end(), None if state else PASSIVE)
    return Verb(at, found.end(), None if verb in _BELONGING else DONE_BY)


def link_before(spaced: str, since: int, start: int) -> tuple[int, int] | None:
    """Where the words stand by which people did something, or to whom it was done: "carried out by 60 officers"."""
    if " by " not in spaced[start - 30 : start] and " to " not in spaced[start - 30 : start]:
        return None
    found = _TO_WHOM.search(spaced, max(since - 1, start - _LONGEST_LINK), start)
    if found is None or found["verb"] in _STATES or found["verb"] in _LEVELS:
        return None
    return found.start("verb"), found.end()
