"""Agenda items printed with a number, row by row of the phenomena of real minutes (140-148)."""

from __future__ import annotations

import pytest

from minuteminer.annotate.items import find_items
from minuteminer.annotate.paragraphs import find_paragraphs
from minuteminer.annotate.votes import find_votes


def _items(text: str) -> list[tuple[str, str]]:
    return [(item.number, item.title) for item in find_items(text)]


_PIPE = (
    "| No. | Item |\n|---|---|\n| 7. | Ferry fares PDF 1 MB Additional documents: Minutes: "
    "1. The fares rose.\n2. The Board was sorry.\nRESOLVED: To note the fares. |"
)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param(
            "113.\n\nFerry fares\n\nMinutes:\n\nThey rose.", [("113.", "Ferry fares")], id="140 number on its own line"
        ),
        pytest.param("113.\n\nThe ferry had been late all week.", [], id="140 guard: a sentence below a label"),
        pytest.param("3/13\n\nFERRY FARES\n\nThey rose.", [("3/13", "FERRY FARES")], id="141 a slashed number"),
        pytest.param("62/21   FERRY FARES  [Item 4]\n\nThey rose.", [("62/21", "FERRY FARES")], id="141 on one line"),
        pytest.param(
            "012/2017  Grant to the ferry\n013/2017  Grant to the quay", [], id="141 guard: a list of decisions"
        ),
        pytest.param(
            "1(3)\n\nFerry fares\n\nThey rose.\n\n31a\n\nOther fares\n\nMinutes:",
            [("1(3)", "Ferry fares"), ("31a", "Other fares")],
            id="142 sub-items",
        ),
        pytest.param("Ferry fares pdf icon PDF 98 KB\n\nMinutes:\n\nThey rose.", [], id="143 a title without a number"),
        pytest.param("4.\n\nFerry fares pdf icon PDF 89 KB", [("4.", "Ferry fares")], id="144 the name of a file"),
        pytest.param("4.\n\nFerry fares 2017PDF 89 KB", [("4.", "Ferry fares 2017")], id="144 glued to the title"),
        pytest.param(_PIPE, [("7.", "Ferry fares")], id="145 a table of a page"),
        pytest.param(
            "This is a default template.\n\n5.\n\nFerry fares\n\nMinutes:",
            [("5.", "Ferry fares")],
            id="146 banner of a template",
        ),
        pytest.param("Name\nCllr Ambrose\nInterest\nOwns 3 boats", [], id="147 a table of declarations"),
        pytest.param("To receive any apologies from Members.", [], id="148 words of the agenda"),
        pytest.param(
            "112. Work programme\n(Item 6)\n\n(1)  It was long.",
            [("112.", "Work programme")],
            id="number and title on a line",
        ),
        pytest.param(
            "5. Ferry fares\n\nThe Treasurer spoke of the fares for the year.",
            [("5.", "Ferry fares")],
            id="title before its text",
        ),
        pytest.param("9.  The Chairman asked for a map.", [], id="guard: a short paragraph"),
        pytest.param(
            "1. Visible lamps\n2. Safe quays\n3. Dry boats\n\nThe Board liked all three of these priorities.",
            [],
            id="guard: a list of short things",
        ),
        pytest.param(
            "2.\nThe Harbour Master spoke of the crane\nand the quay that", [], id="guard: a label on a wrapped line"
        ),
    ],
)
def test_items_with_a_printed_number(text: str, items: list[tuple[str, str]]) -> None:
    assert _items(text) == items


def test_145_a_table_of_a_page_is_split_at_minutes() -> None:
    assert [p.label for p in find_paragraphs(_PIPE) if p.label] == ["1.", "2."]


def test_an_item_runs_to_the_next_heading() -> None:
    text = "4.\n\nFerry fares\n\nMinutes:\n\nThey rose.\n\n5.\n\nOther business\n\nMinutes:\n\nNone.\n"
    first, second = find_items(text)
    assert text[first.start_char : first.end_char].endswith("They rose.")
    assert text[second.start_char : second.end_char].endswith("None.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Apologies: Cllrs Ambrose, Birtle and Crake", id="161 a list of apologies"),
        pytest.param("Cllr Dray substituted for Cllr Eddow.", id="162 a substitute"),
        pytest.param("P. Councillor Ambrose; A. Councillor Birtle", id="163 marks of presence"),
    ],
)
def test_lists_of_names_are_neither_items_nor_votes_nor_labels(text: str) -> None:
    assert _items(text) == []
    assert find_votes(text) == []
    assert [p.label for p in find_paragraphs(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Ref | Action | Owner | Update\n21/14 | Report on vacancies | Chief of Staff | Sent in May.",
        "Option | Band D | Increase\n1.99% | £152.92 | £2.98\n3.41% | £155.05 | £5.11",
    ],
)
def test_a_row_of_a_table_is_no_item(text: str) -> None:
    assert find_items(text) == []


def test_number_and_title_of_an_item_may_stand_in_cells() -> None:
    assert [item.title for item in find_items("| 12. | Ferry fares | PDF 98 KB |\n\nMinutes:")] == ["Ferry fares"]
