"""How much each topic of a text needs before it counts as discussed: by the others that are there, and its rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minuteminer.annotate.topic_hits import Hit
from minuteminer.annotate.topic_matcher import TopicMatcher

RIVAL_NEED = 2.0  # a topic needs so much more where a rival, whose words are partly its own, is found
# A passage is about two things at least and three as a rule: the two that speak loudest need less, a fourth more.
PLACE_NEEDS = (0.55, 0.55, 1.0, 1.15)


def find_needs(
    strengths: Mapping[int, float],
    hits: Mapping[int, Sequence[Hit]],
    matcher: TopicMatcher,
    *,
    base: float,
    words: int | None,
) -> dict[int, float]:
    """What each topic needs, by its place among the others and by the rivals that are there.

    `words` is the length of a passage, and None for a text that is shorter or longer than one.

    >>> from minuteminer.annotate.taxonomy import load_taxonomy
    >>> from minuteminer.annotate.topic_matcher import make_matcher
    >>> from spacy.vocab import Vocab
    >>> find_needs({7: 2.0, 8: 1.0, 9: 0.5}, {}, make_matcher(Vocab(), load_taxonomy()), base=1.0, words=100)
    {7: 0.55, 8: 0.55, 9: 1.0}
    """
    rivals = matcher.rivals
    needs = dict.fromkeys(strengths, base)
    if words is not None:
        for place, at in enumerate(sorted(strengths, key=lambda at: -strengths[at])):
            needs[at] *= PLACE_NEEDS[min(place, len(PLACE_NEEDS) - 1)]
    for at in strengths.keys() & rivals.keys():
        if any(strengths.get(rival, 0.0) >= base for rival in rivals[at]):
            needs[at] *= RIVAL_NEED
    return needs
