"""Accepted corrections on a fresh reading: what they change, and where they cannot.

A correction is applied to what the rules read, every time anew, so that it outlives new pages and new rules. Where
its words are gone, or what it corrects is not read there any more, it does nothing and is told as a conflict.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from minuteminer.corrections.anchor import Place, find_quote
from minuteminer.corrections.correction import RULE_PREFIX, Change, Correction, as_annotation
from minuteminer.corrections.folder import quoted_place
from minuteminer.findings import VALUE_TYPES, AnnotatedDocument, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An accepted correction that does not do what it was accepted for, and why."""

    correction: Correction
    reason: str


def accepted_by_item(corrections: Iterable[Correction]) -> dict[str, tuple[Correction, ...]]:
    """The accepted corrections under the keys of their items, oldest first."""
    found: dict[str, tuple[Correction, ...]] = {}
    for correction in corrections:
        if correction.status == "accepted":
            found[correction.item] = (*found.get(correction.item, ()), correction)
    return found


def corrections_digest(corrections: Sequence[Correction]) -> str:
    """What tells one set of accepted corrections from another; "" for none."""
    if not corrections:
        return ""
    text = json.dumps([as_annotation(one) for one in corrections], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def apply_corrections(
    document: AnnotatedDocument, corrections: Sequence[Correction]
) -> tuple[AnnotatedDocument, tuple[Conflict, ...]]:
    """The document with the accepted `corrections` of its item, and those that could not be applied.

    A corrected fact keeps its id; its rule is "correction." and the correction's id.
    """
    facts = list(document.facts)
    conflicts = []
    for correction in corrections:
        problem = _apply(document, facts, correction)
        if problem:
            conflicts.append(Conflict(correction=correction, reason=problem))
    facts.sort(key=lambda fact: (fact.start_char, -fact.end_char))
    return replace(document, facts=tuple(facts)), tuple(conflicts)


def _apply(document: AnnotatedDocument, facts: list[Fact], correction: Correction) -> str:
    """Change `facts` as the correction says; returns why not, or ""."""
    change = correction.change
    if change is None:
        return "it was accepted without saying what changes"
    place = _place(document.text, correction, change)
    if place is None:
        return "its words are no longer in the item"
    at = next((n for n, fact in enumerate(facts) if fact.kind == change.kind and _overlap(fact, place)), None)
    rule_id = f"{RULE_PREFIX}{correction.id}"
    if at is None:
        if change.action != "add":
            return f"no {change.kind} is read at {change.words!r} any more"
        facts.append(_added(document, place, change, rule_id))
        return ""
    fact = facts[at]
    if fact.rule_id.startswith(RULE_PREFIX):
        return f"{fact.rule_id} corrects the same {change.kind} already"
    if change.action == "remove":
        del facts[at]
    else:
        value = replace(fact.value, **change.values, rule_id=rule_id)
        facts[at] = replace(fact, value=value, rule_id=rule_id)
    return ""


def _place(text: str, correction: Correction, change: Change) -> Place | None:
    quoted = quoted_place(text, correction)
    if quoted is None:
        return None
    inside = find_quote(text[quoted.start_char : quoted.end_char], change.words)
    if inside is None:
        return None
    return Place(start_char=quoted.start_char + inside.start_char, end_char=quoted.start_char + inside.end_char)


def _overlap(fact: Fact, place: Place) -> bool:
    return fact.start_char < place.end_char and place.start_char < fact.end_char


def _added(document: AnnotatedDocument, place: Place, change: Change, rule_id: str) -> Fact:
    words = document.text[place.start_char : place.end_char]
    value = VALUE_TYPES[change.kind](
        start_char=place.start_char, end_char=place.end_char, text=words, rule_id=rule_id, **change.values
    )
    label = None
    for paragraph in document.paragraphs:
        if paragraph.start_char <= place.start_char < paragraph.end_char:
            label = paragraph.label
    return Fact(
        id=f"{document.id}#{change.kind}-{place.start_char}-{place.end_char}",
        kind=change.kind,
        item=document.id,
        start_char=place.start_char,
        end_char=place.end_char,
        text=words,
        paragraph=label,
        rule_id=rule_id,
        value=value,
    )
