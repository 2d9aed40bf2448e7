"""Of all figures that a trail finds, those of one thing: one unit, role and measure, no parts, no strays."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection, Sequence
from statistics import median

from minuteminer.answers import Trail, TrailPoint
from minuteminer.index.figures import UNITS, FoundFigure
from minuteminer.index.refusals import LINE_OF_CHANGES, refuse_figure
from minuteminer.index.role_sorts import read_sort
from minuteminer.index.snippets import make_fact_snippet
from minuteminer.index.trail_series import read_aim
from minuteminer.index.words import single_spaced

# A value so many times the median of the others, or such a part of it, is of something else.
_ORDER_OF_MAGNITUDE = 10.0
# Fewer values than these have no median to be far from.
_FEW = 3
# Words that set a bound to a strength do not say how many there are.
_BOUNDS = {"at_least": "a bound (at least), not a count", "at_most": "a bound (at most), not a count"}
_ESTABLISHMENT = re.compile(r"\bestablishment\b[^.;,]{0,30}$", re.IGNORECASE)


def follow(
    figures: Sequence[FoundFigure],
    measures: Sequence[str],
    *,
    establishment: bool = False,
    sort: str = "",
    changes: Collection[FoundFigure] = (),
) -> Trail:
    """The trail of the commonest sort of figure, and the rest with the reasons why it was left out.

    `measures` are those that were asked for; without any, a strength is taken before a rise, a fall or a part.
    `establishment` says that posts were asked for, which else are not counted among people. `sort` is the sort of a
    role that was asked for ("earmarked reserve"). `changes` are the figures that stand in a list of changes:
    "overtime: £0.6m" may be its saving.
    """
    reasons = [_reason(one, measures, establishment) or (LINE_OF_CHANGES if one in changes else "") for one in figures]
    chosen = _commonest([one for one, reason in zip(figures, reasons, strict=True) if not reason], sort)
    reasons = [
        reason or ("" if _sort(one) == chosen else f"of something else: {_sort_in_words(_sort(one))}")
        for one, reason in zip(figures, reasons, strict=True)
    ]
    kept = [float(one.high or 0) for one, reason in zip(figures, reasons, strict=True) if not reason]
    middle = _middle(kept)
    dated = sorted(zip(figures, reasons, strict=True), key=lambda pair: pair[0].date or datetime.date.min)
    points = [_point(one, reason or _far(float(one.high or 0), middle)) for one, reason in dated]
    return Trail(
        thing=_sort_in_words(chosen) if chosen else "",
        points=tuple(point for point in points if not point.reason),
        left_out=tuple(point for point in points if point.reason),
    )


Sort = tuple[str, str, str, str, str]


def _sort(one: FoundFigure) -> Sort:
    role = read_sort(one.role, one.passage, one.start_in_passage, one.start_in_passage + len(one.text))
    return one.kind, role, one.measure, one.per or "", one.period or ""


def _commonest(figures: Sequence[FoundFigure], role: str) -> Sort | None:
    """The sort that most figures are of; strengths before other headcounts, and the newest where they are even."""
    counted = Counter(map(_sort, figures))
    return max(counted, key=lambda sort: (sort[1] == role, sort[2] == "strength", counted[sort]), default=None)


def _sort_in_words(sort: Sort) -> str:
    kind, role, measure, per, period = sort
    words = " ".join(part for part in (role or kind, measure if measure != "other" else "") if part)
    return words + (f" per {per}" if per else "") + (f" a {period}" if period else "")


def _reason(one: FoundFigure, measures: Sequence[str], establishment: bool) -> str:
    if one.low is None or one.high is None:
        return "no value: the unit is in doubt"
    if one.negated:
        return "denied in the text"
    if one.change:
        return f"a change ({one.change}), not a level"
    if measures and one.measure not in measures:
        return f"not what was asked for ({one.measure or one.kind})"
    start = one.start_in_passage
    if not establishment and one.measure == "strength" and _ESTABLISHMENT.search(one.passage[:start]):
        return "an establishment: posts, not people"
    if one.kind == "headcount" and one.qualifier in _BOUNDS and read_aim(one.passage, start) is None:
        return _BOUNDS[one.qualifier]
    return refuse_figure(one.passage, start, start + len(one.text), role=one.role, comparing=True)


def _middle(values: Sequence[float]) -> float:
    """The median of the values that are near it; 0 for too few of them."""
    while len(values) >= _FEW:
        middle = median(values)
        near = [value for value in values if not _far(value, middle)]
        if len(near) == len(values):
            return middle
        values = near
    return 0.0


def _far(value: float, middle: float) -> str:
    if not middle or abs(middle) / _ORDER_OF_MAGNITUDE < abs(value) < abs(middle) * _ORDER_OF_MAGNITUDE:
        return ""
    return "an order of magnitude away from the other values"


def _point(one: FoundFigure, reason: str) -> TrailPoint:
    start = one.start_in_passage
    aim = read_aim(one.passage, start) if one.kind == "headcount" else None
    return TrailPoint(
        date=one.date, low=float(one.low or 0), high=float(one.high or 0), unit=UNITS[one.kind],
        text=single_spaced(one.text), role=one.role, measure=one.measure, qualifier=one.qualifier,
        committee=one.committee, title=one.title, label=one.label, passage=single_spaced(one.passage), item=one.item,
        url=one.url, snippet=make_fact_snippet(one.passage, start, start + len(one.text)), reason=reason,
        fte=one.fte, status=one.status or aim,
    )  # fmt: skip
