"""Files of every kind become documents; one that cannot be read says why and stops no other."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from minuteminer.errors import DocumentError
from minuteminer.parse import office, office_child
from minuteminer.parse.documents import SourceDocument, read_documents, read_stdin
from minuteminer.samplesite.pdf import make_pdf

WORD = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>Minutes of the Tarn Panel</w:t></w:r></w:p><w:p><w:r><w:t>RESOLVED that the report be noted.</w:t></w:r></w:p>
</w:body></w:document>"""
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def make_docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", WORD)
    return file.getvalue()


def read_one(path: Path) -> SourceDocument:
    (found,) = read_documents(path)
    assert isinstance(found, SourceDocument), found
    return found


def test_plain_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "Report\n\n1. The cost was £5m.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = read_one(tmp_path / "a.txt")
    assert (document.id, document.text, document.items) == ("a.txt", text, ())
    assert document.source == str(tmp_path / "a.txt")


def test_windows_bytes_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("It’s £5m – “more”".encode("windows-1252"))
    assert read_one(tmp_path / "a.txt").text == "It’s £5m – “more”"


def test_a_saved_meeting_is_one_text_with_its_items(pages: Path) -> None:
    document = read_one(pages / "meeting.html")
    assert document.title == (
        "Draft Plan, Precept and Budget, Brackmouth and Tarn Police and Crime Panel, Wednesday, 4th February, 2026 2.00 pm"
    )
    assert [(item.number, item.title) for item in document.items] == [
        ("31.", "Minutes"),
        ("32.", "Precept"),
        ("", "Exempt business"),
    ]
    first, second, _third = document.items
    assert document.text[first.start_char : first.end_char].startswith("31.\n\nMinutes\n\n1.   The clerk")
    assert document.text[second.start_char : second.end_char].startswith("32.\n\nPrecept\n\nDecision:\n\nThat")
    assert first.end_char <= second.start_char


def test_a_saved_item_is_one_document(tmp_path: Path) -> None:
    page = (
        '<!-- saved from url=(0045)https://democracy.tarn.example/mgAi.aspx?ID=5 --><div id="modgov"><h1>Agenda item</h1>'
        '<h2 class="mgSubTitleTxt">Budget</h2><div class="mgContent"><p class="mgSubItemTitleTxt">Minutes:</p>'
        '<div class="mgWordPara"><p>Noted.</p></div></div></div>'
    )
    (tmp_path / "item.html").write_text(page, encoding="utf-8")
    document = read_one(tmp_path / "item.html")
    assert (document.title, document.text, document.items) == ("Budget", "Budget\n\nNoted.", ())


def test_saved_printed_minutes_have_their_items_between_markers(tmp_path: Path) -> None:
    page = (
        "<html><body><p>Tarn Panel</p><p>&lt;AI1&gt;</p><p>24.&nbsp; Election of Chair</p><p>Cllr A was elected.</p>"
        "<p>&lt;/AI1&gt;</p><p>&lt;AI2&gt;</p><p>Urgent business</p><p>1. None.</p><p>&lt;/AI2&gt;</p><p>The meeting ended.</p></body></html>"
    )
    (tmp_path / "printed.htm").write_text(page, encoding="utf-8")
    document = read_one(tmp_path / "printed.htm")
    assert [(item.number, item.title) for item in document.items] == [
        ("24.", "Election of Chair"),
        ("", "Urgent business"),
    ]
    assert document.text == "24.\n\nElection of Chair\n\nCllr A was elected.\n\nUrgent business\n\n1. None."


def test_an_answer_of_the_web_service(pages: Path) -> None:
    document = read_one(pages / "get_meeting.xml")
    assert [item.number for item in document.items] == ["1.", ""]
    assert "It cost £5 million" in document.text


def test_a_word_file(tmp_path: Path) -> None:
    (tmp_path / "m.docx").write_bytes(make_docx())
    assert read_one(tmp_path / "m.docx").text == "Minutes of the Tarn Panel\n\nRESOLVED that the report be noted."


def test_a_pdf_of_several_pages_reads_on_over_its_page_numbers(tmp_path: Path) -> None:
    line = "The Commissioner said that the budget for the year would be set in February and that the Panel"
    pdf = make_pdf("Minutes", "\n".join([line] * 49) + "\n3\n" + line + "\nRESOLVED that the report be noted.")
    (tmp_path / "m.pdf").write_bytes(pdf)
    text = read_one(tmp_path / "m.pdf").text
    assert text.count("The Commissioner said") == 50
    assert text.endswith("the Panel\n\nRESOLVED that the report be noted.")
    assert " 3 The" not in text


def test_json_lines_keep_their_ids_and_a_bad_line_stops_none(tmp_path: Path) -> None:
    rows = [
        '{"id": "A", "text": "one", "title": "T"}',
        "",
        "not json",
        '{"id": "B"}',
        "[1]",
        '{"id": 7, "text": "two\\u0000"}',
        "[" * 9999,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    found = list(read_documents(tmp_path / "a.jsonl"))
    assert [(d.id, d.text) for d in found if isinstance(d, SourceDocument)] == [("A", "one"), ("7", "two ")]
    errors = [str(d) for d in found if isinstance(d, DocumentError)]
    assert len(errors) == 4
    assert errors[0].startswith(f"{tmp_path / 'a.jsonl'}:3: expected a JSON object")


def test_a_folder_is_read_in_order_and_one_failure_stops_none(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.md").write_text("bee", encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "sub" / "c.txt").write_text("sea", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = list(read_documents(tmp_path))
    assert isinstance(found[0], DocumentError)
    assert [d.id for d in found if isinstance(d, SourceDocument)] == ["b.md", "sub/c.txt"]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("empty.txt", b"", "an empty file"),
        ("blank.html", b"  \n ", "an empty file"),
        ("binary.txt", b"GIF\x00\x01\x02", "a binary file"),
        ("renamed.txt", b"%PDF-1.7", "a PDF"),
        ("other.html", b"<html><body>Welcome to the library</body></html>", "not ModernGov's"),
        ("list.html", b'<div id="modgov"><h1>Browse meetings</h1></div>', "a page headed 'Browse meetings'"),
        ("other.xml", b"<wards/>", "root element <wards>"),
        ("no.pdf", b"hello", "expected a PDF"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj", "an encrypted or damaged one"),
        ("no.docx", b"hello", "expected a Word file"),
        ("zip.docx", b"PK\x03\x04", "expected a Word file"),
        ("what.xyz", b"hello", "a file ending in .xyz"),
    ],
)
def test_what_cannot_be_read_names_file_expected_and_got(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(body)
    (error,) = read_documents(tmp_path / name)
    assert isinstance(error, DocumentError)
    assert str(tmp_path / name) in str(error)
    assert "expected" in str(error)
    assert said in str(error)


def test_missing_paths_and_folders_without_documents(tmp_path: Path) -> None:
    (missing,) = read_documents(tmp_path / "nowhere")
    (barren,) = read_documents(tmp_path)
    assert "got nothing of that name" in str(missing)
    assert "got none in it" in str(barren)


def test_a_word_file_that_would_unpack_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(DocumentError, match="at most 100 bytes unpacked"):
        office.extract_docx_text("bomb.docx", make_docx())


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import os; os.abort()", "ended its reader"),
        ("import time; time.sleep(9)", "not read within 1 s"),
        ("x = bytearray(10**12)", "ended its reader"),
        ("print('rubbish')", "ended its reader"),
    ],
)
def test_a_file_that_kills_its_reader_is_one_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr(office_child, "_COMMAND", (sys.executable, "-c", program))
    if "sleep" in program:
        monkeypatch.setattr(office_child, "MAX_SECONDS", 1.0)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.txt").write_text("goes on", encoding="utf-8")
    first, second = read_documents(tmp_path)
    assert isinstance(first, DocumentError)
    assert said in str(first)
    assert isinstance(second, SourceDocument)


def test_standard_input_is_json_lines_or_text() -> None:
    (text,) = read_stdin(b"Plain minutes.")
    (row,) = read_stdin(json.dumps({"id": "x", "text": "row"}).encode())
    (nothing,) = read_stdin(b"")
    assert isinstance(text, SourceDocument)
    assert isinstance(row, SourceDocument)
    assert (text.id, text.text, row.id, row.text) == ("-", "Plain minutes.", "x", "row")
    assert str(nothing) == "standard input: expected a document, got an empty file"
    assert isinstance(nothing, DocumentError)


def test_of_a_page_that_is_not_moderngov_s_it_is_said_what_to_save_instead(tmp_path: Path) -> None:
    file = tmp_path / "news.html"
    file.write_text("<html><body><h1>News</h1><p>The precept rose by £5.</p></body></html>", encoding="utf-8")
    (error,) = read_documents(file)
    assert isinstance(error, DocumentError)
    assert "Of other web pages save the words as text (.txt)" in str(error)
