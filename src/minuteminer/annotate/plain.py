"""Values to plain lists and back: what a spaCy span group can carry through `to_bytes` and DocBin.

msgpack knows str, int, float, list, dict and None, so a value becomes the list of its fields in the order of
its type; nested values (clauses, votes, evidence) likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from minuteminer.findings import (
    Clause,
    Derived,
    Evidence,
    Headcount,
    ItemHeading,
    Money,
    Note,
    Paragraph,
    Percent,
    Resolution,
    Topic,
    Vote,
)

Plain = list[Any]

# Fields that hold values of their own, with the type to rebuild.
_NESTED: dict[str, type] = {"evidence": Evidence, "derived": Derived, "clauses": Clause}
_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (
        Money, Percent, Headcount, Vote, Resolution, Note, Paragraph, ItemHeading, Topic, Evidence, Derived, Clause,
    )
}  # fmt: skip
_READ: dict[type, Callable[[Any], tuple[Any, ...]]] = {kind: attrgetter(*names) for kind, names in _NAMES.items()}


def to_plain(value: Any) -> Plain:
    """The fields of a value of `facts.py` as a list that msgpack and JSON can hold.

    >>> to_plain(Percent(start_char=0, end_char=2, text="4%", rule_id="percent.sign", value=4.0))
    [0, 2, '4%', 'percent.sign', 4.0, None, 'exact', []]
    """
    return [_plain_field(item) for item in _READ[type(value)](value)]


def _plain_field(item: Any) -> Any:
    if type(item) is tuple:
        return [_plain_field(part) for part in item] if item else []
    return to_plain(item) if type(item) in _NAMES else item


def from_plain(kind: type, plain: Sequence[Any]) -> Any:
    """The value of type `kind` that `to_plain` made a list of.

    >>> percent = Percent(start_char=0, end_char=2, text="4%", rule_id="percent.sign", value=4.0)
    >>> from_plain(Percent, to_plain(percent)) == percent
    True
    """
    arguments = dict(zip(_NAMES[kind], plain, strict=True))
    for name, item in arguments.items():
        if isinstance(item, (list, tuple)):
            if name in _NESTED:
                arguments[name] = tuple(from_plain(_NESTED[name], part) for part in item)
            elif name == "vote":
                arguments[name] = from_plain(Vote, item)
            else:
                arguments[name] = tuple(tuple(part) if isinstance(part, list) else part for part in item)
    return kind(**arguments)
