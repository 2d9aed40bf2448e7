"""What is read from the words: paragraphs, facts of each kind, topics, and the annotated document.

`document.text[fact.start_char:fact.end_char] == fact.text` holds always. Offsets are half-open Python string
indices into the text that was annotated. Money is integer pence. A value is never rounded and never guessed:
where the unit is in doubt the mention stays, its value is None and `reason` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Qualifier = Literal["exact", "approx", "at_least", "more_than", "at_most", "less_than", "between"]
ParagraphKind = Literal["numbered", "plain", "heading", "note", "resolution", "list"]
FactKind = Literal["money", "percent", "headcount", "vote", "resolution", "note"]
Decision = Literal["resolved", "recommended", "agreed", "decision", "noted"]
Measure = Literal["strength", "increase", "decrease", "vacancy", "other"]
Change = Literal["increase", "decrease"]

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words that a value was read from: `reads` names the field ("period", "role", "change" …)."""

    reads: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A reading that was considered and refused, for `explain`."""

    kind: str
    start_char: int
    end_char: int
    rule_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; `label` as printed ("(4)", "8.") or None; `start_char` includes the label."""

    label: str | None
    start_char: int
    end_char: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemHeading:
    """A numbered agenda item printed inside a text; the span runs to the next item's heading."""

    number: str
    title: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value worked out from a mention: `total_pence` by `formula`."""

    total_pence: int
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum of money. `low_pence` and `high_pence` are equal unless a range; None with a `reason`.

    `period` is year, month, week, day, hour; `per` the thing one pays it for ("Band D property", "officer");
    `change` says that the sum is itself a rise or a cut; `role` is budget, grant, precept, saving, overtime,
    cost …; `years` the number of years it is paid.
    """

    start_char: int
    end_char: int
    text: str
    rule_id: str
    low_pence: int | None
    high_pence: int | None
    currency: str = "GBP"
    qualifier: Qualifier = "exact"
    period: str | None = None
    per: str | None = None
    change: Change | None = None
    role: str | None = None
    status: str | None = None
    negated: bool = False
    years: int | None = None
    derived: tuple[Derived, ...] = ()
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent:
    """A percentage, in per cent; `high` only for a range."""

    start_char: int
    end_char: int
    text: str
    rule_id: str
    value: float
    high: float | None = None
    qualifier: Qualifier = "exact"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """A count of police people. `count` may be a decimal (full-time equivalents); `of` is the whole.

    `measure` says what the number is: a strength, a rise, a fall, a vacancy, or another count; `status` what
    became of it: asked, funded, recruited, promised …
    """

    start_char: int
    end_char: int
    text: str
    rule_id: str
    count: float
    high: float | None = None
    of: float | None = None
    role: str = "police officer"
    measure: Measure = "other"
    fte: bool = False
    qualifier: Qualifier = "exact"
    status: str | None = None
    negated: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote of this body; None where a number is not stated; names where they are printed."""

    start_char: int
    end_char: int
    text: str
    rule_id: str
    votes_for: int | None = None
    votes_against: int | None = None
    abstain: int | None = None
    unanimous: bool = False
    names_for: tuple[str, ...] = ()
    names_against: tuple[str, ...] = ()
    names_abstain: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing decided; `verbs` in base form, in order, and which of them it denies ("be not approved")."""

    start_char: int
    end_char: int
    text: str
    verbs: tuple[str, ...] = ()
    negated_verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A decision from its keyword on, in clauses; `vote` is the vote printed with it.

    `negated_verbs` are those of `verbs` that every clause with them denies ("that the bid be not approved").
    """

    start_char: int
    end_char: int
    text: str
    rule_id: str
    decision: Decision
    verbs: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    proposer: str | None = None
    seconder: str | None = None
    vote: Vote | None = None
    evidence: tuple[Evidence, ...] = ()
    negated_verbs: tuple[str, ...] = ()


def verbs_in_words(decided: Clause | Resolution) -> tuple[str, ...]:
    """The verbs of a decision as people are shown them and search for them.

    >>> verbs_in_words(Clause(start_char=0, end_char=1, text="x", verbs=("approve",), negated_verbs=("approve",)))
    ('not approve',)
    """
    if not decided.negated_verbs:
        return decided.verbs
    return tuple(f"not {verb}" if verb in decided.negated_verbs else verb for verb in decided.verbs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A post meeting note; `corrects` is the label of the paragraph it belongs to, where that is clear."""

    start_char: int
    end_char: int
    text: str
    rule_id: str
    corrects: str | None = None
    evidence: tuple[Evidence, ...] = ()


Value = Money | Percent | Headcount | Vote | Resolution | Note

# The type of the value of each kind of fact.
VALUE_TYPES: dict[str, type] = {
    "money": Money,
    "percent": Percent,
    "headcount": Headcount,
    "vote": Vote,
    "resolution": Resolution,
    "note": Note,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact with its words. `id` is stable: document, kind and offsets; `item` the id of its document."""

    id: str
    kind: FactKind
    item: str
    start_char: int
    end_char: int
    text: str
    paragraph: str | None
    rule_id: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a document: `method` is rule or model; `evidence` are spans of the words that show it."""

    topic_id: str
    score: float
    method: Literal["rule", "model"]
    evidence: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedDocument:
    """A text with all that was read from it."""

    id: str
    source: str
    title: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    items: tuple[ItemHeading, ...]
    facts: tuple[Fact, ...]
    topics: tuple[Topic, ...]
