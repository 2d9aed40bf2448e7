"""Documents per second in processes and on a Dask cluster, beside what two independent processes reach.

`python -m benchmarks batch`, or with other numbers `python -m benchmarks.batch --documents 50000`. Two processes that
have nothing to do with each other are the limit of two workers: cores that share their arithmetic give the pair less
than twice one. All take turns in one run, and the best of the turns is compared.

`--accept` runs the documents through one process, two, and a cluster of which a worker is killed half-way, and compares
what came out to the byte. `--memory` tells what workers hold after 1,000 documents and after all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from minuteminer.batch.files import find_files
from minuteminer.batch.frames import Done, Setup, Task, make_task, memory_bytes
from minuteminer.batch.output import Output
from minuteminer.batch.partitions import PARTITION_DOCUMENTS, find_lots, partition
from minuteminer.batch.run import Standing, Watch, run_batch
from minuteminer.batch.workers import Workers, open_workers
from minuteminer.samplesite.generator import generate_item

DOCUMENTS = int(os.environ.get("MINUTEMINER_BENCH_DOCUMENTS", "20000"))
TURNS = int(os.environ.get("MINUTEMINER_BENCH_TURNS", "2"))
SETUP = Setup(format="jsonl", taxonomy=None, deadline_s=120)
QUIET = Watch(explain=lambda _reason, _id: None, refused=lambda _error: None, progress=lambda _standing: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A run: seconds until the workers were ready, and from then on; what the largest worker held in the end."""

    start_s: float
    work_s: float
    memory_bytes: int = 0
    first_memory_bytes: int = 0


def write_inputs(path: Path, first: int, count: int) -> str:
    """`count` made documents as JSON Lines, from number `first` on."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(first, first + count):
            item = generate_item(number)
            out.write(json.dumps({"id": item.id, "title": item.title, "text": item.text}) + "\n")
    return str(path)


def work_alone(source: str, folder: str) -> None:
    """The same work without any of the machinery: read, annotate, write. Begins when a line comes in."""
    from minuteminer.batch.child import Annotator
    from minuteminer.batch.files import write_file

    annotator = Annotator("jsonl", None, lambda _number: None)
    print("ready", flush=True)
    sys.stdin.readline()
    (lot,) = find_lots(find_files(source), PARTITION_DOCUMENTS)
    for number, part in enumerate(partition(lot, PARTITION_DOCUMENTS)):
        task = make_task(part.documents)
        _answer, data = annotator.do(task.header, task.bodies, {})
        write_file(f"{folder}/part-{number}.jsonl", data)
    print("done", flush=True)


def time_alone(sources: list[str], folder: Path) -> Timing:
    """Independent processes, one a source, which begin together once all are ready."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.batch", "--alone"]
    running = [
        subprocess.Popen(
            [*command, source, f"{folder}/{number}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for number, source in enumerate(sources)
    ]
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    ready = time.perf_counter()
    for one in running:
        assert one.stdin
        print(file=one.stdin, flush=True)
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "done\n"
    ended = time.perf_counter()
    for one in running:
        one.communicate()
    return Timing(start_s=ready - began, work_s=ended - ready)


@dataclass
class Measured:
    """Workers whose memory is noted after each task."""

    workers: Workers
    memory: dict[int, list[int]] = field(default_factory=dict)

    def submit(self, task: Task) -> Future[Done]:
        """As the workers do."""
        future = self.workers.submit(task)
        future.add_done_callback(self._note)
        return future

    def _note(self, future: Future[Done]) -> None:
        if not future.exception():
            done = future.result()
            self.memory.setdefault(done.process, []).append(done.memory_bytes)

    def version(self) -> str:
        """As the workers do."""
        return self.workers.version()

    def width(self) -> int:
        """As the workers do."""
        return self.workers.width()

    def is_lost(self, error: BaseException) -> bool:
        """As the workers do."""
        return self.workers.is_lost(error)


def time_batch(
    source: str, folder: Path, *, jobs: int, scheduler: str | None, progress: Callable[[Standing], None] | None = None
) -> Timing:
    """A batch as `extract -o DIR/` runs it."""
    watch = QUIET if progress is None else Watch(explain=QUIET.explain, refused=QUIET.refused, progress=progress)
    began = time.perf_counter()
    with open_workers(SETUP, jobs=jobs, scheduler=scheduler) as workers:
        measured = Measured(workers)
        measured.version()
        ready = time.perf_counter()
        run_batch((source,), Output(str(folder), "jsonl"), measured, watch)
        ended = time.perf_counter()
    return Timing(
        start_s=ready - began,
        work_s=ended - ready,
        memory_bytes=max(memory[-1] for memory in measured.memory.values()),
        first_memory_bytes=max(memory[0] for memory in measured.memory.values()),
    )


def best(timings: list[Timing]) -> Timing:
    """The timing of the least work."""
    return min(timings, key=lambda timing: timing.work_s)


def compare(documents: int, turns: int) -> None:
    """Print the rates of one process, two independent ones, two workers, and a cluster of two."""
    with tempfile.TemporaryDirectory(prefix="minuteminer-bench-") as name:
        folder = Path(name)
        whole = write_inputs(folder / "all.jsonl", 0, documents)
        halves = [write_inputs(folder / f"{n}.jsonl", n * documents // 2, documents // 2) for n in range(2)]
        few = documents // 5
        some = write_inputs(folder / "some.jsonl", 0, few)
        ways: dict[str, tuple[int, Callable[[Path], Timing]]] = {
            "one process alone": (few, lambda out: time_alone([some], out)),
            "--jobs 1": (few, lambda out: time_batch(some, out, jobs=1, scheduler=None)),
            "two independent processes": (documents, lambda out: time_alone(halves, out)),
            "--jobs 2": (documents, lambda out: time_batch(whole, out, jobs=2, scheduler=None)),
            "--scheduler local --jobs 2": (documents, lambda out: time_batch(whole, out, jobs=2, scheduler="local")),
        }
        timings: dict[str, list[Timing]] = {way: [] for way in ways}
        for _turn in range(turns):
            for way, (_count, run) in ways.items():
                with tempfile.TemporaryDirectory(dir=folder) as out:
                    timings[way].append(run(Path(out)))
        print_rates({way: (count, best(timings[way])) for way, (count, _run) in ways.items()}, turns)


def print_rates(rates: dict[str, tuple[int, Timing]], turns: int) -> None:
    """The table of `compare`."""
    count, timing = rates["two independent processes"]
    limit = count / timing.work_s
    print(f"best of {turns} turns; the limit is what two independent processes reach")
    print(f"{'':30} {'documents':>9} {'a second':>9} {'of limit':>8} {'start s':>8} {'MB a worker':>11}")
    for way, (count, timing) in rates.items():
        rate = count / timing.work_s
        memory = f"{timing.memory_bytes / 1e6:.0f}" if timing.memory_bytes else ""
        print(f"{way:30} {count:>9,} {rate:>9.0f} {rate / limit:>8.2f} {timing.start_s:>8.1f} {memory:>11}")
    alone, supervised = (rates[way] for way in ("one process alone", "--jobs 1"))
    overhead_s = supervised[1].work_s / supervised[0] - alone[1].work_s / alone[0]
    print(f"overhead of --jobs 1 over the same work alone: {1e6 * overhead_s:+.0f} µs a document", flush=True)


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


MARKS = (1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000)


def memory(documents: int) -> None:
    """What workers and this process hold on the way through all documents."""
    with tempfile.TemporaryDirectory(prefix="minuteminer-bench-") as name:
        source = write_inputs(Path(name) / "in.jsonl", 0, documents)
        marks = [mark for mark in MARKS if mark <= documents]
        with open_workers(SETUP, jobs=2, scheduler=None) as workers:
            measured = Measured(workers)

            def tell(standing: Standing) -> None:
                while marks and standing.documents >= marks[0]:
                    held = ", ".join(f"{memory[-1] / 1e6:.0f}" for memory in measured.memory.values())
                    rate = standing.documents / standing.seconds
                    print(
                        f"after {marks.pop(0):>7,} documents ({rate:.0f} a second): {held} MB a worker, "
                        f"{memory_bytes() / 1e6:.0f} MB this process",
                        flush=True,
                    )

            watch = Watch(explain=QUIET.explain, refused=QUIET.refused, progress=tell)
            run_batch((source,), Output(f"{name}/out", "jsonl"), measured, watch)


def main(arguments: list[str] | None = None) -> int:
    """Print the comparison, or what the arguments ask for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--alone", nargs=2, metavar=("SOURCE", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments or [])
    if chosen.alone:
        work_alone(*chosen.alone)
    elif chosen.accept:
        return accept(chosen.documents)
    elif chosen.memory:
        memory(chosen.documents)
    else:
        compare(chosen.documents, chosen.turns)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
