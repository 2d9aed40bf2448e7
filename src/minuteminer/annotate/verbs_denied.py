"""A clause → the verbs of what is not to be: "be not approved", "no further action be taken", "not to support".

Only what the decision itself denies: "the decision not to approve the bid be noted" denies nothing.
"""

from __future__ import annotations

from functools import lru_cache

from minuteminer.annotate.verb_forms import ADVERBS, BODIES, LISTED, PASSIVES, PEOPLE, Words, participle, words_of
from minuteminer.annotate.verbs_joined import LONGEST_GAP

# Clauses without one of these deny nothing; most of them.
_MARKS = ("not ", "no ", "NOT ", "NO ", "No ", "Not ")
_HELPERS = frozenset("do does could can should".split())
# What these tell is a fact or a condition: "confirm that officers will not be abstracted".
_TELLS = frozenset("will would may might must".split())
# Before "not to": a decision of its own, and no noun that has the infinitive ("the decision not to").
_BEFORE_TO = frozenset("and or but also agreed resolved decided recommended unanimously further".split())
# "take no further action", "make no comment": with other verbs "no" is of what is done ("note no changes").
_OF_NOTHING = frozenset(("take", "make", "raise", "offer", "pay"))


@lru_cache(maxsize=1024)
def denied_verbs(clause: str) -> tuple[str, ...]:
    """The base forms of the verbs that a clause denies, in order.

    >>> denied_verbs("that the bid be not approved"), denied_verbs("that no further action be taken")
    (('approve',), ('take',))
    >>> denied_verbs("that the decision not to approve the bid be noted")
    ()
    """
    if not any(mark in clause for mark in _MARKS):
        return ()
    words = words_of(clause)
    denied: list[str] = []
    for index, word in enumerate(words.text):
        if word in ("not", "cannot"):
            denied += _after_not(words, index)
        elif word == "no":
            denied += _of_nothing(words, index)
    return tuple(denied)


def _after_not(words: Words, at: int) -> list[str]:
    before = words.text[at - 1] if at else ""
    follows = _past_adverbs(words, at + 1)
    if before == "be" or before in PASSIVES:
        return _participles(words, follows)
    word = words.text[follows] if follows < len(words.text) else ""
    if word == "be" and before not in _TELLS:
        return _participles(words, _past_adverbs(words, follows + 1))
    if word == "to":
        decides = at == 0 or before in _BEFORE_TO or words.sign[at - 1] != ""
        return _base(words, follows + 1) if decides else []
    is_of_subject = before in _HELPERS or before in BODIES or before in PEOPLE or words.text[at] == "cannot"
    return _base(words, follows) if is_of_subject else []


def _of_nothing(words: Words, at: int) -> list[str]:
    """What is denied by "no": "take no action", "that no action be taken"."""
    before = LISTED.get(words.text[at - 1]) if at else None
    if before is not None and before.base in _OF_NOTHING and "base" in before.forms:
        return [before.base]
    if at and words.text[at - 1] not in ("that", "and") and not words.sign[at - 1]:
        return []
    for index in range(at + 1, min(len(words.text), at + LONGEST_GAP)):
        if words.text[index] == "be":
            return _participles(words, _past_adverbs(words, index + 1))
        if words.text[index] in ("that", "and"):
            break
    return []


def _past_adverbs(words: Words, index: int) -> int:
    while index < len(words.text) and (words.text[index] in ADVERBS or words.text[index].endswith("ly")):
        index += 1
    return index


def _participles(words: Words, index: int) -> list[str]:
    """The participle at an offset, and those that "or" joins to it: "be not approved or adopted"."""
    found: list[str] = []
    while index < len(words.text) and (verb := participle(words.text[index])) is not None:
        found.append(verb.base)
        if index + 1 == len(words.text) or words.text[index + 1] not in ("or", "nor"):
            break
        index += 2
    return found


def _base(words: Words, index: int) -> list[str]:
    verb = LISTED.get(words.text[index]) if index < len(words.text) else None
    return [verb.base] if verb is not None and "base" in verb.forms else []
