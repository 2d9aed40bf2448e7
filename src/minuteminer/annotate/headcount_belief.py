"""Whether the people of a phrase are the police's: not a council's officers, an inspectorate's, or the OPCC's."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import APART, Discourse
from minuteminer.annotate.headcount_numbers import Candidate
from minuteminer.annotate.headcount_roles import MENTION, Phrase, head_of
from minuteminer.annotate.headcount_words import WORDS
from minuteminer.annotate.lexicon import load_lexicon

_POLICE_STEMS, _COUNCIL_STEMS = WORDS["police"], WORDS["council"]
_CONTEXTS = [
    (row, re.compile(row["pattern"]), re.compile(row["next"]) if row.get("next") else None)
    for row in load_lexicon("headcounts_contexts")
]
# The bodies that the people belong to: named right behind the people, further behind them, or before their number.
_BEHIND = [(str(row["reason"]), pattern, following) for row, pattern, following in _CONTEXTS if row["side"] == "right"]
_BEFORE = [(str(row["reason"]), pattern) for row, pattern, _ in _CONTEXTS if row["side"] == "left"]
_OFFICES = [(str(row["role"]), pattern) for row, pattern, _ in _CONTEXTS if row["side"] == "either"]
_RATIO = re.compile(
    r"(?: or staff)? (?:per|for (?:every|each))\b(?! (?:annum|year|month|week|day|shift|division|district))"
    r"|[ \n]+per\s*$"
)
_IN_EVERY = re.compile(r" (?:in|to|for) (?:every|each) \d")
_ONE_IN = re.compile(r" in (?:every |each )?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b(?! [a-z]+s\b)")
# "One sergeant for every eight constables", "in every 100 posts".
_EACH, _FOR_EACH = frozenset(("every", "each")), (" for every ", " for each ", " in every ", " to every ", " to each ")
_POSSESSION = re.compile(r"'| (?:of|on) the (?:panel|committee|council)\b| (?:days?|hours?|time)\b")
# How the two begin: a quick test before the patterns.
_PER, _HAVING = (
    (" per", " for e", " or staff", "  ", " \n", "\n"),
    ("'", " of the ", " on the ", " day", " hour", " time"),
)
_GOING_ON = frozenset(" '\n")
_STRONG = re.compile(
    r"-(?:strong|person|man|officer|member|post) (?:[a-z-]+ ){0,3}?(?:team|unit|force|squad|group|crew|section)\b"
)
_POSTS_FOR = re.compile(rf" (?:for|of|among|amongst|in respect of) (?:[a-z-]+ |\d[\d,.]* ){{0,3}}?({MENTION}|staff\b)")
# Joiners and leavers are of whatever role is spoken of.
_OF_ANY_ROLE = frozenset(("headcounts.rule.joiner", "headcounts.rule.leaver"))
# "31 officer leavers"
_OWN_ROLE = re.compile(
    r" (police officer|officer|constable|detective|pcso|special|police staff|staff|call handler) [a-z]+$"
)
# "11 vacancies out of a complement of 88 detention officers"
_OF_A_COMPLEMENT = re.compile(
    rf",? (?:out of|in|against|from) (?:a|an|the|its) (?:[a-z]+ )?(?:complement|establishment|strength|total) of"
    rf" \d[\d,.]* ({MENTION})"
)
# "There should be 310 detectives. At Orme eleven of the 34 posts were empty."
_STAND_EMPTY = re.compile(r" (?:[a-z]+ ){1,3}(?:empty|vacant|unfilled)\b")
_CENTRE = re.compile(r"\b(?:contact (?:centre|management)|call centre|control (?:room|centre)|communications centre)\b")
_LONGEST_TITLE, _LONGEST_HEAD = 80, 240
# "The Special Constabulary had 208 officers."
_MEMBERS = frozenset((" officers", " new officers", " members"))
_PLAIN_ROLES = frozenset(("police post", "police staff", "police officer", ""))
# Trades that a police force has and few others of whom its minutes speak.
_TRADE = re.compile(r" (?:analyst|researcher|technician|examiner|typist)")
_OF_AN_OFFICE = frozenset(("post", "staff", "listed"))
_SPEAKER = re.compile(
    r"\b(?:executive|officer|treasurer|director|head of [a-z ]{3,30}|manager|representative|deputy)"
    r" (?:of|for|from|at) (?:the )?$"
)
# How far before a number a body may be named, an office ("The Office … It had 14.6 posts"), and a specialism.
_BODY_REACH, _OFFICE_REACH, _SPECIALISM_REACH = 60, 150, 300
# How far behind the people their office may begin ("14 staff employed in the office").
_OFFICE_GAP = len(" employed in the ")


def speaks_of_police(lowered: str) -> bool:
    """Whether "officers" in this text are police: a word of the police, or no word of a council."""
    return any(stem in lowered for stem in _POLICE_STEMS) or not any(stem in lowered for stem in _COUNCIL_STEMS)


def disbelief(discourse: Discourse, number: Candidate, phrase: Phrase, *, linked: bool, police: bool) -> str | None:
    """Why the phrase behind the number is no count of police people, or None where it is one."""
    lowered = discourse.lowered
    if phrase.refused:
        return phrase.refused
    if number.before in _EACH and lowered.endswith(_FOR_EACH, 0, number.start):
        return "a ratio"
    if not police and phrase.family != "police":
        return "no word of the police in the text"
    end = phrase.end
    if lowered[end : end + 1] in _GOING_ON:
        if lowered.startswith(_PER, end) and _RATIO.match(lowered, end):
            return "a ratio"
        if (number.value == 1 and _ONE_IN.match(lowered, end)) or _IN_EVERY.match(lowered, end):
            return "a ratio"
        if lowered.startswith(_HAVING, end) and _POSSESSION.match(lowered, end):
            return "a thing of officers, not officers"
    if (phrase.family != "police" or phrase.role in ("sergeant", "cadet")) and (
        reason := foreign(discourse, number.start, phrase.end)
    ):
        return reason
    if phrase.family == "listed" and not linked and _office(discourse, number, phrase) is None:
        since = discourse.paragraph_start(number.start)
        beside = discourse.antecedent(since, number.start)
        around = lowered[discourse.sentence_start(number.start) : discourse.sentence_end(end)]
        trade = _TRADE.search(lowered, number.end, end) is not None
        foreign_to = not (police and trade) or any(stem in around for stem in _COUNCIL_STEMS)
        if (beside is None or beside.role is None) and foreign_to:
            return "no police people beside it"
    return None


def foreign(discourse: Discourse, start: int, end: int) -> str | None:
    """The reason where the sentence round `start`..`end` gives the people to a council or another body."""
    lowered, until = discourse.lowered, discourse.sentence_end(end)
    for reason, pattern, following in _BEHIND:
        if (following is not None and following.match(lowered, end, until)) or pattern.search(lowered, end, until):
            return reason
    since = max(discourse.sentence_start(start) - 1, start - _BODY_REACH, 0)
    for reason, pattern in _BEFORE:
        if pattern.search(lowered, since, start):
            return reason
    return None


def team(discourse: Discourse, number: Candidate) -> tuple[int, str] | str:
    """End and role of "a 90-strong team of detectives", or why it is no police team."""
    match = _STRONG.match(discourse.lowered, number.end)
    if match is None:
        return "no team of people"
    until = discourse.sentence_end(number.start)
    around = discourse.lowered[max(discourse.paragraph_start(number.start), number.start - _SPECIALISM_REACH) : until]
    if not any(stem in around for stem in _POLICE_STEMS):
        return "a team that is not of the police"
    if reason := foreign(discourse, number.start, match.end()):
        return reason
    named = list(discourse.mentions_between(number.start, min(until, match.end() + 40)))
    return match.end(), named[-1].role if named else "police officer"


def role_in_context(discourse: Discourse, number: Candidate, phrase: Phrase) -> str:
    """The role of a believed phrase, with what its surroundings add: the OPCC, posts "for officers", firearms."""
    lowered = discourse.lowered
    if phrase.family != "police" and phrase.role in _PLAIN_ROLES and (office := _office(discourse, number, phrase)):
        return office
    if phrase.family in ("post", "vacancy") and phrase.role in ("police post", ""):
        if (match := _POSTS_FOR.match(lowered, phrase.end)) is not None:
            return head_of(match[1]).role
        if phrase.family == "vacancy" or _STAND_EMPTY.match(lowered, phrase.end) is not None:
            if phrase.family == "vacancy" and _is_of_centre(discourse, number, phrase):
                return "call handler"
            since, until = phrase.end, min(phrase.end + 60, discourse.sentence_end(phrase.end))
            if (whole := _OF_A_COMPLEMENT.match(lowered, since, until)) is not None:
                return head_of(whole[1]).role
            beside = discourse.antecedent(discourse.paragraph_start(number.start), number.start)
            return beside.role if beside is not None and beside.role else phrase.role or "police officer"
    if phrase.rule in _OF_ANY_ROLE:
        if (own := _OWN_ROLE.search(lowered, number.end, phrase.end)) is not None:
            return head_of(own[1]).role
        beside = discourse.antecedent(discourse.paragraph_start(number.start), number.start)
        if beside is not None and beside.role in APART:
            return beside.role
        return centre_role(lowered, number.start) or phrase.role
    return specialism(discourse, phrase.role, number.start, lowered[number.end : phrase.end])


def centre_role(lowered: str, start: int) -> str | None:
    """Who works where the paragraph, or the title of the text, says: "The establishment of the contact centre was 264".

    >>> centre_role("force contact centre\\n\\nthe establishment was 264.", 43)
    'call handler'
    """
    before = lowered[max(0, lowered.rfind("\n", 0, start)) : start]
    titled = any(
        _CENTRE.search(line) is not None
        for line in lowered[:_LONGEST_HEAD].split("\n")[:-1]
        if len(line) <= _LONGEST_TITLE and not line.endswith((".", ";", ","))
    )
    return "call handler" if titled or _CENTRE.search(before) is not None else None


def _is_of_centre(discourse: Discourse, number: Candidate, phrase: Phrase) -> bool:
    """ "The control room was carrying 27 vacancies": a sentence that names nobody else."""
    since, until = discourse.sentence_start(number.start), discourse.sentence_end(phrase.end)
    if next(discourse.mentions_between(since, number.start), None) is not None:
        return False
    return _CENTRE.search(discourse.lowered, since, until) is not None


def _office(discourse: Discourse, number: Candidate, phrase: Phrase) -> str | None:
    """The role of those who work in the office behind the phrase, or (posts and staff) before the number."""
    lowered, end = discourse.lowered, phrase.end
    until = min(discourse.sentence_end(end), end + 60)
    for role, pattern in _OFFICES:
        if phrase.family in _OF_AN_OFFICE and _is_before(discourse, number, pattern):
            return role
        found = pattern.search(lowered, end, until)
        if found is not None and found.start() < end + _OFFICE_GAP:
            return role
    return None


def _is_before(discourse: Discourse, number: Candidate, pattern: re.Pattern[str]) -> bool:
    since = max(discourse.paragraph_start(number.start), number.start - _OFFICE_REACH, 1)
    found = pattern.search(discourse.lowered, since - 1, number.start)
    # "The Chief Executive of the OPCC said that 58 posts had gone": who speaks is not whose they are.
    return found is not None and _SPEAKER.search(discourse.lowered, since - 1, found.start() + 1) is None


def carried_office(discourse: Discourse, number: Candidate, role: str) -> str:
    """ "The Office had a staff of 17": a carried-over staff is the office's where one was named."""
    return next((office for office, pattern in _OFFICES if _is_before(discourse, number, pattern)), role)


def specialism(discourse: Discourse, role: str, start: int, words: str) -> str:
    """Plain "officers" after a mention of firearms officers are these; "police officers" are not.

    "… additional firearms officers. Funding for 24 additional officers remained" counts firearms officers.
    """
    if role != "police officer" or "police" in words:
        return role
    since = max(discourse.paragraph_start(start), start - _SPECIALISM_REACH)
    named = next(discourse.mentions_between(since, start), None)
    if named is not None and named.words == "special constabulary" and words in _MEMBERS:
        return "special constable" if named.start >= discourse.sentence_start(start) else role
    return "firearms officer" if named is not None and named.role == "firearms officer" else role
