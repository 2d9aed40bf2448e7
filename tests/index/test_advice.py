"""An answer without hits says what to do; titles stand beside paragraphs; the echo says what was written."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from minuteminer.index import Index
from minuteminer.index.echo import echo_query
from minuteminer.index.query import parse_query
from minuteminer.index.shown import results_as_text


def test_items_whose_title_has_the_words_are_shown_first(index: Index, made: SimpleNamespace) -> None:
    hearing = made.Minutes("910", "Confirmation hearing: Chief Constable").say("Members asked her questions.", "1.")
    passing = made.Minutes("911", "First hundred days").say("As promised at the confirmation hearing.", "1.")
    made.put(index, hearing, passing)
    found = index.search('"confirmation hearing"')
    assert ([hit.item[-3:] for hit in found.titles], [hit.item[-3:] for hit in found.hits]) == (["910"], ["911"])
    text = "".join(piece for piece, _ in results_as_text(found))
    assert text.index("Confirmation hearing: Chief Constable") < text.index("First hundred days")
    assert index.search('"confirmation hearing"', offset=1).titles == ()
    assert index.search('"confirmation hearing" in:resolution').titles == ()


def test_titles_keep_to_the_other_conditions_and_are_few(index: Index, made: SimpleNamespace) -> None:
    assert index.search("firearms date:2010").titles == ()
    assert index.search("amount:>1m").titles == ()
    made.put(index, *(made.Minutes(str(920 + one), "Wombat report").say("Nothing.", "1.") for one in range(7)))
    found = index.search("wombat")
    assert (len(found.titles), found.titles_are_more) == (5, True)


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("firearms zebra", ["Nothing is found for “zebra”.", "Without “zebra” there would be 3 matches."]),
        (
            "officers lorry",
            ["No paragraph has all of these words.", "With OR between the words there would be 2 matches."],
        ),
        (
            "recruited overtime",
            ["1 agenda item has all of it in different paragraphs: democracy.saltmarsh.example:101."],
        ),
        ("overtime date:2016 topic:precept", ["Without “about precept” there would be 1 match."]),
        ("overtime in:resolution", ["Without in:resolution there would be 2 matches."]),
        ("overtime above £3m", ["Sums of money are asked for as amount:>3m."]),
        ("overtime less than 20,000 pounds", ["Sums of money are asked for as amount:<20,000."]),
        ("who moved the precept", ["Who moved and who seconded stands in the register"]),
    ],
)
def test_an_answer_without_hits_says_what_to_do(index: Index, query: str, sentences: list[str]) -> None:
    said = " ".join(index.search(query).remarks)
    for sentence in sentences:
        assert sentence in said


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("firearms zebra", "firearms"),
        ("officers lorry", "(officers OR lorry)"),
        ("overtime date:2016 topic:precept", "overtime date:2016"),
        ("overtime in:resolution", "overtime"),
        ("overtime above £3m", "overtime amount:>3m"),
        ("Firarms date:2016", "firearms date:2016"),
    ],
)
def test_advice_leads_to_a_query_that_can_be_asked(index: Index, query: str, asked: str) -> None:
    found = index.search(query)
    assert asked in [part.value for one in found.advice for part in one.parts if part.target == "query"]
    assert tuple(one.sentence for one in found.advice) == found.remarks


def test_items_are_named_by_their_title_where_a_key_says_nothing(index: Index) -> None:
    (item,) = [part for one in index.search("recruited overtime").advice for part in one.parts if part.target == "item"]
    assert item.value == "democracy.saltmarsh.example:101"
    assert item.title
    assert item.title != item.value


def test_a_query_in_brackets_is_not_reworded(index: Index) -> None:
    parts = [part for one in index.search("firearms (zebra OR gnu)").advice for part in one.parts]
    assert parts
    assert {part.target for part in parts} == {""}


def test_an_answer_with_hits_gives_no_advice(index: Index) -> None:
    assert index.search("firearms").remarks == ()
    assert index.search("amount:>1m overtime").remarks == ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("PCSO", "mention PCSO"), ("precept 2.99%", "mention precept and 2.99%"),
        ('"confirmation hearing"', "mention “confirmation hearing”"), ("role:PCSO", "for PCSO"),
        ('role:officer,PCSO', "for officer or for PCSO"), ("fire*", "begin with fire"),
        ("anti-social", "mention anti-social"), ("-London Kent", "mention not London and Kent"),
    ],
)  # fmt: skip
def test_the_echo_keeps_capitals_quotes_and_decimals(query: str, words: str) -> None:
    assert words in echo_query(parse_query(query))


def test_nothing_is_said_in_one_sentence(index: Index) -> None:
    assert index.trail("zebra").points == ()
    assert index.register(query="zebra", start=datetime.date(2000, 1, 1)) == ()


def test_a_question_leads_to_the_nearest_query_that_finds_something(index: Index, made: SimpleNamespace) -> None:
    made.put(
        index, made.Minutes("930", "Terms").say("The panel is chaired by turns; who chairs decides the order.", "1.")
    )
    found = index.search("who chairs xylophones")
    assert "Nothing is found for “xylophones”." in found.remarks
    assert "Without “xylophones” there would be 1 match." in found.remarks
    asked = [part.value for one in found.advice for part in one.parts if part.target == "query"]
    assert "who chairs" in asked


def test_as_few_words_as_can_be_are_left_out_and_the_rarest_are_kept(index: Index, made: SimpleNamespace) -> None:
    texts = ("Wombats dig burrows.", "Wombats eat grass.", "Otters dig burrows by rivers.", "Otters swim.")
    made.put(index, *(made.Minutes(str(940 + place), "Animals").say(text, "1.") for place, text in enumerate(texts)))
    said = index.search("wombats otters swim rivers").remarks
    assert said[0] == "No paragraph has all of these words."
    without = [one for one in said if one.startswith("Without ")]
    assert without == [
        "Without “wombats” and “swim” there would be 1 match.",
        "Without “wombats” and “rivers” there would be 1 match.",
    ]


def test_a_word_that_occurs_nowhere_is_told_once(index: Index) -> None:
    said = index.search("firarms overtime").remarks
    assert any("“firarms” occurs nowhere. Did you mean firearms?" in one for one in said)
    assert not any("Nothing is found for" in one for one in said)
    assert any(one.startswith("Without “firarms” there would be ") for one in said)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("reserves below 3%", "Percentages are asked for as percent:<3."),
        ("reserves < 3 per cent", "Percentages are asked for as percent:<3."),
        ("reserves below £3m", "Sums of money are asked for as amount:<3m."),
    ],
)
def test_what_is_asked_in_words_is_told_as_a_field(index: Index, asked: str, sentence: str) -> None:
    assert sentence in index.search(asked).remarks
