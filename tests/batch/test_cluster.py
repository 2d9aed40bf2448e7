"""A Dask scheduler and two workers in processes of their own; one worker is killed, and nothing is lost."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from batch_site import content, documents_in, row, run_here, start_extract, write_rows
from minuteminer.batch import workers
from minuteminer.batch.frames import Setup
from minuteminer.batch.workers import open_workers
from minuteminer.errors import MinuteMinerError, MissingExtraError

DOCUMENTS = 200
_ADDRESS = "10.213.7.1"


def can_make_networks() -> bool:
    """True if this user may make network namespaces and connect them."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        return False
    made = subprocess.run(["ip", "netns", "add", "minuteminer-try"], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "delete", "minuteminer-try"], capture_output=True, check=False)
    return made.returncode == 0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler's address and its two workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def process(log: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process for a `with` block that writes to `log`."""
    with log.open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out, cwd=log.parent, start_new_session=True)
        try:
            yield running
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()


@contextmanager
def network(name: str, host: int) -> Iterator[list[str]]:
    """A network namespace of its own that reaches this one; yields the command that enters it."""
    bridge = "minuteminer0"

    def ip(*arguments: str) -> None:
        subprocess.run(["ip", *arguments], check=True, capture_output=True)

    subprocess.run(["ip", "link", "add", bridge, "type", "bridge"], check=False, capture_output=True)
    subprocess.run(["ip", "address", "add", f"{_ADDRESS}/24", "dev", bridge], check=False, capture_output=True)
    ip("link", "set", bridge, "up")
    ip("netns", "add", name)
    try:
        ip("link", "add", f"{name}-o", "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", f"{name}-o", "master", bridge, "up")
        ip("-n", name, "address", "add", f"10.213.7.{host}/24", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        ip("-n", name, "link", "set", "lo", "up")
        yield ["ip", "netns", "exec", name]
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)
        subprocess.run(["ip", "link", "delete", bridge], check=False, capture_output=True)


@contextmanager
def open_cluster(folder: Path, *, apart: bool) -> Iterator[Cluster]:
    """A scheduler and two workers, each worker in a network of its own if they are to be `apart`."""
    dask = (sys.executable, "-m", "dask")
    with ExitStack() as stack:
        enter = [
            stack.enter_context(network(f"minuteminer{number}", 10 + number)) if apart else [] for number in range(2)
        ]
        host = _ADDRESS if apart else "127.0.0.1"
        log = folder / "scheduler.log"
        stack.enter_context(process(log, *dask, "scheduler", "--host", host, "--port", "0", "--no-dashboard"))
        address = wait_for(log, rf"tcp://{re.escape(host)}:\d+")
        started = []
        for number in range(2):
            command = (*enter[number], *dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            started.append(stack.enter_context(process(folder / f"worker{number}.log", *command)))
        for number in range(2):
            wait_for(folder / f"worker{number}.log", "Registered to")
        yield Cluster(address, tuple(started))


def wait_for(log: Path, pattern: str) -> str:
    until = time.monotonic() + 90
    while not (found := re.search(pattern, log.read_text(errors="replace") if log.exists() else "")):
        assert time.monotonic() < until, log.read_text(errors="replace")
        time.sleep(0.05)
    return found.group()


@pytest.mark.parametrize("apart", [False, True], ids=["one network", "networks apart"])
def test_with_a_worker_killed_in_the_middle_every_document_is_there_once(tmp_path: Path, apart: bool) -> None:
    if apart and not can_make_networks():
        pytest.skip("needs the right to make network namespaces")
    rows = [row(number, words=100) for number in range(DOCUMENTS)]
    inputs = write_rows(tmp_path / "in.jsonl", rows)
    out = tmp_path / "out"
    with open_cluster(tmp_path, apart=apart) as cluster:
        run = start_extract(inputs, "-o", f"{out}/", "--partition", 10, "--scheduler", cluster.address)
        until = time.monotonic() + 90
        while len(list(out.glob("part-*"))) < 4:
            assert run.poll() is None, run.communicate()
            assert time.monotonic() < until
            time.sleep(0.01)
        os.killpg(cluster.workers[0].pid, signal.SIGKILL)
        _out, said = run.communicate(timeout=120)
        assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert run.returncode == 0, said
    assert f"{DOCUMENTS} documents" in said
    assert documents_in(out) == sorted(one["id"] for one in rows)
    run_here([inputs], tmp_path / "here", documents=10)
    assert content(out) == content(tmp_path / "here")


def test_where_no_scheduler_answers_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_CONNECT_S", 0.2)
    setup = Setup(format="jsonl", taxonomy=None, deadline_s=10)
    with (
        pytest.raises(MinuteMinerError, match="expected a Dask scheduler"),
        open_workers(setup, jobs=1, scheduler="tcp://127.0.0.1:9"),
    ):
        pass


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    setup = Setup(format="jsonl", taxonomy=None, deadline_s=10)
    with (
        pytest.raises(MissingExtraError, match=r"minuteminer\[cluster\]"),
        open_workers(setup, jobs=1, scheduler="local"),
    ):
        pass
