"""What may be added and what may be followed: figures of one thing, one year, one measure."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from minuteminer.index import Index
from minuteminer.index.column_years import find_column_year
from minuteminer.index.figure_years import find_figure_year
from minuteminer.index.refusals import Refusal, load_refusals, refuse_figure
from minuteminer.index.role_sorts import RoleSort, load_role_sorts, read_sort
from minuteminer.index.wholes import is_whole, load_wholes


def bracketed(example: str) -> tuple[str, int, int]:
    start, end = example.index("["), example.index("]")
    return example.replace("[", "").replace("]", ""), start, end - 1


@pytest.mark.parametrize(("example", "row"), [(one, row) for row in load_refusals() for one in row.examples])
def test_words_that_speak_against_a_figure_are_read(example: str, row: Refusal) -> None:
    assert refuse_figure(*bracketed(example), role=next(iter(row.roles), None)) == row.reason


@pytest.mark.parametrize(("example", "row"), [(one, row) for row in load_refusals() for one in row.counter_examples])
def test_like_words_that_say_nothing_against_it_are_passed_over(example: str, row: Refusal) -> None:
    assert refuse_figure(*bracketed(example), role=next(iter(row.roles), None)) != row.reason


def test_what_is_drawn_from_reserves_may_be_a_cost_but_is_no_reserve() -> None:
    place = bracketed("The tribunal was paid for with [£0.3m] from reserves.")
    assert refuse_figure(*place, role="cost") == ""
    assert refuse_figure(*place, role="reserve") == "drawn from reserves, not what they hold"


@pytest.mark.parametrize(
    ("example", "title", "year"),
    [
        ("It had been [£6.1m] in 2022/23 and £6.4m in 2023/24.", "", "2022/23"),
        ("It had been £6.1m in 2022/23 and £6.4m in 2023/24, and [£7.0m] was now forecast for 2024/25.", "", "2024/25"),
        ("Overtime in the current year would be [£6m].", "Budget 2025/26", "2024/25"),
        ("Overtime last year was [£6m].", "Budget 2025/26", "2023/24"),
        ("It was [£6m].", "Budget 2025/26", "2025/26"),
        (
            "Earmarked reserves would stand at [£15.1m] on 31 March 2025 and £12.7m a year later.",
            "Budget 2025/26",
            "2024/25",
        ),
        (
            "Earmarked reserves would stand at £15.1m on 31 March 2025 and [£12.7m] a year later.",
            "Budget 2025/26",
            "2025/26",
        ),
        ("Reserves would go down to [£15.1m] by March 2025.", "Budget 2025/26", "2024/25"),
        ("Reserves would be [£15.1m] by the end of March 2026.", "Budget 2024/25", "2025/26"),
        ("As at 1 April 2025 the general reserve held [£7.2m].", "Budget 2023/24", "2025/26"),
        ("On 31 March 2025 it held £15.1m. It had since fallen to [£12m].", "Budget 2025/26", "2025/26"),
        ("On 4 February 2025 a precept of [£270.15] was proposed.", "Budget 2025/26", "2025/26"),
        ("The [£270.15], proposed on 4 February 2025, was supported.", "Budget 2025/26", "2025/26"),
        ("It was [£6m].", "Budget", "2024/25"),
        ("The net budget was [£265m], an increase of £12m (5%) on 2023/24.", "Budget 2025/26", "2025/26"),
        ("The net budget was [£265m], an increase on 2023/24.", "Budget 2025/26", "2025/26"),
        ("The net budget was [£265m], an increase on last year.", "Budget 2025/26", "2025/26"),
        ("The net budget was [£226m], against £214m in 2022/23.", "Budget 2025/26", "2025/26"),
        ("It was put up from [£6.2m] to £6.6m; it had been £7.0m in 2023/24.", "Budget 2025/26", "2024/25"),
        ("It was put up from £6.2m to [£6.6m]; it had been £7.0m in 2023/24.", "Budget 2025/26", "2025/26"),
        ("It was [£6.6m], and had been £7.0m in 2023/24.", "Budget 2025/26", "2025/26"),
        ("There were now [162] call handlers. Twelve had been paid for by the precept of 2023/24.", "", "2024/25"),
        ("There were [171] PCSOs, down from 178 in 2023/24.", "", "2024/25"),
        ("PCSOs had fallen from [178] in 2023/24 to 171.", "", "2023/24"),
        ("The year 2023/24 was hard. Overtime came to [£6m].", "Budget 2025/26", "2023/24"),
        ("In 2022/23 it rose. It was [£6m]. In 2023/24 it fell.", "Budget", None),
    ],
)
def test_the_financial_year_of_a_figure_is_the_nearest_that_is_printed(
    example: str, title: str, year: str | None
) -> None:
    found, _ = find_figure_year(*bracketed(example), title=title, date=datetime.date(2025, 2, 4))
    assert found == year


HEAD = "Item | 2025/26 £m | 2026/27 £m | Change"


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (f"{HEAD}\nOvertime | 6.2 | 6.6 | 0.4", [("6.2", "2025/26"), ("6.6", "2026/27"), ("0.4", None)]),
        (f"{HEAD}\nPay | 8.0 | 8.1 | 0.1\n\nOvertime | 6.2 | 6.6 | 0.4", [("6.2", "2025/26"), ("8.1", "2026/27")]),
        ("Item\t2025/26\t2026/27\nOvertime\t6.2\t6.6", [("6.2", "2025/26"), ("6.6", "2026/27")]),
        ("| Item | 2025/26 | 2026/27 |\n|---|---|---|\n| Overtime | 6.2 | 6.6 |", [("6.6", "2026/27")]),
        ("2025/26 | 2026/27\nOvertime | 6.2 | 6.6", [("6.2", "2025/26"), ("6.6", "2026/27")]),
        # Cells that do not stand under those of the head, and what is no table of years.
        ("Item | 2025/26 | 2026/27\nOvertime | 6.2 | 6.6 | 6.9 | 7.1", [("6.2", None), ("7.1", None)]),
        ("Item | Budget | Outturn\nOvertime | 6.2 | 6.6", [("6.2", None)]),
        ("Item | 2025/26 | 2026/27\nThis was noted.\nOvertime | 6.2 | 6.6", [("6.2", None)]),
    ],
)  # fmt: skip
def test_a_cell_is_of_the_year_over_its_own_column(table: str, cells: list[tuple[str, str | None]]) -> None:
    found = {cell: find_column_year(table, table.index(cell)) for cell, _ in cells}
    assert [(cell, column.year if column else None) for cell, column in found.items()] == cells


def test_a_cell_whose_column_is_in_doubt_is_of_the_year_of_the_meeting() -> None:
    row, day = "Overtime | 6.2 | 6.6", datetime.date(2025, 2, 4)
    column = find_column_year(f"2023/24 | 2024/25 | 2025/26 | 2026/27\n{row}", 40)
    assert find_figure_year(row, 11, 14, title="Budget 2025/26", date=day, column=column) == ("2024/25", False)


@pytest.mark.parametrize(
    ("role", "example"), [(role, one) for role, row in load_wholes().items() for one in row.examples]
)
def test_words_that_call_a_figure_the_whole_are_read(role: str, example: str) -> None:
    assert is_whole(role, *bracketed(example))


@pytest.mark.parametrize(
    ("role", "example"), [(role, one) for role, row in load_wholes().items() for one in row.counter_examples]
)
def test_like_words_that_call_it_no_whole_are_passed_over(role: str, example: str) -> None:
    assert not is_whole(role, *bracketed(example))


def put_budgets(index: Index, made: SimpleNamespace) -> None:
    """A budget set in February, and what was said of it in September."""
    february = made.make_meeting("950", datetime.date(2026, 2, 3))
    budget = made.Minutes("950", "Proposed Budget 2026/27", meeting=february)
    budget.say("The net budget requirement was £265.1m, an increase on 2025/26.", "1.")
    made.put(index, budget.money("£265.1m", 265_100_000, role="budget"))
    september = made.make_meeting("951", datetime.date(2026, 9, 25))
    monitoring = made.Minutes("951", "Monitoring of 2026/27", meeting=september)
    monitoring.say("An overspend was forecast, against the net budget of £265.1m.", "1.")
    monitoring.money("£265.1m", 265_100_000, role="budget")
    monitoring.say("It would end within £0.3m of the budget.", "2.").money("£0.3m", 300_000, role="budget")
    monitoring.say("The office had a budget of £1.58m.", "3.").money("£1.58m", 1_580_000, role="budget")
    made.put(index, monitoring)


def test_the_sum_of_a_years_budgets_is_the_whole_that_was_set(index: Index, made: SimpleNamespace) -> None:
    put_budgets(index, made)
    found = index.sum("role:budget fy:2026/27")
    assert found.low_pence == found.high_pence == 26_510_000_000
    # It stands in a paragraph that prints only the year with which it is compared.
    assert [(one.text, one.title) for one in found.added] == [("£265.1m", "Proposed Budget 2026/27")]
    assert {(one.text, one.reason.partition(" (")[0]) for one in found.refused} == {
        ("£265.1m", "repeats a figure that was added"),
        ("£0.3m", "a distance from another figure"),
        ("£1.58m", "part of a whole that is stated, £265.1m"),
    }


def test_a_budget_that_others_are_compared_with_is_added_where_it_stands_alone(
    index: Index, made: SimpleNamespace
) -> None:
    meeting = made.make_meeting("952", datetime.date(2026, 9, 25))
    minutes = made.Minutes("952", "Monitoring of 2026/27", meeting=meeting)
    minutes.say("An overspend was forecast, against the net budget of £265.1m.", "1.")
    made.put(index, minutes.money("£265.1m", 265_100_000, role="budget"))
    assert [one.text for one in index.sum("role:budget fy:2026/27").added] == ["£265.1m"]


def test_of_two_statements_of_a_whole_the_later_is_added(index: Index, made: SimpleNamespace) -> None:
    put_budgets(index, made)
    minutes = made.Minutes("953", "Budget 2026/27", meeting=made.make_meeting("953", datetime.date(2026, 11, 3)))
    minutes.say("The revised net budget was £266m. The capital budget was £9.8m.", "1.")
    made.put(index, minutes.money("£266m", 266_000_000, role="budget").money("£9.8m", 9_800_000, role="budget"))
    found = index.sum("role:budget fy:2026/27")
    # What is for capital is no part of it.
    assert {one.text for one in found.added} == {"£266m", "£9.8m"}
    assert [one.reason.partition(" (")[0] for one in found.refused if one.text == "£265.1m"] == [
        "another statement of the whole, which was last given as £266m"
    ] * 2


def test_figures_of_several_financial_years_make_no_total(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("901", "Overtime")
    minutes.say("Overtime was £3m in 2021/22 and £4m in 2022/23.", "1.")
    made.put(index, minutes.money("£3m", 3_000_000, role="overtime").money("£4m", 4_000_000, role="overtime"))
    found = index.sum("role:overtime date:2016 overtime -firearms")
    assert (found.low_pence, found.high_pence) == (None, None)
    parts = [(one.financial_year, one.low_pence // 100, one.count) for one in found.parts]
    assert parts == [("2016/17", 1_500_000, 1), ("2021/22", 3_000_000, 1), ("2022/23", 4_000_000, 1)]
    assert "several financial years" in found.remarks[0]
    narrowed = index.sum("role:overtime fy:2021/22")
    assert narrowed.low_pence == 300_000_000
    assert [one.reason for one in narrowed.refused] == ["another financial year (2022/23)"]


def test_a_unit_and_what_it_brings_are_not_added(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("902", "Precept")
    minutes.say("Each £1 on the precept produced £356,000.", "1.")
    made.put(index, minutes.money("£1", 1, role="precept").money("£356,000", 356_000, role="precept"))
    found = index.sum("precept produced")
    assert (found.low_pence, len(found.refused)) == (0, 2)


def test_a_line_in_a_list_of_savings_is_not_added_to_costs(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("903", "Budget").say("The savings were:", "1.")
    minutes.say("overtime: £0.6m;", None, "list").money("£0.6m", 600_000, role="overtime")
    made.put(index, minutes)
    assert [one.reason for one in index.sum("role:overtime savings OR overtime").refused if one.text == "£0.6m"] == [
        "a line in a list of changes"
    ]


def test_a_line_in_a_list_of_savings_is_no_level_in_a_trail(index: Index, made: SimpleNamespace) -> None:
    minutes = (
        made.Minutes("903", "Budget").say("Overtime had cost £7.0m.", "1.").money("£7.0m", 7_000_000, role="overtime")
    )
    minutes.say("The savings were:", "2.")
    minutes.say("overtime: £0.6m;", None, "list").money("£0.6m", 600_000, role="overtime")
    made.put(index, minutes)
    found = index.trail("role:overtime")
    assert "£0.6m" not in {point.text for point in found.points}
    assert ("£0.6m", "a line in a list of changes") in {(point.text, point.reason) for point in found.left_out}


def test_a_trail_follows_one_thing_and_says_what_it_left_out(index: Index, made: SimpleNamespace) -> None:
    for year, count in ((2014, 3300), (2015, 3100), (2016, 3181)):
        meeting = made.make_meeting(str(year), datetime.date(year, 6, 1))
        minutes = made.Minutes(str(800 + year), "Strength", meeting=meeting)
        minutes.say(f"There were {count} police officers and 200 PCSOs, below the establishment of 3400.", "5.")
        minutes.headcount(f"{count} police officers", count, measure="strength")
        minutes.headcount("200 PCSOs", 200, "PCSO", measure="strength")
        minutes.headcount("3400", 3400, measure="strength")
        minutes.say("26 officers had learned to sign. Pay rose by 6.5%.", "6.").headcount(
            "26 officers", 26, measure="strength"
        )
        made.put(index, minutes)
    trail = index.trail("officer strength")
    assert [point.high for point in trail.points] == [3300, 3100, 3181]
    assert trail.thing == "police officer strength"
    assert {(one.text, one.reason) for one in trail.left_out} == {
        ("3400", "an establishment: posts, not people"),
        ("26 officers", "an order of magnitude away from the other values"),
    }
    assert [point.text for point in index.trail("role:PCSO").points] == ["200 PCSOs"] * 3
    assert index.trail("zebra") == index.trail("role:zebra")


def test_the_passage_of_a_trail_stands_round_the_number_it_proves(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("904", "Strength").say("Much was said. " * 40 + "There were 3300 police officers.", "1.")
    made.put(index, minutes.headcount("3300 police officers", 3300, measure="strength"))
    (point,) = index.trail("officer strength").points
    assert "There were \x023300 police officers\x03." in point.snippet


@pytest.mark.parametrize(("example", "row"), [(one, row) for row in load_role_sorts() for one in row.examples])
def test_the_sort_of_a_role_is_read(example: str, row: RoleSort) -> None:
    assert read_sort(row.role, *bracketed(example)) == row.sort


@pytest.mark.parametrize(("example", "row"), [(one, row) for row in load_role_sorts() for one in row.counter_examples])
def test_like_words_name_no_sort_of_a_role(example: str, row: RoleSort) -> None:
    assert read_sort(row.role, *bracketed(example)) != row.sort


def test_general_and_earmarked_reserves_are_not_followed_in_one_line(index: Index, made: SimpleNamespace) -> None:
    text = "The general reserve stood at £7.2m. Earmarked reserves stood at £18.6m, and £1.8m from reserves was used."
    minutes = made.Minutes("850", "Reserves", meeting=made.make_meeting("50", datetime.date(2025, 2, 4))).say(
        text, "1."
    )
    for sum_text, pence in (("£7.2m", 720_000_000), ("£18.6m", 1_860_000_000), ("£1.8m", 180_000_000)):
        minutes.money(sum_text, pence, role="reserve")
    made.put(index, minutes)
    general = index.trail("general reserves", start=datetime.date(2025, 2, 4), end=datetime.date(2025, 2, 4))
    earmarked = index.trail("earmarked reserves", start=datetime.date(2025, 2, 4), end=datetime.date(2025, 2, 4))
    assert (general.thing, [one.text for one in general.points]) == ("general reserve", ["£7.2m"])
    assert (earmarked.thing, [one.text for one in earmarked.points]) == ("earmarked reserve", ["£18.6m"])
    assert {one.text: one.reason for one in earmarked.left_out} == {
        "£7.2m": "of something else: general reserve",
        "£1.8m": "drawn from reserves, not what they hold",
    }
