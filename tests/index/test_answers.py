"""What is made of the index: register, precedents, trail, sum, citations."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.findings import Clause, Resolution
from minuteminer.index import Index
from minuteminer.index.sheets import REGISTER_HEAD, register_cells, to_csv, write_table
from minuteminer.index.trail_picture import trail_png, trail_svg


def test_the_register_lists_resolutions_clause_by_clause(index: Index) -> None:
    rows = index.register(panel="saltmarsh")
    assert [(row.number, row.clause, row.verbs) for row in rows] == [
        (1, "AGREED that the precept be approved.", ("approve",)),
        (2, "the firearms uplift be supported", ("support",)),
        (3, "the budget be noted", ("note",)),
    ]
    assert (rows[1].proposer, rows[1].label, rows[1].owner) == ("Cllr Example", "3.", "")
    assert rows[1].url.endswith("#AI101")


def test_the_register_can_be_narrowed(index: Index) -> None:
    assert len(index.register(start=datetime.date(2016, 1, 1))) == 2
    assert len(index.register(end=datetime.date(2015, 12, 31))) == 1
    assert [row.clause for row in index.register(query="verb:approve")] == ["AGREED that the precept be approved."]
    assert index.register(panel="nowhere") == ()


def test_a_register_as_xlsx_and_docx_can_be_read_back(index: Index, tmp_path: Path) -> None:
    openpyxl, docx = pytest.importorskip("openpyxl"), pytest.importorskip("docx")
    cells = register_cells(index.register())
    for name in ("r.xlsx", "r.docx", "r.csv"):
        write_table(tmp_path / name, "Register", REGISTER_HEAD, cells)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert [cell.value for cell in sheet[1]] == list(REGISTER_HEAD)
    assert sheet["I3"].value == "the firearms uplift be supported"
    table = docx.Document(str(tmp_path / "r.docx")).tables[0]
    assert len(table.rows) == 4
    assert "the budget be noted" in [cell.text for cell in table.rows[3].cells]
    # What an officer follows up, with room to write; the address of the source is the link on the item's number.
    shown = {cell.text for cell in table.rows[0].cells}
    assert shown >= {"Paragraph", "Verbs", "Clause", "Proposer", "Seconder", "Vote", "Owner", "Due", "Status"}
    links = [one.address for row in table.rows[1:] for cell in row.cells for one in cell.paragraphs[0].hyperlinks]
    assert links == [row.url for row in index.register()]
    assert len(list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8"))))) == 4
    with pytest.raises(UsageError, match=r"\.csv, \.xlsx or \.docx"):
        write_table(tmp_path / "r.pdf", "Register", REGISTER_HEAD, cells)


def test_no_word_of_a_word_table_breaks_in_a_column_that_is_too_narrow(index: Index, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    cells = [[f"{name} recommended" for name in REGISTER_HEAD]]
    write_table(tmp_path / "wide.docx", "Register", REGISTER_HEAD, cells)
    write_table(tmp_path / "usual.docx", "Register", REGISTER_HEAD, register_cells(index.register()))
    for name in ("wide.docx", "usual.docx"):
        head, *rows = docx.Document(str(tmp_path / name)).tables[0].rows
        assert sum(cell.width.mm for cell in head.cells) == pytest.approx(277, abs=0.5)
        for cell in head.cells if name == "usual.docx" else rows[0].cells[5:6]:
            # A bold letter of this size takes a millimetre and a half.
            assert cell.width.mm >= 1.5 * max(map(len, cell.text.split()))


def test_a_clause_that_leads_in_a_list_stands_before_each_of_its_lines(index: Index, made: SimpleNamespace) -> None:
    words = (
        "that the Commissioner be asked:", "to report twice a year", "to publish the plan", "that the report be noted:",
        "that the Chair be thanked",
    )  # fmt: skip
    text = "RESOLVED (a) {} (i) {}; (ii) {}; (b) {} and {}.".format(*words)
    minutes = made.Minutes("961", "Reserves").say(text, "8.")
    clauses = tuple(
        Clause(text=one, start_char=(at := minutes.text.index(one)), end_char=at + len(one), verbs=("ask",))
        for one in words
    )
    start = minutes.text.index("RESOLVED")
    value = Resolution(
        start_char=start, end_char=len(minutes.text.rstrip()), text=minutes.text[start:].rstrip(), rule_id="test",
        decision="resolved", verbs=("ask",), clauses=clauses,
    )  # fmt: skip
    made.put(index, minutes.fact("resolution", value.text, value))
    assert [(row.label, row.clause) for row in index.register() if row.item_title == "Reserves"] == [
        ("8. (i)", "that the Commissioner be asked to report twice a year"),
        ("8. (ii)", "that the Commissioner be asked to publish the plan"),
        ("8. (b)", "that the report be noted:"),
        ("8.", "that the Chair be thanked"),
    ]


def test_a_clause_has_the_label_of_its_paragraph_and_its_own(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("960", "Reserves").say("RESOLVED that: (a) the plan be noted; (b) it be sent.", "7.")
    start = minutes.text.index("RESOLVED")
    clauses = tuple(
        Clause(
            text=words, start_char=minutes.text.index(words), end_char=minutes.text.index(words) + len(words), verbs=()
        )
        for words in ("the plan be noted", "it be sent")
    )
    value = Resolution(
        start_char=start, end_char=len(minutes.text.rstrip()), text=minutes.text[start:].rstrip(), rule_id="test",
        decision="resolved", verbs=("note",), clauses=clauses,
    )  # fmt: skip
    made.put(index, minutes.fact("resolution", value.text, value))
    rows = [row for row in index.register() if row.item_title == "Reserves"]
    assert [(row.label, row.clause) for row in rows] == [("7. (a)", "the plan be noted"), ("7. (b)", "it be sent")]


@pytest.mark.parametrize("cell", ["=1+1", "  =cmd()", "+1 please", "@SUM(A1)", "-x", "\t=1", "＝1"])
def test_no_cell_can_be_taken_for_a_formula(cell: str, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    assert to_csv(["Clause"], [[cell]]).splitlines()[1].lstrip('"').startswith("'")
    write_table(tmp_path / "r.xlsx", "Register", ["Clause"], [[cell]])
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").active["A2"].data_type == "s"


def test_numbers_of_a_csv_stay_numbers() -> None:
    assert to_csv(["Low"], [["-12.5"]]) == "Low\r\n-12.5\r\n"


@pytest.mark.parametrize("cell", ["(1)", "9-2", "2016/17", "3.", "9:30"])
def test_excel_shows_labels_and_votes_as_they_are(cell: str, tmp_path: Path) -> None:
    write_table(
        tmp_path / "r.csv", "Register", ["Paragraph", "Date", "Low"], [[cell, "2016-04-01", "12.5"]], excel=True
    )
    written = (tmp_path / "r.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1] == [f'="{cell}"', "2016-04-01", "12.5"]
    assert to_csv(["Paragraph"], [[cell]]) == f"Paragraph\r\n{cell}\r\n"


def test_precedents_are_ranked_with_their_reasons(index: Index) -> None:
    first, *_ = index.precedents("approve a higher precept")
    assert first.item.endswith(":102")
    assert "same verb: approve" in first.reasons
    assert "same topic: precept" in first.reasons
    assert any(reason.startswith("shared words: precept") for reason in first.reasons)
    assert index.precedents("giraffes zebras") == ()


def test_precedents_of_an_item_that_is_not_there_are_an_error_and_not_a_search(index: Index) -> None:
    with pytest.raises(NothingFoundError, match="no agenda item '99999'"):
        index.precedents("99999")
    assert index.precedents("2024/25") == ()  # words, though there is no such item


def test_precedents_of_an_item_are_earlier_and_not_itself(index: Index, made: SimpleNamespace) -> None:
    later = made.make_meeting("20", datetime.date(2018, 2, 1))
    again = made.Minutes("700", "Precept", meeting=later).say("RESOLVED that the precept be approved again.")
    made.put(index, again.resolved("RESOLVED that the precept be approved again.", "approve").about("precept"))
    assert [one.item.rpartition(":")[2] for one in index.precedents("700")][:1] == ["102"]
    assert "700" not in [one.item.rpartition(":")[2] for one in index.precedents("102")]


def strengths(made: SimpleNamespace) -> list[object]:
    found = []
    for year, count in ((2014, 3300), (2015, 3100), (2016, 3181)):
        minutes = made.Minutes(
            str(800 + year), "Strength", meeting=made.make_meeting(str(year), datetime.date(year, 6, 1))
        )
        minutes.say(f"The strength stood at {count} police officers, with 12 vacancies.", "5.")
        minutes.headcount(f"{count} police officers", count, measure="strength")
        found.append(minutes.headcount("12 vacancies", 12, measure="vacancy"))
    return found


def test_a_trail_gives_every_value_over_time_with_its_paragraph(index: Index, made: SimpleNamespace) -> None:
    made.put(index, *strengths(made))
    points = index.trail("officer strength", panel="saltmarsh").points
    assert [(point.date.year, point.high, point.label) for point in points if point.date] == [
        (2014, 3300, "5."), (2015, 3100, "5."), (2016, 3181, "5."),
    ]  # fmt: skip
    assert {point.unit for point in index.trail("overtime").points} == {"pence"}
    vacancies = index.trail("vacancies", start=datetime.date(2015, 1, 1)).points
    assert [point.text for point in vacancies] == ["12 vacancies"] * 2


def test_a_trail_is_drawn_as_svg_and_png(index: Index, made: SimpleNamespace) -> None:
    made.put(index, *strengths(made))
    points = index.trail("officer strength").points
    picture = ElementTree.fromstring(trail_svg(points, "<officer> & strength"))
    assert len(picture.findall("{http://www.w3.org/2000/svg}circle")) == 3
    assert ElementTree.fromstring(trail_svg((), "nothing")) is not None
    pytest.importorskip("vl_convert")
    assert trail_png(points, "officer strength").startswith(b"\x89PNG")


def test_a_sum_adds_only_what_may_be_added_and_says_what_it_refused(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("900", "Overtime costs")
    minutes.say("Overtime cost £2m, of which £1m was for events.", "1.")
    minutes.money("£2m", 2_000_000, role="overtime").money("£1m", 1_000_000, role="overtime")
    minutes.say("Overtime rose by £300,000; each officer earned £50 of it.", "2.")
    minutes.money("£300,000", 300_000, role="overtime", change="increase").money(
        "£50", 50, role="overtime", per="officer"
    )
    minutes.say("The report had said that overtime cost £2m.", "3.").money("£2m", 2_000_000, role="overtime")
    minutes.say("Overtime of £9,000 a week went on.", "4.").money("£9,000", 9_000, role="overtime", period="week")
    made.put(index, minutes)
    found = index.sum("role:overtime date:2016")
    assert found.low_pence == found.high_pence == (2_000_000 + 1_500_000) * 100
    assert sorted((one.text, one.reason.split(" (")[0]) for one in found.refused) == [
        ("£1m", "part of another figure"),
        ("£2m", "repeats a figure that was added"),
        ("£300,000", "a change"),
        ("£50", "a rate, per officer"),
        ("£9,000", "another period"),
    ]


def test_a_citation_names_paragraph_link_and_version(index: Index) -> None:
    fact = index.item("101").facts[1]
    citation = index.cite(fact.id)
    assert citation.startswith("Saltmarsh Police and Crime Panel, meeting of 28 April 2016, item 1. Firearms uplift")
    assert "paragraph 2." in citation
    assert "#AI101:~:text=Overtime%20had%20cost%20%C2%A31.5m" in citation
    assert "version 1, read 2020-01-01" in citation


@pytest.mark.parametrize(
    ("style", "piece"),
    [
        ("oscola", "(28 April 2016) para 2 <https://"),
        ("bibtex", "@misc{democracy_saltmarsh_example_101,"),
        ("ris", "TY  - GOVDOC\nAU  - Saltmarsh Police and Crime Panel"),
        ("markdown", "[1. Firearms uplift](https://"),
    ],
)
def test_citation_styles(index: Index, style: str, piece: str) -> None:
    assert piece in index.cite(index.item("101").facts[1].id, style)
    with pytest.raises(UsageError, match="plain, oscola, bibtex, ris, markdown"):
        index.cite("101", "harvard")


def test_a_register_in_xlsx_has_days_links_and_a_print_set_up(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="reading XLSX back needs openpyxl")
    head = ["No", "Date", "Clause", "Source"]
    url = "https://democracy.saltmarsh.example/page"
    write_table(
        tmp_path / "r.xlsx", "Register", head, [["1", "2016-04-28", "be noted " * 30, url], ["2", "", "", "=x"]]
    )
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert [cell.value for cell in sheet[2]][:2] == [1, datetime.datetime(2016, 4, 28)]
    assert sheet["D2"].hyperlink.target == url
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=x", "s")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert sheet.row_dimensions[2].height > 15
