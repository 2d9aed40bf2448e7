"""After `make demo` every reading command shows the sample, until there is an index of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minuteminer.settings import data_paths, data_to_read

Command = Callable[..., Any]


@pytest.fixture
def folder(demo_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `make demo` was run, of a person without any data."""
    shutil.copytree(demo_data, tmp_path / "demo-data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("MINUTEMINER_DATA", "MINUTEMINER_INDEX"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_a_search_without_data_is_of_the_sample_and_says_so(minuteminer: Command, folder: Path) -> None:
    ran = minuteminer("search", "firearms in:resolution")
    assert ran.code == 0
    assert "this is the sample in demo-data" in ran.err
    assert "RESOLVED" in ran.out


def test_data_that_is_named_or_there_comes_first(
    minuteminer: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_to_read() == Path("demo-data")
    assert data_to_read(folder) == folder
    own = data_paths()
    own.root.mkdir(parents=True)
    shutil.copy(folder / "demo-data" / "index.sqlite", own.index)
    assert data_to_read() is None
    monkeypatch.setenv("MINUTEMINER_DATA", str(folder / "nothing"))
    assert data_to_read() is None
    assert minuteminer("search", "firearms").code != 0
