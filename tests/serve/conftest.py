"""Servers over small made-up indexes, in this process and as a process of their own."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="serving needs the extra web")
with warnings.catch_warnings():
    # Starlette would rather have another client.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from made_minutes import put, sample
from minuteminer.index import open_index
from minuteminer.serve.app import create_app
from minuteminer.serve.settings import ServeSettings

MakeClient = Callable[..., TestClient]
BASE = "http://localhost"


@pytest.fixture(params=["sqlite", "postgres"])
def made_index(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an index of five items; the same tests run over both back ends."""
    address = request.getfixturevalue("empty_postgres") if request.param == "postgres" else tmp_path / "index.sqlite"
    with open_index(address) as index:
        put(index, *sample())
    return str(address)


@pytest.fixture
def small_index(tmp_path: Path) -> str:
    """The address of an index of five items in a file."""
    address = tmp_path / "index.sqlite"
    with open_index(address) as index:
        put(index, *sample())
    return str(address)


@pytest.fixture
def serve() -> Iterator[MakeClient]:
    """Make a client of a server over an index; settings are those of `ServeSettings`, without a limit of requests."""
    with ExitStack() as stack:

        def make(address: str, **settings: object) -> TestClient:
            chosen = ServeSettings(**({"index": address, "requests_per_s": 0.0} | settings))  # type: ignore[arg-type]
            client = TestClient(create_app(chosen), base_url=BASE, raise_server_exceptions=False)
            return stack.enter_context(client)

        yield make


@pytest.fixture(scope="module")
def kept_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a server over an index of five items, for many requests that change nothing."""
    address = tmp_path_factory.mktemp("kept") / "index.sqlite"
    with open_index(address) as index:
        put(index, *sample())
    settings = ServeSettings(index=str(address), requests_per_s=0.0)
    with TestClient(create_app(settings), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def demo_client(demo_data: Path) -> Iterator[TestClient]:
    """A client of a server over the whole sample."""
    settings = ServeSettings(data=demo_data, requests_per_s=0.0)
    with TestClient(create_app(settings), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def started() -> Iterator[Callable[..., str]]:
    """Start `minuteminer serve` with options, and say where it is once it answers."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> str:
        command = [sys.executable, "-m", "minuteminer", "serve", "--port", "0", *options]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "http://" in line, line
        return line.split("MinuteMiner is at ")[1].split(" ")[0].rstrip("/")

    yield start
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()
