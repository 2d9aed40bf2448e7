"""How sure a score is: percentile bootstrap intervals over passages.

Facts of one passage are not independent, so that passages are drawn, not facts (Efron and Tibshirani, An Introduction
to the Bootstrap, chapter 13). With few passages an interval is wide, and says so better than three decimals do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minuteminer.errors import UsageError
from minuteminer.evaluate import KINDS, Evaluation, Score

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The F1 of the whole, and between which values it lies in 95 of 100 samples of passages."""

    f1: float
    low: float
    high: float
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The intervals by kind of some of the passages; `name` says which: "all", "Westmarch, 2024"."""

    name: str
    intervals: Mapping[str, Interval]


def divide(passages: Sequence[Mapping[str, Any]], evaluation: Evaluation, fields: Sequence[str] = ()) -> list[Part]:
    """The intervals of all passages, then of those that share the values of `fields` (panel, year …).

    Kinds that a part does not have are left out. Raises UsageError if no passage has one of the fields.
    """
    if missing := [name for name in fields if not any(name in passage for passage in passages)]:
        raise UsageError(f"No passage has the field {missing[0]!r} to divide by; --by takes fields of the passages.")
    groups: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        groups["all"].append(str(passage["id"]))
        if fields:
            groups[", ".join(str(passage.get(name, "not stated")) for name in fields)].append(str(passage["id"]))
    names = ["all", *sorted(name for name in groups if name != "all")]
    return [Part(name=name, intervals=_intervals(evaluation, groups[name])) for name in names]


def _intervals(evaluation: Evaluation, passages: Sequence[str]) -> dict[str, Interval]:
    found = {kind: f1_interval([evaluation.by_passage[one].get(kind, Score()) for one in passages]) for kind in KINDS}
    return {kind: interval for kind, interval in found.items() if interval.passages}


def f1_interval(scores: Sequence[Score], *, seed: int = 1) -> Interval:
    """The F1 over passages with its interval; `scores` are the counts of each passage that was scored.

    >>> found = Score(true_positives=1)
    >>> f1_interval([found, found, found])
    Interval(f1=1.0, low=1.0, high=1.0, passages=3)
    """
    import numpy

    # A passage that has nothing of the kind and was read to have nothing says nothing about its F1.
    counts = numpy.array(
        [(score.true_positives, score.false_positives, score.false_negatives) for score in scores if score != Score()],
        dtype=numpy.int64,
    ).reshape(-1, 3)
    if not len(counts):
        return Interval(f1=1.0, low=0.0, high=1.0, passages=0)
    rng = numpy.random.default_rng(seed)
    times_drawn = rng.multinomial(len(counts), numpy.full(len(counts), 1 / len(counts)), size=RESAMPLES)
    low, high = numpy.quantile(_f1(times_drawn @ counts), ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Interval(f1=float(_f1(counts.sum(axis=0)[None])[0]), low=float(low), high=float(high), passages=len(counts))


def _f1(counts: NDArray[numpy.int64]) -> NDArray[numpy.float64]:
    """F1 of rows of (true positives, false positives, false negatives), each with at least one of them."""
    right = 2.0 * counts[:, 0]
    return right / (right + counts[:, 1] + counts[:, 2])
