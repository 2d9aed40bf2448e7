"""Tables as files: CSV, XLSX and DOCX. No cell of them can be taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from minuteminer.answers import RegisterRow, TrailPoint
from minuteminer.errors import MissingExtraError, UsageError

# Spreadsheets run what begins with these, also after spaces and in full-width form.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# Brackets round a number, an item's number with a dot, and numbers joined by a dash, a slash or a colon.
_MISREAD = re.compile(r"\(\d+\)|\d{1,3}\.|\d{1,4}\s?[-/:.]\s?\d{1,4}(?:\s?[-/:.]\s?\d{1,4})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
REGISTER_HEAD = (
    "No", "Date", "Committee", "Item", "Title", "Paragraph", "Decision", "Verbs", "Clause", "Proposer", "Seconder",
    "Vote", "Source", "Owner", "Due", "Status",
)  # fmt: skip
TRAIL_HEAD = (
    "Date", "Low", "High", "Unit", "As printed", "Role", "Measure", "Qualifier", "Committee", "Title", "Paragraph",
    "Passage", "Source",
)  # fmt: skip


def register_cells(rows: Sequence[RegisterRow]) -> list[list[str]]:
    """The register's rows as text, in the order of `REGISTER_HEAD`."""
    return [
        [
            str(row.number), row.date.isoformat() if row.date else "", row.committee, row.item_number,
            row.item_title, row.label or "", row.decision, ", ".join(row.verbs), row.clause, row.proposer or "",
            row.seconder or "", row.vote, row.url, row.owner, row.due, row.status,
        ]
        for row in rows
    ]  # fmt: skip


def trail_cells(points: Sequence[TrailPoint]) -> list[list[str]]:
    """A trail's points as text, in the order of `TRAIL_HEAD`."""
    return [
        [
            point.date.isoformat() if point.date else "", f"{point.low:.15g}", f"{point.high:.15g}", point.unit,
            point.text, point.role or "", point.measure, point.qualifier, point.committee, point.title,
            point.label or "", point.passage, point.url,
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
    path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, excel: bool = False
) -> None:
    """Write rows to a file, by the ending of its name: .csv, .xlsx or .docx; `excel` writes a .csv for Excel.

    Raises UsageError for another ending, MissingExtraError where the library is not installed.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        # Excel takes a file without the mark for the machine's own encoding, and £ for two signs.
        encoding = "utf-8-sig" if excel else "utf-8"
        path.write_text(to_csv(head, rows, excel=excel), encoding=encoding, newline="")
    elif ending == ".xlsx":
        _write_xlsx(path, title, head, rows)
    elif ending == ".docx":
        _write_docx(path, title, head, rows)
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
        bold, wrapped = (
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        for column, name in enumerate(head):
            sheet.write_string(0, column, name, bold)
            longest = max((len(row[column]) for row in rows), default=0)
            sheet.set_column(column, column, min(60, max(len(name), longest) + 2))
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                # A cell of XLSX holds at most 32,767 characters.
                sheet.write_string(line, column, cell[:32_767], wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(head) - 1)


def _write_docx(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    try:
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm, Pt
    except ImportError as error:
        raise MissingExtraError("DOCX needs: pip install 'minuteminer[excel]'") from error
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    document.core_properties.title = title
    document.add_heading(title, level=1)
    # A page is too narrow for every column: what is the same in each row or long as an address stays in CSV.
    shown = [place for place, name in enumerate(head) if name not in ("Committee", "Proposer", "Seconder", "Source")]
    table = document.add_table(rows=1, cols=len(shown))
    table.style = "Table Grid"
    _fill_docx_row(table.rows[0], [head[place] for place in shown], Pt(8), bold=True)
    _repeat_on_each_page(table.rows[0])
    for row in rows:
        _fill_docx_row(table.add_row(), [_printable(row[place]) for place in shown], Pt(8))
    document.save(str(path))


def _fill_docx_row(row: Any, cells: Sequence[str], size: Any, *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.font.bold = size, bold


def _repeat_on_each_page(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(character for character in text if character >= " " or character in "\t\n")
