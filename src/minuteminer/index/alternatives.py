"""Alternatives that a word index cannot decide: numbers and dates under OR, in brackets or after a minus.

A query with such alternatives is asked as several, none of which has a number or a date below the top; a row that
meets more than one of them is one hit. `role:overtime (amount:>1m OR headcount:>20)` becomes `role:overtime
amount:>1m` and `role:overtime headcount:>20`, so that conditions on one figure stay together.
"""

from __future__ import annotations

from collections.abc import Sequence

from minuteminer.errors import QueryError
from minuteminer.queries import All, Any, Dates, Node, Not, Range

# Each is asked by itself; a person's question has two or three.
MAX_ALTERNATIVES = 16
Conditions = tuple[Node, ...]


def find_alternatives(conditions: Sequence[Node]) -> tuple[Conditions, ...]:
    """The conditions of each query that together find what the conditions ask for.

    Raises QueryError for more than 16.

    >>> from minuteminer.index.query import parse_query
    >>> find_alternatives(parse_query("precept (date:2015 OR kind:money)").conditions)[1]
    (Word(text='precept', prefix=False), Field(name='kind', value='money'))
    """
    found: list[Conditions] = [()]
    for node in conditions:
        several = _alternatives(node)
        found = [(*before, *one) for before in found for one in several]
        if len(found) > MAX_ALTERNATIVES:
            raise QueryError(
                f"The numbers and dates under OR make more than {MAX_ALTERNATIVES} combinations; "
                "ask for some of them by themselves."
            )
    return tuple(dict.fromkeys(found))


def _alternatives(node: Node) -> list[Conditions]:
    if not _holds_number(node) or isinstance(node, (Range, Dates)):
        return [(node,)]
    if isinstance(node, Any):
        return [one for inner in node.nodes for one in _alternatives(inner)]
    if isinstance(node, All):
        return list(find_alternatives(node.nodes))
    if isinstance(node, Not) and not isinstance(node.node, (Range, Dates)):
        return _alternatives(_negated(node.node))
    return [(node,)]


def _negated(node: Node) -> Node:
    """What a minus before brackets means for what stands in them."""
    if isinstance(node, Any):
        return All(nodes=tuple(Not(node=one) for one in node.nodes))
    if isinstance(node, All):
        return Any(nodes=tuple(Not(node=one) for one in node.nodes))
    return node.node if isinstance(node, Not) else Not(node=node)


def _holds_number(node: Node) -> bool:
    if isinstance(node, (All, Any)):
        return any(map(_holds_number, node.nodes))
    return _holds_number(node.node) if isinstance(node, Not) else isinstance(node, (Range, Dates))
