"""No input makes anything but an error of ours: needs the folder of shared material, without which it says so."""

# ruff: noqa: E501 - pages stand here in the product's own shape
from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.errors import DocumentError, MinuteMinerError
from minuteminer.models import RawPage
from minuteminer.parse import moderngov
from minuteminer.parse.documents import SourceDocument, read_stdin
from minuteminer.parse.office import extract_docx_text, extract_pdf_text
from minuteminer.parse.reader import ModernGovReader
from minuteminer.parse.webservice import parse_web_meeting

Answer = Callable[..., RawPage]
PARSERS = [
    moderngov.parse_meeting, moderngov.parse_item, moderngov.parse_meeting_list, moderngov.parse_decision,
    parse_web_meeting, ModernGovReader().fingerprint,
]  # fmt: skip
SHELL = b'<div id="modgov"><h1>Agenda item</h1><h2 class="mgSubTitleTxt">T</h2><div class="mgContent"><div class="mgWordPara">%s</div></div></div>'


def parse_all(body: bytes, answer: Answer) -> None:
    for wrapped in (body, SHELL.replace(b"%s", body)):
        page = answer(wrapped, "mgAi.aspx?ID=1")
        for parse in PARSERS:
            with suppress(MinuteMinerError):
                parse(page)


def html_samples(folder: Path) -> Iterator[bytes]:
    for file in sorted((folder / "html5lib+html5lib-tests" / "tree-construction").glob("*.dat")):
        for part in file.read_bytes().split(b"#data\n")[1:]:
            yield part.partition(b"\n#errors")[0]
    for file in sorted((folder / "html5lib+html5lib-tests" / "tokenizer").glob("*.test")):
        tests = json.loads(file.read_text(encoding="utf-8"))
        yield from (test["input"].encode("utf-8", "surrogatepass") for test in tests.get("tests", []))
    for file in sorted((folder / "pypi+beautifulsoup4-4.15.0").rglob("*.testcase")):
        yield file.read_bytes()


@pytest.mark.shared
def test_malformed_html(shared: Path, answer: Answer) -> None:
    samples = list(html_samples(shared / "bad-input"))
    assert len(samples) > 3_000
    for sample in samples[::7]:
        parse_all(sample, answer)


@pytest.mark.shared
def test_naughty_strings_are_documents(shared: Path) -> None:
    listed = shared / "bad-input" / "minimaxir+big-list-of-naughty-strings"
    for text in json.loads(next(listed.rglob("blns.json")).read_text(encoding="utf-8")):
        (found,) = read_stdin(json.dumps({"id": "x", "text": text}).encode())
        assert isinstance(found, SourceDocument)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "pattern", "extract"),
    [
        ("pdfminer+pdfminer.six", "*.pdf", extract_pdf_text),
        ("mwilliamson+python-mammoth", "*.docx", extract_docx_text),
    ],
)
def test_odd_files_are_read_or_refused(
    shared: Path, folder: str, pattern: str, extract: Callable[[str, bytes], str]
) -> None:
    files = sorted((shared / "bad-input" / folder).rglob(pattern))
    assert len(files) >= 17
    for file in files:
        with suppress(DocumentError):
            assert extract(str(file), file.read_bytes()).strip()


@pytest.mark.shared
def test_json_as_lines(shared: Path) -> None:
    for file in sorted((shared / "bad-input" / "nst+JSONTestSuite").rglob("*.json")):
        list(read_stdin(b"{" + file.read_bytes()))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(
    ["<div class='mgWordPara'>", "</div>", "<table id='mgItemTable'>", "<tr>", "<td>", "</td>", "</table>", "<a name='AI4'>", "<ol start='x'>",
     "<li value='99999999999'>", "<p class='mgAiTitleTxt'>", "<h2 class='mgSubTitleTxt'>", "<a href='mgCommitteeDetails.aspx?ID=²'>", "text",
     "&#x110000;", "&#xD800;", "<a href='http://[bad'>", "<a href='mgAi.aspx?ID=1'>", "<!--", "-->", "<![CDATA[", "\ud800", "\x00", "<br>", "</ol>"]
), max_size=40))  # fmt: skip
def test_pieces_of_pages_in_any_order(pieces: list[str]) -> None:
    body = ("<div id='modgov'>" + "".join(pieces)).encode("utf-8", "surrogatepass")
    page = RawPage(
        url="https://x.example/ieListDocuments.aspx?MId=1", final_url="https://x.example/ieListDocuments.aspx?MId=1",
        fetched_at=datetime.datetime.now(datetime.UTC), status=200, content_type="", headers=(),
        body=body, sha256="0" * 64,
    )  # fmt: skip
    for parse in PARSERS:
        with suppress(MinuteMinerError):
            parse(page)
