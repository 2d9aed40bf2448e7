"""Hostile shapes are made harmless before a parser sees them, and no words are lost to them."""

from __future__ import annotations

import time

import pytest

from minuteminer.errors import ParseError
from minuteminer.parse.markup import find_block, parse_markup
from minuteminer.parse.word import read_word_text

BLOCK = '<div id="modgov"><div class="mgContent"><p>{}</p><p>words that must survive</p></div></div>'


@pytest.mark.parametrize(
    "trouble",
    [
        "<div>" * 100_000,
        "<span>" * 2_000 + "deep",
        "<b " + 'a="1" ' * 100_000 + ">",
        "<!-- never closed <p>",
        "<![CDATA[ never closed",
        "<a href='x'>never closed</b>",
        "x" * 11_000_000,
        "<table>" * 3_000,
    ],
    ids=[
        "100,000 divs",
        "2,000 spans",
        "100,000 attributes",
        "comment",
        "cdata",
        "anchor",
        "11 MB of text",
        "3,000 tables",
    ],
)
def test_words_survive(trouble: str) -> None:
    start = time.process_time()
    root = parse_markup(BLOCK.format(trouble))
    assert "words that must survive" in " ".join("".join(root.itertext()).split())
    assert time.process_time() - start < 5


def test_deep_inline_nesting_keeps_the_block_and_its_classes() -> None:
    block = find_block(parse_markup(BLOCK.format("<font>" * 1_000 + "text")))
    assert block is not None
    assert "text" in read_word_text(block)


def test_a_page_of_the_product_is_known_without_its_block() -> None:
    assert find_block(parse_markup('<div class="mgContent">x</div>')) is not None
    assert find_block(parse_markup("<div>something else</div>")) is None


def test_nothing_is_refused() -> None:
    with pytest.raises(ParseError, match="expected HTML"):
        parse_markup("")
