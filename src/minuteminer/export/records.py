"""Annotated documents as plain records: the JSON that `extract` writes and every other format starts from."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from minuteminer.findings import SCHEMA_VERSION, AnnotatedDocument, Fact, Topic

# What a fact has in common with its value, and what the outside knows under another name.
_COMMON = ("start_char", "end_char", "text", "rule_id")
OUTSIDE_NAMES = {"votes_for": "for", "votes_against": "against"}


def fact_record(fact: Fact) -> dict[str, Any]:
    """One fact as a flat record: common fields first, then those of its kind.

    >>> from minuteminer.findings import Percent
    >>> percent = Percent(start_char=3, end_char=5, text="4%", rule_id="percent.sign", value=4.0)
    >>> fact = Fact(id="d#percent-3-5", kind="percent", item="d", start_char=3, end_char=5, text="4%",
    ...             paragraph="1.", rule_id="percent.sign", value=percent)
    >>> fact_record(fact)["value"], fact_record(fact)["paragraph"]
    (4.0, '1.')
    """
    record: dict[str, Any] = {
        "id": fact.id,
        "kind": fact.kind,
        "text": fact.text,
        "start_char": fact.start_char,
        "end_char": fact.end_char,
        "paragraph": fact.paragraph,
        "rule_id": fact.rule_id,
    }
    for field in fields(fact.value):
        if field.name not in _COMMON:
            record[OUTSIDE_NAMES.get(field.name, field.name)] = plain(getattr(fact.value, field.name))
    return record


def plain(value: Any) -> Any:
    """A value of ours as JSON knows it: dataclasses as objects, tuples as lists.

    A whole float stays one (12.0): readers that take a column's type from its first rows would stumble over 9.5.
    """
    if is_dataclass(value):
        return {OUTSIDE_NAMES.get(f.name, f.name): plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


def topic_record(topic: Topic) -> dict[str, Any]:
    """One topic as a record."""
    return {
        "topic_id": topic.topic_id,
        "score": round(topic.score, 4),
        "method": topic.method,
        "evidence": [list(span) for span in topic.evidence],
    }


def document_record(document: AnnotatedDocument) -> dict[str, Any]:
    """One document as the JSON object of `extract --format jsonl`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "text": document.text,
        "paragraphs": [plain(paragraph) for paragraph in document.paragraphs],
        "items": [plain(item) for item in document.items],
        "facts": [fact_record(fact) for fact in document.facts],
        "topics": [topic_record(topic) for topic in document.topics],
    }
