"""A "not" in the clause before a bound turns it round, for sums, percentages and people; it denies nothing then."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts
from minuteminer.annotate.money import find_money
from minuteminer.annotate.percents import find_percents
from minuteminer.findings import Qualifier


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("It must not exceed £5m.", "at_most"),
        ("It should not be more than £100,000 this year.", "at_most"),
        ("The cost was never above £8m.", "at_most"),
        ("It need not cost more than £7m.", "at_most"),
        ("It cannot go over £7m.", "at_most"),
        ("It wouldn't be over £7m.", "at_most"),
        ("It could not be under £1m.", "at_least"),
        ("It was not under £6m.", "at_least"),
        ("The reserve must never fall below £6m.", "at_least"),
        ("It must not\nexceed £5m.", "at_most"),
    ],
)
def test_a_denied_bound_of_a_sum_is_the_other_bound_and_the_sum_is_not_denied(text: str, qualifier: Qualifier) -> None:
    (found,) = find_money(text)
    assert (found.qualifier, found.negated) == (qualifier, False)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("She did not say that more than £5m had gone.", "more_than"),
        ("The cars were not bought, and more than £5m was left.", "more_than"),
        ("The plan was not approved. More than £5m was left.", "more_than"),
        ("It was not unusual for more than £5m to be left.", "more_than"),
        ("The grant was not received until over £5m was spent.", "more_than"),
        ("He asked why it was under £6m.", "less_than"),
        ("It did not say why £3m was over £2m.", "more_than"),
    ],
)
def test_a_denial_of_something_else_turns_no_bound(text: str, qualifier: Qualifier) -> None:
    assert find_money(text)[-1].qualifier == qualifier


def test_what_a_denied_bound_governs_keeps_its_other_readings() -> None:
    (found,) = find_money("It need not cost more than £7m.")
    assert found.role == "cost"


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("The rise should not be more than 3%.", "at_most"),
        ("Turnout was not below 40 per cent.", "at_least"),
        ("Turnout was below 40 per cent, not above it.", "less_than"),
    ],
)
def test_a_denied_bound_of_a_percentage_is_the_other_bound(text: str, qualifier: Qualifier) -> None:
    (found,) = find_percents(text)
    assert found.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "qualifier", "negated"),
    [
        ("There should not be more than 30 officers on leave.", "at_most", False),
        ("There were not more than 30 officers on leave.", "at_most", False),
        ("There must never be fewer than 30 officers.", "at_least", False),
        ("There were more than 30 officers on leave.", "more_than", False),
        ("There were not 30 officers on leave.", "exact", True),
    ],
)
def test_a_denied_bound_of_people_is_the_other_bound(text: str, qualifier: Qualifier, negated: bool) -> None:
    (found,) = find_headcounts(text)
    assert (found.qualifier, found.negated) == (qualifier, negated)
