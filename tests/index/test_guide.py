"""The guide to searching holds what it says: every example is a query that is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from minuteminer.index.asked import CANDIDATES
from minuteminer.index.query import FIELDS, MAX_CHARS, MAX_TERMS, UNITS, parse_query
from minuteminer.index.search import DEADLINE_S

GUIDE = (Path(__file__).parents[2] / "docs" / "searching.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```text\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
INLINE = [
    f"overtime {' '.join(one.split())}"
    for one in re.findall(r"`([a-z]+:[^`]*[^`:])`", GUIDE)
    if one.partition(":")[0] in FIELDS
]


@pytest.mark.parametrize("query", [*EXAMPLES, *INLINE])
def test_every_example_is_read(query: str) -> None:
    assert parse_query(query).text == query or "in:" in query


def test_every_field_and_unit_is_explained() -> None:
    assert [name for name in FIELDS if f"`{name}:" not in GUIDE] == []
    assert [unit for unit in UNITS if f"`{unit}`" not in GUIDE] == []


def test_the_limits_are_those_of_the_program() -> None:
    assert f"{MAX_CHARS} characters, {MAX_TERMS} words" in GUIDE
    assert f"newest {CANDIDATES:,} are ranked" in GUIDE
    assert DEADLINE_S == 5.0
