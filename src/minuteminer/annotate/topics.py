"""Topics of a text by its words: what is discussed, not what is merely named.

A taxonomy's phrases are matched on the tokens of a Doc in one pass (spaCy's PhraseMatcher: 400 terms cost it
next to nothing, while a regular expression of 400 alternatives is 28 times slower). Then a small sum decides:
a phrase is worth 1, a hint 1/2, a repeat half of that; standing in a heading doubles it. A topic needs a
sum of 1, more in a long text, where one mention in passing says less. Words inside a topic's exclusions, in
a job's title ("Cabinet Member for Community Safety") or in a place name count nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.taxonomy import Taxonomy, load_taxonomy
from minuteminer.findings import Topic

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from minuteminer.annotate.topic_model import TopicModel

PHRASE, HINT, EXCLUSION = 1.0, 0.5, 0.0
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
TITLE_WORDS_MAX = 8
TITLE_JOINTS = frozenset({"and", "&", ",", "of", "the"})


class Use(NamedTuple):
    """What one phrase means for one topic; `written` is set where case matters (acronyms)."""

    topic: int
    weight: float
    written: str | None


# A topic's words at tokens start to end: (start, -end, -weight, key), so that sorting puts the longest and the
# weightiest first. A plain tuple: there is one for every eighth word of a text.
Hit = tuple[int, int, float, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatcher:
    """A taxonomy made ready for one vocabulary. Make it once with `make_matcher`.

    `families` leads from the plural of a phrase to its singular: "grant" and "grants" are one hint, not two.
    """

    phrases: PhraseMatcher
    uses: dict[int, tuple[Use, ...]]
    families: dict[int, int]
    titles_before: frozenset[int]
    titles_after: frozenset[int]


def find_topics(text: str, *, taxonomy: Taxonomy | None = None, model: TopicModel | None = None) -> list[Topic]:
    """The topics that `text` discusses, in the order of the taxonomy (the bundled one where None is given).

    Each has a score from 0.5 (just enough) towards 1 and the offsets of the words that show it. With a
    `model`, topics that no phrase gives away are added with method "model".

    >>> [(topic.topic_id, topic.evidence) for topic in find_topics("The cadets had a stall.")]
    [('youth_justice', ((4, 10),))]
    """
    from minuteminer.annotate.last_doc import remember_text

    chosen = taxonomy or load_taxonomy()
    nlp, matcher = _blank_pipeline(chosen)
    return find_topics_in_doc(remember_text(nlp.make_doc(text), text), matcher, chosen, model)


def make_matcher(vocab: Vocab, taxonomy: Taxonomy) -> TopicMatcher:
    """The taxonomy's words for `find_topics_in_doc`, for Docs of this vocabulary. Takes about 0.3 s."""
    from spacy.lang.en import English
    from spacy.matcher import PhraseMatcher

    tokenize = English(vocab=vocab).make_doc
    matcher = PhraseMatcher(vocab, attr="LOWER")
    uses: dict[int, tuple[Use, ...]] = {}
    singular: dict[str, list[int]] = {}

    def add(words: str, *new: Use) -> int:
        key = vocab.strings.add(f"minuteminer.topics {words.lower()}")
        if key not in uses:
            matcher.add(vocab.strings[key], [tokenize(words)])
        uses[key] = uses.get(key, ()) + new
        singular.setdefault(words.lower().removesuffix("s"), []).append(key)
        return key

    for at, topic in enumerate(taxonomy):
        for words in topic.phrases:
            add(words, Use(at, PHRASE, None))
        for words in topic.hints:
            add(words, Use(at, HINT, None))
        for words in topic.acronyms:
            add(words, Use(at, PHRASE, words))
        for words in topic.exclusions:
            add(words, Use(at, EXCLUSION, None))
    titles = {row["side"]: frozenset(add(words) for words in row["words"]) for row in load_lexicon("topic_titles")}
    families = {key: forms[0] for forms in singular.values() for key in forms[1:]}
    return TopicMatcher(
        phrases=matcher, uses=uses, families=families, titles_before=titles["before"], titles_after=titles["after"]
    )


def find_topics_in_doc(
    doc: Doc, matcher: TopicMatcher, taxonomy: Taxonomy, model: TopicModel | None = None
) -> list[Topic]:
    """The topics of a Doc, as `find_topics` gives them; the matcher must be of its vocabulary."""
    from minuteminer.annotate.last_doc import text_of

    text = text_of(doc)
    weigh = _Scale(doc, _headings(text))
    by_topic = _hits_by_topic(doc, matcher, text)
    found = []
    for at in sorted(by_topic):
        kept = _outermost(by_topic[at])
        if kept and (strength := weigh.strength(kept)) >= weigh.need:
            score = round(1 - 0.5 ** (strength / weigh.need), 3)
            evidence = _evidence(doc, kept)
            topic_id = taxonomy.topics[at].id
            found.append(Topic(topic_id=topic_id, score=score, method="rule", evidence=evidence))
    if model is not None and len(found) <= RULES_ENOUGH:
        found += model.find_more(doc, {topic.topic_id for topic in found}, _phrase_tokens(by_topic))
    return found


def read_unmasked(text: str, taxonomy: Taxonomy) -> list[str]:
    """The words of a text, as written, without the phrases that show a topic by themselves.

    >>> read_unmasked("The precept paid for a nurse.", load_taxonomy())
    ['The', 'paid', 'for', 'a', 'nurse', '.']
    """
    nlp, matcher = _blank_pipeline(taxonomy)
    doc = nlp.make_doc(text)
    masked = _phrase_tokens(_hits_by_topic(doc, matcher, text))
    return [token.text for token in doc if token.i not in masked]


def _phrase_tokens(by_topic: dict[int, list[Hit]]) -> set[int]:
    hits = (hit for hits in by_topic.values() for hit in hits if hit[2] == -PHRASE)
    return {token for hit in hits for token in range(hit[0], -hit[1])}


@lru_cache(maxsize=4)
def _blank_pipeline(taxonomy: Taxonomy) -> tuple[Language, TopicMatcher]:
    import spacy

    nlp = spacy.blank("en")
    return nlp, make_matcher(nlp.vocab, taxonomy)


def _hits_by_topic(doc: Doc, matcher: TopicMatcher, text: str) -> dict[int, list[Hit]]:
    hits: defaultdict[int, list[Hit]] = defaultdict(list)
    uses = matcher.uses
    matches = _matches_over_breaks(doc, matcher) if _is_broken(text) else matcher.phrases(doc)
    titles = _title_tokens(doc, matcher, matches)
    for key, start, end in matches:
        if start in titles:
            continue
        for topic, weight, written in uses[key]:
            if written is None or doc[start].text == written:
                hits[topic].append((start, -end, -weight, matcher.families.get(key, key)))
    return hits


def _is_broken(text: str) -> bool:
    """Whether lines end within sentences (PDF), or words are held together by spaces that never break."""
    if "\xa0" in text:
        return True
    lines = text.split("\n")
    return any(line.rstrip()[-1:].islower() and after[:1].islower() for line, after in pairwise(lines))


def _matches_over_breaks(doc: Doc, matcher: TopicMatcher) -> list[tuple[int, int, int]]:
    """The matches in the words alone, at their tokens in the doc; "Crime\\nPlan" is one phrase."""
    from spacy.tokens import Doc

    tokens = [token.i for token in doc if not token.is_space]
    words = Doc(doc.vocab, words=[doc[at].text for at in tokens])
    return [(key, tokens[start], tokens[end - 1] + 1) for key, start, end in matcher.phrases(words)]


def _title_tokens(doc: Doc, matcher: TopicMatcher, matches: list[tuple[int, int, int]]) -> set[int]:
    """The tokens of job titles and of named places, in which no word tells a topic."""
    inside: set[int] = set()
    places: set[int] = set()
    for key, start, end in matches:
        if key in matcher.titles_before:
            for at in range(end, min(end + TITLE_WORDS_MAX, len(doc))):
                token = doc[at]
                if not (token.is_title or token.is_upper or token.text in TITLE_JOINTS):
                    break
                inside.add(at)
        elif key in matcher.titles_after and doc[start].is_title:
            places.add(start)
    if places:
        inside.update(start for _, start, end in matches if end in places and doc[start].is_title)
    return inside


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Hits in reading order, without those inside a longer one and without exclusions."""
    kept: list[Hit] = []
    reached = 0
    if len(hits) > 1:
        hits.sort()
    for hit in hits:
        if hit[0] >= reached:
            reached = -hit[1]
            if hit[2]:
                kept.append(hit)
    return kept


class _Scale:
    """What mentions are worth in one doc, and how much a topic needs there."""

    def __init__(self, doc: Doc, headings: list[int]) -> None:
        words = len(doc)
        is_passage = PASSAGE_WORDS_MIN <= words <= PASSAGE_WORDS
        self.need = min(NEED_MAX, 1.0 + 0.25 * max(0, words - LONG_TEXT_WORDS) / 1000)
        self.early, self.slope = (EARLY, EARLY_TO_LATE / words) if is_passage else (1.0, 0.0)
        # Two hints far apart in a long text have less to do with each other.
        self.dilution = min(1.0, PASSAGE_WORDS / words) if words else 1.0
        self.doc = doc
        self.headings = headings
        self.headings_end = headings[-1] if headings else -1

    def strength(self, hits: list[Hit]) -> float:
        """The sum of what the hits of a topic are worth."""
        total = 0.0
        mentions: dict[int, int] = {}
        for start, _, minus_weight, key in hits:
            mentions[key] = number = mentions.get(key, 0) + 1
            if number <= MENTIONS_MAX:
                worth = -minus_weight if minus_weight == -PHRASE else -minus_weight * self.dilution
                worth *= HEADING if self._in_heading(start) else self.early - self.slope * start
                total += worth if number == 1 else worth * REPEAT
        return total

    def _in_heading(self, start: int) -> bool:
        # A token has at least one character: past as many tokens as the headings have, there is none.
        # Within them, an odd number of heading boundaries before a place says that it stands inside one.
        return start < self.headings_end and bisect_right(self.headings, self.doc[start].idx) % 2 == 1


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


def _evidence(doc: Doc, hits: list[Hit]) -> tuple[tuple[int, int], ...]:
    spans = []
    for start, minus_end, _, _ in hits:
        first = doc[start]
        at = first.idx
        last = first if start == -minus_end - 1 else doc[-minus_end - 1]
        spans.append((at, last.idx + len(last)))
    return tuple(spans)
