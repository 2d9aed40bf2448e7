"""English verbs: a regular participle, or a form in -s, → the base form.

Only spelling is used, so that any verb can be read, not only those of a list: "urged" is urge, "visited" visit,
"submitted" submit. What spelling leaves open ("invited" but "visited") stands in the sets below; irregular forms
("frozen") are rows of `lexicons/verbs.json`.
"""

from __future__ import annotations

import re

# What stands between the base form and "ed" shows that an "e" was dropped.
_DROPPED_E = re.compile(
    r"(?:[cvuz]|(?<!u)s|us(?<!cus)|dg|rg|lg|[aei]ng|[aeiou]g"  # place, move, issue; pledge, urge; arrange, manage
    r"|(?<![eo])at|[io]at(?<!oat)|[^aeiou]ot|[^aeo]ut"  # circulate; note, contribute
    r"|(?<![eo])ad|[^aeo]id|[^o]od|[^o]ud"  # upgrade, provide, code, include
    r"|[^aeio]in|[^aeio]on|[aeiou]?un|ven"  # examine, postpone, tune, convene
    r"|[^eo]ar|[^ae]ir|[^o]ur"  # prepare, require, secure
    r"|[^aeiou]am|[^aeiou]im|com|um|hem"  # name, time, welcome, resume
    r"|[^aeio]ap|[^aeiou][io]p|yp|[^aeiou][aiou]b|[^aeiou][aiou]k"  # shape, scope, describe, like, revoke
    r"|[bcdfgkptz]l|[^aeiou][aeiouy]l|uil|s[et]l)\Z"  # enable, schedule
)
# The "e" was dropped here although most words of the same spelling have none, and the other way round.
_WITH_E = frozenset(
    "complet delet deplet compet invit unit reunit cit recit incit excit ignit expedit past wast tast creat recreat"
    " conced acced imped supersed preced reced interfer adher persever stor restor explor ignor scor underscor deplor"
    " implor quot guid rout reimburs sit resit".split()
)
_WITHOUT_E = frozenset(
    "focus bias canvas pilot pivot ballot abandon pardon summon reason season prison imprison beckon reckon enliven"
    " develop redevelop envelop gallop gossip worship murmur edit audit rebut debut".split()
)
_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]+[^aeiou]+")
_DOUBLED = frozenset("bdglmnprt")
_KEEPS_DOUBLE = frozenset("add err install recall forestall enroll".split())
# Words in -ed that are no participles, or name a state and no act: "be satisfied that".
_NO_PARTICIPLES = frozenset(
    "need indeed speed exceed proceed succeed feed seed hundred red bed embed shed breed heed creed deed weed"
    " satisfied pleased concerned interested entitled delighted minded disappointed located situated united limited"
    " related detailed unopposed unchanged unaltered unamended sacred biased aforementioned said".split()
)


def base_of_participle(word: str) -> str | None:
    """The base form of a regular participle in lower case, or None where the word is none.

    >>> base_of_participle("circulated"), base_of_participle("submitted"), base_of_participle("hundred")
    ('circulate', 'submit', None)
    """
    if len(word) < 4 or not word.endswith("ed") or word in _NO_PARTICIPLES:
        return None
    prefix, hyphen, last = word[:-2].rpartition("-")
    return prefix + hyphen + _base_of_stem(last) if last else None


def _base_of_stem(stem: str) -> str:
    if stem in _WITH_E or stem[-1:] == "e":
        return stem + "e"
    if stem in _WITHOUT_E or stem in _KEEPS_DOUBLE:
        return stem
    if stem[-1:] == "i":
        return stem[:-1] + "y" if len(stem) > 2 else stem + "e"
    if stem[-1:] == stem[-2:-1]:
        is_doubled = stem[-1] in _DOUBLED and not (stem[-1] == "l" and _ONE_SYLLABLE.fullmatch(stem))
        return stem[:-1] if is_doubled else stem
    return stem + "e" if _DROPPED_E.search(stem) else stem


def base_of_third(word: str) -> str | None:
    """The base form of a verb in -s, or None where the word cannot be one.

    >>> base_of_third("urges"), base_of_third("applies"), base_of_third("passes")
    ('urge', 'apply', 'pass')
    """
    if len(word) < 4 or word[-1] != "s" or word[-2:] in ("ss", "us", "is"):
        return None
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) else word[:-1]
