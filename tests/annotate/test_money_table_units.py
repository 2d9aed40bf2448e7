"""Rows and columns of another unit in a table in thousands: a cell is read in the unit of its head, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from minuteminer.annotate.headcounts import find_headcounts
from minuteminer.annotate.money import find_money
from minuteminer.annotate.money_table_units import is_of_other_things, is_of_percent, pounds_of
from minuteminer.findings import Rival


def pounds(text: str) -> list[Decimal]:
    return [Decimal(each.low_pence) / 100 for each in find_money(text) if each.low_pence is not None]


BARS = """Line | £000 | £000
Pay | 1,200 | 1,300
Increase % | 5.0 | 5.4
Band D council tax (£) | 259.20 | 265.10
Reserves (£m) | 4.2 | 4.4
PCSOs (number) | 210 | 220
Council tax base | 412,345 | 413,000
Page 2 | 12 | 13
Base budget | 900 | 950
2% uplift | 24 | 26"""
SUMS = ["1200000", "1300000", "259.20", "265.10", "4200000", "4400000", "900000", "950000", "24000", "26000"]


@pytest.mark.parametrize(
    "text",
    [
        BARS,
        BARS.replace(" | ", "\t"),
        "| " + BARS.replace("\n", " |\n| ") + " |",
        BARS.replace("Line | £000 | £000", "Summary of figures in £000").replace(" | ", "    "),
    ],
    ids=["bars", "tabs", "closed bars", "wide space"],
)
def test_the_label_of_a_row_says_the_unit_of_its_cells(text: str) -> None:
    assert pounds(text) == [Decimal(each) for each in SUMS]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("£000 | 2022 | 2023 | Change %\nPay | 1,200 | 1,300 | 5.8\nFuel | 100 | 98 | -4.1", [1200, 1300, 100, 98]),
        ("Budget (£000)\nLine | 2022 | Page\nPay | 1,200 | 14", [1200]),
        ("Budget (£000)\nLine | 2022 | Change (£)\nPay | 1,200 | 400", [1200, Decimal("0.4")]),
        ("£000    2022    2023    % change\nPay    1,200    1,300    5.8", [1200, 1300]),
    ],
)
def test_the_head_of_a_column_says_the_unit_of_its_cells(text: str, sums: list[Decimal]) -> None:
    assert pounds(text) == [each * 1000 for each in sums]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Line | £000\nPay | 1,200\nPCSOs (number) | 210", [210]),
        ("Line | £000 | Change %\nPCSOs (number) | 210 | 4", [210]),
        ("Line | £000\nPCSOs | 210", []),
    ],
)
def test_a_row_that_counts_people_below_a_head_of_money_counts_them(text: str, counts: list[int]) -> None:
    assert [each.count for each in find_headcounts(text)] == counts


def test_a_line_of_numbers_behind_its_unit_scales_no_line_below() -> None:
    assert pounds("Reserves (£m)   5.2   5.4\nOfficers seen   120   130") == [5_200_000, 5_400_000]


def test_a_refused_cell_says_why() -> None:
    trace: list[Rival] = []
    find_money("Line | £000\nIncrease % | 5.0\nPage 2 | 12", trace=trace)
    reasons = [each.reason for each in trace if each.rule_id == "money.table_unit"]
    assert reasons == ["a table cell in per cent", "a table cell of another unit"]


@pytest.mark.parametrize("head", ["Increase %", "% change", "Change (%)", "Rise per cent", "Percentage"])
def test_heads_of_percent(head: str) -> None:
    assert is_of_percent(head)


@pytest.mark.parametrize("head", ["2% pay award", "2 per cent award", "Centre", "Pay"])
def test_heads_that_only_name_a_percentage(head: str) -> None:
    assert not is_of_percent(head)


@pytest.mark.parametrize("head", ["Cars (No.)", "Number of cars", "Page", "Note 4", "Liquidity ratio"])
def test_heads_of_other_things(head: str) -> None:
    assert is_of_other_things(head)


@pytest.mark.parametrize("head", ["Base budget", "Number plate cameras", "Webpage design", "Homes (repairs)"])
def test_heads_of_money_that_look_like_other_things(head: str) -> None:
    assert not is_of_other_things(head)


@pytest.mark.parametrize(
    ("head", "power"),
    [("Tax (£)", 0), ("Tax £", 0), ("Debt (£m)", 6), ("Pay £'000", 3), ("Grant of £5", None), ("£mix", None)],
)
def test_heads_that_print_their_pounds(head: str, power: int | None) -> None:
    assert pounds_of(head) == (None if power is None else Decimal(10) ** power)
