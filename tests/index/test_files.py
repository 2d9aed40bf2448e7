"""What happens to files: older, newer, foreign, damaged, locked, killed in the middle of writing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from minuteminer.errors import IndexFileError, LockedError
from minuteminer.index import open_index
from minuteminer.index import sqlite as sqlite_module
from minuteminer.index.migrate import check_index, migrate_index
from minuteminer.index.migrations import latest, load_migrations


@pytest.fixture
def path(tmp_path: Path, made: SimpleNamespace) -> Path:
    """A closed index file."""
    file = tmp_path / "index.sqlite"
    with open_index(file) as index:
        made.put(index, *made.sample())
    return file


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="minuteminer demo"):
        open_index(tmp_path, read_only=True)
    assert not (tmp_path / "index.sqlite").exists()


def test_a_data_directory_stands_for_its_index(path: Path) -> None:
    with open_index(path.parent, read_only=True) as index:
        assert index.search("firearms").total == 3


@pytest.mark.parametrize("content", [b"no database " * 500, b"SQLite format 3\x00" + b"\x07" * 5000])
def test_a_damaged_file_is_reported_and_kept(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "index.sqlite"
    file.write_bytes(content)
    with pytest.raises(IndexFileError, match="run minuteminer index"):
        open_index(file)
    assert file.read_bytes() == content


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE customer (name TEXT)")
    with pytest.raises(IndexFileError, match="another program's"):
        open_index(file)
    with pytest.raises(IndexFileError, match="another program's"):
        check_index(file)


def test_an_index_of_a_newer_program_is_refused_with_its_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexFileError, match="version 99"):
        open_index(path)
    with pytest.raises(IndexFileError, match="version 99"):
        check_index(path)


def test_an_older_index_says_what_to_do_and_is_migrated_with_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = [*load_migrations("sqlite"), (9, "CREATE TABLE added_later (id INTEGER PRIMARY KEY) STRICT;")]
    for module in ("migrate", "sqlite"):
        monkeypatch.setattr(f"minuteminer.index.{module}.load_migrations", lambda dialect: newer)
        monkeypatch.setattr(f"minuteminer.index.{module}.latest", lambda dialect: 9)
    with pytest.raises(IndexFileError, match="minuteminer migrate"):
        open_index(path, read_only=True)
    assert check_index(path)["missing"] == [9]
    said = migrate_index(path)
    assert said["applied"] == [9]
    assert Path(said["kept"]).is_file()
    assert check_index(path) == {"index": str(path), "version": 9, "newest": 9, "missing": [], "problems": []}
    with open_index(path, read_only=True) as index:
        assert index.search("firearms").total == 3


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [*load_migrations("sqlite"), (9, "CREATE TABLE good (id INTEGER); CREATE TABLE item (id INTEGER);")]
    monkeypatch.setattr(sqlite_module, "load_migrations", lambda dialect: broken)
    monkeypatch.setattr(sqlite_module, "latest", lambda dialect: 9)
    with pytest.raises(IndexFileError):
        open_index(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (latest("sqlite"),)
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'good'").fetchall()


def test_damage_of_the_word_index_is_found_by_the_check(path: Path) -> None:
    with open_index(path) as index:
        assert index.check().problems == ()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE paragraph SET words = 'something else' WHERE kind = 'note'")
        connection.commit()
    with open_index(path) as index:
        assert any("word index" in problem for problem in index.check().problems)


def test_a_read_only_index_refuses_to_write(path: Path, made: SimpleNamespace) -> None:
    with open_index(path, read_only=True) as index, pytest.raises(IndexFileError, match="read only"):
        made.put(index, *made.sample())


def test_a_second_writer_waits_and_then_says_why(
    path: Path, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_module, "BUSY_S", 0.05)
    with open_index(path) as one, open_index(path) as other, one.writing():
        with pytest.raises(LockedError, match="another program"):
            made.put(other, *made.sample())
        assert other.search("firearms").total == 3


def test_what_was_reported_as_done_survives_a_killed_writer(path: Path) -> None:
    work = (
        "import os, sys, importlib.util\nfrom minuteminer.index import open_index\n"
        "spec = importlib.util.spec_from_file_location('builder', sys.argv[2])\n"
        "builder = importlib.util.module_from_spec(spec); spec.loader.exec_module(builder)\n"
        "index = open_index(sys.argv[1])\n"
        "builder.put(index, builder.Minutes('800', 'Done').say('A finished walrus.'))\nprint('done', flush=True)\n"
        "with index.writing() as writer:\n"
        "    index.add(*builder.Minutes('801', 'Half').say('A halfway walrus.').built())\n"
        "    writer.flush()\n    os.kill(os.getpid(), 9)\n"
    )
    builder = Path(__file__).parents[1] / "made_minutes.py"
    ran = subprocess.run([sys.executable, "-c", work, str(path), str(builder)], capture_output=True, check=False)
    assert ran.stdout == b"done\n", ran.stderr
    with open_index(path) as index:
        assert [hit.item.rpartition(":")[2] for hit in index.search("walrus").hits] == ["800"]
        assert index.check().problems == ()


def test_other_programs_can_read_the_tables(path: Path) -> None:
    with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables >= {"meeting", "item", "paragraph", "fact", "money", "headcount", "resolution", "topic"}
        sums = connection.execute(
            "SELECT date, text, high_pence FROM money WHERE role = 'overtime' ORDER BY date"
        ).fetchall()
        assert sums == [("2015-02-03", "£90,000", 9_000_000), ("2016-04-28", "£1.5m", 150_000_000)]
        # A full-text search as Datasette makes it: the table's own word index, the words quoted.
        sql = "SELECT count(*) FROM paragraph WHERE id IN (SELECT rowid FROM paragraph_fts WHERE paragraph_fts MATCH ?)"
        assert connection.execute(sql, ('"firearms" "officers"',)).fetchone() == (1,)


def test_a_closed_index_is_whole_in_its_one_file(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy.as_uri() + "?immutable=1", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM item").fetchone() == (5,)


def test_readers_are_not_blocked_while_an_index_is_written(path: Path, made: SimpleNamespace) -> None:
    with open_index(path) as writer, open_index(path, read_only=True) as reader, writer.writing():
        writer.add(*made.Minutes("810", "New").say("A new walrus.").built())
        assert reader.search("firearms").total == 3
        assert reader.search("walrus").total == 0


def test_words_counted_at_the_end_of_a_large_job_are_counted_like_the_others(
    tmp_path: Path, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for limit in (10**9, 1):
        monkeypatch.setattr("minuteminer.index.sqlite_writing._RECOUNT_AFTER", limit)
        with open_index(tmp_path / f"{limit}.sqlite") as index:
            made.put(index, *made.sample())
        with closing(sqlite3.connect(tmp_path / f"{limit}.sqlite")) as connection:
            counts.append(connection.execute("SELECT word, occurrences FROM word ORDER BY word").fetchall())
    assert ("overtime", 2) in counts[0]
    assert counts[0] == counts[1]


def test_datasette_finds_the_word_index_of_paragraphs_and_resolutions(path: Path) -> None:
    # Datasette knows a word index by this very spelling in the statement that made it.
    with closing(sqlite3.connect(path)) as connection:
        for table in ("paragraph", "resolution"):
            pattern = f'%VIRTUAL TABLE%USING FTS%content="{table}"%'
            found = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE ?", (pattern,)).fetchall()
            assert found == [(f"{table}_fts",)]


def test_a_large_file_is_read_where_the_system_keeps_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mapped() -> int:
        with closing(sqlite_module._connect(path, read_only=True)) as connection:
            return int(connection.execute("PRAGMA mmap_size").fetchone()[0])

    assert mapped() == 0
    monkeypatch.setattr(sqlite_module, "_MAPPED_FROM_BYTES", 1)
    assert mapped() > 1_000_000_000
    with open_index(path, read_only=True) as index:
        assert index.search("firearms").total > 0
