"""Patterns that every supported Python reads alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "minuteminer"
ROOMS = (SOURCE / "annotate", SOURCE / "parse")
FILES = sorted(path for room in ROOMS for path in room.rglob("*") if path.suffix in (".py", ".json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_group_is_possessive_or_atomic(path: Path) -> None:
    """Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2) loses matches over them: CPython issue 106052."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        assert not re.search(r"\(\?>|(?<!\[)\)(?:[*+?]|\{\d*,?\d*\})\+(?![\])\w])", line), f"{path}:{number}: {line}"
