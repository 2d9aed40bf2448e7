"""Tables as Word files: A4 across, the head on each page, the source's address behind a cell of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minuteminer.errors import MissingExtraError

# The width of A4 across, less its margins; the margins of a cell, in twentieths of a point.
_PRINTED_MM = 277
_PAGE_MARGIN_MM = 10
_CELL_MARGIN = 50
# The margins of a cell take as much as so many characters.
_CELL_MARGINS = 2
_POINTS = 7.5
# A page is too narrow for every column: what is the same in each row stays in CSV, an address lies behind a cell.
_LEFT_OUT = ("Committee", "Source")
# The first of these that says something in a row carries the link to the source.
_LINKED = ("Item", "No", "Date")
# Widths in characters where a page needs others than a spreadsheet: no day and no head may break.
_WIDTHS = {"No": 4, "Date": 14, "Title": 22, "Paragraph": 13, "Decision": 10, "Clause": 46, "Vote": 14}
# What a letter takes across at that size in a wide face such as DejaVu Serif; the head is bold.
_MM_OF_A_LETTER, _MM_OF_A_BOLD_LETTER = 1.6, 1.8
# The margins of a cell on both sides, and its lines.
_MM_OF_MARGINS = 2.2
# Longer words, such as addresses, may break.
_LONGEST_WORD = 16
_LINK_SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What stands in a cell, and the address behind it."""

    text: str
    address: str = ""


def write_docx(
    path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Mapping[str, int]
) -> None:
    """Write rows as a Word table; `widths` are in characters. Raises MissingExtraError without the library."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtraError("DOCX needs: pip install 'minuteminer[excel]'") from error
    document = docx.Document()
    _set_up_page(document.sections[0])
    document.core_properties.title = title
    document.add_heading(title, level=1)
    shown = [name for name in head if name not in _LEFT_OUT]
    sizes = _sizes(head, rows, shown, widths)
    table = document.add_table(rows=1, cols=len(shown))
    table.style, table.autofit = "Table Grid", False
    _narrow_cells(table)
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size
    _fill_row(table.rows[0], [_Cell(text=name) for name in shown], sizes, bold=True)
    _mark_row(table.rows[0], "w:tblHeader")
    for row in rows:
        added = table.add_row()
        _fill_row(added, _cells(dict(zip(head, row, strict=True)), shown), sizes)
        _mark_row(added, "w:cantSplit")
    document.save(str(path))


def _cells(row: dict[str, str], shown: Sequence[str]) -> list[_Cell]:
    address = row.get("Source", "")
    linked = next((name for name in _LINKED if row.get(name)), "") if address.startswith(_LINK_SCHEMES) else ""
    return [_Cell(text=_printable(row[name]), address=address if name == linked else "") for name in shown]


def _set_up_page(section: Any) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_PAGE_MARGIN_MM))
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    footer = section.footer.paragraphs[0]
    footer.add_run("Page ")
    footer._p.append(number)


def _sizes(
    head: Sequence[str], rows: Sequence[Sequence[str]], shown: Sequence[str], widths: Mapping[str, int]
) -> list[Any]:
    """The widths of the columns that are shown: at least their longest word, and what is left by `widths`."""
    from docx.shared import Mm

    wanted = [_WIDTHS.get(name, widths.get(name, 15)) + _CELL_MARGINS for name in shown]
    least = [_longest_word(name, [row[head.index(name)] for row in rows]) for name in shown]
    narrow: set[int] = set()
    while True:
        left = _PRINTED_MM - sum(least[place] for place in narrow)
        shares = sum(width for place, width in enumerate(wanted) if place not in narrow)
        sizes = [least[at] if at in narrow else left * width / shares for at, width in enumerate(wanted)]
        # What others take may make one more too narrow; where all are, the page is, and words break.
        more = {at for at, size in enumerate(sizes) if size < least[at]}
        if not more or len(more | narrow) == len(shown):
            return [Mm(size) for size in sizes]
        narrow |= more


def _longest_word(name: str, cells: Iterable[str]) -> float:
    """How wide a column must be (in mm) so that neither its head nor a word of its cells breaks."""
    letters = max((len(word) for cell in cells for word in cell.split()), default=0)
    of_head = max(map(len, name.split()), default=0)
    return _MM_OF_MARGINS + max(
        _MM_OF_A_LETTER * min(letters, _LONGEST_WORD), _MM_OF_A_BOLD_LETTER * min(of_head, _LONGEST_WORD)
    )


def _narrow_cells(table: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(_CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        # The schema has an order: the margins stand before the look.
        look.addprevious(margins)


def _fill_row(row: Any, cells: Sequence[_Cell], sizes: Sequence[Any], *, bold: bool = False) -> None:
    from docx.shared import Pt

    for place, cell, width in zip(row.cells, cells, sizes, strict=True):
        place.width = width
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_after = 0
        run = paragraph.add_run(cell.text)
        run.font.size, run.font.bold = Pt(_POINTS), bold
        if cell.address:
            _link(paragraph, run, cell.address)


def _link(paragraph: Any, run: Any, address: str) -> None:
    """Put the run behind a link; python-docx itself only reads links."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run.font.underline, run.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(run._r)
    paragraph._p.append(link)


def _mark_row(row: Any, name: str) -> None:
    """Say of a row that it is a head repeated on each page, or must not be broken between pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(character for character in text if character >= " " or character in "\t\n")
