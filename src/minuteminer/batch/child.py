"""The process that annotates: `python -m minuteminer.batch.child FD`, started and watched by `supervisor`.

Documents are other people's and the libraries that read them are stock pieces: one that crashes, hangs or fills the
memory ends this process, and is one document that could not be read. `FD` is a file in which it notes the document at
hand, so that whoever watches knows which one it was.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import minuteminer.parse as parse_room
from minuteminer import __version__
from minuteminer.annotate.pipeline import annotate_many, bounded_vocabulary, rules_version
from minuteminer.batch.files import is_url
from minuteminer.batch.formats import encode_part
from minuteminer.batch.frames import PLACE, memory_bytes, read_frame, write_frame
from minuteminer.errors import DocumentError
from minuteminer.findings import SCHEMA_VERSION, AnnotatedDocument
from minuteminer.parse.documents import SourceDocument, parse_document


def source_of(id: str, source: str, title: str | None, suffix: str, body: bytes) -> SourceDocument:
    """The document of what was sent; raises DocumentError where the bytes of a file hold none."""
    if not suffix:
        return SourceDocument(id=id, source=source, title=title, text=body.decode())
    return parse_document(Path(source), id, body)


def annotate_source(source: SourceDocument, taxonomy: Path | None) -> AnnotatedDocument:
    """The annotated document; raises DocumentError where it is too long."""
    about = {"id": source.id, "source": source.source, "title": source.title or None, "items": source.items or None}
    return next(annotate_many([(source.text, about)], taxonomy=taxonomy))


def current_version(taxonomy: Path | None) -> str:
    """What the records of a document depend on beside its words: rules, lexicons, readers, format, taxonomy."""
    digest = hashlib.sha256(f"{__version__} {SCHEMA_VERSION}".encode())
    for path in sorted(Path(str(parse_room.__file__)).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{rules_version(str(taxonomy) if taxonomy else None)}-{digest.hexdigest()[:8]}"


class Annotator:
    """Does tasks by one taxonomy in one format; `note` is told the number of each document before it is begun."""

    def __init__(self, format: str, taxonomy: Path | None, note: Callable[[int], None]) -> None:
        self._format, self._taxonomy, self._note = format, taxonomy, note
        list(annotate_many([("A grant of £5m was noted.", {})], taxonomy=taxonomy))  # loads the models
        # They stay as long as the process: the garbage collector need not go over them again and again, which took a
        # fourteenth of the time.
        gc.freeze()
        self.version = current_version(taxonomy)

    def do(self, header: Sequence[Any], bodies: bytes, skip: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
        """What `Done` holds of a task, and the bytes of its part; for documents in `skip` the reason stands there."""
        started = time.perf_counter()
        facts = [0] * len(header)
        refusals: list[tuple[int, str, str]] = []
        with bounded_vocabulary(self._taxonomy):
            encoded = encode_part(self._format, self._documents(header, bodies, skip, facts, refusals))
        refused = {number for number, _kind, _reason in refusals}
        extents = iter(encoded.extents)
        answer = {
            "extents": [0 if number in refused else next(extents) for number in range(len(header))],
            "facts": facts,
            "refusals": refusals,
            "version": self.version,
            "process": os.getpid(),
            "memory_bytes": memory_bytes(),
            "seconds": time.perf_counter() - started,
        }
        return answer, encoded.data

    def _documents(
        self,
        header: Sequence[Any],
        bodies: bytes,
        skip: Mapping[str, str],
        facts: list[int],
        refusals: list[tuple[int, str, str]],
    ) -> Iterator[AnnotatedDocument]:
        """The annotated documents; how many facts each has, and why some have no record, goes into the lists."""
        start = 0
        for number, (id, source, title, suffix, length) in enumerate(header):
            body = bodies[start : start + length]
            start += length
            if str(number) in skip:
                refusals.append((number, "ended", skip[str(number)]))
                continue
            self._note(number)
            try:
                document = annotate_source(source_of(id, source, title, suffix, body), self._taxonomy)
            except DocumentError as error:
                reason = str(error).replace(str(Path(source)), source) if is_url(source) else str(error)
                refusals.append((number, error.kind, reason))
            except Exception as error:  # whatever one document does, the others go on
                reason = f"{source}: {id}: a mistake of ours: {type(error).__name__}: {str(error)[:300]}"
                refusals.append((number, "mistake", reason))
            else:
                facts[number] = len(document.facts)
                yield document


def main() -> None:
    """Sets up as the first frame says, answers with the version of the rules, then does a task a frame to the end."""
    fd = int(sys.argv[1])
    # Whatever a library prints goes to standard error; the frames have the pipe for themselves.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="minuteminer-") as folder:
        setup, taxonomy_text = read_frame(sys.stdin.buffer)
        taxonomy = Path(folder) / "taxonomy.json" if setup["taxonomy"] else None
        if taxonomy:
            taxonomy.write_bytes(taxonomy_text)
        with suppress(EOFError, BrokenPipeError):  # whoever asks has ended
            _serve(out, Annotator(setup["format"], taxonomy, lambda number: _note(fd, number)))


def _serve(out: IO[bytes], annotator: Annotator) -> None:
    write_frame(out, {"version": annotator.version})
    while True:
        header, bodies = read_frame(sys.stdin.buffer)
        write_frame(out, *annotator.do(header["documents"], bodies, header["skip"]))


def _note(fd: int, number: int) -> None:
    os.pwrite(fd, PLACE.pack(number, time.monotonic()), 0)


if __name__ == "__main__":
    main()
