"""Topics of a text by its words: what is discussed, not what is merely named.

A taxonomy's phrases are matched on the tokens of a Doc in one pass (topic_matcher.py). Then a small sum decides:
a phrase is worth 1, a hint 1/2, a repeat half of that; standing in a heading doubles it. A topic needs a
sum of 1, more in a long text, where one mention in passing says less, and more where three others speak louder.
Figures tell too: large sums of money, and words that a number counts ("23 officers"), are hints, each figure
once. Words inside a topic's exclusions, in
a job's title ("Cabinet Member for Community Safety") or in a place name count nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from minuteminer.annotate.records import maker_of
from minuteminer.annotate.taxonomy import Taxonomy, load_taxonomy
from minuteminer.annotate.topic_hits import Hit, find_hits
from minuteminer.annotate.topic_matcher import HINT, PHRASE, TopicMatcher
from minuteminer.annotate.topic_matcher import make_matcher as make_matcher
from minuteminer.annotate.topic_needs import find_needs
from minuteminer.findings import Topic

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from minuteminer.annotate.topic_model import TopicModel

REPEAT = 0.5  # what the second and third mention of the same words add, as a share of the first
MENTIONS_MAX = 4
HEADING = 2.0
HEADING_MAX_CHARS = 80
NOT_IN_HEADINGS = frozenset("£%|•")  # rows of tables and lists
PASSAGE_WORDS_MIN = 40  # a sentence or two is about all that it says
PASSAGE_WORDS = 400  # a longer text discusses several things, each where it comes
EARLY, EARLY_TO_LATE = 1.3, 0.4
LONG_TEXT_WORDS = 1000  # up to here one phrase is enough; each further thousand words ask for a quarter more
NEED_MAX = 2.0
RULES_ENOUGH = 3  # where phrases found more topics than this, the model is not asked
LARGE_SUMS_MAX = 4
# Digits, so that no run of them is read twice, and a magnitude: £1.25m, £38-42m, £880k, £612,480.15.
LARGE_SUM = re.compile(
    r"£-?(?:\d{1,3}(?:,\d{3}){2,3}|\d{3},\d{3}|\d{3}k\b"
    r"|[\d.,½¼¾]{1,12}(?:[-–]£?[\d.,]{1,12})? ?(?:m|bn|[mb]illion)\b)",
    re.IGNORECASE,
)


Span = tuple[int, int]
_make_topic = maker_of(Topic)


def find_topics(text: str, *, taxonomy: Taxonomy | None = None, model: TopicModel | None = None) -> list[Topic]:
    """The topics that `text` discusses, in the order of the taxonomy (the bundled one where None is given).

    Each has a score from 0.5 (just enough) towards 1 and the offsets of the words that show it. With a
    `model`, topics that no phrase gives away are added with method "model".

    >>> [(topic.topic_id, topic.evidence) for topic in find_topics("The cadets had a stall.")]
    [('youth_justice', ((4, 10),))]
    """
    from minuteminer.annotate.doc_texts import remember_text

    chosen = taxonomy or load_taxonomy()
    nlp, matcher = _blank_pipeline(chosen)
    return find_topics_in_doc(remember_text(nlp.make_doc(text), text), matcher, chosen, model)


def find_topics_in_doc(
    doc: Doc, matcher: TopicMatcher, taxonomy: Taxonomy, model: TopicModel | None = None
) -> list[Topic]:
    """The topics of a Doc, as `find_topics` gives them; the matcher must be of its vocabulary."""
    from minuteminer.annotate.doc_texts import text_of

    hits, strengths, sums, weigh = _read(doc, text_of(doc), matcher)
    topics = []
    words = len(doc) if weigh.is_passage else None
    needs = find_needs(strengths, hits, matcher, base=weigh.need, words=words, doc=doc)
    for at in sorted(strengths):
        need, strength = needs[at], strengths[at]
        if strength >= need:
            evidence = _offsets(doc, hits.get(at, ()))
            if sums and at in matcher.of_sums:
                evidence += sums
            score = round(1 - 0.5 ** (strength / need), 3)
            topics.append(
                _make_topic(topic_id=matcher.topic_ids[at], score=score, method="rule", evidence=tuple(evidence))
            )
    if model is not None and len(topics) <= RULES_ENOUGH and model.threshold < 1:
        topics += model.find_more(doc, {topic.topic_id for topic in topics}, _phrase_tokens(hits))
    return topics


def _read(
    doc: Doc, text: str, matcher: TopicMatcher
) -> tuple[dict[int, list[Hit]], dict[int, float], list[Span], _Scale]:
    """The hits of each topic, how loudly each speaks, the large sums, and the scale that weighed them."""
    weigh = _Scale(doc, _headings(text))
    hits = find_hits(doc, text, matcher)
    sums = _large_sums(text) if matcher.of_sums else []
    strengths = {at: strength for at, found in hits.items() if (strength := weigh.strength(found))}
    if sums:
        for at in matcher.of_sums:
            strengths[at] = strengths.get(at, 0.0) + HINT * len(sums)
    return hits, strengths, sums, weigh


def read_strengths(
    text: str, taxonomy: Taxonomy
) -> tuple[dict[int, float], dict[int, list[Hit]], TopicMatcher, int | None, Doc]:
    """What `find_needs` is given: strengths, hits, matcher, the length where the text is a passage, the doc."""
    nlp, matcher = _blank_pipeline(taxonomy)
    doc = nlp.make_doc(text)
    hits, strengths, _, weigh = _read(doc, text, matcher)
    return strengths, hits, matcher, len(doc) if weigh.is_passage else None, doc


def read_unmasked(text: str, taxonomy: Taxonomy) -> list[str]:
    """The words of a text, as written, without the phrases that show a topic by themselves.

    >>> read_unmasked("The precept paid for a nurse.", load_taxonomy())
    ['The', 'paid', 'for', 'a', 'nurse', '.']
    """
    nlp, matcher = _blank_pipeline(taxonomy)
    doc = nlp.make_doc(text)
    masked = _phrase_tokens(find_hits(doc, text, matcher))
    return [token.text for token in doc if token.i not in masked]


def _phrase_tokens(by_topic: dict[int, list[Hit]]) -> set[int]:
    hits = (hit for hits in by_topic.values() for hit in hits if hit[2] == PHRASE)
    return {token for start, end, _, _ in hits for token in range(start, end)}


@lru_cache(maxsize=4)
def _blank_pipeline(taxonomy: Taxonomy) -> tuple[Language, TopicMatcher]:
    import spacy

    nlp = spacy.blank("en")
    return nlp, make_matcher(nlp.vocab, taxonomy)


class _Scale:
    """What mentions are worth in one doc, and how much a topic needs there."""

    def __init__(self, doc: Doc, headings: list[int]) -> None:
        words = len(doc)
        self.is_passage = is_passage = PASSAGE_WORDS_MIN <= words <= PASSAGE_WORDS
        self.need = min(NEED_MAX, 1.0 + 0.25 * max(0, words - LONG_TEXT_WORDS) / 1000)
        self.early, self.slope = (EARLY, EARLY_TO_LATE / words) if is_passage else (1.0, 0.0)
        # Two hints far apart in a long text have less to do with each other.
        self.dilution = min(1.0, PASSAGE_WORDS / words) if words else 1.0
        self.doc = doc
        self.headings = headings
        # A token has at least one character: past as many tokens as the headings have, no heading stands.
        self.headings_end = headings[-1] if headings else -1

    def strength(self, hits: list[Hit]) -> float:
        """The sum of what the hits of a topic are worth."""
        total = 0.0
        mentions: dict[int, int] = {}
        early, slope, headings_end = self.early, self.slope, self.headings_end
        for start, _, weight, words in hits:
            before = mentions.get(words, 0)
            if before == MENTIONS_MAX or not weight:
                continue
            mentions[words] = before + 1
            if start < headings_end and self._in_heading(start):
                worth = weight * HEADING
            else:
                worth = weight * (early - slope * start)
            if weight != PHRASE:
                worth *= self.dilution
            total += worth * REPEAT if before else worth
        return total

    def _in_heading(self, start: int) -> bool:
        # An odd number of heading boundaries before a place says that it stands inside a heading.
        return bisect_right(self.headings, self.doc[start].idx) % 2 == 1


def _large_sums(text: str) -> list[tuple[int, int]]:
    """Where the first different sums of £100,000 and more stand; of one that is repeated, its first place."""
    places: dict[str, tuple[int, int]] = {}
    for found in LARGE_SUM.finditer(text):
        places.setdefault(found.group(), found.span())
        if len(places) == LARGE_SUMS_MAX:
            break
    return list(places.values())


def _headings(text: str) -> list[int]:
    """Start, end, start, end … of headings: short lines without a sentence's full stop or a table's signs."""
    bounds: list[int] = []
    start = 0
    for line in text.split("\n"):
        if 2 < len(line) <= HEADING_MAX_CHARS:
            bare = line.strip()
            if bare and bare[-1] not in ".;:,?!" and not NOT_IN_HEADINGS & set(bare):
                bounds += (start, start + len(line))
        start += len(line) + 1
    return bounds


def _offsets(doc: Doc, hits: Sequence[Hit]) -> list[Span]:
    """Where the words of the hits stand that count; in the text, not in the doc."""
    spans = []
    for start, end, weight, _ in hits:
        if weight:
            last = first = doc[start]
            if end != start + 1:
                last = doc[end - 1]
            spans.append((first.idx, last.idx + len(last)))
    return spans
