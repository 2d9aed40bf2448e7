"""Files are written whole or not at all, on disks and in stores."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from minuteminer.batch.files import find_files, join_path, open_file, read_file, remove_file, write_file
from minuteminer.errors import MinuteMinerError, MissingExtraError


@pytest.fixture(params=["disk", "memory", "local"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder on the disk, in fsspec's store in memory, and on the disk through fsspec."""
    return {"disk": str(tmp_path), "memory": f"memory://{tmp_path.name}", "local": f"file://{tmp_path}"}[request.param]


def test_what_is_written_is_found_read_and_removed(folder: str) -> None:
    write_file(join_path(folder, "b/two.txt"), b"two")
    write_file(join_path(folder, "one.txt"), b"1")
    write_file(join_path(folder, "one.txt"), b"one")
    found = find_files(folder)
    assert [(file.name, file.size) for file in found] == [("b/two.txt", 3), ("one.txt", 3)]
    assert [read_file(file.path) for file in found] == [b"two", b"one"]
    with open_file(found[0].path) as file:
        assert file.read(2) == b"tw"
    (alone,) = find_files(found[1].path)
    assert (alone.name, alone.size) == ("one.txt", 3)
    remove_file(found[0].path)
    remove_file(found[0].path)
    assert [file.name for file in find_files(folder)] == ["one.txt"]


def test_a_missing_file_is_missing_in_every_store(folder: str) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(join_path(folder, "nowhere.txt"))


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(str(tmp_path / "kept.txt"), b"old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_file(str(tmp_path / "kept.txt"), b"new")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


def test_a_store_that_fails_in_the_middle_of_a_file_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(f"memory://{tmp_path.name}/half.txt", b"all of it")

    class Cut:
        def __enter__(self) -> Cut:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self) -> bytes:
            raise ConnectionResetError("peer went away")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.open", lambda *_args, **_options: Cut())
    with pytest.raises(MinuteMinerError, match=r"half\.txt: the store refused .*run the same again"):
        read_file(f"memory://{tmp_path.name}/half.txt")


def test_an_unknown_store_is_refused_in_words() -> None:
    with pytest.raises(MinuteMinerError, match="nosuchstore://here"):
        read_file("nosuchstore://here")


def test_without_the_extra_a_url_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingExtraError, match=r"minuteminer\[cluster\]"):
        read_file("s3://bucket/file")


def test_s3_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.setitem(sys.modules, "pyarrow.fs", None)
    with pytest.raises(MissingExtraError, match=r"minuteminer\[parquet\]"):
        read_file("s3://nobody-opened-this/file")
