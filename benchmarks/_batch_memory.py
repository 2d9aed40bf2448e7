"""What workers hold on the way through many documents."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks._batch_runs import QUIET, SETUP, Measured, write_inputs
from minuteminer.batch.frames import memory_bytes
from minuteminer.batch.output import Output
from minuteminer.batch.run import Standing, Watch, run_batch
from minuteminer.batch.workers import open_workers

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
