"""How many pages and API answers the server gives, beside a bare route of the same framework in the same run.

The bare route returns a fixed page as long as a page of results, from uvicorn with the same settings. Fifty
connections ask without pause; the two servers are asked in turns. Three mixes are told apart: queries that are asked
again and again (what the server remembers), queries with one new one in five, and queries none of which was asked
before. MINUTEMINER_BENCH_SERVING_ROWS sets the size of the index (100,000), MINUTEMINER_BENCH_SERVING_SOAK the
number of requests over which memory is watched (50,000), MINUTEMINER_BENCH_SERVING_S the seconds of a turn (4),
MINUTEMINER_BENCH_SERVING_INDEX an index that was made before. Beside the rates stand the milliseconds of processor
time that each server took for an answer, which other work on the machine disturbs less.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.search import SEED, VOCABULARY, make_items, word
from minuteminer.index import open_index

CONNECTIONS = 50
TURNS = 3
ROWS = int(os.environ.get("MINUTEMINER_BENCH_SERVING_ROWS", "100000"))
SOAK = int(os.environ.get("MINUTEMINER_BENCH_SERVING_SOAK", "50000"))
TURN_S = float(os.environ.get("MINUTEMINER_BENCH_SERVING_S", "4"))
POPULAR = 200
# As long as a page of twenty results.
PAGE_BYTES = 90_000
# How often a query of its mix is a new one.
MIXES = {"asked before": 0.0, "one in five new": 0.2, "all new": 1.0}
BARE = """
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI(docs_url=None, redoc_url=None)
PAGE = "x" * {size}
@app.get("/search", response_class=HTMLResponse)
def page(q: str) -> str:
    return PAGE
"""


@dataclass(slots=True)
class Load:
    """What one turn of asking gave."""

    seconds: float = 0.0
    cpu_ms: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.seconds if self.seconds else 0.0

    @property
    def cpu_each_ms(self) -> float:
        """Processor time of the server for an answer."""
        return self.cpu_ms / len(self.latencies_ms) if self.latencies_ms else 0.0

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that a share of the answers stayed below."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def add(self, other: Load) -> None:
        """Take in the figures of another turn."""
        self.seconds += other.seconds
        self.cpu_ms += other.cpu_ms
        self.latencies_ms += other.latencies_ms
        for status, count in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + count


class Asker:
    """Makes addresses of a mix: popular queries by Zipf's law, and new ones that were never asked before."""

    def __init__(self, path: str, *, new: float, seed: int) -> None:
        self._path = path
        self._new = new
        self._chance = random.Random(seed)
        self._popular = [self._query(random.Random(SEED + n)) for n in range(POPULAR)]
        self._weights = [1 / (n + 3) for n in range(POPULAR)]

    def __call__(self) -> str:
        """The next address."""
        fresh = self._new and self._chance.random() < self._new
        query = self._query(self._chance) if fresh else self._chance.choices(self._popular, self._weights)[0]
        return f"{self._path}?q={query}"

    @staticmethod
    def _query(chance: random.Random) -> str:
        """Two words, of which the first stands in many paragraphs and the second in fewer."""
        return f"{word(chance.randrange(20, 1_000))}+{word(int(VOCABULARY * chance.random() ** 3))}"


async def ask_for(port: int, make: Callable[[], str], *, seconds: float = 1e9, requests: int = 10**9) -> Load:
    """Ask with fifty connections until the time or the number of requests is spent."""
    load, left = Load(), [requests]
    begin = time.perf_counter()

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() - begin < seconds and left[0] > 0:
            left[0] -= 1
            asked = time.perf_counter()
            writer.write(f"GET {make()} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(length[1]) if length else 0)
            load.latencies_ms.append((time.perf_counter() - asked) * 1000)
            status = int(head[9:12])
            load.statuses[status] = load.statuses.get(status, 0) + 1
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    load.seconds = time.perf_counter() - begin
    return load


@contextmanager
def running(*command: str, cwd: Path) -> Iterator[tuple[int, int]]:
    """A server's port and process id, once it answers."""
    process = subprocess.Popen([sys.executable, *command], cwd=cwd, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = ""
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)", line)):
            line = process.stderr.readline()
            if not line:
                raise RuntimeError("a server did not start")
        yield int(found[1]), process.pid
    finally:
        process.terminate()
        process.wait()


def cpu_ms(pid: int) -> float:
    """The processor time that a process took so far."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def turn(server: tuple[int, int], make: Callable[[], str]) -> Load:
    """Ask a server (port, process) for one turn."""
    before = cpu_ms(server[1])
    load = asyncio.run(ask_for(server[0], make, seconds=TURN_S))
    load.cpu_ms = cpu_ms(server[1]) - before
    return load


def memory_mb(pid: int) -> float:
    """The resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def measure(bare: tuple[int, int], ours: tuple[int, int]) -> None:
    """Print a line for each path and mix: answers a second of both, their ratio, processor time, latencies."""
    heads = ("ours/s", "bare/s", "ratio", "cpu ms", "bare", "ratio", "p50 ms", "p99 ms", "p99/p50")
    print(f"{'':30}" + "".join(f"{head:>9}" for head in heads))
    for name, path in (("search page", "/search"), ("API search", "/api/v1/search")):
        for mix, new in MIXES.items():
            mine, theirs = Load(), Load()
            asker = Asker(path, new=new, seed=SEED + len(mix))
            fixed = Asker("/search", new=0.0, seed=SEED)
            asyncio.run(ask_for(ours[0], Asker(path, new=0.0, seed=SEED), requests=2 * POPULAR))
            for _ in range(TURNS):
                mine.add(turn(ours, asker))
                theirs.add(turn(bare, fixed))
            print(f"{f'{name}, {mix}':30}{line_of(mine, theirs)}  {mine.statuses}", flush=True)


def line_of(mine: Load, theirs: Load) -> str:
    """The figures of a line."""
    p50, p99 = mine.percentile(0.5), mine.percentile(0.99)
    rates = f"{mine.per_s:>9,.0f}{theirs.per_s:>9,.0f}{mine.per_s / theirs.per_s:>9.2f}"
    times = f"{mine.cpu_each_ms:>9.2f}{theirs.cpu_each_ms:>9.2f}{theirs.cpu_each_ms / mine.cpu_each_ms:>9.2f}"
    return f"{rates}{times}{p50:>9.1f}{p99:>9.1f}{p99 / p50:>9.1f}"


def soak(port: int, pid: int) -> None:
    """Print how much memory the server took over many requests, a fifth of them new queries.

    What it keeps fills first: the answers of one process (32 MB, some 700 pages), the pages of the file that each
    connection keeps (16 MB), and the gaps that the allocator leaves between them. That is told apart.
    """
    asker = Asker("/search", new=0.2, seed=SEED + 1)
    filling = [memory_mb(pid)]
    for _ in range(3):
        asyncio.run(ask_for(port, asker, requests=SOAK // 10))
        filling.append(memory_mb(pid))
    told = []
    for _ in range(5):
        asyncio.run(ask_for(port, asker, requests=SOAK // 5))
        told.append(memory_mb(pid))
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    print(f"memory while it fills, {3 * SOAK // 10:,} requests: {in_mb(filling)}")
    print(f"memory over {SOAK:,} requests after that: {in_mb(filling[-1:] + told)}; {files} files open")


def in_mb(figures: list[float]) -> str:
    """Figures in a row: "200, 210 MB"."""
    return f"{', '.join(f'{one:.0f}' for one in figures)} MB"


def main() -> None:
    """Build the index, start both servers, measure."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        index = os.environ.get("MINUTEMINER_BENCH_SERVING_INDEX") or make_index(folder / "index.sqlite")
        (folder / "bare_page.py").write_text(BARE.format(size=PAGE_BYTES), encoding="utf-8")
        serve = ("-m", "minuteminer", "serve", "--index", index, "--port", "0", "--rate", "0")
        bare = ("-m", "uvicorn", "bare_page:app", "--port", "0", "--no-access-log", "--no-server-header")
        with running(*serve, cwd=folder) as ours, running(*bare, cwd=folder) as theirs:
            print(f"{ROWS:,} paragraphs, {CONNECTIONS} connections, one process of each server", flush=True)
            measure(theirs, ours)
            soak(*ours)


def make_index(path: Path) -> str:
    """Make the index; returns where it is."""
    with open_index(path) as index, index.writing():
        for entry in make_items(ROWS):
            index.add(*entry)
    return str(path)


if __name__ == "__main__":
    main()
