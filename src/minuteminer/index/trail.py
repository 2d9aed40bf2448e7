"""A trail: every value of one thing over time, each with its paragraph."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from minuteminer.answers import Trail
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.conditions import Group
from minuteminer.index.figures import find_figures, in_list_of_changes
from minuteminer.index.following import follow
from minuteminer.index.nodes import field_values
from minuteminer.index.query import parse_query
from minuteminer.index.refusals import CHANGE_ROLES
from minuteminer.index.role_sorts import sort_asked_for
from minuteminer.index.terms import slug
from minuteminer.index.variants import find_variants
from minuteminer.index.words import words_of
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
) -> Trail:
    """Every value of one thing ("officer strength", "precept", "role:PCSO"), oldest first.

    Words and fields that name a measure or a role choose the figures; the others must hold for the paragraph.
    Of the figures that are found the commonest sort is followed: one unit, one role, one measure. The rest is
    left out with the reason. Raises QueryError for a mistake in `thing`, which may use the query language.
    """
    query = parse_query(thing)
    known = _known_roles(backend)
    measures: list[str] = []
    named: list[set[str]] = []
    rest: list[Node] = []
    for node in query.conditions:
        if isinstance(node, Word) and node.text in _MEASURES:
            measures.append(_MEASURES[node.text])
        elif roles := _roles_of(node, known):
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
    figures = list(find_figures(backend, asked, tuple(ranged) or _groups(wanted, measures)))
    changes = {one for one in figures if one.role not in CHANGE_ROLES and in_list_of_changes(backend, one)}
    return follow(
        figures,
        measures,
        establishment="establishment" in words_of(thing),
        sort=sort_asked_for(wanted, words_of(thing)),
        changes=changes,
    )


def _known_roles(backend: Backend) -> list[str]:
    return [value for (value,) in backend.rows("SELECT DISTINCT value FROM vocabulary WHERE field = 'role'")]


def _roles_of(node: Node, roles: Sequence[str]) -> set[str]:
    """The roles that a condition names: a word of their names, or a field."""
    if isinstance(node, Word) and not node.prefix:
        return _roles_named(node.text, roles)
    asked_for = {slug(value) for value in field_values(node, "role")}
    return {role for role in roles if slug(role) in asked_for}


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
