"""Fitting what topics need: one logistic line over all topics of the marked passages that phrases or hints touch.

The question it answers is whether a reader marked the topic. All topics share the weights of the features; each has a
small one of its own, and one for each topic that speaks loudly beside it, both held back by being scaled down. What
the words of a passage say of a topic is read by lines that have not seen the passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from minuteminer.annotate.taxonomy import Taxonomy
from minuteminer.annotate.topic_needs import FEATURES, FORMAT, FORMAT_VERSION, read_company, read_features
from minuteminer.annotate.topic_training import Passage
from minuteminer.annotate.topic_words_training import fit_word_lines
from minuteminer.annotate.topics import read_strengths
from minuteminer.errors import NothingFoundError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

ROWS_MIN = 20
# Found on passages of other hands than those it learns from, by F1: flat for half and for twice as much.
INVERSE_PENALTY, TOPIC_SCALE, BESIDE_SCALE = 0.6, 0.7, 0.4
LET_THROUGH = 0.47  # the probability from which on a topic is found: a little under a half gains more than it costs
SMALLEST = 0.02  # smaller weights beside another topic are left out of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A topic that phrases or hints touch in a passage: its features but the last, its company, and whether marked."""

    passage: int
    topic_id: str
    features: tuple[float, ...]
    company: Sequence[tuple[str, float]]
    marked: bool


def fit_needs(passages: Sequence[Passage], taxonomy: Taxonomy) -> dict[str, Any]:
    """The content of a file of weights, fitted to the marked passages; the same passages give the same content.

    Raises NothingFoundError where they are too few, or all topics that are touched in them are marked, or none.
    """
    import numpy as np
    import sklearn
    from sklearn.linear_model import LogisticRegression

    rows, texts, marks = _read(passages, taxonomy)
    right = [row.marked for row in rows]
    if len(rows) < ROWS_MIN or all(right) or not any(right):
        raise NothingFoundError(
            f"{sum(passage.topics is not None for passage in passages)} marked passages touch topics {len(rows)} "
            f"times, of which {sum(right)} are marked: too few to tell discussed from named; give more of them"
        )
    words, unseen = fit_word_lines(texts, marks, taxonomy.ids)
    spoken = _center(words, [unseen[row.passage].get(row.topic_id) for row in rows])
    own = np.array([(*row.features, said) for row, said in zip(rows, spoken, strict=True)], dtype=float)
    mean, spread = own.mean(axis=0), own.std(axis=0) + 1e-9
    line = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000)
    line.fit(np.hstack([(own - mean) / spread, _topics_and_company(rows, taxonomy)]), right)
    weights, count = line.coef_[0], len(taxonomy)
    of_features = weights[: len(FEATURES)] / spread
    of_topics = weights[len(FEATURES) : len(FEATURES) + count] * TOPIC_SCALE
    beside = weights[len(FEATURES) + count :].reshape(count, count) * BESIDE_SCALE
    let_through = log(LET_THROUGH / (1 - LET_THROUGH))
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "taxonomy_sha256": taxonomy.sha256,
        "scikit_learn": sklearn.__version__,
        "passages": sum(passage.topics is not None for passage in passages),
        "rows": len(rows),
        "intercept": round(float(line.intercept_[0] - mean @ of_features) - let_through, 4),
        "features": {name: round(float(of_features[at]), 4) for at, name in enumerate(FEATURES)},
        "topics": {topic_id: round(float(of_topics[at]), 3) for at, topic_id in enumerate(taxonomy.ids)},
        "beside": _by_topic(beside, taxonomy),
        "words": words,
    }


def _read(
    passages: Sequence[Passage], taxonomy: Taxonomy
) -> tuple[list[Touched], list[list[str]], list[frozenset[str]]]:
    """What is touched in marked passages, and for each of these its words and its marks."""
    rows: list[Touched] = []
    texts: list[list[str]] = []
    marks: list[frozenset[str]] = []
    for passage in passages:
        if passage.topics is None:
            continue
        strengths, hits, matcher, words, doc = read_strengths(passage.text, taxonomy)
        if words is None:
            continue
        company = read_company(strengths, matcher.topic_ids)
        for at, features in read_features(strengths, hits, matcher.rivals, words).items():
            topic_id = matcher.topic_ids[at]
            marked = topic_id in passage.topics
            row = Touched(passage=len(texts), topic_id=topic_id, features=features, company=company, marked=marked)
            rows.append(row)
        texts.append([token.text for token in doc])
        marks.append(passage.topics)
    return rows, texts, marks


def _center(words: dict[str, Any], spoken: Sequence[float | None]) -> list[float]:
    """What words say of each touched topic, less what they usually do; the lines are moved by as much."""
    said = [value for value in spoken if value is not None]
    usual = sum(said) / len(said) if said else 0.0
    for line in words["topics"].values():
        line[0] = round(line[0] - usual, 3)
    return [0.0 if value is None else value - usual for value in spoken]


def _topics_and_company(rows: Sequence[Touched], taxonomy: Taxonomy) -> NDArray[numpy.float64]:
    import numpy as np

    count = len(taxonomy)
    place = {topic_id: at for at, topic_id in enumerate(taxonomy.ids)}
    shared = np.zeros((len(rows), count + count * count))
    for number, row in enumerate(rows):
        at = place[row.topic_id]
        shared[number, at] = TOPIC_SCALE
        for other, strength in row.company:
            if other != row.topic_id:
                shared[number, count + at * count + place[other]] = BESIDE_SCALE * strength
    return shared


def _by_topic(beside: NDArray[numpy.float64], taxonomy: Taxonomy) -> dict[str, dict[str, float]]:
    """The weights beside other topics without those that are next to nothing."""
    weights = {
        topic_id: {
            other: round(float(beside[at, to]), 2)
            for to, other in enumerate(taxonomy.ids)
            if abs(beside[at, to]) >= SMALLEST
        }
        for at, topic_id in enumerate(taxonomy.ids)
    }
    return {topic_id: others for topic_id, others in weights.items() if others}
