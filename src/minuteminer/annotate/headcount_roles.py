"""Which people a number counts: the noun phrase behind it, read word by word, and the role it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from minuteminer.annotate.headcount_words import WORD_SETS, alternation
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.findings import Measure

# "12 newly qualified armed response vehicle officers" has five words between number and noun.
LONGEST_PHRASE = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """A noun that names people: the role, its family (what more it needs to be believed), its form."""

    words: tuple[str, ...]
    form: str
    role: str
    family: str
    plural: bool
    rule: str
    measure: Measure | None = None
    fte: bool = False


@dataclass(slots=True)
class Phrase:
    """The noun phrase behind a number: it ends at `end`; `refused` says why it names no police people."""

    # Neither frozen nor keyword-only, for speed.

    end: int
    role: str
    family: str
    rule: str
    measure: Measure | None = None
    default: Measure | None = None
    fte: bool = False
    refused: str | None = None
    tail: str | None = None


def _plural(form: str) -> str:
    if form.endswith("y") and not form.endswith("ey"):
        return form[:-1] + "ies"
    return form + "s"


def _heads() -> Iterator[Head]:
    for row in load_lexicon("headcounts_roles"):
        for form in row["forms"]:
            one, _, many = form.partition("=")
            many = many or _plural(one)
            # "PCSO's" and "PC's" are common plurals in minutes.
            forms = {many: True} if one == many else {one: False, many: True, f"{one}'s": True}
            for words, plural in forms.items():
                yield Head(
                    words=tuple(words.split()),
                    form=words,
                    role=row["role"],
                    family=row["family"],
                    plural=plural,
                    rule=row.id.replace(".role.", ".rule."),
                    measure=row.get("measure"),
                    fte=bool(row.get("fte")),
                )


def _by_first_word() -> dict[str, tuple[Head, ...]]:
    index: dict[str, list[Head]] = {}
    for head in _heads():
        index.setdefault(head.words[0], []).append(head)
    return {word: tuple(sorted(heads, key=lambda head: -len(head.words))) for word, heads in index.items()}


HEADS = _by_first_word()
MODIFIERS: dict[str, Row] = {word: row for row in load_lexicon("headcounts_modifiers") for word in row["words"]}
_WORD = re.compile(r" {0,3}([a-z][a-z'&-]*)")
# "fully-warranted constables" are constables; "traffic officers" are traffic officers.
_ADJECTIVE = re.compile(r"-|(?:ed|ing|ly|ive|al|ful|ous|ent|ant|able|er|est)$")
_TAIL = re.compile(r" (posts?|roles?|positions?|jobs?|places?|vacanc(?:y|ies)|numbers|strength)\b")
_JOINTS = frozenset(("and", "or", "&"))
# How it begins: a quick test before the pattern.
_TAILS = frozenset((" p", " r", " j", " v", " n", " s"))
_STOP = (WORD_SETS["function"] | WORD_SETS["neutral"] | WORD_SETS["personal"]) - frozenset(MODIFIERS)
HEADS_BY_FORM = {head.form: head for heads in HEADS.values() for head in heads}
HEADS_BY_FORM["police"] = HEADS_BY_FORM["police officer"]
_NAMED = [
    form
    for form, head in HEADS_BY_FORM.items()
    if head.role and head.family not in ("post", "listed", "vacancy") and len(form) > 2
]
MENTIONED = frozenset(_NAMED)
STRENGTH_NOUN = (
    r"(?= (?:numbers?|strength|establishment|headcount|recruitment|vacanc(?:y|ies)|posts?|uplift|workforce|complement)"
    r"\b)"
)
# A mention of people without a number, to which a later bare number may belong: a plural ("specials"), or a
# singular before a word of strength ("officer numbers").
MENTION = (
    rf"(?:{alternation(form for form in _NAMED if HEADS_BY_FORM[form].plural or form == 'pcso')}\b"
    rf"|{alternation(form for form in _NAMED if not HEADS_BY_FORM[form].plural)}{STRENGTH_NOUN})"
)
# One person with an article is a count only in a list with numbers: "a sergeant and seven constables".
_RANKS = "constable|sergeant|inspector|superintendent|detective|pcso|special constable|call handler|investigator"
_ONE = alternation(form for form in _NAMED if not HEADS_BY_FORM[form].plural and re.search(_RANKS, form))
_NO_NOUN = r"(?=[,.;:)]|$| (?:and|or|with|to|in|at|on|for|were|was|had|would|by|each|per|between|who) )"
_NO_NOUN_BEHIND = re.compile(rf"{_NO_NOUN}|(?= (?:who|from|are|is|could|have|has|will|should|a|each)\b)")
ARTICLE_AFTER = re.compile(rf"(?:,|,? and) (an? (?:[a-z-]+ )??({_ONE})){_NO_NOUN}")
ARTICLE_BEFORE = re.compile(rf"\b(an? (?:[a-z-]+ )??({_ONE}))(?:,|,? and| with| plus) $")


def head_of(words: str) -> Head:
    """The head for the exact words of a mention ("special constables")."""
    return HEADS_BY_FORM[words]


def words_at(lowered: str, at: int, limit: int) -> list[str]:
    """The words from `at` on, as long as only spaces stand between them."""
    words: list[str] = []
    while len(words) < limit and (match := _WORD.match(lowered, at)) is not None:
        at = match.end()
        words.append(match[1])
    return words


def read_phrase(lowered: str, at: int, *, one: bool) -> Phrase | None:
    """The phrase that starts at `at` and names people, or None; `one` says that a single person is counted."""
    before: list[str] = []
    people = None
    while len(before) <= LONGEST_PHRASE and (match := _WORD.match(lowered, at)) is not None:
        word = match[1]
        start, at = match.span(1)
        for head in HEADS.get(word, ()):
            form = head.form
            end = start + len(form)
            if (form != word and not lowered.startswith(form, start)) or lowered[end : end + 1].isalpha():
                continue
            phrase = _phrase(lowered, head, before, end, one)
            if phrase is None or (form.endswith("staff") and _names_people(lowered, phrase.end)):
                continue  # "26 police staff investigators" are investigators
            if phrase.family != "people":
                return phrase
            # "14.6 FTE posts": a noun of the police may still follow.
            people = people or phrase
        if word not in MODIFIERS and (word in _STOP or (word[-1] == "s" and word[-2:] != "ss")):
            break
        if not before and word in _JOINTS:
            break  # "joiners numbered 96 and leavers 54"
        before.append(word)
    return people


def _names_people(lowered: str, at: int) -> bool:
    """Whether the next word is a noun for several people."""
    match = _WORD.match(lowered, at)
    return match is not None and any(head.plural and head.words == (match[1],) for head in HEADS.get(match[1], ()))


def _phrase(lowered: str, head: Head, before: list[str], end: int, one: bool) -> Phrase | None:
    if head.form == "police" and _NO_NOUN_BEHIND.match(lowered, end) is None:
        return None  # "forty police cars"
    tail = _TAIL.match(lowered, end) if lowered[end : end + 2] in _TAILS else None
    if tail is None:
        if not head.plural and not one:
            return None
        named = head.words[-1] if head.family in ("post", "vacancy") else None
        measure: Measure | None = "vacancy" if head.family == "vacancy" else None
    else:
        end, named = tail.end(), tail[1]
        if named in ("numbers", "strength"):
            return None
        measure = "vacancy" if named.startswith("vacanc") else None
    role, family, default, fte, refused = head.role, head.family, head.measure, head.fte, None
    if before:
        role, family, measure, default, fte, refused = _modified(head, measure, tuple(before))
    return Phrase(end, role, family, head.rule, measure, default, fte, refused, named)


@lru_cache(maxsize=4096)
def _modified(
    head: Head, measure: Measure | None, before: tuple[str, ...]
) -> tuple[str, str, Measure | None, Measure | None, bool, str | None]:
    """Role, family, measure, default, FTE and refusal of a head behind some modifiers."""
    named = []
    told, role, family, default, fte = measure, head.role, head.family, head.measure, head.fte
    for word in before:
        row = MODIFIERS.get(word)
        if row is None or row.id == "headcounts.modifier.specialist":
            if row is not None or not _ADJECTIVE.search(word):
                named.append(word)
            continue
        fields = row.fields
        if "refuses" in fields:
            return head.role, family, told, head.measure, head.fte, fields["refuses"]
        if role in fields.get("heads", ()):
            role = fields["role"]
        measure = measure or fields.get("measure")
        default = default or fields.get("default")
        fte = fte or "fte" in fields
    if named and role == "police officer" and family != "post":
        role = " ".join([*named, "officer"])  # "traffic constables" are constables
    if family in ("officer", "staff", "post", "people") and "police" in before:
        family = "police"
    return role, family, measure, default, fte, None
