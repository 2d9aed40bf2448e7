"""Numbers and dates under OR: what they find, how many there may be, and that no hit is told twice."""

from __future__ import annotations

import pytest

from minuteminer.errors import QueryError
from minuteminer.index import Index


def ids(index: Index, query: str) -> set[int]:
    return {hit.id for hit in index.search(query, limit=100).hits}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amount:>1m", "headcount:>30"),
        ("amount:>1m", "amount:<2m"),
        ("firearms", "amount:>1m"),
        ("date:2015", "date:2016..2017"),
        ("vote:for>1", "date:2016"),
        ("role:overtime amount:>1m", "percent:>1"),
        ("status:recruited", "amount:>100m"),
    ],
)
@pytest.mark.parametrize("whole", ["", " in:resolution", " in:all boilerplate:yes"])
def test_either_finds_what_the_one_and_the_other_find(index: Index, one: str, other: str, whole: str) -> None:
    query = f"({one} OR {other}){whole}"
    both = ids(index, one + whole) | ids(index, other + whole)
    results = index.search(query, limit=100)
    assert [hit.id for hit in results.hits] == list(dict.fromkeys(hit.id for hit in results.hits))
    assert {hit.id for hit in results.hits} == both
    assert results.total == len(both)
    assert sum(count for _, count in index.facets(query, ["committee"])[0].values) == len(both)


def test_a_figure_that_meets_two_alternatives_is_one_fact(index: Index) -> None:
    results = index.search("in:fact (amount:>1m OR amount:>100m)")
    assert sorted(hit.figures[0].text for hit in results.hits) == ["£1.5m", "£258m", "£5m to £6m"]


def test_too_many_combinations_are_refused_in_one_sentence(index: Index) -> None:
    query = " ".join(f"(amount:>{n} OR date:{2000 + n})" for n in range(1, 6))
    with pytest.raises(QueryError, match="more than 16 combinations"):
        index.search(query)
