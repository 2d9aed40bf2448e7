"""What one resolution can be found by that its item does not tell: its own topics, and who moved and seconded it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minuteminer.findings import AnnotatedDocument, Resolution
from minuteminer.index.terms import slug
from minuteminer.index.words import fold, words_of

# Forms of address say nothing about who it was.
_ADDRESS = frozenset(
    "cllr cllrs councillor councillors mr mrs ms miss mx dr prof professor sir dame lord lady the".split()
)
PEOPLE = ("proposer", "seconder")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTopics:
    """An item's topics, each with where its words stand, and whether every resolution of the item is about it."""

    topics: tuple[tuple[str, tuple[int, ...], bool], ...]

    def between(self, start_char: int, end_char: int) -> tuple[str, ...]:
        """The topics that the resolution from `start_char` to `end_char` is about too."""
        return tuple(
            name
            for name, starts, shared in self.topics
            if shared or (starts and any(start_char <= start < end_char for start in starts))
        )


def find_topics(document: AnnotatedDocument, title: str) -> ItemTopics:
    """What tells which of an item's topics a resolution is about: those whose words stand in it, and some in any case.

    In any case those whose words stand in the item's title, and the item's main topic, the one of the highest score:
    an item decides on several things, and each of them is not about all that was said.
    """
    folded = f" {fold(title)} "
    highest = max((topic.score for topic in document.topics), default=0.0)
    # Several topics of the highest score are no main one.
    has_main = sum(topic.score == highest for topic in document.topics) == 1
    return ItemTopics(
        topics=tuple(
            (
                topic.topic_id,
                tuple(start for start, _ in topic.evidence),
                (has_main and topic.score == highest)
                or any(f" {fold(document.text[start:end])} " in folded for start, end in topic.evidence),
            )
            for topic in document.topics
        )
    )


def with_topics(shared: Iterable[str], topics: Iterable[str]) -> tuple[str, ...]:
    """The item's terms with the resolution's topics in place of its own."""
    return (
        *[term for term in shared if not term.startswith("topic:")],
        *[f"topic:{slug(topic)}" for topic in topics],
    )


def people_terms(resolution: Resolution) -> tuple[str, ...]:
    """For each word of the names of mover and seconder a term."""
    names = (resolution.proposer, resolution.seconder)
    if names == (None, None):
        return ()
    return tuple(f"{field}:{word}" for field, name in zip(PEOPLE, names, strict=True) for word in name_words(name))


def name_words(name: str | None) -> tuple[str, ...]:
    """The words of a name that tell who it is.

    >>> name_words("Cllr A Example"), name_words(None)
    (('example',), ())
    """
    return tuple(word for word in words_of(name or "") if word not in _ADDRESS and len(word) > 1)
