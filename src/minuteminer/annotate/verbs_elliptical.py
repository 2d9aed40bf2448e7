"""The verbs of clauses in note form, which leave out "be" or "is": "budget approved", "PCC to write to the Trust".

They are asked for only where a clause has no other verb: a participle may as well describe what is decided.
"""

from __future__ import annotations

from minuteminer.annotate.verb_forms import (
    BODIES,
    DETERMINERS,
    LISTED,
    PASSIVES,
    PEOPLE,
    TITLES,
    Weight,
    Words,
    unlisted,
    words_of,
)

# "the minutes of the last meeting approved"; "the Head of Legal Services to write".
_LONGEST_SUBJECT = 8
# What follows the participle of a note: "approved as drafted", "deferred until May".
_AFTER = frozenset("as by for until till subject with unanimously and without in pending".split())
_BEFORE = PASSIVES | DETERMINERS | frozenset("be been being as to had has have having not no that which who".split())
# Offices that are verbs as well: "Cllr Dray to chair".
_OFFICES = frozenset(("chair", "lead", "head", "deputise"))


def find_elliptical(clause: str) -> tuple[tuple[str, Weight], ...]:
    """The verb of a clause in note form, as `find_verbs` gives it, or none.

    >>> find_elliptical("budget approved"), find_elliptical("PCC to write to the Trust")
    ((('approve', 'decision'),), (('write', 'act'),))
    >>> find_elliptical("the need to write to the Trust")
    ()
    """
    words = words_of(clause)
    found = _charge(words, clause)
    return found or _participle(words)


def _charge(words: Words, clause: str) -> tuple[tuple[str, Weight], ...]:
    """The verb after who is to act and "to", at the head of a clause."""
    if "to" not in words.text[1:_LONGEST_SUBJECT]:
        return ()
    to = words.text.index("to", 1)
    who = clause.split()[to - 1]
    is_acronym = len(who) > 1 and who.isalpha() and who.isupper()
    is_somebody = words.text[to - 1] in PEOPLE or words.text[to - 1] in BODIES or words.text[0] in TITLES or is_acronym
    if not is_somebody or any(words.sign[:to]) or to + 1 == len(words.text) or words.capital[to + 1]:
        return ()
    word = words.text[to + 1]
    verb = LISTED.get(word)
    if verb is not None:
        return ((verb.base, verb.weight),) if "base" in verb.forms else ()
    if word in _OFFICES:
        return ((word, "act"),)
    verb = unlisted(words, to + 1)
    return ((verb.base, "act"),) if verb is not None and "base" in verb.forms else ()


def _participle(words: Words) -> tuple[tuple[str, Weight], ...]:
    """A decision told by its participle, which ends the clause or leads to how and when."""
    for index in range(1, min(len(words.text), _LONGEST_SUBJECT)):
        verb = LISTED.get(words.text[index])
        if verb is None or verb.weight != "decision" or "past" not in verb.forms:
            continue
        ends = index + 1 == len(words.text) or words.sign[index] or words.text[index + 1] in _AFTER
        return ((verb.base, verb.weight),) if ends and words.text[index - 1] not in _BEFORE else ()
    return ()
