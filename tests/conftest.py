"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from job_site import JobSite, open_job_site

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the checkout; tests that need it are extra."""
    folder = Path(os.environ.get("MINUTEMINER_SHARED", CHECKOUT.parent / "shared"))
    if not (folder / "gold" / "score.py").is_file():
        pytest.skip(f"extra test: no shared material in {folder} (set MINUTEMINER_SHARED)")
    return folder


@pytest.fixture
def job_site(tmp_path: Path) -> Iterator[JobSite]:
    """A sample site in spring 2026, with a job for its small committee."""
    with open_job_site(tmp_path) as site:
        yield site
