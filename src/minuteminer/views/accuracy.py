"""How well facts are read, as it was measured: the pinned scores that come with the program, in words."""

from __future__ import annotations

import json
from dataclasses import dataclass

from minuteminer.settings import bundled

# What the kinds of the gold files are called on a page; a kind that is not here is shown as it is.
NAMES = {
    "money": "Sums of money: the amount",
    "money-full": "Sums of money: with period, role and all else",
    "percent": "Percentages",
    "officers": "Headcounts: the number and whose it is",
    "officers-full": "Headcounts: with measure, status and all else",
    "votes": "Votes",
    "paragraphs": "Printed paragraphs",
    "items": "Headings of agenda items",
    "topics": "Topics",
    "resolutions": "Decisions",
    "verbs": "Verbs of decisions",
}
# Passages that no rule was written from.
HELD_OUT = "test.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A kind of fact and its F1 in per cent (100: all found, nothing else taken for it)."""

    name: str
    f1_percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """The scores on the passages that the rules were not written from, and how many passages they are."""

    passages: int
    kinds: tuple[Measured, ...]


def load_accuracy() -> Accuracy | None:
    """The pinned scores; None where they do not come with this installation."""
    try:
        files = json.loads(bundled("corpus", "gold", "baseline.json").read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        return None
    entry = files.get(HELD_OUT)
    if entry is None:
        return None
    return Accuracy(
        passages=entry["passages"],
        kinds=tuple(
            Measured(name=NAMES.get(kind, kind), f1_percent=f"{100 * score:.1f}%")
            for kind, score in entry["f1"].items()
        ),
    )
