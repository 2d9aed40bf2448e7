"""The topic taxonomy: which topics there are, how they nest, and which words tell them.

A taxonomy is a lexicon file (see lexicon.py) whose rows are topics:

- `id`, `label`, `broader` (id of the wider topic, or null), `scope_note` (what is meant, and what not);
- `phrases`: one of them is enough; `hints`: two different ones are needed; `acronyms`: enough, but only as
  they are written; `exclusions`: longer phrases inside which none of the others count ("armed forces");
- `counted`: a hint only where a number stands before it, each number once ("62 extra constables");
  `large_sums`: whether sums of £100,000 and more are hints, each once;
- `rivals`: topics that share words with it; where one of them is found, this one needs twice as much;
- `examples` that must set the topic off and `counter_examples` that must not.

Braces stand for alternatives, as in a shell: `road {safety,deaths}`, `precept{,s}`. The file can be copied,
edited and named with `--taxonomy FILE`. Nothing here needs spaCy: the search uses labels and nesting alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minuteminer.annotate.lexicon import LEXICONS, Row, load_lexicon_file
from minuteminer.errors import LexiconError, UsageError

BUNDLED = LEXICONS / "topics.json"
WORD_LISTS = ("phrases", "hints", "counted", "acronyms", "exclusions")
FIELDS = {"label", "broader", "scope_note", *WORD_LISTS, "large_sums", "rivals", "why_no_counter_example"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDefinition:
    """One topic of a taxonomy; the word lists have their braces expanded."""

    id: str
    label: str
    broader: str | None = None
    scope_note: str = ""
    phrases: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    large_sums: bool = False
    rivals: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taxonomy:
    """The topics in the order of their file; `sha256` changes when any word of theirs does.

    Equal only to itself, so that a matcher made from it can be kept under it without hashing every phrase.
    """

    topics: tuple[TopicDefinition, ...]
    source: str
    sha256: str

    def __iter__(self) -> Iterator[TopicDefinition]:
        return iter(self.topics)

    def __len__(self) -> int:
        return len(self.topics)

    def __contains__(self, topic_id: object) -> bool:
        return any(topic.id == topic_id for topic in self.topics)

    def __getitem__(self, topic_id: str) -> TopicDefinition:
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        known = ", ".join(topic.id for topic in self.topics)
        raise UsageError(f"no topic {topic_id!r} in {self.source}; it has: {known}")

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all topics, in the order of the file."""
        return tuple(topic.id for topic in self.topics)

    def label(self, topic_id: str) -> str:
        """The topic's name for people.

        >>> load_taxonomy().label("cse")
        'Child sexual exploitation and abuse of children'
        """
        return self[topic_id].label

    def narrower(self, topic_id: str) -> tuple[str, ...]:
        """The ids of all topics under this one, at any depth, without itself.

        >>> load_taxonomy().narrower("terrorism")
        ('counter_terrorism',)
        """
        children = [topic.id for topic in self.topics if topic.broader == self[topic_id].id]
        return tuple(name for child in children for name in (child, *self.narrower(child)))


@cache
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """The taxonomy in the file `path`, or the bundled one of 51 topics.

    Raises LexiconError, naming file and row, where the file breaks the rules that this module begins with.

    >>> load_taxonomy()["counter_terrorism"].broader
    'terrorism'
    """
    source = path or BUNDLED
    rows = load_lexicon_file(source)
    topics = tuple(_definition(f"{source}: row {at} ({row.id})", row) for at, row in enumerate(rows, start=1))
    _check_nesting(source, topics)
    words = [
        [topic.id, *(getattr(topic, name) for name in WORD_LISTS), topic.large_sums, topic.rivals] for topic in topics
    ]
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
    return Taxonomy(topics=topics, source=str(source) if path else "the bundled taxonomy", sha256=digest)


def expand_braces(pattern: str) -> tuple[str, ...]:
    """All phrases that a pattern with braces stands for; ValueError where the braces do not pair.

    >>> expand_braces("{lorry,lorries} park{,s}")
    ('lorry park', 'lorry parks', 'lorries park', 'lorries parks')
    """
    before, brace, rest = pattern.partition("{")
    if not brace:
        if "}" in pattern:
            raise ValueError("a } without {")
        return (pattern,)
    inside, closing, after = rest.partition("}")
    if not closing or "{" in inside or "}" in before:
        raise ValueError("a { without its }, or one inside another")
    tails = expand_braces(after)
    return tuple(before + choice + tail for choice in inside.split(",") for tail in tails)


def _definition(where: str, row: Row) -> TopicDefinition:
    if unknown := sorted(set(row.fields) - FIELDS):
        raise LexiconError(f"{where}: unknown field {unknown[0]!r}; a topic has {', '.join(sorted(FIELDS))}")
    label, broader, note = row.get("label"), row.get("broader"), row.get("scope_note", "")
    if not isinstance(label, str) or not label.strip():
        raise LexiconError(f"{where}: expected a label (the topic's name for people), got {label!r}")
    if not isinstance(note, str) or not isinstance(broader, str | None):
        raise LexiconError(f"{where}: scope_note is a text, broader the id of a topic or null")
    if not row.get("phrases"):
        raise LexiconError(f"{where}: no phrases; give at least one that shows the topic by itself")
    large_sums = row.get("large_sums", False)
    if not isinstance(large_sums, bool):
        raise LexiconError(f"{where}: large_sums is true or false, got {large_sums!r}")
    words = {name: _words(where, row, name) for name in WORD_LISTS}
    return TopicDefinition(
        id=row.id,
        label=label,
        broader=broader,
        scope_note=note,
        examples=row.examples,
        counter_examples=row.counter_examples,
        large_sums=large_sums,
        rivals=_words(where, row, "rivals"),
        **words,
    )


def _words(where: str, row: Row, name: str) -> tuple[str, ...]:
    patterns = row.get(name, [])
    if not isinstance(patterns, list):
        raise LexiconError(f"{where}: {name} should be a list of phrases, got {str(patterns)[:60]!r}")
    expanded: list[str] = []
    for pattern in patterns:
        try:
            expanded.extend(expand_braces(pattern))
        except (ValueError, AttributeError, TypeError) as error:
            raise LexiconError(f"{where}: {name}: {pattern!r} cannot be read: {error}") from error
    if any(not phrase.strip() for phrase in expanded):
        raise LexiconError(f"{where}: {name}: an empty phrase would match everywhere")
    return tuple(dict.fromkeys(phrase.strip() for phrase in expanded))


def _check_nesting(source: Path, topics: tuple[TopicDefinition, ...]) -> None:
    broader = {topic.id: topic.broader for topic in topics}
    for at, topic in enumerate(topics, start=1):
        if unknown := sorted({*topic.rivals} - {*broader}):
            raise LexiconError(f"{source}: row {at} ({topic.id}): rival {unknown[0]!r} is no topic here")
    for at, topic in enumerate(topics, start=1):
        seen, above = {topic.id}, topic.broader
        while above is not None:
            if above not in broader:
                raise LexiconError(f"{source}: row {at} ({topic.id}): broader {above!r} is no topic here")
            if above in seen:
                raise LexiconError(f"{source}: row {at} ({topic.id}): broader leads round to itself")
            seen.add(above)
            above = broader[above]
