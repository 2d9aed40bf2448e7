"""What is known of single words: the forms of the verbs of `lexicons/verbs.json`, and sets of words round verbs."""

from __future__ import annotations

from typing import Literal, NamedTuple

from minuteminer.annotate.inflection import base_of_participle, base_of_third
from minuteminer.annotate.lexicon import load_lexicon

Form = Literal["base", "third", "past"]
# A decision of the body itself ("be approved"), an act that it wants done ("be written"), or a mere wish about
# the form of something ("be shown next time").
Weight = Literal["decision", "act", "wish"]


class Verb(NamedTuple):
    """A verb: its base form, what it weighs, whether the base form is a noun as well, and the form met."""

    base: str
    weight: Weight
    is_noun: bool
    forms: frozenset[Form]


# A body that may decide: any form of a verb after it is its decision.
BODIES = frozenset(
    "panel committee sub-committee subcommittee board council cabinet executive authority forum group assembly"
    " members councillors commission it".split()
)
# Who else may be told what to do, in the subjunctive: "that the Clerk write".
PEOPLE = frozenset(
    "chair chairman chairwoman chairperson vice-chair vice-chairman commissioner clerk officer officers director"
    " constable treasurer solicitor secretary leader mayor delegates they chief manager head auditor engineer surveyor"
    " force police constabulary partnership trust team company department service auditors contractor warden caretaker"
    " representatives member party deputy lead meeting he she".split()
)
TITLES = frozenset("mr mrs ms miss dr cllr cllrs councillor councillors sir dame lord lady alderman messrs".split())
ADVERBS = frozenset(
    "hereby not now also both all duly formally further strongly then each again accordingly therefore once so"
    " only".split()
)
PASSIVES = frozenset("is are was were".split())
DETERMINERS = frozenset("the its their his her any all a an this these".split())
PREPOSITIONS = frozenset(
    "about above across after against at back before behind between by down during following for forward from in into"
    " on onto out over pending subject through to together towards under until up upon via when where whether within"
    " with without as".split()
)
# What follows a verb that has an object, so that it is no noun: "notes the report".
OBJECTS = DETERMINERS | frozenset(
    "that those to and with both authority further for on of councillor councillors officers members whether how what"
    " if it them him us".split()
)
# What follows a verb in base form that is a noun as well: "the Clerk report the outcome", "the Panel support it".
AFTER_NOUN = frozenset("to that back the its their this any all it them".split())
# No verb, though it may stand where one may: "that the Panel, in …".
NO_VERBS = (
    DETERMINERS
    | PREPOSITIONS
    | ADVERBS
    | PASSIVES
    | frozenset(
        "and or but that which who whom whose be been being has have had having do does did will would shall should may"
        " might can could must of it they he she we i you there here no none nor so if unless than those some such"
        " present absent concerned elect designate meeting meetings tax tenants house houses paper papers chamber"
        " offices"
        " office because since while although though except excluding including given despite regarding concerning"
        " notwithstanding subject due further per new two three four five six seven eight nine ten other more most less"
        " one next last first second third fourth one-off draft annual following what how why yes".split()
    )
)


_PUNCTUATION = ",;:.()[]\"“”‘’'–—-"
_SIGNS = frozenset(_PUNCTUATION)


class Words(NamedTuple):
    """The words of a clause in lower case, the sign printed right after each, or "", and which have a capital."""

    text: list[str]
    sign: list[str]
    capital: list[bool]


def _rows() -> dict[str, Verb]:
    forms: dict[str, Verb] = {}
    for row in load_lexicon("verbs"):
        also = row.get("also", ())
        by_form: tuple[tuple[Form, tuple[str, ...]], ...] = (
            ("past", (*row["past"], *also[2:])),
            ("third", (row["third"], *also[1:2])),
            ("base", (row["base"], *also[:1])),
        )
        for form, words in by_form:
            for word in words:
                known = forms[word].forms if word in forms and forms[word].base == row["base"] else frozenset()
                forms[word] = Verb(row["base"], row.get("weight", "decision"), bool(row.get("noun")), known | {form})
    return forms


LISTED = _rows()


def participle(word: str) -> Verb | None:
    """The verb of which `word` is the participle, listed or not, or None."""
    verb = LISTED.get(word)
    if verb is not None:
        return verb if "past" in verb.forms else None
    base = base_of_participle(word)
    return Verb(base, "act", False, frozenset(("past",))) if base else None


def unlisted(words: Words, index: int) -> Verb | None:
    """A verb by its place alone, in base form or in -s; nouns and participles have endings of their own."""
    word = words.text[index]
    if len(word) < 3 or not word.isalpha() or word in NO_VERBS or word in PEOPLE or word in BODIES:
        return None
    if word.endswith(
        ("ed", "ing", "ion", "ment", "ity", "ness", "ly", "ers", "ors", "ance", "ence", "al", "ic", "ive")
    ):
        return None
    base = base_of_third(word)
    return Verb(base or word, "act", False, frozenset(("third" if base else "base",)))


def words_of(clause: str) -> Words:
    tokens = clause.split()
    bare = [token.strip(_PUNCTUATION) for token in tokens]
    are_capitals = clause.isupper()
    return Words(
        [token.lower() for token in bare],
        [last if (last := token[-1]) in _SIGNS else "" for token in tokens],
        [not are_capitals and token[:1].isupper() for token in bare],
    )


def word_before(words: Words, index: int) -> int:
    """The word before the one at `index`, past at most two adverbs; -1 at the start."""
    before = index - 1
    for _ in range(2):
        if before >= 0 and (words.text[before] in ADVERBS or words.text[before].endswith("ly")):
            before -= 1
    return before
