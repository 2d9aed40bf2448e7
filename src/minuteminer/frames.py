"""Answers as data frames, for notebooks: one row a hit, a point, a clause, a fact.

pandas and polars are the user's own: they are imported when a frame is asked for, and not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from minuteminer.answers import (
    MARK_END,
    MARK_START,
    Hit,
    Precedent,
    RegisterRow,
    Results,
    Sum,
    Summand,
    Trail,
    TrailPoint,
)
from minuteminer.errors import MissingExtraError, UsageError
from minuteminer.findings import VALUE_TYPES, Clause, Derived, Evidence, Fact, Topic, Vote

if TYPE_CHECKING:
    import pandas
    import polars

Record = dict[str, Any]
# What only the program needs, or what stands in the row under another name.
_LEFT_OUT = frozenset(("start_char", "end_char", "text", "rule_id", "evidence", "snippet", "score", "figures"))
_HIT_COLUMNS = [
    *(field.name for field in fields(Hit) if field.name not in _LEFT_OUT),
    *("text", "snippet", "figures", "fact_ids", "score"),
]
# The columns of each kind of answer, so that an empty one has them too.
_ROWS: Mapping[type, type] = {Results: Hit, Trail: TrailPoint, Sum: Summand}


def to_pandas(answer: Any) -> pandas.DataFrame:
    """An answer of the index, or any list of hits, points, clauses or facts, as a pandas frame.

    Dates are days (`datetime64`), what is a list stays one, and what the source does not say is missing.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("A pandas frame needs: pip install pandas") from error
    columns, records = _table(answer)
    frame = pandas.DataFrame.from_records(records, columns=columns)
    if "date" in frame:
        frame["date"] = pandas.to_datetime(frame["date"])
    for name in columns:
        # Without this, one missing value would turn pence and votes into floats.
        if any(type(record.get(name)) is int for record in records) and frame[name].dtype == "float64":
            whole = all(type(record.get(name)) in (int, type(None)) for record in records)
            frame[name] = frame[name].astype("Int64") if whole else frame[name]
    return frame


def to_polars(answer: Any) -> polars.DataFrame:
    """As `to_pandas`, as a polars frame."""
    try:
        import polars
    except ImportError as error:
        raise MissingExtraError("A polars frame needs: pip install polars") from error
    columns, records = _table(answer)
    return polars.DataFrame({name: [record.get(name) for record in records] for name in columns}, strict=False)


def _table(answer: Any) -> tuple[list[str], list[Record]]:
    """Column names and rows. Raises UsageError for what is not an answer."""
    rows = _rows(answer)
    records = [_record(row) for row in rows]
    if not records and (row_type := _ROWS.get(type(answer))) is not None:
        return (_HIT_COLUMNS if row_type is Hit else [field.name for field in fields(row_type)]), []
    return list(dict.fromkeys(name for record in records for name in record)), records


def _rows(answer: Any) -> list[Any]:
    if isinstance(answer, Results):
        return list(answer.hits)
    if isinstance(answer, Trail):
        return list(answer.points)
    if isinstance(answer, Sum):
        return [*answer.added, *answer.refused]
    if isinstance(answer, Iterable) and not isinstance(answer, (str, bytes, Mapping)):
        return list(answer)
    raise UsageError(
        f"expected an answer of the index (search, trail, register, precedents, sum) or a list of facts, got {answer!r}"
    )


def _record(row: Any) -> Record:
    if isinstance(row, Hit):
        return _hit(row)
    if isinstance(row, Fact):
        return _fact(row)
    if isinstance(row, (TrailPoint, Summand, RegisterRow, Precedent, Topic)):
        return {field.name: _plain(getattr(row, field.name)) for field in fields(row)}
    raise UsageError(f"expected hits, points, clauses or facts as rows, got {type(row).__name__}")


def _hit(hit: Hit) -> Record:
    record = {field.name: _plain(getattr(hit, field.name)) for field in fields(hit) if field.name not in _LEFT_OUT}
    record["text"] = hit.text
    record["snippet"] = hit.snippet.replace(MARK_START, "").replace(MARK_END, "")
    record["figures"] = [figure.text for figure in hit.figures]
    record["fact_ids"] = [figure.fact_id for figure in hit.figures]
    record["score"] = hit.score.total if hit.score else None
    return record


def _fact(fact: Fact) -> Record:
    record: Record = {
        "id": fact.id, "kind": fact.kind, "item": fact.item, "paragraph": fact.paragraph,
        "start_char": fact.start_char, "end_char": fact.end_char, "text": fact.text, "rule_id": fact.rule_id,
    }  # fmt: skip
    value = fact.value
    for field in fields(value):
        if field.name not in _LEFT_OUT:
            record[field.name] = _plain(getattr(value, field.name))
    return record


def _plain(value: Any) -> Any:
    """A value as a cell: tuples as lists, values of ours as dictionaries."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, (Clause, Derived, Evidence, Vote, *VALUE_TYPES.values())) and is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
