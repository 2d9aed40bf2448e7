"""A sample stands for the whole: its strata are as large in it as they are there."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.coding.sampling import allocate, draw
from minuteminer.errors import UsageError
from minuteminer.index.population import Listed


def listed(panel: str, year: str, number: int) -> list[Listed]:
    return [
        Listed(key=f"{panel}:{year}-{one}", panel=panel, committee=panel, year=year, status="final")
        for one in range(number)
    ]


POPULATION = [*listed("Westmarch", "2024", 60), *listed("Westmarch", "2025", 30), *listed("Hollin", "2025", 10)]


def test_strata_keep_their_share() -> None:
    drawn = draw(POPULATION, ["panel", "year"], 20)
    counts = Counter(one.stratum for one in drawn)
    assert counts == {("Westmarch", "2024"): 12, ("Westmarch", "2025"): 6, ("Hollin", "2025"): 2}


def test_weights_add_up_to_the_whole() -> None:
    assert sum(one.weight for one in draw(POPULATION, ["panel", "year"], 20)) == pytest.approx(len(POPULATION))


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    assert draw(POPULATION, ["panel"], 7) == draw(POPULATION[::-1], ["panel"], 7)
    assert draw(POPULATION, ["panel"], 7) != draw(POPULATION, ["panel"], 7, seed=2)


@settings(max_examples=50)
@given(
    st.dictionaries(st.tuples(st.text(max_size=3)), st.integers(1, 400), min_size=1, max_size=30), st.integers(1, 500)
)
def test_allocation_gives_just_as_many_as_were_asked_for(sizes: dict[tuple[str, ...], int], total: int) -> None:
    given_to = allocate(sizes, total)
    assert sum(given_to.values()) == min(total, sum(sizes.values()))
    assert all(0 <= given_to[name] <= sizes[name] for name in sizes)
    if total >= len(sizes):
        assert all(given_to[name] >= 1 for name in sizes)


def test_an_unknown_stratum_is_refused() -> None:
    with pytest.raises(UsageError, match="expected of panel, committee, year, status"):
        draw(POPULATION, ["county"], 5)
