"""What the conditions of a query name: values of a field, kinds of fact, long forms of acronyms."""

from __future__ import annotations

from collections.abc import Sequence

from minuteminer.index.variants import load_equals
from minuteminer.queries import Any, Field, Node, Query, Word

# Words of the longest name that has an acronym: "Inspectorate of Constabulary and Fire and Rescue Services".
LONGEST_NAME = 8


def plain_word(node: Node) -> bool:
    """Whether a condition is one word without a star."""
    return isinstance(node, Word) and not node.prefix


def known_name(nodes: Sequence[Node]) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """How many of the nodes, from the first on, are words of a known long form, and its other forms."""
    words = tuple(node.text for node in nodes if isinstance(node, Word) and not node.prefix)
    if len(words) == len(nodes):
        for length in range(len(words), 1, -1):
            if forms := load_equals().get(" ".join(words[:length]), ()):
                return length, forms
    return 1, ()


def field_values(node: Node, name: str) -> list[str]:
    """The values of a field, alone or as alternatives."""
    if isinstance(node, Field) and node.name == name:
        return [node.value]
    if isinstance(node, Any):
        values = [one for inner in node.nodes for one in field_values(inner, name)]
        return values if len(values) == len(node.nodes) else []
    return []


def named_kinds(query: Query) -> tuple[str, ...]:
    """The kinds of fact that a query names, itself or by a verb or a vote."""
    named = [value for node in query.conditions for value in field_values(node, "kind")]
    named += ["resolution" for node in query.conditions if field_values(node, "verb")]
    named += ["vote" for node in query.conditions if field_values(node, "vote")]
    return tuple(dict.fromkeys(named))
