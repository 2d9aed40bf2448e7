"""Sums of money: what is printed, and what the words round it say of it.

`find_money` is pure: text in, sums out, with exact offsets. The sums come from `money_amounts`, scaled table cells
from `money_tables`, the meaning from `money_context`, `money_change` and `money_period`; this module puts them
together.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from minuteminer.annotate.money_amounts import find_amounts
from minuteminer.annotate.money_cells import cell_readings, role_of_heads
from minuteminer.annotate.money_change import (
    find_change,
    is_another_option,
    is_band_rise,
    is_movement,
    says_again,
)
from minuteminer.annotate.money_context import (
    Reading,
    View,
    drop_hedge,
    find_nearest,
    find_negation,
    find_status,
    make_view,
)
from minuteminer.annotate.money_context_words import (
    BILL,
    CHANGE,
    NEGATION,
    PER,
    PERIOD,
    ROLE,
    SALARY,
    STATUS,
    YEARS,
    ContextWords,
    context_words,
)
from minuteminer.annotate.money_figures import Amount, merge_amounts, note_refusal
from minuteminer.annotate.money_pairs import (
    is_listed_change,
    is_next_level,
    is_paid_as_often,
    is_paid_as_often_as_next,
)
from minuteminer.annotate.money_period import (
    derive_total,
    find_band_before,
    find_bill,
    find_period_and_per,
    find_period_before,
    find_salary,
    find_years,
    is_compared,
)
from minuteminer.annotate.money_side import settle_role, settle_status, status_of_end
from minuteminer.annotate.money_tables import find_scaled_cells, read_cell
from minuteminer.annotate.numbers import lower_copy
from minuteminer.annotate.qualifiers import find_hedge, may_be_qualified, turn_denied
from minuteminer.annotate.records import maker_of
from minuteminer.findings import Evidence, Money, Qualifier, Rival

_make_money = maker_of(Money)
# A sum this far from the one before it does not say it again and is not set against it.
_NEAR = 90
# No council tax bill of one home is as high as this (in pounds).
_BILL_MOST = 10_000


def find_money(text: str, *, trace: list[Rival] | None = None) -> list[Money]:
    """All sums of money in `text`, in reading order; `text[m.start_char:m.end_char] == m.text`.

    What looks like a sum but cannot be printed so has no value and a `reason`. `trace`, when given, collects the
    readings that were refused, for `explain`.

    >>> [(m.text, m.low_pence, m.period) for m in find_money("It cost £4-5m, then £38k a year.")]
    [('£4-5m', 400000000, None), ('£38k', 3800000, 'year')]
    """
    amounts = find_amounts(text, trace)
    if "£" in text and (cells := find_scaled_cells(text, trace)):
        amounts = merge_amounts(amounts, cells)
    if not amounts:
        return []
    lower = lower_copy(text)
    if len(amounts) > 1:
        amounts = _join_ranges(lower, amounts, trace)
    words, has_tables = context_words(), "|" in text
    found: list[Money] = []
    rise: Money | None = None
    for amount in amounts:
        money = _describe(text, lower, amount, found[-1] if found else None, words, has_tables)
        if rise is not None and money.change is None and is_another_option(lower, rise, money, words):
            money = replace(
                money, change=rise.change, per=money.per or rise.per, evidence=(*money.evidence, *rise.evidence)
            )
        elif money.change is not None and is_band_rise(money, words):
            rise = money
        if found and money.period is not None and is_paid_as_often_as_next(lower, found[-1], money.start_char):
            found[-1] = replace(found[-1], period=found[-1].period or money.period)
        found.append(money)
    return found


def _join_ranges(lower: str, amounts: list[Amount], trace: list[Rival] | None) -> list[Amount]:
    """Makes one sum of two that are the ends of a range: "between £8 and £9", "£1.1m-£1.4m"."""
    joined: list[Amount] = []
    for amount in amounts:
        both = None
        if joined and 0 < amount.start - joined[-1].end <= 6:
            both = _range(lower, joined[-1], amount, trace)
            if both is None:
                joined[-1] = _scaled_level(lower, joined[-1], amount)
        if both is None:
            joined.append(amount)
        else:
            joined[-1] = both
    return joined


def _scaled_level(lower: str, first: Amount, second: Amount) -> Amount:
    """The first of two levels, in millions if only the second says so: "rose from £90 to £95 million".

    Only where that brings the two within a factor of ten.
    """
    if first.magnitude is not None or second.magnitude is None or first.low is None or second.low is None:
        return first
    if lower[first.end : second.start].strip() != "to" or not lower[: first.start].rstrip().endswith("from"):
        return first
    low = first.low * second.magnitude
    if not second.low <= low * 10 <= second.low * 100:
        return first
    return first._replace(low=low, high=low, magnitude=second.magnitude)


def _range(lower: str, first: Amount, second: Amount, trace: list[Rival] | None) -> Amount | None:
    if first.low is None or second.low is None or first.low != first.high or first.currency != second.currency:
        return None
    gap = lower[first.end : second.start].strip()
    if gap == "and":
        if "between" not in lower[max(0, first.start - 30) : first.start]:
            return None
    elif gap == "to":
        if is_movement(lower, first.start):
            note_refusal(trace, first.start, second.end, "money.range", "a movement from one level to another")
            return None
    elif gap not in ("-", "–", "—", "‑"):
        return None
    low = first.low
    if first.magnitude is None and second.magnitude is not None and low * second.magnitude <= second.low:
        low *= second.magnitude
    if low > second.low or low < 0:
        return None
    return first._replace(end=second.end, low=low, high=second.high, magnitude=second.magnitude, rule_id="money.range")


def _describe(
    text: str, lower: str, amount: Amount, previous: Money | None, words: ContextWords, has_tables: bool
) -> Money:
    """The sum with everything that its sentence says of it."""
    start, end, _, _, currency, rule_id, _, _ = amount
    low_pence, high_pence, reason = _pence(amount)
    view = make_view(text, lower, start, end, words.kinds.get)
    qualifier, hedge = _take_hedge(view) if may_be_qualified(view.left, view.right) else ("exact", None)
    if qualifier == "exact" and low_pence != high_pence:
        qualifier = "between"
    readings = _readings(view, amount, words)
    if previous is not None and start - previous.end_char <= _NEAR:
        _carry_over(view, readings, previous, words)
    if has_tables and (cell := read_cell(lower, start)) is not None:
        readings.update(cell_readings(cell, words))
        if "role" not in readings and (role := role_of_heads(lower, cell, words)) is not None:
            readings["role"] = role
    value: dict[str, Any] = {field: reading[0] for field, reading in readings.items()}
    evidence = [reading[1] for reading in readings.values()]
    if hedge is not None:
        evidence.append(hedge)
    years = find_years(view, words) if view.right_kinds & YEARS else None
    if years is not None:
        evidence.append(years[1])
    negation: Evidence | None = None
    if (view.left_kinds | view.right_kinds) & NEGATION and qualifier in ("exact", "approx", "between"):
        negation = find_negation(view, words)
    if negation is not None:
        evidence.append(negation)
    period = value.get("period")
    return _make_money(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id=rule_id,
        low_pence=low_pence,
        high_pence=high_pence,
        currency=currency,
        qualifier=qualifier,
        period=period,
        per=value.get("per"),
        change=value.get("change"),
        role=value.get("role"),
        status=value.get("status"),
        negated=negation is not None,
        years=None if years is None else years[0],
        derived=() if years is None else derive_total(text[start:end], low_pence, high_pence, period, years[0]),
        reason=reason,
        evidence=tuple(evidence),
    )


def _take_hedge(view: View) -> tuple[Qualifier, Evidence | None]:
    """The hedge of the sum; one that stands before it is taken out of the view, because it governs nothing else."""
    qualifier, hedge = find_hedge(view.lower, view.start, view.end)
    if hedge is None or hedge.start_char > view.start:
        return qualifier, hedge
    drop_hedge(view, hedge)
    return turn_denied(view.lower, qualifier, hedge), hedge


def _readings(view: View, amount: Amount, words: ContextWords) -> dict[str, Reading]:
    """Period, basis, change, role and status, by field."""
    low = amount.low or Decimal(0)
    left, right = view.left_kinds, view.right_kinds
    both = left | right
    readings: dict[str, Reading] = {}
    if right & (PERIOD | PER) or view.lower.startswith(("-", "/"), view.end):
        for reading in find_period_and_per(view, words):
            readings.setdefault(reading[1].reads, reading)
    if both & SALARY and (salary := find_salary(view, words, low)) is not None:
        readings["period"] = salary  # "£82,000 for four days a week" is the year's
    if left & (PERIOD | BILL) and "period" not in readings:
        found = find_period_before(view, words) or find_bill(view, words)
        if found is not None:
            readings["period"] = found
    per = readings.get("per")
    if per is None:
        if left & PER and low < _BILL_MOST and (band := find_band_before(view)) is not None:
            readings["per"] = band
    elif low >= _BILL_MOST and per[0].startswith("Band"):
        del readings["per"]  # what all bands together pay
    if (both & CHANGE or 1 < low <= words.band_rise_most) and (change := find_change(view, words, low)) is not None:
        readings["change"] = change
    role = find_nearest(view, words.roles, ROLE, "role") if both & ROLE else None
    if role is not None and (role := settle_role(view, role, words)) is not None:
        readings["role"] = _recurring(view, role, readings.get("period"), words)
    if both & STATUS or view.left[-1:] == ["cost"]:
        status = settle_status(view, find_status(view, words), words)
        if status is not None:
            readings["status"] = status
    return readings


def _recurring(view: View, role: Reading, period: Reading | None, words: ContextWords) -> Reading:
    """The role of a sum that comes again: money borrowed "at £6,200 a day" is what the debt costs, not the debt."""
    if period is None or (found := words.recurring.get(role[0])) is None:
        return role
    instead, often = found
    is_rate = view.left[-1:] == ["at"]
    return (instead, role[1]) if is_rate or period[0] in often else role


def _carry_over(view: View, readings: dict[str, Reading], previous: Money, words: ContextWords) -> None:
    """Adds what the sum before says of this one too.

    Its change, where it is said again; its period, where compared; its role, where both are levels of one thing.
    """
    here = (previous.start_char, previous.end_char)
    if previous.change is not None and "change" not in readings:
        if says_again(view.lower, previous.end_char, view.start, words) or is_listed_change(
            view.lower, previous, view.start, view.end
        ):
            readings["change"] = (previous.change, Evidence(reads="change", start_char=here[0], end_char=here[1]))
    elif previous.period is not None and "period" not in readings and is_compared(view, words):
        readings["period"] = (previous.period, Evidence(reads="period", start_char=here[0], end_char=here[1]))
    if previous.period is not None and "period" not in readings and is_paid_as_often(view, previous, readings):
        readings["period"] = (previous.period, Evidence(reads="period", start_char=here[0], end_char=here[1]))
    if "status" not in readings and (status := status_of_end(view, *here, words)) is not None:
        readings["status"] = status
    if previous.role is not None and "role" not in readings and is_next_level(view.lower, here, view.start):
        readings["role"] = (previous.role, Evidence(reads="role", start_char=here[0], end_char=here[1]))


def _pence(amount: Amount) -> tuple[int | None, int | None, str | None]:
    """Both ends in pence; None with a reason where they are no whole number of pence."""
    _, _, low, high, _, _, _, reason = amount
    if low is None or high is None:
        return None, None, reason
    low_pence = high_pence = int(exact := low * 100)
    whole = exact == low_pence
    if high is not low:
        high_pence = int(exact := high * 100)
        whole = whole and exact == high_pence
    return (low_pence, high_pence, None) if whole else (None, None, "not a whole number of pence")
