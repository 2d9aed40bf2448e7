"""The archive: what is kept, what makes a version, what survives."""

from __future__ import annotations

import dataclasses
import datetime
import errno
import gzip
import os
import resource
import sqlite3
import subprocess
import sys
import textwrap
from hashlib import sha256
from pathlib import Path

import pytest

from minuteminer.collect.archive import Archive, open_archive
from minuteminer.errors import ArchiveError
from minuteminer.models import RawPage

SITE = "https://democracy.wold.example/"


def make_page(body: bytes, path: str = "ieListDocuments.aspx?MId=1", status: int = 200) -> RawPage:
    return RawPage(
        url=SITE + path,
        final_url=SITE + path,
        fetched_at=datetime.datetime.now(datetime.UTC),
        status=status,
        content_type="text/html",
        headers=(("etag", '"1"'), ("content-type", "text/html")),
        body=body,
        sha256=sha256(body).hexdigest(),
    )


def record(archive: Archive, page: RawPage, fingerprint: str | None = None) -> str:
    return archive.record(page, kind="meeting", site=SITE, fingerprint=fingerprint).outcome


def test_what_goes_in_comes_out(archive: Archive) -> None:
    page = make_page(b"<p>Agenda</p>")
    record(archive, page)
    (fetch,) = archive.fetches()
    assert archive.page(fetch) == page
    assert fetch.canonical_url == f"{SITE}ielistdocuments.aspx?mid=1"


def test_a_page_is_a_new_version_only_where_its_fingerprint_differs(archive: Archive) -> None:
    outcomes = [
        record(archive, make_page(b"a, visit 1"), "a"),
        record(archive, make_page(b"a, visit 2"), "a"),
        record(archive, make_page(b"b, visit 3"), "b"),
        record(archive, make_page(b"a, visit 4"), "a"),
    ]
    assert outcomes == ["ok", "unchanged", "ok", "ok"]
    versions = archive.versions(SITE + "ielistdocuments.aspx?meetingid=1&cid=9")
    assert [archive.page(version).body for version in versions] == [b"a, visit 1", b"b, visit 3", b"a, visit 4"]
    assert archive.latest(SITE + "ieListDocuments.aspx?MId=1") == versions[-1]


def test_identical_content_is_stored_once(archive: Archive) -> None:
    for number in range(3):
        record(archive, make_page(b"the same", f"mgAi.aspx?ID={number}"))
    assert len(list(archive.fetches())) == 3
    assert len(list((archive.root / "objects").rglob("*.gz"))) == 1


def test_a_not_modified_answer_confirms_the_version_there_is(archive: Archive) -> None:
    record(archive, make_page(b"words"))
    assert record(archive, make_page(b"", status=304)) == "unchanged"
    assert archive.page(list(archive.fetches(good_only=False))[-1]).body == b"words"


def test_c21_a_suspect_page_is_kept_and_never_current(archive: Archive) -> None:
    record(archive, make_page(b"all the words"))
    archive.record(make_page(b"few"), kind="meeting", site=SITE, outcome="suspect", reason="shrunk")
    latest = archive.latest(SITE + "ieListDocuments.aspx?MId=1")
    assert latest is not None
    assert archive.page(latest).body == b"all the words"
    suspect = archive.history(latest.url)[-1]
    assert (archive.page(suspect).body, suspect.reason) == (b"few", "shrunk")


def test_fetches_can_be_asked_for_from_where_one_stopped(archive: Archive) -> None:
    for number in range(5):
        record(archive, make_page(b"%d" % number, f"mgAi.aspx?ID={number}"))
    first = list(archive.fetches())[2].sequence
    assert [fetch.url[-1] for fetch in archive.fetches(after_sequence=first)] == ["3", "4"]
    assert list(archive.fetches(site="https://other.example/")) == []
    assert list(archive.fetches(kind="item")) == []


def test_the_ledger_is_append_only(archive: Archive) -> None:
    record(archive, make_page(b"words"))
    for statement in ("UPDATE fetch SET reason = 'x'", "DELETE FROM fetch"):
        with pytest.raises(ArchiveError, match="append-only"), archive.write() as connection:
            connection.execute(statement)


def test_verify_finds_every_kind_of_damage(archive: Archive) -> None:
    for number, damage in enumerate([b"", b"not gzip", gzip.compress(b"other words"), None]):
        page = make_page(b"words %d" % number, f"mgAi.aspx?ID={number}")
        record(archive, page)
        path = archive.root / "objects" / page.sha256[:1] / f"{page.sha256}.gz"
        path.unlink() if damage is None else path.write_bytes(damage)
    record(archive, make_page(b"good", "mgAi.aspx?ID=9"))
    problems = archive.verify()
    assert sorted(url[-1] for problem in problems for url in problem.urls) == ["0", "1", "2", "3"]


def test_a_single_changed_bit_is_found(archive: Archive) -> None:
    page = make_page(b"words " * 500)
    record(archive, page)
    path = archive.root / "objects" / page.sha256[:1] / f"{page.sha256}.gz"
    whole = path.read_bytes()
    for position in range(10, len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        assert len(archive.verify()) == 1, position
    path.write_bytes(whole)
    assert archive.verify() == []


def test_a_withdrawn_page_is_removed_leaves_a_receipt_and_does_not_come_back(archive: Archive) -> None:
    record(archive, make_page(b"first words"), "1")
    record(archive, make_page(b"second words"), "2")
    record(archive, make_page(b"first words", "mgAi.aspx?ID=5"))
    (receipt,) = archive.purge(SITE + "ieListDocuments.aspx?mid=1", reason="request of 4 May")
    assert len(receipt.sha256s) == 2
    assert [fetch.url[-4:] for fetch in archive.fetches()] == ["ID=5"]
    assert not list(archive.root.rglob(f"{sha256(b'second words').hexdigest()}*"))
    assert archive.verify() == [], "the body that the item shares is still there"
    assert record(archive, make_page(b"third words"), "3") == "refused"
    assert not list(archive.root.rglob(f"{sha256(b'third words').hexdigest()}*"))


def test_withdrawing_what_is_not_there_is_an_error(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="nothing was removed"):
        archive.purge(SITE + "x", reason="none")


def test_a_reader_changes_nothing(archive: Archive) -> None:
    record(archive, make_page(b"words"))
    with open_archive(archive.root, read_only=True) as reader:
        assert len(list(reader.fetches())) == 1
        with pytest.raises(ArchiveError, match="cannot be written"):
            record(reader, make_page(b"other"))


def test_a_reader_needs_an_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        open_archive(tmp_path / "nothing", read_only=True)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("statements", "words"),
    [("PRAGMA user_version = 99", "use a newer one"), ("PRAGMA application_id = 5", "another program")],
)
def test_an_archive_of_another_version_or_program_is_refused(archive: Archive, statements: str, words: str) -> None:
    with sqlite3.connect(archive.root / "ledger.sqlite") as connection:
        connection.execute(statements)
    with pytest.raises(ArchiveError, match=words):
        open_archive(archive.root)


@pytest.mark.parametrize("content", [b"", b"not a database at all, whatever its name says" * 100])
def test_a_ledger_that_is_no_database_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(content)
    if content:
        with pytest.raises(ArchiveError, match="cannot be opened"):
            open_archive(tmp_path)
    else:
        assert list(open_archive(tmp_path).fetches()) == []


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_c29_a_full_disk_leaves_nothing_half_written(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(f"minuteminer.collect.objects.os.{call}", fail)
        with pytest.raises(ArchiveError, match="No space left"):
            record(archive, make_page(b"words"))
    assert list(archive.fetches(good_only=False)) == []
    assert [path for path in archive.root.rglob("*") if path.is_file() and "ledger" not in path.name] == []
    assert record(archive, make_page(b"words")) == "ok"


def test_c29_a_full_disk_under_the_ledger_loses_no_row(archive: Archive) -> None:
    with archive.write() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    archive._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    pages_of_words = [make_page(b"%d" % number, f"mgAi.aspx?ID={number}") for number in range(200)]
    with pytest.raises(ArchiveError, match="full"):
        any(record(archive, page) == "failed" for page in pages_of_words)
    kept = len(list(archive.fetches()))
    archive._connection.execute("PRAGMA max_page_count = 100000")
    assert record(archive, make_page(b"more", "mgAi.aspx?ID=more")) == "ok"
    assert len(list(archive.fetches())) == kept + 1
    assert archive.verify() == []


def test_c29_a_limit_on_file_size_is_said_in_words(tmp_path: Path) -> None:
    program = """
        import resource, signal, sys
        sys.path.insert(0, {tests!r})
        from pathlib import Path
        from test_archive import make_page, record
        from minuteminer.collect.archive import open_archive
        from minuteminer.errors import ArchiveError
        import os
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        archive = open_archive(Path({root!r}))
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            record(archive, make_page(os.urandom(200_000)))
        except ArchiveError as error:
            print(error)
    """
    code = textwrap.dedent(program).format(tests=str(Path(__file__).parent), root=str(tmp_path / "a"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "run again" in done.stdout
    assert [path for path in (tmp_path / "a").rglob("*") if path.is_file() and "ledger" not in path.name] == []


def test_c29_a_disk_that_is_full_ends_a_run_cleanly(tmp_path: Path) -> None:
    program = """
        import os, sys
        sys.path.insert(0, {tests!r})
        from pathlib import Path
        from test_archive import make_page, record
        from minuteminer.collect.archive import open_archive
        from minuteminer.errors import ArchiveError
        kept = 0
        try:
            with open_archive(Path({root!r})) as archive:
                while True:
                    record(archive, make_page(os.urandom(50_000), f"mgAi.aspx?ID={{kept}}"))
                    kept += 1
        except ArchiveError as error:
            assert "No space left" in str(error) or "full" in str(error), error
        with open_archive(Path({root!r}), read_only=True) as archive:
            assert archive.verify() == []
            assert len(list(archive.fetches())) == kept > 5
        assert not list(Path({root!r}, "aside").iterdir())
        print("clean")
    """
    code = textwrap.dedent(program).format(tests=str(Path(__file__).parent), root=f"{tmp_path}/a")
    script = f'mount -t tmpfs -o size=1m tmpfs "{tmp_path}" && exec "$@"'
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", sys.executable, "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError:
        pytest.skip("needs the unshare command")
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this system lets nobody mount a file system of their own")
    assert (done.stdout, done.stderr) == ("clean\n", "")


def test_c29_a_folder_that_cannot_be_written_to_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="cannot be opened"):
        open_archive(tmp_path / "file" / "archive")


def test_c33_a_clock_that_is_set_back_does_not_change_the_order(archive: Archive) -> None:
    now = datetime.datetime.now(datetime.UTC)
    for days, words in ((0, b"first"), (-1, b"second"), (400, b"third"), (-400, b"fourth")):
        page = dataclasses.replace(make_page(words), fetched_at=now + datetime.timedelta(days=days))
        record(archive, page)
    bodies = [archive.page(version).body for version in archive.versions(make_page(b"").url)]
    assert bodies == [b"first", b"second", b"third", b"fourth"]


def test_c34_few_file_handles_are_enough(archive: Archive) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 64
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 16, limits[1]))
    try:
        for number in range(100):
            record(archive, make_page(b"%d" % number, f"mgAi.aspx?ID={number}"))
            archive.page(next(iter(archive.fetches())))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert archive.verify() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty: nothing was collected yet"), (b"nothing of SQLite's" * 300, "cannot be opened: file is not")],
    ids=["empty", "garbage"],
)
def test_i2_a_ledger_that_is_none_is_said_so_by_a_reader(scratch: Path, content: bytes, said: str) -> None:
    (scratch / "ledger.sqlite").write_bytes(content)
    with pytest.raises(ArchiveError, match=said):
        open_archive(scratch, read_only=True)
    assert (scratch / "ledger.sqlite").read_bytes() == content


def test_i2_a_ledger_whose_tables_are_damaged_is_said_so_by_a_reader(scratch: Path) -> None:
    with open_archive(scratch) as archive:
        record(archive, make_page(b"a"))
    ledger = scratch / "ledger.sqlite"
    ledger.write_bytes(ledger.read_bytes()[:4096] + b"\xff" * (ledger.stat().st_size - 4096))
    with (
        pytest.raises(ArchiveError, match=r"cannot be read: .*verify"),
        open_archive(scratch, read_only=True) as archive,
    ):
        list(archive.fetches())
    with open_archive(scratch, read_only=True) as archive:
        assert "cannot be read" in archive.verify()[-1].reason
