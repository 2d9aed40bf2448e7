"""Who gave a sum, which of two sums became what, and which words only measure it."""

from __future__ import annotations

import pytest

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.money import find_money


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("She had given £15,000 to a helpline.", "spent"),
        ("She had also given about £150,000 each year.", "spent"),
        ("The Commissioner had awarded £24,000.", "spent"),
        ("£24,000 was awarded by the Commissioner.", "spent"),
        ("The Commissioner had not awarded £24,000.", "spent"),
        ("The Commissioner had been given £24,000.", "received"),
        ("The Government had awarded £24,000 to the Force.", "received"),
        ("The Home Office had given £24,000.", "received"),
        ("The Force was awarded £24,000.", "received"),
        ("The supplier had paid back £75,000.", "recovered"),
        ("£75,000 was paid back by the supplier.", "recovered"),
        ("The Force had paid back £75,000.", "spent"),
        ("The Force had paid £75,000.", "spent"),
        ("The Force owed the bank a sum and paid back £75,000 each year.", "spent"),
        ("The Government had since paid back £75,000.", "recovered"),
        ("The refit would have cost £420,000.", None),
        ("The refit had cost £420,000.", "spent"),
        ("The refit would cost £420,000.", None),
    ],
)
def test_the_status_is_that_of_the_police_side(text: str, status: str | None) -> None:
    (found,) = find_money(text)
    assert found.status == status


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("The cameras had cost £420,000 and saved £58,000 a year.", ["spent", "saved"]),
        ("£9.8m of the £22.4m programme had been spent.", ["spent", None]),
        ("£9.8m of its £22.4m was moved, and it was approved.", [None, None]),
        ("£9.8m of the £22.4m was left.", [None, None]),
        ("£9.8m and £22.4m had been spent.", [None, "spent"]),
    ],
)
def test_of_a_whole_only_the_part_was_spent(text: str, statuses: list[str | None]) -> None:
    assert [each.status for each in find_money(text)] == statuses


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("People were willing to pay £15 or more.", None),
        ("They would pay between nothing and £3.50.", None),
        ("£7m would pay for 125 constables.", None),
        ("They would pay £57 more.", None),
        ("Pay of £7m was in the plan.", "pay"),
        ("It was added to pay of £7m.", "pay"),
        ("The cars were bought with the £5.04m.", None),
        ("They bought cars for £5.04m.", "price"),
        ("She had added £90,000 to bring it down.", None),
        ("The rise brought the total to £270.", None),
        ("Fines brought in £90,000.", "income"),
        ("About £90,000 was brought in by it.", "income"),
    ],
)
def test_the_verb_pay_makes_no_wages_and_what_pays_for_a_thing_is_not_its_price(text: str, role: str | None) -> None:
    (found,) = find_money(text)
    assert found.role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("It came from the net budget, because £0.3m had been used for a tribunal.", None),
        ("It was £1.35m over its first budget.", None),
        ("It was within £0.3m of the budget.", None),
        ("It was 1% of the Force's budget, about £2.26m.", None),
        ("It was 1 per cent of the budget, or £2.26m.", None),
        ("It was the Force's budget, about £226m.", "budget"),
        ("It was 2.5% of the budget, and earmarked reserves fell from £12.7m.", "reserve"),
        ("The £226m budget was over.", "budget"),
        ("A budget of £226m, because it was agreed.", "budget"),
    ],
)
def test_a_budget_that_measures_a_sum_is_not_the_sum(text: str, role: str | None) -> None:
    (found,) = find_money(text)
    assert found.role == role


def test_each_row_of_sides_is_read_from_its_examples_alone() -> None:
    (giver, measured) = (row for row in load_lexicon("money_context") if row["kind"] in ("giver", "measured"))
    assert [text for text in giver.examples if all(each.status != "spent" for each in find_money(text))] == []
    assert [text for text in giver.counter_examples if any(each.status == "spent" for each in find_money(text))] == []
    assert [text for text in measured.examples if any(each.role for each in find_money(text))] == []
    assert [text for text in measured.counter_examples if all(each.role is None for each in find_money(text))] == []


ROWS = {row.id: row for row in load_lexicon("money_context")}


def test_reserves_that_are_earmarked_are_no_sum_that_was_allocated() -> None:
    row = ROWS["status.adjective"]
    assert [text for text in row.examples if any(each.status for each in find_money(text))] == []
    assert [text for text in row.counter_examples if find_money(text)[0].status != "allocated"] == []


def test_what_is_forecast_to_fall_from_a_sum_is_not_that_sum() -> None:
    row = ROWS["status.to_come"]
    assert [text for text in row.examples if find_money(text)[0].status] == []
    assert [text for text in row.counter_examples if find_money(text)[0].status != "forecast"] == []


def test_what_is_forecast_is_the_sum_that_it_falls_to() -> None:
    found = find_money(
        "Reserves were forecast to fall from £22.7m last year to £8.05m. They had risen from £2m to £3m."
    )
    assert [money.status for money in found] == [None, "forecast", None, None]


def test_a_precept_told_for_a_band_is_no_council_tax_bill() -> None:
    row = ROWS["role.band"]
    assert [text for text in row.examples if find_money(text)[0].role != "precept"] == []
    assert [text for text in row.counter_examples if find_money(text)[0].role != "council tax"] == []


def test_what_is_raised_from_one_sum_to_another_is_no_income() -> None:
    row = ROWS["role.raised"]
    assert [find_money(text)[0].role for text in row.examples] == ["pay", "limit"]
    assert [text for text in row.counter_examples if find_money(text)[0].role != "income"] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("RESOLVED that £30,000 be given to the museum.", None),
        ("That authority be given to the officer to move up to £250,000.", None),
        ("The Force would be awarded £250,000.", None),
        ("The museum was given £30,000.", "received"),
        ("The museum had been awarded £30,000.", "received"),
    ],
)
def test_what_is_to_be_given_was_not_yet_received(text: str, status: str | None) -> None:
    (found,) = find_money(text)
    assert found.status == status


def test_balances_of_two_days_are_of_one_thing() -> None:
    found = find_money("Earmarked reserves would stand at £15.1m on 31 March 2025 and £12.7m a year later.")
    assert [money.role for money in found] == ["reserve", "reserve"]


def test_a_word_before_a_percentage_is_said_of_that_one() -> None:
    (found,) = find_money("It was let at a sum not exceeding £1.35 million, plus fees of 3.5%.")
    assert found.role is None
