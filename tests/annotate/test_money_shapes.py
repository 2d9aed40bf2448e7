"""The short way of reading a sum gives what the closer look gives: a bracket behind the sum is what takes it there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.money import find_money
from minuteminer.annotate.money_amounts import find_amounts

FIGURES = st.one_of(
    st.integers(min_value=0, max_value=10**13).map(str),
    st.integers(min_value=0, max_value=10**13).map(lambda pounds: f"{pounds:,}"),
    st.decimals(min_value=0, max_value=10**7, places=2).map(lambda pounds: f"{pounds:,}"),
    st.decimals(min_value=0, max_value=999, places=3).map(str),
)
UNITS = st.sampled_from(["", "k", "m", "bn", "b", "t", "tn", " million", " thousand", "million", " hundred thousand"])
FOLLOWERS = (", then", ". Then", "; then", ".", " of it", " a year", " and then", " and £7", " to £3,", " or more")


@given(FIGURES, UNITS, st.sampled_from(FOLLOWERS))
@settings(max_examples=50)
def test_both_ways_read_the_same_value(figure: str, unit: str, following: str) -> None:
    short = find_amounts(f"It cost £{figure}{unit}{following}")[:1]
    closer = find_amounts(f"It cost £{figure}{unit}) then")[:1]
    assert [(each.start, each.end, each.low, each.high, each.magnitude) for each in short] == [
        (each.start, each.end, each.low, each.high, each.magnitude) for each in closer
    ]


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("It cost £5 to 7 million.", [(5_000_000, 7_000_000)]),
        ("It cost £5 and £7.", [(5, 5), (7, 7)]),
        ("between £5 and 7 million", [(5_000_000, 7_000_000)]),
        ("It cost £5, 000 in all.", [(None, None)]),
        ("It cost £5 million.", [(5_000_000, 5_000_000)]),
        ("It cost £5  million.", [(5_000_000, 5_000_000)]),
        ("A £2 coin", []),
        ("It cost -£5, then more.", [(-5, -5)]),
        ("£000 million", []),
    ],
)
def test_what_needs_the_closer_look_gets_it(text: str, pounds: list[tuple[int | None, int | None]]) -> None:
    found = [
        (money.low_pence and money.low_pence / 100, money.high_pence and money.high_pence / 100)
        for money in find_money(text)
    ]
    assert found == pounds
