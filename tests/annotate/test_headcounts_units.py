"""In what police are counted: full-time equivalents or heads, beside the number, behind the role or before both."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts


def counts(text: str) -> list[tuple[str, float, str, bool]]:
    return [(found.text, found.count, found.role, found.fte) for found in find_headcounts(text)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("There were 1,200 (FTE) officers of the police.", "1,200 (FTE) officers"),
        ("There were 1,200 (full-time equivalent) police officers.", "1,200 (full-time equivalent) police officers"),
        ("There were 1,200 [WTE] police officers.", "1,200 [WTE] police officers"),
        ("There were 1,200 police officers (FTE) at the quay.", "1,200 police officers"),
        ("There were 1,200 police officers, FTE.", "1,200 police officers"),
        ("Police officers (1,200 FTE) were at the quay.", "1,200"),
        ("Police officers (FTE): 1,200.", "1,200"),
    ],
)
def test_full_time_equivalents_are_told_wherever_the_words_stand(text: str, printed: str) -> None:
    assert counts(text) == [(printed, 1200.0, "police officer", True)]


@pytest.mark.parametrize(
    "text",
    [
        "There were 1,200 (headcount) police officers.",
        "There were 1,200 (62%) police officers.",
        "There were 1,200 police officers (full-time and part-time).",
    ],
)
def test_other_words_in_brackets_make_no_full_time_equivalents(text: str) -> None:
    assert [(count, fte) for _, count, _, fte in counts(text)] == [(1200.0, False)]


def test_a_unit_in_brackets_does_not_take_the_role_from_its_number() -> None:
    assert counts("There were 14 (FTE) PCSOs and 20 (headcount) police staff.") == [
        ("14 (FTE) PCSOs", 14.0, "PCSO", True),
        ("20 (headcount) police staff", 20.0, "police staff", False),
    ]


def test_the_full_time_equivalents_of_another_number_are_its_own() -> None:
    assert [(count, fte) for _, count, _, fte in counts("There were 1,200 police officers (FTE 1,150).")] == [
        (1200.0, False),
        (1150.0, True),
    ]
