"""What goes between a worker and the child process that annotates for it: a JSON header and bytes.

No pickle: texts go out and finished parts come back, and nothing that is read can run anything.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from minuteminer.batch.inputs import Pending

_LENGTHS = struct.Struct(">QQ")
# The number of the document at hand and when it was begun, on the machine's monotonic clock.
PLACE = struct.Struct("=qd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How documents are annotated in a run: `taxonomy` is the text of a taxonomy file, or None for the bundled one."""

    format: str
    taxonomy: str | None
    deadline_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Documents to annotate, ready to be sent: their bodies one after the other, and what tells them apart."""

    header: tuple[tuple[str, str, str | None, str, int], ...]
    bodies: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A document without a record: `number` within its task, `kind` as in DocumentError, and why."""

    number: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A task that is done: the part, extent and number of facts of each document (0 where refused), and who did it how.

    `memory_bytes` is what the process held afterwards; `seconds` how long it took there.
    """

    data: bytes
    extents: tuple[int, ...]
    facts: tuple[int, ...]
    refusals: tuple[Refusal, ...]
    version: str
    process: int
    memory_bytes: int
    seconds: float


def make_task(documents: Iterable[Pending]) -> Task:
    """The task of annotating `documents`."""
    documents = tuple(documents)
    header = tuple((one.id, one.source, one.title, one.suffix, len(one.body)) for one in documents)
    return Task(header=header, bodies=b"".join(one.body for one in documents))


def write_frame(stream: IO[bytes], header: Any, data: bytes = b"") -> None:
    """Send a header and bytes."""
    head = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(head), len(data)) + head)
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[Any, bytes]:
    """The next header and bytes; raises EOFError where the other side has ended."""
    head, data = _LENGTHS.unpack(_read_exactly(stream, _LENGTHS.size))
    return json.loads(_read_exactly(stream, head)), _read_exactly(stream, data)


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def memory_bytes() -> int:
    """What this process holds in memory."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # no Linux
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
