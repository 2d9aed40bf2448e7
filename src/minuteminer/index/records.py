"""Values ↔ JSON, by the types of their fields: how the index keeps what its columns do not hold.

Only dataclasses of `models` and `findings` are read back; nothing in a record can name any other type.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import types
import typing
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from minuteminer.findings import VALUE_TYPES, AnnotatedDocument, Fact, Paragraph, Topic
from minuteminer.models import AgendaItem

T = TypeVar("T")
# Besides what databases refuse: the signs that mark found words in snippets, and others that no page may show.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_UNSTORABLE_ASCII = bytes(code for code in range(32) if chr(code) not in "\t\n\r")
_SHARED = frozenset(("start_char", "end_char", "text", "rule_id"))
_NOTHING = frozenset[str]()
# Of facts and paragraphs there are many: they are lists, in this order.
_FACT = attrgetter("id", "kind", "item", "start_char", "end_char", "text", "paragraph", "rule_id")
_PARAGRAPH = attrgetter("label", "start_char", "end_char", "kind")


def to_json(value: object) -> str:
    """A value as JSON: fields that have their default are left out.

    >>> to_json(Topic(topic_id="firearms", score=1.0, method="rule"))
    '{"topic_id":"firearms","score":1.0,"method":"rule"}'
    """
    return _ENCODER.encode(value)


def record_of(item: AgendaItem, document: AnnotatedDocument) -> str:
    """The `ItemRecord` of an item and its annotation as JSON."""
    fields = _encode_fields(item, _NOTHING) | {"text": ""}
    record: dict[str, object] = {"item": fields}
    if same := item.minutes_text == document.text:
        # The text is kept once: most items consist of their minutes alone.
        fields.pop("minutes_text", None)
        record["minutes_are_text"] = same
    if document.paragraphs:
        record["paragraphs"] = list(map(_PARAGRAPH, document.paragraphs))
    if document.facts:
        record["facts"] = list(map(_encode_fact, document.facts))
    if document.topics:
        record["topics"] = document.topics
    return _ENCODER.encode(record)


def from_json(kind: type[T], text: str) -> T:
    """The value of a dataclass from `to_json`.

    >>> from_json(Topic, '{"topic_id":"firearms","score":1.0,"method":"rule"}').evidence
    ()
    """
    return typing.cast(T, _decode(kind, json.loads(text)))


def plain_value(value: object) -> Any:
    """A value with all its fields as dictionaries, lists, text and numbers.

    >>> plain_value(Topic(topic_id="firearms", score=1.0, method="rule"))["evidence"]
    []
    """
    if isinstance(value, (tuple, list)):
        return [plain_value(one) for one in value]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        kind: Any = type(value)
        return {name: plain_value(getattr(value, name)) for name in _plan(kind)[0]}
    return value


def storable(value: Any) -> Any:
    """The value with U+FFFD for control characters and lone surrogates, which no text has. Offsets stay right.

    >>> storable(("a\\x00b", 1))
    ('a\ufffdb', 1)
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(storable(one) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{name: storable(getattr(value, name)) for name in _plan(_kind(value))[0]})
    return value


def is_storable(text: str) -> bool:
    """Whether a text can be stored as it is."""
    try:
        plain = text.encode()
    except UnicodeEncodeError:
        return False
    # A tenth of the time in which the pattern is looked for.
    return len(plain.translate(None, _UNSTORABLE_ASCII)) == len(plain)


def _kind(value: object) -> Any:
    return type(value)


@lru_cache(maxsize=64)
def _plan(
    kind: Any, without: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[object, ...], Callable[[Any], tuple[object, ...]]]:
    """Names and defaults of a dataclass's fields, and what reads them all at once."""
    fields = [field for field in dataclasses.fields(kind) if field.name not in without]
    names = tuple(field.name for field in fields)
    return names, tuple(field.default for field in fields), attrgetter(*names)


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _encode(value: object) -> object:
    """What stands in JSON for a value that JSON has no form of."""
    if type(value) is Fact:
        return _encode_fact(value)
    if isinstance(value, Paragraph):
        return _PARAGRAPH(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return _encode_fields(value, _NOTHING)


def _encode_fact(value: Fact) -> tuple[object, ...]:
    # The value's own place, words and rule are the fact's: they are not kept twice.
    return (*_FACT(value), _encode_fields(value.value, _SHARED))


def _encode_fields(value: object, without: frozenset[str]) -> dict[str, object]:
    names, defaults, read = _plan(_kind(value), without)
    return {name: one for name, one, default in zip(names, read(value), defaults, strict=True) if one != default}


# Tuples, text and numbers are written by the encoder itself; no value of ours holds itself.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_encode)


def _decode(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint is Fact:
        return _decode_fact(value)
    if hint is Paragraph:
        label, start_char, end_char, kind = value
        return Paragraph(label=label, start_char=start_char, end_char=end_char, kind=kind)
    if dataclasses.is_dataclass(hint):
        return _decode_dataclass(typing.cast(type, hint), value)
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _decode_tuple(typing.get_args(hint), value)
    if origin in (typing.Union, types.UnionType):
        (hint,) = [one for one in typing.get_args(hint) if one is not type(None)]
        return _decode(hint, value)
    if hint is datetime.datetime:
        return datetime.datetime.fromisoformat(value)
    if hint is datetime.date:
        return datetime.date.fromisoformat(value)
    return value


def _decode_tuple(arguments: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_decode(arguments[0], one) for one in value)
    return tuple(_decode(hint, one) for hint, one in zip(arguments, value, strict=True))


def _decode_fact(value: list[Any]) -> Fact:
    identifier, kind, item, start_char, end_char, text, paragraph, rule_id, fields = value
    shared = {"start_char": start_char, "end_char": end_char, "text": text, "rule_id": rule_id}
    read = typing.cast(Any, _decode_dataclass(VALUE_TYPES[kind], fields | shared))
    return Fact(id=identifier, kind=kind, item=item, paragraph=paragraph, value=read, **shared)


def _decode_dataclass(kind: type, value: dict[str, Any]) -> object:
    hints, plain = _hints(kind), _plain_names(kind)
    return kind(
        **{name: one if name in plain else _decode(hints[name], one) for name, one in value.items() if name in hints}
    )


@lru_cache(maxsize=64)
def _plain_names(kind: Any) -> frozenset[str]:
    """The fields that JSON holds as they are: most of them, and to look at each value's type takes long."""
    return frozenset(name for name, hint in _hints(kind).items() if _is_plain(hint))


def _is_plain(hint: Any) -> bool:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return all(map(_is_plain, typing.get_args(hint)))
    return hint in (str, int, float, bool, type(None)) or typing.get_origin(hint) is typing.Literal


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """What the index keeps of an item as a whole, beside its rows. The text is kept apart, once."""

    item: AgendaItem
    minutes_are_text: bool = False
    paragraphs: tuple[Paragraph, ...] = ()
    facts: tuple[Fact, ...] = ()
    topics: tuple[Topic, ...] = ()
