"""The spaCy components: each finds on `doc.text` and writes one group of `doc.spans`, and nothing else.

`doc.spans["money"]` holds the token-aligned view (`alignment_mode="expand"`): spaCy glues amounts to their
neighbours (`£2m.`), so a token boundary is not the amount's own. The exact offsets and values hang on the group
(see `groups.py`) and survive DocBin. `span._.money` (and so on) gives the value of a span.

This module is imported by every `spacy.blank()` of everyone who has MinuteMiner installed: the finders, which
compile patterns, are imported when a component is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from minuteminer.annotate.batches import InBatches
from minuteminer.annotate.doc_texts import text_of
from minuteminer.annotate.groups import read_group, write_group
from minuteminer.annotate.taxonomy import Taxonomy

Finder = Callable[[str], Sequence[Any]]


class SpanWriter(InBatches):
    """A component that runs finders over the text and writes a span group for each."""

    def __init__(self, name: str, finders: dict[str, Finder]) -> None:
        super().__init__(name)
        self.finders = finders

    def __call__(self, doc: Doc) -> Doc:
        """The same doc, with the groups of this component."""
        text = text_of(doc)
        for key, find in self.finders.items():
            write_group(doc, key, find(text))
        return doc


def _value_of(span: Span, key: str) -> Any:
    """The value of `span` in the group `key`: the row whose token-aligned view the span is; None if it is none."""
    for row, candidate in zip(read_group(span.doc, key), span.doc.spans.get(key, ()), strict=False):
        if (candidate.start, candidate.end) == (span.start, span.end) and candidate.id == span.id:
            return row
    return None


def _set_extension(name: str, key: str) -> None:
    if not Span.has_extension(name):
        Span.set_extension(name, getter=lambda span: _value_of(span, key))


for _name, _key in {
    "money": "money",
    "percent": "percents",
    "headcount": "headcounts",
    "resolution": "resolutions",
    "vote": "votes",
    "paragraph": "paragraphs",
}.items():
    _set_extension(_name, _key)


@Language.factory("minuteminer_paragraphs", assigns=["doc.spans"])
def make_paragraphs(nlp: Language, name: str) -> SpanWriter:
    """Writes `doc.spans["paragraphs"]` (printed label and kind) and `doc.spans["items"]` (numbered headings)."""
    from minuteminer.annotate.items import find_items
    from minuteminer.annotate.paragraphs import find_paragraphs

    return SpanWriter(name, {"paragraphs": find_paragraphs, "items": find_items})


@Language.factory("minuteminer_money", assigns=["doc.spans"])
def make_money(nlp: Language, name: str) -> SpanWriter:
    """Writes `doc.spans["money"]`."""
    from minuteminer.annotate.money import find_money

    return SpanWriter(name, {"money": find_money})


@Language.factory("minuteminer_percents", assigns=["doc.spans"])
def make_percents(nlp: Language, name: str) -> SpanWriter:
    """Writes `doc.spans["percents"]`."""
    from minuteminer.annotate.percents import find_percents

    return SpanWriter(name, {"percents": find_percents})


@Language.factory("minuteminer_headcounts", assigns=["doc.spans"])
def make_headcounts(nlp: Language, name: str) -> SpanWriter:
    """Writes `doc.spans["headcounts"]`."""
    from minuteminer.annotate.headcounts import find_headcounts

    return SpanWriter(name, {"headcounts": find_headcounts})


class ResolutionWriter(InBatches):
    """A component for resolutions and notes; votes that an earlier component found are not looked for again."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        from minuteminer.annotate.notes import find_notes
        from minuteminer.annotate.paragraphs import paragraphs_of
        from minuteminer.annotate.resolutions import find_resolutions

        self._find_notes, self._find_resolutions, self._paragraphs_of = find_notes, find_resolutions, paragraphs_of

    def __call__(self, doc: Doc) -> Doc:
        """The same doc, with the groups "resolutions" and "notes"."""
        text = text_of(doc)
        paragraphs = self._paragraphs_of(text)
        votes = read_group(doc, "votes") if "votes" in doc.spans else None
        write_group(doc, "resolutions", self._find_resolutions(text, paragraphs=paragraphs, votes=votes))
        write_group(doc, "notes", self._find_notes(text, paragraphs=paragraphs))
        return doc


@Language.factory("minuteminer_resolutions", assigns=["doc.spans"])
def make_resolutions(nlp: Language, name: str) -> ResolutionWriter:
    """Writes `doc.spans["resolutions"]`, and the post meeting notes to `doc.spans["notes"]`."""
    return ResolutionWriter(name)


@Language.factory("minuteminer_votes", assigns=["doc.spans"])
def make_votes(nlp: Language, name: str) -> SpanWriter:
    """Writes `doc.spans["votes"]`."""
    from minuteminer.annotate.votes import find_votes

    return SpanWriter(name, {"votes": find_votes})


class TopicWriter(InBatches):
    """A component that writes the topics of a doc to `doc.cats` and their evidence to `doc.spans["topics"]`."""

    def __init__(self, name: str, vocab: Vocab, taxonomy: Taxonomy, *, model: bool) -> None:
        super().__init__(name)
        from minuteminer.annotate.topic_model import load_topic_model
        from minuteminer.annotate.topics import find_topics_in_doc, make_matcher

        self._find = find_topics_in_doc
        self._taxonomy = taxonomy
        self._matcher = make_matcher(vocab, taxonomy)
        self._model = load_topic_model(taxonomy=taxonomy) if model else None

    def __call__(self, doc: Doc) -> Doc:
        """The same doc, with its topics; categories that other components wrote stay."""
        topics = self._find(doc, self._matcher, self._taxonomy, self._model)
        for topic in topics:
            doc.cats[topic.topic_id] = topic.score
        write_group(doc, "topics", topics)
        return doc


@registry.misc("minuteminer.taxonomy.v1")
def load_taxonomy_setting(path: str | None = None) -> Taxonomy:
    """The topic taxonomy that a pipeline's config names: a file, or the bundled one."""
    from minuteminer.annotate.taxonomy import load_taxonomy

    return load_taxonomy(Path(path) if path is not None else None)


@Language.factory(
    "minuteminer_topics",
    assigns=["doc.spans", "doc.cats"],
    default_config={"taxonomy": {"@misc": "minuteminer.taxonomy.v1", "path": None}, "model": True},
)
def make_topics(nlp: Language, name: str, taxonomy: Taxonomy, model: bool) -> TopicWriter:
    """Writes `doc.cats` and `doc.spans["topics"]`.

    `taxonomy` says which topics there are; with `model` the trained classifier adds what no phrase gives away.
    """
    return TopicWriter(name, nlp.vocab, taxonomy, model=model)
