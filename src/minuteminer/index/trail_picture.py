"""A trail as a picture: SVG, which needs nothing, or PNG."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

from minuteminer.answers import TrailPoint
from minuteminer.errors import MissingExtraError

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 900, 420, 110, 60, 50, 30
_STEPS = 4


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
    for date, point in shown:
        x, low, high = _x(date.toordinal(), days), _y(point.low, bottom, top), _y(point.high, bottom, top)
        if low != high:
            pieces.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}" stroke="#1d4f91" stroke-width="3"/>'
            )
        label = f"{date.isoformat()}: {point.text} ({point.title})"
        pieces.append(
            f'<circle cx="{x:.1f}" cy="{high:.1f}" r="4.5" fill="#1d4f91"><title>{escape(label)}</title></circle>'
        )
    return "\n".join([*pieces, "</svg>\n"])


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
