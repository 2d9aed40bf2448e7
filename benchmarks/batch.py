"""Documents per second in processes and on a Dask cluster, beside what two independent processes reach.

`python -m benchmarks batch`, or with other numbers `python -m benchmarks.batch --documents 50000`. Two processes that
have nothing to do with each other are the limit of two workers: cores that share their arithmetic give the pair less
than twice one. All take turns in one run, and the best of the turns is compared.

`--accept` runs the documents through one process, two, and a cluster of which a worker is killed half-way, and compares
what came out to the byte. `--memory` tells what workers hold after 1,000 documents and after all.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks._batch_acceptance import accept
from benchmarks._batch_alone import time_alone
from benchmarks._batch_memory import memory
from benchmarks._batch_runs import Timing, time_batch, write_inputs

DOCUMENTS = int(os.environ.get("MINUTEMINER_BENCH_DOCUMENTS", "20000"))
TURNS = int(os.environ.get("MINUTEMINER_BENCH_TURNS", "2"))


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


def main(arguments: list[str] | None = None) -> int:
    """Print the comparison, or what the arguments ask for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--memory", action="store_true")
    chosen = parser.parse_args(arguments or [])
    if chosen.accept:
        return accept(chosen.documents)
    elif chosen.memory:
        memory(chosen.documents)
    else:
        compare(chosen.documents, chosen.turns)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
