"""The archive as WARC and back: the same versions, and nothing that is damaged, cut or foreign."""

from __future__ import annotations

import dataclasses
import gzip
import sys
from pathlib import Path

import pytest
from test_archive import SITE, make_page, record

from minuteminer.collect.archive import Archive, open_archive
from minuteminer.collect.warc import export_warc, import_warc
from minuteminer.errors import ArchiveError, MissingExtraError

warcio = pytest.importorskip("warcio")


@pytest.fixture
def filled(archive: Archive) -> Archive:
    page = make_page("£5m for the Panel’s “precept”".encode())
    odd = (("content-encoding", "gzip"), ("content-length", "77"), ("x-odd", "a: b"))
    record(archive, dataclasses.replace(page, headers=page.headers + odd), "1")
    record(archive, make_page(b"second words"), "2")
    record(archive, make_page(b"\x00\xff%PDF-1.4\r\n\r\n", "documents/s1/A%20b.pdf"))
    archive.record(make_page(b"few"), kind="meeting", site=SITE, outcome="suspect", reason="shrunk")
    record(archive, make_page(b"second words"), "2")
    return archive


def versions(archive: Archive) -> list[object]:
    return [(f.outcome, f.kind, f.site, f.fingerprint, f.reason, archive.page(f)) for f in archive.kept()]


@pytest.mark.parametrize("name", ["all.warc", "all.warc.gz"])
def test_what_was_exported_is_imported_whole(filled: Archive, scratch: Path, name: str) -> None:
    assert export_warc(filled, scratch / name) == 4
    with open_archive(scratch / "copy") as copy:
        report = import_warc(copy, scratch / name)
        assert (report.imported, report.known, report.problems) == (4, 0, ())
        assert versions(copy) == versions(filled)
        assert copy.verify() == []
        again = import_warc(copy, scratch / name)
        assert (again.imported, again.known) == (0, 4)


def test_other_programs_can_read_the_file(filled: Archive, scratch: Path) -> None:
    from warcio.checker import Checker

    export_warc(filled, scratch / "all.warc.gz")
    checker = Checker(type("Options", (), {"inputs": [str(scratch / "all.warc.gz")], "verbose": False})())
    checker.process_all()
    assert checker.exit_value == 0


def test_every_cut_of_a_file_gives_whole_versions_or_none(filled: Archive, scratch: Path) -> None:
    export_warc(filled, scratch / "all.warc")
    whole = (scratch / "all.warc").read_bytes()
    good = versions(filled)
    for end in range(0, len(whole) - 4, 97):
        (scratch / "cut.warc").write_bytes(whole[:end])
        with open_archive(scratch / f"copy-{end}") as copy:
            import_warc(copy, scratch / "cut.warc")
            came = versions(copy)
            assert came == good[: len(came)]
            assert copy.verify() == []


def test_a_changed_byte_of_a_body_is_found(filled: Archive, scratch: Path) -> None:
    export_warc(filled, scratch / "all.warc")
    whole = (scratch / "all.warc").read_bytes()
    (scratch / "bad.warc").write_bytes(whole.replace(b"second words", b"second sword"))
    with open_archive(scratch / "copy") as copy:
        report = import_warc(copy, scratch / "bad.warc")
        assert report.imported == 3
        assert len(report.problems) == 1
        assert "digests do not hold" in report.problems[0]


def test_a_withdrawn_page_does_not_come_back_from_a_file(filled: Archive, scratch: Path) -> None:
    export_warc(filled, scratch / "all.warc")
    filled.purge(SITE + "ieListDocuments.aspx?MId=1", reason="asked for")
    assert import_warc(filled, scratch / "all.warc").imported == 0
    assert export_warc(filled, scratch / "after.warc") == 1


def test_an_older_version_does_not_become_the_current_one(filled: Archive, scratch: Path) -> None:
    export_warc(filled, scratch / "old.warc")
    with open_archive(scratch / "copy") as copy:
        record(copy, make_page(b"newer words"), "3")
        report = import_warc(copy, scratch / "old.warc")
        latest = copy.latest(SITE + "ieListDocuments.aspx?MId=1")
        assert latest is not None
        assert copy.page(latest).body == b"newer words"
        assert sum("older than the version" in problem for problem in report.problems) == 3


@pytest.mark.parametrize("content", [b"", b"no WARC at all", gzip.compress(b"nor this"), b"WARC/1.1\r\n\r\n"])
def test_a_file_that_is_no_warc_gives_nothing(archive: Archive, scratch: Path, content: bytes) -> None:
    (scratch / "odd.warc").write_bytes(content)
    assert import_warc(archive, scratch / "odd.warc").imported == 0


def test_a_file_that_is_not_there_is_said_in_words(archive: Archive, scratch: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        import_warc(archive, scratch / "none.warc")
    with pytest.raises(ArchiveError, match="cannot be written"):
        export_warc(archive, scratch / "no folder" / "all.warc")


def test_without_the_extra_it_is_said_which(archive: Archive, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("warcio.warcwriter", "warcio.archiveiterator"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"minuteminer\[archive\]"):
        export_warc(archive, scratch / "x.warc")
    with pytest.raises(MissingExtraError, match=r"minuteminer\[archive\]"):
        import_warc(archive, scratch / "x.warc")


@pytest.mark.shared
def test_s3_no_file_of_the_collection_of_bad_ones_raises_or_is_taken(shared: Path, archive: Archive) -> None:
    files = list((shared / "bad-input" / "webrecorder+warcio" / "test" / "data").iterdir())
    reports = [import_warc(archive, path) for path in files]
    assert sum(report.imported for report in reports) == 0
    assert any("was not written by this program" in problem for report in reports for problem in report.problems)
