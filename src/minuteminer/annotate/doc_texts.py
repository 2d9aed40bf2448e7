"""The text of a Doc, so that it is not put together again.

`Doc.text` joins all tokens at each call (0.2 ms for an agenda item, as long as half the tokenizer takes), and a
pipeline asks for it in each component. It is remembered for as long as the Doc lives.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from spacy.tokens import Doc

_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def remember_text(doc: Doc, text: str) -> Doc:
    """Note that `text` is `doc.text`; returns the doc."""
    _texts[doc] = text
    return doc


def text_of(doc: Doc) -> str:
    """`doc.text`."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text
