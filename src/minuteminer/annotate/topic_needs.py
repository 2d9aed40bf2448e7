"""How much each topic of a text needs before it counts as discussed, and not merely named.

In a passage a fitted line decides (models/topic_needs.json: plain numbers, made by topic_needs_training.py). It
weighs how loudly the topic speaks, by how many different words and how often, where it first does, its place among
the others, which others stand beside it, and what all the words of the passage say of it (topic_words.py): on passages
of other hands, a phrase that nothing else bore out was right in one case of three, one with a second beside it in nine
of ten. A shorter text is about all that it says, and a longer one discusses several things, each where it comes: there,
a sum of 1 is enough.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, log1p, log2
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

from minuteminer.annotate.topic_hits import Hit
from minuteminer.annotate.topic_matcher import PHRASE, TopicMatcher
from minuteminer.annotate.topic_words import WordLines, build_word_lines
from minuteminer.errors import LexiconError

if TYPE_CHECKING:
    from spacy.tokens import Doc

BUNDLED_NEEDS = Path(__file__).parent / "models" / "topic_needs.json"
FORMAT, FORMAT_VERSION = "minuteminer-topic-needs", 2
RIVAL_NEED = 2.0  # outside passages: a topic needs so much more where a rival, whose words are partly its own, is found
STRENGTH_MIN = 0.4  # less than one hint early in the text: never enough, and not worth weighing
WORDS_USUAL = 120
LOUDEST = 5  # so many topics are looked at as company
COMPANY_MAX = 1.5
MARGIN_MAX = 30.0
FEATURES = (
    "strength",
    "log_strength",
    "phrases",
    "has_phrase",
    "hints",
    "repeats",
    "stands_alone",
    "place",
    "leads",
    "first",
    "length",
    "strength_by_length",
    "behind",
    "share",
    "rival",
    "crowd",
    "words",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWeights:
    """The fitted line: a weight for each of FEATURES, for each topic, and for each topic beside another.

    `word_lines` give the last of the features; without them it is 0.
    """

    intercept: float
    features: tuple[float, ...]
    topics: Mapping[str, float]
    beside: Mapping[str, Mapping[str, float]]
    word_lines: WordLines | None = None

    def margin(self, topic_id: str, features: Sequence[float], company: Sequence[tuple[str, float]]) -> float:
        """What speaks for a topic: above 0 it counts as discussed. A topic that was never learnt has no own weight."""
        total: float = self.intercept + self.topics.get(topic_id, 0.0) + sum(map(mul, self.features, features))
        if beside := self.beside.get(topic_id):
            for other, strength in company:
                total += beside.get(other, 0.0) * strength
        return total


def find_needs(
    strengths: Mapping[int, float],
    hits: Mapping[int, Sequence[Hit]],
    matcher: TopicMatcher,
    *,
    base: float,
    words: int | None,
    doc: Doc | None = None,
) -> dict[int, float]:
    """What strength each topic needs. `words` is the length of the passage `doc`, None for a shorter or longer text.

    >>> from spacy.vocab import Vocab
    >>> from minuteminer.annotate.taxonomy import load_taxonomy
    >>> from minuteminer.annotate.topic_matcher import make_matcher
    >>> find_needs({7: 2.0, 8: 1.0}, {}, make_matcher(Vocab(), load_taxonomy()), base=1.25, words=None)
    {7: 1.25, 8: 1.25}
    """
    if words is None:
        needs = dict.fromkeys(strengths, base)
        for at in strengths.keys() & matcher.rivals.keys():
            if any(strengths.get(rival, 0.0) >= base for rival in matcher.rivals[at]):
                needs[at] *= RIVAL_NEED
        return needs
    weights, topic_ids = load_need_weights(), matcher.topic_ids
    needs = {at: 2 * strength for at, strength in strengths.items()}
    company = read_company(strengths, topic_ids)
    spoken: dict[str, float] = {}
    if doc is not None and weights.word_lines is not None:
        loud = (topic_ids[at] for at, strength in strengths.items() if strength >= STRENGTH_MIN)
        spoken = weights.word_lines.speak_for(doc, loud)
    rows = read_features(strengths, hits, matcher.rivals, words)
    for at, row in rows.items():
        features = (*row, spoken.get(topic_ids[at], 0.0))
        margin = weights.margin(topic_ids[at], features, company)
        # The score of a topic is 1 - 2 ** -(strength / need): with this need, the probability that the line gives.
        margin = max(-MARGIN_MAX, min(MARGIN_MAX, margin))
        needs[at] = strengths[at] / log2(1 + exp(margin))
    return needs


def read_company(strengths: Mapping[int, float], topic_ids: Sequence[str]) -> list[tuple[str, float]]:
    """The topics that speak loudest, each with its strength (up to a limit)."""
    loudest = sorted(strengths, key=lambda at: -strengths[at])[:LOUDEST]
    return [(topic_ids[at], min(strengths[at], COMPANY_MAX)) for at in loudest]


def read_features(
    strengths: Mapping[int, float],
    hits: Mapping[int, Sequence[Hit]],
    rivals: Mapping[int, tuple[int, ...]],
    words: int,
) -> dict[int, tuple[float, ...]]:
    """The FEATURES but the last of each topic that is worth weighing, the loudest first.

    >>> read_features({4: 2.0, 9: 0.3}, {4: [(6, 7, 1.0, 11), (9, 10, 1.0, 11)]}, {}, 120)[4][2:10]
    (1, True, 0, 1, True, 0, True, 0.05)
    """
    order = sorted(strengths, key=lambda at: -strengths[at])
    if not order:
        return {}
    loudest, total, crowd = strengths[order[0]], sum(strengths.values()), log(len(order))
    length = log(words / WORDS_USUAL)
    rows: dict[int, tuple[float, ...]] = {}
    for place, at in enumerate(order):
        strength = strengths[at]
        if strength < STRENGTH_MIN:
            break
        said = [hit for hit in hits.get(at, ()) if hit[2]]
        weight_of = {hit[3]: hit[2] for hit in said}
        phrases = list(weight_of.values()).count(PHRASE)
        hints = len(weight_of) - phrases
        rival = max([strengths.get(other, 0.0) for other in rivals[at]]) if at in rivals else 0.0
        capped = min(strength, 3.0)
        rows[at] = (
            min(strength, 4.0),
            log(strength + 0.1),
            min(phrases, 3),
            phrases > 0,
            min(hints, 4),
            min(len(said) - phrases - hints, 3),
            phrases + hints <= 1,
            min(place, 8),
            place < 2,
            said[0][0] / words if said else 1.0,
            length,
            length * capped,
            log(strength / loudest),
            log(strength / total),
            log1p(rival),
            crowd,
        )
    return rows


@cache
def load_need_weights(path: Path | None = None) -> NeedWeights:
    """The fitted line in the file `path`, or the bundled one; LexiconError where it cannot be read."""
    source = path or BUNDLED_NEEDS
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        if content["format"] != FORMAT or content["version"] != FORMAT_VERSION:
            raise ValueError(f"expected the format {FORMAT}, version {FORMAT_VERSION}")
        return NeedWeights(
            intercept=float(content["intercept"]),
            features=tuple(float(content["features"][name]) for name in FEATURES),
            topics=content["topics"],
            beside=content["beside"],
            word_lines=build_word_lines(content["words"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LexiconError(
            f"{source}: not the weights of topics ({error!r}); make it again with `minuteminer topics fit`"
        ) from error
