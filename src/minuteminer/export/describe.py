"""What stands beside a table: the columns in words, as CSV on the Web (CSVW) and as a Frictionless table schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minuteminer.export.columns import LIST_SEPARATOR, Column, ColumnType, meaning_of
from minuteminer.findings import SCHEMA_VERSION

RIGHTS = (
    "The words are those of the minutes that councils published on the sites named here, under each council's own "
    "licence, which is not stated here. Many publish under the Open Government Licence v3.0 "
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/), which asks that the council be "
    "named as the source."
)
HEADS = ("column", "type", "meaning", "unit", "values", "source")
_FORMULAS = ". A cell that a spreadsheet would run as a formula has an apostrophe before it"
_CSVW_TYPES: dict[ColumnType, str] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date",
    "datetime": "dateTimeStamp", "list": "string",
}  # fmt: skip
# A Frictionless table schema has no list in a cell of text: it is described as the text that it is.
_SCHEMA_TYPES: dict[ColumnType, str] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date",
    "datetime": "datetime", "list": "string",
}  # fmt: skip


def explained_rows(table: str, columns: Iterable[Column]) -> Iterator[tuple[str, ...]]:
    """For each column its name, type, meaning, unit, allowed values and source, in words: in the order of `HEADS`."""
    for column in columns:
        said = meaning_of(table, column.name)
        values = ", ".join(column.values) or said.values or ("true, false" if column.type == "boolean" else "")
        kind = f"list, separated by “{LIST_SEPARATOR}”" if column.type == "list" else column.type
        yield column.name, kind, said.meaning, said.unit, values, said.source


def explained_markdown(table: str, title: str, columns: Sequence[Column]) -> str:
    """The columns of a table as Markdown."""
    lines = [f"### {table}", "", f"{title}.", "", f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    for name, *cells in explained_rows(table, columns):
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def csvw_metadata(table: str, title: str, columns: Sequence[Column], *, url: str, about: str, raw: bool) -> Any:
    """The metadata of a CSV file for CSV on the Web: `url` is the file's name, `about` says what is in it."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": title,
        "dc:description": about + ("" if raw else _FORMULAS),
        "dc:rights": RIGHTS,
        "schema:schemaVersion": SCHEMA_VERSION,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_csvw_column(table, column) for column in columns], "primaryKey": "id"},
    }


def _csvw_column(table: str, column: Column) -> dict[str, Any]:
    datatype: Any = _CSVW_TYPES[column.type]
    if column.values:
        datatype = {"base": "string", "format": "|".join(column.values)}
    described: dict[str, Any] = {
        "name": column.name, "titles": column.name, "datatype": datatype, "required": column.required,
        "dc:description": in_words(table, column),
    }  # fmt: skip
    if column.type == "list":
        described["separator"] = LIST_SEPARATOR
    return described


def table_schema(table: str, columns: Sequence[Column], keys: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """A Frictionless table schema; `keys` are columns with the table whose `id` they name."""
    schema: dict[str, Any] = {
        "fields": [_schema_field(table, column) for column in columns],
        "missingValues": [""],
    }
    names = {column.name for column in columns}
    if "id" in names:
        schema["primaryKey"] = ["id"]
    if foreign := [
        {"fields": [name], "reference": {"resource": other, "fields": ["id"]}} for name, other in keys if name in names
    ]:
        schema["foreignKeys"] = foreign
    return schema


def _schema_field(table: str, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.name == "id":
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    described = {
        "name": column.name, "type": _SCHEMA_TYPES[column.type], "description": in_words(table, column),
    }  # fmt: skip
    return described | ({"constraints": constraints} if constraints else {})


def in_words(table: str, column: Column) -> str:
    """What a column means, with its unit and its source, in one line."""
    said = meaning_of(table, column.name)
    kind = f"a list, separated by “{LIST_SEPARATOR}”" if column.type == "list" else ""
    parts = [said.meaning, *(f"{name}: {value}" for name, value in (("unit", said.unit), ("values", said.values))
             if value), kind, f"source: {said.source}"]  # fmt: skip
    return "; ".join(part for part in parts if part)
