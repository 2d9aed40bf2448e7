"""The store of intermediate results keeps what it was given, and survives what happens to files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from minuteminer.errors import IndexFileError
from minuteminer.index.derived import open_derived


def test_a_value_is_found_again_after_closing(tmp_path: Path) -> None:
    with open_derived(tmp_path / "d.sqlite") as derived:
        derived.put("item", "b", b"2")
        derived.put("item", "a", b"\x00\xff")
        derived.put("meeting", "a", b"other kind")
    with open_derived(tmp_path / "d.sqlite") as derived:
        assert derived.get("item", "a") == b"\x00\xff"
        assert derived.keys("item") == ["a", "b"]
        assert derived.get("item", "c") is None


def test_a_later_value_takes_the_place_and_a_deleted_one_is_gone(tmp_path: Path) -> None:
    with open_derived(tmp_path / "d.sqlite") as derived:
        derived.put("item", "a", b"old")
        derived.put("item", "a", b"new")
        assert derived.get("item", "a") == b"new"
        derived.delete("item", "a")
        derived.delete("item", "never there")
        assert derived.keys("item") == []


def test_the_folder_is_made(tmp_path: Path) -> None:
    open_derived(tmp_path / "new" / "d.sqlite").close()
    assert (tmp_path / "new" / "d.sqlite").is_file()


def test_a_damaged_file_is_reported_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(IndexFileError, match="made again from the archive"):
        open_derived(path)
    assert path.read_bytes().startswith(b"this is no database")


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE customer (name TEXT)")
    with pytest.raises(IndexFileError, match="another program"):
        open_derived(path)


def test_what_was_committed_survives_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    work = (
        "import os, sys\nfrom minuteminer.index.derived import open_derived\n"
        "d = open_derived(sys.argv[1])\n"
        "d.put('item', 'done', b'x')\nd.commit()\nd.put('item', 'open', b'y')\nos.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", work, str(path)], check=False)
    with open_derived(path) as derived:
        assert derived.keys("item") == ["done"]
