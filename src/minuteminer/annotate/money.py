"""Sums of money: what is printed, and what the words round it say of it.

`find_money` is pure: text in, sums out, with exact offsets. The sums come from `money_amounts`, scaled table cells
from `money_tables`, the meaning from `money_context`; this module puts them together.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from minuteminer.annotate.money_amounts import Amount, find_amounts, merge_amounts
from minuteminer.annotate.money_context import (
    ContextWords,
    Reading,
    View,
    carries_over,
    context_words,
    find_band_before,
    find_band_rise,
    find_change,
    find_implied_period,
    find_negation,
    find_period_and_per,
    find_period_before,
    find_role,
    find_status,
    find_years,
    is_movement,
    make_view,
)
from minuteminer.annotate.money_tables import CellReading, find_scaled_cells, read_cell
from minuteminer.annotate.numbers import lower_copy
from minuteminer.annotate.qualifiers import find_qualifier
from minuteminer.findings import Derived, Evidence, Money, Rival


def find_money(text: str, *, trace: list[Rival] | None = None) -> list[Money]:
    """All sums of money in `text`, in reading order; `text[m.start_char:m.end_char] == m.text`.

    What looks like a sum but cannot be printed so has no value and a `reason`. `trace`, when given, collects the
    readings that were refused, for `explain`.

    >>> [(m.text, m.low_pence, m.period) for m in find_money("It cost £4-5m, then £38k a year.")]
    [('£4-5m', 400000000, None), ('£38k', 3800000, 'year')]
    """
    lower = lower_copy(text)
    amounts = join_ranges(lower, find_amounts(text, lower, trace))
    if "£" in text and (cells := find_scaled_cells(text, lower)):
        amounts = merge_amounts(amounts, cells)
    found: list[Money] = []
    for index, amount in enumerate(amounts):
        previous = (amounts[index - 1], found[-1]) if index else None
        found.append(_describe(text, lower, amount, previous))
    return found


def join_ranges(lower: str, amounts: list[Amount]) -> list[Amount]:
    """Makes one sum of two that are the ends of a range: "between £8 and £9", "£1.1m-£1.4m"."""
    joined: list[Amount] = []
    for amount in amounts:
        if (
            joined
            and 0 < amount.start - joined[-1].end <= 6
            and ((both := _range(lower, joined[-1], amount)) is not None)
        ):
            joined[-1] = both
        else:
            joined.append(amount)
    return joined


def _range(lower: str, first: Amount, second: Amount) -> Amount | None:
    if first.low is None or second.low is None or first.low != first.high or first.currency != second.currency:
        return None
    gap = lower[first.end : second.start].strip()
    if gap == "and":
        if "between" not in lower[max(0, first.start - 30) : first.start]:
            return None
    elif gap == "to":
        if is_movement(lower, first.start):
            return None
    elif gap not in ("-", "–", "—", "‑", "−"):
        return None
    low = first.low
    if first.magnitude is None and second.magnitude is not None and low * second.magnitude <= second.low:
        low *= second.magnitude
    if low > second.low or low < 0:
        return None
    return first._replace(end=second.end, low=low, high=second.high, magnitude=second.magnitude, rule_id="money.range")


def _describe(text: str, lower: str, amount: Amount, previous: tuple[Amount, Money] | None) -> Money:
    """The sum with everything that its sentence says of it."""
    low_pence, high_pence, reason = _pence(amount)
    words, view = context_words(), make_view(lower, amount.start, amount.end)
    qualifier, hedge = find_qualifier(lower, amount.start, amount.end)
    if qualifier == "exact" and low_pence != high_pence:
        qualifier = "between"
    readings = _readings(view, amount, previous, lower)
    years = find_years(view)
    negation = (
        find_negation(view, words) if qualifier not in ("at_most", "less_than", "at_least", "more_than") else None
    )
    value = {reading.evidence.reads: reading.value for reading in readings}
    evidence = [reading.evidence for reading in readings]
    evidence.extend(each for each in (hedge, years[1] if years else None, negation) if each is not None)
    period = value.get("period")
    return Money(
        start_char=amount.start,
        end_char=amount.end,
        text=text[amount.start : amount.end],
        rule_id=amount.rule_id,
        low_pence=low_pence,
        high_pence=high_pence,
        currency=amount.currency,
        qualifier=qualifier,
        period=period,
        per=value.get("per"),
        change=value.get("change"),  # type: ignore[arg-type]
        role=value.get("role"),
        status=value.get("status"),
        negated=negation is not None,
        years=years[0] if years else None,
        derived=_derived(low_pence, high_pence, period, years[0] if years else None),
        reason=reason,
        evidence=tuple(evidence),
    )


def _readings(view: View, amount: Amount, previous: tuple[Amount, Money] | None, lower: str) -> list[Reading]:
    """Period, basis, change, role and status, each at most once."""
    words = context_words()
    readings: dict[str, Reading] = {}
    for reading in find_period_and_per(view, words):
        readings.setdefault(reading.evidence.reads, reading)
    if "period" not in readings and (before := find_period_before(view, words)) is not None:
        readings["period"] = before
    low = amount.low or Decimal(0)
    implied = find_implied_period(view, words, low)
    if implied is not None and (low >= 5000 or "period" not in readings):
        readings["period"] = implied  # a salary "for four days a week" is still the year's
    if "per" not in readings and (band := find_band_before(view)) is not None:
        readings["per"] = band
    change = find_change(view, words) or find_band_rise(view, words, low)
    if change is not None:
        readings["change"] = change
    elif previous is not None and previous[1].change is not None and carries_over(lower, previous[0], amount.start):
        evidence = Evidence(reads="change", start_char=previous[0].start, end_char=previous[0].end)
        readings["change"] = Reading(previous[1].change, evidence)
    if "|" in lower and (cell := read_cell(lower, amount.start)) is not None:
        readings.update(_cell_readings(cell, words))
    for found in (find_role(view, words), find_status(view, words)):
        if found is not None:
            readings[found.evidence.reads] = found
    return list(readings.values())


def _cell_readings(cell: CellReading, words: ContextWords) -> dict[str, Reading]:
    """What the heads of a table say of a cell: its band, the year of a council tax band, a column of rises."""
    readings: dict[str, Reading] = {}
    if cell.band is not None:
        head = Evidence(reads="per", start_char=cell.head.start, end_char=cell.head.end)
        readings["per"] = Reading(f"Band {cell.band} property", head)
        readings["period"] = Reading("year", replace(head, reads="period"))
    column = Evidence(reads="change", start_char=cell.column.start, end_char=cell.column.end)
    for word in cell.column_head.replace("(", " ").replace(")", " ").split():
        if word == "change" or word in words.nouns:
            readings["change"] = Reading(words.nouns.get(word, "increase"), column)
        elif word in words.units or word in words.period_words:
            unit = words.units.get(word) or words.period_words[word]
            if (
                word not in ("year", "month", "week", "day", "quarter")
                or "per" in cell.column_head
                or " a " in cell.column_head
            ):
                readings["period"] = Reading(unit, replace(column, reads="period"))
    return readings


def _pence(amount: Amount) -> tuple[int | None, int | None, str | None]:
    """Both ends in pence; None with a reason where they are no whole number of pence."""
    if amount.low is None or amount.high is None:
        return None, None, amount.reason
    low, high = amount.low * 100, amount.high * 100
    if low != int(low) or high != int(high):
        return None, None, "not a whole number of pence"
    return int(low), int(high), None


def _derived(low: int | None, high: int | None, period: str | None, years: int | None) -> tuple[Derived, ...]:
    """The total of a sum that is paid each year for a number of years."""
    if low is None or low != high or period != "year" or years is None or years < 2:
        return ()
    return (Derived(total_pence=low * years, formula=f"{low} pence a year × {years} years"),)
