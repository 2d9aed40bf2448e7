"""Adding up money: only what may be added; all else is listed with the reason why it was refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from minuteminer.answers import Sum, Summand
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.conditions import Group
from minuteminer.index.echo import echo_query
from minuteminer.index.figures import FoundFigure, find_figures
from minuteminer.index.query import parse_query
from minuteminer.index.words import single_spaced
from minuteminer.queries import Query

# What stands between a whole and its part: "£5m, of which £2m", "£5m, including £1m for vehicles".
_PART = re.compile(r"\b(?:of which|including|includes|comprising|made up of|of this|of that|within this|within which)\b[^.;]*$", re.IGNORECASE)  # fmt: skip  # noqa: E501
_BOUNDS = ("at_most", "less_than")


def find_sum(backend: Backend, query: str | Query) -> Sum:
    """The sum of the money that a query finds, each figure once.

    Refused, with the reason: figures without a value, in another currency, denied ones, rates (per officer),
    rises and cuts, upper bounds, parts of another figure, those of another period, those beside several
    financial years where one was asked for, and those that repeat one that was added.
    """
    query = parse_query(query) if isinstance(query, str) else query
    asked = Asked(backend, query)
    money = [group for group in asked.compiled.groups if group.kind == "money"]
    groups = money or [Group(kind="money", roles=_roles(backend, query))]
    figures = list(find_figures(backend, asked, groups))
    period = _usual_period(figures)
    added: list[FoundFigure] = []
    refused: list[Summand] = []
    for figure in reversed(figures):
        reason = _reason(figure, period, query) or _repeats(figure, added)
        if reason:
            refused.append(_summand(figure, reason))
        else:
            added.append(figure)
    return Sum(
        low_pence=sum(int(one.low or 0) for one in added),
        high_pence=sum(int(one.high or 0) for one in added),
        added=tuple(_summand(one, "") for one in added),
        refused=tuple(refused),
        echo=echo_query(query),
    )


def _roles(backend: Backend, query: Query) -> tuple[str, ...]:
    """The roles that the query asks for: a paragraph may hold other sums beside them."""
    from minuteminer.index.nodes import field_values
    from minuteminer.index.terms import slug

    sql = "SELECT value FROM vocabulary WHERE field = 'role' AND slug = ?"
    asked_for = [value for node in query.conditions for value in field_values(node, "role")]
    return tuple(value for one in asked_for for (value,) in backend.rows(sql, (slug(one),)))


def _usual_period(figures: Sequence[FoundFigure]) -> str | None:
    """The period that most figures are for; None, the commonest, says that the source names none."""
    counted = Counter(one.period for one in figures if one.low is not None)
    return counted.most_common(1)[0][0] if counted else None


def _reason(figure: FoundFigure, period: str | None, query: Query) -> str:
    before = figure.passage[max(0, figure.start_in_passage - 80) : figure.start_in_passage]
    if figure.low is None or figure.high is None:
        return "no value: the unit is in doubt"
    if figure.currency != "GBP":
        return f"another currency ({figure.currency})"
    if figure.negated:
        return "denied in the text"
    if figure.per:
        return f"a rate, per {figure.per}"
    if figure.change:
        return f"a change ({figure.change}), not a sum"
    if figure.qualifier in _BOUNDS:
        return "an upper bound, not a sum"
    if _PART.search(before) and "£" in before:
        return "part of another figure"
    if figure.period != period:
        return f"another period ({figure.period or 'none stated'} beside {period or 'none stated'})"
    if len(figure.financial_years) > 1 and "fy:" in query.text:
        return f"stands beside several financial years ({', '.join(figure.financial_years)})"
    return ""


def _repeats(figure: FoundFigure, added: Sequence[FoundFigure]) -> str:
    """The same sum for the same thing is a repeat, unless both passages print financial years that differ."""
    for earlier in added:
        same = (earlier.low, earlier.high, earlier.role, earlier.committee) == (
            figure.low, figure.high, figure.role, figure.committee,
        )  # fmt: skip
        years, earlier_years = figure.stated_years, earlier.stated_years
        if same and not (years and earlier_years and years.isdisjoint(earlier_years)):
            place = f"{earlier.title}, {earlier.date.isoformat() if earlier.date else 'undated'}"
            return f"repeats a figure that was added ({place})"
    return ""


def _summand(figure: FoundFigure, reason: str) -> Summand:
    return Summand(
        text=single_spaced(figure.text),
        low_pence=None if figure.low is None else int(figure.low),
        high_pence=None if figure.high is None else int(figure.high),
        date=figure.date,
        committee=figure.committee,
        title=figure.title,
        label=figure.label,
        item=figure.item,
        url=figure.url,
        reason=reason,
    )
