"""What is known of the Doc at hand, so that it is not worked out again.

`Doc.text` joins all tokens at each call (0.2 ms for an agenda item, as long as half the tokenizer takes), and a
pipeline asks for it in each component; values that were just written to a span group would be rebuilt from their
plain rows (0.2 ms again). One Doc is remembered: the one seen last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc, SpanGroup


class _Last:
    doc: Doc | None = None
    text: str = ""
    values: dict[str, tuple[SpanGroup, tuple[Any, ...]]] = {}  # noqa: RUF012 - replaced with each Doc, never shared


def remember_text(doc: Doc, text: str) -> Doc:
    """Note that `text` is `doc.text`; returns the doc."""
    _Last.doc, _Last.text, _Last.values = doc, text, {}
    return doc


def text_of(doc: Doc) -> str:
    """`doc.text`."""
    if _Last.doc is not doc:
        remember_text(doc, doc.text)
    return _Last.text


def remember_values(doc: Doc, key: str, values: Sequence[Any]) -> None:
    """Note that the group `doc.spans[key]`, just written, holds `values`."""
    if _Last.doc is doc:
        _Last.values[key] = (doc.spans[key], tuple(values))


def values_of(doc: Doc, key: str) -> list[Any] | None:
    """The values of the group `doc.spans[key]` if it is the one noted, else None."""
    if _Last.doc is not doc or key not in _Last.values:
        return None
    group, values = _Last.values[key]
    return list(values) if doc.spans[key] is group else None
