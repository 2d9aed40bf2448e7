"""The data dictionary: every column of every table, made from the types and the schema, so that it cannot drift."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.resources import files

from minuteminer.export.allowed import name_values
from minuteminer.export.describe import explained_markdown
from minuteminer.export.file_tables import TABLES, table_columns
from minuteminer.export.records import OUTSIDE_NAMES
from minuteminer.findings import VALUE_TYPES
from minuteminer.index.tables import public_tables

_COMMON = ("id", "kind", "text", "start_char", "end_char", "paragraph", "rule_id")

_INTRODUCTION = """\
# Data dictionary

Made by `minuteminer dictionary` from the types and the index's schema. Offsets are half-open Python string indices into
the document's text: `text[start_char:end_char]` is the fact's `text`, always. Empty (`null`) means that the source does
not say; a value is never guessed.
"""

_FILES = """\
## Tables that `export` and `snapshot` write

The last four columns (`fetched_at` to `rules_version`) are written with `--provenance`; all else is the same for the
same content. In CSV and XLSX a list is one cell; in JSON Lines and Parquet it is a list.
"""


def load_columns() -> dict[str, dict[str, str]]:
    """What each column name means: `meaning`, `unit` and `values`."""
    text = files("minuteminer.export").joinpath("dictionary.json").read_text(encoding="utf-8")
    columns: dict[str, dict[str, str]] = json.loads(text)["columns"]
    return {name: column | {"values": name_values(column["values"])} for name, column in columns.items()}


def fact_columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind of fact in `extract`'s records: the common ones, then its own."""
    own = (OUTSIDE_NAMES.get(field.name, field.name) for field in fields(VALUE_TYPES[kind]))
    return (*_COMMON, *(name for name in own if name not in _COMMON))


def dictionary_markdown() -> str:
    """The whole dictionary as Markdown."""
    columns = load_columns()
    lines = [_INTRODUCTION, "## Facts, as `extract` writes them\n"]
    for kind in VALUE_TYPES:
        lines += [f"### {kind}\n", *_table(fact_columns(kind), columns), ""]
    lines.append("## Tables of the index (`index.sqlite`)\n")
    for table, described in public_tables().items():
        types = dict(described)
        lines += [f"### {table}\n", *_table(types, columns, types), ""]
    lines.append(_FILES)
    for one in TABLES.values():
        lines.append(explained_markdown(one.name, one.title, table_columns(one, provenance=True)))
    return "\n".join(lines)


def _table(
    names: Iterable[str], columns: dict[str, dict[str, str]], types: dict[str, str] | None = None
) -> Iterator[str]:
    yield "| column | " + ("type | " if types else "") + "meaning | unit | values |"
    yield "|---|" + ("---|" if types else "") + "---|---|---|"
    for name in names:
        column = columns[name]
        kind = f" {types[name].lower()} |" if types else ""
        yield f"| `{name}` |{kind} {column['meaning']} | {column['unit']} | {column['values']} |"
