"""Texts of the archive in several processes: what is kept of each, as `codec.encode` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from minuteminer.batch.dispatch import dispatch
from minuteminer.batch.formats import ENCODED, pieces_of
from minuteminer.batch.frames import Setup, Task
from minuteminer.batch.workers import Workers, open_workers
from minuteminer.errors import DocumentError

# Some half a second of work: large enough for processes, and a kill costs no more.
_TEXTS = 200
# The longest text of an agenda item that was seen takes 2 s.
_DEADLINE_S = 120.0


def annotate_texts(
    texts: Iterable[tuple[str, str]], *, jobs: int, taxonomy: Path | None
) -> Iterator[tuple[str, bytes | DocumentError]]:
    """The annotation of each (key, text) by `jobs` processes, in any order, or why there is none."""
    named = taxonomy.read_text(encoding="utf-8") if taxonomy else None
    with open_workers(Setup(format=ENCODED, taxonomy=named, deadline_s=_DEADLINE_S), jobs=jobs, scheduler=None) as crew:
        yield from annotate_by(crew, texts)


def annotate_by(workers: Workers, texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | DocumentError]]:
    """The same by workers that are there."""
    for keys, done in dispatch(_tasks(texts), workers):
        assert done is not None  # each ticket has a task
        refused = {one.number: DocumentError(one.reason, kind=one.kind) for one in done.refusals}
        for number, piece in enumerate(pieces_of(ENCODED, done.data, done.extents)):
            line = piece.data[piece.start : piece.start + piece.extent]
            yield keys[number], refused.get(number) or line.rstrip(b"\n")


def _tasks(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, ...], Task]]:
    rest = iter(texts)
    while some := tuple(islice(rest, _TEXTS)):
        bodies = [text.encode() for _key, text in some]
        # Equal texts are annotated once, so what is kept is no item's own: it has neither id nor address.
        header = tuple(("", "", None, "", len(body)) for body in bodies)
        yield tuple(key for key, _text in some), Task(header=header, bodies=b"".join(bodies))
