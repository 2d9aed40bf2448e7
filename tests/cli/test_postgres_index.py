"""One index for many: the same items in PostgreSQL, asked with the same commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


def test_the_commands_give_the_same_from_both(
    minuteminer: Command, demo_data: Path, empty_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert minuteminer("index", "--into", empty_postgres, "--data", demo_data).code == 0
    again = minuteminer("index", "--into", empty_postgres, "--data", demo_data)
    assert again.out.startswith("index: 0 item versions done")
    asked = ("search", "firearms in:resolution", "--json")
    from_file = json.loads(minuteminer(*asked, "--data", demo_data).out)
    monkeypatch.setenv("MINUTEMINER_INDEX", empty_postgres)
    from_database = json.loads(minuteminer(*asked).out)
    assert [hit["item"] for hit in from_database["hits"]] == [hit["item"] for hit in from_file["hits"]]
    assert from_database["total"] == from_file["total"] > 0
    exported = minuteminer("export", "money", "firearms")
    assert exported.code == 0
    assert exported.out == minuteminer("export", "money", "firearms", "--data", demo_data).out
