"""An index of small made-up minutes of an invented place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from made_minutes import SITE, Minutes, make_meeting, put, sample
from minuteminer.index import Index, open_index


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The builders of made-up minutes, for tests that write their own."""
    return SimpleNamespace(Minutes=Minutes, make_meeting=make_meeting, put=put, sample=sample, site=SITE)


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an index is made: the same tests run over both back ends."""
    if request.param == "postgres":
        return str(request.getfixturevalue("empty_postgres"))
    return tmp_path / "index.sqlite"


@pytest.fixture
def index(address: str | Path) -> Iterator[Index]:
    with open_index(address) as opened:
        put(opened, *sample())
        yield opened
