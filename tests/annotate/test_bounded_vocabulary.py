"""A process that reads for long must not keep every word that it ever met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from minuteminer.annotate import pipeline
from minuteminer.annotate.pipeline import annotate_many, bounded_vocabulary
from minuteminer.findings import AnnotatedDocument
from minuteminer.samplesite.generator import generate_item

BLOCKS = 4
TEXTS = [
    [f"{generate_item(block * 10 + number).text}\n\nMs Q{block}x{number}zz attended." for number in range(5)]
    for block in range(BLOCKS)
]


def known_words() -> int:
    """How many strings spaCy keeps by now."""
    loaded: Any = pipeline._loaded(None)
    return len(loaded.vocab.strings)


def annotated(texts: Sequence[str]) -> list[AnnotatedDocument]:
    """The documents of `texts`."""
    return list(annotate_many([(text, {}) for text in texts]))


def test_words_met_in_a_block_are_forgotten_once_enough_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    annotated(TEXTS[0])
    monkeypatch.setattr(pipeline, "_WORDS_KEPT", 0)
    known = known_words()
    for texts in TEXTS[1:]:
        with bounded_vocabulary():
            annotated(texts)
            assert known_words() > known
        assert known_words() == known


def test_until_then_words_are_learnt_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_WORDS_KEPT", 1_000_000)
    known = known_words()
    with bounded_vocabulary():
        annotated(["Ms Rjaquesqvist attended."])
    assert known_words() > known


def test_what_is_read_does_not_depend_on_what_was_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_WORDS_KEPT", 0)
    forgetful = []
    for texts in [*TEXTS, *TEXTS]:
        with bounded_vocabulary():
            forgetful += annotated(texts)
    assert forgetful == [document for texts in [*TEXTS, *TEXTS] for document in annotated(texts)]
    assert all(document.facts for document in forgetful)
