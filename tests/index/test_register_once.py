"""A decision that a box above the minutes gives as well is listed once, and the register says where else it stands."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from minuteminer.answers import RegisterRow
from minuteminer.findings import Resolution, Vote
from minuteminer.index import Index, open_index
from minuteminer.index.register_once import Listed, list_once


def clause(words: str, **fields: Any) -> RegisterRow:
    given: dict[str, Any] = {
        "number": 0, "date": datetime.date(2024, 5, 1), "committee": "Harbour Board", "item_number": "4.",
        "item_title": "Quay", "label": None, "decision": "resolved", "verbs": (), "proposer": None, "seconder": None,
        "vote": "", "url": "", "item": "a:1",
    }  # fmt: skip
    return RegisterRow(clause=words, **(given | fields))


def once(*rows: RegisterRow) -> list[tuple[int, str, tuple[str, ...]]]:
    """Number, words and other places of what is listed of rows that are a resolution each."""
    listed = [Listed(resolution, row) for resolution, row in enumerate(rows)]
    return [(row.number, row.clause, row.also_in) for row in list_once(listed)]


@pytest.mark.parametrize(
    ("box", "minutes"),
    [
        ("That the quay be lit.", "that the quay be lit"),
        ("That the minutes be approved.", "that the minutes of the meeting held on 4 May 2023 be approved."),
        ("That the report be noted.", "To note the report."),
        ("That a lamp be put on every quay.", "that a lamp be put on each quay and paid for by the port"),
        ("That the Board recommends that Mr Crake be appointed.", "that Mr Crake be appointed"),
    ],
)
def test_what_a_box_gives_in_its_own_words_is_listed_in_those_of_the_minutes(box: str, minutes: str) -> None:
    rows = (clause(box, decision="decision", label="1."), clause(minutes))
    assert once(*rows) == [(1, minutes, ("Decision, paragraph 1",))]


def test_the_box_gives_its_words_where_it_says_more() -> None:
    box = "That the quay be lit until midnight."
    assert once(clause(box, decision="decision"), clause("that the quay be lit")) == [(1, box, ("Decision",))]


def test_vote_and_movers_are_those_that_the_minutes_give() -> None:
    minutes = clause("that the quay be lit", vote="9 for, 2 against", proposer="Cllr Dray")
    listed = [Listed(1, clause("That the quay be lit.", decision="decision")), Listed(2, minutes)]
    (row,) = list_once(listed)
    assert (row.vote, row.proposer, row.decision) == ("9 for, 2 against", "Cllr Dray", "resolved")


@pytest.mark.parametrize(
    "rows",
    [
        (clause("That the quay be lit.", decision="decision"), clause("that the ferry be lit")),
        (
            clause("That the quay be lit.", decision="decision"),
            clause("that the quay be not lit"),
        ),
        (clause("That 9 lamps be lit.", decision="decision"), clause("that 8 lamps be lit")),
        (clause("That the quay be lit.", decision="decision"), clause("that the quay be lit", item="a:2")),
        (clause("that the report be noted"), clause("that the report be noted")),
    ],
    ids=["another thing", "denied", "another number", "another item", "two reports of one item"],
)
def test_what_is_not_the_same_decision_is_listed_twice(rows: tuple[RegisterRow, RegisterRow]) -> None:
    assert once(*rows) == [(number, row.clause, ()) for number, row in enumerate(rows, 1)]


def test_two_clauses_of_one_resolution_are_never_one() -> None:
    row = clause("that the lamps on the long quay be lit every night", decision="decision")
    assert len(list_once([Listed(1, row), Listed(1, row)])) == 2


def test_the_vote_on_an_amendment_in_the_same_paragraph_is_not_that_of_the_decision(
    tmp_path: Path, made: SimpleNamespace
) -> None:
    said = "An amendment was lost by 2 votes to 8. RESOLVED that the quay be lit."
    minutes = made.Minutes("970", "Quay").say(said, "7.")
    start = minutes.text.index("RESOLVED")
    end = len(minutes.text.rstrip())
    value = Resolution(
        start_char=start, end_char=end, text=minutes.text[start:end], rule_id="test", decision="resolved"
    )
    at = minutes.text.index("2 votes")
    lost = Vote(start_char=at, end_char=at + 12, text="2 votes to 8", rule_id="test", votes_for=2, votes_against=8)
    with open_index(tmp_path / "index.sqlite") as index:
        assert isinstance(index, Index)
        made.put(index, minutes.fact("vote", lost.text, lost).fact("resolution", value.text, value))
        assert [row.vote for row in index.register()] == [""]
