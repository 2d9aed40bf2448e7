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
# The highest id that a row can have.
NO_END = (1 << 63) - 1
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
    """Part of the matches of a query, in a range of ids."""

    match: Match
    conditions: tuple[Condition, ...] = ()
    low_id: int = 0
    high_id: int = NO_END


def split_steps(group: Group) -> tuple[list[str], list[str]] | None:
    """The endings of terms that lie wholly inside the range, and those at its ends; None where more is to check."""
    if group.kind not in WITH_ROLE or len(group.ranges) != 1 or group.statuses:
        return None
    return _split(group.ranges[0])


def _split(one: Range) -> tuple[list[str], list[str]]:
    first = 0 if one.low is None else terms.step_of(one.low)
    last = 10 * terms.MAX_DIGITS + 9 if one.high is None else terms.step_of(one.high)
    inside: list[str] = []
    ends: list[str] = []
    for size in range(first // 10, last // 10 + 1):
        if size == 0:
            # Below nought there is no end.
            ends.append("0")
        elif _contains(one, 10 ** (size - 1) if size > 1 else 0, 10**size):
            inside.append(str(size))
        else:
            for step in terms.steps_of_size(size):
                digit, unit = step - 10 * size, 10 ** (size - 1)
                if first <= step <= last and not (one.high_open and one.high == digit * unit):
                    sure = _contains(one, digit * unit, (digit + 1) * unit)
                    (inside if sure else ends).append(f"{size}_{digit}")
    return inside, ends


def _contains(one: Range, first: int, beyond: int) -> bool:
    """Whether every number from `first` to below `beyond` is in the range."""
    above = one.low is None or one.low < first or (one.low == first and not one.low_open)
    return above and (one.high is None or one.high >= beyond)


def step_match(group: Group, endings: Sequence[str]) -> Match | None:
    """The terms of figures with these endings; None for no ending."""
    heads = [f"{group.kind}:{terms.slug(role)}" for role in group.roles] or [group.kind]
    return Or(matches=tuple(Term(text=f"{head}:{end}") for head in heads for end in endings)) if endings else None


def group_match(group: Group) -> Match:
    """The terms that every row with such a fact has: the exact condition is checked on what they leave."""
    if group.kind not in ("money", "headcount", "percent") or not group.ranges:
        return Term(text=f"kind:{group.kind}")
    lows = [one.low for one in group.ranges if one.low is not None]
    highs = [one.high for one in group.ranges if one.high is not None]
    inside, ends = _split(Range(name="", low=max(lows, default=None), high=min(highs, default=None)))
    return step_match(group, [*inside, *ends]) or NOTHING


def exact_conditions(groups: Iterable[Group], query: Query) -> list[Condition]:
    """What decides, row by row, for the groups that terms do not decide."""
    holder = "resolution" if query.unit == "resolution" else "paragraph"
    return [_exists(group, holder) for group in groups if group.exact]


def rows_of_figure(group: Group, low_id: int, high_id: int) -> Condition:
    """The paragraphs in force with such a figure, each once: read from the figures, not from the words."""
    parts, parameters = group.where()
    _, *columns = RANGED[group.ranges[0].name]
    # A figure without a value has no term that tells its magnitude, so no range finds it.
    parts += [f"f.{column} IS NOT NULL" for column in columns]
    sql = " ".join(
        ("SELECT DISTINCT f.paragraph AS id FROM", group.kind, "AS f WHERE f.paragraph BETWEEN ? AND ? AND",
         " AND ".join(parts), "AND NOT EXISTS (SELECT 1 FROM item AS i WHERE i.id = f.item AND i.current = 0)")
    )  # fmt: skip
    return Condition(sql=sql, parameters=(low_id, high_id, *parameters))


def _exists(group: Group, holder: str) -> Condition:
    parts, parameters = group.where()
    where = " AND ".join([f"f.{holder} = {{row}}", *parts])
    sql = " ".join(("EXISTS (SELECT 1 FROM", group.kind, "AS f WHERE", where, ")"))
    return Condition(sql=sql, parameters=tuple(parameters))


def as_of_condition(query: Query) -> tuple[Condition, ...]:
    """What was published on the day that is asked for, if one is."""
    table = "resolution" if query.unit == "resolution" else "paragraph"
    if query.as_of is None:
        return ()
    day = query.as_of.isoformat()
    # The table is one of two constants; days are bound.
    sql = (
        f"EXISTS (SELECT 1 FROM {table} AS p JOIN item AS i ON i.id = p.item WHERE p.id = {{row}} "  # noqa: S608
        "AND i.published <= ? AND (i.superseded IS NULL OR i.superseded > ?))"
    )
    return (Condition(sql=sql, parameters=(day, day)),)
