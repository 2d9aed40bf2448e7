"""Counts that go on from others: lists in the order of another, shares, offices, and what a "more" goes on counting."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts

POLICE = "The Chief Constable reported on the police force.\n\n"
# Count, whole, role and measure.
Mark = tuple[float, float | None, str, str]
OFFICER, OFFICE = "police officer", "OPCC staff"

SENTENCES: list[tuple[str, list[Mark]]] = [
    # A list in the order of another.
    (
        "The district would have 3 inspectors and 80 constables, compared with 4 and 71 today.",
        [
            *[(3, None, "inspector", "strength"), (80, None, "constable", "strength")],
            *[(4, None, "inspector", "strength"), (71, None, "constable", "strength")],
        ],
    ),
    (
        "On 3 May 120 officers and 61 PCSOs were isolating; by June the figures were 19 and 12.",
        [
            *[(120, None, OFFICER, "other"), (61, None, "PCSO", "other")],
            *[(19, None, OFFICER, "other"), (12, None, "PCSO", "other")],
        ],
    ),
    (
        "The force had 62 sergeants and 410 constables (2018: 58 and 377).",
        [
            *[(62, None, "sergeant", "strength"), (410, None, "constable", "strength")],
            *[(58, None, "sergeant", "strength"), (377, None, "constable", "strength")],
        ],
    ),
    (
        "The force had 62 sergeants and 410 constables; calls were 58 and 377.",
        [(62, None, "sergeant", "strength"), (410, None, "constable", "strength")],
    ),
    # "More" may only go on counting.
    ("Two more officers had resigned before their hearings.", [(2, None, OFFICER, "decrease")]),
    ("Ten more officers were off sick.", [(10, None, OFFICER, "other")]),
    ("Ten more officers were needed.", [(10, None, OFFICER, "increase")]),
    # Where they are taken out of, and what comes in their place.
    ("She would have to take 31 PCSOs out of the plan.", [(31, None, "PCSO", "decrease")]),
    ("It had re-engaged six retired detectives.", [(6, None, "detective", "increase")]),
    (
        "The county had lost 52 PCSOs; twenty of these had been restored.",
        [(52, None, "PCSO", "decrease"), (20, 52, "PCSO", "increase")],
    ),
    # Away from what they usually do.
    ("In the meantime 30 officers had been kept back to enter records.", [(30, None, OFFICER, "other")]),
    ("The grant, which frees nine officers for patrol, was welcomed.", [(9, None, OFFICER, "other")]),
    ("One sergeant was under criminal investigation.", [(1, None, "sergeant", "other")]),
    # Offices, and posts of those who were spoken of.
    (
        "The Office of the Commissioner had grown by 2.4 FTE to 19.",
        [(2.4, None, OFFICE, "increase"), (19, None, OFFICE, "strength")],
    ),
    (
        "There were 240 detectives. At Orme seven of the 22 posts were empty.",
        [(240, None, "detective", "strength"), (7, 22, "detective", "vacancy")],
    ),
    (
        "There were 22 officer vacancies on average, and 31 among staff.",
        [(22, None, OFFICER, "vacancy"), (31, None, "police staff", "vacancy")],
    ),
    # Parts, past a smaller number of other things.
    (
        "There were 36 armed officers on patrol at the two ports, eight of them lent by Orme.",
        [(36, None, "firearms officer", "other"), (8, 36, "firearms officer", "other")],
    ),
]


@pytest.mark.parametrize(
    ("sentence", "marks"), SENTENCES, ids=lambda value: value[:50] if isinstance(value, str) else ""
)
def test_counts_that_go_on_from_others(sentence: str, marks: list[Mark]) -> None:
    found = find_headcounts(POLICE + sentence)
    assert [(one.count, one.of, one.role, one.measure) for one in found] == marks


def test_a_list_of_another_length_follows_no_order() -> None:
    found = find_headcounts("The force had 62 sergeants and 410 constables, against 58, 377 and 12 in May.")
    assert "headcounts.rule.parallel" not in {one.rule_id for one in found}
