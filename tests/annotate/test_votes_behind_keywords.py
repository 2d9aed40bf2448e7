"""Votes right behind the keyword of a decision, votes of yes and no, and the words of the decision without them."""

from __future__ import annotations

import pytest

from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.annotate.votes import find_votes

Sides = tuple[int | None, int | None, int | None]


def sides_of(text: str) -> list[Sides]:
    return [(vote.votes_for, vote.votes_against, vote.abstain) for vote in find_votes(text)]


@pytest.mark.parametrize(
    ("head", "sides"),
    [
        (" (9-4-1)", (9, 4, 1)),
        (" (9:4:1):", (9, 4, 1)),
        (" (Yes: 57, No: 34, Abstain: 0)", (57, 34, 0)),
        (" (For 9, Against 3, Abstentions 1):", (9, 3, 1)),
        (" by 8 votes to 1", (8, 1, None)),
        (" (by 9 votes to 3)", (9, 3, None)),
        (", with 7 in favour, 3 against and 1 abstention,", (7, 3, 1)),
        (" unanimously", (None, None, None)),
    ],
)
@pytest.mark.parametrize(
    "words",
    [
        "that the quay be lit.",
        "that the charge be raised by 4.99%.",
        "that residents be consulted on the fares.",
        "that no referendum be held.",
        "to raise the charge by 4.99%.",
    ],
)
def test_a_vote_behind_the_keyword_is_the_vote_and_no_clause(head: str, sides: Sides, words: str) -> None:
    (resolution,) = find_resolutions(f"RESOLVED{head} {words}")
    assert resolution.vote is not None
    assert (resolution.vote.votes_for, resolution.vote.votes_against, resolution.vote.abstain) == sides
    assert [clause.text for clause in resolution.clauses] == [words]


def test_abstentions_told_at_the_end_belong_to_the_vote_behind_the_keyword() -> None:
    (resolution,) = find_resolutions("AGREED by 8 votes to 1 that the quay be lit, with two abstentions.")
    assert resolution.vote is not None
    assert (resolution.vote.votes_against, resolution.vote.abstain) == (1, 2)
    assert [clause.text for clause in resolution.clauses] == ["that the quay be lit, with two abstentions."]


def test_a_vote_may_stand_before_a_list() -> None:
    (resolution,) = find_resolutions("RESOLVED (9 votes to 4): (1) that the quay be lit; (2) that the crane be sold.")
    assert [clause.text for clause in resolution.clauses] == ["that the quay be lit", "that the crane be sold."]


def test_members_who_are_named_do_not_replace_the_vote_that_counts_them() -> None:
    text = "RESOLVED (9-4-1) that it be lit. Councillors Ash and Ode asked that their votes against be recorded."
    (vote,) = find_votes(text)
    assert (vote.votes_for, vote.votes_against, vote.abstain) == (9, 4, 1)
    assert vote.names_against == ("Ash", "Ode")


@pytest.mark.parametrize(
    "text",
    [
        "In the survey 310 residents agreed (61%) that the quay be lit.",
        "RESOLVED (minute 9 of 4 May) that the quay be lit.",
        "AGREED (10:30) that the quay be lit.",
        "The report of 3 May was agreed by officers, and 9 residents replied that they were against.",
    ],
)
def test_other_words_behind_a_keyword_are_no_vote(text: str) -> None:
    assert sides_of(text) == []


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The voting was recorded as follows: YES - 57, NO - 34, ABSTAIN - 0", (57, 34, 0)),
        ("The vote was recorded as follows:\n\nYES - 24\n\nNO - 62\n\nABSTAIN - 5", (24, 62, 5)),
        ("YES - 24\nNO - 62\nABSTAIN - 5", (24, 62, 5)),
        ("Yes: 24; No: 62; Abstain: 5", (24, 62, 5)),
        ("Yes – 24\nNo – 62", (24, 62, None)),
        ("Ayes: 7. Noes: 4.", (7, 4, None)),
        ("There voted for the motion 12 and for the amendment 17, with 2 abstentions.", (17, 12, 2)),
    ],
)
def test_every_side_of_a_vote_is_read(text: str, sides: Sides) -> None:
    assert sides_of(text) == [sides]


@pytest.mark.parametrize("text", ["Form No: 34\n\nAbstract No: 5", "For: the quay.\n\nMinute No: 34"])
def test_the_number_of_a_paper_is_no_side(text: str) -> None:
    assert sides_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "There voted for the motion: Councillors Ambrose, Birtle and Crake …… 3\nThere voted against the motion: "
        "Councillors Dray and Eel …… 2",
        "YES - 3\n\nAmbrose, Birtle, Crake\n\nNO - 2\n\nDray, Eel",
        "For: 3\nAmbrose, Birtle, Crake\nAgainst: 2\nDray, Eel",
    ],
)
def test_the_names_of_a_roll_stand_before_or_below_their_number(text: str) -> None:
    (vote,) = find_votes(text)
    assert (vote.votes_for, vote.votes_against) == (3, 2)
    assert vote.names_for == ("Ambrose", "Birtle", "Crake")
    assert vote.names_against == ("Dray", "Eel")


def test_words_below_a_number_are_no_names() -> None:
    (vote,) = find_votes("For: 3\nAgainst: 2\n\nThe motion was carried, and Members thanked the Clerk.")
    assert vote.names_against == ()
