"""What to do next: for an answer without hits, and for words that the query language says better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minuteminer.answers import Results
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.echo import in_plain_words
from minuteminer.queries import Any, Near, Node, Not, Phrase, Query, Word

_AMOUNT = re.compile(
    r"(?<!:)\b(?P<words>above|over|more than|exceeding|greater than|at least|below|under|less than|up to)\s+£?"
    r"(?P<number>\d[\d,.]*)\s?(?P<unit>k|m|bn|thousand|million|billion)?\b",
    re.IGNORECASE,
)
_SIGNS = {"at least": ">=", "below": "<", "under": "<", "less than": "<", "up to": "<="}
_MOVED = re.compile(
    r"\b(?:who|movers?|seconders?|proposers?)\b.*\b(?:moved|seconded|proposed|movers?|seconders?)\b", re.IGNORECASE
)
_SHOWN = 3


def advise(backend: Backend, results: Results) -> Results:
    """The answer with sentences on what to ask instead; the same answer where there is nothing to say."""
    remarks = [*_hints(results.query.text)]
    if not results.total and not results.titles and not results.left_out and results.query.conditions:
        # What occurs nowhere is said already, with what was meant.
        said = bool(results.remarks) and len(results.query.conditions) == 1
        remarks += [] if said else _why_nothing(backend, results.query)
    return replace(results, remarks=(*results.remarks, *remarks)) if remarks else results


def _hints(text: str) -> list[str]:
    hints = []
    if match := _AMOUNT.search(text):
        sign, unit = _SIGNS.get(match["words"].lower(), ">"), (match["unit"] or "").lower()
        hints.append(f"Sums of money are asked for as amount:{sign}{match['number'].rstrip(',.')}{unit}.")
    if _MOVED.search(text):
        hints.append("Who moved and who seconded stands in the register: minuteminer register, or proposer:NAME.")
    return hints


def _why_nothing(backend: Backend, query: Query) -> list[str]:
    counts = [(node, _count(backend, replace(query, conditions=(node,)))) for node in query.conditions]
    absent = [in_plain_words(node, query.text) for node, count in counts if not count and not isinstance(node, Not)]
    if absent:
        remarks = [f"Nothing is found for: {', '.join(absent)}."]
        kept = tuple(node for node, count in counts if count)
        if kept and (count := _count(backend, replace(query, conditions=kept))):
            remarks.append(f"Without that there would be {_matches(count)}.")
    else:
        remarks = _loosened(backend, query)
    if query.unit not in ("paragraph", "item", "meeting") and (
        count := _count(backend, replace(query, unit="paragraph"))
    ):
        remarks.append(f"Without in:{query.unit} there would be {_matches(count)}.")
    return remarks


def _loosened(backend: Backend, query: Query) -> list[str]:
    """Every condition is met somewhere, but not all together: what each of them costs."""
    remarks = []
    words = tuple(node for node in query.conditions if isinstance(node, (Word, Phrase, Near)))
    others = tuple(node for node in query.conditions if node not in words)
    if len(words) > 1:
        if count := _count(backend, replace(query, conditions=(*others, Any(nodes=words)))):
            remarks.append(f"With OR between the words there would be {_matches(count)}.")
        remarks += _spread(backend, query, words)
    without = [(node, tuple(one for one in query.conditions if one is not node)) for node in query.conditions]
    found = [(node, _count(backend, replace(query, conditions=kept))) for node, kept in without if kept]
    for node, count in [pair for pair in found if pair[1]][:_SHOWN]:
        remarks.append(f"Without “{in_plain_words(node, query.text)}” there would be {_matches(count)}.")
    return remarks


def _spread(backend: Backend, query: Query, words: Sequence[Node]) -> list[str]:
    """Agenda items that have all the words, in different paragraphs."""
    together: set[int] | None = None
    for node in query.conditions:
        asked = Asked(backend, replace(query, conditions=(node,), unit="item"))
        owners = set(asked.owners(asked.by_date(5_000, 0)).values())
        together = owners if together is None else together & owners
    if not together:
        return []
    newest = sorted(together, reverse=True)[:_SHOWN]
    marks = ", ".join("?" * len(newest))
    keys = [key for (key,) in backend.rows(" ".join(("SELECT key FROM item WHERE id IN (", marks, ")")), newest)]
    number = len(together)
    has = "agenda item has" if number == 1 else "agenda items have"
    return [f"{number} {has} all of it in different paragraphs: {', '.join(keys)}{' …' if number > _SHOWN else ''}."]


def _count(backend: Backend, query: Query) -> int:
    return Asked(backend, query).counts()[0]


def _matches(count: int) -> str:
    return f"{count:,} match{'' if count == 1 else 'es'}"
