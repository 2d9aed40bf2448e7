"""The words of a taxonomy, made ready to be found in Docs of one vocabulary.

spaCy's PhraseMatcher finds ten thousand phrases in one pass at next to no cost (a regular expression of 400
alternatives is 28 times slower). What costs is making it: a key of the matcher far more than a phrase, so that
phrases which mean the same share one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.taxonomy import Taxonomy

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.vocab import Vocab

PHRASE, HINT, COUNTED, EXCLUSION = 1.0, 0.5, 0.35, 0.0


class Use(NamedTuple):
    """What one phrase means for one topic; `written` is set where case matters (acronyms)."""

    topic: int
    weight: float
    written: str | None
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMatcher:
    """A taxonomy made ready for one vocabulary. Make it once with `make_matcher`.

    `uses` says what each key of the matcher means; a phrase and its plural ("grant", "grants") share a key.
    """

    topic_ids: tuple[str, ...]
    phrases: PhraseMatcher
    uses: dict[int, tuple[Use, ...]]
    of_sums: frozenset[int]
    rivals: dict[int, tuple[int, ...]]
    titles_before: int
    titles_after: int


def make_matcher(vocab: Vocab, taxonomy: Taxonomy) -> TopicMatcher:
    """The taxonomy's words for `find_topics_in_doc`, for Docs of this vocabulary. Takes about 0.3 s."""
    from spacy.lang.en import English
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    nlp = English(vocab=vocab)
    contractions = English.Defaults.tokenizer_exceptions.keys()

    def doc_of(words: str) -> Doc:
        """What the tokenizer gives, without asking it where there is nothing but spaces to split at."""
        bare = words.split(" ")
        is_plain = all(map(str.isalpha, bare)) and contractions.isdisjoint(bare)
        return Doc(vocab, words=bare) if is_plain else nlp.make_doc(words)

    matcher = PhraseMatcher(vocab, attr="LOWER")
    uses: dict[int, tuple[Use, ...]] = {}
    alike: defaultdict[tuple[str, tuple[Use, ...]], list[str]] = defaultdict(list)
    for words, meant in (by_words := _uses_by_words(taxonomy)).items():
        singular = words.removesuffix("s")
        alike[singular if by_words.get(singular) == meant else words, meant].append(words)
    for (words, meant), spellings in alike.items():
        matcher.add(f"minuteminer.topics {words}", [doc_of(each) for each in spellings])
        uses[vocab.strings[f"minuteminer.topics {words}"]] = meant
    for row in load_lexicon("topic_titles"):
        matcher.add(f"minuteminer.topics {row['side']}:", [doc_of(words) for words in row["words"]])
    return TopicMatcher(
        topic_ids=taxonomy.ids,
        phrases=matcher,
        uses=uses,
        of_sums=frozenset(at for at, topic in enumerate(taxonomy) if topic.large_sums),
        rivals={at: tuple(map(taxonomy.ids.index, topic.rivals)) for at, topic in enumerate(taxonomy) if topic.rivals},
        titles_before=vocab.strings["minuteminer.topics before:"],
        titles_after=vocab.strings["minuteminer.topics after:"],
    )


def _uses_by_words(taxonomy: Taxonomy) -> dict[str, tuple[Use, ...]]:
    uses: defaultdict[str, tuple[Use, ...]] = defaultdict(tuple)
    for at, topic in enumerate(taxonomy):
        for words in topic.phrases:
            uses[words.lower()] += (Use(at, PHRASE, None),)
        for words in topic.hints:
            uses[words.lower()] += (Use(at, HINT, None),)
        for words in topic.counted:
            uses[words.lower()] += (Use(at, COUNTED, None, counted=True),)
        for words in topic.acronyms:
            uses[words.lower()] += (Use(at, PHRASE, words),)
        for words in topic.exclusions:
            uses[words.lower()] += (Use(at, EXCLUSION, None),)
    return uses
