"""Sums of a list, of each of some years, of a full year, and of a band named over its column."""

from __future__ import annotations

import pytest

from minuteminer.annotate.money import find_money


@pytest.mark.parametrize(
    ("sentence", "changes"),
    [
        ("It was overspent in each of three years, by £190k, £225k and £310k.", ["increase"] * 3),
        ("Grants fell by £2m, £1m, and £0.5m.", ["decrease"] * 3),
        ("It rose by £190k, £225k of which was grant.", ["increase", None]),
        ("Reserves were £190k, £225k and £310k.", [None] * 3),
        ("£1.1m is to be added to the base budget.", ["increase"]),
        ("£4m had been cut from the budget.", ["decrease"]),
        ("£4m was cut to £3m.", [None, None]),
    ],
)
def test_a_change_holds_for_every_sum_that_it_governs(sentence: str, changes: list[str | None]) -> None:
    assert [money.change for money in find_money(sentence)] == changes


@pytest.mark.parametrize(
    ("sentence", "period", "years"),
    [
        ("The grant, worth £0.8 million in each of two years, was taken.", "year", 2),
        ("£2m in each of the next three years would be found.", "year", 3),
        ("It would cost £3m in a full year.", "year", None),
        ("Savings in a full year were put at £2.7m.", "year", None),
        ("A rise of £12 for Band D took the bill to £304.21.", "year", None),
        ("It had cost £3m in one year.", None, None),
        ("A full year had passed and £2m was left.", None, None),
        ("The bill for the repairs came to £304.21.", None, None),
    ],
)
def test_how_often_a_sum_is_paid(sentence: str, period: str | None, years: int | None) -> None:
    last = find_money(sentence)[-1]
    assert (last.period, last.years) == (period, years)


def test_what_is_paid_in_each_of_two_years_has_a_total() -> None:
    (money,) = find_money("The grant was worth £0.8 million in each of two years.")
    assert [derived.total_pence for derived in money.derived] == [160_000_000]


def test_a_band_over_a_column_is_that_of_its_cells() -> None:
    found = find_money("Option | Band D | Cost\n1.99% | £152.92 | £2m\n3.41% | £155.05 | £3m")
    assert [(money.per, money.period) for money in found] == [("Band D property", "year"), (None, None)] * 2
