"""What comes nearest to a query that nothing meets: the same query with the fewest of its conditions left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.ids import day_of
from minuteminer.queries import Any, Near, Node, Phrase, Query, Word

# A question of nine words has 36 pairs to leave out. Each try takes about a millisecond at 100,000 paragraphs.
MAX_TRIES = 60
MAX_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """What is left of the conditions, and how much that finds."""

    left_out: tuple[Node, ...]
    kept: tuple[Node, ...]
    count: int


class Counts:
    """How much each part of one query finds by itself, asked once."""

    def __init__(self, backend: Backend, query: Query) -> None:
        self._backend = backend
        self.query = query
        self._asked: dict[Query, Asked] = {}
        self._counted: dict[tuple[Node, ...], int] = {}

    def of(self, conditions: tuple[Node, ...]) -> int:
        """The matches of some conditions, boilerplate left out unless it is asked for."""
        if conditions not in self._counted:
            self._counted[conditions] = self._ask(replace(self.query, conditions=conditions)).counts()[0]
        return self._counted[conditions]

    def of_any(self, words: tuple[Node, ...]) -> int:
        """The matches of any of the words with all other conditions, of a query that has no matches."""
        others = tuple(node for node in self.query.conditions if node not in words)
        if len(words) == 2 and not others:
            # Nothing has both, so that no match is counted twice.
            return sum(self.of((word,)) for word in words)
        return self.of((*others, Any(nodes=words)))

    def items_with_all(self) -> list[int]:
        """The agenda items that have every condition in some paragraph, newest first; those of the newest matches."""
        together: set[int] | None = None
        days: set[int] | None = None
        for node in sorted(self.query.conditions, key=lambda node: self.of((node,))):
            asked = self._ask(replace(self.query, conditions=(node,), unit="paragraph"))
            # All paragraphs of an item are of one day: what is of other days need not be read.
            rows = [row for row in asked.newest() if days is None or day_of(row) in days]
            owners = asked.owners(rows)
            together = set(owners.values()) if together is None else together & set(owners.values())
            days = {day_of(row) for row, owner in owners.items() if owner in together}
        return sorted(together or (), reverse=True)

    def _ask(self, query: Query) -> Asked:
        if query not in self._asked:
            self._asked[query] = Asked(self._backend, query)
        return self._asked[query]


def is_word(node: Node) -> bool:
    """Whether a condition is on the words of a passage, and not on what is known of it."""
    return isinstance(node, (Word, Phrase, Near))


def find_nearest(counts: Counts, conditions: Sequence[Node]) -> list[Nearest]:
    """The ways to leave out the fewest conditions that find anything; what tells least, as most have it, goes first."""
    common = sorted(conditions, key=lambda node: -counts.of((node,)))
    tries = 0
    for number in range(1, len(common)):
        found: list[Nearest] = []
        for left_out in combinations(common, number):
            kept = tuple(node for node in counts.query.conditions if node in conditions and node not in left_out)
            tries += 1
            if count := counts.of(kept):
                dropped = tuple(node for node in counts.query.conditions if node in left_out)
                found.append(Nearest(left_out=dropped, kept=kept, count=count))
            if len(found) == MAX_SHOWN or tries == MAX_TRIES:
                break
        if found or tries == MAX_TRIES:
            return found
    return []
