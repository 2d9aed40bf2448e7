"""A sum has its own role and status: not those of a part of it, of the next sum, or of a question about it."""

from __future__ import annotations

import pytest

from minuteminer.annotate.money import find_money


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "The cost had risen from £410,000 to £688,000, of which overtime was £431,000.",
            ["cost", "cost", "overtime"],
        ),
        ("Spending rose from £2m to £3m, of which grants were £1m.", ["cost", "cost", "grant"]),
        ("The budget was £20m, of which training was £2m, and capital £3m.", ["budget", None, "capital"]),
        ("A reduction of the increase to £10 would cost £1.07m.", [None, "cost"]),
        ("It came to £688,000 of overtime.", ["overtime"]),
        ("A sum of £3m, a grant, came in.", ["grant"]),
        ("The £3m, of which there was talk, and grants.", [None]),
        ("It bought £300 of fuel and grants.", ["price"]),
    ],
)
def test_a_word_said_of_a_part_or_of_the_next_sum_names_no_role(text: str, roles: list[str | None]) -> None:
    assert [each.role for each in find_money(text)] == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Overtime, by contrast, was £1.1m over.", ["overtime"]),
        (
            "Overtime had been £6.1m in 2022/23 and £6.4m in 2023/24, and £7.0m was forecast.",
            ["overtime", "overtime", "overtime"],
        ),
        ("Overtime moved from £2m in 2022/23 to £3m.", ["overtime", "overtime"]),
        ("Overtime was £6.1m in 2022/23 and the cars cost £6.4m.", ["overtime", "cost"]),
        ("Overtime was £6.1m for Upper Dale and £6.4m for Lower Dale.", ["overtime", None]),
    ],
)
def test_a_role_is_kept_past_an_aside_and_through_a_list_of_years(text: str, roles: list[str | None]) -> None:
    assert [each.role for each in find_money(text)] == roles


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Members asked why the reserves would fall from £21.3m.", None),
        ("A Member asked the Commissioner whether £3m was enough.", None),
        ("Members asked why £3m had been spent.", "spent"),
        ("Members asked for £3m.", "asked"),
        ("The Commissioner asked Members to find £3m.", "asked"),
    ],
)
def test_a_question_about_a_sum_asks_for_no_money(text: str, status: str | None) -> None:
    (found,) = find_money(text)
    assert found.status == status
