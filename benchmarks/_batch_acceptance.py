"""One process, two, and a cluster of which a worker is killed half-way: the same bytes?"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._batch_runs import Timing, time_batch, write_inputs
from minuteminer.batch.files import find_files
from minuteminer.batch.run import Standing


@contextmanager
def separate_cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers with their nannies, in processes of their own; yields the address."""
    log = folder / "scheduler.log"
    dask = [sys.executable, "-m", "dask"]
    with log.open("wb") as out, (folder / "workers.log").open("wb") as words:
        command = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        scheduler = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
        try:
            while not (found := re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text())):
                time.sleep(0.1)
            command = [*dask, "worker", found.group(), "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]
            workers = subprocess.Popen(command, stdout=words, stderr=words, cwd=folder)
            try:
                yield found.group()
            finally:
                workers.terminate()
                workers.wait()
        finally:
            scheduler.terminate()
            scheduler.wait()


class KillOne:
    """Kills one worker of a cluster once half of the documents are done."""

    def __init__(self, address: str, documents: int) -> None:
        self._address, self._half = address, documents // 2
        self.killed: int | None = None

    def __call__(self, standing: Standing) -> None:
        """Told how far the batch is."""
        if self.killed is None and standing.documents >= self._half:
            from distributed import Client

            with Client(self._address) as client:  # type: ignore[no-untyped-call]
                self.killed = next(iter(client.run(os.getpid).values()))
            os.kill(self.killed, signal.SIGKILL)


def digest(folder: Path) -> str:
    """One hash over all parts and records."""
    whole = hashlib.sha256()
    for file in find_files(str(folder)):
        if not file.name.endswith(".lock"):
            whole.update(file.name.encode() + Path(file.path).read_bytes())
    return whole.hexdigest()


def accept(documents: int) -> int:
    """One process, two, and a cluster with a worker killed: the same parts, or exit code 1."""
    with tempfile.TemporaryDirectory(prefix="minuteminer-bench-") as name:
        folder = Path(name)
        source = write_inputs(folder / "in.jsonl", 0, documents)
        digests = set()
        for jobs in (1, 2):
            timing = time_batch(source, folder / f"jobs-{jobs}", jobs=jobs, scheduler=None)
            digests.add(digest(folder / f"jobs-{jobs}"))
            print_run(f"--jobs {jobs}", documents, timing)
        with separate_cluster(folder) as address:
            kill = KillOne(address, documents)
            timing = time_batch(source, folder / "cluster", jobs=2, scheduler=address, progress=kill)
        digests.add(digest(folder / "cluster"))
        print_run(f"Dask, worker {kill.killed} killed", documents, timing)
        manifest = json.loads((folder / "cluster" / "_ledger" / "manifest.json").read_text())
        print(
            f"{manifest['documents']:,} documents, {manifest['facts']:,} facts in {len(manifest['parts'])} parts; ",
            end="",
        )
        print("all three are equal to the byte" if len(digests) == 1 else "THEY DIFFER")
        return 0 if len(digests) == 1 and kill.killed else 1


def print_run(way: str, documents: int, timing: Timing) -> None:
    """One run in a line."""
    print(
        f"{way:34} {documents / timing.work_s:6.0f} documents a second, {timing.work_s:6.1f} s after "
        f"{timing.start_s:.1f} s of start; a worker held {timing.first_memory_bytes / 1e6:.0f} MB after its first "
        f"part, {timing.memory_bytes / 1e6:.0f} MB at the end",
        flush=True,
    )
