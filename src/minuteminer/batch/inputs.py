"""Documents of files, folders and object stores, as they are sent out to be annotated.

A lot is what is cut into partitions on its own: a file of rows (JSON Lines, Parquet), or files of one document each.
Rows are read here one after the other; other files go out as they are, and whoever annotates them reads them.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import IO, Any

from minuteminer.batch.files import FoundFile, find_files, open_file, read_file
from minuteminer.errors import DocumentError, MissingExtraError, UsageError
from minuteminer.parse.documents import (
    FILE_SUFFIXES,
    STDIN,
    SourceDocument,
    document_of_row,
    parse_row,
    read_stdin,
)

ROW_SUFFIXES = (".jsonl", ".jsonl.gz", ".parquet")
_COLUMNS = ("id", "text", "title", "url")
# Rows of a Parquet file that are in memory at once.
_PARQUET_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A document to annotate: the words of a row (`suffix` is empty), or the bytes of a file of that suffix.

    `key` is the digest of all that its record is made from. `refusal` says why there is no document in it.
    `input_bytes` is how much of the input it stands for; `breaks_off` is True where the rest of its file is unreadable.
    """

    id: str
    source: str
    title: str | None
    suffix: str
    body: bytes
    key: str
    input_bytes: int
    refusal: str | None = None
    breaks_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Files to read one after the other; `name` tells lots apart, and decides which shard does this one."""

    name: str
    files: tuple[FoundFile, ...]

    @property
    def holds_rows(self) -> bool:
        """True for one file of rows, or standard input."""
        return self.name == STDIN or is_rows(self.files[0])

    @property
    def size(self) -> int:
        """Bytes of input; 0 for standard input."""
        return sum(file.size for file in self.files)


def is_rows(file: FoundFile) -> bool:
    """True for a file that holds one document a row."""
    return file.name.lower().endswith(ROW_SUFFIXES)


def find_inputs(paths: Iterable[str]) -> Iterator[FoundFile | DocumentError]:
    """The files that `paths` name, and those with documents in the folders; an error for each path without any.

    Files of one name in two places are told apart by their whole paths: a document has its id from the name. A file
    that is named twice is read once.
    """
    found = list(_find_inputs(paths))
    files = {one.path: one for one in found if isinstance(one, FoundFile)}
    often = Counter(file.name for file in files.values())
    for one in found:
        if isinstance(one, DocumentError):
            yield one
        elif files.pop(one.path, None) is not None:
            yield one if often[one.name] == 1 else replace(one, name=one.path.replace("\\", "/"))


def _find_inputs(paths: Iterable[str]) -> Iterator[FoundFile | DocumentError]:
    for path in paths:
        if path == STDIN:
            yield FoundFile(path=STDIN, name=STDIN, size=0)
            continue
        try:
            found = find_files(path)
        except FileNotFoundError:
            found = []
        if len(found) == 1 and found[0].path.rstrip("/") == path.rstrip("/"):
            yield found[0]  # a file that is named must be readable: it is refused where it is read
            continue
        files = [file for file in found if file.name.lower().endswith((*ROW_SUFFIXES, *FILE_SUFFIXES))]
        yield from files
        if not files:
            expected = f"a file, or a folder with documents ({', '.join((*FILE_SUFFIXES, *ROW_SUFFIXES))})"
            got = "none in it" if found else "nothing of that name, or an empty folder"
            yield DocumentError(f"{path}: expected {expected}, got {got}", source=path)


def find_shard(text: str) -> tuple[int, int]:
    """Which of how many shards `text` names, counted from 1.

    Raises UsageError for what is no such thing.

    >>> find_shard("2/10")
    (2, 10)
    """
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise UsageError(f"--shard {text}: expected number/count such as 2/10, the number from 1 to the count")
    return int(number), int(count)


def short_hash(text: str) -> int:
    """A number from a text that is the same on every machine.

    >>> short_hash("minutes/2016.jsonl")
    1076087787
    """
    return zlib.crc32(text.encode("utf-8", "surrogateescape"))


def read_lot(lot: Lot) -> Iterator[Pending]:
    """The documents of a lot, in order; what cannot be read is one with a `refusal`."""
    if not lot.holds_rows:
        for file in lot.files:
            yield _pending_file(file)
        return
    file = lot.files[0]
    try:
        if lot.name == STDIN:
            yield from _read_standard_input(sys.stdin.buffer)
        elif file.name.lower().endswith(".parquet"):
            yield from _weighed(_parquet_rows(file.path), file)
        else:
            yield from _json_lines(file)
    except DocumentError as error:
        yield _broken_off(file, str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield _broken_off(file, f"{file.path}: expected a file that can be read to its end, got {error}")


def _pending_file(file: FoundFile) -> Pending:
    try:
        body = read_file(file.path)
    except OSError as error:
        reason = f"{file.path}: expected a readable file, got {error.strerror or 'an error of the system'}"
        return _refused(file.name, file.path, reason, file.size)
    suffix = "." + file.name.rpartition(".")[2].lower()
    return _pending(file.name, file.path, None, suffix, body, file.size)


def _json_lines(file: FoundFile) -> Iterator[Pending]:
    zipped = file.name.lower().endswith(".gz")
    with open_file(file.path) as raw, gzip.GzipFile(fileobj=raw) if zipped else nullcontext(raw) as lines:
        at = count = 0
        for number, line in enumerate(lines, start=1):
            if line.strip():
                count += 1
                before, at = at, raw.tell() if zipped else at + len(line)
                yield _pending_row(line, file.path, number, at - before)
    if not count:
        yield _refused(file.name, file.path, f"{file.path}: expected JSON Lines, got an empty file", file.size)


def _read_standard_input(stream: IO[bytes]) -> Iterator[Pending]:
    """JSON Lines are read as they come; anything else is one text."""
    first = stream.readline()
    if first[:1] == b"{":
        yield _pending_row(first, STDIN, 1, 0)
        for number, line in enumerate(stream, start=2):
            if line.strip():
                yield _pending_row(line, STDIN, number, 0)
        return
    for outcome in read_stdin(first + stream.read()):
        yield _refused(STDIN, STDIN, str(outcome), 0) if isinstance(outcome, DocumentError) else _of_words(outcome, 0)


def _pending_row(line: bytes, source: str, number: int, size: int) -> Pending:
    try:
        return _of_words(parse_row(line, source, number), size)
    except DocumentError as error:
        return _refused(f"{source}:{number}", source, str(error), size)


def _weighed(rows: Iterable[tuple[dict[str, Any], int, int]], file: FoundFile) -> Iterator[Pending]:
    """Documents of rows that came with their number and the number of all rows."""
    for row, number, count in rows:
        size = file.size // count
        try:
            yield _of_words(document_of_row(row, file.path, number), size)
        except DocumentError as error:
            yield _refused(f"{file.path}:{number}", file.path, str(error), size)


def _parquet_rows(path: str) -> Iterator[tuple[dict[str, Any], int, int]]:
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtraError(f"{path}: Parquet needs an extra: pip install 'minuteminer[parquet]'") from error
    number = 0
    with open_file(path) as raw:
        try:
            file = ParquetFile(raw)
            columns = [name for name in _COLUMNS if name in file.schema_arrow.names]
            for batch in file.iter_batches(batch_size=_PARQUET_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield (
                        {key: value for key, value in row.items() if value is not None},
                        number,
                        file.metadata.num_rows,
                    )
        except pyarrow.ArrowException as error:
            raise DocumentError(
                f"{path}: expected a Parquet file with the columns id and text, got {str(error)[:200]}", source=path
            ) from error


def _of_words(document: SourceDocument, size: int) -> Pending:
    return _pending(document.id, document.source, document.title, "", document.text.encode(), size)


def _pending(id: str, source: str, title: str | None, suffix: str, body: bytes, size: int) -> Pending:
    return Pending(
        id=id, source=source, title=title, suffix=suffix, body=body,
        key=_key(source, title or "", suffix, body), input_bytes=size,
    )  # fmt: skip


def _refused(id: str, source: str, reason: str, size: int) -> Pending:
    key = _key(source, "", "refused", reason.encode())
    return Pending(id=id, source=source, title=None, suffix="", body=b"", key=key, input_bytes=size, refusal=reason)


def _broken_off(file: FoundFile, reason: str) -> Pending:
    return replace(_refused(file.path, file.path, reason, 0), breaks_off=True)


def _key(source: str, title: str, suffix: str, body: bytes) -> str:
    digest = hashlib.sha256()
    for part in (source, title, suffix):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(body)
    return digest.hexdigest()[:20]
