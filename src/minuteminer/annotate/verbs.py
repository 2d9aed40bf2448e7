"""A clause of a resolution → the verbs of what is decided, in base form and in order.

"be noted" gives note, "To note" gives note, "the Panel notes" gives note; "be authorised to approve" gives
only authorise, because what is decided is the authority. Verbs that rather name a task ("be circulated") count
only where a resolution has no verb of decision. The verbs are rows of `lexicons/verbs.json`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from minuteminer.annotate.lexicon import Row, load_lexicon

Form = Literal["base", "third", "past"]

_BODIES = frozenset(
    "panel committee sub-committee subcommittee board council cabinet executive authority forum group assembly"
    " members councillors commission it".split()
)
_PEOPLE = frozenset(
    "chair chairman chairwoman chairperson vice-chair vice-chairman commissioner clerk officer officers director"
    " constable treasurer solicitor secretary leader mayor delegates they".split()
)
_ADVERBS = frozenset("hereby not now also both all duly formally further strongly then".split())
_PASSIVES = frozenset("is are was were".split())
_MODALS = frozenset("to would could may might can must will shall".split())
_FUTURE = frozenset("should shall will".split())
# Words before "to" that start a new decision: "and to note", "AGREED to note".
_BEFORE_TO = frozenset(
    "and or also agreed resolved decided recommended unanimously further ordered as follows that".split()
)
# What follows a verb that has an object, so that it is no noun: "notes the report".
_OBJECTS = frozenset(
    "the its that their this these those to a an any all and with his her both authority further for on of"
    " councillor councillors officers members whether how what if".split()
)
# What follows a verb in base form that is a noun as well: "the Clerk report the outcome", "the Panel support it".
_AFTER_NOUN = frozenset("to that back the its their this any all it them".split())
_DETERMINERS = frozenset("the its their his her any all a an this these".split())
# "noted and the new action plan endorsed": as far back as the "and" may stand.
_LONGEST_GAP = 8
# What follows a participle that goes on from another: "approved as a correct record and signed by the Chair".
_AFTER_PARTICIPLE = frozenset("by as and to in for on".split())
_PUNCTUATION = ",;:.()[]\"“”‘’'–—-"
_SIGNS = frozenset(_PUNCTUATION)


class _Words(NamedTuple):
    """The words of a clause in lower case, and the sign printed right after each, or ""."""

    text: list[str]
    sign: list[str]


def _forms() -> dict[str, tuple[Row, Form]]:
    forms: dict[str, tuple[Row, Form]] = {}
    for row in load_lexicon("verbs"):
        also = row.get("also", ())
        forms.update((word, (row, "past")) for word in (*row["past"], *also[2:]))
        forms.update((word, (row, "third")) for word in (row["third"], *also[1:2]))
        forms.update((word, (row, "base")) for word in (row["base"], *also[:1]))
    return forms


_FORMS = _forms()


# The same formulas recur through all minutes: "that the report be noted".
@lru_cache(maxsize=4096)
def find_verbs(clause: str, *, reports: bool = False) -> tuple[tuple[str, bool], ...]:
    """The verbs of what a clause decides, in order: base form, and whether it is a decision (or but a task).

    `reports` says that the clause tells of the decision in the past or present ("The sale is approved"), so
    that "is", "are", "was" and "were" decide as "be" does.

    >>> find_verbs("that the report be noted and the Clerk be asked to sign it")
    (('note', True), ('ask', True))
    """
    words = _words(clause)
    found: list[tuple[str, bool]] = []
    going_on: Form | None = None
    is_passive = False
    for index, word in enumerate(words.text):
        if index and words.sign[index - 1] == ";":
            going_on, is_passive = None, False
        known = _FORMS.get(word)
        if known is None:
            continue
        row, form = known
        is_task = row.get("only_without_others", False)
        before = _before(words, index)
        if _is_passive(words, before, reports) and _is_past(row, word):
            is_passive, going_on = True, None
        elif (matched := _active_form(words, index, before, row, form)) is not None:
            is_passive, going_on = False, matched
        elif is_task or not _goes_on(words, index, before, row, is_passive, going_on):
            continue
        found.append((row["base"], not is_task))
    return tuple(found)


def _words(clause: str) -> _Words:
    tokens = clause.lower().split()
    return _Words(
        [token.strip(_PUNCTUATION) for token in tokens],
        [last if (last := token[-1]) in _SIGNS else "" for token in tokens],
    )


def _before(words: _Words, index: int) -> int:
    """The word before the one at `index`, past at most two adverbs; -1 at the start."""
    before = index - 1
    for _ in range(2):
        if before >= 0 and (words.text[before] in _ADVERBS or words.text[before].endswith("ly")):
            before -= 1
    return before


def _is_past(row: Row, word: str) -> bool:
    return word in row["past"] or word in row.get("also", ())[2:]


def _is_passive(words: _Words, before: int, reports: bool) -> bool:
    """Whether the word at `before` is the "be" of a decision; "a date to be agreed" decides nothing."""
    if before < 0:
        return False
    verb = words.text[before]
    if verb != "be":
        return reports and verb in _PASSIVES
    modal = words.text[before - 1] if before else ""
    if modal == "to":
        return before > 1 and words.text[before - 2] in _PASSIVES | {"it"}
    return modal not in _MODALS


def _active_form(words: _Words, index: int, before: int, row: Row, form: Form) -> Form | None:
    """The form in which a verb decides actively, or None: "to note", "the Panel notes", "notes the report"."""
    word, sign = words.text[index], words.sign[index]
    follows = words.text[index + 1] if index + 1 < len(words.text) and not sign else ""
    is_base = word == row["base"] or form == "base"
    if before < 0 or (before == 0 and words.text[0] == "that"):
        return form if follows in _OBJECTS else None
    subject = words.text[before]
    if subject == "to" and is_base:
        return "base" if _may_begin(words, before) else None
    if is_base and row.get("noun") and follows not in _AFTER_NOUN:
        return None
    if subject in _BODIES or (subject == "member" and before and words.text[before - 1] == "cabinet"):
        return form
    if subject in _FUTURE and before:
        subject = words.text[before - 1]
    return "base" if is_base and subject in _PEOPLE else None


def _may_begin(words: _Words, to: int) -> bool:
    """Whether "to" starts a decision of its own: first in its clause, after a sign, or after "and"."""
    if to == 0:
        return True
    return bool(words.sign[to - 1]) or words.text[to - 1] in _BEFORE_TO


def _goes_on(words: _Words, index: int, before: int, row: Row, is_passive: bool, going_on: Form | None) -> bool:
    """Whether a verb is joined to a deciding one before it: "be noted and endorsed", "note it and approve the"."""
    word, sign = words.text[index], words.sign[index]
    ends = index + 1 == len(words.text) or sign in (",", ".", ":", ";")
    if is_passive and ends and _is_past(row, word) and _has_own_subject(words, index):
        return True
    at = before - 1 if before > 0 and words.text[before] in ("be", "were", "was", "is", "are") else before
    if at < 0 or not (words.text[at] in ("and", "or") or words.sign[at] == ","):
        return False
    follows = words.text[index + 1] if index + 1 < len(words.text) else ""
    if is_passive:
        return _is_past(row, word) and (ends or follows in _AFTER_PARTICIPLE)
    forms = {"base": (row["base"],), "third": (row["third"],), "past": row["past"]}
    return going_on is not None and word in forms[going_on] and follows in _OBJECTS


def _has_own_subject(words: _Words, index: int) -> bool:
    """Whether a participle has a subject of its own and shares the "be": "it be noted and the plan endorsed"."""
    for at in range(index - 2, max(-1, index - _LONGEST_GAP), -1):
        if words.text[at] in _PASSIVES or words.text[at] == "be":
            return False
        if words.text[at] == "and":
            return words.text[at + 1] in _DETERMINERS
    return False
