"""Documents, workers and runs for the tests of batches."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from minuteminer.batch.child import Annotator
from minuteminer.batch.files import find_files, read_file
from minuteminer.batch.frames import Done, Refusal, Task
from minuteminer.batch.inputs import Pending
from minuteminer.batch.output import Output
from minuteminer.batch.run import Standing, Watch, run_batch
from minuteminer.errors import DocumentError
from minuteminer.samplesite.generator import generate_item


def row(number: int, *, words: int = 60) -> dict[str, str]:
    """A made document as a row."""
    item = generate_item(number, words=words)
    return {"id": item.id, "title": item.title, "text": item.text}


def write_rows(path: Path, rows: list[dict[str, str]]) -> str:
    """Rows as JSON Lines, packed if the name says so; returns the path."""
    data = "".join(json.dumps(one) + "\n" for one in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return str(path)


def pending(id: str, *, body: bytes = b"", size: int = 1) -> Pending:
    """A document to annotate."""
    return Pending(id=id, source="made", title=None, suffix="", body=body or id.encode(), key=id, input_bytes=size)


@cache
def annotator(format: str) -> Annotator:
    """One annotator a format in this process: loading takes seconds."""
    return Annotator(format, None, lambda _number: None)


@dataclass
class HereWorkers:
    """Workers that do each task in this process, at once."""

    format: str = "jsonl"
    rules: str | None = None
    tasks: list[Task] = field(default_factory=list)

    def submit(self, task: Task) -> Future[Done]:
        """The future of a task, which is done already."""
        self.tasks.append(task)
        answer, data = annotator(self.format).do(task.header, task.bodies, {})
        refusals = tuple(Refusal(number=n, kind=kind, reason=reason) for n, kind, reason in answer.pop("refusals"))
        extents, facts = tuple(answer.pop("extents")), tuple(answer.pop("facts"))
        answer["version"] = self.version()
        future: Future[Done] = Future()
        future.set_result(Done(data=data, extents=extents, facts=facts, refusals=refusals, **answer))
        return future

    def version(self) -> str:
        """The version of the rules."""
        return self.rules or annotator(self.format).version

    def width(self) -> int:
        """How many tasks should be under way."""
        return 2

    def is_lost(self, error: BaseException) -> bool:
        """Never."""
        return False

    @property
    def sent(self) -> int:
        """How many documents were sent."""
        return sum(len(task.header) for task in self.tasks)


@dataclass
class Ran:
    """What a batch did, and what it told."""

    standing: Standing
    workers: HereWorkers
    reasons: list[tuple[str, str]]
    refused: list[str]

    @property
    def counts(self) -> dict[str, int]:
        """How many documents for each reason."""
        return dict(Counter(reason for reason, _document in self.reasons))


def run_here(
    inputs: list[str],
    folder: Path | str,
    *,
    format: str = "jsonl",
    rules: str | None = None,
    documents: int = 10,
    again: bool = False,
    replace_inputs: bool = False,
    shard: tuple[int, int] = (1, 1),
) -> Ran:
    """Run a batch in this process."""
    workers = HereWorkers(format=format, rules=rules)
    reasons: list[tuple[str, str]] = []
    refused: list[DocumentError] = []
    watch = Watch(
        explain=lambda reason, document: reasons.append((reason, document)),
        refused=refused.append,
        progress=lambda _standing: None,
    )
    standing = run_batch(
        tuple(inputs), Output(str(folder), format), workers, watch,
        documents=documents, again=again, replace_inputs=replace_inputs, shard=shard,
    )  # fmt: skip
    return Ran(standing=standing, workers=workers, reasons=reasons, refused=[str(one) for one in refused])


def content(folder: Path | str) -> dict[str, bytes]:
    """All that a folder of parts holds, but for locks."""
    return {file.name: read_file(file.path) for file in find_files(str(folder)) if not file.name.endswith(".lock")}


def documents_in(folder: Path) -> list[str]:
    """The ids of all documents in the parts of a folder, sorted."""
    return sorted(
        json.loads(line)["id"] for part in folder.glob("part-*.jsonl") for line in part.open(encoding="utf-8")
    )


def start_extract(*arguments: object) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "minuteminer", "extract", *map(str, arguments)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip


def children_of(process: int) -> Iterator[int]:
    """The processes that `process` started and that are alive."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            yield int(status.parent.name)
