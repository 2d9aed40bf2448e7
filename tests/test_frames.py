"""Answers of the index as data frames, and what a notebook shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas
import polars
import pytest

import minuteminer
from minuteminer.errors import UsageError
from minuteminer.index import Index, open_index


@pytest.fixture(scope="module")
def index(demo_data: Path) -> Iterator[Index]:
    with open_index(demo_data, read_only=True) as opened:
        yield opened


def test_hits_are_rows_with_their_words_and_links(index: Index) -> None:
    results = index.search("firearms in:resolution")
    frame = minuteminer.to_pandas(results)
    assert len(frame) == len(results.hits) == results.total
    assert frame.date.dtype.kind == "M"
    assert frame.url.str.startswith("http").all()
    assert not frame.snippet.str.contains("[\x02\x03]").any()


def test_polars_has_the_same_columns_and_rows(index: Index) -> None:
    results = index.search("role:overtime in:fact")
    one, other = minuteminer.to_pandas(results), minuteminer.to_polars(results)
    assert list(one.columns) == other.columns
    assert one.figures.map(list).tolist() == other["figures"].to_list()
    assert other["date"].dtype == polars.Date


def test_whole_numbers_stay_whole_where_one_is_missing(index: Index) -> None:
    facts = minuteminer.facts(minuteminer.load()("A budget of £5.50 was agreed by 3 votes to 2."))
    frame = minuteminer.to_pandas(facts)
    assert frame.low_pence.dtype == "Int64"
    assert frame.low_pence.iloc[0] == 550
    assert frame.low_pence.isna().sum() == len(frame) - 1


def test_trail_register_precedents_and_sum_are_frames_too(index: Index) -> None:
    assert len(minuteminer.to_pandas(index.trail("officer strength"))) > 5
    register = minuteminer.to_pandas(index.register())
    assert {"number", "clause", "verbs", "proposer", "owner"} <= set(register.columns)
    assert register.clause.notna().all()
    assert minuteminer.to_pandas(index.precedents("support the proposed precept")).likeness.between(0, 1).all()
    added = minuteminer.to_pandas(index.sum("role:overtime fy:2024/25"))
    assert {"low_pence", "reason"} <= set(added.columns)


def test_an_answer_without_rows_has_the_columns(index: Index) -> None:
    empty = minuteminer.to_pandas(index.search("zzzz"))
    assert empty.empty
    assert {"date", "title", "text", "url"} <= set(empty.columns)


def test_what_is_no_answer_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="expected an answer of the index"):
        minuteminer.to_pandas("firearms")
    with pytest.raises(UsageError, match="as rows, got int"):
        minuteminer.to_pandas([1])


def test_a_document_is_shown_with_its_facts_and_its_words_escaped() -> None:
    shown = minuteminer.show("<script>alert(1)</script> A budget of £5m.")
    assert "<script>" not in shown.html
    assert "<mark" in shown.html
    assert shown._repr_mimebundle_()["text/html"] == shown.html


def test_a_trail_is_plotted_in_one_line(index: Index) -> None:
    picture = minuteminer.plot(index.trail("officer strength"))
    assert picture._repr_mimebundle_()["image/svg+xml"].startswith("<svg")


def test_frames_are_what_their_libraries_make(index: Index) -> None:
    results = index.search("budget")
    assert isinstance(minuteminer.to_pandas(results), pandas.DataFrame)
    assert isinstance(minuteminer.to_polars(results), polars.DataFrame)
