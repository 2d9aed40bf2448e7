"""The archive's texts in several processes are what one process makes of them."""

from __future__ import annotations

from batch_site import HereWorkers
from minuteminer.annotate.pipeline import annotate_many
from minuteminer.batch.formats import ENCODED
from minuteminer.batch.texts import annotate_by
from minuteminer.codec import decode, encode
from minuteminer.errors import DocumentError
from minuteminer.findings import AnnotatedDocument
from minuteminer.samplesite.generator import generate_items


def test_each_text_is_kept_as_one_process_keeps_it() -> None:
    texts = {item.id: item.text for item in generate_items(450, words=50)} | {"newlines": "£5m\n\nand £6m\n"}
    found = dict(annotate_by(HereWorkers(format=ENCODED), texts.items()))
    alone = annotate_many((text, {}) for text in texts.values())
    assert found == {key: encode(document) for key, document in zip(texts, alone, strict=True)}
    data = found["newlines"]
    assert not isinstance(data, DocumentError)
    assert decode(AnnotatedDocument, data).text == texts["newlines"]


def test_a_text_that_cannot_be_annotated_says_why_and_the_others_are_done() -> None:
    texts = {"a": "£5m", "long": "x" * 20_000_001, "b": "£6m"}
    found = dict(annotate_by(HereWorkers(format=ENCODED), texts.items()))
    assert isinstance(found["long"], DocumentError)
    assert all(isinstance(found[key], bytes) for key in "ab")
