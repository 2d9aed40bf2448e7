"""More of what clerks write of decisions: lists in parts, motions declared carried, what was rejected, who moved it."""

from __future__ import annotations

import pytest

from minuteminer.annotate.resolutions import find_resolutions


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_decision_in_parts_is_read_to_its_end(between: str) -> None:
    lines = ["Decision:", "PART A", "a. to set a budget", "b. to approve the fees", "PART B", "c. to note the report"]
    (resolution,) = find_resolutions(between.join(lines))
    assert resolution.verbs == ("set", "approve", "note")
    assert [clause.text for clause in resolution.clauses] == [line[3:] for line in lines if line[1] == "."]


@pytest.mark.parametrize("before", ["RESOLVED that the quay be lit.", "RESOLVED that:\n\n1. the quay be lit;"])
def test_a_part_of_the_agenda_is_no_part_of_a_decision(before: str) -> None:
    (resolution,) = find_resolutions(f"{before}\n\nPART B\n\n12. Fares\n\nThe Panel considered the fares.")
    assert resolution.text == before


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The vote was For 14, Against 14. The Mayor cast his vote and declared the motion CARRIED.", (14, 14)),
        ("The motion was put: For (14), Against (9).\n\nThe Chair declared the motion CARRIED.", (14, 9)),
    ],
)
def test_a_motion_that_is_declared_carried_is_a_decision_with_its_vote(text: str, sides: tuple[int, int]) -> None:
    (resolution,) = find_resolutions(text)
    assert (resolution.decision, resolution.verbs) == ("resolved", ("carry",))
    assert resolution.vote is not None
    assert (resolution.vote.votes_for, resolution.vote.votes_against) == sides


def test_an_amendment_that_is_declared_carried_is_none() -> None:
    assert find_resolutions("The Chair declared the amendment CARRIED.") == []


def test_what_a_body_rejects_it_does_not_do() -> None:
    (resolution,) = find_resolutions("The Cabinet REJECTED the recommendation that the crane be sold.")
    assert (resolution.decision, resolution.verbs) == ("decision", ("reject", "sell"))
    assert resolution.negated_verbs == ("sell",)


@pytest.mark.parametrize("text", ["The motion was REJECTED.", "The Clerk REJECTED the bid.", "NOT RESOLVED."])
def test_what_was_not_decided_by_the_body_is_none(text: str) -> None:
    assert find_resolutions(text) == []


@pytest.mark.parametrize(
    "outcome", ["This was not agreed.", "It was then not supported.", "The motion was not approved."]
)
def test_who_moved_what_was_not_agreed_moved_no_decision(outcome: str) -> None:
    moved = "It was moved by Cllr Lee, seconded by Cllr May, that the item be deferred."
    (resolution,) = find_resolutions(f"{moved} {outcome}\n\nRESOLVED that the report be noted.")
    assert (resolution.proposer, resolution.seconder) == (None, None)


@pytest.mark.parametrize(
    ("moved", "names"),
    [
        ("Cllr Ash gave the report. He proposed it. Cllr Rolls seconded it.", ("Cllr Ash", "Cllr Rolls")),
        (
            "Cllr Ash gave the report. She took questions. She then moved it, which Mr Eel seconded.",
            ("Cllr Ash", "Mr Eel"),
        ),
        ("Moved by Cllr A Woods, seconded by T Gill.", ("Cllr A Woods", "T Gill")),
        ("Proposed: Ann Woods\nSeconded: T Gill", ("Ann Woods", "T Gill")),
        ("Cllr Ash (Lab) proposed and Cllr May (Con) seconded it.", ("Cllr Ash", "Cllr May")),
        ("The proposals were moved by Tide Works. Seconded by none.", (None, None)),
        ("Cllr Ash gave the report, which Mr Eel read. They moved to the next item.", (None, None)),
    ],
)
def test_who_moved_it_may_be_printed_without_a_title_or_as_a_pronoun(
    moved: str, names: tuple[str | None, str | None]
) -> None:
    (resolution,) = find_resolutions(f"{moved}\n\nRESOLVED that the quay be lit.")
    assert (resolution.proposer, resolution.seconder) == names


def test_the_words_that_name_the_movers_are_no_clause() -> None:
    (resolution,) = find_resolutions("Cllr Ash proposed and Mr Eel seconded the recommendation, which was AGREED.")
    assert [clause.text for clause in resolution.clauses] == ["the recommendation, which was AGREED."]
