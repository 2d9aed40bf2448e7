"""Documents in, annotations out: no network and no index."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from minuteminer.annotate.pipeline import annotate_many
from minuteminer.errors import DocumentError, UsageError
from minuteminer.export.gold import gold_record
from minuteminer.export.records import document_record, fact_record
from minuteminer.export.tables import fact_rows, write_csv, write_parquet
from minuteminer.findings import SCHEMA_VERSION, AnnotatedDocument
from minuteminer.parse.documents import SourceDocument, read_documents, read_stdin

FORMATS = ("jsonl", "facts", "gold", "csv", "parquet", "docbin")


def extract(
    paths: Iterable[str],
    *,
    format: str = "jsonl",
    output: Path | None = None,
    taxonomy: Path | None = None,
    on_failure: Callable[[DocumentError], None],
) -> int:
    """Annotate documents and write them in one format; returns how many documents were written.

    `paths` are files and folders, or `-` for standard input. A document that cannot be read is handed to
    `on_failure`, and the others go on. Raises UsageError for an unknown format, or a binary one without `output`.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; expected one of {', '.join(FORMATS)}")
    if format in ("parquet", "docbin") and output is None:
        raise UsageError(f"--format {format} is a binary file; name it with -o FILE")
    counted = _Counted(_annotated(paths, taxonomy, on_failure))
    if format == "parquet" and output is not None:
        write_parquet(fact_rows(counted), output)
    elif format == "docbin" and output is not None:
        _write_docbin(counted, output)
    else:
        _write_text(counted, format, output)
    return counted.count


class _Counted:
    """An iterable of documents that counts what passes."""

    def __init__(self, documents: Iterable[AnnotatedDocument]) -> None:
        self._documents = documents
        self.count = 0

    def __iter__(self) -> Iterator[AnnotatedDocument]:
        for document in self._documents:
            self.count += 1
            yield document


def _sources(paths: Iterable[str], on_failure: Callable[[DocumentError], None]) -> Iterator[SourceDocument]:
    for path in paths:
        found = read_stdin(sys.stdin.buffer.read()) if path == "-" else read_documents(Path(path))
        for document in found:
            if isinstance(document, DocumentError):
                on_failure(document)
            else:
                yield document


def _annotated(
    paths: Iterable[str], taxonomy: Path | None, on_failure: Callable[[DocumentError], None]
) -> Iterator[AnnotatedDocument]:
    for source in _sources(paths, on_failure):
        about = {
            "id": source.id,
            "source": source.source,
            "title": source.title or None,
            "items": source.items or None,
        }
        try:
            yield from annotate_many([(source.text, about)], taxonomy=taxonomy)
        except DocumentError as error:
            on_failure(error)


def _write_text(documents: Iterable[AnnotatedDocument], format: str, output: Path | None) -> None:
    if output is None:
        _write_lines(documents, format, sys.stdout)
        return
    # A spreadsheet program takes a CSV file for UTF-8 only if it begins with the mark.
    encoding = "utf-8-sig" if format == "csv" else "utf-8"
    with output.open("w", encoding=encoding, newline="") as out:
        _write_lines(documents, format, out)


def _write_lines(documents: Iterable[AnnotatedDocument], format: str, out: IO[str]) -> None:
    if format == "csv":
        write_csv(fact_rows(documents), out)
        return
    for document in documents:
        for record in _records(document, format):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _records(document: AnnotatedDocument, format: str) -> Iterator[dict[str, Any]]:
    if format == "facts":
        for fact in document.facts:
            yield {"schema_version": SCHEMA_VERSION, "document": document.id, **fact_record(fact)}
    else:
        yield gold_record(document) if format == "gold" else document_record(document)


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
