"""Facts as tables: one row a fact, columns the same for every kind, as CSV and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

from minuteminer.errors import MissingExtraError
from minuteminer.export.records import OUTSIDE_NAMES, fact_record
from minuteminer.findings import AnnotatedDocument, Headcount, Money, Note, Percent, Resolution, Vote

_LEADING = ("document", "source", "id", "kind", "text", "start_char", "end_char", "paragraph", "rule_id")

# Every column of the table of facts: the common ones, then those of each kind in the order of its type.
FACT_COLUMNS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *_LEADING,
            *(
                OUTSIDE_NAMES.get(field.name, field.name)
                for kind in (Money, Percent, Headcount, Vote, Resolution, Note)
                for field in fields(kind)
            ),
        ]
    )
)


def fact_rows(documents: Iterable[AnnotatedDocument]) -> Iterator[dict[str, Any]]:
    """One row a fact; lists (verbs, clauses, evidence) as JSON text, so that a cell is one value."""
    for document in documents:
        for fact in document.facts:
            row = {"document": document.id, "source": document.source, **fact_record(fact)}
            yield {
                key: json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
                for key, value in row.items()
            }


def defuse(cell: Any) -> Any:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula.

    >>> defuse("=1+1"), defuse("- as printed"), defuse(-5)
    ("'=1+1", "'- as printed", -5)
    """
    if not isinstance(cell, str) or cell[:1].isalnum():
        return cell
    if cell.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠"):
        return "'" + cell
    return "'" + cell if cell[:1] in ("\t", "\r") else cell


def write_csv(rows: Iterable[dict[str, Any]], out: IO[str], columns: tuple[str, ...] = FACT_COLUMNS) -> None:
    """Write rows as CSV (RFC 4180, one header row); empty cells for None, formulas made harmless."""
    writer = csv.DictWriter(out, fieldnames=columns, extrasaction="ignore", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: defuse(row.get(key)) for key in columns})


def write_parquet(rows: Iterable[dict[str, Any]], path: Path, columns: tuple[str, ...] = FACT_COLUMNS) -> None:
    """Write rows as one Parquet file; raises MissingExtraError without the extra `parquet`."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError("Parquet needs an extra: pip install 'minuteminer[parquet]'") from error
    schema = pa.schema([(name, _arrow_type(pa, name)) for name in columns])
    with pq.ParquetWriter(path, schema) as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append({name: row.get(name) for name in columns})
            if len(batch) == 10_000:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                batch.clear()
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _arrow_type(pa: Any, column: str) -> Any:
    if column in ("start_char", "end_char", "low_pence", "high_pence", "years", "for", "against", "abstain"):
        return pa.int64()
    if column in ("value", "high", "count", "of"):
        return pa.float64()
    return pa.bool_() if column in ("negated", "fte", "unanimous") else pa.string()
