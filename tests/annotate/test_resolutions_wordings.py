"""The many ways in which minutes word a decision: its kind, its verbs, and what is none."""

from __future__ import annotations

import pytest

from minuteminer.annotate.resolutions import find_resolutions


@pytest.mark.parametrize(
    ("text", "decisions"),
    [
        ("The Work Programme, as amended, was agreed.", [("agreed", ("agree",))]),
        ("The recommendations were agreed without a vote.", [("agreed", ("agree",))]),
        ("It was RESOLVED unanimously that the fares be frozen.", [("resolved", ("freeze",))]),
        ("The Panel unanimously RESOLVED to support the precept.", [("resolved", ("support",))]),
        ("RESOLVED unanimously – that the fares be frozen.", [("resolved", ("freeze",))]),
        (
            "On the motion of Cllr Ames, seconded by Cllr Brack, it was RESOLVED THAT the fares be frozen.",
            [("resolved", ("freeze",))],
        ),
        ("Resolved (unanimously): that the fares be frozen.", [("resolved", ("freeze",))]),
        ("AGREED: (a) to note the report; (b) that a workshop be held in May.", [("agreed", ("note", "hold"))]),
        ("The Panel agreed that the Chair would write to the Minister.", [("agreed", ("agree",))]),
        ("Members agreed the minutes of the meeting held on 3 May as a correct record.", [("agreed", ("agree",))]),
        ("The Committee APPROVED the minutes of the meeting held on 3 May.", [("agreed", ("approve",))]),
        (
            "The minutes of the meeting held on 3 May were confirmed and signed by the Chair.",
            [("agreed", ("confirm", "sign"))],
        ),
        ("That the report be noted.", []),
        ("Decision\n\nThe Committee approved the lease.", [("decision", ("approve",))]),
        ("Decision: Approved.", [("decision", ("approve",))]),
        ("ACTION: The Clerk to write to the Trust.", []),
        (
            "It was proposed by Cllr Ames, seconded by Cllr Brack and AGREED to accept the quote of £450.",
            [("agreed", ("accept",))],
        ),
        ("Proposed: Cllr Ames. Seconded: Cllr Brack. Resolved: to accept the quote.", [("resolved", ("accept",))]),
        ("The Council resolved to accept the quote and to buy the bench.", [("resolved", ("accept", "buy"))]),
        ("Council RESOLVED:\n1. To accept the quote.\n2. To buy the bench.", [("resolved", ("accept", "buy"))]),
        ("It was agreed by all that the quote be accepted.", [("agreed", ("accept",))]),
        ("It was agreed nem con to accept the quote.", [("agreed", ("accept",))]),
        ("The Panel ENDORSED the Plan.", [("agreed", ("endorse",))]),
        ("The Panel RECOMMENDS that the Commissioner publish the figures.", [("recommended", ("recommend",))]),
        ("The report was received and noted.", [("noted", ("note", "receive"))]),
        ("Noted.", [("noted", ("note",))]),
        (
            "RESOLVED That:-\n\n(a) the report be noted; and\n\n(b) a letter be sent.",
            [("resolved", ("note", "send"))],
        ),
        ("The Panel RESOLVED that it did not support the precept.", [("resolved", ())]),
        ("RESOLVED: That the Panel exercise its power of veto.", [("resolved", ("exercise",))]),
        ("RESOLVED: That the press and public be excluded from the meeting.", [("resolved", ("exclude",))]),
        ("The Panel had resolved in May to freeze the fares.", []),
        ("The Cabinet of the county council had resolved that the fares be frozen.", []),
        (
            "The motion was put to the vote and carried.\n\nRESOLVED that the fares be frozen.",
            [("resolved", ("freeze",))],
        ),
        (
            "It was moved, seconded and RESOLVED that the meeting adjourn for ten minutes.",
            [("resolved", ("adjourn",))],
        ),
        ("RESOLVED that a vote of thanks be accorded to the crew.", [("resolved", ("accord",))]),
        (
            "RESOLVED that the Forward Plan, with the addition of an item on fares, be approved.",
            [("resolved", ("approve",))],
        ),
        (
            "RESOLVED that Mr Crake's term of office be extended and his allowance left at £920.",
            [("resolved", ("extend", "leave"))],
        ),
        (
            "RESOLVED that officers be thanked, the report be noted and an update come to the March meeting.",
            [("resolved", ("thank", "note"))],
        ),
        (
            "RESOLVED that in view of the above the Panel supports the precept but asks for a review.",
            [("resolved", ("support", "ask"))],
        ),
        (
            "RESOLVED that, having considered the report, the Panel confirm the appointment.",
            [("resolved", ("confirm",))],
        ),
        (
            "RESOLVED that the appointment of Ms Hale as Chief Constable be confirmed and the "
            "Commissioner be so informed.",
            [("resolved", ("confirm", "inform"))],
        ),
        (
            "RESOLVED that the Chair be asked to write to the Commissioner expressing concern.",
            [("resolved", ("ask",))],
        ),
        ("RESOLVED that the Panel expresses its concern at the delay.", [("resolved", ("express",))]),
        ("RESOLVED that the Panel place on record its thanks to Mr Gill.", [("resolved", ("place",))]),
        (
            "RESOLVED that two members be nominated to sit on the Board and that deputies be found.",
            [("resolved", ("nominate", "find"))],
        ),
    ],
)
def test_a_decision_has_its_kind_and_its_verbs(text: str, decisions: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(found.decision, found.verbs) for found in find_resolutions(text)] == decisions


PRIVATE = "Members resolved to go into private session."


@pytest.mark.parametrize(
    "told",
    [
        "The public left the room at noon.",
        "In private session the Board heard from the Harbour Master.",
        "The live stream stopped.",
        "Discussion then turned to the fares.",
        "A recess of ten minutes followed.",
        "During it Mr Crake spoke of the lamps.",
    ],
)
@pytest.mark.parametrize(
    "decision", [PRIVATE, "RESOLVED that the tides be noted.", "The Board agreed to sell the crane."]
)
def test_what_happened_next_is_no_part_of_the_decision(decision: str, told: str) -> None:
    (found,) = find_resolutions(f"{decision} {told}")
    assert decision.endswith(found.text)


@pytest.mark.parametrize(
    "more",
    [
        "Copies of the plan be sent to all Members.",
        "The Clerk to write to the ferrymen.",
        "The revised plan should come back in May.",
        "That the lamps be lit.",
        "The lamps agreed in May be lit.",
    ],
)
def test_a_sentence_that_decides_goes_on_with_the_decision(more: str) -> None:
    (found,) = find_resolutions(f"RESOLVED that the tides be noted. {more}")
    assert found.text.endswith(more)


def test_decisions_in_short_words_follow_one_another() -> None:
    (found,) = find_resolutions("AGREED: Cllr Dray elected Chair. Cllr Birtle elected Vice-Chair.")
    assert found.text.endswith("Vice-Chair.")


@pytest.mark.parametrize(
    "sentence",
    ["The recommendation was NOT APPROVED.", "The motion was NOT AGREED.", "It was NOT RESOLVED to close the station."],
)
def test_what_was_not_decided_is_no_decision(sentence: str) -> None:
    assert find_resolutions(sentence) == []


@pytest.mark.parametrize(
    "end", ["The proposal was not seconded.", "There was no seconder.", "The motion fell for want of a seconder."]
)
def test_who_moved_what_nobody_seconded_moved_no_decision(end: str) -> None:
    (resolution,) = find_resolutions(
        f"It was proposed by Councillor Ng that the precept rise. {end}\n\nRESOLVED not to hold a referendum."
    )
    assert resolution.proposer is None
