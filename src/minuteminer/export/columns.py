"""The columns of the files, made from the types of the domain: name, type and allowed values of each.

What a column means, its unit and its source are rows of `columns.json`, which tests hold to the types.
"""

from __future__ import annotations

import datetime
import json
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from minuteminer.export.allowed import name_values

ColumnType = Literal["string", "integer", "number", "boolean", "date", "datetime", "list"]
# What stands between the values of a list where a cell is one text.
LIST_SEPARATOR = "; "

_TYPES: dict[type, ColumnType] = {
    str: "string", int: "integer", float: "number", bool: "boolean", datetime.date: "date",
    datetime.datetime: "datetime",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `values` are the allowed ones, `required` says that no cell is empty."""

    name: str
    type: ColumnType
    required: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a column means: `unit` and `values` in words, and the `source` that it comes from."""

    meaning: str
    unit: str
    values: str
    source: str


def columns_of(
    kind: type, *, without: Iterable[str] = (), renamed: Mapping[str, str] | None = None
) -> tuple[Column, ...]:
    """The columns of a dataclass's fields, in their order.

    >>> from minuteminer.findings import Percent
    >>> [column.name for column in columns_of(Percent, without=("start_char", "end_char", "rule_id", "evidence"))]
    ['text', 'value', 'high', 'qualifier']
    >>> columns_of(Percent)[-2].values[:2]
    ('exact', 'approx')
    """
    hints = typing.get_type_hints(kind)
    names = renamed or {}
    return tuple(
        _column(names.get(field.name, field.name), hints[field.name])
        for field in fields(kind)
        if field.name not in without
    )


def _column(name: str, hint: Any) -> Column:
    required = True
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = [one for one in typing.get_args(hint) if one is not type(None)]
        required = False
    if typing.get_origin(hint) is tuple:
        return Column(name=name, type="list", required=False)
    if typing.get_origin(hint) is Literal:
        return Column(name=name, type="string", required=required, values=typing.get_args(hint))
    # A text may be empty, which a table cannot tell from nothing.
    return Column(name=name, type=_TYPES[hint], required=required and hint is not str)


@cache
def load_meanings() -> dict[str, Meaning]:
    """The meaning of each column, by name, or by table and name ("votes.id") where a table has its own."""
    rows = json.loads(files("minuteminer.export").joinpath("columns.json").read_text(encoding="utf-8"))["columns"]
    return {
        name: Meaning(**({"unit": ""} | row | {"values": name_values(row.get("values", ""))}))
        for name, row in rows.items()
    }


def meaning_of(table: str, column: str) -> Meaning:
    """What a column of a table means."""
    meanings = load_meanings()
    return meanings.get(f"{table}.{column}") or meanings[column]
