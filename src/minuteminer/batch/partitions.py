"""Cutting documents into partitions that stay the same while their documents do.

Where a partition ends is told by the documents' own names and not by their number: a document that is put in or taken
out changes the partition it stands in, and none of the others (content-defined chunking, as rsync and restic do it).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from minuteminer.batch.files import FoundFile
from minuteminer.batch.inputs import Lot, Pending, is_rows, read_lot, short_hash
from minuteminer.parse.documents import STDIN

T = TypeVar("T")
# Large enough that sending, starting and writing are lost in the work (4 s of it), small enough that a kill costs
# little and that several are in memory at once.
PARTITION_DOCUMENTS = 1000
# The same for large documents: what a partition weighs before a cut is looked for.
PARTITION_BYTES = 8_000_000
# Heavy documents are few, so their cuts must be looked for more often: at one of eight names.
_HEAVY_CUT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Documents that are done and kept together; `place` tells where the inputs it stands, by their names alone."""

    place: str
    documents: tuple[Pending, ...]

    @property
    def input_bytes(self) -> int:
        """How much of the input it is."""
        return sum(document.input_bytes for document in self.documents)

    def name(self, version: str) -> str:
        """The name of its part when it is done under `version`: other words or other rules, another name."""
        digest = hashlib.sha256(version.encode())
        for document in self.documents:
            digest.update(f"\0{document.id}\0{document.key}".encode("utf-8", "surrogateescape"))
        return f"part-{self.place}-{digest.hexdigest()[:16]}"


def place_of(lot: Lot, first: str) -> str:
    """The place of the partition of `lot` that begins with the document `first`."""
    return f"{short_hash(lot.name):08x}-{anchor_of(first)}"


def anchor_of(document: str) -> str:
    """The second half of the place of a partition that begins with the document of this id."""
    return f"{short_hash(document):08x}"


def is_of_shard(lot_hash: int, shard: tuple[int, int]) -> bool:
    """True if the lot whose name has this hash is done by `shard` (number, count)."""
    number, count = shard
    return lot_hash % count == number - 1


def cut(items: Iterable[T], *, name: Callable[[T], str], size: Callable[[T], int], documents: int) -> Iterator[list[T]]:
    """`items` in runs of about `documents`, fewer where they are large; equal runs get equal cuts wherever they stand.

    >>> runs = list(cut(map(str, range(100)), name=str, size=len, documents=10))
    >>> [len(run) for run in runs[:5]], [item for run in runs for item in run] == [str(n) for n in range(100)]
    ([6, 6, 17, 8, 7], True)
    """
    half = max(1, documents // 2)
    run: list[T] = []
    weight = 0
    for item in items:
        mark = short_hash(name(item))
        enough = len(run) >= half and mark % half == 0
        heavy = weight >= PARTITION_BYTES and mark % _HEAVY_CUT == 0
        if run and (enough or heavy or len(run) >= 2 * documents or weight >= 4 * PARTITION_BYTES):
            yield run
            run, weight = [], 0
        run.append(item)
        weight += size(item)
    if run:
        yield run


def find_lots(files: Iterable[FoundFile], documents: int) -> Iterator[Lot]:
    """The lots of `files`: one for each file of rows, one for each run of other files, which are cut by their names."""
    single: list[FoundFile] = []
    for file in files:
        if file.path == STDIN or is_rows(file):
            yield Lot(name=file.path, files=(file,))
        else:
            single.append(file)
    for run in cut(single, name=lambda file: file.name, size=lambda file: file.size, documents=documents):
        yield Lot(name=run[0].path, files=tuple(run))


def partition(lot: Lot, documents: int) -> Iterator[Partition]:
    """The partitions of a lot, of about `documents` each, read as they are asked for."""
    pending = read_lot(lot)
    runs: Iterable[list[Pending]]
    if lot.holds_rows:
        runs = cut(pending, name=lambda one: one.id, size=lambda one: len(one.body), documents=documents)
    else:
        runs = (list(pending),)
    for run in runs:
        yield Partition(place=place_of(lot, run[0].id), documents=tuple(run))
