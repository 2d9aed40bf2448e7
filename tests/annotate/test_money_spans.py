"""For how many years a sum is paid, and for what each: open words behind "for each", no years behind "the first"."""

from __future__ import annotations

import pytest

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.money import find_money


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The fall of £0.4m was the first for five years.", None),
        ("A gap of £4m was the largest for five years.", None),
        ("The grant was £2m each year for three years.", 3),
        ("It cost £2m a year for the first three years.", 3),
        ("It cost £2m over the last three years.", 3),
        ("It cost £2m in three years.", None),
        ("It cost £2m for some years.", None),
    ],
)
def test_years_are_those_for_which_a_sum_is_paid_and_not_those_without_its_like(text: str, years: int | None) -> None:
    (found,) = find_money(text)
    assert found.years == years


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("It gave £350 for each warden.", "warden"),
        ("It cost 50p for each lorry, and was late.", "lorry"),
        ("It cost 50p for each new lorry in the yard.", "lorry"),
        ("It cost 50p for every lorry.", "lorry"),
        ("It cost £34,000 for each patient.", "patient"),
        ("It gave £350 for each of the wardens.", "each"),
        ("It cost £350 each for the wardens.", "each"),
        ("They gave £350 to each other.", "each"),
        ("It gave £350 for each 12 wardens.", "each"),
        ("It gave £350 for each really very old warden.", "each"),
    ],
)
def test_what_each_is_paid_for_is_the_noun_behind_it(text: str, per: str) -> None:
    (found,) = find_money(text)
    assert found.per == per


def test_each_row_of_spans_is_read_from_its_examples_alone() -> None:
    rows = {row.id: row for row in load_lexicon("money_context")}
    each, record = rows["per.each"], rows["years.record"]
    assert [text for text in each.examples if find_money(text)[0].per in (None, "each")] == []
    assert [text for text in each.counter_examples if find_money(text)[0].per != "each"] == []
    assert [text for text in record.examples if find_money(text)[0].years is not None] == []
    assert [text for text in record.counter_examples if find_money(text)[0].years is None] == []
