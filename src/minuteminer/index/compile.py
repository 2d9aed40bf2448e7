"""A `Query` → what the back ends run: a match of words and terms, a range of ids, and exact conditions.

Conditions on numbers, with the role, kind and status that stand beside them, hold for one and the same fact:
`role:overtime amount:>1m` does not find a paragraph with a large budget and a small sum for overtime.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from minuteminer.index import terms
from minuteminer.index.alternatives import find_alternatives
from minuteminer.index.conditions import (
    NO_END,
    RANGED,
    WITH_ROLE,
    Branch,
    Condition,
    Group,
    as_of_condition,
    exact_conditions,
    group_match,
    split_steps,
    step_match,
)
from minuteminer.index.ids import id_bounds
from minuteminer.index.match import And, Expanded, Match, Or, Term, Without
from minuteminer.index.nodes import LONGEST_NAME, field_values, known_name, named_kinds, plain_word
from minuteminer.index.variants import find_phrase_variants
from minuteminer.queries import All, Any, Dates, Field, Near, Node, Not, Phrase, Query, Range, Word

T = TypeVar("T")
# Units whose rows are not the paragraphs in force.
_OTHER_ROWS = ("title", "note", "all", "resolution")
_MEETING_STATUS = ("scheduled", "agenda", "decisions", "draft", "final", "cancelled", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A query, ready for a back end: `words` is what hits are ranked and marked by.

    `figures` are the conditions of which a fact of a hit meets at least one, none if any fact does; `kinds` the
    kinds of fact that are asked for where no figure is. Branches that are `overlapping` may have matches in common.
    Rows above `high_id` are left out: a list that is read in pages goes on below its last row.
    `alone` is the condition that every paragraph in force meets or not, where nothing else is asked for but dates.
    """

    table: str
    branches: tuple[Branch, ...]
    words: And
    overlapping: bool = False
    high_id: int = NO_END
    alone: Group | None = None
    groups: tuple[Group, ...] = ()
    figures: tuple[Group, ...] = ()
    kinds: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What compiling asks the index: values of a field by slug, committees by words, narrower topics, variants."""

    values: Callable[[str, str], Sequence[str]]
    committees: Callable[[str], Sequence[int]]
    narrower: Callable[[str], Sequence[str]]
    known: Callable[[str], Sequence[str]]
    variants: Callable[[str], Sequence[tuple[str, ...]]]
    expand: Callable[[str], tuple[tuple[str, ...], int]]


def compile_query(query: Query, lookups: Lookups) -> Compiled:
    """Make a query ready for a back end. Raises QueryError for what cannot be asked together."""
    parts = [
        _Compiler(replace(query, conditions=conditions), lookups) for conditions in find_alternatives(query.conditions)
    ]
    words = [part.match_all(part.plain).matches for part in parts]
    return Compiled(
        table="resolution" if query.unit == "resolution" else "paragraph",
        branches=tuple(
            branch
            for part, matches in zip(parts, words, strict=True)
            for branch in _branches(And(matches=(*matches, *_unit_terms(query))), part)
        ),
        overlapping=len(parts) > 1,
        alone=parts[0].alone() if len(parts) == 1 else None,
        words=And(matches=_each_once(words)),
        groups=_each_once(part.groups for part in parts),
        figures=_each_once(part.groups or part.role_groups() for part in parts),
        kinds=named_kinds(query),
        remarks=_each_once((query.remarks, *(part.remarks for part in parts))),
    )


def _each_once(several: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(one for some in several for one in some))


def _branches(base: And, part: _Compiler) -> tuple[Branch, ...]:
    """One branch, or two where the magnitude alone decides most matches of a single condition on a number."""
    low_id, high_id = part.ids
    others = (*part.conditions, *as_of_condition(part.query))
    exact = (*others, *exact_conditions(part.groups, part.query))
    if len(part.groups) == 1 and (steps := split_steps(part.groups[0])):
        sure, doubtful = (step_match(part.groups[0], step) for step in steps)
        if sure is not None:
            clear = And(matches=(*base.matches, sure))
            if doubtful is None:
                return (Branch(match=clear, conditions=others, low_id=low_id, high_id=high_id),)
            # The few terms at the ends are what is taken away: walking the many others twice takes longer.
            clear = And(matches=(*clear.matches, Without(match=doubtful)))
            rest = And(matches=(*base.matches, doubtful))
            return (
                Branch(match=clear, conditions=others, low_id=low_id, high_id=high_id),
                Branch(match=rest, conditions=exact, low_id=low_id, high_id=high_id),
            )
    whole = And(matches=(*base.matches, *map(group_match, part.groups)))
    return (Branch(match=whole, conditions=exact, low_id=low_id, high_id=high_id),)


def _unit_terms(query: Query) -> tuple[Match, ...]:
    """What tells the rows of the unit from the others; superseded versions only take part as of a day."""
    kinds: dict[str, tuple[Match, ...]] = {"title": (Term(text=terms.TITLE),), "note": (Term(text=terms.NOTE),)}
    unit = kinds.get(query.unit, ())
    if query.as_of:
        return unit if query.unit in ("title", "all") else (*unit, Without(match=Term(text=terms.TITLE)))
    aside = terms.OLD if query.unit in ("title", "all") else terms.ASIDE
    return (*unit, Without(match=Term(text=aside)))


class _Compiler:
    """Sorts the conditions of a query: facts into groups, dates into ids, the rest into matches."""

    def __init__(self, query: Query, lookups: Lookups) -> None:
        self.query = query
        self.lookups = lookups
        self.remarks: list[str] = []
        self.conditions: list[Condition] = []
        self.plain: list[Node] = []
        self._ranges: dict[str, list[Range]] = {}
        self._roles: list[str] = []
        self._role_nodes: list[Node] = []
        self._statuses: list[str] = []
        self._kinds: list[str] = []
        self.ids = id_bounds(None, None)
        for node in query.conditions:
            self._sort(node)
        self.groups = self._make_groups()

    def _sort(self, node: Node) -> None:
        if isinstance(node, Dates):
            low, high = id_bounds(node.start, node.end)
            self.ids = max(self.ids[0], low), min(self.ids[1], high)
        elif isinstance(node, Not) and isinstance(node.node, Dates):
            bounds = id_bounds(node.node.start, node.node.end)
            self.conditions.append(Condition(sql="({row} NOT BETWEEN ? AND ?)", parameters=bounds))
        elif isinstance(node, Range):
            self._ranges.setdefault(RANGED[node.name][0], []).append(node)
        elif roles := field_values(node, "role"):
            self._roles += self._values("role", roles)
            self._role_nodes.append(node)
        elif isinstance(node, Field) and node.name == "status" and node.value not in _MEETING_STATUS:
            self._statuses += self._values("status", [node.value])
        elif isinstance(node, Field) and node.name == "kind" and node.value in ("money", "headcount"):
            self._kinds.append(node.value)
        elif isinstance(node, Not) and isinstance(node.node, Range):
            group = Group(kind=RANGED[node.node.name][0], ranges=(node.node,))
            (condition,) = exact_conditions([group], self.query)
            self.conditions.append(Condition(sql="NOT " + condition.sql, parameters=condition.parameters))
        else:
            self.plain.append(node)

    def _make_groups(self) -> list[Group]:
        kinds = dict.fromkeys([*self._ranges, *self._kinds])
        holders = [kind for kind in kinds if kind in WITH_ROLE]
        if not holders:
            # No number to tie the role to: any fact with that role will do.
            self.plain += self._role_nodes
            if self._statuses:
                kinds["headcount"] = None
        return [
            Group(
                kind=kind,
                ranges=tuple(self._ranges.get(kind, ())),
                roles=tuple(self._roles) if kind in WITH_ROLE and self._roles else (),
                statuses=tuple(self._statuses) if kind == "headcount" else (),
            )
            for kind in kinds
        ]

    def alone(self) -> Group | None:
        """The condition on a figure of one role, where it decides alone which paragraphs in force are found."""
        more = self.plain or self.conditions or self.query.as_of or self.query.unit in _OTHER_ROWS
        (group,) = self.groups if len(self.groups) == 1 and not more else (None,)
        return group if group and group.ranges and len(group.roles) == 1 and not group.statuses else None

    def role_groups(self) -> list[Group]:
        """The figures that a role alone asks for."""
        return [Group(kind=kind, roles=tuple(self._roles)) for kind in WITH_ROLE] if self._roles else []

    def match(self, node: Node) -> Match:
        """The part of the tree that words and terms decide."""
        if isinstance(node, Word):
            return self._expanded(node) if node.prefix else self._with_variants(node)
        if isinstance(node, Phrase):
            forms = find_phrase_variants(node.words)
            return Or(matches=(node, *map(_words_match, forms))) if forms else node
        if isinstance(node, Near):
            return node
        if isinstance(node, All):
            return self.match_all(node.nodes)
        if isinstance(node, Any):
            return Or(matches=tuple(map(self.match, node.nodes)))
        if isinstance(node, Not):
            return Without(match=self.match(node.node))
        # Numbers and dates stand at the top of a query that was taken apart into its alternatives.
        assert isinstance(node, Field)
        return Or(matches=tuple(Term(text=term) for term in self._field_terms(node)))

    def _expanded(self, word: Word) -> Match:
        words, total = self.lookups.expand(word.text)
        if total > len(words):
            self.remarks.append(
                f"{total:,} words begin with “{word.text}”; the {len(words)} most frequent were searched for."
            )
        return Expanded(prefix=word.text, words=words)

    def _with_variants(self, word: Word) -> Match:
        variants = self.lookups.variants(word.text)
        if not variants:
            return word
        return Or(matches=(word, *map(_words_match, variants)))

    def match_all(self, nodes: Sequence[Node]) -> And:
        """All of these; words that spell out an acronym one after the other may also stand as the acronym."""
        matches: list[Match] = []
        position = 0
        while position < len(nodes):
            run = 1
            while position + run < len(nodes) and run < LONGEST_NAME and plain_word(nodes[position + run]):
                run += 1
            length, forms = known_name(nodes[position : position + run])
            found = [self.match(node) for node in nodes[position : position + length]]
            if forms:
                found = [Or(matches=(And(matches=tuple(found)), *map(_words_match, forms)))]
            matches += found
            position += length
        return And(matches=tuple(matches))

    def _field_terms(self, field: Field) -> Iterable[str]:
        name, value = field.name, field.value
        slug = terms.slug(value)
        if name in ("panel", "committee"):
            found = self.lookups.committees(value)
            if not found:
                self._remark(name, value)
            return [f"committee:{row}" for row in found]
        if name == "fy":
            return [f"fy:{slug}", f"fyi:{slug}"]
        if name == "meeting":
            return [f"meeting:{slug}"]
        if name == "kind":
            return [f"kind:{slug}", f"decision:{slug}"]
        if name == "vote":
            return ["vote:unanimous" if slug == "unanimous" else "kind:vote"]
        if name == "status":
            return [f"status:{slug}", f"state:{slug}"]
        values = [terms.slug(one) for one in self._values(name, [value])]
        if name == "topic":
            values += [terms.slug(one) for top in tuple(values) for one in self.lookups.narrower(top)]
        return [f"{name}:{one}" for one in dict.fromkeys(values or [slug])]

    def _values(self, name: str, folded: Iterable[str]) -> list[str]:
        found: list[str] = []
        for value in folded:
            values = self.lookups.values(name, terms.slug(value))
            if not values:
                self._remark(name, value)
            found += values or [value]
        return found

    def _remark(self, name: str, value: str) -> None:
        import difflib

        known = list(self.lookups.known(name))
        close = difflib.get_close_matches(value, known, n=3, cutoff=0.5) or known[:8]
        hint = f" There are: {', '.join(close)}." if close else ""
        sentence = f"Nothing in this index has {name}:{value}.{hint}"
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def _words_match(words: tuple[str, ...]) -> Match:
    return Word(text=words[0]) if len(words) == 1 else Phrase(words=words)
