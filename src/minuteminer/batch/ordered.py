"""Documents in the order of the input, for one file or standard output: nothing is kept that a later run could use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from minuteminer.batch.dispatch import dispatch
from minuteminer.batch.files import FoundFile
from minuteminer.batch.frames import Done, Task, make_task
from minuteminer.batch.inputs import Pending, find_inputs, read_lot
from minuteminer.batch.partitions import PARTITION_DOCUMENTS, find_lots, partition
from minuteminer.batch.workers import Workers
from minuteminer.errors import DocumentError

Refused = Callable[[DocumentError], None]


def readable_documents(inputs: tuple[str, ...], refused: Refused) -> Iterator[Pending]:
    """The documents of the inputs one after the other; what cannot be read is told to `refused`."""
    for lot in find_lots(_files(inputs, refused), PARTITION_DOCUMENTS):
        for document in read_lot(lot):
            if _is_readable(document, refused):
                yield document


def ordered_parts(
    inputs: tuple[str, ...], workers: Workers, refused: Refused, *, documents: int = PARTITION_DOCUMENTS
) -> Iterator[Done]:
    """What workers made of each partition of the inputs, in order; what cannot be read is told to `refused`."""
    waiting: dict[int, Done] = {}
    wanted = 0
    for number, done in dispatch(_tasks(inputs, refused, documents), workers):
        if done is not None:
            waiting[number] = done
        while wanted in waiting:
            part = waiting.pop(wanted)
            for one in part.refusals:
                refused(DocumentError(one.reason, kind=one.kind))
            yield part
            wanted += 1


def _tasks(inputs: tuple[str, ...], refused: Refused, documents: int) -> Iterator[tuple[int, Task]]:
    number = 0
    for lot in find_lots(_files(inputs, refused), documents):
        for part in partition(lot, documents):
            if readable := [one for one in part.documents if _is_readable(one, refused)]:
                yield number, make_task(readable)
                number += 1


def _files(inputs: tuple[str, ...], refused: Refused) -> Iterator[FoundFile]:
    for found in find_inputs(inputs):
        if isinstance(found, DocumentError):
            refused(found)
        else:
            yield found


def _is_readable(document: Pending, refused: Refused) -> bool:
    if document.refusal is not None:
        refused(DocumentError(document.refusal, source=document.source))
    return document.refusal is None
