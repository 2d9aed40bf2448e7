"""Conditions on the figures of a passage: terms that narrow, and SQL that decides.

All conditions of a group hold for one and the same fact. Where the magnitude of a number decides, which the
terms tell, no row of a fact needs to be read: that is what makes a condition that many rows meet quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minuteminer.index import terms
from minuteminer.index.match import NOTHING, Match, Or, Term
from minuteminer.queries import Query, Range

# Column of a fact that must meet the range, lower and upper end.
RANGED = {
    "amount": ("money", "low_pence", "high_pence"),
    "headcount": ("headcount", "count", "high"),
    "percent": ("percent", "value", "high"),
    "vote_for": ("vote", "votes_for", "votes_for"),
    "vote_against": ("vote", "votes_against", "votes_against"),
    "vote_abstain": ("vote", "abstain", "abstain"),
}
WITH_ROLE = ("money", "headcount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Conditions that one fact of a kind must meet together; roles and statuses are alternatives."""

    kind: str
    ranges: tuple[Range, ...] = ()
    roles: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether terms alone cannot decide it."""
        return bool(self.ranges or self.statuses or (self.roles and self.kind in WITH_ROLE))

    def where(self) -> tuple[list[str], list[object]]:
        """The conditions on one fact `f` of the kind, with `?` for each parameter."""
        parts: list[str] = []
        parameters: list[object] = []
        for one in self.ranges:
            _, low_column, high_column = RANGED[one.name]
            # Two ranges overlap where each begins before the other ends.
            if one.low is not None:
                parts.append(f"f.{high_column} {'>' if one.low_open else '>='} ?")
                parameters.append(one.low)
            if one.high is not None:
                parts.append(f"f.{low_column} {'<' if one.high_open else '<='} ?")
                parameters.append(one.high)
        for column, values in (("role", self.roles), ("status", self.statuses)):
            if values:
                parts.append(f"f.{column} IN ({', '.join('?' * len(values))})")
                parameters.extend(values)
        return parts, parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A piece of SQL with `?` for each parameter; `{row}` stands for the id of the matching row."""

    sql: str
    parameters: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Part of the matches of a query, disjoint from its other parts."""

    match: Match
    conditions: tuple[Condition, ...] = ()


def split_sizes(group: Group) -> tuple[list[int], list[int]] | None:
    """The magnitudes that lie wholly inside the range, and those at its ends; None where more must be checked."""
    if group.kind not in WITH_ROLE or len(group.ranges) != 1 or group.statuses:
        return None
    (one,) = group.ranges
    wanted = _sizes(one)
    # One digit begins at nought; below nought there is no end.
    inside = [size for size in wanted if size > 0 and _contains(one, 10 ** (size - 1) if size > 1 else 0, 10**size)]
    return inside, [size for size in wanted if size not in inside]


def _sizes(one: Range) -> range:
    """The magnitudes that a number in the range can have: below 1,000 there are at most three digits."""
    wanted = terms.magnitudes(one.low, one.high)
    edge = one.high_open and len(wanted) > 1 and one.high == 10 ** (wanted.stop - 2)
    return wanted[:-1] if edge else wanted


def _contains(one: Range, first: int, beyond: int) -> bool:
    """Whether every number from `first` to below `beyond` is in the range."""
    above = one.low is None or one.low < first or (one.low == first and not one.low_open)
    return above and (one.high is None or one.high >= beyond)


def size_match(group: Group, sizes: Sequence[int]) -> Match | None:
    """The terms of figures of these magnitudes; None for no magnitude."""
    heads = [f"{group.kind}:{terms.slug(role)}" for role in group.roles] or [group.kind]
    return Or(matches=tuple(Term(text=f"{head}:{size}") for head in heads for size in sizes)) if sizes else None


def group_match(group: Group) -> Match:
    """The terms that every row with such a fact has: the exact condition is checked on what they leave."""
    if group.kind not in ("money", "headcount", "percent") or not group.ranges:
        return Term(text=f"kind:{group.kind}")
    lows = [one.low for one in group.ranges if one.low is not None]
    highs = [one.high for one in group.ranges if one.high is not None]
    wanted = terms.magnitudes(max(lows, default=None), min(highs, default=None))
    return size_match(group, wanted) or NOTHING


def exact_conditions(groups: Iterable[Group], query: Query) -> list[Condition]:
    """What decides, row by row, for the groups that terms do not decide."""
    holder = "resolution" if query.unit == "resolution" else "paragraph"
    return [_exists(group, holder) for group in groups if group.exact]


def _exists(group: Group, holder: str) -> Condition:
    parts, parameters = group.where()
    where = " AND ".join([f"f.{holder} = {{row}}", *parts])
    sql = " ".join(("EXISTS (SELECT 1 FROM", group.kind, "AS f WHERE", where, ")"))
    return Condition(sql=sql, parameters=tuple(parameters))
