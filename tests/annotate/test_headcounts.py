"""Counts of police people, phenomenon by phenomenon, each with the guard that keeps its rule from taking more."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcounts import find_headcounts
from minuteminer.findings import Headcount, Rival

Row = tuple[str, float, float | None, str, str]


def read(text: str) -> list[Row]:
    """What was found, as (words, count, whole, role, measure)."""
    return [(found.text, found.count, found.of, found.role, found.measure) for found in find_headcounts(text)]


def only(text: str) -> Headcount:
    found = find_headcounts(text)
    assert len(found) == 1, found
    return found[0]


OFFICER, ARMED = "police officer", "firearms officer"

# (phenomenon, sentence, what is read)
FOUND: list[tuple[int, str, list[Row]]] = [
    (
        50,
        "The force would recruit 31 additional officers.",
        [("31 additional officers", 31, None, OFFICER, "increase")],
    ),
    (51, "There would be an additional 31 officers.", [("31 officers", 31, None, OFFICER, "increase")]),
    (
        52,
        "The grant would pay for 14 of the 22 extra armed officers.",
        [("14 of the 22 extra armed officers", 14, 22, ARMED, "increase")],
    ),
    (
        53,
        "The force needed 22 more firearms officers. Money had come for 14 of these.",
        [("22 more firearms officers", 22, None, ARMED, "increase"), ("14 of these", 14, 22, ARMED, "increase")],
    ),
    (
        54,
        "The intake of 28 recruits began in May, with a further 17 in July.",
        [("28 recruits", 28, None, "recruit", "increase"), ("17", 17, None, "recruit", "increase")],
    ),
    (
        55,
        "Strength had gone from 1,310 to 1,402 officers.",
        [("1,310", 1310, None, OFFICER, "strength"), ("1,402 officers", 1402, None, OFFICER, "strength")],
    ),
    (56, "The number of PCSOs would be reduced by 35.", [("35", 35, None, "PCSO", "decrease")]),
    (
        57,
        "The officer establishment was 1,220 and PCSO strength stood at 130.",
        [("1,220", 1220, None, OFFICER, "strength"), ("130", 130, None, "PCSO", "strength")],
    ),
    (58, "There were 318.4 officers in post.", [("318.4 officers in post", 318.4, None, OFFICER, "strength")]),
    (
        59,
        "Constables were shown both ways: 211 (headcount), 204.3 FTE.",
        [
            ("211 (headcount)", 211, None, "constable", "strength"),
            ("204.3 FTE", 204.3, None, "constable", "strength"),
        ],
    ),
    (
        60,
        "The strength of officers was 980.5, or 14.5 under establishment, with four vacancies for detectives.",
        [
            ("980.5", 980.5, None, OFFICER, "strength"),
            ("14.5 under establishment", 14.5, None, OFFICER, "vacancy"),
            ("four vacancies", 4, None, "detective", "vacancy"),
        ],
    ),
    (
        61,
        "Seven Superintendents had been appointed.",
        [("Seven Superintendents", 7, None, "superintendent", "increase")],
    ),
    (62, "The squad had a dozen detectives.", [("a dozen detectives", 12, None, "detective", "strength")]),
    (63, "It would recruit 15-20 PCSOs.", [("15-20 PCSOs", 15, None, "PCSO", "increase")]),
    (64, "The budget allowed for up to 60 constables.", [("60 constables", 60, None, "constable", "increase")]),
    (
        65,
        "The town would get 50 PCSOs, 20 Specials and 9 clerks.",
        [
            ("50 PCSOs", 50, None, "PCSO", "increase"),
            ("20 Specials", 20, None, "special constable", "increase"),
            ("9 clerks", 9, None, "police staff", "increase"),
        ],
    ),
    (
        66,
        "There were 480 officers and staff.",
        [("480 officers and staff", 480, None, "officers and staff", "strength")],
    ),
    (66, "There were 30 officers or PCSOs.", [("30 officers or PCSOs", 30, None, "officers and staff", "strength")]),
    (
        67,
        "Each team had two PS, nine PCs, three DCs and four AFOs.",
        [
            ("two PS", 2, None, "sergeant", "strength"),
            ("nine PCs", 9, None, "constable", "strength"),
            ("three DCs", 3, None, "detective", "strength"),
            ("four AFOs", 4, None, ARMED, "strength"),
        ],
    ),
    (68, "There would be 88 more POLICE OFFICERS.", [("88 more POLICE OFFICERS", 88, None, OFFICER, "increase")]),
    (
        69,
        "The force had 212 new posts and 91 police staff roles.",
        [
            ("212 new posts", 212, None, "police post", "increase"),
            ("91 police staff roles", 91, None, "police staff", "increase"),
        ],
    ),
    (
        70,
        "In the year 146 officers had been recruited, a net gain of 24.",
        [("146 officers", 146, None, OFFICER, "increase"), ("24", 24, None, OFFICER, "increase")],
    ),
    (71, "In the year 122 officers left.", [("122 officers", 122, None, OFFICER, "decrease")]),
    (
        72,
        "Sixty officers had been promised; 26 had been found.",
        [("Sixty officers", 60, None, OFFICER, "increase"), ("26", 26, None, OFFICER, "increase")],
    ),
    (73, "It was enough for 32 constables.", [("32 constables", 32, None, "constable", "other")]),
    (
        74,
        "The Government had promised 20,000 officers across the country.",
        [("20,000 officers", 20000, None, OFFICER, "increase")],
    ),
    (75, "The force had a 90-strong team of detectives.", [("90-strong team", 90, None, "detective", "strength")]),
    (
        76,
        "At 31 March: officers (1,522); Specials: 240.",
        [("1,522", 1522, None, OFFICER, "strength"), ("240", 240, None, "special constable", "strength")],
    ),
    (
        77,
        "Role | Headcount | FTE\nPCSOs | 211 | 204.5\nVehicles | 90 | 12",
        [("211", 211, None, "PCSO", "strength"), ("204.5", 204.5, None, "PCSO", "strength")],
    ),
]  # fmt: skip

# (phenomenon, sentence in which nobody of the police is counted)
REFUSED: list[tuple[int, str]] = [
    (50, "There were 31 additional vehicles for officers."),
    (51, "There would be an additional 31 cars, officers said."),
    (52, "Officers recovered 14 of the 22 extra bicycles."),
    (53, "The police took 22 calls. Officers went to 14 of these."),
    (54, "The police took 28 calls in May, with a further 17 in July."),
    (55, "Burglary had gone from 1,310 to 1,402 since officers were moved."),
    (56, "The number of calls to the police would be reduced by 35."),
    (57, "The police budget was 1,220 and its share stood at 130."),
    (58, "The officers drove 318.4 miles."),
    (59, "The police library held 211 (headcount unknown) books."),
    (60, "The police budget was 14.5 under the estimate."),
    (61, "Seven burglaries had been solved by the Superintendent."),
    (62, "The officers found a dozen knives."),
    (63, "Officers would visit 15-20 schools."),
    (64, "The police had room for up to 60 cars."),
    (65, "The officers seized 50 knives, 20 bicycles and 9 swords."),
    (66, "Officers and staff worked 480 shifts."),
    (67, "PS 31 and DC 4512 gave evidence to the police inquiry."),
    (68, "POLICE OFFICERS had 88 more days off."),
    (69, "The police opened a post office and 212 shops."),
    (70, "Complaints against officers rose by 146, a net gain of 24."),
    (71, "Officers said that 122 visitors left."),
    (72, "Officers had been promised 60 radios; 26 had been found."),
    (73, "It was enough for 32 police radios."),
    (74, "There were 20,000 applications to be officers."),
    (75, "The police were met by a 90-strong crowd."),
    (76, "At 31 March: burglaries (1,522); police calls: 240."),
    (77, "Asset | Number\nVehicles | 90\nPolice radios | 12"),
    (78, "Officers said in 2016/17 that the 2017/18 police plan was late."),
    (79, "The 2016 officers' survey had been read by the police, and in 2017 officers replied."),
    (80, "Three officers advised the Panel on the police precept."),
    (80, "The police met four officers of the borough council."),
    (82, "The wardens would be cut to 60 posts, 25 fewer, said the police."),
    (83, "There were 12 cadet units."),
    (84, "The police helped 500 victims at 703 events; officers answered in 180 seconds."),
    (85, "Specials had given over 100,000 hours."),
    (86, "18 Members and ten Panel Members met the police."),
    (87, "13. 13 per cent of officers were from the county."),
    (88, "7   Officers were asked to report to the Police and Crime Panel."),
    (89, "The police swore in their 1,000th recruit."),
    (90, "PC 1187 and DC 4512 were commended by the police."),
    (91, "There were 2.1 officers per 1,000 people, or one for each 476."),
    (91, "One in five officers lived in the county."),
    (92, "The county had 8.5[XY1]  police officers per "),
    (93, "The fire service had 590 firefighters beside the police."),
    (94, "The army sent 40 soldiers and the inspectorate 120 inspectors, said the police."),
    (149, "Officers met on Thursday, 8th February, 2018."),
    (150, "Officers met on the 15thFebruary and 28TH OCTOBER 2022."),
    (151, "Officers met on 16/10/2018 and 08.01.24."),
    (152, "The police plan for 2017-21 ran from April 2017 – March 2021; officers wrote it."),
    (153, "Officers referred to page 50 and pages 53 to 212."),
    (154, "Officers could be rung on 01999 555892/555478, X4764."),
    (155, "Officers came at 10.42 am and stayed from 2 to 4 pm."),
    (156, "Officers used Section 5 of the 2011 Act, s18 and Schedule 12A; Section 12 officers were named."),
    (157, "Officers answered 999 calls and 101 callers."),
    (158, "The police had 101 replies from parish councils."),
    (159, "Officers noted EPCP/01/17, D100092MEM, CR23 and 6/2020/P."),
    (160, "The police had gone from 27th to 2nd, officers said."),
]


@pytest.mark.parametrize(("phenomenon", "text", "expected"), FOUND)
def test_reads(phenomenon: int, text: str, expected: list[Row]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("phenomenon", "text"), REFUSED)
def test_refuses(phenomenon: int, text: str) -> None:
    assert read(text) == []


def test_81_the_commissioners_own_office_is_kept_apart() -> None:
    assert read("There were 14.6 posts in the OPCC.") == [("14.6 posts", 14.6, None, "OPCC staff", "strength")]
    assert read("The force had 14.6 posts in the control room.")[0][3] == "police post"


def test_fte_follows_decimals_and_words() -> None:
    assert only("There were 318.4 officers.").fte
    assert only("It put 13 FTE enquiry officers at risk.").fte
    assert not only("There were 318 officers.").fte


@pytest.mark.parametrize(
    ("text", "qualifier", "high"),
    [
        ("There were about 40 officers.", "approx", None),
        ("There were up to 40 officers.", "at_most", None),
        ("There were at least 40 officers.", "at_least", None),
        ("There were more than 40 officers.", "more_than", None),
        ("There were fewer than 40 officers.", "less_than", None),
        ("There were 40 to 45 officers.", "between", 45),
        ("There were between 40 and 45 officers.", "between", 45),
        ("There were 40 officers.", "exact", None),
    ],
)
def test_hedges_qualify_and_stay_outside(text: str, qualifier: str, high: float | None) -> None:
    found = only(text)
    assert (found.count, found.high, found.qualifier) == (40, high, qualifier)
    assert found.text.startswith("40")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The plan had promised 60 PCSOs.", "promised"),
        ("The force had recruited 60 PCSOs.", "recruited"),
        ("The precept would pay for 60 PCSOs.", "funded"),
        ("The force met 60 PCSOs.", None),
    ],
)
def test_status_is_read_from_the_verb_that_governs(text: str, status: str | None) -> None:
    assert only(text).status == status


def test_negation_is_marked_and_not_dropped() -> None:
    assert only("The force would not recruit 60 PCSOs.").negated
    assert not only("The force would recruit 60 PCSOs.").negated


def test_the_words_that_gave_the_measure_are_evidence() -> None:
    text = "The force would lose 60 PCSOs."
    (evidence,) = only(text).evidence
    assert evidence.reads == "measure"
    assert text[evidence.start_char : evidence.end_char] == "lose"


def test_a_carried_role_points_to_the_words_it_came_from() -> None:
    text = "The force lacked 21 detectives; a further nine would go."
    (evidence,) = [part for part in find_headcounts(text)[1].evidence if part.reads == "role"]
    assert text[evidence.start_char : evidence.end_char] == "21 detectives"


class TestMemory:
    """A bare number takes the role spoken of last, and the memory has limits."""

    def test_a_whole_is_known_again_by_its_number_in_a_later_paragraph(self) -> None:
        text = "1.  The force lacked 21 officers.\n\n2.  Roads were bad.\n\n3.  Nine of the 21 were in the city."
        assert read(text)[1][:4] == ("Nine of the 21", 9, 21, OFFICER)

    def test_another_counted_thing_closes_it(self) -> None:
        assert len(read("There were 40 officers and 12 cars. A further 6 were on order.")) == 1

    def test_a_rival_noun_closes_it(self) -> None:
        assert len(read("There were 40 officers. Burglary had fallen by 12.")) == 1

    def test_a_new_paragraph_closes_it(self) -> None:
        assert len(read("There were 40 officers.\n\nThe survey found a further 12.")) == 1

    def test_measures_of_time_do_not_close_it(self) -> None:
        assert [row[1] for row in read("There were 40 officers with two years' service, against 31 in May.")] == [
            40,
            31,
        ]

    def test_a_question_belongs_to_its_answer(self) -> None:
        assert read("How many call takers are there?\n\nThere should be 142.")[0][1:4] == (142, None, "call handler")

    def test_a_mention_without_a_number_opens_it(self) -> None:
        assert read("Asked about PCSOs, he said that there were now 60.")[0][1:4] == (60, None, "PCSO")

    def test_people_governed_by_another_noun_do_not_open_it(self) -> None:
        assert read("Complaints against police officers stood at 60.") == []

    def test_the_latest_role_wins(self) -> None:
        text = "There were 40 constables and 12 PCSOs, and a further 6 in training."
        assert read(text)[2][3] == "PCSO"


class TestLists:
    """Counts that are joined share the words that govern the list."""

    def test_the_verb_behind_the_list_speaks_of_all(self) -> None:
        assert {row[4] for row in read("In May 40 officers, 12 PCSOs and six sergeants resigned.")} == {"decrease"}

    def test_a_change_word_speaks_of_what_follows(self) -> None:
        assert [row[4] for row in read("There would be 40 extra constables and 12 PCSOs.")] == ["increase", "increase"]

    def test_an_article_counts_one_only_beside_a_number(self) -> None:
        assert read("The team had a sergeant and seven constables.")[0] == (
            "a sergeant",
            1,
            None,
            "sergeant",
            "strength",
        )
        assert read("The team had a sergeant and a van.") == []


def test_plain_officers_after_firearms_officers_are_these() -> None:
    text = "The Panel asked about firearms officers. Money for 18 additional officers remained in the budget."
    assert read(text)[0][3] == ARMED
    assert read("The Panel asked about firearms. Money for 18 additional officers remained.")[0][3] == OFFICER


def test_years_are_counts_only_behind_words_of_strength() -> None:
    assert [row[1] for row in read("It took officer numbers from 1930 to 2030.")] == [1930, 2030]
    assert read("The police station was in use from 1930 to 2030.") == []


def test_refused_readings_are_traced_with_a_reason() -> None:
    trace: list[Rival] = []
    text = "Three officers advised the Panel on 12 cars; the force had 40 officers."
    assert len(find_headcounts(text, trace=trace)) == 1
    assert [(text[rival.start_char : rival.end_char], rival.reason) for rival in trace] == [
        ("Three officers", "officers of a council or another body, not of the police"),
        ("12", "it counts something else"),
    ]
