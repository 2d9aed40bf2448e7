"""What all the words of a passage say of a topic, beside the taxonomy's own: a line over words for each topic.

"Twelve a month had resigned" speaks of staffing as much as any phrase does, and a rise in a table of offences of
performance; one such word is worth little, a hundred together tell a topic that is discussed from one that is named.
The lines are fitted by topic_words_training.py and kept as plain numbers; they are read with numpy alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from spacy.tokens import Doc

WEIGHT_UNITS = 10  # weights are stored as whole tenths
LAST_KEY = 2**64 - 1  # above every hash, so that whatever is looked up has a place; its weights are 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordLines:
    """The words by their hashes in spaCy (`keys`, sorted), how rare each is, and a weight for each word and topic.

    What a line says is 0 for a passage that speaks of the topic as much as those usually do in which it is named.
    """

    columns: Mapping[str, int]
    keys: NDArray[numpy.uint64]
    rarities: NDArray[numpy.float64]
    weights: NDArray[numpy.float64]
    intercepts: NDArray[numpy.float64]

    def speak_for(self, doc: Doc, topic_ids: Iterable[str]) -> dict[str, float]:
        """What the words of a passage say of each of the topics; of a topic without a line, nothing."""
        import numpy as np
        from spacy.attrs import LOWER

        asked = [topic_id for topic_id in topic_ids if topic_id in self.columns]
        if not asked:
            return {}
        written = doc.to_array(LOWER)
        rows = self.keys.searchsorted(written)
        counts = np.bincount(rows[self.keys[rows] == written])
        present = counts.nonzero()[0]
        vector = (1 + np.log(counts[present])) * self.rarities[present]
        length = math.sqrt(vector @ vector) or 1.0
        values = (vector @ self.weights[present] / length + self.intercepts).tolist()
        return {topic_id: values[self.columns[topic_id]] for topic_id in asked}


def build_word_lines(content: Mapping[str, Any]) -> WordLines:
    """The lines that `fit_word_lines` has written; KeyError, TypeError, ValueError where they are none.

    >>> build_word_lines({"words": ["cells"], "rarities": [1.5], "topics": {"estates": [-0.5, [12]]}}).weights
    array([[1.2],
           [0. ]])
    """
    import numpy as np
    from spacy.strings import StringStore

    words, topics = content["words"], content["topics"]
    hashes = StringStore()
    keys = np.array([*(hashes.add(word) for word in words), LAST_KEY], dtype=np.uint64)
    order = np.argsort(keys)
    weights = np.zeros((len(keys), len(topics)))
    weights[:-1] = np.array([line for _, line in topics.values()], dtype=float).reshape(len(topics), len(words)).T
    return WordLines(
        columns={topic_id: at for at, topic_id in enumerate(topics)},
        keys=keys[order],
        rarities=np.array([*content["rarities"], 0.0], dtype=float)[order],
        weights=weights[order] / WEIGHT_UNITS,
        intercepts=np.array([intercept for intercept, _ in topics.values()], dtype=float),
    )
