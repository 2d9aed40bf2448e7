"""An item's text in pieces: no word is lost, each fact begins once, and leads to the list."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from made_minutes import Minutes
from minuteminer.findings import Fact, Money, Paragraph, Resolution
from minuteminer.views.marked_text import MarkedParagraph, fact_anchor, in_passages, mark_text


def marked(minutes: Minutes) -> tuple[MarkedParagraph, ...]:
    return mark_text(minutes.text, minutes.paragraphs, minutes.facts)


def test_a_fact_is_a_piece_of_its_own_and_leads_to_the_list() -> None:
    minutes = Minutes("1", "Budget").say("Overtime had cost £1.5m in the year.", "2.").money("£1.5m", 1_500_000)
    (paragraph,) = marked(minutes)
    assert [piece.text for piece in paragraph.pieces] == [" Overtime had cost ", "£1.5m", " in the year."]
    assert [piece.fact for piece in paragraph.pieces] == ["", "money-21-26", ""]
    assert paragraph.pieces[1].begins == ("money-21-26",)


def test_the_printed_label_stands_apart_and_is_an_anchor_the_first_time() -> None:
    minutes = Minutes("1", "Budget").say("One.", "(4)").say("Two.", "(4)").say("Three.")
    first, second, third = marked(minutes)
    assert (first.label, first.label_anchor, first.pieces[0].text) == ("(4)", "paragraph-4", " One.")
    assert (second.label, second.label_anchor) == ("(4)", "")
    assert (third.label, third.label_anchor) == ("", "")


def test_of_a_decision_only_the_first_word_leads_to_the_list_and_a_sum_in_it_to_its_own() -> None:
    minutes = Minutes("1", "Precept").say("RESOLVED that £5m be spent.", "3.")
    minutes.resolved("RESOLVED that £5m be spent.", "spend").money("£5m", 5_000_000)
    (paragraph,) = marked(minutes)
    kinds = [(piece.text, piece.kinds, bool(piece.fact)) for piece in paragraph.pieces]
    assert kinds == [
        (" ", (), False),
        ("RESOLVED", ("resolution",), True),
        (" that ", ("resolution",), False),
        ("£5m", ("money", "resolution"), True),
        (" be spent.", ("resolution",), False),
    ]


def test_a_decision_over_two_paragraphs_begins_in_the_first_alone() -> None:
    minutes = Minutes("1", "Precept").say("RESOLVED that:", "3.").say("the precept be supported.", "(a)")
    minutes.resolved(minutes.text[3:].strip(), "support")
    first, second = marked(minutes)
    assert [anchor for piece in first.pieces for anchor in piece.begins] == [fact_anchor(minutes.facts[0])]
    assert [anchor for piece in second.pieces for anchor in piece.begins] == []
    assert {piece.kinds for piece in second.pieces} == {("resolution",)}


def test_a_fact_that_begins_with_the_label_begins_after_it_on_the_page() -> None:
    minutes = Minutes("1", "Decision").say("Approved.", "1.")
    minutes.resolved("1. Approved.", "approve")
    (paragraph,) = marked(minutes)
    assert paragraph.pieces[0].begins == (fact_anchor(minutes.facts[0]),)


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20), st.booleans()), max_size=8, unique_by=lambda s: s[:2]
)


@settings(max_examples=50)
@given(cuts=st.lists(st.integers(1, 59), max_size=4, unique=True), spans=SPANS)
def test_the_pieces_are_the_text_and_every_fact_begins_once(
    cuts: list[int], spans: list[tuple[int, int, bool]]
) -> None:
    text = "ab cd ef " * 7
    edges = [0, *sorted(cuts), len(text)]
    passages = [Paragraph(label=None, start_char=start, end_char=end, kind="plain") for start, end in pairwise(edges)]
    facts = [_fact(text, start, min(start + length, len(text)), wide) for start, length, wide in spans]
    found = mark_text(text, passages, list({fact.id: fact for fact in facts}.values()))
    assert "".join(piece.text for paragraph in found for piece in paragraph.pieces) == text
    begun = [anchor for paragraph in found for piece in paragraph.pieces for anchor in piece.begins]
    assert sorted(begun) == sorted({fact_anchor(fact) for fact in facts})


def _fact(text: str, start: int, end: int, wide: bool) -> Fact:
    words = text[start:end]
    value = (
        Resolution(start_char=start, end_char=end, text=words, rule_id="test", decision="agreed")
        if wide
        else Money(start_char=start, end_char=end, text=words, rule_id="test", low_pence=1, high_pence=1)
    )
    kind = "resolution" if wide else "money"
    return Fact(
        id=f"i#{kind}-{start}-{end}", kind=kind, item="i", start_char=start, end_char=end, text=words,
        paragraph=None, rule_id="test", value=value,
    )  # fmt: skip


TABLE = "The bands were:\n\nBand | 2022/23 | Rise\nA | £152.10 | £10.00\nD | £228.15\n\nThis was agreed."


def _cells(paragraph: MarkedParagraph) -> list[list[str]]:
    rows = next(block.rows for block in paragraph.blocks if block.rows)
    return [["".join(piece.text for piece in cell) for cell in row] for row in rows]


def test_lines_of_cells_are_a_table_with_its_facts_marked_in_their_cells() -> None:
    minutes = Minutes("1", "Precept").say(TABLE, "(3)").money("£152.10", 152_10).money("£10.00", 10_00)
    (paragraph,) = marked(minutes)
    before, table, after = paragraph.blocks
    assert _cells(paragraph) == [["Band", "2022/23", "Rise"], ["A", "£152.10", "£10.00"], ["D", "£228.15", ""]]
    assert table.head
    assert [piece.begins for piece in table.rows[1][1]] == [(fact_anchor(minutes.facts[0]),)]
    assert table.rows[1][1][0].fact == fact_anchor(minutes.facts[0])
    assert "".join(piece.text for piece in before.pieces) == " The bands were:"
    assert "".join(piece.text for piece in after.pieces) == "This was agreed."
    # The words themselves stay whole, with their places.
    assert "".join(piece.text for piece in paragraph.pieces) == f" {TABLE}"


def test_a_first_row_with_a_figure_in_it_is_no_head() -> None:
    minutes = Minutes("1", "Pay").say("Overtime\t£6.2m\nPremises\t£9.4m").money("£6.2m", 620_000_000)
    (paragraph,) = marked(minutes)
    assert _cells(paragraph) == [["Overtime", "£6.2m"], ["Premises", "£9.4m"]]
    assert not paragraph.blocks[0].head


def test_rows_that_are_paragraphs_of_their_own_are_put_together_and_keep_their_anchors() -> None:
    text = "The bands:\n\nBand | Now\nA | £152\n\nName | Interest\nReed | Item 3"
    starts = [text.index(line) for line in text.split("\n") if line]
    ends = [start + len(line) for start, line in zip(starts, filter(None, text.split("\n")), strict=True)]
    passages = [
        Paragraph(label=None, start_char=start, end_char=end, kind="plain")
        for start, end in zip(starts, ends, strict=True)
    ]
    words, bands, names = in_passages(mark_text(text, passages, []))
    assert words.paragraph is not None
    assert [row.anchor for row in bands.rows] == [f"p-{text.index('Band')}", f"p-{text.index('A |')}"]
    assert [row.head for row in bands.rows] == [row.head for row in names.rows] == [True, False]
    assert ["".join(piece.text for piece in cell) for cell in names.rows[1].cells] == ["Reed", "Item 3"]


def test_each_table_is_named_by_where_it_stands_and_no_name_twice() -> None:
    minutes = Minutes("1", "Bands").say("A | 1\nB | 2").say("The bands:\nA | 1\nB | 2\n\nNow:\nA | 3\nB | 4", "8.")
    minutes.say("A | 5\nB | 6")
    alone, both, after = in_passages(marked(minutes))
    assert both.paragraph is not None
    inside = [block.name for block in both.paragraph.blocks if block.rows]
    assert [alone.name, *inside, after.name] == [
        "Table in the minutes",
        "Table 1 in paragraph 8",
        "Table 2 in paragraph 8",
        "Table after paragraph 8",
    ]


def test_a_table_below_a_heading_is_named_by_it() -> None:
    text = "Council tax bands\n\nA | £152\nD | £228"
    heading = Paragraph(label=None, start_char=0, end_char=17, kind="heading")
    table = Paragraph(label=None, start_char=19, end_char=len(text), kind="plain")
    _, bands = in_passages(mark_text(text, [heading, table], []))
    assert bands.name == "Table below “Council tax bands”"


def test_one_line_with_a_bar_is_no_table() -> None:
    (paragraph,) = marked(Minutes("1", "Bar").say("Either | or.\nNothing more.", "1."))
    assert [block.rows for block in paragraph.blocks] == [()]


def test_a_decision_over_a_table_shades_its_cells_and_begins_once() -> None:
    minutes = Minutes("1", "Fees").say("RESOLVED that the fees be:\nBand | Fee\nA | £5", "2.")
    minutes.resolved("RESOLVED that the fees be:\nBand | Fee\nA | £5", "set")
    (paragraph,) = marked(minutes)
    _, table = paragraph.blocks
    assert {piece.kinds for row in table.rows for cell in row for piece in cell} == {("resolution",)}
    begins = [anchor for block in paragraph.blocks for piece in block.pieces for anchor in piece.begins]
    assert begins == [fact_anchor(minutes.facts[0])]
    assert table.head


@given(st.text(alphabet="ab |\t\n£1", max_size=60))
@settings(max_examples=300)
def test_no_word_is_lost_and_none_told_twice_where_there_are_tables(text: str) -> None:
    (paragraph,) = mark_text(text, [Paragraph(label=None, start_char=0, end_char=len(text), kind="plain")], []) or (
        None,
    )
    assert paragraph is not None
    shown = [piece for block in paragraph.blocks for piece in block.pieces]
    shown += [piece for block in paragraph.blocks for row in block.rows for cell in row for piece in cell]
    signs = sorted("".join(piece.text for piece in shown).translate({ord(one): None for one in " |\t\n"}))
    assert signs == sorted(text.translate({ord(one): None for one in " |\t\n"}))
