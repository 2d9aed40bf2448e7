"""What one resolution can be found by that its item does not tell: its own topics, and who moved and seconded it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minuteminer.findings import AnnotatedDocument, Resolution
from minuteminer.index.terms import slug
from minuteminer.index.words import fold, words_of

# Forms of address say nothing about who it was.
_ADDRESS = frozenset(
    "cllr cllrs councillor councillors mr mrs ms miss mx dr prof professor sir dame lord lady the".split()
)
PEOPLE = ("proposer", "seconder")


def topics_of_resolution(document: AnnotatedDocument, title: str, start_char: int, end_char: int) -> tuple[str, ...]:
    """The item's topics that the resolution from `start_char` to `end_char` is about too.

    Those whose words stand in it or in the item's title, and the item's main topic, the one of the highest score:
    an item decides on several things, and each of them is not about all that was said.
    """
    folded = f" {fold(title)} "
    main = max(document.topics, key=lambda topic: topic.score, default=None)
    # Several topics of the highest score are no main one.
    tied = main is not None and sum(topic.score == main.score for topic in document.topics) > 1
    return tuple(
        topic.topic_id
        for topic in document.topics
        if (topic is main and not tied)
        or any(start_char <= start < end_char for start, _ in topic.evidence)
        or any(f" {fold(document.text[start:end])} " in folded for start, end in topic.evidence)
    )


def with_topics(shared: Iterable[str], topics: Iterable[str]) -> tuple[str, ...]:
    """The item's terms with the resolution's topics in place of its own."""
    return (
        *(term for term in shared if not term.startswith("topic:")),
        *(f"topic:{slug(topic)}" for topic in topics),
    )


def people_terms(resolution: Resolution) -> Iterator[str]:
    """For each word of the names of mover and seconder a term."""
    for field, name in zip(PEOPLE, (resolution.proposer, resolution.seconder), strict=True):
        yield from (f"{field}:{word}" for word in name_words(name))


def name_words(name: str | None) -> tuple[str, ...]:
    """The words of a name that tell who it is.

    >>> name_words("Cllr A Example"), name_words(None)
    (('example',), ())
    """
    return tuple(word for word in words_of(name or "") if word not in _ADDRESS and len(word) > 1)
