"""Fitting the topic model, and measuring honestly what it adds to the phrases.

Every text is read without the phrases that show a topic by themselves, so that the model learns a topic by the
words round it and by the topics that phrases found beside it. Annotated passages teach; texts without marks only
say how common a word is. The threshold comes from passages that the model of a fold has not seen: the lowest score
from which on enough of its additions are right to raise F1. Where there is no such score, the threshold is 1 and the
model stays silent.
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

FOLDS = 5
ROUNDS = 3  # of all folds, each with another split; one split alone is a matter of luck
SEED = 20260101
POSITIVES_MIN = 4  # a topic with fewer examples gets no weights
WEIGHTS_PER_TOPIC = 120
ADDITIONS_MIN = 10  # fewer additions than this show nothing of a threshold
# Additions raise F1 where more than F1/2 of them are right. On passages by other hands than those it learnt from fewer
# are right than the folds promise (3 of 11 where they promised 5), hence the margin.
PRECISION_MIN = 0.6
NEVER = -9.0
SILENT = 1.0  # a threshold that no score reaches


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to learn from; `topics` is None where nobody has marked them."""

    id: str
    text: str
    topics: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A passage as the model sees it: its words without phrases, the topics that phrases found, and the marks."""

    words: Sequence[str]
    found: frozenset[str]
    topics: frozenset[str] | None

    @property
    def marks(self) -> frozenset[str]:
        """The topics that somebody marked; none where nobody did."""
        return self.topics or frozenset()


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

    lessons = [_lesson(passage, taxonomy) for passage in passages]
    marked = [lesson for lesson in lessons if lesson.topics is not None]
    topics = [topic_id for topic_id in taxonomy.ids if sum(topic_id in one.marks for one in marked) >= POSITIVES_MIN]
    if not topics:
        raise NothingFoundError(
            f"no topic has {POSITIVES_MIN} examples among {len(passages)} passages; give more of them"
        )
    vectorizer = _vectorizer(lessons)
    margins = _margins_out_of_fold(vectorizer, marked, topics, taxonomy)
    slope, offset, threshold = _calibrate(marked, topics, margins)
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "taxonomy_sha256": taxonomy.sha256,
        "scikit_learn": sklearn.__version__,
        "passages": len(marked),
        "passages_sha256": hashlib.sha256("\0".join(one.text for one in passages).encode()).hexdigest(),
        "slope": round(slope, 4),
        "offset": round(offset, 4),
        "threshold": round(threshold, 4),
        **_fit(vectorizer, marked, topics, taxonomy),
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


def _lesson(passage: Passage, taxonomy: Taxonomy) -> Lesson:
    found = frozenset(topic.topic_id for topic in find_topics(passage.text, taxonomy=taxonomy))
    return Lesson(words=read_unmasked(passage.text, taxonomy), found=found, topics=passage.topics)


def content_words(words: Sequence[str]) -> list[str]:
    """The words that may tell what a text is about: written small, so no names and no months; no stop words.

    >>> content_words(["The", "nurse", "in", "Quarne", "had", "12", "cells"])
    ['nurse', 'cells']
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return [
        word for word in words if len(word) > 2 and word.isalpha() and word.islower() and word not in ENGLISH_STOP_WORDS
    ]


def _vectorizer(lessons: Sequence[Lesson]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=content_words, min_df=3, max_df=0.6, sublinear_tf=True)
    try:
        return vectorizer.fit([lesson.words for lesson in lessons])
    except ValueError as error:
        raise NothingFoundError(f"the {len(lessons)} passages share no words; give more of them") from error


def _fit(vectorizer: Any, lessons: Sequence[Lesson], topics: Sequence[str], taxonomy: Taxonomy) -> dict[str, Any]:
    """The words, their idf, and for each topic a line over the words and over the topics found beside it."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    beside = [[float(other in lesson.found) for other in taxonomy.ids] for lesson in lessons]
    matrix = hstack([vectorizer.transform([lesson.words for lesson in lessons]), csr_matrix(beside)]).tocsr()
    words = matrix.shape[1] - len(taxonomy)
    rows: list[dict[str, Any]] = []
    for topic_id in topics:
        marks = np.array([topic_id in lesson.marks for lesson in lessons])
        if not marks.any():  # a fold without an example of the topic
            rows.append({"id": topic_id, "intercept": NEVER, "weights": [], "beside": []})
            continue
        known = np.delete(np.arange(matrix.shape[1]), words + taxonomy.ids.index(topic_id))
        line = LogisticRegression(C=3.0, solver="liblinear", random_state=SEED).fit(matrix[:, known], marks)
        weights = np.zeros(matrix.shape[1])
        weights[known] = line.coef_[0]
        strongest = sorted(np.argsort(-np.abs(weights[:words]), kind="stable")[:WEIGHTS_PER_TOPIC].tolist())
        rows.append(
            {
                "id": topic_id,
                "intercept": round(float(line.intercept_[0]), 3),
                "weights": [[at, round(float(weights[at]), 3)] for at in strongest],
                "beside": [
                    [other, round(float(weights[words + at]), 3)]
                    for at, other in enumerate(taxonomy.ids)
                    if weights[words + at]
                ],
            }
        )
    return {
        "words": vectorizer.get_feature_names_out().tolist(),
        "idf": [round(float(value), 3) for value in vectorizer.idf_],
        "topics": rows,
    }


def _margins_out_of_fold(vectorizer: Any, lessons: Sequence[Lesson], topics: Sequence[str], taxonomy: Taxonomy) -> Any:
    """What each topic's line says of each passage, fitted without that passage's fold; [round, passage, topic]."""
    import numpy as np
    from sklearn.model_selection import KFold

    margins = np.zeros((ROUNDS, len(lessons), len(topics)))
    for number in range(ROUNDS):
        folds = KFold(n_splits=min(FOLDS, len(lessons)), shuffle=True, random_state=SEED + number)
        for others, held_out in folds.split(np.zeros(len(lessons))):
            content = _fit(vectorizer, [lessons[at] for at in others], topics, taxonomy)
            model = build_topic_model({**content, "slope": 1.0, "offset": 0.0, "threshold": 1.0})
            for at in held_out:
                margins[number, at] = model.margins(lessons[at].words, lessons[at].found)
    return margins


def _calibrate(lessons: Sequence[Lesson], topics: Sequence[str], margins: Any) -> tuple[float, float, float]:
    """Slope and offset from margin to probability, and the threshold, over what the model would be asked."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    asked = [
        (margins[number, at, column], topic_id in lesson.marks)
        for number in range(ROUNDS)
        for at, lesson in enumerate(lessons)
        if len(lesson.found) <= RULES_ENOUGH
        for column, topic_id in enumerate(topics)
        if topic_id not in lesson.found
    ]
    given, right = np.array([margin for margin, _ in asked]), np.array([mark for _, mark in asked])
    if not right.any() or right.all():
        return 1.0, 0.0, SILENT
    line = LogisticRegression(C=1e3, random_state=SEED).fit(given[:, None], right)
    slope, offset = float(line.coef_[0][0]), float(line.intercept_[0])
    order = np.argsort(-given, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares[ADDITIONS_MIN * ROUNDS - 1 :] >= PRECISION_MIN)
    if slope <= 0 or not len(good):
        return slope, offset, SILENT
    last = given[order[good[-1] + ADDITIONS_MIN * ROUNDS - 1]]
    return slope, offset, float(1 / (1 + np.exp(-(slope * last + offset))))
