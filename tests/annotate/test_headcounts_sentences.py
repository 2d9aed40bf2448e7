"""Sixty sentences of minutes with what a careful reader marks in them, and some lists and tables."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts

POLICE = "The Chief Constable reported on the force.\n\n"
Mark = tuple[float, float | None, str, str]
OFFICER, SPECIAL, STAFF, HANDLER = "police officer", "special constable", "police staff", "call handler"

SENTENCES: list[tuple[str, list[Mark]]] = [
    # What people have is not people, and no part is larger than its whole.
    (
        "Of the force, 18 officers had each worked more than 400 hours of overtime, and two of them over 600.",
        [(18, None, OFFICER, "strength"), (2, 18, OFFICER, "other")],
    ),
    (
        "She asked about the control room, where of 156 call handlers only 90 had been on the course.",
        [(156, None, HANDLER, "strength"), (90, None, HANDLER, "other")],
    ),
    (
        "The force had 2,196 police officers, an increase of 47 in the year; of these, 868 were women.",
        [(2196, None, OFFICER, "strength"), (47, None, OFFICER, "increase"), (868, 2196, OFFICER, "other")],
    ),
    (
        "There were 40 constables, an increase of four; of these, three were women.",
        [(40, None, "constable", "strength"), (4, None, "constable", "increase"), (3, 4, "constable", "increase")],
    ),
    (
        "Eight PCSOs had left, five of them to become police officers.",
        [(8, None, "PCSO", "decrease"), (5, 8, "PCSO", "decrease")],
    ),
    # A level beside a change, and what is paid for beside what is vacant.
    (
        "She had put four more detectives into the team in Orme, making 26 in all.",
        [(4, None, "detective", "increase"), (26, None, "detective", "strength")],
    ),
    (
        "There were 162 call handlers and 11 vacancies. Twelve had been paid for by the precept.",
        [(162, None, HANDLER, "strength"), (11, None, HANDLER, "vacancy"), (12, None, HANDLER, "increase")],
    ),
    (
        "There were 162 call handlers and 11 vacancies. Five were in the night shift.",
        [(162, None, HANDLER, "strength"), (11, None, HANDLER, "vacancy"), (5, None, HANDLER, "vacancy")],
    ),
    (
        "There were 169 PCSOs, and a further four were to leave. She confirmed that the minimum remained 165.",
        [(169, None, "PCSO", "strength"), (4, None, "PCSO", "decrease"), (165, None, "PCSO", "strength")],
    ),
    (
        "There were 178 PCSOs, two fewer than the Commissioner's own minimum of 180.",
        [(178, None, "PCSO", "strength"), (2, None, "PCSO", "decrease"), (180, None, "PCSO", "strength")],
    ),
    ("Officer numbers rose by 5% to 1,050.", [(1050, None, OFFICER, "strength")]),
    # People do something: they took part, and that is no strength.
    ("Twenty officers searched the quarry for three days.", [(20, None, OFFICER, "other")]),
    ("Six detectives in Ravensmoor had gone through the files again.", [(6, None, "detective", "other")]),
    ("Nine constables on bicycles would ride the towpath each evening.", [(9, None, "constable", "other")]),
    ("Four sergeants wrote to the Commissioner about the rota.", [(4, None, "sergeant", "other")]),
    ("Three PCSOs ran a stall at the county show.", [(3, None, "PCSO", "other")]),
    ("Eleven specials gave up their Christmas Day.", [(11, None, SPECIAL, "other")]),
    ("Some 70 officers (3.4%) carried naloxone.", [(70, None, OFFICER, "other")]),
    # Something is done to them, or they are in a state.
    ("A hundred officers had been fitted with new body armour.", [(100, None, OFFICER, "other")]),
    ("Two inspectors were available at night.", [(2, None, "inspector", "other")]),
    ("On the Friday 31 officers were unfit for duty.", [(31, None, OFFICER, "other")]),
    ("The film had been shown to 200 officers.", [(200, None, OFFICER, "other")]),
    ("Door knocking was carried out by twelve PCSOs.", [(12, None, "PCSO", "other")]),
    (
        "Forty officers in uniform and nine detectives were at the funeral.",
        [(40, None, OFFICER, "other"), (9, None, "detective", "other")],
    ),
    (
        "Laptops had been handed to 340 officers and 60 PCSOs.",
        [(340, None, OFFICER, "other"), (60, None, "PCSO", "other")],
    ),
    ("It was said that 24 officers had been given new tunics.", [(24, None, OFFICER, "other")]),
    # The force has them.
    (
        "The Marine Unit, which had eight constables and one sergeant, met the harbour master weekly.",
        [(8, None, "constable", "strength"), (1, None, "sergeant", "strength")],
    ),
    ("The squad, now of five detectives, had moved to Tidewell.", [(5, None, "detective", "strength")]),
    (
        "There were 19 PCSOs in the district; three of the 19 had asked to leave.",
        [(19, None, "PCSO", "strength"), (3, 19, "PCSO", "other")],
    ),
    ("The Dog Section had 14 constables; four of the dogs were new.", [(14, None, "constable", "strength")]),
    ("Seven constables were in post.", [(7, None, "constable", "strength")]),
    ("The Lost Property team, which had six police staff, was to move.", [(6, None, STAFF, "strength")]),
    ("The force still had 212 PCSOs, although others had lost theirs.", [(212, None, "PCSO", "strength")]),
    (
        "The unit was led by one inspector and had 30 constables.",
        [(1, None, "inspector", "strength"), (30, None, "constable", "strength")],
    ),
    # They come.
    ("The team had been strengthened by four constables.", [(4, None, "constable", "increase")]),
    ("The department had been enlarged by nine posts.", [(9, None, "police post", "increase")]),
    ("The unit had been joined by three sergeants.", [(3, None, "sergeant", "increase")]),
    ("Fifteen former officers had come back.", [(15, None, OFFICER, "increase")]),
    ("Sixteen officers had rejoined the force.", [(16, None, OFFICER, "increase")]),
    ("The Chief Constable had brought in 20 transferees.", [(20, None, OFFICER, "increase")]),
    # They go.
    ("The plan would see 60 PCSOs go by April.", [(60, None, "PCSO", "decrease")]),
    ("Twelve PCSOs had become constables.", [(12, None, "PCSO", "decrease")]),
    ("Turnover among call handlers was running at six a month.", [(6, None, HANDLER, "decrease")]),
    ("Nineteen officers were to retire in the spring.", [(19, None, OFFICER, "decrease")]),
    ("Two superintendents would not be replaced.", [(2, None, "superintendent", "decrease")]),
    # They are missing.
    (
        "The force had 33 fewer officers than planned; the gap had since closed to ten.",
        [(33, None, OFFICER, "decrease"), (10, None, OFFICER, "vacancy")],
    ),
    ("Nine posts stood empty in the force control room.", [(9, None, "police post", "vacancy")]),
    ("The force was five sergeants short.", [(5, None, "sergeant", "vacancy")]),
    # Levels and changes.
    (
        "Officer numbers had fallen by 40 to 1,860.",
        [(40, None, OFFICER, "decrease"), (1860, None, OFFICER, "strength")],
    ),
    (
        "The Roads Policing Unit had been increased by six officers to 51.",
        [(6, None, OFFICER, "increase"), (51, None, OFFICER, "strength")],
    ),
    (
        "The number of officers who carried a baton would rise from 310 to 420.",
        [(310, None, OFFICER, "strength"), (420, None, OFFICER, "strength")],
    ),
    (
        "The unit had grown by twelve officers since 2012, to 70 officers and 18 staff.",
        [(12, None, OFFICER, "increase"), (70, None, OFFICER, "strength"), (18, None, STAFF, "strength")],
    ),
    ("The growth of the force to 1,702 officers was welcome.", [(1702, None, OFFICER, "strength")]),
    ("PCSOs had been cut by 14, to 96.", [(14, None, "PCSO", "decrease"), (96, None, "PCSO", "strength")]),
    # Parts.
    (
        "It had 1,940 officers and staff and had written to every one of them.",
        [(1940, None, "officers and staff", "strength")],
    ),
    ("The team had 15 PCSOs, all but three of whom lived in the town.", [(15, None, "PCSO", "strength")]),
    ("Members asked whether call handlers had taken the course (48 of the 60 had).", [(48, 60, HANDLER, "other")]),
    ("Of the last 40 recruits, nine were women.", [(40, None, "recruit", "increase"), (9, 40, "recruit", "increase")]),
    (
        "During the year 52 Specials had left, 20 of those to join the regulars.",
        [(52, None, SPECIAL, "decrease"), (20, 52, SPECIAL, "decrease")],
    ),
    ("Sixty armed officers served all four forces.", [(60, None, "firearms officer", "strength")]),
    # Numbers carried over.
    (
        "There were 26 school officers and the Commissioner would like to see 40.",
        [(26, None, "school officer", "strength"), (40, None, "school officer", "strength")],
    ),
    (
        "There were 90 armed officers. The review called for a further 12; eight of the 12 had been trained.",
        [
            (90, None, "firearms officer", "strength"),
            (12, None, "firearms officer", "increase"),
            (8, 12, "firearms officer", "increase"),
        ],
    ),
    (
        "Mrs Roe asked whether officers who had been accused were suspended. Four were suspended and two were on "
        "leave.",
        [(4, None, OFFICER, "other"), (2, None, OFFICER, "other")],
    ),
    (
        "The team had gained 14 detectives at a cost of £700,000, and a further six would follow in May.",
        [(14, None, "detective", "increase"), (6, None, "detective", "increase")],
    ),
    (
        "Community Support Officers were another matter. The Government would pay for 300 in Wales, and of these 40 "
        "would come here.",
        [(300, None, "PCSO", "increase"), (40, 300, "PCSO", "increase")],
    ),
    (
        "The force had recruited 81 officers. Mr Fox asked if the 81 were in addition to those who had left.",
        [(81, None, OFFICER, "increase"), (81, None, OFFICER, "increase")],
    ),
    # Numbers that count nobody, and officers of others.
    ("3.2 Officers in attendance confirmed this.", []),
    ("The inspectors had seen all three.", []),
    ("One of them had been an officer.", []),
    ("5.4  Officers would write to the parish.", []),
    ("Twenty council officers had been trained.", []),
]


@pytest.mark.parametrize(("text", "marks"), SENTENCES)
def test_sentences_are_read_as_marked(text: str, marks: list[Mark]) -> None:
    found = [(count.count, count.of, count.role, count.measure) for count in find_headcounts(POLICE + text)]
    assert found == marks


TABLES: list[tuple[str, list[Mark]]] = [
    ("Constables 1,402\nSergeants 240", [(1402, None, "constable", "strength"), (240, None, "sergeant", "strength")]),
    (
        "Police officers 1,842 (1,866); PCSOs 168 (190).",
        [
            (1842, None, OFFICER, "strength"),
            (1866, None, OFFICER, "strength"),
            (168, None, "PCSO", "strength"),
            (190, None, "PCSO", "strength"),
        ],
    ),
    (
        "Specials: strength 96; joiners 11; leavers 19.",
        [(96, None, SPECIAL, "strength"), (11, None, SPECIAL, "increase"), (19, None, SPECIAL, "decrease")],
    ),
    (
        "Police officers\n\nEstablishment | 1,866\nIn post | 1,842\nVacancies | 24",
        [(1866, None, OFFICER, "strength"), (1842, None, OFFICER, "strength"), (24, None, OFFICER, "vacancy")],
    ),
    (
        "Role | Trained | Absent\nDetectives | 120 | 9",
        [(120, None, "detective", "other"), (9, None, "detective", "other")],
    ),
    ("Complaints against officers\n\nType | 2018\nRudeness | 41", []),
    ("9.3 The report was noted.\n\n9.4 Officers would bring another.", []),
]


@pytest.mark.parametrize(("text", "marks"), TABLES)
def test_roles_that_stand_before_their_numbers(text: str, marks: list[Mark]) -> None:
    found = [(count.count, count.of, count.role, count.measure) for count in find_headcounts(POLICE + text)]
    assert found == marks
