"""Values of ours to JSON and back, for the store of intermediate results.

Dataclasses become lists of their fields in order; what a field holds is read from its annotation. Of the types that
`models.py` and `findings.py` use: str, int, float, bool, None, date, datetime, tuples, other dataclasses, `Literal`s,
and the `Value` of a `Fact`, which its kind tells.
"""

from __future__ import annotations

import datetime
import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from minuteminer.findings import VALUE_TYPES, Fact

T = TypeVar("T")


def encode(value: Any) -> bytes:
    """The value as compact JSON.

    >>> from minuteminer.findings import Topic
    >>> topic = Topic(topic_id="firearms", score=1.0, method="rule", evidence=((0, 8),))
    >>> encode(topic)
    b'["firearms",1.0,"rule",[[0,8]]]'
    >>> decode(Topic, encode(topic)) == topic
    True
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def decode(kind: type[T], data: bytes) -> T:
    """The value of type `kind` that `encode` wrote."""
    result: T = _decoder(kind)(json.loads(data))  # type: ignore[arg-type]  # a type is hashable
    return result


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return [_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@cache
def _decoder(annotation: Any) -> Callable[[Any], Any]:
    """How to rebuild what `annotation` says from plain JSON."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is datetime.datetime:
        return datetime.datetime.fromisoformat
    if annotation is datetime.date:
        return datetime.date.fromisoformat
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _fact_decoder() if annotation is Fact else _dataclass_decoder(annotation)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin in (typing.Union, types.UnionType):
        (inner,) = [argument for argument in arguments if argument is not type(None)]
        decode_inner = _decoder(inner)
        return lambda plain: None if plain is None else decode_inner(plain)
    return lambda plain: plain


def _tuple_decoder(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if arguments[-1] is Ellipsis:
        each = _decoder(arguments[0])
        return lambda plain: tuple(each(part) for part in plain)
    parts = [_decoder(argument) for argument in arguments]
    return lambda plain: tuple(part(item) for part, item in zip(parts, plain, strict=True))


def _dataclass_decoder(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    readers = [(field.name, _decoder(hints[field.name])) for field in fields(kind)]
    return lambda plain: kind(**{name: read(item) for (name, read), item in zip(readers, plain, strict=True)})


def _fact_decoder() -> Callable[[Any], Any]:
    hints = typing.get_type_hints(Fact)
    names = [field.name for field in fields(Fact)]
    readers = {name: _decoder(hints[name]) for name in names if name != "value"}
    values = {kind: _dataclass_decoder(type_) for kind, type_ in VALUE_TYPES.items()}

    def read(plain: list[Any]) -> Fact:
        given = dict(zip(names, plain, strict=True))
        value = values[given["kind"]](given.pop("value"))
        return Fact(**{name: readers[name](item) for name, item in given.items()}, value=value)

    return read
