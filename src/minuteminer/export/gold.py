"""The format of hand annotations: what a careful reader marks, in pounds and in reading order.

Fields: `money`, `percent`, `officers`, `votes`, `resolutions`, `paragraphs`, `items`, `topics`. `approx` is true for
every qualifier but exact and between.
"""

from __future__ import annotations

from typing import Any

from minuteminer.findings import (
    SCHEMA_VERSION,
    AnnotatedDocument,
    Headcount,
    Money,
    Percent,
    Qualifier,
    Resolution,
    Vote,
)

# Roles with "officer" or "constable" in them that hand annotations keep; of others they keep the noun alone.
_KEPT_ROLES = frozenset(
    (
        *("police officer", "firearms officer", "chief officer", "beat officer", "tutor constable"),
        *("special constable", "assistant chief constable", "chief constable", "deputy chief constable"),
    )
)


def gold_record(document: AnnotatedDocument) -> dict[str, Any]:
    """One document in the gold format; sums without a value (their unit is in doubt) are left out."""
    by_kind: dict[str, list[Any]] = {kind: [] for kind in ("money", "percent", "headcount", "vote", "resolution")}
    for fact in document.facts:
        by_kind.setdefault(fact.kind, []).append(fact.value)
    return {
        "schema_version": SCHEMA_VERSION,
        "id": document.id,
        "text": document.text,
        "money": [_money(value) for value in by_kind["money"] if value.low_pence is not None],
        "percent": [_percent(value) for value in by_kind["percent"]],
        "officers": [_officers(value) for value in by_kind["headcount"]],
        "votes": [_vote(value) for value in by_kind["vote"]],
        "resolutions": [_resolution(value) for value in by_kind["resolution"]],
        "paragraphs": [paragraph.label for paragraph in document.paragraphs if paragraph.label is not None],
        "items": [{"number": item.number, "title": item.title} for item in document.items],
        "topics": [topic.topic_id for topic in document.topics],
    }


def _is_approximate(qualifier: Qualifier) -> bool:
    return qualifier not in ("exact", "between")


def _pounds(pence: int | None) -> float | int | None:
    return None if pence is None else pence // 100 if pence % 100 == 0 else pence / 100


def _money(money: Money) -> dict[str, Any]:
    return {
        "text": money.text,
        "low": _pounds(money.low_pence),
        "high": _pounds(money.high_pence),
        "approx": _is_approximate(money.qualifier),
        "period": money.period,
        "per": money.per,
        "change": money.change,
    }


def _number(value: float | None) -> float | None:
    """A number as hand annotations write it: 24 for 24.0."""
    return int(value) if value is not None and float(value).is_integer() else value


def _percent(percent: Percent) -> dict[str, Any]:
    record = {"text": percent.text, "value": _number(percent.value)}
    return record if percent.high is None else record | {"high": _number(percent.high)}


def _officers(headcount: Headcount) -> dict[str, Any]:
    record: dict[str, Any] = {
        "text": headcount.text,
        "count": _number(headcount.count),
        "of": _number(headcount.of),
        "role": _listed_role(headcount.role),
        "measure": headcount.measure,
        "fte": headcount.fte,
        "approx": _is_approximate(headcount.qualifier),
    }
    return record if headcount.high is None else record | {"high": _number(headcount.high)}


def _listed_role(role: str) -> str:
    """The role as hand annotations name it: a schools officer is a police officer, a traffic constable a constable.

    >>> _listed_role("schools officer"), _listed_role("beat officer"), _listed_role("traffic constable")
    ('police officer', 'beat officer', 'constable')
    """
    if role in _KEPT_ROLES:
        return role
    return "police officer" if role.endswith(" officer") else "constable" if role.endswith(" constable") else role


def _vote(vote: Vote) -> dict[str, Any]:
    record: dict[str, Any] = {
        "text": vote.text,
        "for": vote.votes_for,
        "against": vote.votes_against,
        "abstain": vote.abstain,
    }
    return record | {"unanimous": True} if vote.unanimous else record


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {"text": resolution.text, "verbs": list(resolution.verbs), "kind": resolution.decision}
