"""What a decision is subject to is no decision: its marks start no clauses, its verbs are not the decision's."""

from __future__ import annotations

import pytest

from minuteminer.annotate.clauses import read_clauses
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.resolutions import find_resolutions


def clauses(text: str) -> list[tuple[str, tuple[str, ...]]]:
    (resolution,) = find_resolutions(text)
    return [(clause.text, clause.verbs) for clause in resolution.clauses]


@pytest.mark.parametrize(
    "words",
    [
        "that, subject to (a) the consent of the port and (b) a report in May, the quay be closed.",
        "that the quay be closed, subject to: (a) the consent of the port; and (b) a report in May.",
        "that, provided that (i) the port consents, (ii) no ferry be delayed and (iii) Mr Crake agrees, the quay be "
        "closed.",
        "that the quay be closed on condition that (1) the port be asked and (2) a report be received.",
        "that, subject to the following conditions: (a) consent; and (b) a report, the quay be closed.",
        "that, provided that no ferry be delayed, the quay be closed.",
    ],
)
def test_conditions_are_part_of_the_clause_that_they_condition(words: str) -> None:
    assert clauses(f"RESOLVED {words}") == [(words, ("close",))]


def test_other_marks_start_clauses_as_ever() -> None:
    text = (
        "RESOLVED that:\n\n(1) subject to (a) rain being forecast and (b) a report in May, the quay be closed; and\n\n"
        "(2) the Clerk write to the port."
    )
    assert [verbs for _, verbs in clauses(text)] == [("close",), ("write",)]


def test_a_list_of_conditions_ends_where_the_list_around_it_goes_on() -> None:
    text = (
        "RESOLVED:\n\n1. That the quay be closed, subject to\n\n(a) the consent of the port; and\n\n(b) a report.\n\n"
        "2. That the Clerk write to the port."
    )
    assert [verbs for _, verbs in clauses(text)] == [("close",), ("write",)]


def test_the_letters_of_clauses_and_the_numbers_of_conditions_are_told_apart() -> None:
    text = "RESOLVED that (a) subject to (i) rain and (ii) wind, the boat be sold and (b) the crew be thanked."
    assert [verbs for _, verbs in clauses(text)] == [("sell",), ("thank",)]


def _rows(which: str) -> list[object]:
    return [
        pytest.param(row, text, id=f"{row.id}-{number}")
        for row in load_lexicon("conditions")
        for number, text in enumerate(getattr(row, which))
    ]


@pytest.mark.parametrize(("row", "text"), _rows("examples"))
def test_an_example_of_a_condition_gives_one_clause(row: Row, text: str) -> None:
    reading = read_clauses(text, len("RESOLVED "), len(text), "resolved", None)
    assert [clause.verbs for clause in reading.clauses] == [("sell",)]
    assert any(word in text for word in row["words"])


@pytest.mark.parametrize(("row", "text"), _rows("counter_examples"))
def test_a_counter_example_of_a_condition_gives_several(row: Row, text: str) -> None:
    reading = read_clauses(text, len("RESOLVED "), len(text), "resolved", None)
    assert len(reading.clauses) > 1, f"{row.id} sets off a condition"
