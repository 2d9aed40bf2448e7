"""The process that annotates: `python -m minuteminer.batch.child FD`, started and watched by `supervisor`.

Documents are other people's and the libraries that read them are stock pieces: one that crashes, hangs or fills the
memory ends this process, and is one document that could not be read. `FD` is a file in which it notes the document at
hand, so that whoever watches knows which one it was.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import minuteminer.parse as parse_room
from minuteminer import __version__
from minuteminer.annotate.pipeline import annotate_many, rules_version
from minuteminer.batch.files import is_url
from minuteminer.batch.formats import encode_part
from minuteminer.batch.frames import PLACE, read_frame, write_frame
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


class _Annotated:
    """The documents of a task one after the other, with what became of those that have no record."""

    def __init__(self, header: list[Any], bodies: bytes, skip: dict[str, str], taxonomy: Path | None, fd: int) -> None:
        self._header, self._bodies, self._skip, self._taxonomy, self._fd = header, bodies, skip, taxonomy, fd
        self.refusals: list[tuple[int, str, str]] = []
        self.facts = [0] * len(header)

    def __iter__(self) -> Iterator[AnnotatedDocument]:
        start = 0
        for number, (id, source, title, suffix, length) in enumerate(self._header):
            body = self._bodies[start : start + length]
            start += length
            document = self._one(number, (id, source, title, suffix, body))
            if document is not None:
                self.facts[number] = len(document.facts)
                yield document

    def _one(self, number: int, given: tuple[str, str, str | None, str, bytes]) -> AnnotatedDocument | None:
        if str(number) in self._skip:
            self.refusals.append((number, "ended", self._skip[str(number)]))
            return None
        os.pwrite(self._fd, PLACE.pack(number, time.monotonic()), 0)
        source = given[1]
        try:
            return annotate_source(source_of(*given), self._taxonomy)
        except DocumentError as error:
            reason = str(error).replace(str(Path(source)), source) if is_url(source) else str(error)
            self.refusals.append((number, error.kind, reason))
        except Exception as error:  # whatever one document does, the others go on
            reason = f"{source}: {given[0]}: a mistake of ours: {type(error).__name__}: {str(error)[:300]}"
            self.refusals.append((number, "mistake", reason))
        return None


def current_version(taxonomy: Path | None) -> str:
    """What the records of a document depend on beside its words: rules, lexicons, readers, format, taxonomy."""
    import hashlib

    digest = hashlib.sha256(f"{__version__} {SCHEMA_VERSION}".encode())
    for path in sorted(Path(str(parse_room.__file__)).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{rules_version(str(taxonomy) if taxonomy else None)}-{digest.hexdigest()[:8]}"


def main() -> None:
    """Sets up as the first frame says, answers with the version of the rules, then does a task a frame to the end."""
    fd = int(sys.argv[1])
    # Whatever a library prints goes to standard error; the frames have the pipe for themselves.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="minuteminer-") as folder:
        setup, taxonomy_text = read_frame(sys.stdin.buffer)
        taxonomy = None
        if setup["taxonomy"]:
            taxonomy = Path(folder) / "taxonomy.json"
            taxonomy.write_bytes(taxonomy_text)
        list(annotate_many([("A grant of £5m was noted.", {})], taxonomy=taxonomy))
        version = current_version(taxonomy)
        write_frame(out, {"version": version})
        while True:
            try:
                header, bodies = read_frame(sys.stdin.buffer)
                _answer(out, header, bodies, setup["format"], taxonomy, fd, version)
            except (EOFError, BrokenPipeError):  # whoever asked has ended
                return


def _answer(
    out: IO[bytes], header: dict[str, Any], bodies: bytes, format: str, taxonomy: Path | None, fd: int, version: str
) -> None:
    started = time.perf_counter()
    documents = _Annotated(header["documents"], bodies, header["skip"], taxonomy, fd)
    encoded = encode_part(format, documents)
    refused = {number for number, _kind, _reason in documents.refusals}
    extents = iter(encoded.extents)
    answer = {
        "extents": [0 if number in refused else next(extents) for number in range(len(header["documents"]))],
        "facts": documents.facts,
        "refusals": documents.refusals,
        "version": version,
        "process": os.getpid(),
        "memory_bytes": memory_bytes(),
        "seconds": time.perf_counter() - started,
    }
    write_frame(out, answer, encoded.data)


def memory_bytes() -> int:
    """What this process holds in memory."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # no Linux
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
