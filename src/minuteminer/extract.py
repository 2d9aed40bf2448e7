"""Documents in, annotations out: no network and no index.

Into one file or standard output; or, with `extract_parts`, into a folder of parts in which a run that was stopped
goes on.
"""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from minuteminer.batch.files import is_url
from minuteminer.batch.formats import check_part_format, first_start, part_rows, record_lines
from minuteminer.batch.frames import Done, Setup
from minuteminer.batch.ordered import ordered_parts, readable_documents
from minuteminer.batch.output import Output
from minuteminer.batch.partitions import PARTITION_DOCUMENTS
from minuteminer.batch.run import Standing, Watch, run_batch
from minuteminer.batch.workers import open_workers
from minuteminer.errors import DocumentError, UsageError
from minuteminer.export.tables import fact_rows, write_csv, write_parquet
from minuteminer.findings import AnnotatedDocument

FORMATS = ("jsonl", "facts", "gold", "csv", "parquet", "docbin")
# A PDF is given up after 60 s by its own reader; a text of 10 MB takes 40 s.
DEADLINE_S = 120.0


def extract(
    paths: Iterable[str],
    *,
    format: str = "jsonl",
    output: Path | None = None,
    taxonomy: Path | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    deadline_s: float = DEADLINE_S,
    excel: bool = False,
    on_failure: Callable[[DocumentError], None],
) -> int:
    """Annotate documents and write them in one format; returns how many documents were written.

    `paths` are files, folders and URLs, or `-` for standard input. A document that cannot be read is handed to
    `on_failure`, and the others go on. More `jobs` than one are processes, with the same output to the byte; there,
    and on the cluster of `scheduler`, a document may take `deadline_s` seconds. A CSV file for `excel` begins with the
    mark by which that knows UTF-8.
    Raises UsageError for an unknown format, a binary one without `output`, or `excel` with another than a CSV file.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")
    if format in ("parquet", "docbin") and output is None:
        raise UsageError(f"--format {format} is a binary file; name it with -o FILE")
    if excel and (format != "csv" or output is None):
        raise UsageError("--excel is for one file of CSV: --format csv -o FILE.csv")
    inputs = tuple(map(str, paths))
    if jobs == 1 and scheduler is None:
        return _write_here(_annotated(inputs, taxonomy, on_failure), format, output, excel=excel)
    check_part_format(format)
    setup = Setup(format=format, taxonomy=_read_taxonomy(taxonomy), deadline_s=deadline_s)
    with open_workers(setup, jobs=jobs, scheduler=scheduler) as workers:
        return _write_parts(ordered_parts(inputs, workers, on_failure), format, output, excel=excel)


def extract_parts(
    paths: Iterable[str],
    folder: str,
    watch: Watch,
    *,
    format: str = "jsonl",
    taxonomy: Path | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    deadline_s: float = DEADLINE_S,
    shard: tuple[int, int] = (1, 1),
    partition: int = PARTITION_DOCUMENTS,
    again: bool = False,
    replace_inputs: bool = False,
) -> Standing:
    """Annotate documents into a folder (a path or URL) of parts of about `partition` documents; returns what is there.

    What was done under the same rules and is unchanged is passed over, so the same call goes on where one was stopped.
    `jobs` are processes; `scheduler` is the address of a Dask scheduler, or "local". Raises what `run_batch` raises,
    UsageError for a format that has no parts.
    """
    check_part_format(format)
    setup = Setup(format=format, taxonomy=_read_taxonomy(taxonomy), deadline_s=deadline_s)
    with open_workers(setup, jobs=jobs, scheduler=scheduler) as workers:
        return run_batch(
            tuple(map(str, paths)), Output(folder, format), workers, watch,
            shard=shard, documents=partition, again=again, replace_inputs=replace_inputs,
        )  # fmt: skip


def is_folder(output: str) -> bool:
    """True if `-o` names a folder for parts: a URL, a folder that is there, or a name with a slash at its end.

    >>> is_folder("facts/"), is_folder("s3://minutes/facts"), is_folder("facts.csv")
    (True, True, False)
    """
    return is_url(output) or output.endswith("/") or Path(output).is_dir()


def _read_taxonomy(taxonomy: Path | None) -> str | None:
    return taxonomy.read_text(encoding="utf-8") if taxonomy else None


def _annotated(
    inputs: tuple[str, ...], taxonomy: Path | None, on_failure: Callable[[DocumentError], None]
) -> Iterator[AnnotatedDocument]:
    from minuteminer.batch.child import annotate_source, source_of

    for one in readable_documents(inputs, on_failure):
        try:
            yield annotate_source(source_of(one.id, one.source, one.title, one.suffix, one.body), taxonomy)
        except DocumentError as error:
            on_failure(error)


class _Counted:
    """An iterable of documents that counts what passes."""

    def __init__(self, documents: Iterable[AnnotatedDocument]) -> None:
        self._documents = documents
        self.count = 0

    def __iter__(self) -> Iterator[AnnotatedDocument]:
        for document in self._documents:
            self.count += 1
            yield document


def _write_here(documents: Iterable[AnnotatedDocument], format: str, output: Path | None, *, excel: bool) -> int:
    counted = _Counted(documents)
    if format == "parquet" and output is not None:
        write_parquet(fact_rows(counted), output)
    elif format == "docbin" and output is not None:
        _write_docbin(counted, output)
    else:
        _write_text(counted, format, output, excel=excel)
    return counted.count


def _write_text(documents: Iterable[AnnotatedDocument], format: str, output: Path | None, *, excel: bool) -> None:
    if output is None:
        _write_lines(documents, format, sys.stdout)
        return
    with output.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as out:
        _write_lines(documents, format, out)


def _write_lines(documents: Iterable[AnnotatedDocument], format: str, out: IO[str]) -> None:
    if format == "csv":
        write_csv(fact_rows(documents), out)
        return
    for document in documents:
        out.writelines(record_lines(document, format))


def _write_parts(parts: Iterable[Done], format: str, output: Path | None, *, excel: bool) -> int:
    """Write the parts as one file, to the byte what `_write_here` writes."""
    count = 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        for part in parts:
            count += len(part.extents) - len(part.refusals)
            yield part.data

    if format == "parquet" and output is not None:
        write_parquet((row for data in counted() for row in part_rows(data)), output)
    elif output is not None:
        with output.open("wb") as out:
            out.write(BOM_UTF8 if excel else b"")
            _join_parts(counted(), format, out)
    else:
        _join_parts(counted(), format, sys.stdout.buffer)
    return count


def _join_parts(parts: Iterable[bytes], format: str, out: IO[bytes]) -> None:
    head = first_start(format)
    for number, data in enumerate(parts):
        out.write(data[head if number else 0 :])


def _write_docbin(documents: Iterable[AnnotatedDocument], output: Path) -> None:
    """Annotate again into spaCy Docs: a DocBin is an export of Docs, which we do not keep."""
    from spacy.tokens import DocBin

    from minuteminer.annotate.pipeline import load

    nlp = load()
    bin = DocBin(store_user_data=True)
    for document in documents:
        doc = nlp(document.text)
        doc.user_data["id"] = document.id
        bin.add(doc)
    bin.to_disk(output)
