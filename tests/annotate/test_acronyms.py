"""Acronyms: defined in the text (phenomenon 164), with two senses (165), or known to the glossary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.acronyms import find_acronyms, long_form
from minuteminer.annotate.lexicon import Row, load_lexicon

GLOSSARY = load_lexicon("glossary")


def read(text: str) -> list[tuple[str, str, str]]:
    return [(one.short, one.long, one.source) for one in find_acronyms(text)]


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row.id)
def test_each_glossary_row_resolves_its_examples_and_not_its_counter_examples(row: Row) -> None:
    assert all(row["long"] in [one.long for one in find_acronyms(example)] for example in row.examples)
    assert not [
        example for example in row.counter_examples if row["long"] in [one.long for one in find_acronyms(example)]
    ]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The Rural Crime Team (RCT) met.", "RCT", "Rural Crime Team"),
        ("The RCT (Rural Crime Team) met.", "RCT", "Rural Crime Team"),
        ("An Office of the Harbour Warden (OHW) was opened.", "OHW", "Office of the Harbour Warden"),
        ("Multi-Agency Flood Board (MAFB) minutes", "MAFB", "Multi-Agency Flood Board"),
        ("drowned or seriously hurt (DSH)", "DSH", "drowned or seriously hurt"),
        ("Harbour watch volunteers (HWVs) were thanked.", "HWV", "Harbour watch volunteers"),
        ("the Safer Quays fund (“SQF”) was spent", "SQF", "Safer Quays fund"),
        ("a Hydrographic Survey (HYS) was made", "HYS", "Hydrographic Survey"),
    ],
)
def test_164_the_text_defines_its_acronym(text: str, short: str, long: str) -> None:
    assert (short, long, "definition") in read(text)


def test_164_later_uses_mean_what_the_text_defined() -> None:
    text = "The Rural Crime Team (RCT) met. Two RCTs were planned; the RCT had nine members."
    assert read(text) == [
        ("RCT", "Rural Crime Team", "definition"),
        ("RCT", "Rural Crime Team", "text"),
        ("RCT", "Rural Crime Team", "text"),
    ]


def test_164_an_earlier_use_is_not_resolved_by_a_later_definition() -> None:
    assert read("The RCT met. The Rural Crime Team (RCT) had nine members.") == [
        ("RCT", "Rural Crime Team", "definition")
    ]


def test_164_the_text_goes_before_the_glossary() -> None:
    text = "The Marine Salvage Group (MSG) met on the quay. MSG had a boat."
    assert read(text)[-1] == ("MSG", "Marine Salvage Group", "text")


@pytest.mark.parametrize(
    "text",
    [
        "The Panel (NOTED) the report.",
        "It was late (as SHE said) and wet.",
        "The amount (GBP) was shown.",
        "the police (PL)",
        "He came. (RCT) followed.",
        "The Rural Crime Team met. The board (RCT) sat.",
        "Councillor Merrow (IND)",
        "(3) and (iv) and (A)",
        "Two (2) officers (PCs) left",
    ],
)
def test_164_a_bracket_that_abbreviates_nothing_defines_nothing(text: str) -> None:
    assert [one for one in find_acronyms(text) if one.source == "definition"] == []


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("The CC told the PCC that officers of the force would be moved.", "Chief Constable"),
        ("The CC paid for social services, libraries and schools.", "county council"),
        ("PC Oakenfold was commended.", "police constable"),
        ("There were 14 PCs in the town.", "police constable"),
        ("Nether Quarne PC had bought a speed sign for the parish.", "parish council"),
        ("The CFO said that the budget would balance.", "Chief Finance Officer"),
        ("The CFO had 40 fire engines.", "Chief Fire Officer"),
    ],
)
def test_165_the_words_round_it_decide_between_two_senses(text: str, long: str) -> None:
    assert [one.long for one in find_acronyms(text) if one.short in {"CC", "PC", "CFO"}] == [long]


def test_165_both_senses_defined_in_one_text() -> None:
    text = (
        "The county council (CC) wrote in May. In June the Chief Constable (CC) replied. "
        "The CC ran the libraries and the schools. The CC had moved officers of the force. The CC agreed."
    )
    assert [one.long for one in find_acronyms(text)] == [
        "county council",
        "Chief Constable",
        "county council",
        "Chief Constable",
        "Chief Constable",  # nothing near tells: the one defined last
    ]


@pytest.mark.parametrize("text", ["The CC agreed.", "A CFO spoke.", "The MO was known."])
def test_165_without_a_hint_nothing_is_guessed(text: str) -> None:
    assert find_acronyms(text) == []


def test_a_heading_in_capitals_holds_no_acronyms() -> None:
    assert find_acronyms("ROAD SAFETY IN THE PCC AREA") == []


@pytest.mark.parametrize(
    ("short", "words", "long"),
    [
        ("RCT", "of the rural crime team", "rural crime team"),
        ("RCT", "the rural team", None),
        ("AB", "abandoned", None),
        ("R&D", "research and development", "research and development"),
        ("CC", "", None),
    ],
)
def test_the_long_form_is_the_shortest_that_fits(short: str, words: str, long: str | None) -> None:
    assert long_form(short, words) == long


def test_offsets_are_those_of_the_short_form() -> None:
    text = "“The Rural Crime Team\u00a0(RCT)”. RCTs"
    assert [text[one.start_char : one.end_char] for one in find_acronyms(text)] == ["RCT", "RCT"]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="ABcd ()&.\n'PC£", max_size=120))
def test_any_text_is_read_and_every_mention_is_in_it(text: str) -> None:
    for one in find_acronyms(text):
        assert text[one.start_char : one.end_char] == one.short
        assert one.long


@pytest.mark.parametrize("unit", ["(AB) ", "A", "(A", "AB (a b ", "(the ", "CC ", "A" * 9 + "("])
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    assert len(find_acronyms(text)) <= len(text) // 2
