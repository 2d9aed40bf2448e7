"""What a component found, in `doc.spans`: the spans, and the values with their exact offsets.

In the process that found them the values hang on the group as they are. What leaves the process (DocBin, `to_bytes`,
`n_process`) or is asked for carries them as plain lists in `attrs["rows"]`; to make these for every text that is
only read and thrown away would take as long as finding half of the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from minuteminer.annotate.plain import from_plain, to_plain
from minuteminer.findings import Headcount, ItemHeading, Money, Note, Paragraph, Percent, Resolution, Topic, Vote

# The group of doc.spans in which each kind stands, and the type of its values.
GROUPS: dict[str, type] = {
    "paragraphs": Paragraph,
    "items": ItemHeading,
    "money": Money,
    "percents": Percent,
    "headcounts": Headcount,
    "resolutions": Resolution,
    "votes": Vote,
    "notes": Note,
    "topics": Topic,
}
_LABELS = {key: key if key == "money" else key.removesuffix("s") for key in GROUPS}
_WITHOUT_RULE = frozenset(("paragraphs", "items"))


class ValueGroup(SpanGroup):
    """A span group that holds the values it stands for, and makes their plain rows when these are asked for."""

    __slots__ = ("values",)
    values: tuple[Any, ...]

    @property
    def attrs(self) -> dict[str, Any]:
        """The attributes that spaCy saves with the group, "rows" among them."""
        attrs = super().attrs
        if "rows" not in attrs:
            attrs["rows"] = [to_plain(value) for value in self.values]
        return attrs

    @attrs.setter
    def attrs(self, attrs: dict[str, Any]) -> None:
        SpanGroup.__dict__["attrs"].__set__(self, attrs)

    # spaCy reads the attributes from its own memory where it saves or copies a group: there they must be by then.
    def to_bytes(self) -> bytes:
        """The group as spaCy saves it."""
        _ = self.attrs
        return super().to_bytes()

    def copy(self, doc: Doc | None = None) -> SpanGroup:
        """A plain copy of the group, in `doc` if that is given."""
        _ = self.attrs
        return super().copy(doc)


def write_group(doc: Doc, key: str, values: Sequence[Any]) -> None:
    """Write `values` (with `start_char` and `end_char`) as the span group `key`.

    The spans are those of the tokens that a value touches; the values keep their own offsets.
    """
    if not values:
        write_spans(doc, key, (), ())
        return
    label = doc.vocab.strings.add(_LABELS[key])
    has_rule = key not in _WITHOUT_RULE
    char_span = doc.char_span
    spans = [
        span
        for value in values
        if (
            span := char_span(
                value.start_char,
                value.end_char,
                label,
                alignment_mode="expand",
                span_id=value.rule_id if has_rule else 0,
            )
        )
        is not None
    ]
    write_spans(doc, key, spans, values)


def write_spans(doc: Doc, key: str, spans: Sequence[Span], values: Sequence[Any]) -> None:
    """Write `spans` as the group `key`, and the `values` that they stand for."""
    group = ValueGroup(doc, name=key, spans=spans)
    group.values = tuple(values)
    doc.spans[key] = group


def read_group(doc: Doc, key: str) -> Sequence[Any]:
    """The values of the span group `key` with their exact offsets; none where the component did not run."""
    group = doc.spans.get(key)
    if group is None:
        return ()
    if type(group) is ValueGroup:
        return group.values
    return [from_plain(GROUPS[key], row) for row in group.attrs.get("rows", ())]
