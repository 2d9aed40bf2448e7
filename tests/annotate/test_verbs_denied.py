"""Decisions that something is not done: the verb keeps its base form and is marked as denied."""

from __future__ import annotations

import pytest

from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.annotate.verbs_denied import denied_verbs
from minuteminer.findings import verbs_in_words


@pytest.mark.parametrize(
    ("clause", "verb"),
    [
        ("that the proposed fares be not approved", "approve"),
        ("that the ferry bid not be supported", "support"),
        ("that the quay plan be not now adopted", "adopt"),
        ("that no further action be taken", "take"),
        ("to take no further action", "take"),
        ("not to support the fares", "support"),
        ("that the Board does not support the fares", "support"),
        ("that the Board not endorse the bid", "endorse"),
    ],
)
def test_a_refusal_has_its_verb_denied(clause: str, verb: str) -> None:
    (resolution,) = find_resolutions(f"RESOLVED {clause}.")
    assert (resolution.verbs, resolution.negated_verbs) == ((verb,), (verb,))
    assert [clause.negated_verbs for clause in resolution.clauses] == [(verb,)]
    assert verbs_in_words(resolution) == (f"not {verb}",)


@pytest.mark.parametrize(
    "clause",
    [
        "that the fares be approved",
        "that the decision not to approve the bid be noted",
        "that the letter not yet sent be noted",
        "that the Clerk confirm that boats will not be moored there",
        "that it be noted that no boats had come",
        "to note no changes to the fares",
        "that the bid be approved and the reasons for not supporting it be noted",
    ],
)
def test_what_is_told_within_a_decision_denies_nothing(clause: str) -> None:
    (resolution,) = find_resolutions(f"RESOLVED {clause}.")
    assert resolution.negated_verbs == ()
    assert verbs_in_words(resolution) == resolution.verbs


def test_only_the_clause_that_refuses_is_denied() -> None:
    (resolution,) = find_resolutions("RESOLVED (1) that the report be noted; and (2) that the bid be not approved.")
    assert [verbs_in_words(clause) for clause in resolution.clauses] == [("note",), ("not approve",)]
    assert verbs_in_words(resolution) == ("note", "not approve")


def test_what_one_clause_does_and_another_denies_is_denied_in_the_clause_alone() -> None:
    (resolution,) = find_resolutions(
        "RESOLVED (1) that the first plan be approved; and (2) that the second plan be not approved."
    )
    assert [clause.negated_verbs for clause in resolution.clauses] == [(), ("approve",)]
    assert (resolution.verbs, resolution.negated_verbs) == (("approve",), ())


def test_or_joins_what_is_denied() -> None:
    assert denied_verbs("that the plan be not approved or adopted") == ("approve", "adopt")
