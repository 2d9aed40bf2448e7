"""Clauses in note form: who is to do what, and what was done with a thing, without "be"."""

from __future__ import annotations

import pytest

from minuteminer.annotate.resolutions import find_resolutions


def clauses_of(text: str) -> list[tuple[str, ...]]:
    return [clause.verbs for resolution in find_resolutions(text) for clause in resolution.clauses]


def test_each_note_of_a_list_has_its_own_verb() -> None:
    text = "AGREED: 1) budget approved; 2) OPCC to write to Minister; 3) Cllr Dray to chair"
    assert clauses_of(text) == [("approve",), ("write",), ("chair",)]


@pytest.mark.parametrize(
    ("note", "verb"),
    [
        ("ferry report noted", "note"),
        ("the minutes approved as a correct record", "approve"),
        ("quay bid deferred until May", "defer"),
        ("Clerk to circulate the plan", "circulate"),
        ("Members to visit the quay", "visit"),
    ],
)
def test_a_note_tells_its_verb(note: str, verb: str) -> None:
    assert clauses_of(f"AGREED: 1) {note}; 2) the tides") == [(verb,), ("agree",)]


@pytest.mark.parametrize(
    "note",
    [
        "the need to write to the Minister",
        "the report to the OPCC",
        "the approved budget of the ferry",
        "letters received from anglers",
        "ferry report as noted",
    ],
)
def test_what_describes_a_thing_is_no_verb_of_its_clause(note: str) -> None:
    assert clauses_of(f"AGREED: 1) {note}; 2) the tides") == [("agree",), ("agree",)]


@pytest.mark.parametrize("how", [", nem. con., ", " nem con ", " (nem. con.) ", ", nemine contradicente, "])
def test_how_it_was_agreed_is_no_part_of_the_clause(how: str) -> None:
    (resolution,) = find_resolutions(f"RESOLVED{how}that the fares be frozen.")
    assert [clause.text for clause in resolution.clauses] == ["that the fares be frozen."]


def test_a_clause_may_begin_with_a_word_that_is_spelt_alike() -> None:
    (resolution,) = find_resolutions("RESOLVED: Nemo and the other boats be sold.")
    assert [clause.text for clause in resolution.clauses] == ["Nemo and the other boats be sold."]
