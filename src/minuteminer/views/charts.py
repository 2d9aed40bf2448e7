"""Charts as geometry: where the bars, dots, ticks and words of an SVG picture stand; a template draws them.

Every chart stands beside a table of the same values. Bars begin at nought.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

# Units of the picture's own grid; 20 of them are a line of its words.
WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 84, 16, 16, 44
_TICKS = 4
# Series beyond these cannot be told apart by colour and pattern of their edge; the rest is put together.
MAX_SERIES = 6
_MAX_NAMES = 12
# Told apart by shape, not by colour alone; hollow ones are joined by no line.
MARKS = {True: ("circle", "square"), False: ("ring", "box")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the grid, or a name under it: its place and its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar; `series` numbers its colour from 0, `words` say what it is."""

    x: float
    y: float
    width: float
    height: float
    series: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A value on a day; `low_y` is the lower end of a range, equal to `y` for a single value; `mark` is of MARKS."""

    x: float
    y: float
    low_y: float
    words: str
    mark: str = "circle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture: its grid, its marks, and the words that say it to those who do not see it."""

    name: str
    title: str
    description: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()
    lines: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    # The marks of the legend where dots are drawn; bars are told apart by colour.
    marks: tuple[str, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The values of one place on the horizontal axis, one a series."""

    name: str
    values: tuple[float, ...]


def number_in_words(value: float, unit: str) -> str:
    """A value as the axis says it.

    >>> number_in_words(120_000_000, "pence"), number_in_words(12.5, "percent"), number_in_words(2252, "count")
    ('£1.2m', '12.5%', '2,252')
    """
    if unit == "percent":
        return f"{value:.3g}%"
    if unit == "count":
        return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    pounds = value / 100
    for size, sign in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(pounds) >= size:
            return f"£{pounds / size:,.4g}{sign}"
    return f"£{pounds:,.2f}" if pounds % 1 else f"£{pounds:,.0f}"


def column_chart(
    columns: Sequence[Column], *, name: str, title: str, unit: str, series: Sequence[str] = ("",)
) -> Chart:
    """Bars side by side for every series, one group a column."""
    top = _round_up(max((value for one in columns for value in one.values), default=0.0))
    group = (WIDTH - LEFT - RIGHT) / max(1, len(columns))
    # A single year is no wall: bars are at most 60 wide.
    width = min(group * 0.72 / max(1, len(series)), 60.0)
    bars, ticks = [], []
    step = math.ceil(len(columns) / _MAX_NAMES) or 1
    for place, column in enumerate(columns):
        middle = LEFT + group * (place + 0.5)
        if place % step == 0:
            ticks.append(Tick(at=_rounded(middle), words=column.name))
        first = middle - width * len(column.values) / 2
        for number, value in enumerate(column.values):
            y = _y(value, 0.0, top)
            words = ": ".join(part for part in (column.name, series[number], number_in_words(value, unit)) if part)
            bars.append(
                Bar(
                    x=_rounded(first + width * number), y=y, width=_rounded(width),
                    height=_rounded(HEIGHT - BOTTOM - y), series=number, words=words,
                )
            )  # fmt: skip
    description = "No values."
    if columns:
        # What is of different things makes no total: each column is summed up only where there is one series.
        said = [
            f"{one.name} ({number_in_words(one.values[0], unit)})" if len(series) == 1 else one.name
            for one in (columns[0], columns[-1])
        ]
        description = f"From {said[0]} to {said[1]}." if len(columns) > 1 else f"In {said[0]}."
    return Chart(
        name=name, title=title, description=description, y_ticks=_y_ticks(0.0, top, unit), x_ticks=tuple(ticks),
        bars=tuple(bars), legend=tuple(series) if any(series) else (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """A value on a day, or a range of values, with the words it was read from."""

    date: datetime.date
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSeries:
    """Values that may be compared with each other; `joined` says that a line through them tells something."""

    words: str
    values: tuple[DatedValue, ...]
    joined: bool = True


def time_chart(several: Sequence[DatedSeries], *, name: str, title: str, unit: str) -> Chart:
    """Dots over time; a range is a bar under its dot. Each series has its own line, or none, and its own mark.

    The vertical axis need not begin at nought. The words tell of each series on its own.
    """
    several = [replace(one, values=_in_order(one.values)) for one in several if one.values]
    shown = [value for one in several for value in one.values]
    bottom, top = _span(min((one.low for one in shown), default=0.0), max((one.high for one in shown), default=1.0))
    days = [one.date.toordinal() for one in shown]
    marks = _marks(several)
    dots, lines = [], []
    for one, mark in zip(several, marks, strict=True):
        own = [_dot(value, mark, days, bottom, top) for value in one.values]
        lines += [" ".join(f"{dot.x},{dot.y}" for dot in own)] if one.joined and len(own) > 1 else []
        dots += own
    alone = len(several) < 2
    said = [
        _told(one.values, unit) if alone else f"{_capital(one.words)}: {_told(one.values, unit)}" for one in several
    ]
    said += [f"The vertical axis begins at {number_in_words(bottom, unit)}."] if several and bottom else []
    return Chart(
        name=name, title=title, description=" ".join(said) or "No values.", y_ticks=_y_ticks(bottom, top, unit),
        x_ticks=_day_ticks(days), dots=tuple(dots), lines=tuple(lines),
        legend=() if alone else tuple(_legend_words(one) for one in several), marks=() if alone else marks,
    )  # fmt: skip


def _in_order(values: Sequence[DatedValue]) -> tuple[DatedValue, ...]:
    return tuple(sorted(values, key=lambda one: one.date))


def _marks(several: Sequence[DatedSeries]) -> tuple[str, ...]:
    found: list[str] = []
    for one in several:
        shapes = MARKS[one.joined]
        found.append(shapes[sum(mark in shapes for mark in found) % len(shapes)])
    return tuple(found)


def _dot(value: DatedValue, mark: str, days: Sequence[int], bottom: float, top: float) -> Dot:
    return Dot(
        x=_x(value.date.toordinal(), days), y=_y(value.high, bottom, top), low_y=_y(value.low, bottom, top),
        words=f"{value.date.isoformat()}: {value.words}", mark=mark,
    )  # fmt: skip


def _legend_words(one: DatedSeries) -> str:
    return _capital(one.words) + ("" if one.joined else " (not joined)")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _told(values: Sequence[DatedValue], unit: str) -> str:
    """The first and the last value, the lowest and the highest, in a sentence."""
    first, last = values[0], values[-1]
    ends = [f"{number_in_words(one.high, unit)} in {one.date:%B %Y}" for one in (first, last)]
    if len(values) == 1:
        return f"{ends[0]}."
    lowest, highest = min(one.low for one in values), max(one.high for one in values)
    return (
        f"From {ends[0]} to {ends[1]}; lowest {number_in_words(lowest, unit)}, "
        f"highest {number_in_words(highest, unit)}."
    )


def _day_ticks(days: Sequence[int]) -> tuple[Tick, ...]:
    """The first of January of up to so many years; of a short time its first and last month."""
    if not days:
        return ()
    first, last = (datetime.date.fromordinal(day) for day in (min(days), max(days)))
    years = [year for year in range(first.year, last.year + 1) if datetime.date(year, 1, 1).toordinal() >= min(days)]
    if len(years) < 2:
        named = dict.fromkeys((min(days), max(days)))
        return tuple(Tick(at=_x(day, days), words=f"{datetime.date.fromordinal(day):%b %Y}") for day in named)
    step = math.ceil(len(years) / _MAX_NAMES)
    return tuple(Tick(at=_x(datetime.date(year, 1, 1).toordinal(), days), words=str(year)) for year in years[::step])


def _x(day: int, days: Sequence[int]) -> float:
    span = max(days) - min(days)
    share = (day - min(days)) / span if span else 0.5
    return _rounded(LEFT + 20 + share * (WIDTH - LEFT - RIGHT - 40))


def _y(value: float, bottom: float, top: float) -> float:
    return _rounded(HEIGHT - BOTTOM - (value - bottom) / (top - bottom or 1.0) * (HEIGHT - BOTTOM - TOP))


def _y_ticks(bottom: float, top: float, unit: str) -> tuple[Tick, ...]:
    values = (bottom + (top - bottom) * step / _TICKS for step in range(_TICKS + 1))
    return tuple(Tick(at=_y(value, bottom, top), words=number_in_words(value, unit)) for value in values)


def _span(lowest: float, highest: float) -> tuple[float, float]:
    """From nought, unless all values lie close together far from it: then their changes would not be seen."""
    if lowest < 0:
        return -_round_up(-lowest), _round_up(highest)
    if lowest < highest * 0.6 or highest == 0:
        return 0.0, _round_up(highest)
    step = _round_up((highest - lowest) or highest * 0.2)
    bottom = max(0.0, math.floor(lowest / step) * step)
    top = bottom + step
    while top < highest:
        top += step
    return bottom, top


def _round_up(value: float) -> float:
    """The next number with one round first digit that four steps divide well.

    >>> _round_up(0.0), _round_up(7.0), _round_up(1034.0)
    (4.0, 8.0, 1200.0)
    """
    if value <= 0:
        return float(_TICKS)
    if value <= _TICKS:
        return float(_TICKS)
    size: float = 10.0 ** math.floor(math.log10(value))
    return next(size * part for part in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if size * part >= value)


def _rounded(value: float) -> float:
    return round(value, 1)
