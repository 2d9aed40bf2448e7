"""Topics of a text by its words: what is discussed, not what is merely named.

A taxonomy's phrases are matched on the tokens of a Doc in one pass (spaCy's PhraseMatcher: 400 terms cost it
next to nothing, while a regular expression of 400 alternatives is 28 times slower). Then a small sum decides:
a phrase is worth 1, a hint 1/2, a repeat half of that; standing in a heading doubles it. A topic needs a
sum of 1, more in a long text, where one mention in passing says less. Words inside a topic's exclusions, in
a job's title ("Cabinet Member for Community Safety") or in a place name count nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.taxonomy import Taxonomy, load_taxonomy
from minuteminer.facts import Topic

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    from minuteminer.annotate.topic_model import TopicModel

PHRASE, HINT, EXCLUSION = 1.0, 0.5, 0.0
REPEAT = 0.5  # what the second and third mention of the same words add, as a share of the first
HEADING = 2.0
HEADING_MAX_CHARS = 80
NOT_IN_HEADINGS = frozenset("£%|•")  # rows of tables and lists
PASSAGE_WORDS = 400  # a longer text discusses several things, each where it comes
EARLY, EARLY_TO_LATE = 1.3, 0.4
LONG_TEXT_WORDS = 1000  # up to here one phrase is enough; each further thousand words ask for a quarter more
NEED_MAX = 2.0
TITLE_JOINTS = frozenset({"and", "&", ",", "of", "the"})


class Use(NamedTuple):
    """What one phrase means for one topic; `written` is set where case matters (acronyms)."""

    topic: int
    weight: float
    written: str | None


class Hit(NamedTuple):
    """A use of a topic's words at tokens start to end."""

    start: int
    end: int
    key: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatcher:
    """A taxonomy made ready for one vocabulary. Make it once with `make_matcher`."""

    phrases: PhraseMatcher
    uses: dict[int, tuple[Use, ...]]
    titles_before: frozenset[int]
    titles_after: frozenset[int]


def find_topics(text: str, *, taxonomy: Taxonomy | None = None, model: TopicModel | None = None) -> list[Topic]:
    """The topics that `text` discusses, in the order of the taxonomy (the bundled one where None is given).

    Each has a score from 0.5 (just enough) towards 1 and the offsets of the words that show it. With a
    `model`, topics that no phrase gives away are added with method "model".

    >>> [(topic.topic_id, topic.evidence) for topic in find_topics("The cadets had a stall.")]
    [('youth_justice', ((4, 10),))]
    """
    chosen = taxonomy or load_taxonomy()
    nlp, matcher = _blank_pipeline(chosen)
    return find_topics_in_doc(nlp.make_doc(text), matcher, chosen, model, text=text)


def make_matcher(vocab: Vocab, taxonomy: Taxonomy) -> TopicMatcher:
    """The taxonomy's words for `find_topics_in_doc`, for Docs of this vocabulary. Takes about 0.1 s."""
    from spacy.lang.en import English
    from spacy.matcher import PhraseMatcher

    tokenize = English(vocab=vocab).make_doc
    matcher = PhraseMatcher(vocab, attr="LOWER")
    uses: dict[int, tuple[Use, ...]] = {}

    def add(words: str, *new: Use) -> int:
        key = vocab.strings.add(f"minuteminer.topics {words.lower()}")
        if key not in matcher:
            matcher.add(vocab.strings[key], [tokenize(words)])
        uses[key] = uses.get(key, ()) + new
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
    return TopicMatcher(phrases=matcher, uses=uses, titles_before=titles["before"], titles_after=titles["after"])


def find_topics_in_doc(
    doc: Doc,
    matcher: TopicMatcher,
    taxonomy: Taxonomy,
    model: TopicModel | None = None,
    *,
    text: str | None = None,
) -> list[Topic]:
    """The topics of a Doc, as `find_topics` gives them; `text` is `doc.text`, for callers who have it."""
    text = doc.text if text is None else text
    by_topic = _hits_by_topic(doc, matcher)
    need = _need(len(doc))
    found = []
    for at, hits in sorted(by_topic.items()):
        kept = _outermost(hits)
        if sum(hit.weight for hit in kept) * 2 < need:  # not enough even if all stood in headings
            continue
        strength = _strength(doc, text, kept)
        if strength >= need:
            found.append(_topic(doc, taxonomy.topics[at].id, strength / need, kept))
    if model is not None:
        found.extend(model.find_more(doc, {topic.topic_id for topic in found}))
    return found


@lru_cache(maxsize=4)
def _blank_pipeline(taxonomy: Taxonomy) -> tuple[Language, TopicMatcher]:
    import spacy

    nlp = spacy.blank("en")
    return nlp, make_matcher(nlp.vocab, taxonomy)


def _need(words: int) -> float:
    over = max(0, words - LONG_TEXT_WORDS)
    return min(NEED_MAX, 1.0 + 0.25 * over / 1000)


def _hits_by_topic(doc: Doc, matcher: TopicMatcher) -> dict[int, list[Hit]]:
    hits: defaultdict[int, list[Hit]] = defaultdict(list)
    matches = matcher.phrases(doc)
    titles = _title_tokens(doc, matcher, matches)
    for key, start, end in matches:
        if start in titles:
            continue
        for topic, weight, written in matcher.uses[key]:
            if written is None or doc[start].text == written:
                hits[topic].append(Hit(start, end, key, weight))
    return hits


def _title_tokens(doc: Doc, matcher: TopicMatcher, matches: list[tuple[int, int, int]]) -> set[int]:
    """The tokens of job titles and of named places, in which no word tells a topic."""
    inside: set[int] = set()
    ends: dict[int, int] = {}
    for key, start, end in matches:
        if key in matcher.titles_before:
            at = end
            while at < len(doc) and (doc[at].is_title or doc[at].is_upper or doc[at].text in TITLE_JOINTS):
                inside.add(at)
                at += 1
        elif key in matcher.titles_after and doc[start].is_title:
            ends[start] = start
    if ends:
        inside.update(
            start for _, start, end in matches if end in ends and doc[start].is_title and doc[end - 1].is_title
        )
    return inside


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Hits in reading order, without those inside a longer one and without exclusions."""
    kept: list[Hit] = []
    reached = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, -hit.weight)):
        if hit.start >= reached:
            kept.append(hit)
            reached = hit.end
    return [hit for hit in kept if hit.weight]


def _strength(doc: Doc, text: str, hits: list[Hit]) -> float:
    total = 0.0
    mentions: defaultdict[int, int] = defaultdict(int)
    for hit in hits:
        mentions[hit.key] += 1
        share = 1.0 if mentions[hit.key] == 1 else REPEAT if mentions[hit.key] <= 4 else 0.0
        if share:
            place = HEADING if _in_heading(text, doc[hit.start].idx) else _place(hit.start, len(doc))
            total += hit.weight * share * place
    return total


def _place(start: int, words: int) -> float:
    """What the place of a mention is worth: a short text is about what it begins with."""
    return 1.0 if words > PASSAGE_WORDS else EARLY - EARLY_TO_LATE * start / words


def _in_heading(text: str, at: int) -> bool:
    """Whether the line round `at` is a heading: short, and without the full stop of a sentence."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)].strip()
    return len(line) <= HEADING_MAX_CHARS and line[-1:] not in ".;:,?!" and not NOT_IN_HEADINGS & set(line)


def _topic(doc: Doc, topic_id: str, ratio: float, hits: list[Hit]) -> Topic:
    evidence = []
    for hit in hits:
        last = doc[hit.end - 1]
        evidence.append((doc[hit.start].idx, last.idx + len(last)))
    return Topic(topic_id=topic_id, score=round(1 - 0.5**ratio, 3), method="rule", evidence=tuple(evidence))
