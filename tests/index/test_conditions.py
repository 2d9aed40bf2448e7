"""Terms narrow a condition on a number; they must never decide it otherwise than the numbers themselves."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.index.conditions import Group, split_steps
from minuteminer.index.terms import step_of, step_terms
from minuteminer.queries import Range

_STEMS = st.integers(-2, 9) | st.sampled_from([15, 19, 20, 95, 99, 490, 499, 500, 510])
NUMBERS = st.builds(lambda stem, zeros, more: stem * 10**zeros + more, _STEMS, st.integers(0, 5), st.integers(-1, 1))


@given(
    fact=st.tuples(NUMBERS, NUMBERS),
    low=st.none() | NUMBERS,
    high=st.none() | NUMBERS,
    low_open=st.booleans(),
    high_open=st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_terms_agree_with_the_numbers(
    fact: tuple[int, int], low: int | None, high: int | None, low_open: bool, high_open: bool
) -> None:
    if low is not None and high is not None and low >= high:
        low, high, low_open, high_open = high, low, False, False
    asked = Range(name="amount", low=low, high=high, low_open=low_open, high_open=high_open)
    first, last = min(fact), max(fact)
    above = low is None or last > low or (last == low and not low_open)
    meets = above and (high is None or first < high or (first == high and not high_open))
    terms = set(step_terms(step_of(first), step_of(last)))
    split = split_steps(Group(kind="money", ranges=(asked,)))
    assert split is not None
    inside, ends = split
    if terms & set(inside):
        assert meets
    if meets:
        assert terms & {*inside, *ends}


def test_only_the_figures_near_an_end_are_left_to_check() -> None:
    asked = Range(name="headcount", low=490.0, low_open=True)
    split = split_steps(Group(kind="headcount", roles=("PCSO",), ranges=(asked,)))
    assert split is not None
    inside, ends = split
    assert inside[:6] == ["3_5", "3_6", "3_7", "3_8", "3_9", "4"]
    assert ends == ["3_4"]
