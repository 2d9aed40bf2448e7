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

_KINDS = (Money, Percent, Headcount, Vote, Resolution, Note, Paragraph, ItemHeading, Topic, Evidence, Derived, Clause)
_NAMES: dict[type, tuple[str, ...]] = {kind: tuple(field.name for field in fields(kind)) for kind in _KINDS}
_READ: dict[type, Callable[[Any], tuple[Any, ...]]] = {kind: attrgetter(*names) for kind, names in _NAMES.items()}


def to_plain(value: Any) -> Plain:
    """The fields of a value of `findings.py` as a list that msgpack and JSON can hold.

    >>> to_plain(Percent(start_char=0, end_char=2, text="4%", rule_id="percent.sign", value=4.0))
    [0, 2, '4%', 'percent.sign', 4.0, None, 'exact', []]
    """
    return [_plain_field(item) if type(item) in _STRUCTURED else item for item in _READ[type(value)](value)]


def _plain_field(item: Any) -> Any:
    if type(item) is tuple:
        return [_plain_field(part) if type(part) in _STRUCTURED else part for part in item]
    return to_plain(item)


_STRUCTURED: frozenset[type] = frozenset({tuple, *_KINDS})


def from_plain(kind: type, plain: Sequence[Any]) -> Any:
    """The value of type `kind` that `to_plain` made a list of.

    >>> percent = Percent(start_char=0, end_char=2, text="4%", rule_id="percent.sign", value=4.0)
    >>> from_plain(Percent, to_plain(percent)) == percent
    True
    """
    arguments = dict(zip(_NAMES[kind], plain, strict=True))
    for name, rebuild in _REBUILD[kind]:
        arguments[name] = rebuild(arguments[name])
    return kind(**arguments)


def _rebuild_each(kind: type) -> Callable[[Any], Any]:
    return lambda parts: tuple(from_plain(kind, part) for part in parts) if parts else ()


def _rebuild_vote(plain: Any) -> Any:
    return None if plain is None else from_plain(Vote, plain)


def _rebuild_spans(plain: Any) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in plain)


# The fields that are not as msgpack left them, by type, with how to rebuild each.
_EVIDENCE = ("evidence", _rebuild_each(Evidence))
_REBUILD: dict[type, tuple[tuple[str, Callable[[Any], Any]], ...]] = {
    Money: (("derived", _rebuild_each(Derived)), _EVIDENCE),
    Percent: (_EVIDENCE,),
    Headcount: (_EVIDENCE,),
    Vote: (("names_for", tuple), ("names_against", tuple), ("names_abstain", tuple), _EVIDENCE),
    Resolution: (
        *(("verbs", tuple), ("negated_verbs", tuple), ("clauses", _rebuild_each(Clause)), ("vote", _rebuild_vote)),
        _EVIDENCE,
    ),
    Note: (_EVIDENCE,),
    Paragraph: (),
    ItemHeading: (),
    Topic: (("evidence", _rebuild_spans),),
    Evidence: (),
    Derived: (),
    Clause: (("verbs", tuple), ("negated_verbs", tuple)),
}
