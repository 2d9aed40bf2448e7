"""Tables as files: CSV, XLSX and DOCX. No cell of them can be taken for a formula."""

from __future__ import annotations

import csv
import datetime
import io
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minuteminer.answers import RegisterRow, TrailPoint
from minuteminer.errors import MissingExtraError, UsageError
from minuteminer.index.word_tables import write_docx

# Spreadsheets run what begins with these, also after spaces and in full-width form.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Brackets round a number, an item's number with a dot, and numbers joined by a dash, a slash or a colon.
_MISREAD = re.compile(r"\(\d+\)|\d{1,3}\.|\d{1,4}\s?[-/:.]\s?\d{1,4}(?:\s?[-/:.]\s?\d{1,4})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
REGISTER_HEAD = (
    "No", "Date", "Committee", "Item", "Title", "Paragraph", "Decision", "Verbs", "Clause", "Proposer", "Seconder",
    "Vote", "Source", "Owner", "Due", "Status", "Also printed in",
)  # fmt: skip
TRAIL_HEAD = (
    "Date", "Low", "High", "Unit", "As printed", "Role", "Measure", "Qualifier", "Committee", "Title", "Paragraph",
    "Passage", "Source", "FTE", "Standing",
)  # fmt: skip

# Widths in characters; what a page holds beside one another is scaled to it.
_WIDTHS = {
    "No": 6, "Date": 12, "Committee": 20, "Item": 6, "Title": 24, "Paragraph": 10, "Decision": 12, "Verbs": 14,
    "Clause": 52, "Proposer": 14, "Seconder": 14, "Vote": 12, "Source": 8, "Owner": 12, "Due": 11, "Status": 11,
    "Low": 14, "High": 14, "Unit": 8, "As printed": 16, "Role": 16, "Measure": 11, "Qualifier": 10, "Passage": 60,
    "FTE": 6, "Standing": 11, "Also printed in": 12,
}  # fmt: skip
_POINTS_OF_A_LINE = 15
# Excel's rows are at most 409 points high.
_MOST_LINES = 27
_NUMBERS = ("No", "Low", "High")
# What XLSX allows in a link.
_MOST_OF_AN_ADDRESS = 2_079


def register_cells(rows: Sequence[RegisterRow]) -> list[list[str]]:
    """The register's rows as text, in the order of `REGISTER_HEAD`."""
    return [
        [
            str(row.number), row.date.isoformat() if row.date else "", row.committee, row.item_number,
            row.item_title, row.label or "", row.decision, ", ".join(row.verbs), row.clause, row.proposer or "",
            row.seconder or "", row.vote, row.url, row.owner, row.due, row.status,
            "; ".join(row.also_in),
        ]
        for row in rows
    ]  # fmt: skip


def trail_cells(points: Sequence[TrailPoint]) -> list[list[str]]:
    """A trail's points as text, in the order of `TRAIL_HEAD`."""
    return [
        [
            point.date.isoformat() if point.date else "", f"{point.low:.15g}", f"{point.high:.15g}", point.unit,
            point.text, point.role or "", point.measure, point.qualifier, point.committee, point.title,
            point.label or "", point.passage, point.url, "yes" if point.fte else "", point.status or "",
        ]
        for point in points
    ]  # fmt: skip


def to_csv(head: Sequence[str], rows: Sequence[Sequence[str]], *, excel: bool = False) -> str:
    """Rows as CSV (RFC 4180) with a head; `excel` protects what Excel would turn into dates and negative numbers.

    >>> to_csv(["Clause"], [["=1+1"]])
    "Clause\\r\\n'=1+1\\r\\n"
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(head)
    guard = _unread if excel else _harmless
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _unread(cell: str) -> str:
    """A cell that spreadsheets show as it is: else (1) becomes -1, 9-2 a day in February, 2016/17 a date."""
    number = _is_number(cell) and not cell.endswith(".")
    misread = _MISREAD.fullmatch(cell) and not _DAY.fullmatch(cell) and not number
    return f'="{cell}"' if misread else _harmless(cell)


def _harmless(cell: str) -> str:
    if cell.lstrip(" ").startswith(_FORMULA_STARTS) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def write_table(
    path: Path,
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    format: str | None = None,
    excel: bool = False,
) -> None:
    """Write rows to a file as csv, xlsx or docx, by the ending of its name or by `format`; `excel` as in `to_csv`.

    Raises UsageError for another ending, MissingExtraError where the library is not installed.
    """
    ending = f".{format}" if format else path.suffix.lower()
    if ending == ".csv":
        # Excel takes a file without the mark for the machine's own encoding, and £ for two signs.
        encoding = "utf-8-sig" if excel else "utf-8"
        path.write_text(to_csv(head, rows, excel=excel), encoding=encoding, newline="")
    elif ending == ".xlsx":
        _write_xlsx(path, title, head, rows)
    elif ending == ".docx":
        write_docx(path, title, head, rows, _WIDTHS)
    else:
        raise UsageError(f"{path.name}: a table can be written as .csv, .xlsx or .docx.")


def _write_xlsx(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtraError("XLSX needs: pip install 'minuteminer[excel]'") from error
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title})
        sheet = book.add_worksheet("Register" if "No" in head else "Trail")
        shared = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        bold = book.add_format({**shared, "bold": True, "bg_color": "#E7EDF3"})
        formats = {
            "number": book.add_format({**shared, "align": "left"}),
            "text": book.add_format(shared),
            "day": book.add_format({**shared, "num_format": "d mmm yyyy", "align": "left"}),
            "link": book.add_format({**shared, "font_color": "#0563C1", "underline": 1}),
        }
        for column, name in enumerate(head):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, _WIDTHS.get(name, 15))
            for line, row in enumerate(rows, 1):
                _write_cell(sheet, line, column, name, row[column], formats)
        for line, row in enumerate(rows, 1):
            sheet.set_row(line, _POINTS_OF_A_LINE * min(_MOST_LINES, max(map(_lines, head, row), default=1)))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(head) - 1)
        _set_up_print(sheet, title)


def _lines(name: str, cell: str) -> int:
    """How many lines a cell takes: some programs do not make room for wrapped text by themselves."""
    return 1 if name == "Source" else len(textwrap.wrap(cell, _WIDTHS.get(name, 15))) or 1


def _write_cell(sheet: Any, line: int, column: int, name: str, cell: str, formats: dict[str, Any]) -> None:
    """Days as days and numbers as numbers, so that a spreadsheet can sort and filter them; all else as text."""
    if name == "Date" and _DAY.fullmatch(cell):
        sheet.write_datetime(line, column, datetime.datetime.fromisoformat(cell), formats["day"])
    elif name in _NUMBERS and _is_number(cell):
        sheet.write_number(line, column, float(cell), formats["number"])
    elif name == "Source" and cell.startswith(("https://", "http://")) and len(cell) < _MOST_OF_AN_ADDRESS:
        sheet.write_url(line, column, cell, formats["link"], string="page")
    else:
        # A cell of XLSX holds at most 32,767 characters.
        sheet.write_string(line, column, cell[:32_767], formats["text"])


def _set_up_print(sheet: Any, title: str) -> None:
    """One page wide, A4 across, the head on each page, with title and page number."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L&B{title.replace('&', '&&')}&RPage &P of &N")
