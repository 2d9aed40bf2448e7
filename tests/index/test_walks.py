"""However many walks through the word index an answer takes, it is the same answer."""

from __future__ import annotations

import pytest

from minuteminer.index import Index

QUERIES = (
    "firearms", "firearms boilerplate:yes", "apologies boilerplate:yes", "firearms OR overtime", "firearms -overtime",
    "the amount:>1k", "overtime kind:money", "firearms date:2015..2017", "firearms in:item", "firearms sort:date",
    "the in:resolution", "the topic:firearms",
)  # fmt: skip


@pytest.mark.parametrize("candidates", [0, 1, 3, 5_000])
@pytest.mark.parametrize("query", QUERIES)
def test_matches_taken_in_one_walk_are_those_that_two_count_and_find(
    index: Index, monkeypatch: pytest.MonkeyPatch, query: str, candidates: int
) -> None:
    monkeypatch.setattr("minuteminer.index.asked.CANDIDATES", candidates)
    found = []
    for walked_once in (0, 1, 4, 20_000):
        monkeypatch.setattr("minuteminer.index.sqlite._WALKED_ONCE", walked_once)
        results, facets = index.search_with_facets(query)
        found.append((results.total, results.left_out, results.ranked_among, results.hits, results.titles, facets))
    assert all(one == found[0] for one in found)
    assert found[0][0] + found[0][1] > 0
