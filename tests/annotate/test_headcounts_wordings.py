"""How minutes speak of counts of police people: by class of wording, with what a careful reader marks in each."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts

POLICE = "The Chief Constable reported on the police force.\n\n"
# Count, whole, role and measure.
Mark = tuple[float, float | None, str, str]
OFFICER, SPECIAL, STAFF, HANDLER = "police officer", "special constable", "police staff", "call handler"

WORDINGS: dict[str, list[tuple[str, list[Mark]]]] = {
    "a rise, whichever verb tells it": [
        ("The uplift had delivered 163 officers.", [(163, None, OFFICER, "increase")]),
        ("The force had onboarded 24 officers.", [(24, None, OFFICER, "increase")]),
        ("The return of 96 officers to uniform was welcomed.", [(96, None, OFFICER, "other")]),
        ("Response would have 30 officers added to it.", [(30, None, OFFICER, "increase")]),
        ("Six detectives had taken up their posts.", [(6, None, "detective", "increase")]),
        ("That left the force 18 officers over its uplift target.", [(18, None, OFFICER, "increase")]),
    ],
    "a fall, whichever verb tells it": [
        ("The savings had trimmed 12 police staff.", [(12, None, STAFF, "decrease")]),
        ("Eleven PCSOs were leaving to become police officers.", [(11, None, "PCSO", "decrease")]),
        ("Nine student officers had dropped out.", [(9, None, "recruit", "decrease")]),
        ("The unit had withdrawn four PCSOs.", [(4, None, "PCSO", "decrease")]),
        ("There had been 31 officer leavers in the period.", [(31, None, OFFICER, "decrease")]),
    ],
    "a gap": [
        ("The unit still had nine posts out to advert.", [(9, None, "police post", "vacancy")]),
        ("The control room was carrying 27 vacancies.", [(27, None, HANDLER, "vacancy")]),
        (
            "Vacancies among detectives had fallen from 71 to 49.",
            [(71, None, "detective", "vacancy"), (49, None, "detective", "vacancy")],
        ),
        ("There were 155 PCSOs, with 15 vacant.", [(155, None, "PCSO", "strength"), (15, None, "PCSO", "vacancy")]),
    ],
    "people who are housed, met, moved or written to": [
        ("The building had been designed for 240 officers.", [(240, None, OFFICER, "other")]),
        ("Consultation with 32 members of staff of the force would begin.", [(32, None, STAFF, "other")]),
        ("Wellbeing support had been provided to 96 officers.", [(96, None, OFFICER, "other")]),
        ("Around 120 officers would be eligible to retire.", [(120, None, OFFICER, "other")]),
    ],
    "what is denied of all of them": [
        ("There were no plans to reduce the 210 PCSOs.", [(210, None, "PCSO", "strength")]),
        ("No reduction was planned in the 198 PCSOs.", [(198, None, "PCSO", "strength")]),
        ("There were plans to reduce the 210 PCSOs.", [(210, None, "PCSO", "decrease")]),
    ],
    "who has them, whatever they work on": [
        ("Operation Hazel had 42 detectives working on it.", [(42, None, "detective", "strength")]),
        (
            "The team was relaunched with eight constables and two PCSOs, all of them trained.",
            [(8, None, "constable", "strength"), (2, None, "PCSO", "strength")],
        ),
    ],
    "the nearest verb": [
        (
            "Numbers had gone up from 188 to 236 constables, while PCSOs had been reduced by 31.",
            [
                (188, None, "constable", "strength"),
                (236, None, "constable", "strength"),
                (31, None, "PCSO", "decrease"),
            ],
        ),
        (
            "The team had been cut from ten officers to four.",
            [(10, None, OFFICER, "strength"), (4, None, OFFICER, "strength")],
        ),
        (
            "One inspector was seconded overseas, and two sergeants to the north.",
            [(1, None, "inspector", "other"), (2, None, "sergeant", "other")],
        ),
    ],
    "parts of a whole, one after the other": [
        (
            "There were 38 leavers; of the 38, 26 had retired and nine had resigned.",
            [
                (38, None, OFFICER, "decrease"),
                (26, 38, OFFICER, "decrease"),
                (9, 38, OFFICER, "decrease"),
            ],
        ),
    ],
    "numbers that carry a role over": [
        ("Police staff in post came to 1,512.", [(1512, None, STAFF, "strength")]),
        (
            "The force had 140 PCSOs, up 12 since 2019.",
            [(140, None, "PCSO", "strength"), (12, None, "PCSO", "increase")],
        ),
        (
            "The force had 187 Specials.\n\nAn intake of 18 was planned for October.",
            [(187, None, SPECIAL, "strength"), (18, None, SPECIAL, "increase")],
        ),
        (
            "The force was recruiting 24 PCSOs and had 140 in post.",
            [(24, None, "PCSO", "increase"), (140, None, "PCSO", "strength")],
        ),
        (
            "The number of PCSOs was 140, and for specials 88.",
            [(140, None, "PCSO", "strength"), (88, None, SPECIAL, "strength")],
        ),
        ("How many officers are there in Orme? Answer: 38.", [(38, None, OFFICER, "strength")]),
        ("The force spoke of its officers, and was running 31 over establishment.", [(31, None, OFFICER, "increase")]),
    ],
    "how the number is written": [
        ("The force had 200-plus officers in the city.", [(200, None, OFFICER, "strength")]),
        ("A dozen or more officers had resigned.", [(12, None, OFFICER, "decrease")]),
        ("The Force lost an average of nine officers every month.", [(9, None, OFFICER, "decrease")]),
        ("It was a 12-officer team of detectives.", [(12, None, "detective", "strength")]),
    ],
    "whose they are": [
        ("The Special Constabulary had 208 officers.", [(208, None, SPECIAL, "strength")]),
        ("The Specials supported 208 officers.", [(208, None, OFFICER, "other")]),
        ("The force had 28 scenes of crime officers.", [(28, None, STAFF, "strength")]),
        ("Posts for four analysts had been advertised.", [(4, None, STAFF, "vacancy")]),
        (
            "The Chief Executive of the OPCC said that 58 posts had been removed.",
            [(58, None, "police post", "decrease")],
        ),
        ("In the OPCC 58 posts had been removed.", [(58, None, "OPCC staff", "decrease")]),
        ("The force had 28 regulars in the town.", [(28, None, OFFICER, "strength")]),
    ],
    "what stands between things": [
        (
            "There were 178 special constables, who had given 4,100 hours; 31 were on leave of absence.",
            [(178, None, SPECIAL, "strength"), (31, None, SPECIAL, "other")],
        ),
        (
            "There were 178 special constables, and 40 children had come; 31 were on leave of absence.",
            [(178, None, SPECIAL, "strength")],
        ),
        (
            "The force had 1,871 officers.\n\n(b) In the year 212 had joined and 148 had left.",
            [(1871, None, OFFICER, "strength"), (212, None, OFFICER, "increase"), (148, None, OFFICER, "decrease")],
        ),
        (
            "The force had 1,871 officers. If it fell below 1,862, grant would be lost.",
            [(1871, None, OFFICER, "strength"), (1862, None, OFFICER, "strength")],
        ),
        (
            "There were 187 PCSOs, down from 264, and 31 of these had not yet been attested.",
            [(187, None, "PCSO", "strength"), (264, None, "PCSO", "strength"), (31, 187, "PCSO", "other")],
        ),
    ],
    "what a colon lists": [
        (
            "The budget included growth of 18 posts: ten investigators and six analysts.",
            [
                (18, None, "police post", "increase"),
                (10, None, "investigator", "increase"),
                (6, None, STAFF, "increase"),
            ],
        ),
        (
            "The unit had 18 posts: ten investigators and six analysts.",
            [
                (18, None, "police post", "strength"),
                (10, None, "investigator", "strength"),
                (6, None, STAFF, "strength"),
            ],
        ),
    ],
    "what is said to be so": [
        ("It promised that her two constables would spend more hours out of doors.", [(2, None, "constable", "other")]),
        ("It had promised two constables.", [(2, None, "constable", "increase")]),
    ],
    "a tense says nothing": [
        ("Attrition had settled at about seven officers a month.", [(7, None, OFFICER, "decrease")]),
        ("Assaults had been made on 288 officers.", [(288, None, OFFICER, "other")]),
        ("Between 20 and 30 officers a day had been drawn from other boroughs.", [(20, None, OFFICER, "other")]),
        ("She said that 60 officers now in headquarters roles would go back.", [(60, None, OFFICER, "other")]),
    ],
    "people who were not named": [
        ("The Rural Crime Team consisted of 11 people.", [(11, None, "officers and staff", "strength")]),
        ("The Commissioner's office employed 19 people.", [(19, None, "OPCC staff", "strength")]),
        ("The force was 12 short in public protection.", [(12, None, OFFICER, "vacancy")]),
        (
            "Custody had 11 vacancies out of a complement of 88 detention officers.",
            [(11, None, STAFF, "vacancy"), (88, None, STAFF, "strength")],
        ),
    ],
    "counts of nobody": [
        ("Three officers of the university were helping.", []),
        ("There were ten detectives in every 100 posts.", []),
        ("The cadets were aged 13 to 17.", []),
        ("Caseloads had been as high as 27 for each investigator.", []),
    ],
}
SENTENCES = [(reason, text, marks) for reason, sentences in WORDINGS.items() for text, marks in sentences]

# A table, and what its cells count.
TABLES: list[tuple[str, str, list[Mark]]] = [
    (
        "a share heads the row",
        "Option | Increase | Officers | PCSOs\n0% | nil | 1,098 | 150\n1.99% | £2.98 | 1,126 | 156",
        [
            (1098, None, OFFICER, "strength"),
            (150, None, "PCSO", "strength"),
            (1126, None, OFFICER, "strength"),
            (156, None, "PCSO", "strength"),
        ],
    ),
    (
        "ranks in letters head the columns",
        "Area | PC | PS\nOrme | 44 | 6",
        [(44, None, "constable", "strength"), (6, None, "sergeant", "strength")],
    ),
    (
        "the line above names them",
        "PCSO numbers were as follows:\n2019 | 212\n2020 | 188",
        [(212, None, "PCSO", "strength"), (188, None, "PCSO", "strength")],
    ),
    (
        "the row above names them",
        "Police officer establishment | 1,420\nActual strength | 1,402\nVehicles | 90",
        [(1420, None, OFFICER, "strength"), (1402, None, OFFICER, "strength")],
    ),
    (
        "the corner says what is counted",
        "Leavers | 2021 | 2022\nPCSOs | 14 | 22",
        [(14, None, "PCSO", "decrease"), (22, None, "PCSO", "decrease")],
    ),
    (
        "an action log",
        "Circulate figures for special constables | Deputy | 143 at 30 November",
        [(143, None, SPECIAL, "strength")],
    ),
]


def marks_of(text: str) -> list[Mark]:
    return [(found.count, found.of, found.role, found.measure) for found in find_headcounts(POLICE + text)]


@pytest.mark.parametrize(("reason", "text", "marks"), SENTENCES)
def test_wordings_are_read_as_marked(reason: str, text: str, marks: list[Mark]) -> None:
    assert marks_of(text) == marks, reason


@pytest.mark.parametrize(("reason", "text", "marks"), TABLES)
def test_tables_are_read_as_marked(reason: str, text: str, marks: list[Mark]) -> None:
    assert marks_of(text) == marks, reason


def test_the_lead_of_a_list_speaks_for_its_items() -> None:
    listed = "The precept would pay for:\n· 40 officers;\n· eight PCSOs."
    assert marks_of(listed) == [(40, None, OFFICER, "increase"), (8, None, "PCSO", "increase")]
    assert marks_of(listed.replace("would pay for", "was paid by")) == [
        (40, None, OFFICER, "strength"),
        (8, None, "PCSO", "strength"),
    ]


def test_a_panel_that_is_told_of_an_uplift_speaks_of_the_police() -> None:
    told = "The Panel was told that the uplift was complete and that there were now 2,410 officers."
    assert [(found.count, found.role) for found in find_headcounts(told)] == [(2410, OFFICER)]
    assert find_headcounts(told.replace("uplift", "audit")) == []
