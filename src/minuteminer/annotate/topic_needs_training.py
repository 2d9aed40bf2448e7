"""Fitting what topics need: one logistic line over all topics of the marked passages that phrases or hints touch.

The question it answers is whether a reader marked the topic. All topics share the weights of the features; each has a
small one of its own, and one for each topic that speaks loudly beside it, both held back by being scaled down.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from minuteminer.annotate.taxonomy import Taxonomy
from minuteminer.annotate.topic_needs import FEATURES, FORMAT, FORMAT_VERSION, read_company, read_features
from minuteminer.annotate.topic_training import Passage
from minuteminer.annotate.topics import read_strengths
from minuteminer.errors import NothingFoundError

ROWS_MIN = 20
# Found on passages of other hands than those it learns from, by F1: flat for half and for twice as much.
INVERSE_PENALTY, TOPIC_SCALE, BESIDE_SCALE = 0.6, 0.7, 0.4
LET_THROUGH = 0.45  # the probability from which on a topic is found: a little under a half gains more than it costs
SMALLEST = 0.02  # smaller weights beside another topic are left out of the file


def fit_needs(passages: Sequence[Passage], taxonomy: Taxonomy) -> dict[str, Any]:
    """The content of a file of weights, fitted to the marked passages; the same passages give the same content.

    Raises NothingFoundError where they are too few, or all topics that are touched in them are marked, or none.
    """
    import numpy as np
    import sklearn
    from sklearn.linear_model import LogisticRegression

    features, topics, company, marks = _rows(passages, taxonomy)
    if len(marks) < ROWS_MIN or all(marks) or not any(marks):
        raise NothingFoundError(
            f"{sum(passage.topics is not None for passage in passages)} marked passages touch topics {len(marks)} "
            f"times, of which {sum(marks)} are marked: too few to tell discussed from named; give more of them"
        )
    own = np.array(features, dtype=float)
    mean, spread = own.mean(axis=0), own.std(axis=0) + 1e-9
    ids = taxonomy.ids
    count = len(ids)
    place = {topic_id: at for at, topic_id in enumerate(ids)}
    shared = np.zeros((len(marks), count + count * count))
    for number, (topic_id, others) in enumerate(zip(topics, company, strict=True)):
        at = place[topic_id]
        shared[number, at] = TOPIC_SCALE
        for other, strength in others:
            if other != topic_id:
                shared[number, count + at * count + place[other]] = BESIDE_SCALE * strength
    line = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000)
    line.fit(np.hstack([(own - mean) / spread, shared]), marks)
    weights = line.coef_[0]
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
        "rows": len(marks),
        "intercept": round(float(line.intercept_[0] - mean @ of_features) - let_through, 4),
        "features": {name: round(float(of_features[at]), 4) for at, name in enumerate(FEATURES)},
        "topics": {topic_id: round(float(of_topics[at]), 3) for topic_id, at in place.items() if of_topics[at]},
        "beside": {
            topic_id: row
            for topic_id, at in place.items()
            if (
                row := {
                    other: round(float(beside[at, to]), 2)
                    for other, to in place.items()
                    if abs(beside[at, to]) >= SMALLEST
                }
            )
        },
    }


def _rows(
    passages: Sequence[Passage], taxonomy: Taxonomy
) -> tuple[list[tuple[float, ...]], list[str], list[list[tuple[str, float]]], list[bool]]:
    """Features, topic, company and mark of each topic that a marked passage touches."""
    features, topics, company, marks = [], [], [], []
    for passage in passages:
        if passage.topics is None:
            continue
        strengths, hits, matcher, words = read_strengths(passage.text, taxonomy)
        if words is None:
            continue
        beside = read_company(strengths, matcher.topic_ids)
        for at, row in read_features(strengths, hits, matcher.rivals, words).items():
            features.append(row)
            topics.append(matcher.topic_ids[at])
            company.append(beside)
            marks.append(matcher.topic_ids[at] in passage.topics)
    return features, topics, company, marks
