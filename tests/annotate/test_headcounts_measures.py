"""What a count says of the force, as a clerk's reader takes it: who is there, who comes, who goes, who is missing."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts

POLICE = "The Chief Constable of the police force spoke first.\n\n"

# (what the words do, sentence, count and measure of each)
MEASURED: list[tuple[str, str, list[tuple[float, str]]]] = [
    ("done with", "The search had taken 90 officers four days.", [(90, "other")]),
    ("done with", "The Chief Constable had set aside 40 officers for Operation Harrier.", [(40, "other")]),
    ("done with", "Mr Penhale had counted five constables in the High Street.", [(5, "other")]),
    ("done by", "The 16 officers had volunteered to carry Tasers.", [(16, "other")]),
    ("done to", "As many as 45 officers were tied up with the inquiry.", [(45, "other")]),
    ("a state", "The precept would sustain 2,040 officers.", [(2040, "strength")]),
    ("a state", "Custody was staffed by 44 detention officers.", [(44, "strength")]),
    ("a state", "In Northgate 14 officers worked on rural crime.", [(14, "strength")]),
    ("a loss", "Eight PCSOs would be lost through natural wastage.", [(8, "decrease")]),
    ("a loss", "The savings plan took out 74 posts.", [(74, "decrease")]),
    ("a loss", "Twelve officers left to join other forces.", [(12, "decrease")]),
    ("no loss", "Twelve constables had gone out in March.", [(12, "other")]),
    ("a gain", "Response would gain 24 officers.", [(24, "increase")]),
    ("a gain", "The Force would welcome 45 officers transferring from London.", [(45, "increase")]),
    ("a gain", "Mr Garside asked about the 25 officers paid for by the precept.", [(25, "increase")]),
    ("a gain", "The cost of 20 further officers would be £1.1m.", [(20, "increase")]),
    ("a comparison", "The Chief Constable had 30 officers more than he could pay for.", [(30, "increase")]),
    ("a comparison", "Neighbourhood teams had 186 officers, 31 up on the year.", [(186, "strength"), (31, "increase")]),
    ("a comparison", "There were nine officers on each shift in place of six.", [(9, "strength"), (6, "strength")]),
    ("a gap", "The number of detectives was short of the establishment by 41.", [(41, "vacancy")]),
    ("a gap", "There were 28 posts to be filled.", [(28, "vacancy")]),
    ("who comes and goes", "The number of leavers had risen to 118.", [(118, "decrease")]),
    ("who comes and goes", "In the last quarter 27 officers joined and 31 left.", [(27, "increase"), (31, "decrease")]),
    ("a part", "The team was six PCSOs, one of whom was on maternity leave.", [(6, "strength"), (1, "other")]),
    ("a part", "He regretted that five of the eight new PCSOs had already left.", [(5, "decrease")]),
    ("a part", "The unit had 212 officers, 71 of whom came from Fenshire.", [(212, "strength"), (71, "other")]),
    (
        "more of it",
        "He said that 36 officers had been trained and that nine more would be.",
        [(36, "other"), (9, "other")],
    ),
    ("a day in between", "Officer strength at 31 March was 1,472.", [(1472, "strength")]),
    ("a ratio", "Since then the county had lost one officer in five.", []),
]

# (sentence, count, whole)
PARTS: list[tuple[str, float, float]] = [
    ("Councillor Tharp noted that three officers out of 140 were on loan.", 3, 140),
    ("There had been 41 recruits. At least six of the other nine would begin by August.", 6, 9),
    ("Of 41 student officers, 39 were at college.", 39, 41),
]


def measures(text: str) -> list[tuple[float, str]]:
    return [(found.count, found.measure) for found in find_headcounts(POLICE + text)]


@pytest.mark.parametrize(("reason", "text", "expected"), MEASURED)
def test_the_words_round_a_count_say_what_it_measures(
    reason: str, text: str, expected: list[tuple[float, str]]
) -> None:
    assert measures(text) == expected, reason


@pytest.mark.parametrize(("text", "count", "whole"), PARTS)
def test_a_part_has_its_whole(text: str, count: float, whole: float) -> None:
    assert (count, whole) in [(found.count, found.of) for found in find_headcounts(POLICE + text)]


def test_roles_may_head_the_columns_of_a_table_whose_rows_name_places() -> None:
    table = "District | Sergeants | PCs\nNorth | 6 | 41\nSouth | 5 | 38\n\nVisitors | 90"
    found = [(cell.text, cell.role) for cell in find_headcounts(table)]
    assert found == [("6", "sergeant"), ("41", "constable"), ("5", "sergeant"), ("38", "constable")]


def test_a_singular_role_may_head_a_row() -> None:
    found = [(cell.count, cell.role) for cell in find_headcounts("Rank | Budgeted | Actual\nConstable | 910 | 884")]
    assert found == [(910, "constable"), (884, "constable")]


def test_what_people_become_is_not_who_they_are() -> None:
    found = find_headcounts("The Panel heard that 14 PCSOs had applied to be constables and that eight were chosen.")
    assert [(count.count, count.role) for count in found] == [(14, "PCSO"), (8, "PCSO")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("PCSOs stood at 168 against an establishment of 190; 22 posts were vacant.", "strength strength vacancy"),
        ("There were 40 officers, 12 PCSOs and 6 cadets in post.", "strength strength strength"),
        ("The force was 58 officers below its establishment.", "vacancy"),
        ("Attrition ran at 9 officers a month.", "decrease"),
        ("It would cost 60 uplift officers.", "increase"),
        ("The Panel heard that 11.5 police staff posts would be deleted and 6 created.", "decrease increase"),
        ("The rise brought the number of officers to 4,127, some 940 more than in 2016.", "strength increase"),
        ("Tidewell had lost eleven PCSOs since 2015 and now had four.", "decrease strength"),
        ("The force lost half-a-dozen officers.", "decrease"),
        ("The force had over-recruited by 20 officers.", "increase"),
        ("The number of officers on sick leave had come down from 71 to 49.", "other other"),
        ("The number of officers had come down from 71 to 49.", "strength strength"),
        ("It had a shortfall of 160 detectives and a plan to train 75 a year.", "vacancy other"),
        (
            "The establishment for officers was 1,870, for PCSOs at 140 and for staff at 90.",
            "strength strength strength",
        ),
        ("It would not cut officers, whose number would remain at 1,450.", "strength"),
    ],
)
def test_measures_of_counts_in_one_sentence(text: str, read: str) -> None:
    assert " ".join(found.measure for found in find_headcounts(text)) == read
