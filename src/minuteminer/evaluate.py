"""Precision, recall and F1 of our annotations against passages that a person annotated.

Counted over the multiset of facts of each passage and micro-averaged. What counts as equal, by kind: `money` low and
high; `money-full` also period and change; `percent` value; `officers` count and group of roles; `officers-full`
count, whole, role, measure; `votes` for, against, abstain; `resolutions` spans that overlap by at least 0.8 of their
union and are of the same kind; `verbs` those of matched resolutions; `paragraphs` labels; `items` number and title;
`topics` ids.

A passage is scored for the kinds that were annotated in it: a kind whose field it does not have is passed over.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minuteminer.annotate.pipeline import annotate_many
from minuteminer.errors import DocumentError, plain_reason
from minuteminer.export.gold import gold_record

Passage = Mapping[str, Any]

# Roles are compared by group where one reader's fine distinctions should not count: rank and post are "officer".
APART_ROLES = frozenset({"PCSO", "special constable", "cadet"})
STAFF_ROLES = frozenset(
    {"police staff", "call handler", "investigator", "examiner", "cad leader", "OPCC staff", "volunteer"}
)
NAMED_ROLES = APART_ROLES | frozenset(
    {
        "police officer", "firearms officer", "police staff", "detective", "constable", "sergeant", "inspector",
        "superintendent", "chief superintendent", "assistant chief constable", "recruit", "call handler",
        "investigator", "police post", "officers and staff", "OPCC staff",
    }
)  # fmt: skip
MINIMUM_OVERLAP = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one kind, and what follows from them."""

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        found = self.true_positives + self.false_positives
        return self.true_positives / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 where nothing is there."""
        gold = self.true_positives + self.false_negatives
        return self.true_positives / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def gold(self) -> int:
        """How many there are in the gold."""
        return self.true_positives + self.false_negatives

    def plus(self, other: Score) -> Score:
        """These counts with those of more passages."""
        return Score(
            true_positives=self.true_positives + other.true_positives,
            false_positives=self.false_positives + other.false_positives,
            false_negatives=self.false_negatives + other.false_negatives,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """What one passage has that was not found, and what was found that it has not."""

    passage: str
    kind: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The scores by kind, the misses behind them, and the scores of each passage by its id and kind."""

    scores: Mapping[str, Score]
    misses: tuple[Miss, ...]
    by_passage: Mapping[str, Mapping[str, Score]]


def role_group(role: str) -> str:
    """The group of a role: PCSO, special constable, cadet, staff, else officer."""
    return role if role in APART_ROLES else "staff" if role in STAFF_ROLES else "officer"


def _number(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text or "").strip().lower()


# Which field of a gold passage a kind is scored by.
_FIELDS = {
    "money": "money",
    "money-full": "money",
    "percent": "percent",
    "officers": "officers",
    "officers-full": "officers",
    "votes": "votes",
    "paragraphs": "paragraphs",
    "items": "items",
    "topics": "topics",
    "resolutions": "resolutions",
    "verbs": "resolutions",
}
_KEYS: dict[str, Callable[[Passage], list[Any]]] = {
    "money": lambda p: [(_number(m["low"]), _number(m["high"])) for m in p.get("money", ())],
    "money-full": lambda p: [
        (_number(m["low"]), _number(m["high"]), m.get("period"), m.get("change")) for m in p.get("money", ())
    ],
    "percent": lambda p: [_number(percent["value"]) for percent in p.get("percent", ())],
    "officers": lambda p: [(_number(o["count"]), role_group(o["role"])) for o in p.get("officers", ())],
    "officers-full": lambda p: [
        (
            _number(o["count"]),
            _number(o.get("of")),
            o["role"] if o["role"] in NAMED_ROLES else role_group(o["role"]),
            o.get("measure"),
        )
        for o in p.get("officers", ())
    ],
    "votes": lambda p: [(v.get("for"), v.get("against"), v.get("abstain")) for v in p.get("votes", ())],
    "paragraphs": lambda p: list(p.get("paragraphs", ())),
    "items": lambda p: [(_words(item["number"]), _words(item["title"])) for item in p.get("items", ())],
    "topics": lambda p: sorted(set(p.get("topics", ()))),
}
KINDS = (*_KEYS, "resolutions", "verbs")


def _spans(passage: Passage) -> list[tuple[int, int, Mapping[str, Any]]]:
    """Offsets of each resolution, in order, so that repeats of the same words are told apart."""
    spans, start = [], 0
    for resolution in passage.get("resolutions", ()):
        at = passage["text"].find(resolution["text"], start)
        at = passage["text"].find(resolution["text"]) if at < 0 else at
        spans.append((at, at + len(resolution["text"]), resolution))
        start = max(start, at + 1)
    return spans


def _overlap(a: tuple[int, int, Any], b: tuple[int, int, Any]) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def _matched_resolutions(gold: Passage, found: Passage) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    candidates = [span for span in _spans({**found, "text": gold["text"]}) if span[0] >= 0]
    pairs = []
    for span in _spans(gold):
        for candidate in candidates:
            if candidate[2]["kind"] == span[2]["kind"] and _overlap(span, candidate) >= MINIMUM_OVERLAP:
                pairs.append((span[2], candidate[2]))
                candidates.remove(candidate)
                break
    return pairs


def count_hits(gold: Counter[Any], found: Counter[Any]) -> Score:
    """The counts of one passage: what is in both, what was found only, what is in the gold only."""
    hits = (gold & found).total()
    return Score(true_positives=hits, false_positives=found.total() - hits, false_negatives=gold.total() - hits)


def _compared(gold: Passage, found: Passage) -> Iterator[tuple[str, Counter[Any], Counter[Any]]]:
    for kind, key in _KEYS.items():
        if _FIELDS[kind] in gold:
            yield kind, Counter(key(gold)), Counter(key(found))
    if "resolutions" not in gold:
        return
    pairs = _matched_resolutions(gold, found)
    in_gold = Counter(r["text"][:90] for r in gold["resolutions"])
    in_found = Counter(r["text"][:90] for r in found.get("resolutions", ()))
    matched_gold, matched_found = Counter(g["text"][:90] for g, _ in pairs), Counter(f["text"][:90] for _, f in pairs)
    yield (
        "resolutions",
        Counter(matched_gold) + Counter({f"gold: {k}": n for k, n in (in_gold - matched_gold).items()}),
        Counter(matched_gold) + Counter({f"found: {k}": n for k, n in (in_found - matched_found).items()}),
    )
    yield (
        "verbs",
        Counter(verb for g, _ in pairs for verb in g["verbs"]),
        Counter(verb for _, f in pairs for verb in f["verbs"]),
    )


def evaluate(gold: Iterable[Passage], found: Iterable[Passage]) -> Evaluation:
    """Scores of found passages against gold ones, matched by `id`; a passage that is missing has found nothing."""
    by_id = {str(passage["id"]): passage for passage in found}
    scores = {kind: Score() for kind in KINDS}
    by_passage: dict[str, dict[str, Score]] = {}
    misses: list[Miss] = []
    for passage in gold:
        identity = str(passage["id"])
        of_passage = by_passage.setdefault(identity, {})
        for kind, expected, got in _compared(passage, by_id.get(identity, {})):
            of_passage[kind] = count_hits(expected, got)
            scores[kind] = scores[kind].plus(of_passage[kind])
            if expected != got:
                missed = tuple(map(str, (expected - got).elements()))
                wrong = tuple(map(str, (got - expected).elements()))
                misses.append(Miss(passage=identity, kind=kind, missed=missed, wrong=wrong))
    return Evaluation(scores=scores, misses=tuple(misses), by_passage=by_passage)


def load_gold(path: Path) -> list[dict[str, Any]]:
    """The passages of a gold file (JSON Lines); raises DocumentError naming the line that cannot be read."""
    passages = []
    try:
        # Not splitlines(): it also breaks at characters that JSON allows inside a text.
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {plain_reason(error)}", source=str(path)) from error
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path}: expected a gold file of JSON Lines, got no text in UTF-8", source=str(path)
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            passages.append(_passage(path, number, line))
    if not passages:
        raise DocumentError(f"{path}: expected annotated passages, the file has none", source=str(path))
    return passages


def _passage(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        passage = json.loads(line)
        str(passage["id"]), str(passage["text"])
    except (ValueError, KeyError, TypeError) as error:
        message = f'{path}:{number}: expected an object with "id" and "text", got {line[:60]!r}'
        raise DocumentError(message, source=str(path)) from error
    return dict(passage)


def evaluate_pipeline(gold: list[dict[str, Any]]) -> Evaluation:
    """Our pipeline's scores on gold passages."""
    found = annotate_many((passage["text"], {"id": str(passage["id"])}) for passage in gold)
    return evaluate(gold, [gold_record(document) for document in found])
