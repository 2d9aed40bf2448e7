"""Which vote and which movers belong to which decision; what was lost passes them on to none."""

from __future__ import annotations

import pytest

from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.annotate.votes import find_votes

Counts = tuple[int | None, int | None, bool]
UNANIMOUS: Counts = (None, None, True)
NEM_CON: Counts = (None, 0, True)


def votes_by_decision(text: str) -> list[Counts | None]:
    """For each resolution of a text for, against and unanimity of its vote."""
    votes = [resolution.vote for resolution in find_resolutions(text)]
    return [(vote.votes_for, vote.votes_against, vote.unanimous) if vote else None for vote in votes]


def movers_by_decision(text: str) -> list[tuple[str | None, str | None]]:
    return [(resolution.proposer, resolution.seconder) for resolution in find_resolutions(text)]


LOST = [
    "Cllr Dray moved and Cllr Birtle seconded that the fares be vetoed. The vote was 4 for and 9 against and the "
    "motion fell.",
    "Cllr Dray moved and Cllr Birtle seconded that the fares be vetoed. The motion was lost by 4 votes to 9.",
    "Cllr Dray moved and Cllr Birtle seconded that the fares be vetoed. There were 4 votes for and 9 against. The "
    "motion was therefore not carried.",
    "Moved by Cllr Dray, seconded by Cllr Birtle. On a show of hands (4-9), the motion was defeated.",
    "Proposed by Cllr Dray, seconded by Cllr Birtle: that the fares be vetoed. The proposal was withdrawn.",
    "Cllr Dray moved and Cllr Birtle seconded that the fares be vetoed. The motion was lost. There voted 4 for and 9 "
    "against.",
    "It was proposed by Cllr Dray and seconded by Cllr Birtle that the fares be vetoed. 4 Members voted for, 9 "
    "against. The vote was narrowly lost.",
]


@pytest.mark.parametrize("told", LOST)
@pytest.mark.parametrize("between", ["\n\n", " "])
def test_what_was_lost_gives_its_vote_and_its_movers_to_no_decision(told: str, between: str) -> None:
    text = f"{told}{between}RESOLVED that the fares be supported."
    assert votes_by_decision(text) == [None]
    assert movers_by_decision(text) == [(None, None)]


@pytest.mark.parametrize("told", LOST)
def test_nor_to_the_decision_above(told: str) -> None:
    text = f"RESOLVED that the quay be swept.\n\n{told}\n\nRESOLVED that the fares be supported."
    assert votes_by_decision(text) == [None, None]
    assert movers_by_decision(text) == [(None, None), (None, None)]


def test_the_vote_on_what_was_lost_is_still_a_vote() -> None:
    votes = find_votes(f"{LOST[0]}\n\nRESOLVED that the fares be supported.")
    assert [(vote.votes_for, vote.votes_against) for vote in votes] == [(4, 9)]


def test_what_was_carried_gives_both() -> None:
    text = (
        "RESOLVED that the quay be swept.\n\nCllr Dray moved and Cllr Birtle seconded that the fares be frozen. "
        "The motion was carried by 9 votes to 4.\n\nRESOLVED that the fares be frozen."
    )
    assert votes_by_decision(text) == [None, (9, 4, False)]
    assert movers_by_decision(text) == [(None, None), ("Cllr Dray", "Cllr Birtle")]


def test_an_amendment_that_was_lost_leaves_the_motion_its_mover() -> None:
    text = (
        "Cllr Dray moved and Cllr Birtle seconded that the plan be adopted. Cllr Crake moved and Cllr Eel seconded an "
        "amendment to defer it. The amendment was lost by 2 votes to 8.\n\nRESOLVED that the plan be adopted."
    )
    assert movers_by_decision(text) == [("Cllr Dray", "Cllr Birtle")]
    assert votes_by_decision(text) == [None]


def test_a_vote_on_the_motion_after_a_lost_amendment_passes_it() -> None:
    text = (
        "Cllr Dray moved and Cllr Birtle seconded that the plan be adopted. An amendment was lost by 2 votes to 8. "
        "The motion was carried by 8 votes to 2.\n\nRESOLVED that the plan be adopted."
    )
    assert movers_by_decision(text) == [("Cllr Dray", "Cllr Birtle")]
    assert votes_by_decision(text) == [(8, 2, False)]


def test_what_a_decision_says_of_another_motion_that_was_lost_is_nothing_of_its_own_vote() -> None:
    text = "On a vote of 9 to 3 it was resolved that the amendment that was lost in May be put again."
    assert votes_by_decision(text) == [(9, 3, False)]


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("RESOLVED that the quay be swept.\n\nUNANIMOUSLY RESOLVED that the tides be noted.", [None, UNANIMOUS]),
        (
            "RESOLVED that the quay be swept.\n\nThe fares were then discussed. By 7 votes to 3 it was resolved that "
            "the fares be frozen.",
            [None, (7, 3, False)],
        ),
        (
            "RESOLVED that the quay be swept. By 7 votes to 3 it was resolved that the fares be frozen.",
            [None, (7, 3, False)],
        ),
        (
            "RESOLVED that the Board supports the bid.\n\nIt was resolved, nem con, that thanks be recorded.",
            [None, NEM_CON],
        ),
        (
            "RESOLVED that the quay be swept.\n\nThe vote was taken, 7 for and 3 against, and it was RESOLVED that "
            "the fares be frozen.",
            [None, (7, 3, False)],
        ),
    ],
)
def test_a_vote_in_or_before_a_decision_is_not_that_of_the_decision_above(text: str, votes: list[Counts]) -> None:
    assert votes_by_decision(text) == votes


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        (
            "RESOLVED that the quay be swept.\n\n(Voting: 9 for, 3 against)\n\nRESOLVED that the tides be noted.",
            [(9, 3, False), None],
        ),
        (
            "RESOLVED that the quay be swept.\n\nThe vote was 9 for and 3 against.\n\nThe Clerk spoke of the tides.",
            [(9, 3, False)],
        ),
    ],
)
def test_a_vote_right_below_a_decision_is_its_own_and_only_its_own(text: str, votes: list[Counts | None]) -> None:
    assert votes_by_decision(text) == votes


BETWEEN = "9. The Clerk read out the rules of the quay, which had been printed with the agenda and were taken as read."


@pytest.mark.parametrize(
    "again",
    [
        "RESOLVED, by six votes to four, that the quay be swept.",
        "RESOLVED (6 votes to 4): That the quay be swept.",
        "It was therefore AGREED by 6 votes to 4 that the quay be swept.",
        "RESOLVED, with six in favour and four against, that the quay be swept.",
    ],
)
def test_a_decision_that_says_its_vote_again_has_that_vote_whatever_stands_between(again: str) -> None:
    told = "8. Cllr Dray proposed that the quay be swept. Six Members voted for it, four against and two abstained."
    text = f"{told}\n\n{BETWEEN}\n\n{again}"
    (resolution,) = find_resolutions(text)
    assert resolution.vote is not None
    assert (resolution.vote.votes_for, resolution.vote.votes_against, resolution.vote.abstain) == (6, 4, 2)
    assert len(find_votes(text)) == 1, "one vote, told twice"


def test_a_decision_that_says_no_vote_has_none_from_further_above() -> None:
    told = "8. Cllr Dray proposed that the quay be swept. Six Members voted for it and four against."
    assert votes_by_decision(f"{told}\n\n{BETWEEN}\n\nRESOLVED that the tides be noted.") == [None]


def test_two_decisions_that_passed_alike_had_a_vote_each() -> None:
    text = (
        "RESOLVED, by six votes to four, that the quay be swept.\n\nRESOLVED, by six votes to four, that the fares "
        "be frozen."
    )
    assert votes_by_decision(text) == [(6, 4, False), (6, 4, False)]
    assert len(find_votes(text)) == 2


def test_movers_in_the_sentence_of_a_decision_are_not_those_of_the_decision_above() -> None:
    text = (
        "RESOLVED that the quay be swept.\n\nProposed by Cllr Dray, seconded by Cllr Birtle and RESOLVED that the "
        "tides be noted."
    )
    assert movers_by_decision(text) == [(None, None), ("Cllr Dray", "Cllr Birtle")]


def test_a_score_in_brackets_after_a_show_of_hands_is_a_vote() -> None:
    votes = find_votes("On a show of hands (6-5), the motion was carried.")
    assert [(vote.votes_for, vote.votes_against) for vote in votes] == [(6, 5)]
    assert find_votes("On a show of hands (see pages 6-5), the clerk left.") == []


MOTION = "8. Cllr Dray proposed, and Cllr Birtle seconded, that the quay be swept."
DEBATE = "9. Members spoke for and against it.\n\n10. The Clerk told what brooms cost."


def test_who_moved_a_decision_is_found_above_the_debate_of_it() -> None:
    assert movers_by_decision(f"{MOTION}\n\n{DEBATE}\n\nRESOLVED that the quay be swept.") == [
        ("Cllr Dray", "Cllr Birtle")
    ]


@pytest.mark.parametrize(
    "motion",
    [
        "8. Cllr Dray proposed, and Cllr Birtle seconded, the recommendation.",
        "8. Cllr Dray moved the recommendations in the report. Cllr Birtle seconded.",
        "8. The motion was proposed by Cllr Dray and seconded by Cllr Birtle.",
        "8. Cllr Dray, seconded by Cllr Birtle, moved the officers' recommendations.",
        "8. Cllr Dray's motion, which Cllr Birtle seconded, was read.",
        "Proposer: Cllr Dray\nSeconder: Cllr Birtle",
    ],
)
@pytest.mark.parametrize("between", ["", f"{DEBATE}\n\n"])
def test_who_moved_the_recommendations_moved_the_decision_below(motion: str, between: str) -> None:
    text = f"{motion}\n\n{between}RESOLVED that the quay be swept."
    assert movers_by_decision(text) == [("Cllr Dray", "Cllr Birtle")]


@pytest.mark.parametrize(
    "other",
    [
        "8. Cllr Dray proposed, and Cllr Birtle seconded, that the meeting adjourn for lunch.",
        "8. Cllr Dray moved, and Cllr Birtle seconded, that the quay be swept. The motion was lost.",
        "8. Cllr Dray moved, and Cllr Birtle seconded, an amendment about the quay.",
        "8. Cllr Dray proposed that the quay be swept, and found no seconder.",
    ],
)
def test_who_moved_something_else_above_the_debate_did_not_move_the_decision(other: str) -> None:
    assert movers_by_decision(f"{other}\n\n{DEBATE}\n\nRESOLVED that the quay be swept.") == [(None, None)]


def test_the_vote_on_a_motion_is_that_of_the_decision_below_its_debate() -> None:
    text = f"{MOTION} It was carried by 7 votes to 3.\n\n{DEBATE}\n\nRESOLVED that the quay be swept."
    assert votes_by_decision(text) == [(7, 3, False)]


def test_movers_with_a_recorded_vote_between_them_and_the_decision() -> None:
    roll = "For (2): Cllrs Dray and Birtle\n\nAgainst (1): Cllr Crake\n\nAbstain (0)"
    text = f"{MOTION} A recorded vote was taken:\n\n{roll}\n\nRESOLVED that the quay be swept."
    assert movers_by_decision(text) == [("Cllr Dray", "Cllr Birtle")]
    assert votes_by_decision(text) == [(2, 1, False)]


def test_movers_of_another_agenda_item_move_nothing_here() -> None:
    moved = MOTION.removeprefix("8. ")
    told = "1. The Clerk spoke.\n\n2. Members spoke."
    text = f"7. Quay\n\n{moved}\n\n8. Tides\n\n{told}\n\nRESOLVED that the quay be swept."
    assert movers_by_decision(text) == [(None, None)]


@pytest.mark.parametrize(
    "vote",
    [", by six votes to four, ", " (by 6 votes to 4): ", ", nem. con., ", ", on the casting vote of the Chair, "],
)
def test_the_words_of_a_clause_begin_behind_the_vote(vote: str) -> None:
    (resolution,) = find_resolutions(f"RESOLVED{vote}that the quay be swept.")
    assert [clause.text for clause in resolution.clauses] == ["that the quay be swept."]
