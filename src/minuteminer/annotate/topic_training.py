"""Fitting the topic model, and measuring honestly what it adds to the phrases.

Every text is read without the phrases that show a topic by themselves, so that the model learns a topic by the
words round it. Annotated passages teach by their marks; texts without marks teach by what phrases find in them
with some certainty. The threshold comes from passages that the fold's model has not seen: the lowest score from
which on more of its additions are right than F1 needs; where there is none, it is 1 and the model stays silent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minuteminer.annotate.taxonomy import Taxonomy
from minuteminer.annotate.topic_model import (
    FORMAT,
    FORMAT_VERSION,
    TopicModel,
    build_topic_model,
    content_sha256,
)
from minuteminer.annotate.topics import RULES_ENOUGH, find_topics, read_unmasked
from minuteminer.errors import DocumentError, NothingFoundError
from minuteminer.settings import bundled

SURE = 0.75  # a rule's score from which on a text without marks counts as an example
FOLDS = 5
SEED = 20260101
POSITIVES_MIN = 4  # a topic with fewer examples gets no weights
WEIGHTS_PER_TOPIC = 120
ADDITIONS_MIN = 5  # a threshold that so few additions speak for is chance
PRECISION_MIN = 0.5
NEVER = -9.0
SILENT = 1.0  # a threshold that no score reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to learn from; `topics` is None where nobody has marked them."""

    id: str
    text: str
    topics: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Counts over annotated passages, by the rules alone and with the model's additions."""

    gold: int
    rule_right: int
    rule_wrong: int
    added_right: int
    added_wrong: int

    @property
    def rule_f1(self) -> float:
        """F1 of the rules alone."""
        return _f1(self.rule_right, self.rule_wrong, self.gold)

    @property
    def both_f1(self) -> float:
        """F1 of rules and model together."""
        return _f1(self.rule_right + self.added_right, self.rule_wrong + self.added_wrong, self.gold)

    def table(self) -> str:
        """The comparison as lines to print."""
        right, wrong = self.rule_right + self.added_right, self.rule_wrong + self.added_wrong
        rows = [
            ("rules", self.rule_right, self.rule_wrong, self.rule_f1),
            ("the model adds", self.added_right, self.added_wrong, None),
            ("together", right, wrong, self.both_f1),
        ]
        lines = [f"{'topics':16}{'right':>7}{'wrong':>7}{'missed':>8}{'F1':>8}"]
        for name, good, bad, f1 in rows:
            missed = f"{self.gold - good:8}{f1:8.3f}" if f1 is not None else ""
            lines.append(f"{name:16}{good:7}{bad:7}{missed}")
        return "\n".join(lines)


def corpus_files() -> list[Path]:
    """The bundled files to learn from: the annotated dev passages and the minutes of the sample; no test passage."""
    gold = sorted(bundled("corpus", "gold").glob("*dev*.jsonl"))
    return gold + sorted(bundled("corpus", "sample", "minutes").glob("*.txt"))


def load_passages(paths: Iterable[Path]) -> list[Passage]:
    """Passages from gold files (.jsonl, with `topics`) and from plain texts (.txt, without marks).

    Raises DocumentError, naming file and line, where one cannot be read.
    """
    passages = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
            if path.suffix != ".jsonl":
                passages.append(Passage(id=path.stem, text=text, topics=None))
                continue
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
            passages += [_passage(row) for row in rows]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DocumentError(f"{path}: expected passages to learn from, got {error!r}", source=str(path)) from error
    return passages


def fit_topic_model(passages: Sequence[Passage], taxonomy: Taxonomy) -> dict[str, Any]:
    """The content of a model file fitted to the passages; the same passages give the same content.

    Raises NothingFoundError where no topic has examples enough.
    """
    import sklearn

    words = [read_unmasked(passage.text, taxonomy) for passage in passages]
    labels = [_labels(passage, taxonomy) for passage in passages]
    topics = [topic_id for topic_id in taxonomy.ids if sum(topic_id in label for label in labels) >= POSITIVES_MIN]
    if not topics:
        raise NothingFoundError(
            f"no topic has {POSITIVES_MIN} examples among {len(passages)} passages; give more of them"
        )
    margins = _margins_out_of_fold(words, labels, topics)
    slope, offset, threshold = _calibrate(passages, taxonomy, topics, margins)
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "taxonomy_sha256": taxonomy.sha256,
        "scikit_learn": sklearn.__version__,
        "passages": len(passages),
        "passages_sha256": hashlib.sha256("\0".join(p.text for p in passages).encode()).hexdigest(),
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "threshold": round(threshold, 4),
        **_fit(words, labels, topics),
    }
    return {**content, "sha256": content_sha256(content)}


def compare(passages: Sequence[Passage], taxonomy: Taxonomy, model: TopicModel) -> Comparison:
    """What the model adds on annotated passages, and what that costs."""
    gold = rule_right = rule_wrong = added_right = added_wrong = 0
    for passage in passages:
        marks = passage.topics or frozenset()
        found = find_topics(passage.text, taxonomy=taxonomy, model=model)
        by_rule = {topic.topic_id for topic in found if topic.method == "rule"}
        added = {topic.topic_id for topic in found if topic.method == "model"}
        gold += len(marks)
        rule_right += len(by_rule & marks)
        rule_wrong += len(by_rule - marks)
        added_right += len(added & marks)
        added_wrong += len(added - marks)
    return Comparison(
        gold=gold,
        rule_right=rule_right,
        rule_wrong=rule_wrong,
        added_right=added_right,
        added_wrong=added_wrong,
    )


def _f1(right: int, wrong: int, gold: int) -> float:
    return 2 * right / (right + wrong + gold) if gold or right or wrong else 1.0


def _passage(row: dict[str, Any]) -> Passage:
    marks = row.get("topics")
    return Passage(id=str(row["id"]), text=row["text"], topics=None if marks is None else frozenset(marks))


def _labels(passage: Passage, taxonomy: Taxonomy) -> frozenset[str]:
    if passage.topics is not None:
        return passage.topics
    found = find_topics(passage.text, taxonomy=taxonomy)
    return frozenset(topic.topic_id for topic in found if topic.score >= SURE)


def content_words(words: Sequence[str]) -> list[str]:
    """The words that may tell what a text is about: written small, so no names and no months; no stop words.

    >>> content_words(["The", "nurse", "in", "Quarne", "had", "12", "cells"])
    ['nurse', 'cells']
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return [
        word for word in words if len(word) > 2 and word.isalpha() and word.islower() and word not in ENGLISH_STOP_WORDS
    ]


def _fit(words: Sequence[Sequence[str]], labels: Sequence[frozenset[str]], topics: Sequence[str]) -> dict[str, Any]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=content_words, min_df=3, max_df=0.4, sublinear_tf=True)
    matrix = vectorizer.fit_transform(words)
    rows: list[dict[str, Any]] = []
    for topic_id in topics:
        marks = np.array([topic_id in label for label in labels])
        if not marks.any():  # a fold without an example of the topic
            rows.append({"id": topic_id, "intercept": NEVER, "weights": []})
            continue
        line = LogisticRegression(C=10.0, random_state=SEED, max_iter=500).fit(matrix, marks)
        strongest = np.argsort(-np.abs(line.coef_[0]), kind="stable")[:WEIGHTS_PER_TOPIC]
        weights = [[at, round(float(line.coef_[0][at]), 3)] for at in sorted(strongest.tolist())]
        rows.append({"id": topic_id, "intercept": round(float(line.intercept_[0]), 3), "weights": weights})
    return {
        "words": vectorizer.get_feature_names_out().tolist(),
        "idf": [round(float(value), 3) for value in vectorizer.idf_],
        "topics": rows,
    }


def _margins_out_of_fold(
    words: Sequence[Sequence[str]], labels: Sequence[frozenset[str]], topics: Sequence[str]
) -> Any:
    """What each topic's line says of each passage, fitted without that passage's fold."""
    import numpy as np
    from sklearn.model_selection import KFold

    margins = np.zeros((len(words), len(topics)))
    folds = KFold(n_splits=min(FOLDS, len(words)), shuffle=True, random_state=SEED)
    for others, held_out in folds.split(np.zeros(len(words))):
        content = _fit([words[at] for at in others], [labels[at] for at in others], topics)
        model = build_topic_model({**content, "slope": 1.0, "offset": 0.0, "threshold": 1.0})
        for at in held_out:
            margins[at] = model.margins(words[at])
    return margins


def _calibrate(
    passages: Sequence[Passage], taxonomy: Taxonomy, topics: Sequence[str], margins: Any
) -> tuple[float, float, float]:
    """Slope and offset from margin to probability, and the threshold, by the marked passages alone."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    candidates, right = [], []
    for at, passage in enumerate(passages):
        if passage.topics is None:
            continue
        found = {topic.topic_id for topic in find_topics(passage.text, taxonomy=taxonomy)}
        if len(found) > RULES_ENOUGH:
            continue
        for column, topic_id in enumerate(topics):
            if topic_id not in found:
                candidates.append(margins[at][column])
                right.append(topic_id in passage.topics)
    if not any(right):
        return 1.0, 0.0, SILENT
    line = LogisticRegression(C=1e3, random_state=SEED).fit(np.array(candidates)[:, None], right)
    slope, offset = float(line.coef_[0][0]), float(line.intercept_[0])
    if slope <= 0:
        return 1.0, 0.0, SILENT
    order = np.argsort(-np.array(candidates), kind="stable")
    hits = np.cumsum(np.array(right)[order])
    good = [rank for rank in range(ADDITIONS_MIN, len(order) + 1) if hits[rank - 1] >= PRECISION_MIN * rank]
    if not good:
        return slope, offset, SILENT
    return slope, offset, float(1 / (1 + np.exp(-(slope * candidates[order[max(good) - 1]] + offset))))
