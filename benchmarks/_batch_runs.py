"""Runs of the batch to measure: made inputs, seconds until the workers are ready and from then on, and memory."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from minuteminer.batch.frames import Done, Setup, Task
from minuteminer.batch.output import Output
from minuteminer.batch.run import Standing, Watch, run_batch
from minuteminer.batch.workers import Workers, open_workers
from minuteminer.samplesite.generator import generate_item

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
