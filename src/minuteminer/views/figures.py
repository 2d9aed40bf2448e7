"""Trails and sums as charts, each with the rows of the table beside it; topics by year likewise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from minuteminer.answers import Sum, Trail, TrailPoint
from minuteminer.index.listings import MeetingRow
from minuteminer.index.trail_series import counted_in_words, split_series
from minuteminer.index.years import TopicYear
from minuteminer.views.charts import (
    MAX_SERIES,
    Chart,
    Column,
    DatedSeries,
    DatedValue,
    column_chart,
    number_in_words,
    time_chart,
)
from minuteminer.views.hits import snippet_pieces
from minuteminer.views.words import day_in_words, path_of, web_address

NO_ROLE = "role not stated"
NO_YEAR = "year not stated"
_OTHER = "other roles"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """A value of a trail with its words, and links to its item and its source; `reason` says why it was left out.

    `counted` says what it counts and what became of it: full-time equivalents, promised.
    """

    day: str
    value: str
    counted: str
    text: str
    committee: str
    title: str
    label: str
    path: str
    source: str
    snippet: tuple[tuple[str, bool], ...]
    reason: str


def trail_rows(points: Sequence[TrailPoint]) -> tuple[TrailRow, ...]:
    """The rows of the table beside a trail's chart."""
    return tuple(
        TrailRow(
            day=day_in_words(point.date),
            value=range_in_words(point.low, point.high, point.unit),
            counted=counted_in_words(point),
            text=point.text,
            committee=point.committee,
            title=point.title,
            label=point.label or "",
            path=path_of("item", point.item),
            source=web_address(point.url),
            snippet=snippet_pieces(point.snippet),
            reason=point.reason,
        )
        for point in points
    )


def range_in_words(low: float, high: float, unit: str) -> str:
    """A value, or a range of values.

    >>> range_in_words(500_000_000, 600_000_000, "pence"), range_in_words(24, 24, "count")
    ('£5m to £6m', '24')
    """
    said = [number_in_words(one, unit) for one in (low, high)]
    return said[0] if low == high else " to ".join(said)


def trail_chart(trail: Trail) -> Chart | None:
    """The values of a trail over time; None where none of them has a day."""
    dated = [point for point in trail.points if point.date is not None]
    if not dated:
        return None
    several = [
        DatedSeries(words=one.words, values=tuple(map(_dated_value, one.points)), joined=not one.aimed)
        for one in split_series(dated)
    ]
    thing = f"{trail.thing[:1].upper()}{trail.thing[1:]}"
    return time_chart(several, name="trail", title=f"{thing} over time", unit=trail.points[0].unit)


def _dated_value(point: TrailPoint) -> DatedValue:
    assert point.date is not None
    return DatedValue(date=point.date, low=point.low, high=point.high, words=f"{point.text} ({point.title})")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """What was added for one financial year and role."""

    year: str
    role: str
    total: str
    count: int


def money_rows(found: Sum) -> tuple[MoneyRow, ...]:
    """The rows of the table beside the chart of money."""
    return tuple(
        MoneyRow(
            year=part.financial_year or NO_YEAR,
            role=part.role or NO_ROLE,
            total=range_in_words(part.low_pence, part.high_pence, "pence"),
            count=part.count,
        )
        for part in found.parts
    )


def money_chart(found: Sum) -> Chart | None:
    """Money by financial year, one bar a role; the upper end of a range is drawn. None where nothing was added."""
    totals: Counter[str] = Counter()
    for part in found.parts:
        totals[part.role or NO_ROLE] += part.high_pence
    roles = [role for role, _ in totals.most_common(MAX_SERIES)]
    if len(totals) > MAX_SERIES:
        roles = [*roles[:-1], _OTHER]
    years = sorted({part.financial_year for part in found.parts if part.financial_year})
    if not years:
        return None
    by_year: dict[str, Counter[str]] = {year: Counter() for year in years}
    for part in found.parts:
        if part.financial_year:
            role = part.role or NO_ROLE
            by_year[part.financial_year][role if role in roles else _OTHER] += part.high_pence
    columns = [Column(name=year, values=tuple(float(by_year[year][role]) for role in roles)) for year in years]
    return column_chart(
        columns, name="money", title="Money by financial year and role", unit="pence", series=tuple(roles)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A year of a topic: items about it, of how many, and the share in words."""

    year: str
    items: int
    of: int
    share: str


def topic_rows(years: Sequence[TopicYear]) -> tuple[YearRow, ...]:
    """The rows of the table beside the charts of a topic."""
    return tuple(YearRow(year=one.year, items=one.items, of=one.of, share=f"{_share(one):.0f}%") for one in years)


def topic_charts(years: Sequence[TopicYear], name: str) -> tuple[Chart, ...]:
    """A topic per year as counts and as share of all items of the year."""
    if not any(one.items for one in years):
        return ()
    counts = [Column(name=one.year, values=(float(one.items),)) for one in years]
    shares = [Column(name=one.year, values=(_share(one),)) for one in years]
    return (
        column_chart(counts, name="counts", title=f"Agenda items about {name}, by year", unit="count"),
        column_chart(shares, name="shares", title="Share of all agenda items of the year", unit="percent"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeYear:
    """How often a committee met in a year, and how many decisions were read in its minutes."""

    year: str
    meetings: int
    decisions: int


def committee_years(meetings: Sequence[MeetingRow]) -> tuple[CommitteeYear, ...]:
    """The rows of the table beside the chart of a committee, oldest year first; undated meetings are in none."""
    met: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for meeting in meetings:
        if meeting.date is not None:
            met[str(meeting.date.year)] += 1
            decided[str(meeting.date.year)] += dict(meeting.facts).get("resolution", 0)
    return tuple(CommitteeYear(year=year, meetings=met[year], decisions=decided[year]) for year in sorted(met))


def committee_chart(years: Sequence[CommitteeYear]) -> Chart | None:
    """The decisions of a committee by calendar year; None where there are none."""
    if not any(one.decisions for one in years):
        return None
    columns = [Column(name=one.year, values=(float(one.decisions),)) for one in years]
    return column_chart(columns, name="decisions", title="Decisions by year", unit="count")


def _share(year: TopicYear) -> float:
    return 100 * year.items / year.of if year.of else 0.0
