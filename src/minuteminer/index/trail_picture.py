"""A trail as a picture: SVG, which needs nothing, or PNG. Each series has its own mark, named under the picture."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

from minuteminer.answers import TrailPoint
from minuteminer.errors import MissingExtraError
from minuteminer.index.trail_series import TrailSeries, split_series

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 900, 420, 110, 60, 50, 30
_STEPS = 4
_COLOURS = ("#1d4f91", "#c0621b")
# So much room takes a name under the picture: its mark, its letters, and the gap to the next.
_LEGEND_MARK, _LEGEND_LETTER, _LEGEND_GAP = 12, 6.6, 24


def trail_svg(points: Sequence[TrailPoint], title: str) -> str:
    """The points of the commonest unit as an SVG picture: time to the right, values upwards from zero."""
    dated = [point for point in points if point.date is not None]
    units = [point.unit for point in dated]
    unit = max(dict.fromkeys(units), key=units.count, default="count")
    shown = [(point.date, point) for point in dated if point.unit == unit and point.date]
    days = [date.toordinal() for date, _ in shown] or [datetime.date(2000, 1, 1).toordinal()]
    top = max((point.high for _, point in shown), default=1.0) or 1.0
    bottom = min(0.0, min((point.low for _, point in shown), default=0.0))
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        'font-family="sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="28" font-size="17" font-weight="bold">{escape(title)}</text>',
    ]
    for step in range(_STEPS + 1):
        value = bottom + (top - bottom) * step / _STEPS
        y = _y(value, bottom, top)
        pieces.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#cccccc"/>')
        pieces.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_named(value, unit)}</text>')
    for day in sorted({min(days), (min(days) + max(days)) // 2, max(days)}):
        x = _x(day, days)
        date = datetime.date.fromordinal(day)
        pieces.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 24}" text-anchor="middle">{date:%b %Y}</text>')
    several = split_series([point for _, point in shown])
    for number, series in enumerate(several):
        for point in series.points:
            day = point.date.toordinal() if point.date else min(days)
            x, low, high = _x(day, days), _y(point.low, bottom, top), _y(point.high, bottom, top)
            pieces += _marked(point, series, number, x, low, high)
    pieces += _legend(several) if len(several) > 1 else []
    return "\n".join([*pieces, "</svg>\n"])


def _marked(point: TrailPoint, series: TrailSeries, number: int, x: float, low: float, high: float) -> list[str]:
    """A value at its place, and the bar of a range under it."""
    colour = _COLOURS[number % len(_COLOURS)]
    bar = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="{colour}" stroke-width="3"/>'
    label = f"{point.date.isoformat() if point.date else 'undated'}: {point.text} ({point.title})"
    return [*([bar] if low != high else []), _mark(series, number, x, high, f"<title>{escape(label)}</title>")]


def _mark(series: TrailSeries, number: int, x: float, y: float, inside: str = "") -> str:
    """Squares for full-time equivalents, hollow for what was only asked for or promised."""
    colour = _COLOURS[number % len(_COLOURS)]
    paint = f'fill="#ffffff" stroke="{colour}" stroke-width="2.5"' if series.aimed else f'fill="{colour}"'
    if series.points[0].fte:
        return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" {paint}>{inside}</rect>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {paint}>{inside}</circle>'


def _legend(several: Sequence[TrailSeries]) -> list[str]:
    pieces, x, y = [], float(_LEFT), _HEIGHT - 12
    for number, series in enumerate(several):
        # A group of its own: the marks of the picture are its values and no more.
        name = f'<text x="{x + _LEGEND_MARK:.1f}" y="{y + 4}">{escape(series.words)}</text>'
        pieces.append(f"<g>{_mark(series, number, x, y)}{name}</g>")
        x += _LEGEND_MARK + _LEGEND_LETTER * len(series.words) + _LEGEND_GAP
    return pieces


def _x(day: int, days: Sequence[int]) -> float:
    span = max(days) - min(days)
    share = (day - min(days)) / span if span else 0.5
    return _LEFT + 20 + share * (_WIDTH - _LEFT - _RIGHT - 40)


def _y(value: float, bottom: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (value - bottom) / (top - bottom or 1.0) * (_HEIGHT - _BOTTOM - _TOP)


def _named(value: float, unit: str) -> str:
    if unit == "percent":
        return f"{value:.3g}%"
    if unit == "count":
        return f"{value:,.0f}"
    pounds = value / 100
    for size, sign in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(pounds) >= size:
            return f"£{pounds / size:.3g}{sign}"
    return f"£{pounds:.2f}"


def trail_png(points: Sequence[TrailPoint], title: str) -> bytes:
    """The same picture as PNG. Raises MissingExtraError where the converter is not installed."""
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError("PNG needs: pip install 'minuteminer[charts]' (SVG needs nothing)") from error
    return bytes(vl_convert.svg_to_png(trail_svg(points, title), scale=2))
