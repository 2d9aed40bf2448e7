"""A trail: every value of one thing over time, each with its paragraph, as points and as a picture."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from minuteminer.answers import TrailPoint
from minuteminer.errors import MissingExtraError
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.conditions import Group
from minuteminer.index.figures import UNITS, find_figures
from minuteminer.index.query import parse_query
from minuteminer.index.variants import find_variants
from minuteminer.index.words import single_spaced, words_of
from minuteminer.queries import Any, Dates, Field, Node, Query, Word

# Words that name what a headcount says, in lower case.
_MEASURES = {
    "strength": "strength", "establishment": "strength", "headcount": "strength", "vacancy": "vacancy",
    "vacancies": "vacancy", "increase": "increase", "decrease": "decrease",
}  # fmt: skip
_USUAL_ROLE = "police officer"
_SKIPPED_WORDS = frozenset(("the", "of", "for", "number", "numbers", "level", "levels", "total", "size", "amount"))


def find_trail(
    backend: Backend,
    thing: str,
    *,
    panel: str | None = None,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
) -> tuple[TrailPoint, ...]:
    """Every value of a thing ("officer strength", "precept", "overtime"), oldest first.

    Words that name a measure or a role choose the figures; the other words must stand in the paragraph.
    Raises QueryError for a mistake in `thing`, which may use the query language.
    """
    query = parse_query(thing)
    known = _known_roles(backend)
    measures: list[str] = []
    named: list[set[str]] = []
    rest: list[Node] = []
    for node in query.conditions:
        if isinstance(node, Word) and node.text in _MEASURES:
            measures.append(_MEASURES[node.text])
        elif isinstance(node, Word) and (roles := _roles_named(node.text, known)):
            named.append(roles)
        elif not (isinstance(node, Word) and node.text in _SKIPPED_WORDS):
            rest.append(node)
    wanted = _narrowest(named)
    if panel and (words := words_of(panel)):
        rest.append(Field(name="panel", value=" ".join(words)))
    if start or end:
        rest.append(Dates(start=start, end=end))
    asked = Asked(backend, Query(conditions=(*rest, *_kind_terms(wanted, measures)), unit="paragraph"))
    ranged = [replace(group, roles=wanted) for group in asked.compiled.groups if group.ranges]
    groups = tuple(ranged) or _groups(wanted, measures)
    points = [
        TrailPoint(
            date=one.date, low=one.low, high=one.high, unit=UNITS[one.kind], text=single_spaced(one.text),
            role=one.role, measure=one.measure, qualifier=one.qualifier, committee=one.committee, title=one.title,
            label=one.label, passage=single_spaced(one.passage), item=one.item, url=one.url,
        )
        for one in find_figures(backend, asked, groups)
        if one.low is not None and one.high is not None and not one.negated
        and (not measures or one.measure in measures)
    ]  # fmt: skip
    return tuple(sorted(points, key=lambda point: point.date or datetime.date.min))


def _known_roles(backend: Backend) -> list[str]:
    return [value for (value,) in backend.rows("SELECT DISTINCT value FROM vocabulary WHERE field = 'role'")]


def _roles_named(word: str, roles: Sequence[str]) -> set[str]:
    """The roles that a word stands in: "officer" names police officers and firearms officers alike."""
    forms = {word, *(form[0] for form in find_variants(word) if len(form) == 1)}
    return {role for role in roles if forms & set(words_of(role))}


def _narrowest(named: Sequence[set[str]]) -> tuple[str, ...]:
    """The roles that all words name: "firearms officers" are not all officers, "officers" are police officers."""
    if not named:
        return ()
    together = set.intersection(*named) or set.union(*named)
    return (_USUAL_ROLE,) if _USUAL_ROLE in together else tuple(sorted(together))


def _kind_terms(roles: Sequence[str], measures: Sequence[str]) -> list[Node]:
    """What narrows the passages to those that can have such a figure."""
    if measures:
        return [Field(name="kind", value="headcount")]
    if roles:
        return [Any(nodes=tuple(Field(name="role", value=" ".join(words_of(role))) for role in roles))]
    return []


def _groups(roles: Sequence[str], measures: Sequence[str]) -> tuple[Group, ...]:
    if measures:
        return (Group(kind="headcount", roles=tuple(roles)),)
    if roles:
        return (Group(kind="money", roles=tuple(roles)), Group(kind="headcount", roles=tuple(roles)))
    return (Group(kind="money"), Group(kind="headcount"), Group(kind="percent"))


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
