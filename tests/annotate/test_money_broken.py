"""Sums and percentages that a space, a line or a mail quote breaks, and units in Welsh or misprinted."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts
from minuteminer.annotate.money import find_money
from minuteminer.annotate.percents import find_percents
from minuteminer.findings import Rival


@pytest.mark.parametrize(
    ("text", "printed", "pounds"),
    [
        ("It cost £2\n> million in all.", "£2\n> million", 2_000_000),
        ("It cost £2\n> > million in all.", "£2\n> > million", 2_000_000),
        ("It cost £2\r\nmillion in all.", "£2\r\nmillion", 2_000_000),
        ("It cost £2\n\n12 Members came.", "£2", 2),
        ("It cost £5\n12 Members came.", "£5", 5),
        ("It cost £800\n12,000 people came.", "£800", 800),
        ("It cost £259.20\n1. Minutes", "£259.20", 259.2),
        ("It cost £2. 40 people came.", "£2", 2),
        ("It cost £5, 12 of them came.", "£5", 5),
        ("Fees £12 1,450 1,500", "£12", 12),
    ],
)
def test_a_unit_on_the_next_line_is_the_sums_and_another_number_is_not(text: str, printed: str, pounds: float) -> None:
    (found,) = find_money(text)
    assert (found.text, found.low_pence) == (printed, round(pounds * 100))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("It cost £ 3 .2 million in all.", "£ 3 .2 million"),
        ("It cost £1\n80,000 in all.", "£1\n80,000"),
        ("It cost £1\n> 80,000 in all.", "£1\n> 80,000"),
        ("It cost £1 80,000 in all.", "£1 80,000"),
        ("It cost £180\n,000 in all.", "£180\n,000"),
        ("It cost £180,\n000 in all.", "£180,\n000"),
        ("It cost £180\n000 in all.", "£180\n000"),
        ("It cost £1.2\n5m in all.", "£1.2\n5m"),
        ("It cost £1. 25m in all.", "£1. 25m"),
        ("It cost £259.2\n0 in all.", "£259.2\n0"),
    ],
)
def test_a_figure_that_is_cut_has_no_value_and_says_why(text: str, printed: str) -> None:
    (found,) = find_money(text)
    assert (found.text, found.low_pence, found.high_pence) == (printed, None, None)
    assert found.reason == "the figure is cut by a space or the end of a line"


@pytest.mark.parametrize(
    ("text", "pounds", "period"),
    [
        ("£1.2 miliwn y flwyddyn", 1_200_000, "year"),
        ("£3 biliwn", 3_000_000_000, None),
        ("£120 y mis", 120, "month"),
        ("£1.2 milion a year", None, "year"),
        ("£4 Thousnad", 4, None),
        ("£3 Milton Road", 3, None),
        ("£5 minimum", 5, None),
        ("£20 bill", 20, None),
        ("£3 thank-you", 3, None),
        ("£5 mileage", 5, None),
        ("£3 pillion seat", 3, None),
    ],
)
def test_welsh_units_are_read_and_unknown_ones_leave_no_value(
    text: str, pounds: float | None, period: str | None
) -> None:
    (found,) = find_money(text)
    assert (found.low_pence, found.period) == (None if pounds is None else pounds * 100, period)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("> £50,000 be released", "exact"),
        ("He wrote:\n> > £50,000 be released", "exact"),
        ("That up to\n> £50,000 be released", "at_most"),
        ("Sums > £50,000 need leave.", "more_than"),
        ("Item | Sums > £50,000", "more_than"),
        ("It must stay at or above £50,000.", "at_least"),
        ("It must stay at or below £50,000.", "at_most"),
        ("It must stay above £50,000.", "more_than"),
    ],
)
def test_the_quote_mark_of_a_mail_compares_nothing(text: str, qualifier: str) -> None:
    (found,) = find_money(text)
    assert found.qualifier == qualifier
    hedges = [text[each.start_char : each.end_char] for each in found.evidence if each.reads == "qualifier"]
    assert not any("\n" in hedge for hedge in hedges)


@pytest.mark.parametrize(
    ("text", "qualifier", "negated"),
    [
        ("Numbers stood at or above 2,240 officers.", "at_least", False),
        ("Numbers stood at or below 2,240 officers.", "at_most", False),
        ("The force lost not more than 30 officers.", "at_most", False),
        ("The force had not lost 30 officers.", "exact", True),
    ],
)
def test_a_bound_of_officers_is_no_denial(text: str, qualifier: str, negated: bool) -> None:
    (found,) = find_headcounts(text)
    assert (found.qualifier, found.negated) == (qualifier, negated)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Crime fell by 2.9\n9% in all.", []),
        ("Crime fell by 3 .2% in all.", []),
        ("4.2\n9% of callers", [9]),
        ("It fell in minute 4.\n9% of callers", [9]),
        ("It fell by 2.9\nper cent.", [2.9]),
    ],
)
def test_a_percentage_that_is_cut_is_left_alone(text: str, values: list[float]) -> None:
    trace: list[Rival] = []
    assert [each.value for each in find_percents(text, trace=trace)] == values
    assert bool(trace) is (not values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("£000 | 2022 | 2023 | Change %\nPay | 1,200 | 1,300 | 5.8\nFuel | 100 | 98 | -4.1", [5.8, -4.1]),
        ("Crime | 2022 | % change\nBurglary | 120 | (3.5)\nCars (number) | 12 | 4", [-3.5]),
        ("Line | 2022 | 2023\nIncrease % | 5.0 | 5.4\nPay | 3 | 4", [5, 5.4]),
        ("Pay      1,200   1,300\n% increase   5.4   5.1", [5.4, 5.1]),
        ("Crime | Change %\nBurglary | 4%", [4]),
        ("2% uplift | 24 | 26", [2]),
        ("% of crimes in 2022 | 2023\nThe % was 4  12 came", []),
    ],
)
def test_cells_of_a_row_or_column_of_percent_are_percentages(text: str, values: list[float]) -> None:
    found = find_percents(text)
    assert [each.value for each in found] == values
    assert all(text[each.start_char : each.end_char] == each.text for each in found)
