"""The tokenizer of the pipeline: spaCy's own tokens, whatever it was given before, and a cache that fills."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from minuteminer.annotate.tokenizer import MinutesTokenizer, make_minutes_tokenizer

STOCK = spacy.blank("en")
TOKENIZER = make_minutes_tokenizer()(spacy.blank("en"))
# Two spaces in a row are a special case of spaCy's, and so are "i.e.", "10am" and "p.".
SPECIAL = "4.  The Clerk's list, i.e. the 14 boats (see p. 9) at 10am, cost £5m."


def tokens(doc: Doc) -> list[tuple[str, str, str]]:
    return [(token.text, token.whitespace_, token.norm_) for token in doc]


def test_tokens_are_those_of_spacy_at_every_reading(checkout: Path) -> None:
    lines = (checkout / "corpus" / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    for text in [json.loads(line)["text"] for line in lines]:
        expected = tokens(STOCK(text))
        assert [tokens(TOKENIZER(text)) for _ in range(3)] == [expected] * 3


@given(st.text(alphabet="aAtTsSmn'’.,:;()-£5% \n\t", max_size=60))
@settings(max_examples=50, deadline=None)
def test_tokens_of_any_text_are_those_of_spacy(text: str) -> None:
    assert [tokens(TOKENIZER(text)) for _ in range(3)] == [tokens(STOCK(text))] * 3


def test_words_after_a_special_case_are_cached_once_they_have_been_seen_twice() -> None:
    tokenizer = make_minutes_tokenizer()(spacy.blank("en"))
    asked: list[str] = []
    search = tokenizer.prefix_search

    def note(words: str) -> object:
        asked.append(words)
        return search(words)

    tokenizer.prefix_search = note
    readings = []
    for _ in range(4):
        tokenizer("4.  Fourteen (new) boats, all of them red, cost £5m.")
        readings.append(len(asked))
        asked.clear()
    assert readings[0] > 10
    assert readings[2:] == [0, 0]


def test_a_copy_and_a_saved_tokenizer_keep_the_patterns_and_the_size_of_the_cache() -> None:
    copy = pickle.loads(pickle.dumps(TOKENIZER))  # noqa: S301
    assert copy.max_cache_size == TOKENIZER.max_cache_size == 1_000_000
    loaded = make_minutes_tokenizer()(spacy.blank("en")).from_bytes(TOKENIZER.to_bytes())
    for again in (copy, loaded):
        assert type(again) is MinutesTokenizer
        assert tokens(again(SPECIAL)) == tokens(STOCK(SPECIAL))
