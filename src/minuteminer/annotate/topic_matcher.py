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

    `families` leads from the plural of a phrase's last word to its singular: "grant" and "grants" are one hint.
    """

    phrases: PhraseMatcher
    uses: dict[int, tuple[Use, ...]]
    families: dict[int, int]
    of_sums: frozenset[int]
    rivals: dict[int, tuple[int, ...]]
    titles_before: int
    titles_after: int


def make_matcher(vocab: Vocab, taxonomy: Taxonomy) -> TopicMatcher:
    """The taxonomy's words for `find_topics_in_doc`, for Docs of this vocabulary. Takes about 0.3 s."""
    from spacy.lang.en import English
    from spacy.matcher import PhraseMatcher

    tokenize = English(vocab=vocab).make_doc
    matcher = PhraseMatcher(vocab, attr="LOWER")
    alike: defaultdict[tuple[Use, ...], list[str]] = defaultdict(list)
    for words, meant in _uses_by_words(taxonomy).items():
        alike[meant].append(words)
    uses: dict[int, tuple[Use, ...]] = {}
    for number, (meant, phrases) in enumerate(alike.items()):
        matcher.add(f"minuteminer.topics {number}", [tokenize(words) for words in phrases])
        uses[vocab.strings[f"minuteminer.topics {number}"]] = meant
    for row in load_lexicon("topic_titles"):
        matcher.add(f"minuteminer.topics {row['side']}", [tokenize(words) for words in row["words"]])
    last_words = {words.rpartition(" ")[2] for phrases in alike.values() for words in phrases}
    return TopicMatcher(
        phrases=matcher,
        uses=uses,
        families={
            vocab.strings.add(f"{word}s"): vocab.strings.add(word) for word in last_words if f"{word}s" in last_words
        },
        of_sums=frozenset(at for at, topic in enumerate(taxonomy) if topic.large_sums),
        rivals={at: tuple(map(taxonomy.ids.index, topic.rivals)) for at, topic in enumerate(taxonomy) if topic.rivals},
        titles_before=vocab.strings["minuteminer.topics before"],
        titles_after=vocab.strings["minuteminer.topics after"],
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
