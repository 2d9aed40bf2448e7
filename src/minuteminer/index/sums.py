"""Adding up money: only what may be added; all else is listed with the reason why it was refused."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from minuteminer.answers import PartialSum, Sum, Summand
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.conditions import Group
from minuteminer.index.echo import echo_query
from minuteminer.index.figures import MAX_PASSAGES, FoundFigure, find_figures, in_list_of_changes
from minuteminer.index.nodes import field_values
from minuteminer.index.query import parse_query
from minuteminer.index.refusals import CHANGE_ROLES, LINE_OF_CHANGES, refuse_figure
from minuteminer.index.terms import slug
from minuteminer.index.wholes import beside_whole, find_wholes
from minuteminer.index.words import single_spaced
from minuteminer.queries import Dates, Query

Sameness = tuple[float | None, float | None, str | None, str]
_BOUNDS = ("at_most", "less_than")


def find_sum(backend: Backend, query: str | Query) -> Sum:
    """The sums of the money that a query finds, each figure once, by role and financial year.

    Refused, with the reason: figures without a value, in another currency, denied ones, rates and units, rises,
    cuts and differences, levels before a change, upper bounds, parts of another figure, cells of a table's row,
    those beside a whole that is stated, those of another period or another financial year than asked for, and
    those that repeat one that was added.
    """
    query = parse_query(query) if isinstance(query, str) else query
    asked = Asked(backend, query)
    money = [group for group in asked.compiled.groups if group.kind == "money"]
    years = frozenset(value for node in query.conditions for value in field_values(node, "fy"))
    figures = _figures(backend, asked, money or [Group(kind="money", roles=_roles(backend, query))], years)
    period = _usual_period(figures)
    judged = [(one, _own_reason(backend, one, period, years)) for one in reversed(figures)]
    wholes = find_wholes(one for one, reason in judged if not reason)
    added: list[FoundFigure] = []
    alike: dict[Sameness, list[FoundFigure]] = defaultdict(list)
    refused: list[Summand] = []
    for figure, own in judged:
        if reason := own or beside_whole(figure, wholes) or _repeats(figure, alike[_sameness(figure)]):
            refused.append(_summand(figure, reason))
        else:
            added.append(figure)
            alike[_sameness(figure)].append(figure)
    parts = _parts(added)
    total = parts[0] if len(parts) == 1 else None
    return Sum(
        low_pence=total.low_pence if total else None if parts else 0,
        high_pence=total.high_pence if total else None if parts else 0,
        parts=parts,
        remarks=_remarks(parts),
        added=tuple(_summand(one, "") for one in added),
        refused=tuple(refused),
        echo=echo_query(query),
    )


def _figures(backend: Backend, asked: Asked, groups: Sequence[Group], years: frozenset[str]) -> list[FoundFigure]:
    """The figures of the passages that are asked for, newest first; under `fy:` also those of that year elsewhere.

    A budget for 2026/27 may stand in a paragraph that prints only the year with which it is compared: its own year
    is known by its sentence, its paragraph or its title.
    """
    ids = asked.by_date(MAX_PASSAGES, 0)
    found = list(find_figures(backend, asked, groups, ids))
    if not years:
        return found
    known = set(ids)
    rest = tuple(node for node in asked.query.conditions if not field_values(node, "fy"))
    wider = Asked(backend, replace(asked.query, conditions=(*rest, _about(years))))
    more = [row_id for row_id in wider.by_date(MAX_PASSAGES, 0) if row_id not in known]
    found += [one for one in find_figures(backend, wider, groups, more) if one.financial_year in years]
    return sorted(found, key=lambda one: (-one.passage_id, one.start_in_passage))


def _about(years: frozenset[str]) -> Dates:
    """When meetings speak of financial years: from the year before, in which the budget is set, to the year after."""
    first, last = int(min(years)[:4]), int(max(years)[:4])
    return Dates(start=datetime.date(max(1, first - 1), 4, 1), end=datetime.date(min(9998, last + 2), 3, 31))


def _roles(backend: Backend, query: Query) -> tuple[str, ...]:
    """The roles that the query asks for: a paragraph may hold other sums beside them."""
    sql = "SELECT value FROM vocabulary WHERE field = 'role' AND slug = ?"
    asked_for = [value for node in query.conditions for value in field_values(node, "role")]
    return tuple(value for one in asked_for for (value,) in backend.rows(sql, (slug(one),)))


def _usual_period(figures: Sequence[FoundFigure]) -> str | None:
    """The period that most figures are for; None, the commonest, says that the source names none."""
    counted = Counter(one.period for one in figures if one.low is not None)
    return counted.most_common(1)[0][0] if counted else None


def _own_reason(backend: Backend, figure: FoundFigure, period: str | None, years: frozenset[str]) -> str:
    """Why a figure may not be added to any other."""
    return _not_a_level(figure) or _in_words(backend, figure) or _of_another_time(figure, period, years)


def _not_a_level(figure: FoundFigure) -> str:
    """What the figure's own fields say against adding it."""
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
    return "an upper bound, not a sum" if figure.qualifier in _BOUNDS else ""


def _in_words(backend: Backend, figure: FoundFigure) -> str:
    """What the words round the figure say against adding it."""
    start = figure.start_in_passage
    if reason := refuse_figure(figure.passage, start, start + len(figure.text), role=figure.role):
        return reason
    if figure.role in CHANGE_ROLES:
        return ""
    return LINE_OF_CHANGES if in_list_of_changes(backend, figure) else ""


def _of_another_time(figure: FoundFigure, period: str | None, years: frozenset[str]) -> str:
    if figure.period != period:
        return f"another period ({figure.period or 'none stated'} beside {period or 'none stated'})"
    if figure.financial_year is None:
        return "stands beside several financial years, or none can be told"
    if years and figure.financial_year not in years:
        return f"another financial year ({figure.financial_year})"
    return ""


def _sameness(figure: FoundFigure) -> Sameness:
    """What two figures share that may be one figure told twice."""
    return figure.low, figure.high, figure.role, figure.committee


def _repeats(figure: FoundFigure, alike: Sequence[FoundFigure]) -> str:
    """The same sum for the same thing is a repeat, unless both passages print financial years that differ."""
    for earlier in alike:
        printed = earlier.year_is_printed and figure.year_is_printed
        if not (printed and earlier.financial_year != figure.financial_year):
            place = f"{earlier.title}, {earlier.date.isoformat() if earlier.date else 'undated'}"
            return f"repeats a figure that was added ({place})"
    return ""


def _parts(added: Sequence[FoundFigure]) -> tuple[PartialSum, ...]:
    grouped: dict[tuple[str, str], list[FoundFigure]] = {}
    for one in added:
        grouped.setdefault((one.financial_year or "", one.role or ""), []).append(one)
    return tuple(
        PartialSum(
            financial_year=year or None,
            role=role or None,
            low_pence=sum(int(one.low or 0) for one in ones),
            high_pence=sum(int(one.high or 0) for one in ones),
            count=len(ones),
        )
        for (year, role), ones in sorted(grouped.items())
    )


def _remarks(parts: Sequence[PartialSum]) -> tuple[str, ...]:
    remarks = []
    if len({one.financial_year for one in parts}) > 1:
        remarks.append(
            "Figures of several financial years make no total; fy:2016/17, for example, asks for one of them."
        )
    if len({one.role for one in parts}) > 1:
        remarks.append("Figures for different things make no total; role:overtime, for example, asks for one of them.")
    if any(one.count > 1 for one in parts):
        remarks.append("Check that no figure restates another: a forecast and an outturn of one thing differ in value.")
    return tuple(remarks)


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
        role=figure.role,
        financial_year=figure.financial_year,
        year_is_inferred=not figure.year_is_printed,
    )
