"""Which printed label a fact carries: that of the paragraph it stands in, or goes on with."""

from __future__ import annotations

import pytest

from minuteminer.annotate.pipeline import annotate

TABLE = "Heading | 2024/25\nOvertime | £2.4m\nPay | £3.1m"


def labels(text: str) -> list[tuple[str, str | None]]:
    return [(fact.text, fact.paragraph) for fact in annotate(text).facts if fact.kind == "money"]


@pytest.mark.parametrize("ending", ["be approved.", "be approved; and", "be approved"])
def test_a_table_after_a_decision_is_not_part_of_its_last_clause(ending: str) -> None:
    text = f"2. RESOLVED that:\n\n(a) the report be noted; and\n\n(b) the budget of £5m {ending}\n\n{TABLE}"
    assert labels(text) == [("£5m", "(b)"), ("£2.4m", None), ("£3.1m", None)]


@pytest.mark.parametrize("ending", ["as follows:", "as follows", "as set out below.", "in the table below", ":"])
def test_a_table_that_a_clause_leads_on_to_is_part_of_it(ending: str) -> None:
    text = f"2. RESOLVED that:\n\n(a) the report be noted; and\n\n(b) the budget of £5m be approved {ending}\n\n{TABLE}"
    assert labels(text) == [("£5m", "(b)"), ("£2.4m", "(b)"), ("£3.1m", "(b)")]


def test_a_table_after_a_numbered_paragraph_goes_on_with_it() -> None:
    assert labels(f"3. Members asked about the £7m.\n\n{TABLE}\n\nFuel cost £9m.") == [
        ("£7m", "3."),
        ("£2.4m", "3."),
        ("£3.1m", "3."),
        ("£9m", "3."),
    ]


def test_what_follows_a_numbered_decision_is_outside_of_it() -> None:
    assert labels("3. RESOLVED that the £7m be noted.\n\nFuel cost £9m.\n\n4. Oil cost £2m.") == [
        ("£7m", "3."),
        ("£9m", None),
        ("£2m", "4."),
    ]
