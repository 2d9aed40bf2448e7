"""Corrections from the command line, through a new reading of the whole archive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    """A data directory of one's own with the whole sample in it."""
    return Path(shutil.copytree(demo_data, tmp_path / "data"))


def test_an_accepted_correction_is_in_force_after_indexing_and_stays(minuteminer: Command, data: Path) -> None:
    hit = json.loads(minuteminer("search", "kind:headcount in:fact", "--json", "--data", data).out)["hits"][0]
    item, words = hit["item"], hit["figures"][0]["text"]
    proposed = minuteminer("corrections", "propose", item, "--quote", words, "--remark", "Wrong.", "--data", data)
    identifier = proposed.out.strip()
    assert identifier in minuteminer("corrections", "list", "--status", "open", "--data", data).out
    assert words in minuteminer("corrections", "show", identifier, "--data", data).out

    settings = ("--kind", "headcount", "--set", "count=12345", "--data", data)
    assert minuteminer("corrections", "accept", identifier, *settings).code == 0
    assert minuteminer("index", "--data", data).code == 0
    found = json.loads(minuteminer("show", item, "--json", "--data", data).out)
    corrected = [fact for fact in found["facts"] if fact["rule_id"] == f"correction.{identifier}"]
    assert [fact["value"]["count"] if "value" in fact else fact["count"] for fact in corrected] == [12345]

    fact_id = corrected[0]["id"]
    assert "corrected by hand" in minuteminer("explain", fact_id, "--data", data).out

    # The index is deleted and made again, and the correction is still there.
    (data / "index.sqlite").unlink()
    minuteminer("index", "--data", data)
    assert identifier in minuteminer("show", item, "--json", "--data", data).out
    assert "does nothing" not in minuteminer("corrections", "list", "--data", data).out
    gold = json.loads(minuteminer("corrections", "gold", "--data", data).out)
    assert 12345 in [one["count"] for one in gold["officers"]]

    minuteminer("corrections", "refuse", identifier, "--reason", "It was right.", "--data", data)
    minuteminer("index", "--data", data)
    assert identifier not in minuteminer("show", item, "--json", "--data", data).out


def test_mistakes_are_told_in_one_sentence(minuteminer: Command, data: Path) -> None:
    assert "no correction 'x'" in minuteminer("corrections", "show", "x", "--data", data).err
    refused = minuteminer("corrections", "accept", "x", "--kind", "money", "--add", "--remove", "--data", data)
    assert refused.code == 2
    assert "exclude one another" in refused.err
