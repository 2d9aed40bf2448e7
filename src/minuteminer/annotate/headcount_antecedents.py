"""Of whom a bare number speaks: what each kind of memory holds, from the sentence to the whole text."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import Discourse, Reading
from minuteminer.annotate.headcount_numbers import Candidate
from minuteminer.annotate.headcount_roles import Phrase

# Others who may have joined, left or been trained.
_PERSONS = re.compile(
    r" (?:applicants?|candidates?|people|persons?|members?|residents|victims?|pupils|children|students|councillors"
    r"|suspects?|offenders?|drivers|nurses|workers|volunteers|visitors|advisers|advisors|youths|men|women|boys|girls"
    r"|firefighters|soldiers|wardens|teachers|schools|complaints|applications|households|parents|families|prisoners"
    r"|individuals|witnesses|patients|trustees|panels?|boards?|authorities|farmers|shopkeepers|contractors)\b"
)
# Settings that tell in themselves who is counted: "The Economic Crime Unit consisted of 11 people".
_NAMED_BY_PLACE = {"office": "OPCC staff", "unit": "officers and staff"}
# So far back a text may have named those whose intake, or whose coming and going, a new paragraph tells.
_LONGEST_MEMORY = 1200


def antecedent_of(
    discourse: Discourse, number: Candidate, memory: str, at: int, people: Phrase | None, *, police: bool
) -> Reading | None:
    """What a memory of this kind holds for a setting that begins at `at`."""
    if memory in _NAMED_BY_PLACE:
        return Reading(at, at, 0, _NAMED_BY_PLACE[memory]) if police else None
    if people is not None and memory not in ("subject", "default"):
        return None
    sentence = discourse.sentence_start(number.start)
    last = discourse.last(sentence)
    if memory == "coordinate" or (memory == "counted" and last is not None and last.role is None):
        return last
    if memory == "known":
        return None
    if memory == "again":
        return discourse.with_value(number.value)
    if memory == "asked":
        return discourse.antecedent(discourse.paragraph_start(number.start), number.start)
    if memory in ("sentence", "subject", "counted"):
        # "subject" sees the words of the setting itself ("PCSOs would rise to"); the others what stands before it.
        found = discourse.antecedent(sentence, number.start if memory == "subject" else at)
        if found is not None or memory == "sentence":
            return found
    paragraph = discourse.paragraph_start(number.start)
    if memory == "people":
        found = discourse.antecedent(paragraph, at)
        return found if found is not None and found.role else _past_things(discourse, at)
    if memory == "text":
        found = discourse.antecedent(paragraph, at)
        return found if found is not None and found.role else _spoken_of_before(discourse, at, police=police)
    if memory == "named":
        found = discourse.antecedent(paragraph, at)
        return found if found is not None and not found.value else None
    if memory == "counted" or (memory == "topic" and discourse.last(paragraph) is not None):
        return discourse.last(paragraph) or _announced(discourse, paragraph, at)
    found = discourse.antecedent(paragraph, number.start if memory == "default" else at)
    if memory == "default" and police and (found is None or found.role is None):
        own = discourse.antecedent(sentence, number.start)
        if own is None:
            return Reading(at, at, 0, "police officer")
    return found


def _past_things(discourse: Discourse, at: int) -> Reading | None:
    """ "178 Specials, who had given 4,100 hours; 31 were on leave": no hours are, so they are of the Specials."""
    since = max(0, at - _LONGEST_MEMORY)
    counted = next((one for one in reversed(discourse.readings) if one.role is not None and one.start > since), None)
    named = next(discourse.mentions_between(discourse.paragraph_start(at), at), None)
    if named is not None and (counted is None or named.start > counted.end):
        counted = Reading(named.start, named.end, 0, named.role)
    if counted is None or _PERSONS.search(discourse.spaced, counted.end, at) is not None:
        return None
    return counted


def _spoken_of_before(discourse: Discourse, at: int, *, police: bool) -> Reading | None:
    """ "There were 187 Specials.\n\nAn intake of 18 was planned": who was named last, in whichever paragraph."""
    since = max(0, at - _LONGEST_MEMORY)
    counted = next((one for one in reversed(discourse.readings) if one.role is not None and one.start > since), None)
    if counted is not None:
        return Reading(counted.start, counted.end, 0, counted.role)
    named = next(discourse.mentions_between(since, at), None)
    if named is not None:
        return Reading(named.start, named.end, 0, named.role)
    return Reading(at, at, 0, "police officer") if police else None


def _announced(discourse: Discourse, paragraph: int, at: int) -> Reading | None:
    """ "Community Support Officers were another matter. The grant would pay for 500": a sentence begins with them."""
    found = discourse.antecedent(paragraph, at)
    if found is None or found.role is None or found.value:
        return None
    before = discourse.lowered[paragraph : found.start].rstrip()
    return found if not before or before.endswith((".", "?", "the")) else None
