"""What a fact says, in one line and field by field."""

from __future__ import annotations

import pytest

from made_minutes import Minutes
from minuteminer.findings import Fact, Note, Percent, Vote
from minuteminer.views.fields import field_words, value_in_brief


def one() -> Minutes:
    return Minutes("1", "Budget").say("Some £5m for 24 PCSOs, 4.35%, carried by 9 to 2: RESOLVED.", "1.")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "£5,000,000"),
        ({"role": "cost", "qualifier": "approx", "period": "year"}, "about £5,000,000 a year (cost)"),
        ({"per": "officer", "years": 3}, "£5,000,000 per officer for 3 years"),
        ({"negated": True}, "£5,000,000 (denied in the text)"),
        ({"high": 6_000_000}, "£5,000,000 to £6,000,000"),
    ],
)
def test_money_is_said_in_pounds(more: dict[str, object], expected: str) -> None:
    (fact,) = one().money("£5m", 5_000_000, **more).facts  # type: ignore[arg-type]
    assert value_in_brief(fact) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"role": "PCSO"}, "24 PCSOs"),
        ({"role": "PCSO", "measure": "strength", "fte": True}, "24 PCSOs (strength, full-time equivalents)"),
        ({"of": 37.0, "role": "police officer"}, "24 of 37 police officers"),
        ({"high": 30.0, "role": "police staff"}, "24 to 30 police staff"),
    ],
)
def test_a_headcount_says_of_whom(more: dict[str, object], expected: str) -> None:
    (fact,) = one().headcount("24", 24, **more).facts  # type: ignore[arg-type]
    assert value_in_brief(fact) == expected


def test_a_sum_without_a_value_says_so() -> None:
    minutes = one().money("£5m", 5)
    fact = minutes.facts[0]
    unsaid = type(fact.value)(  # type: ignore[call-arg]
        start_char=0, end_char=1, text="5", rule_id="test", low_pence=None, high_pence=None, reason="no unit"
    )
    changed = Fact(
        id="i#money-0-1", kind="money", item="i", start_char=0, end_char=1, text="5", paragraph=None, rule_id="test",
        value=unsaid,
    )  # fmt: skip
    assert value_in_brief(changed) == "not given: the unit is in doubt"
    assert ("reason", "no unit") in field_words(changed)


def test_other_kinds_in_brief() -> None:
    minutes = one().resolved("RESOLVED.", "note").vote("9 to 2", 9, 2)
    minutes.fact("percent", "4.35%", Percent(start_char=0, end_char=1, text="4.35%", rule_id="test", value=4.35))
    minutes.fact("note", "carried", Note(start_char=0, end_char=1, text="x", rule_id="test", corrects="(4)"))
    assert [value_in_brief(fact) for fact in minutes.facts] == [
        "resolved, note", "9 for, 2 against", "4.35%", "corrects paragraph (4)",
    ]  # fmt: skip


def test_the_fields_of_a_decision_are_its_clauses_and_its_vote() -> None:
    vote = Vote(start_char=0, end_char=1, text="x", rule_id="test", votes_for=9, votes_against=2)
    minutes = Minutes("1", "Precept").say("RESOLVED that the precept be supported.", "1.")
    minutes.resolved(
        "RESOLVED that the precept be supported.", "support", clauses=("the precept be supported",), vote=vote
    )
    fields = dict(field_words(minutes.facts[0]))
    assert fields["clause 1"] == "the precept be supported"
    assert fields["vote"] == "9 for, 2 against"
    assert fields["proposer"] == "Cllr Example"
