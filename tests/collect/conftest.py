"""What tests of collecting share: a fetcher without delay, an archive, a made site."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from minuteminer.collect.archive import Archive, open_archive
from minuteminer.collect.fetch import Fetcher, FetchSettings

sys.path.insert(0, str(Path(__file__).parent))

from made_site import RECENT, MadeSite


@pytest.fixture
def settings() -> FetchSettings:
    """No delay, short deadlines, this machine only."""
    return FetchSettings(
        contact="tests@wold.example",
        delay_s=0,
        backoff_s=0.01,
        connect_timeout_s=1,
        read_timeout_s=1,
        page_timeout_s=1.5,
        document_timeout_s=1.5,
        allow_loopback=True,
    )


@pytest.fixture
def fetcher(settings: FetchSettings) -> Iterator[Fetcher]:
    """A fetcher for this machine's servers."""
    fetcher = Fetcher(settings)
    yield fetcher
    fetcher.close()


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: archives sync every page, and a disk is shared by many."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture
def archive(scratch: Path) -> Iterator[Archive]:
    """A new archive."""
    with open_archive(scratch / "archive") as archive:
        yield archive


@pytest.fixture
def site(httpserver: HTTPServer) -> MadeSite:
    """A site with three meetings in two windows, of which one has a long item."""
    site = MadeSite(httpserver)
    site.add_meeting("101", "2019-02-05", texts=("1. The precept was noted. " * 40, "2. None."))
    site.add_meeting("102", "2019-06-04")
    site.add_meeting("103", RECENT, status="draft")
    site.lists["7"] = site.list_page(["103", "102"], earlier="ieListMeetings.aspx?Act=earlier&CId=7&D=201906041000")
    site.lists["201906041000"] = site.list_page(["101"], later="ieListMeetings.aspx?Act=later&CId=7&D=1")
    return site
