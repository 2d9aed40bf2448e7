"""A clause of a resolution → the verbs of what is decided, in base form and in order.

"be noted" gives note, "To note" gives note, "the Panel notes" and "the Panel note" give note; "be authorised to
approve" gives only authorise, because what is decided is the authority. Grammar finds them: any participle after
"be", any verb in the subjunctive after who is to act ("that the Clerk write"), any infinitive that begins a
decision, and what is joined to one of these. `lexicons/verbs.json` says what grammar cannot: irregular forms,
nouns that look like verbs, and which verbs are decisions by themselves.
"""

from __future__ import annotations

from functools import lru_cache

from minuteminer.annotate.verb_forms import (
    ADVERBS,
    AFTER_NOUN,
    BODIES,
    DETERMINERS,
    LISTED,
    NO_VERBS,
    OBJECTS,
    PASSIVES,
    PEOPLE,
    PREPOSITIONS,
    TITLES,
    Form,
    Verb,
    Weight,
    Words,
    participle,
    unlisted,
    word_before,
    words_of,
)
from minuteminer.annotate.verbs_joined import LONGEST_GAP, joined
from minuteminer.findings import Decision

_MODALS = frozenset("to would could may might can must will shall".split())
_FUTURE = frozenset("should shall will".split())
# Words before "to" that start a new decision: "and to note", "AGREED to note".
_BEFORE_TO = frozenset(
    "and or also agreed resolved decided recommended unanimously further ordered as follows that con".split()
)
# After a comma these give a purpose, not a decision: "be deferred, to allow time".
_PURPOSES = frozenset("allow enable ensure reflect avoid permit give let help make include meet take read be".split())
_BEFORE_VERB = BODIES | PEOPLE | ADVERBS | _FUTURE | {"to", "and", "or", "that"}
# What follows a verb that is known by its place alone.
_AFTER_VERB = DETERMINERS | PREPOSITIONS | {"to", "it", "them", "him", "themselves"}
# "that the Head of Legal Services draft": as far on as the verb may stand.
_LONGEST_SUBJECT = 8
# Before "that": what follows is no decision of its own ("be asked to ensure that", "on condition that").
_NESTS = frozenset(
    "ask asks asked request requests requested ensure ensures ensured recommend recommends recommended suggest hope"
    " hopes urge insist propose view condition so order provided understanding advise inform informed say believe"
    " believes hopes note notes noted stress indicate indicated confirm confirmed reminded fact assurance proviso"
    " commissioner her him them council".split()
)
# A fact that is noted is none of these: "NOTED … and that the Clerk was authorised".
_GRANTS = frozenset("authorise delegate empower instruct".split())


# The same formulas recur through all minutes: "that the report be noted".
@lru_cache(maxsize=4096)
def find_verbs(clause: str, *, kind: Decision | None = None) -> tuple[tuple[str, Weight], ...]:
    """The verbs of what a clause decides, in order: base form, and what it weighs.

    `kind` is that of the resolution: a record ("Decision: The sale is approved") decides by "is" and "was" as by
    "be"; what is recommended to somebody else gives only decisions, because it is for them to act.

    >>> find_verbs("that the report be noted and the Clerk write to them")
    (('note', 'decision'), ('write', 'act'))
    """
    words = words_of(clause)
    found: list[tuple[str, Weight]] = []
    going_on: Form | None = None
    is_passive = False
    is_advice = kind == "recommended"
    for index, word in enumerate(words.text):
        if index and words.sign[index - 1] == ";":
            going_on, is_passive = None, False
        if word == "that" and index and words.text[index - 1] in _NESTS and not words.sign[index - 1]:
            is_advice = is_advice or any(base == "recommend" for base, _ in found)
            if not is_advice:
                break
        if word not in LISTED and (word in NO_VERBS or (index and not _may_be_verb(words, index))):
            continue
        before = word_before(words, index)
        verb, weight = _passive(words, index, before, kind)
        if verb is not None:
            is_passive, going_on = True, None
        else:
            active = _active(words, index, before, is_advice, is_first=not found)
            if active is not None:
                verb, going_on = active
                is_passive, weight = False, verb.weight
            else:
                verb = joined(words, index, before, is_passive, going_on)
                if verb is None or verb.weight == "wish":
                    continue
                weight = verb.weight
        if not is_advice or weight == "decision":
            found.append((verb.base, weight))
    return tuple(found)


def _may_be_verb(words: Words, index: int) -> bool:
    """Whether the word before an unlisted one lets it be a verb; most words are ruled out here."""
    if words.capital[index]:
        return False
    before = words.text[index - 1]
    return (
        words.text[index][-2:] == "ed"
        or before in _BEFORE_VERB
        or words.capital[index - 1]
        or words.sign[index - 1] != ""
        or before[-2:] == "ly"
    )


def find_reported(clause: str) -> tuple[tuple[str, Weight], ...]:
    """The verbs of a clause in which none decides, but which tells what was: "The fares were approved", "Report noted".

    >>> find_reported("Report noted.")
    (('note', 'decision'),)
    """
    if found := find_verbs(clause, kind="decision"):
        return found
    words = words_of(clause)
    for word in words.text[:_LONGEST_SUBJECT]:
        verb = LISTED.get(word)
        if verb is not None and verb.weight == "decision" and "past" in verb.forms:
            return ((verb.base, verb.weight),)
    return ()


def _passive(words: Words, index: int, before: int, kind: Decision | None) -> tuple[Verb | None, Weight]:
    """The verb of a participle after the "be" of a decision; "a date to be agreed" decides nothing."""
    if before < 0:
        return None, "act"
    helper = words.text[before]
    if helper == "be":
        if not _is_deciding_be(words, before) or (verb := participle(words.text[index])) is None:
            return None, "act"
        should = before > 0 and words.text[before - 1] in _FUTURE
        is_wish = (kind == "noted" and should and verb.weight != "decision") or _is_denied(words, before)
        return verb, "wish" if is_wish else verb.weight
    if helper not in PASSIVES:
        return None, "act"
    is_formula = before > 1 and words.text[before - 1] == "and" and words.text[before - 2] == "be"
    if not (is_formula or kind in ("decision", "agreed", "noted")):
        return None, "act"
    listed = LISTED.get(words.text[index])
    if listed is None or "past" not in listed.forms or (kind == "noted" and _is_fact(words, before, listed)):
        return None, "act"
    decides = listed.weight == "decision" or (kind == "decision" and helper in ("is", "are"))
    return listed, listed.weight if decides else "wish"


def _is_deciding_be(words: Words, be: int) -> bool:
    modal = words.text[be - 1] if be else ""
    if modal == "to":
        return be > 1 and words.text[be - 2] in PASSIVES | {"it"}
    if modal == "may":  # "the minutes of 3 May be signed"
        return words.capital[be - 1] or (be > 1 and words.text[be - 2][:1].isdigit())
    return modal not in _MODALS


def _is_denied(words: Words, be: int) -> bool:
    """Whether nothing is to be done: "that no allowance be paid"."""
    for at in range(be - 1, max(-1, be - LONGEST_GAP), -1):
        if words.text[at] == "no":
            return at == 0 or words.text[at - 1] in ("that", "and")
        if words.text[at] in ("that", "and"):
            break
    return False


def _is_fact(words: Words, before: int, verb: Verb) -> bool:
    """Whether "was" tells of a fact that is noted: "that Members were invited", but not ", and it was agreed"."""
    if verb.base in _GRANTS or words.text[0] != "that":
        return False
    return not any(words.text[at] == "and" and words.sign[at - 1] == "," for at in range(1, before))


def _active(words: Words, index: int, before: int, is_advice: bool, *, is_first: bool) -> tuple[Verb, Form] | None:
    """A verb that decides actively, and in which form: "to note", "the Panel notes", "notes the report"."""
    word = words.text[index]
    follows = words.text[index + 1] if index + 1 < len(words.text) and not words.sign[index] else ""
    verb = LISTED.get(word)
    if before < 0 or (before == 0 and words.text[0] == "that"):
        verb = verb or (unlisted(words, index) if follows in DETERMINERS else None)
        is_adjective = follows == "authority" and verb is not None and "past" in verb.forms
        return (verb, _form(verb)) if verb is not None and follows in OBJECTS and not is_adjective else None
    subject = words.text[before]
    if subject == "to":
        return _infinitive(words, index, before, verb, is_advice, is_first=is_first)
    if verb is None and words.sign[before]:
        return None
    is_base = verb is not None and "base" in verb.forms
    if verb is not None and is_base and verb.is_noun and follows not in AFTER_NOUN:
        return None
    if subject in _FUTURE and before:
        subject = words.text[before - 1]
    elif (subject in BODIES or (subject == "member" and before and words.text[before - 1] == "cabinet")) and verb:
        if is_base:
            return verb, "base"
        tells = verb.weight != "decision" and (subject == "it" or follows not in DETERMINERS)
        return None if tells else (verb, _form(verb))
    if is_advice or subject in _MODALS:
        return None
    if subject in PEOPLE or subject in BODIES or _is_name(words, before):
        if verb is None and (follows in _AFTER_VERB or _is_capital(words, index + 1)):
            verb = unlisted(words, index)
        return (verb, "base") if verb is not None and "base" in verb.forms else None
    if is_first and verb is not None and is_base and not verb.is_noun and follows in OBJECTS | PREPOSITIONS:
        return (verb, "base") if _has_long_subject(words, index) else None
    return None


def _form(verb: Verb) -> Form:
    return "base" if "base" in verb.forms else "third" if "third" in verb.forms else "past"


def _infinitive(
    words: Words, index: int, to: int, verb: Verb | None, is_advice: bool, *, is_first: bool
) -> tuple[Verb, Form] | None:
    """The verb after "to" where it starts a decision of its own: first in its clause, after a sign or "and"."""
    word = words.text[index]
    after_sign = to > 0 and bool(words.sign[to - 1])
    if to and not (after_sign or words.text[to - 1] in _BEFORE_TO or (is_first and _is_charged(words, to))):
        return None
    if after_sign and words.sign[to - 1] == "," and word in _PURPOSES:
        return None
    if verb is None and not is_advice and not words.capital[index]:
        followed = index + 1 < len(words.text) and words.text[index + 1] in DETERMINERS
        verb = unlisted(words, index) if to == 0 or followed or not (is_first or after_sign) else None
    return (verb, "base") if verb is not None and "base" in verb.forms else None


def _is_charged(words: Words, to: int) -> bool:
    """Whether a clause says but who is to do something: "AGREED: Clerk to write to the Trust"."""
    if to > 4 or words.sign[to - 1]:
        return False
    head = words.text[to - 1]
    is_alone = words.text[0] not in DETERMINERS or to < 4
    return is_alone and (head in PEOPLE or head in BODIES or words.text[0] in TITLES)


def _is_name(words: Words, at: int) -> bool:
    """Whether a name ends at a word: "Councillor Birtle"."""
    for first in range(at - 1, max(-1, at - 4), -1):
        if words.text[first] in TITLES:
            return True
        if not words.capital[first]:
            break
    return False


def _is_capital(words: Words, at: int) -> bool:
    return at < len(words.text) and words.capital[at]


def _has_long_subject(words: Words, index: int) -> bool:
    """Whether a clause begins with who is to act, as far as the verb: "that the Head of Legal Services draft"."""
    if index > _LONGEST_SUBJECT or any(words.text[at] in ("be", "to") for at in range(index)):
        return False
    start = 1 if words.text[0] == "that" else 0
    if words.text[start] == "the":
        start += 1
    heads = words.text[start : start + 2]
    return start < index and words.capital[start] and any(head in PEOPLE or head in BODIES for head in heads)
