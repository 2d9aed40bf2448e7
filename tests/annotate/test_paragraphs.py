"""How the paragraphs of minutes are labelled, row by row of the phenomena of real minutes (126-139)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counted_calls import calls_per_character
from minuteminer.annotate.labels import ordinal
from minuteminer.annotate.paragraphs import find_paragraphs


def _labels(text: str) -> list[str]:
    return [paragraph.label for paragraph in find_paragraphs(text) if paragraph.label is not None]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("9.      The Harbour Master said so.\n\n10.     It rained.", ["9.", "10."], id="126 a number"),
        pytest.param("The ferry sailed at 9.\n\nIt came back at 10.", [], id="126 guard: a number at the end"),
        pytest.param("(3)         Anglers asked for a lamp.", ["(3)"], id="127 a number in brackets"),
        pytest.param("(1).    Word was sent to the port.", ["(1)."], id="127 brackets and a dot"),
        pytest.param("(2020/21 in brackets)", [], id="127 guard: words in brackets"),
        pytest.param("b)  The quay was swept.\n\nc.  So was the pier.", ["b)", "c."], id="128 letters"),
        pytest.param("e.g. the crane by the quay", [], id="128 guard: an abbreviation"),
        pytest.param("(c)  If it rains, the regatta is put off.", ["(c)"], id="129 a letter in brackets"),
        pytest.param("(s)he may appeal to the Harbour Master.", [], id="129 guard: a word in brackets"),
        pytest.param("(iv)  There are nine boats.\n\nv.   Two leak.", ["(iv)", "v."], id="130 roman"),
        pytest.param("i.e. the boats at the quay", [], id="130 guard: an abbreviation"),
        pytest.param("31.1  No apologies.\n\n38. The quay.", ["31.1", "38."], id="131 decimal and whole"),
        pytest.param("3.1 per cent of the boats leak.", [], id="131 guard: a decimal number"),
        pytest.param("·         703 boats\n\n•  nine cranes\n\n-  a bell", [], id="132 bullets"),
        pytest.param("Question 2\n\nHow many boats leak?", [], id="133 a question is a heading"),
        pytest.param("Q2.  How many boats leak?", ["Q2."], id="133 a printed label of a question"),
        pytest.param("The Chair spoke.\n\n2. Mr Ambrose said so.", ["2."], id="134 starts at two"),
        pytest.param("1. One.\n\n1. Two.\n\n1. Three.", ["1.", "1.", "1."], id="135 all alike"),
        pytest.param("1. One.\n\n2. Two.\n\nQuestions\n\n1. Three.", ["1.", "2.", "1."], id="135 starts again"),
        pytest.param("2.\nThe Harbour Master\nspoke of the crane.", ["2."], id="136 alone on its line"),
        pytest.param("5.1Minute 6 told of the crane.", ["5.1"], id="137 glued to its text"),
        pytest.param("5.1m of quay was swept.", [], id="137 guard: a number glued to its unit"),
        pytest.param(
            "a) boats:\n\ni. old;\n\nii. new; and\n\nb) cranes.", ["a)", "i.", "ii.", "b)"], id="138 lists in lists"
        ),
        pytest.param("4   There were nine boats.", ["4"], id="139 no dot but a wide space"),
        pytest.param("4 Painting the boats\n5 Oiling the crane", [], id="139 guard: no wide space"),
        pytest.param("24   boats\n8   February 2019", [], id="139 guard: cells and dates"),
        pytest.param(
            "RESOLVED that\n\n(a)  the quay be lit; and\n\n(b)  so be it.", ["(a)", "(b)"], id="labels in a resolution"
        ),
        pytest.param("The crane is named in minute\n12. The Chair agreed.", [], id="guard: a reference wrapped here"),
        pytest.param(
            "It cost as much as in the year that began with the flood of\n14. The quay fell.",
            [],
            id="guard: a wrapped sentence",
        ),
        pytest.param("P. Councillor Ambrose\nA. Councillor Birtle", [], id="163 marks of presence"),
        pytest.param("A. That it be sold.\nB. That it be lit.", ["A.", "B."], id="capital letters in a row"),
        pytest.param("12.   12 boats being late, the quay was full.", ["12."], id="87 a label before a number"),
    ],
)
def test_labels_are_given_as_printed(text: str, labels: list[str]) -> None:
    assert _labels(text) == labels


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ferries", ["heading"]),
        ("The ferry sailed at nine and did not come back until late in the day.", ["plain"]),
        ("3.  The ferry sailed.", ["numbered"]),
        ("•  the ferry", ["list"]),
        ("POST MEETING NOTE: the ferry sank.", ["note"]),
        ("RESOLVED that:\n\n(a)  the ferry be sold.\n\n4.  It rained.", ["resolution", "resolution", "numbered"]),
        ("(3)  RESOLVED that the ferry be sold.", ["resolution"]),
        ("41.\n\nFerry fares\n\nMinutes:\n\nThey rose.", ["heading", "heading", "plain"]),
    ],
)
def test_the_kind_of_each_paragraph(text: str, kinds: list[str]) -> None:
    assert [paragraph.kind for paragraph in find_paragraphs(text)] == kinds


def test_a_paragraph_wrapped_by_hand_is_one() -> None:
    text = (
        "The Harbour Master told Members that the ferry would\nsail again as soon as the tide allowed it.\n\nIt rained."
    )
    assert [text[p.start_char : p.end_char].count("\n") for p in find_paragraphs(text)] == [1, 0]


def test_the_start_includes_the_label_and_offsets_are_exact() -> None:
    text = "\n  (3)  Anglers asked.  \n"
    (paragraph,) = find_paragraphs(text)
    assert text[paragraph.start_char : paragraph.end_char] == "(3)  Anglers asked."


@pytest.mark.parametrize(("label", "place"), [("(c)", 3), ("iii)", 3), ("31.10", 10), ("Q7.", 7), ("xi.", 11)])
def test_the_place_of_a_label_in_its_list(label: str, place: int) -> None:
    assert ordinal(label) == place


_PIECES = st.sampled_from(
    [
        "1. ",
        "(a)  ",
        "iv) ",
        "31.1 ",
        "12.\n",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\t",
        "\u00a0",
        "\u200b",
        "The quay",
        "RESOLVED that",
        "• ",
        "- ",
        "| ",
        "Minutes: ",
        "113.\n\n",
        "Ferry fares pdf icon PDF 9 KB",
        "POST MEETING NOTE:",
        ".",
        ";",
        "A. ",
        "4   ",
    ]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=6), max_size=30).map("".join))
def test_nothing_is_dropped_and_nothing_overlaps(text: str) -> None:
    end = 0
    for paragraph in find_paragraphs(text):
        assert text[end : paragraph.start_char].strip() == ""
        assert paragraph.start_char < paragraph.end_char
        end = paragraph.end_char
    assert text[end:].strip() == ""


@pytest.mark.parametrize(
    "sign", ["1. ", "(a) ", "1", "(", " ", "\n", "• ", "Minutes: 1. ", "|", "A. ", "\u200b", "1.1", "RESOLVED "]
)
def test_no_text_is_slow(sign: str) -> None:
    text = sign * (20_000 // len(sign))
    assert calls_per_character(find_paragraphs, text) < 25


def test_every_label_is_printed_at_the_start_of_its_paragraph() -> None:
    text = "1.  One.\n\n(b)  Two.\n\n3.3  Three."
    for paragraph in find_paragraphs(text):
        assert re.match(re.escape(paragraph.label or ""), text[paragraph.start_char :])
