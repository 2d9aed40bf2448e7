"""Topics that no phrase gives away: a linear model over the words round the phrases, kept as plain JSON.

The model was trained with the taxonomy's phrases masked (topic_training.py), so it knows a topic by its company:
the words round the phrases, and the topics that phrases found beside it. It is read without unpickling anything
and used without scikit-learn. It only ever adds topics to those that phrases found, with method "model", a
calibrated score, and as evidence the words that spoke most for the topic.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minuteminer.annotate.taxonomy import Taxonomy, load_taxonomy
from minuteminer.errors import LexiconError
from minuteminer.findings import Topic

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from spacy.tokens import Doc

BUNDLED_MODEL = Path(__file__).parent / "models" / "topics.json"
FORMAT, FORMAT_VERSION = "minuteminer-topic-model", 1
WORDS_MIN = 30  # below this a text has too little company for its words to be known by
EVIDENCE_MAX = 5
SCORE_MAX = 0.999  # a model is never certain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TopicModel:
    """A fitted model: words (sorted by `keys`, their hashes in spaCy), weights per word and topic, calibration."""

    topic_ids: tuple[str, ...]
    keys: NDArray[numpy.uint64]
    idf: NDArray[numpy.float64]
    weights: NDArray[numpy.float64]
    beside: dict[str, NDArray[numpy.float64]]
    intercepts: NDArray[numpy.float64]
    slope: float
    offset: float
    threshold: float

    def find_more(self, doc: Doc, found: set[str], masked: set[int]) -> list[Topic]:
        """Topics beyond `found` whose calibrated score reaches the threshold; `masked` tokens are not read."""
        import numpy as np
        from spacy.attrs import ORTH

        if self.threshold >= 1 or len(doc) < WORDS_MIN:
            return []
        written = doc.to_array(ORTH)
        columns = np.minimum(np.searchsorted(self.keys, written), len(self.keys) - 1)
        known = self.keys[columns] == written
        if masked:
            known[list(masked)] = False
        tokens = np.flatnonzero(known)
        if not len(tokens):
            return []
        margins, vector, present = self._margins(columns[tokens], found)
        scores = 1 / (1 + np.exp(-(self.slope * margins + self.offset)))
        more = []
        for at in np.flatnonzero(scores >= self.threshold).tolist():
            if self.topic_ids[at] not in found:
                speaks = dict(zip(present.tolist(), (vector * self.weights[present, at]).tolist(), strict=True))
                evidence = _evidence(doc, tokens.tolist(), columns[tokens].tolist(), speaks)
                score = min(round(float(scores[at]), 3), SCORE_MAX)
                more.append(Topic(topic_id=self.topic_ids[at], score=score, method="model", evidence=evidence))
        return more

    def margins(self, words: Sequence[str], found: Collection[str]) -> NDArray[numpy.float64]:
        """What the lines of all topics say of a text with these words and found topics, before calibration."""
        import numpy as np
        from spacy.strings import StringStore

        hashes = StringStore()
        given = np.array([hashes[word] for word in words], dtype=np.uint64)
        columns = np.minimum(np.searchsorted(self.keys, given), len(self.keys) - 1)
        columns = columns[self.keys[columns] == given]
        margins: NDArray[numpy.float64] = self._margins(columns, found)[0]
        return margins

    def _margins(self, columns: NDArray[numpy.intp], found: Collection[str]) -> tuple[Any, Any, Any]:
        import numpy as np

        present, counts = np.unique(columns, return_counts=True)
        vector = (1 + np.log(counts)) * self.idf[present]
        vector /= np.linalg.norm(vector) or 1.0
        margins = vector @ self.weights[present] + self.intercepts
        for topic_id in found:
            margins += self.beside.get(topic_id, 0.0)
        return margins, vector, present


@cache
def load_topic_model(path: Path | None = None, taxonomy: Taxonomy | None = None) -> TopicModel:
    """The model in the file `path`, or the bundled one; it must have been fitted to `taxonomy` (else the bundled).

    Raises LexiconError where the file is damaged, of another version, or fitted to another taxonomy.
    """
    source = path or BUNDLED_MODEL
    content = _read(source)
    wanted = (taxonomy or load_taxonomy()).sha256
    if content["taxonomy_sha256"] != wanted:
        raise LexiconError(
            f"{source}: fitted to a taxonomy with sha256 {str(content['taxonomy_sha256'])[:12]}…, "
            f"but this one has {wanted[:12]}…; fit it again with `minuteminer topics fit`, or do without it "
            "(model = false)"
        )
    try:
        return build_topic_model(content)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise LexiconError(f"{source}: not a topic model: {error!r}; fit it again") from error


def content_sha256(content: dict[str, Any]) -> str:
    """The hash of a model's content without its own `sha256` field."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _read(source: Path) -> dict[str, Any]:
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{source}: cannot be read as a topic model: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise LexiconError(f'{source}: expected a JSON object with "format": "{FORMAT}"')
    if content.get("version") != FORMAT_VERSION:
        raise LexiconError(
            f"{source}: version {content.get('version')!r} of the format, this program reads {FORMAT_VERSION}; "
            "fit it again with `minuteminer topics fit`, or do without it (model = false)"
        )
    if content.get("sha256") != content_sha256(content):
        raise LexiconError(f"{source}: damaged: its content does not have the sha256 that it names; fit it again")
    return content


def build_topic_model(content: dict[str, Any]) -> TopicModel:
    """The model that the content of a model file describes; KeyError, TypeError … where it does not."""
    import numpy as np
    from spacy.strings import StringStore

    words: list[str] = content["words"]
    hashes = StringStore()
    keys = np.array([hashes[word] for word in words], dtype=np.uint64)
    order = np.argsort(keys)
    weights = np.zeros((len(words), len(content["topics"])))
    for at, topic in enumerate(content["topics"]):
        for word, weight in topic["weights"]:
            weights[word, at] = weight
    beside: dict[str, Any] = {}
    for at, topic in enumerate(content["topics"]):
        for other, weight in topic["beside"]:
            beside.setdefault(other, np.zeros(len(content["topics"])))[at] = weight
    numbers = [content["slope"], content["offset"], content["threshold"]]
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError("slope, offset and threshold should be numbers")
    return TopicModel(
        topic_ids=tuple(topic["id"] for topic in content["topics"]),
        keys=keys[order],
        idf=np.array(content["idf"], dtype=float)[order],
        weights=weights[order],
        beside=beside,
        intercepts=np.array([topic["intercept"] for topic in content["topics"]], dtype=float),
        slope=numbers[0],
        offset=numbers[1],
        threshold=numbers[2],
    )


def _evidence(doc: Doc, tokens: list[int], columns: list[int], speaks: dict[int, float]) -> tuple[tuple[int, int], ...]:
    best = sorted((word for word in speaks if speaks[word] > 0), key=lambda word: -speaks[word])[:EVIDENCE_MAX]
    first = {column: at for at, column in reversed(list(zip(tokens, columns, strict=True)))}
    return tuple((doc[at].idx, doc[at].idx + len(doc[at])) for at in sorted(first[word] for word in best))
