"""Registers, precedents, trails and sums as styled pieces of text: one entry a paragraph, nothing of it cut."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from minuteminer.answers import Precedent, RegisterRow, Sum, Summand, Trail, TrailPoint
from minuteminer.index.records import plain_value
from minuteminer.index.shown import Pieces, marked, shown_marks
from minuteminer.index.words import single_spaced

_DIM, _HEAD, _FIGURE = "dim", "bold", "green"


def register_as_text(rows: Sequence[RegisterRow]) -> Pieces:
    """The register for a terminal, clause by clause."""
    if not rows:
        return [("No decision was found; search the same words without in:resolution to see what was said.\n", "")]
    pieces: Pieces = []
    for row in rows:
        moved = [f"{said} by {name}" for said, name in (("moved", row.proposer), ("seconded", row.seconder)) if name]
        said = "; ".join([part for part in (", ".join(moved), row.vote) if part])
        verbs = f"[{', '.join(row.verbs)}] " if row.verbs else ""
        pieces += [
            (f"{row.number:>4}. {_day(row.date)}  {row.committee}\n", _HEAD),
            (f"      {_place(row.item_title, row.label, row.item_number)}  [{row.item}]\n", ""),
            (f"      {verbs}", _FIGURE),
            (row.clause + "\n", ""),
            *([(f"      {said}\n", "")] if said else []),
            *([(f"      also printed in: {'; '.join(row.also_in)}\n", _DIM)] if row.also_in else []),
            (f"      {row.url}\n\n", _DIM),
        ]
    return pieces


def precedents_as_text(found: Sequence[Precedent], text: str) -> Pieces:
    """Precedents for a terminal, likest first."""
    if not found:
        return [(f"No resolution shares a word of weight with “{text}”; fewer and more usual words find more.\n", "")]
    pieces: Pieces = []
    for place, one in enumerate(found, 1):
        pieces += [
            (f"{place:>3}. {one.likeness:.2f}  {_day(one.date)}  {one.committee}\n", _HEAD),
            (f"     {_place(one.title, one.label)}  [{one.item}]\n", ""),
            (f"     {one.text}\n", ""),
            (f"     {'; '.join(one.reasons)}\n", _FIGURE),
            (f"     {one.url}\n\n", _DIM),
        ]
    return pieces


def trail_as_text(trail: Trail, asked: str) -> Pieces:
    """A trail for a terminal, oldest first; then what was left out, and why."""
    if not trail.points and not trail.left_out:
        return [
            (
                f"No figure was found for “{asked}”. A trail follows figures: name a role or a measure, such as "
                "officer strength or precept; `facets` lists the roles that there are.\n",
                "",
            )
        ]
    pieces: Pieces = [(f"{trail.thing or asked}: {len(trail.points)} values\n\n", _HEAD)]
    for point in trail.points:
        pieces += _point_pieces(point)
    if trail.left_out:
        pieces.append((f"Left out: {len(trail.left_out)} figures of the same passages\n", _HEAD))
        for point in trail.left_out:
            pieces.append((f"  {_day(point.date)}  {point.text}: {point.reason}  [{point.item}]\n", _DIM))
    return pieces


def trail_as_dict(trail: Trail) -> dict[str, Any]:
    """A trail as JSON-able values; the marks in the snippets become `«` and `»`."""
    points, left_out = (
        tuple(replace(one, snippet=shown_marks(one.snippet)) for one in ones) for ones in (trail.points, trail.left_out)
    )
    value = plain_value(replace(trail, points=points, left_out=left_out))
    assert isinstance(value, dict)
    return value


def _point_pieces(point: TrailPoint) -> Pieces:
    return [
        (f"{_day(point.date)}  ", _HEAD),
        (point.text, _FIGURE),
        (f" ({point.status})" if point.status else "", _DIM),
        (f"  {_place(point.title, point.label)}  [{point.item}]\n            ", ""),
        *marked(point.snippet or single_spaced(point.passage)),
        (f"\n            {point.url}\n\n", _DIM),
    ]


def sum_as_text(found: Sum) -> Pieces:
    """A sum for a terminal: the total or the sums by year and role, what was added, what was refused."""
    if not found.added and not found.refused:
        return [(f"There is no sum of money in {found.echo}.\n", "")]
    if not found.added:
        pieces: Pieces = [(f"None of {_figures(len(found.refused))} may be added ({found.echo}).\n", _HEAD)]
    elif found.low_pence is not None and found.high_pence is not None:
        pieces = [(f"Sum of {_figures(len(found.added))} ({found.echo}): ", _HEAD)]
        pieces.append((_range(found.low_pence, found.high_pence) + "\n", _FIGURE))
    else:
        pieces = [(f"{_figures(len(found.added))} ({found.echo}), in sums of their own:\n", _HEAD)]
        for part in found.parts:
            pieces.append((f"  {part.financial_year or 'no year'}  {part.role or 'no role'}: ", ""))
            pieces.append((_range(part.low_pence, part.high_pence), _FIGURE))
            pieces.append((f" ({_figures(part.count)})\n", ""))
    pieces += [(f"{remark}\n", "") for remark in found.remarks]
    for title, ones in (("Added", found.added), ("Refused", found.refused)):
        if ones:
            pieces.append((f"\n{title}: {len(ones)}\n", _HEAD))
        for one in ones:
            pieces += _summand_pieces(one)
    return pieces


def _summand_pieces(one: Summand) -> Pieces:
    inferred = " by the meeting's day" if one.year_is_inferred else ""
    year = f" ({one.financial_year}{inferred})" if one.financial_year else ""
    return [
        (f"  {one.text}", _FIGURE),
        (f"{year}  {_day(one.date)}  {_place(one.title, one.label)}  [{one.item}]\n", ""),
        *([(f"      {one.reason}\n", "")] if one.reason else []),
        (f"      {one.url}\n", _DIM),
    ]


def _figures(count: int) -> str:
    return f"{count} figure{'' if count == 1 else 's'}"


def _range(low_pence: int, high_pence: int) -> str:
    low, high = (f"£{pence / 100:,.2f}" for pence in (low_pence, high_pence))
    return low if low == high else f"{low} to {high}"


def _place(title: str, label: str | None, number: str = "") -> str:
    return " ".join(part for part in (number, title) if part) + (f", paragraph {label}" if label else "")


def _day(date: datetime.date | None) -> str:
    return date.isoformat() if date else "undated"
