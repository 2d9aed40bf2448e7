"""The lexicon `money_context` in the form in which the readings of a sum ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.findings import Change

# What a word can be part of; a word may be several at once.
CHANGE, PERIOD, PER, ROLE, STATUS, NEGATION, YEARS, SALARY, BILL = (1 << bit for bit in range(9))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextWords:
    """The lexicon `money_context`, by what its words do."""

    kinds: dict[str, int]
    nouns: dict[str, Change]
    verbs: dict[str, Change]
    before: dict[str, Change]
    after: dict[str, Change]
    moved: dict[str, Change]
    movement: frozenset[str]
    copulas: frozenset[str]
    copula_skips: frozenset[str]
    equivalence: frozenset[str]
    strong_equivalence: frozenset[str]
    before_to: frozenset[str]
    neutral: frozenset[str]
    reach: frozenset[str]
    carry: dict[str, tuple[str, ...]]
    units: dict[str, str]
    period_words: dict[str, str]
    # Those of them that end in a point, which ends no sentence.
    shortened: tuple[str, ...]
    adjectives: dict[str, str]
    adjective_nouns: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    before_years: frozenset[str]
    stop: frozenset[str]
    auxiliaries: frozenset[str]
    hedges: frozenset[str]
    asides: frozenset[str]
    per_words: frozenset[str]
    per_nouns: frozenset[str]
    before_each: frozenset[str]
    behind_each: frozenset[str]
    records: frozenset[str]
    roles: dict[str, str]
    # The role of a sum that is paid again and again, by the role that a single sum has, and how often that is.
    recurring: dict[str, tuple[str, frozenset[str]]]
    statuses: dict[str, str]
    questions: frozenset[str]
    # Who gives and to whom, and what only measures a sum: see `money_side`.
    gifts: frozenset[str]
    givers: frozenset[str]
    outsiders: frozenset[str]
    takers: frozenset[str]
    perfect: frozenset[str]
    between_perfect: frozenset[str]
    determiners: frozenset[str]
    wholes: frozenset[str]
    not_yet: frozenset[str]
    adjectives_of: frozenset[str]
    nouns_of: frozenset[str]
    to_come: frozenset[str]
    band_words: frozenset[str]
    before_band: frozenset[str]
    raised: frozenset[str]
    behind_raised: frozenset[str]
    against: frozenset[str]
    verb_before: frozenset[str]
    out_of: frozenset[str]
    doubtful: frozenset[str]
    clause_openers: frozenset[str]
    negations: frozenset[str]
    no_negation_before: frozenset[str]
    salary: frozenset[str]
    salary_verbs: frozenset[str]
    jobs: frozenset[str]
    bills: frozenset[str]
    bill_kinds: frozenset[str]
    band_rise_most: int
    band_rise_unless: frozenset[str]


# Which list of which row of the lexicon each set of words is.
_SETS = {
    "movement": ("change.movement", "words"),
    "copulas": ("change.copula", "words"),
    "copula_skips": ("change.copula", "skip"),
    "equivalence": ("change.equivalence", "words"),
    "strong_equivalence": ("change.equivalence", "strong"),
    "before_to": ("change.equivalence", "before_to"),
    "neutral": ("change.neutral", "words"),
    "reach": ("change.reach", "words"),
    "adjective_nouns": ("period.adjective", "nouns"),
    "not_after": ("period.not_after", "words"),
    "not_before": ("period.not_before", "words"),
    "before_years": ("period.spread", "words"),
    "stop": ("context.stop", "words"),
    "auxiliaries": ("context.stop", "auxiliaries"),
    "hedges": ("context.hedge", "words"),
    "asides": ("context.aside", "words"),
    "per_words": ("per.word", "words"),
    "per_nouns": ("per.word", "nouns"),
    "before_each": ("per.each", "words"),
    "behind_each": ("per.each", "behind"),
    "records": ("years.record", "words"),
    "questions": ("status.asked", "unless"),
    "gifts": ("status.giver", "words"),
    "wholes": ("role.measured", "words"),
    "negations": ("negation", "words"),
    "no_negation_before": ("negation", "unless"),
    "salary": ("period.salary", "words"),
    "salary_verbs": ("period.salary", "paid"),
    "jobs": ("period.salary", "jobs"),
    "bills": ("period.bill", "words"),
    "bill_kinds": ("period.bill", "kinds"),
    "band_rise_unless": ("change.increase.band", "unless"),
    "givers": ("status.giver", "givers"),
    "outsiders": ("status.giver", "outsiders"),
    "takers": ("status.giver", "takers"),
    "perfect": ("status.giver", "perfect"),
    "between_perfect": ("status.giver", "between_perfect"),
    "determiners": ("status.giver", "determiners"),
    "not_yet": ("status.giver", "not_yet"),
    "adjectives_of": ("status.adjective", "words"),
    "nouns_of": ("status.adjective", "nouns"),
    "to_come": ("status.to_come", "words"),
    "band_words": ("role.band", "words"),
    "before_band": ("role.band", "yields_to"),
    "raised": ("role.raised", "words"),
    "behind_raised": ("role.raised", "behind"),
    "against": ("role.measured", "against"),
    "verb_before": ("role.measured", "verb_before"),
    "out_of": ("role.measured", "out_of"),
    "doubtful": ("role.measured", "doubtful"),
    "clause_openers": ("role.measured", "clause_openers"),
}


@cache
def context_words() -> ContextWords:
    """The bundled words, arranged once."""
    rows = load_lexicon("money_context")
    by_id = {row.id: row for row in rows}

    def values(kind: str, field: str = "words") -> dict[str, Any]:
        return {word: row["value"] for row in rows if row["kind"] == kind for word in row[field]}

    found: dict[str, Any] = {
        **{name: frozenset(by_id[row][field]) for name, (row, field) in _SETS.items()},
        "nouns": values("noun"),
        "verbs": values("verb"),
        "before": values("before"),
        "after": values("after"),
        "carry": {
            field: tuple(by_id["change.carry"][field])
            for field in ("restated", "sentence", "joined", "level", "comparing")
        },
        "units": dict(by_id["period.unit"]["units"]),
        "period_words": dict(by_id["period.word"]["units"]),
        "shortened": tuple(f" {word}." for word in by_id["period.word"]["units"] if "." in word),
        "adjectives": dict(by_id["period.adjective"]["units"]),
        "roles": values("role"),
        "recurring": {
            row["value"]: (row["recurring"], frozenset(row["often"])) for row in rows if row.get("recurring")
        },
        "statuses": values("status"),
        "moved": by_id["change.moved"]["phrases"],
        "band_rise_most": by_id["change.increase.band"]["most"],
    }
    return ContextWords(kinds=_kinds(found), **found)


def _kinds(found: dict[str, Any]) -> dict[str, int]:
    """For each word the flags of all that it can be part of."""
    kinds: dict[str, int] = {}
    for flag, fields in (
        (CHANGE, ("nouns", "verbs", "before", "after")),
        (PERIOD, ("units", "period_words", "adjectives")),
        (PER, ("per_nouns",)),
        (ROLE, ("roles",)),
        (STATUS, ("statuses",)),
        (NEGATION, ("negations",)),
        (SALARY, ("salary", "salary_verbs")),
        (BILL, ("bills",)),
    ):
        for field in fields:
            for word in found[field]:
                kinds[word] = kinds.get(word, 0) | flag
    for phrase in found["moved"]:
        verb = phrase.split()[0]
        kinds[verb] = kinds.get(verb, 0) | CHANGE
    for word, flag in (
        ("each", PER),
        ("every", PER),
        ("apiece", PER),
        ("band", PER),
        ("years", YEARS),
        ("precept", CHANGE),
    ):
        kinds[word] = kinds.get(word, 0) | flag
    return kinds
