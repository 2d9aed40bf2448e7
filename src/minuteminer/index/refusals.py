"""Why a figure is no level of its own: the words round it say that it is a part, a unit, a difference …

The words are the rows of refusals.json, each with examples and counter-examples.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# What a figure in such a list is refused as; sums that are changes by their role may be added, and followed.
LINE_OF_CHANGES = "a line in a list of changes"
CHANGE_ROLES = ("saving", "overspend", "underspend")
# So far back a whole may stand before its part: a long sentence or two.
_BEFORE_CHARS = 240
_AFTER_CHARS = 60
# The last sentence or two before a list say what its lines are.
_LEAD_CHARS = 160
# What a list of changes is led in with; its lines are changes too ("The savings were: overtime: £0.6m").
_CHANGES = re.compile(
    r"\b(?:saving|reduction|cut|increase|decrease|growth|pressure|variance|overspend|underspend)s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Words before and after a figure, and what they say against taking it for a level.

    They say nothing against a figure whose role is one of `levels`: a budget that others are compared with is one.
    Where there are `roles`, they are said only of figures of these: what is drawn from reserves is no reserve.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    reason: str
    levels: tuple[str, ...]
    roles: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@lru_cache(maxsize=1)
def load_refusals() -> tuple[Refusal, ...]:
    """The rows of refusals.json."""
    rows = json.loads(Path(__file__).with_name("refusals.json").read_text(encoding="utf-8"))
    return tuple(
        Refusal(
            before=re.compile(row.get("before", ""), re.IGNORECASE | re.DOTALL),
            after=re.compile(row.get("after", ""), re.IGNORECASE),
            reason=row["reason"],
            levels=tuple(row.get("levels", ())),
            roles=tuple(row.get("roles", ())),
            examples=tuple(row["examples"]),
            counter_examples=tuple(row["counter_examples"]),
        )
        for row in rows
    )


def refuse_figure(
    passage: str, start_char: int, end_char: int, *, role: str | None = None, comparing: bool = False
) -> str:
    """Why the figure at `start_char` to `end_char` of the passage is no level of its own; "" if it is one.

    `role` is what the figure is known to be, such as a budget. `comparing` says that figures are set beside each
    other over time: what one is compared with is of another time, also where it is a level.

    >>> refuse_figure("It cost £5m, of which £2m was for vehicles.", 22, 25)
    'part of another figure'
    """
    before = passage[max(0, start_char - _BEFORE_CHARS) : start_char]
    after = passage[end_char : end_char + _AFTER_CHARS]
    rows = (
        row for row in load_refusals() if (comparing or role not in row.levels) and (not row.roles or role in row.roles)
    )
    return next((row.reason for row in rows if row.before.search(before) and row.after.search(after)), "")


def leads_to_changes(lead: str) -> bool:
    """Whether the paragraph before a list says that its lines are changes.

    >>> leads_to_changes("The savings were:"), leads_to_changes("The costs were:")
    (True, False)
    """
    lead = lead.rstrip()
    return lead.endswith(":") and bool(_CHANGES.search(lead[-_LEAD_CHARS:]))
