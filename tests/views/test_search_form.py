"""The search form in the query language: filters narrow, and what was typed keeps its meaning."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.answers import Facet
from minuteminer.errors import QueryError
from minuteminer.index.query import parse_query
from minuteminer.queries import Any, Field
from minuteminer.views.search import (
    SearchForm,
    filter_groups,
    page_count,
    paginate,
    read_form,
    selected_tags,
)


def test_values_of_one_filter_are_alternatives_and_filters_add_up() -> None:
    form = SearchForm(q="drones", filters={"topic": ("firearms", "vehicles"), "year": ("2026",)})
    assert form.query_text() == "drones (topic:firearms OR topic:vehicles) date:2026"
    assert form.query_text(without="topic") == "drones date:2026"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a OR b", "(a OR b) topic:x"),
        ("a | b sort:-date", "(a | b) sort:-date topic:x"),
        ('"a OR b"', '"a OR b" topic:x'),
        ("in:resolution a OR b", "(a OR b) in:resolution topic:x"),
        ("sort:date", "sort:date topic:x"),
        ("a ORB b", "a ORB b topic:x"),
    ],
)
def test_an_or_does_not_reach_over_the_filters(typed: str, expected: str) -> None:
    assert SearchForm(q=typed, filters={"topic": ("x",)}).query_text() == expected


def test_both_sides_of_an_or_are_narrowed() -> None:
    query = parse_query(SearchForm(q="drones OR tasers in:resolution", filters={"topic": ("firearms",)}).query_text())
    words, topic = query.conditions
    assert isinstance(words, Any)
    assert topic == Field(name="topic", value="firearms")
    assert query.unit == "resolution"


def test_a_name_with_commas_and_quotation_marks_is_one_value() -> None:
    query = parse_query(SearchForm(filters={"committee": ('Parks, "Play" and Paths',)}).query_text())
    assert query.conditions == (Field(name="committee", value="parks play and paths"),)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(max_examples=50)
@given(name=NAMES)
def test_any_value_of_a_filter_is_read_or_refused_in_words(name: str) -> None:
    form = SearchForm(filters={"role": (name,)})
    with suppress(QueryError):
        (condition,) = parse_query(form.query_text()).conditions
        assert isinstance(condition, (Field, Any))


def test_the_form_is_read_from_an_address_and_written_back() -> None:
    form = read_form({"q": [" drones "], "year": ["2025", "2026", "2025"], "in": ["fact"], "page": ["3"], "x": ["1"]})
    assert (form.q, form.filters["year"], form.unit, form.page) == ("drones", ("2025", "2026"), "fact", 3)
    assert form.address(page=3) == "/search?q=drones&year=2025&year=2026&in=fact&page=3"
    assert form.address() == "/search?q=drones&year=2025&year=2026&in=fact"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e3", "9" * 30, "²", ""])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert read_form({"page": [page]}).page == 1


def test_what_is_ticked_stands_first_even_where_nothing_more_has_it() -> None:
    form = SearchForm(filters={"topic": ("vehicles",)})
    values = tuple((f"topic_{number}", 20 - number) for number in range(12))
    (group,) = filter_groups(form, [Facet(name="topic", values=values), Facet(name="verb", values=())])
    assert (group.values[0].value, group.values[0].count, group.values[0].ticked) == ("vehicles", "0", True)
    assert (len(group.values), group.shown) == (13, 8)


def test_a_tag_leads_to_the_search_without_it() -> None:
    form = SearchForm(q="drones", filters={"year": ("2025", "2026")}, page=4)
    tags = selected_tags(form)
    assert [tag.words for tag in tags] == ["2025", "2026"]
    assert tags[0].address == "/search?q=drones&year=2026"


def test_pages_show_the_ends_and_the_neighbours() -> None:
    pages = paginate(5, 9, lambda page: f"/{page}")
    assert [one.number for one in pages.links] == [1, None, 4, 5, 6, None, 9]
    assert (pages.previous, pages.next) == ("/4", "/6")
    first = paginate(1, 2, lambda page: f"/{page}")
    assert (first.previous, first.next) == ("", "/2")


def test_no_page_is_deeper_than_a_search_looks() -> None:
    assert (page_count(0), page_count(21), page_count(10**9)) == (1, 2, 5_000)
