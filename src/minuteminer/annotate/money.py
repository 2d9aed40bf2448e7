"""find_money."""

from __future__ import annotations
from minuteminer.annotate.money_amounts import find_amounts
from minuteminer.annotate.numbers import lower_copy
from minuteminer.facts import Money, Rival


def find_money(text: str, *, trace: list[Rival] | None = None) -> list[Money]:
    out = []
    for a in find_amounts(text, lower_copy(text), trace):
        out.append(
            Money(
                start_char=a.start,
                end_char=a.end,
                text=text[a.start : a.end],
                rule_id=a.rule_id,
                low_pence=None if a.low is None else int(a.low * 100),
                high_pence=None if a.high is None else int(a.high * 100),
                currency=a.currency,
                reason=a.reason,
            )
        )
    return out
