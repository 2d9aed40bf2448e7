"""What a component found, in `doc.spans`: the values with their exact offsets, and the spans that they touch.

In the process that found them the values hang on the group as they are. Its spans are made when somebody looks at
them; what leaves the process (DocBin, `to_bytes`, `n_process`) or is asked for carries the values as plain lists in
`attrs["rows"]`. To make either for every text that is only read and thrown away would take as long as finding half
of the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
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
    """A span group that holds the values it stands for; it makes their spans, and plain rows, when these are asked for.

    The spans are those of the tokens that a value touches (for a topic, those of its evidence); the values keep
    their own offsets.
    """

    __slots__ = ("is_filled", "values")
    values: tuple[Any, ...]
    is_filled: bool

    def fill(self) -> None:
        """Make the spans, if that was not done before."""
        if not self.is_filled:
            self.is_filled = True
            self.extend(_spans_of(self.doc, self.name, self.values))

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
        self.fill()
        _ = self.attrs
        return super().to_bytes()

    def copy(self, doc: Doc | None = None) -> SpanGroup:
        """A plain copy of the group, in `doc` if that is given."""
        self.fill()
        _ = self.attrs
        return super().copy(doc)


def _on_filled(name: str) -> Callable[..., Any]:
    """The method `name` of spaCy's group, which must find the spans in place."""
    method = getattr(SpanGroup, name)

    @wraps(method)
    def on_filled(group: ValueGroup, *arguments: Any, **settings: Any) -> Any:
        group.fill()
        return method(group, *arguments, **settings)

    return on_filled


for _name in (
    *("__len__", "__iter__", "__getitem__", "__setitem__", "__delitem__", "__add__", "__iadd__"),
    *("_concat", "append", "extend", "from_bytes"),
):
    setattr(ValueGroup, _name, _on_filled(_name))


def _spans_of(doc: Doc, key: str, values: Sequence[Any]) -> list[Span]:
    if key == "topics":
        places = [(start, end, topic.topic_id, 0) for topic in values for start, end in topic.evidence]
    else:
        label, has_rule = _LABELS[key], key not in _WITHOUT_RULE
        places = [(value.start_char, value.end_char, label, value.rule_id if has_rule else 0) for value in values]
    spans = (
        doc.char_span(start, end, label, alignment_mode="expand", span_id=rule_id)
        for start, end, label, rule_id in places
    )
    return [span for span in spans if span is not None]


def write_group(doc: Doc, key: str, values: Sequence[Any]) -> None:
    """Write `values` (with `start_char` and `end_char`; or topics) as the span group `key`."""
    group = ValueGroup(doc, name=key)
    group.values = tuple(values)
    group.is_filled = not values
    doc.spans[key] = group


def read_group(doc: Doc, key: str) -> Sequence[Any]:
    """The values of the span group `key` with their exact offsets; none where the component did not run."""
    group = doc.spans.get(key)
    if group is None:
        return ()
    if type(group) is ValueGroup:
        return group.values
    return [from_plain(GROUPS[key], row) for row in group.attrs.get("rows", ())]
