"""Verbs that are joined to a deciding one before them and share its helper: "be noted and endorsed".

So are "note the report and approve the plan", "the report be noted and a seminar arranged before Easter"; but not
what describes a noun ("be noted and the comments made by Members").
"""

from __future__ import annotations

from minuteminer.annotate.verb_forms import (
    AFTER_NOUN,
    DETERMINERS,
    LISTED,
    NO_VERBS,
    OBJECTS,
    PASSIVES,
    PREPOSITIONS,
    Form,
    Verb,
    Words,
    participle,
    unlisted,
)

# "noted and the new action plan endorsed": as far back as the "and" may stand.
LONGEST_GAP = 9
# What follows a participle that goes on from another: "approved as a correct record and signed by the Chair".
_AFTER_PARTICIPLE = frozenset("by as and to in for on".split())
# After a noun these describe it: "be noted and the comments made by Members".
_DESCRIBES = frozenset(
    "contain outline attach append detail list date hold base entitle name mention describe give make raise show"
    " propose require receive concern involve refer identify say take".split()
)
# What follows a participle that shares the "be" of another: "and a seminar arranged before Easter".
_AFTER_SHARED = (PREPOSITIONS | {"and", "to"}) - {"out", "forward"}
_HELPERS = PASSIVES | frozenset("be been being had has have having".split())


def joined(words: Words, index: int, before: int, is_passive: bool, going_on: Form | None) -> Verb | None:
    """A verb that is joined to a deciding one before it: "be noted and endorsed", "note it and approve the"."""
    if not (is_passive or going_on):
        return None
    sign = words.sign[index]
    follows = words.text[index + 1] if index + 1 < len(words.text) else ""
    ends = not follows or sign in (",", ".", ":", ";")
    at = before - 1 if before > 0 and words.text[before] in ("be", "were", "was", "is", "are") else before
    joins = at >= 0 and (words.text[at] in ("and", "or", "but") or words.sign[at] == ",")
    if is_passive:
        verb = participle(words.text[index])
        if verb is None:
            return None
        if joins and (ends or follows in _AFTER_PARTICIPLE):
            return verb
        is_last = ends or (follows in _AFTER_SHARED and _is_last_participle(words, index))
        return verb if is_last and _has_own_subject(words, index) and (ends or verb.base not in _DESCRIBES) else None
    if not joins:
        return None
    verb = LISTED.get(words.text[index]) or (unlisted(words, index) if follows in DETERMINERS else None)
    objects = DETERMINERS | AFTER_NOUN if verb is not None and verb.is_noun else OBJECTS | AFTER_NOUN
    return verb if verb is not None and going_on in verb.forms and follows in objects else None


def _is_last_participle(words: Words, index: int) -> bool:
    """Whether neither "be" nor another participle follows in the same part: "the comments made be sent"."""
    for at in range(index + 1, len(words.text)):
        if words.text[at] == "be" or (words.text[at] not in NO_VERBS and participle(words.text[at]) is not None):
            return False
        if words.sign[at] or words.text[at] == "and":
            break
    return True


def _has_own_subject(words: Words, index: int) -> bool:
    """Whether a participle has a subject of its own and shares the "be": "it be noted and the plan endorsed"."""
    for at in range(index - 1, max(-1, index - LONGEST_GAP), -1):
        if words.text[at] in _HELPERS:
            return False
        if words.text[at] == "and" or words.sign[at] == ",":
            return words.text[at + 1] in DETERMINERS or (index - at <= 3 and words.text[index - 1][-1:] == "s")
    return False
