"""Tables of figures in a PDF are read as rows with cells; what only looks like one stays the lines that it is."""

from __future__ import annotations

import pytest

from minuteminer.parse.office import extract_pdf_text

pytest.importorskip("pypdfium2")

# Helvetica at ten points: a figure is 5.56 points wide.
SIZE, FIGURE = 10, 5.56
Words = tuple[int, str]


def left(at: int, text: str) -> Words:
    return at, text


def right(at: int, text: str) -> Words:
    """A figure that ends `at`, as figures in columns do."""
    narrow = sum(sign in ",.()" for sign in text) * 2.5
    return round(at - len(text) * FIGURE + narrow), text


def read(*lines: list[Words] | str) -> str:
    """The text of a page on which words stand at places from the left."""
    drawn = ""
    for number, line in enumerate(lines):
        for at, text in [(50, line)] if isinstance(line, str) else line:
            escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            drawn += f"BT /F1 {SIZE} Tf {at} {780 - 14 * number} Td ({escaped}) Tj ET\n"
    page = (
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Kids [4 0 R] /Count 1 >>\nendobj\n"
        "3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n"
        "4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n"
        f"5 0 obj\n<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream\nendobj\n"
        "trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
    return extract_pdf_text("page.pdf", page.encode("cp1252"))


PAY = [left(50, "Pay"), right(300, "150,200"), right(450, "151,050")]
PREMISES = [left(50, "Premises"), right(300, "9,300"), right(450, "(8,990)")]


def test_figures_below_heads_are_cells_of_one_table() -> None:
    heads = [left(50, "£'000"), left(230, "Budget 2025/26"), left(380, "Outturn 2025/26")]
    text = read("4. The year had ended as follows.", heads, PAY, PREMISES, "5. Members noted the report.")
    assert text.split("\n\n") == [
        "4. The year had ended as follows.",
        "£'000 | Budget 2025/26 | Outturn 2025/26\nPay | 150,200 | 151,050\nPremises | 9,300 | (8,990)",
        "5. Members noted the report.",
    ]


def test_heads_that_begin_left_of_their_figures_stand_over_them_all_the_same() -> None:
    heads = [left(50, "£'000"), left(200, "Budget"), left(350, "Outturn")]
    assert read(heads, PAY, PREMISES).startswith("£'000 | Budget | Outturn\nPay | 150,200 | 151,050\n")


def test_a_cell_without_a_figure_stays_empty() -> None:
    heads = [left(50, "£'000"), left(260, "Budget"), left(410, "Outturn")]
    text = read(heads, PAY, PREMISES, [left(50, "Transport"), right(450, "4,120")])
    assert text.endswith("\nTransport |  | 4,120")


def test_one_column_of_pounds_is_a_table_and_one_of_page_numbers_is_none() -> None:
    pounds = [left(50, "Item"), right(300, "£'000")]
    rows = [[left(50, "Pay"), right(300, "150,200")], [left(50, "Premises 1 2"), right(300, "9,300")]]
    assert "Pay | 150,200\n" in read(pounds, *rows)
    contents = [[left(50, "Minutes 1 2"), right(450, "3")], [left(50, "Budget"), right(450, "14")]]
    assert "|" not in read([left(50, "Item"), right(450, "Page")], *contents)


def test_lines_that_do_not_line_up_stay_lines() -> None:
    crossing = [left(50, "Note"), left(240, "of which nothing at all was spent this year")]
    text = read(PAY, PREMISES, crossing)
    assert "|" not in text
    assert "Pay 150,200 151,050" in text


def test_sentences_with_two_numbers_are_no_table() -> None:
    line = "The force had 2,100 3,200 and 4,300 officers in three years, as it said in its report."
    assert "|" not in read(line, line, line)
