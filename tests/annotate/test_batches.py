"""Docs go through each component in batches; what comes out is what one by one gives, errors too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

import minuteminer
from minuteminer.annotate import kept
from minuteminer.annotate.batches import BATCH, BATCH_TOKENS, InBatches
from minuteminer.annotate.kept import Kept
from minuteminer.annotate.pipeline import MAX_CHARACTERS, annotate, annotate_many
from minuteminer.errors import DocumentError

VOCAB = Vocab()


class Marking(InBatches):
    """Writes down in which order it sees docs, and refuses those that say so."""

    def __init__(self) -> None:
        super().__init__("marking")
        self.seen: list[str] = []

    def __call__(self, doc: Doc) -> Doc:
        self.seen.append(doc.text)
        if doc.text == "refused":
            raise ValueError("refused")
        return doc


def docs_of(*words: str) -> Iterator[Doc]:
    return (Doc(VOCAB, words=[word], spaces=[False]) for word in words)


@given(st.lists(st.sampled_from(["a", "b", "refused"]), max_size=3 * BATCH), st.integers(1, 2 * BATCH))
def test_every_doc_comes_out_in_its_order_and_failing_ones_go_to_the_handler(words: list[str], size: int) -> None:
    component, failed = Marking(), []
    component.set_error_handler(lambda name, _, docs, error: failed.append((name, docs[0].text, str(error))))
    assert [doc.text for doc in component.pipe(docs_of(*words), batch_size=size)] == [
        w for w in words if w != "refused"
    ]
    assert component.seen == words
    assert failed == [("marking", "refused", "refused")] * words.count("refused")


@pytest.mark.parametrize("before", [0, 1, BATCH - 1, BATCH, BATCH + 1])
def test_an_error_comes_after_the_docs_before_it(before: int) -> None:
    first, second = Marking(), Marking()
    through = second.pipe(first.pipe(docs_of(*["a"] * before, "refused", "b")))
    assert [next(through).text for _ in range(before)] == ["a"] * before
    with pytest.raises(ValueError, match="refused"):
        next(through)


def test_a_batch_of_long_docs_is_short() -> None:
    component = Marking()
    long = (Doc(VOCAB, words=["a"] * BATCH_TOKENS) for _ in range(5))
    next(component.pipe(long))
    assert len(component.seen) == 2


def test_a_text_that_is_too_long_is_refused_after_those_before_it() -> None:
    read = annotate_many([("It cost £5m.", {}), ("a" * (MAX_CHARACTERS + 1), {"id": "big"})])
    assert next(read) == annotate("It cost £5m.")
    with pytest.raises(DocumentError, match="big"):
        next(read)


def test_batches_read_the_same_as_one_text_at_a_time() -> None:
    nlp = minuteminer.load()
    texts = [f"{at}. A grant of £{at}m was AGREED by {at} votes to 2.\n\nNoted." for at in range(3 * BATCH)]
    assert [minuteminer.facts(doc) for doc in nlp.pipe(texts)] == [minuteminer.facts(nlp(text)) for text in texts]


def test_what_is_kept_is_made_once_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT_CHARACTERS", 10)
    made: list[str] = []

    def note(text: str) -> list[str]:
        made.append(text)
        return [text]

    keeping = Kept(note)
    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "dddd"):
        assert keeping(text) == [text]
    assert made == ["aaaa", "bbbb", "cccc", "dddd"]
    for text in ("eeeeeeeeeeee", "ffffffffffff", "aaaa"):
        keeping(text)
    assert made[-3:] == ["eeeeeeeeeeee", "ffffffffffff", "aaaa"]
