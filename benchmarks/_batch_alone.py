"""The same work as the batch does, without any of its machinery: the limit that its workers are measured by.

`python -m benchmarks._batch_alone SOURCE FOLDER` begins when a line comes in.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks._batch_runs import Timing
from minuteminer.batch.files import find_files
from minuteminer.batch.frames import make_task
from minuteminer.batch.partitions import PARTITION_DOCUMENTS, find_lots, partition


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
    command = [sys.executable, "-m", "benchmarks._batch_alone"]
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


if __name__ == "__main__":
    work_alone(*sys.argv[1:])
