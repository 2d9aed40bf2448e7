"""How far two coders agree: F1 of one against the other by kind, and Cohen's kappa of their topics.

For marked words there is no number of places that both left alone, which kappa needs; the F1 of one coder against the
other does not need it, and is the same both ways (Hripcsak and Rothschild, J Am Med Inform Assoc 12, 2005). Words
agree exactly, or nearly where they overlap by half of their union.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minuteminer.coding.passages import LABELS, CodedPassage, Mark
from minuteminer.errors import DocumentError
from minuteminer.evaluate import Score
from minuteminer.intervals import Interval, f1_interval

NEAR_OVERLAP = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How two coders agree on one kind: on the very words, nearly, and for topics beyond chance (`kappa`)."""

    kind: str
    exact: Interval
    near: Interval | None
    kappa: float | None
    in_both: int
    only_first: int
    only_second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The agreement by kind over `passages`, and the passages that only one coder has."""

    passages: int
    kinds: tuple[Agreement, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def agree(first: Sequence[CodedPassage], second: Sequence[CodedPassage]) -> Compared:
    """Compare what two coders marked in the passages that both have.

    Raises DocumentError if they have none in common, or if a passage's text differs between them.
    """
    a, b = ({passage.id: passage for passage in passages} for passages in (first, second))
    common = [name for name in a if name in b]
    if not common:
        raise DocumentError("The two files have no passage in common; their ids were expected to be equal.")
    for name in common:
        if a[name].text != b[name].text:
            raise DocumentError(f"passage {name}: expected one text in both files, got two that differ")
    pairs = [(a[name], b[name]) for name in common]
    kinds = [_of_label(label, pairs) for label in LABELS]
    topics = [(one.topics, other.topics) for one, other in pairs if one.topics is not None and other.topics is not None]
    return Compared(
        passages=len(common),
        kinds=(*(kind for kind in kinds if kind.exact.passages), *([_of_topics(topics)] if topics else [])),
        only_first=tuple(name for name in a if name not in b),
        only_second=tuple(name for name in b if name not in a),
    )


def _of_label(label: str, pairs: Sequence[tuple[CodedPassage, CodedPassage]]) -> Agreement:
    marks = [tuple([mark for mark in passage.marks if mark.label == label] for passage in pair) for pair in pairs]
    exact = [_agreed(len(set(one) & set(other)), one, other) for one, other in marks]
    near = [_agreed(_near(one, other), one, other) for one, other in marks]
    return _agreement(label, exact, near, None)


def _of_topics(pairs: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> Agreement:
    topics = [(frozenset(one), frozenset(other)) for one, other in pairs]
    exact = [_agreed(len(one & other), one, other) for one, other in topics]
    return _agreement("TOPICS", exact, None, _kappa(topics))


def _agreed(hits: int, one: Iterable[object], other: Iterable[object]) -> Score:
    firsts, seconds = len(list(one)), len(list(other))
    return Score(true_positives=hits, false_positives=seconds - hits, false_negatives=firsts - hits)


def _near(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    """How many marks of `one` have a partner in `other`, each partner once."""
    free = list(other)
    hits = 0
    for mark in one:
        partner = max(free, key=lambda candidate: _overlap(mark, candidate), default=None)
        if partner is not None and _overlap(mark, partner) >= NEAR_OVERLAP:
            free.remove(partner)
            hits += 1
    return hits


def _overlap(one: Mark, other: Mark) -> float:
    both = min(one.end_char, other.end_char) - max(one.start_char, other.start_char)
    return max(0, both) / (max(one.end_char, other.end_char) - min(one.start_char, other.start_char))


def _kappa(topics: Sequence[tuple[frozenset[str], frozenset[str]]]) -> float | None:
    """Cohen's kappa over every pair of passage and topic; None where chance alone would agree fully."""
    names = {name for pair in topics for side in pair for name in side}
    cells = len(names) * len(topics)
    if not cells:
        return None
    firsts, seconds = (sum(len(pair[side]) for pair in topics) / cells for side in (0, 1))
    observed = 1 - sum(len(one ^ other) for one, other in topics) / cells
    expected = firsts * seconds + (1 - firsts) * (1 - seconds)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _agreement(kind: str, exact: Sequence[Score], near: Sequence[Score] | None, kappa: float | None) -> Agreement:
    return Agreement(
        kind=kind,
        exact=f1_interval(exact),
        near=None if near is None else f1_interval(near),
        kappa=kappa,
        in_both=sum(score.true_positives for score in exact),
        only_first=sum(score.false_negatives for score in exact),
        only_second=sum(score.false_positives for score in exact),
    )
