"""Why a fact was read as it was: the rule, the words that set it off, what stood round it, what was refused."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minuteminer.annotate.lexicon import LEXICONS, load_lexicon
from minuteminer.errors import UsageError
from minuteminer.findings import Rival, Value

# Where each kind's finder lives; each takes `trace`, a list that collects the readings it refused.
_FINDERS = {
    "money": ("money", "find_money"),
    "percent": ("percents", "find_percents"),
    "headcount": ("headcounts", "find_headcounts"),
    "vote": ("votes", "find_votes"),
    "resolution": ("resolutions", "find_resolutions"),
    "note": ("notes", "find_notes"),
}
_FACT_ID = re.compile(r"^(?P<item>.*)#(?P<kind>[a-z]+)-(?P<start>\d+)-(?P<end>\d+)$", re.DOTALL)

# How far round a fact its context is quoted, and how near a refused reading must lie to be its rival.
CONTEXT_CHARS = 80
RIVAL_CHARS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAddress:
    """The parts of a fact's id: the item it is in, its kind, and its offsets in the item's text."""

    item: str
    kind: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A fact's rule and surroundings; `words` are (what they tell, the words themselves)."""

    value: Value
    kind: str
    rule_id: str
    before: str
    after: str
    words: tuple[tuple[str, str], ...]
    rivals: tuple[tuple[str, Rival], ...]
    example: str | None


def parse_fact_id(fact_id: str) -> FactAddress:
    """The parts of a fact's id; raises UsageError with an example where it is none.

    >>> parse_fact_id("minutes.example:20411#money-120-124").kind
    'money'
    """
    match = _FACT_ID.match(fact_id)
    if match is None or match["kind"] not in _FINDERS:
        raise UsageError(
            f"{fact_id!r} is no fact: expected ITEM#KIND-START-END such as 20411#money-120-124 "
            "(`minuteminer show ITEM` and `minuteminer search QUERY --json` print them)"
        )
    return FactAddress(
        item=match["item"], kind=match["kind"], start_char=int(match["start"]), end_char=int(match["end"])
    )


def explain(text: str, address: FactAddress) -> Explanation:
    """Why the fact at `address` in `text` was read; raises UsageError if no such fact is read there any more."""
    module, function = _FINDERS[address.kind]
    find: Callable[..., list[Any]] = getattr(importlib.import_module(f"minuteminer.annotate.{module}"), function)
    trace: list[Rival] = []
    for value in find(text, trace=trace):
        if (value.start_char, value.end_char) == (address.start_char, address.end_char):
            return _explanation(text, address.kind, value, trace)
    words = text[address.start_char : address.end_char]
    raise UsageError(
        f"no {address.kind} is read at {address.start_char}-{address.end_char} ({words[:40]!r}) by the present rules; "
        "annotate and index again, then take the id from `minuteminer show`"
    )


def _explanation(text: str, kind: str, value: Any, trace: list[Rival]) -> Explanation:
    near = [
        (text[rival.start_char : rival.end_char], rival)
        for rival in trace
        if rival.end_char > value.start_char - RIVAL_CHARS and rival.start_char < value.end_char + RIVAL_CHARS
    ]
    return Explanation(
        value=value,
        kind=kind,
        rule_id=value.rule_id,
        before=text[max(0, value.start_char - CONTEXT_CHARS) : value.start_char],
        after=text[value.end_char : value.end_char + CONTEXT_CHARS],
        words=tuple((evidence.reads, text[evidence.start_char : evidence.end_char]) for evidence in value.evidence),
        rivals=tuple(near),
        example=_example(value.rule_id),
    )


def _example(rule_id: str) -> str | None:
    """The first example of the lexicon row that has the rule's id; None for a rule that is not a row."""
    for path in sorted(LEXICONS.glob("*.json")):
        for row in load_lexicon(path.stem):
            if row.id == rule_id:
                return row.examples[0]
    return None
