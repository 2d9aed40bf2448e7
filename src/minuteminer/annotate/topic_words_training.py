"""Fitting what words say of topics: a logistic line for each topic over the words of marked passages.

What a line says of the passages that it learnt from is surer than what it says of others. So that nobody takes the one
for the other, the passages are also read by lines that were fitted without them, in folds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from minuteminer.annotate.topic_words import WEIGHT_UNITS

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

FOLDS = 5
SEED = 20260101
POSITIVES_MIN = 4  # a topic that fewer passages are marked with gets no line
PASSAGES_MIN = 3  # a word of fewer passages tells more of them than of topics
WRITTEN_SMALL_MIN = 2  # a word that is seldom written small is a name
SHARE_MAX = 0.5
INVERSE_PENALTY = 10.0  # on passages of other hands: flat from 3 to 30


def fit_word_lines(
    texts: Sequence[Sequence[str]], marks: Sequence[frozenset[str]], topic_ids: Sequence[str]
) -> tuple[dict[str, Any], list[dict[str, float]]]:
    """The content of `build_word_lines`, and what lines that have not seen it say of each passage.

    `texts` are the words of passages as they are written, `marks` the topics of each.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.model_selection import KFold

    learnt = [topic_id for topic_id in topic_ids if sum(topic_id in mark for mark in marks) >= POSITIVES_MIN]
    readable = [tellable_words(text) for text in texts]
    known = _vocabulary(texts, readable)
    if not learnt or not known:
        return {"words": [], "rarities": [], "topics": {}}, [{} for _ in texts]
    vectorizer = TfidfVectorizer(analyzer=list, vocabulary=known, sublinear_tf=True)
    matrix = vectorizer.fit_transform(readable)
    unseen: list[dict[str, float]] = [{} for _ in texts]
    topics: dict[str, Any] = {}
    for topic_id in learnt:
        marked = np.array([topic_id in mark for mark in marks])
        for others, held_out in KFold(FOLDS, shuffle=True, random_state=SEED).split(marked):
            if 1 < marked[others].sum() < len(others):
                weights, intercept = _line(matrix[others], marked[others])
                for at, value in zip(held_out, matrix[held_out] @ weights + intercept, strict=True):
                    unseen[at][topic_id] = float(value)
        weights, intercept = _line(matrix, marked)
        topics[topic_id] = [round(intercept, 3), np.rint(weights * WEIGHT_UNITS).astype(int).tolist()]
    rarities = [round(float(value), 3) for value in vectorizer.idf_]
    return {"words": known, "rarities": rarities, "topics": topics}, unseen


def tellable_words(text: Sequence[str]) -> list[str]:
    """The words that may tell what a text is about, in small letters; no stop words.

    >>> tellable_words(["The", "Cells", "at", "Quarne", "had", "12", "beds"])
    ['cells', 'quarne', 'beds']
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    lowered = [word.lower() for word in text if len(word) > 2 and word.isalpha()]
    return [word for word in lowered if word not in ENGLISH_STOP_WORDS]


def _vocabulary(texts: Sequence[Sequence[str]], readable: Sequence[Sequence[str]]) -> list[str]:
    passages = Counter(word for words in readable for word in set(words))
    small = Counter(word for text in texts for word in set(text))
    return sorted(
        word
        for word, count in passages.items()
        if PASSAGES_MIN <= count <= SHARE_MAX * len(texts) and small[word] >= WRITTEN_SMALL_MIN
    )


def _line(matrix: Any, marked: NDArray[numpy.bool_]) -> tuple[NDArray[numpy.float64], float]:
    from sklearn.linear_model import LogisticRegression

    line = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", random_state=SEED).fit(matrix, marked)
    return line.coef_[0], float(line.intercept_[0])
