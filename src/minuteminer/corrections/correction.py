"""A correction as a value, and as the W3C Web Annotation it is stored as (https://www.w3.org/TR/annotation-model/).

The annotation's target is the item's address with the quoted words and what stands round them, so that the words are
found again in a later version of the page. The reader's remark is its body. What the operator decided stands beside
it under names of our own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from minuteminer.errors import UsageError
from minuteminer.findings import VALUE_TYPES, FactKind

Status = Literal["open", "accepted", "refused"]
Action = Literal["change", "remove", "add"]

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"minuteminer": "urn:minuteminer:"}]
CORRECTION_SCHEMA_VERSION = 1
# The rule of a fact that a correction made is this and the correction's id.
RULE_PREFIX = "correction."
# A sentence of minutes is seldom longer than 600 characters; a remark is a few sentences.
MAX_QUOTE_CHARS = 1_000
MAX_REMARK_CHARS = 2_000
MAX_READER_CHARS = 200
# How much of the text before and after the quoted words is kept, to tell repeated words apart.
SURROUNDINGS_CHARS = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# What a value gets from the place it stands at, and what cannot be given as a word.
_NOT_SET = frozenset(("start_char", "end_char", "text", "rule_id", "evidence", "derived", "clauses", "vote"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an accepted correction does to a reading of `kind`, and to which `words` within the quoted ones.

    `values` are fields of the kind's value ({"count": 37.0}); empty for a removal.
    """

    action: Action
    kind: FactKind
    words: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a reader says is wrong: `quote` are words of item `item` as published in `version`.

    `reader` is what the reader wants to be known by, if anything; instants are ISO 8601 in UTC.
    """

    id: str
    item: str
    version: int
    url: str
    quote: str
    prefix: str
    suffix: str
    remark: str
    created: str
    reader: str = ""
    fact_id: str = ""
    status: Status = "open"
    change: Change | None = None
    decided: str = ""
    reason: str = ""


def clean_words(text: str, limit: int, name: str) -> str:
    """Words from outside without control characters; raises UsageError if there are too many.

    >>> clean_words("24 should\\x00 be 37 ", 20, "remark")
    '24 should be 37'
    """
    cleaned = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(cleaned) > limit:
        raise UsageError(f"The {name} has {len(cleaned):,} characters; at most {limit:,} are taken.")
    return cleaned


def make_change(action: str, kind: str, words: str, settings: list[str]) -> Change:
    """A change from words of the command line: `settings` such as "count=37" or "role=PCSO".

    Raises UsageError for a kind, a field or a value that there is not.

    >>> make_change("change", "headcount", "24 officers", ["count=37"]).values
    {'count': 37.0}
    """
    if action not in ("change", "remove", "add"):
        raise UsageError(f"unknown action {action!r}; expected change, remove or add")
    if kind not in VALUE_TYPES:
        raise UsageError(f"unknown kind {kind!r}; expected one of {', '.join(VALUE_TYPES)}")
    values = {}
    for setting in settings:
        name, equals, word = setting.partition("=")
        if not equals:
            raise UsageError(f"expected FIELD=VALUE such as count=37, got {setting!r}")
        values[name] = _value(kind, name, word)
    if action == "remove" and values:
        raise UsageError("a reading that is removed has no values to set")
    if action == "change" and not values:
        raise UsageError("say what changes, with --set FIELD=VALUE")
    if action == "add" and (missing := [name for name in required_fields(kind) if name not in values]):
        raise UsageError(f"a new {kind} needs {', '.join(missing)}: give --set {missing[0]}=…")
    return Change(action=cast(Action, action), kind=cast(FactKind, kind), words=words, values=values)


def required_fields(kind: str) -> list[str]:
    """The fields that a reading of a kind must have and its place does not give."""
    return [
        one.name
        for one in fields(VALUE_TYPES[kind])
        if one.name not in _NOT_SET and one.default is MISSING and one.default_factory is MISSING
    ]


def _value(kind: str, name: str, word: str) -> Any:
    """The value that `word` means for a field, by the field's type."""
    types = {one.name: str(one.type) for one in fields(VALUE_TYPES[kind]) if one.name not in _NOT_SET}
    if name not in types:
        raise UsageError(f"{kind} has no field {name!r} to set; it has {', '.join(types)}")
    type_name = types[name]
    if word in ("", "none") and "None" in type_name:
        return None
    try:
        if "bool" in type_name:
            return {"true": True, "false": False, "yes": True, "no": False}[word.casefold()]
        if "float" in type_name:
            return float(word.replace(",", ""))
        if "int" in type_name:
            return int(word.replace(",", ""))
    except (KeyError, ValueError) as error:
        raise UsageError(f"{name}: expected a value like those of {type_name}, got {word!r}") from error
    allowed = _allowed(kind, name)
    if allowed and word not in allowed:
        raise UsageError(f"{name}: expected one of {', '.join(allowed)}, got {word!r}")
    if type_name.startswith("tuple"):
        return tuple(part.strip() for part in word.split(",") if part.strip())
    return word


def _allowed(kind: str, name: str) -> tuple[str, ...]:
    """The words that a field takes, from its type; none where it takes any."""
    hint = get_type_hints(VALUE_TYPES[kind])[name]
    choices = [one for one in (hint, *get_args(hint)) if get_origin(one) is Literal]
    return tuple(word for one in choices for word in get_args(one))


def as_annotation(correction: Correction) -> dict[str, Any]:
    """The correction as a Web Annotation."""
    annotation: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"urn:minuteminer:correction:{correction.id}",
        "type": "Annotation",
        "motivation": "editing",
        "created": correction.created,
        "body": {"type": "TextualBody", "value": correction.remark, "format": "text/plain", "purpose": "editing"},
        "target": {
            "source": correction.url,
            "selector": {
                "type": "TextQuoteSelector",
                "exact": correction.quote,
                "prefix": correction.prefix,
                "suffix": correction.suffix,
            },
        },
        "minuteminer:schema_version": CORRECTION_SCHEMA_VERSION,
        "minuteminer:item": correction.item,
        "minuteminer:version": correction.version,
        "minuteminer:fact": correction.fact_id,
        "minuteminer:status": correction.status,
    }
    if correction.reader:
        annotation["creator"] = {"type": "Person", "name": correction.reader}
    if correction.status != "open":
        annotation |= {"modified": correction.decided, "minuteminer:reason": correction.reason}
    if change := correction.change:
        annotation["minuteminer:change"] = {
            "action": change.action,
            "kind": change.kind,
            "words": change.words,
            "values": dict(change.values),
        }
    return annotation


def from_annotation(annotation: Mapping[str, Any]) -> Correction:
    """The correction of a Web Annotation that `as_annotation` wrote; raises KeyError or ValueError if not."""
    selector = annotation["target"]["selector"]
    change = annotation.get("minuteminer:change")
    return Correction(
        id=str(annotation["id"]).removeprefix("urn:minuteminer:correction:"),
        item=str(annotation["minuteminer:item"]),
        version=int(annotation["minuteminer:version"]),
        url=str(annotation["target"]["source"]),
        quote=str(selector["exact"]),
        prefix=str(selector["prefix"]),
        suffix=str(selector["suffix"]),
        remark=str(annotation["body"]["value"]),
        created=str(annotation["created"]),
        reader=str(annotation.get("creator", {}).get("name", "")),
        fact_id=str(annotation["minuteminer:fact"]),
        status=cast(Status, annotation["minuteminer:status"]),
        change=None if change is None else _change(change),
        decided=str(annotation.get("modified", "")),
        reason=str(annotation.get("minuteminer:reason", "")),
    )


def _change(raw: Mapping[str, Any]) -> Change:
    # JSON knows lists and no tuples.
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in raw["values"].items()}
    return Change(action=raw["action"], kind=raw["kind"], words=raw["words"], values=values)
