"""Patterns that every supported Python reads alike, and that no text makes slow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "minuteminer"
ROOMS = (SOURCE / "annotate", SOURCE / "parse")
FILES = sorted(path for room in ROOMS for path in room.rglob("*") if path.suffix in (".py", ".json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_group_is_possessive_or_atomic(path: Path) -> None:
    """Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2) loses matches over them: CPython issue 106052."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        assert not re.search(r"\(\?>|(?<!\[)\)(?:[*+?]|\{\d*,?\d*\})\+(?![\])\w])", line), f"{path}:{number}: {line}"


def patterns_in(value: Any) -> Iterator[re.Pattern[str]]:
    """The compiled patterns in a value: itself, or in the containers that a module keeps its rows in."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, frozenset, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from patterns_in(part)


def can_explode(pattern: str) -> bool:
    """Whether some text makes a pattern take more than a bounded number of steps for each character."""
    redos = pytest.importorskip("regexploit.redos")
    parser = pytest.importorskip("regexploit.ast.sre")
    # regexploit does not know possessive repeats, which cannot backtrack at all.
    for repeat in ("*", "+", "}"):
        pattern = pattern.replace(repeat + "+", repeat)
    return bool(list(redos.find(parser.SreOpParser().parse_sre(pattern))))


MODULES = sorted(path.stem for path in (SOURCE / "annotate").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_no_pattern_of_a_finder_can_backtrack_without_bound(name: str) -> None:
    module = import_module(f"minuteminer.annotate.{name}")
    found = {pattern.pattern for value in vars(module).values() for pattern in patterns_in(value)}
    assert [pattern for pattern in found if can_explode(pattern)] == []


def test_a_pattern_that_backtracks_is_found() -> None:
    assert can_explode(r"(?:\w+,? ?)+ voted")
    assert not can_explode(r"\w+ voted")
