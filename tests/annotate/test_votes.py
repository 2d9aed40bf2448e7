"""Votes of this body, row by row of the phenomena of real minutes (115-125)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counted_calls import calls_per_character
from minuteminer.annotate.votes import find_votes
from minuteminer.findings import Rival

Counts = tuple[int | None, int | None, int | None]


def _counts(text: str) -> list[Counts]:
    return [(vote.votes_for, vote.votes_against, vote.abstain) for vote in find_votes(text)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param(
            "There were nine votes in favour and four against, with no abstentions.", [(9, 4, 0)], id="115 in words"
        ),
        pytest.param(
            "For the motion (6) Cllrs A, B, C\nAgainst the motion (2) Cllrs D, E",
            [(6, 2, None)],
            id="116 names and numbers",
        ),
        pytest.param("The motion was carried 8-5.", [(8, 5, None)], id="117 a score"),
        pytest.param("It was carried by 12 votes to one.", [(12, 1, None)], id="117 N votes to M"),
        pytest.param("It was lost by nine votes to four.", [(4, 9, None)], id="117 lost: the larger number is against"),
        pytest.param(
            "Name | For | Against | Abstain\nAmbrose | X | | \nTOTAL | 2 | 3 | 1", [(2, 3, 1)], id="118 a table"
        ),
        pytest.param(
            "With five votes for and five against, the Chair used a casting vote.",
            [(5, 5, None)],
            id="119 a casting vote",
        ),
        pytest.param("It was agreed unanimously.", [(None, None, None)], id="120 unanimous"),
        pytest.param("RESOLVED, nem. con., to light the quay.", [(None, 0, None)], id="120 nem. con."),
        pytest.param("The Harbour Master was unanimous with himself.", [], id="120 guard"),
        pytest.param("A veto needs two thirds, or ten Members, in favour.", [], id="121 a threshold"),
        pytest.param(
            "A veto needed ten votes; nine voted for and five against.", [(9, 5, None)], id="121 a threshold and a vote"
        ),
        pytest.param("On being put to the vote the motion was lost.", [], id="122 without numbers"),
        pytest.param("Cllr Ambrose proposed it and Cllr Birtle seconded it.", [], id="123 proposed and seconded"),
        pytest.param("In the survey 61% were in favour and 39% against.", [], id="124 a survey"),
        pytest.param("Of 500 residents, 310 were in favour and 190 against.", [], id="124 residents"),
        pytest.param("Mr Crake received seven votes and Mrs Birtle five.", [(7, 5, None)], id="125 two candidates"),
        pytest.param(
            "Mr Crake received five votes and Mrs Birtle seven.", [(7, 5, None)], id="125 the winner is named second"
        ),
        pytest.param(
            "Mr Crake received eight votes, Mrs Birtle eight.",
            [(8, None, None), (8, None, None)],
            id="125 a tie has no winner",
        ),
        pytest.param(
            "Nine votes in favour of Mr Ambrose and four votes in favour of Mr Birtle. There were no abstentions.",
            [(9, 4, 0)],
            id="125 abstentions in the next sentence",
        ),
        pytest.param("It was approved, with one Member dissenting.", [(None, 1, None)], id="one dissents"),
        pytest.param(
            "It was carried by nine votes to five, Mr Ambrose abstaining.", [(9, 5, 1)], id="a named abstention"
        ),
        pytest.param("Complaints fell to nine, against 14 in the year before.", [], id="guard: compared with"),
        pytest.param("The ferry was lost in the storm and carried to the quay.", [], id="guard: lost at sea"),
        pytest.param(
            "At the previous meeting nine had voted in favour and four against.", [], id="guard: another meeting"
        ),
    ],
)
def test_votes_and_what_is_none(text: str, counts: list[Counts]) -> None:
    assert _counts(text) == counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param(
            "For the motion:\n\nCllrs Ambrose and Birtle.\n\nAgainst the motion:\n\nCllr Crake."
            "\n\nAbstention:\n\nCllr Dray.",
            (2, 1, 1),
            id="names in a paragraph below their side",
        ),
        pytest.param(
            "Those voting for: Cllrs Ambrose, Birtle. Those voting against: Cllr Crake.", (2, 1, None), id="voting for"
        ),
        pytest.param("(For: 11, Against: 4, Abstentions: 2)", (11, 4, 2), id="all in brackets"),
        pytest.param("There voted in favour of refusal: 5; against: 4.", (5, 4, None), id="in favour of what"),
        pytest.param("The plan received six votes in favour and six against.", (6, 6, None), id="votes received"),
        pytest.param("Mr Crake – 9 votes; Mrs Dray – 6 votes.", (9, 6, None), id="candidates with dashes"),
        pytest.param("A proposal of Mr Crake's was defeated 9-4.", (4, 9, None), id="defeated"),
    ],
)
def test_forms_of_a_single_vote(text: str, counts: Counts) -> None:
    (vote,) = find_votes(text)
    assert (vote.votes_for, vote.votes_against, vote.abstain) == counts


@pytest.mark.parametrize(
    ("text", "against", "abstaining"),
    [
        pytest.param("AGREED the fares, Councillor Crake voting against.", ("Crake",), (), id="after what was agreed"),
        pytest.param("AGREED the report and the plan, Councillor Crake abstaining.", (), ("Crake",), id="after a list"),
        pytest.param(
            "AGREED the posts of Mr Ambrose and Mrs Birtle, Mr Crake abstaining.", (), ("Mr Crake",), id="after names"
        ),
        pytest.param("AGREED the post of Mr Ambrose, Mr Crake abstaining.", (), ("Mr Crake",), id="after one name"),
        pytest.param(
            "AGREED the fares, Councillors Ambrose, Birtle and Crake voting against and Mr Dray abstaining.",
            ("Ambrose", "Birtle", "Crake"),
            ("Mr Dray",),
            id="both sides",
        ),
        pytest.param(
            "AGREED the fares, Councillors Ambrose, Birtle abstaining.",
            (),
            ("Ambrose", "Birtle"),
            id="several, with a comma for the and",
        ),
        pytest.param(
            "AGREED the fares, Cllr Nan Birtle and Cllr A Crake abstaining.",
            (),
            ("Nan Birtle", "A Crake"),
            id="first names and initials",
        ),
    ],
)
def test_only_people_are_counted_as_voters(text: str, against: tuple[str, ...], abstaining: tuple[str, ...]) -> None:
    (vote,) = find_votes(text)
    assert (vote.names_against, vote.names_abstain) == (against, abstaining)
    assert (vote.votes_against or 0, vote.abstain or 0) == (len(against), len(abstaining))


def test_the_chair_is_counted_without_a_name() -> None:
    assert _counts("AGREED the report, the plan and the fares, the Chair abstaining.") == [(None, None, 1)]


def test_names_are_kept_where_they_are_printed() -> None:
    text = "FOR: Cllrs Ambrose, Birtle and Crake (3)\n\nAGAINST: Cllr Dray (1)\n\nABSTAIN: None (0)"
    (vote,) = find_votes(text)
    assert vote.names_for == ("Ambrose", "Birtle", "Crake")
    assert (vote.names_against, vote.names_abstain) == (("Dray",), ())
    assert text[vote.start_char : vote.end_char] == vote.text


def test_ticks_in_a_table_give_names() -> None:
    text = "Name | For | Against\nAmbrose | X | \nBirtle | | X\nTOTAL | 1 | 1"
    (vote,) = find_votes(text)
    assert (vote.names_for, vote.names_against) == (("Ambrose",), ("Birtle",))


def test_a_vote_that_is_listed_and_then_told_is_one() -> None:
    roll = "FOR: Cllrs Ambrose, Birtle (2)\n\nAGAINST: Cllr Crake (1)\n\n"
    text = roll + "There being 2 votes for and 1 against, it was carried."
    assert _counts(text) == [(2, 1, None)]


def test_two_sides_in_two_sentences_are_one_vote() -> None:
    assert _counts("Eight Members voted in favour. Three voted against.") == [(8, 3, None)]


def test_two_motions_are_two_votes() -> None:
    text = (
        "The amendment was lost by 12 votes to 30. The motion was then carried by 29 votes to 11 with two abstentions."
    )
    assert _counts(text) == [(12, 30, None), (29, 11, 2)]


def test_the_evidence_shows_the_words_of_each_side() -> None:
    text = "Nine voted in favour and four against."
    (vote,) = find_votes(text)
    assert [(part.reads, text[part.start_char : part.end_char]) for part in vote.evidence] == [
        ("for", "Nine voted in favour"),
        ("against", "four against"),
    ]


def test_the_trace_names_the_row_that_refused_a_vote() -> None:
    trace: list[Rival] = []
    assert find_votes("A veto needs ten votes in favour.", trace=trace) == []
    assert [rival.rule_id for rival in trace] == ["vote.guard.threshold"]


_PIECES = st.sampled_from(
    [
        "nine ",
        "votes ",
        "in favour ",
        "against ",
        "four ",
        "abstained",
        ". ",
        "\n",
        "For: ",
        "Against (3)",
        "Mr A",
        ", ",
        "unanimously ",
        "RESOLVED ",
        "carried 8-5",
        "to ",
        "nem. con. ",
        "|",
        "TOTAL | 1 | 2",
        "received ",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_offsets_are_exact(text: str) -> None:
    for vote in find_votes(text):
        assert text[vote.start_char : vote.end_char] == vote.text


@pytest.mark.parametrize(
    "sign",
    [
        "nine votes ",
        "9 to ",
        "Mr A, ",
        "Mr A and ",
        "Councillors A B, ",
        "For: A, ",
        "against ",
        "for (",
        "unanimously ",
        "| For | Against ",
        "For: A\nAgainst: B\n\n",
        "in favour. ",
        "a-",
    ],
)
def test_no_text_is_slow(sign: str) -> None:
    text = "The vote: " + sign * (20_000 // len(sign))
    assert calls_per_character(find_votes, text) < 25
