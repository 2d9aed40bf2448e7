"""Pinned scores: the floors under which no change may fall, and the files they were measured on.

`corpus/gold/baseline.json` holds, per gold file, its sha256, its number of passages and the F1 of each kind. Raising
a floor is free; lowering one takes `allow_lower`, so that it is an explicit act that a reviewer sees.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minuteminer.errors import UsageError
from minuteminer.evaluate import Evaluation

# Scores are stored with four decimals; anything closer than this is the same score.
TOLERANCE = 0.00005


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A score under its floor, or a gold file that is not the one the floor was measured on."""

    file: str
    kind: str
    floor: float
    score: float
    reason: str = "fell"


def _entry(path: Path, evaluation: Evaluation, passages: int) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "passages": passages,
        "f1": {kind: round(score.f1, 4) for kind, score in evaluation.scores.items()},
    }


def _load(baseline: Path) -> dict[str, Any]:
    if not baseline.exists():
        return {}
    try:
        return dict(json.loads(baseline.read_text(encoding="utf-8"))["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f'{baseline}: expected a JSON object with "files", got {error!r}') from error


def compare(baseline: Path, path: Path, evaluation: Evaluation, passages: int) -> list[Fall]:
    """What is worse than pinned; empty if nothing is. A file that is not pinned yet is a Fall of its own."""
    pinned = _load(baseline).get(path.name)
    if pinned is None:
        return [Fall(file=path.name, kind="", floor=0, score=0, reason="is not pinned")]
    now = _entry(path, evaluation, passages)
    falls = [
        Fall(file=path.name, kind=kind, floor=floor, score=now["f1"].get(kind, 0.0))
        for kind, floor in pinned["f1"].items()
        if now["f1"].get(kind, 0.0) < floor - TOLERANCE
    ]
    if now["sha256"] != pinned["sha256"]:
        falls.append(Fall(file=path.name, kind="", floor=0, score=0, reason="is not the file that was pinned"))
    return falls


def update(
    baseline: Path, path: Path, evaluation: Evaluation, passages: int, *, allow_lower: bool = False
) -> list[Fall]:
    """Pin the scores; returns the floors that would fall, and pins nothing then unless `allow_lower`."""
    files = _load(baseline)
    falls = [fall for fall in compare(baseline, path, evaluation, passages) if fall.kind]
    if falls and not allow_lower:
        return falls
    files[path.name] = _entry(path, evaluation, passages)
    content = {"schema_version": 1, "files": dict(sorted(files.items()))}
    baseline.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return falls
