"""Bytes become text by what the page says, and text is cleaned once."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.parse.text import clean_text, collapse_space, decode_bytes, normalise_for_index

POUNDS = "The cost was £100 – “about” ten."


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (POUNDS.encode("utf-8"), "text/html; charset=utf-8", "utf-8"),
        (POUNDS.encode("windows-1252"), "text/html", "windows-1252"),
        (POUNDS.encode("windows-1252"), "text/html; charset=ISO-8859-1", "windows-1252"),
        (POUNDS.encode("windows-1252"), "text/html; charset=utf-8", "windows-1252"),
        (b'<meta charset="windows-1252">' + POUNDS.encode("windows-1252"), "", "windows-1252"),
        (b'<?xml version="1.0" encoding="utf-8"?>' + POUNDS.encode("utf-8"), "text/xml", "utf-8"),
        (b"\xef\xbb\xbf" + POUNDS.encode("utf-8"), "", "utf-8"),
        (b"\xff\xfe" + POUNDS.encode("utf-16-le"), "", "utf-16-le"),
        (POUNDS.encode("utf-8"), "text/html; charset=no-such-charset", "utf-8"),
        (POUNDS.encode("utf-8"), "text/html; charset=utf-7", "utf-8"),
    ],
)
def test_a_charset_is_believed_while_the_bytes_obey_it(body: bytes, content_type: str, encoding: str) -> None:
    decoded = decode_bytes(body, content_type)
    assert POUNDS in decoded.text
    assert decoded.encoding == encoding
    assert decoded.replaced == 0


def test_bytes_that_no_charset_explains_are_replaced_and_counted() -> None:
    assert decode_bytes(b"\x81\xff price").replaced == 1


@pytest.mark.parametrize(
    ("dirty", "clean", "changed"),
    [
        ("a\x00b", "a b", 1),
        ("a\x0bb\x7f", "a b ", 2),
        ("it\x92s", "it’s", 1),
        ("\ud83d alone", "\ufffd alone", 1),
        ("\ufffe\ufdd0", "\ufffd\ufffd", 2),
        ("one\r\ntwo\rthree", "one\ntwo\nthree", 0),
        ("tab\tand emoji 🚓", "tab\tand emoji 🚓", 0),
    ],
)
def test_characters_that_no_store_takes_are_cleaned_once_and_counted(dirty: str, clean: str, changed: int) -> None:
    assert clean_text(dirty) == (clean, changed)
    assert clean_text(clean) == (clean, 0)


@settings(max_examples=50)
@given(st.text(st.characters(blacklist_categories=())))
def test_cleaned_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    cleaned, _changed = clean_text(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == (cleaned, 0)


@settings(max_examples=50)
@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=latin-1"]))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    assert decode_bytes(body, content_type).text.encode("utf-8") is not None


@pytest.mark.parametrize(
    ("printed", "indexed"),
    [
        ("bud\u200bget", "budget"),
        ("bud\u00adget", "budget"),
        ("ﬁrearms", "firearms"),
        ("ＣＳＥ", "CSE"),
        ("cafe\u0301", "café"),
        ("\u202edesrever\u202c", "desrever"),
    ],
)
def test_the_index_sees_words_that_a_reader_sees(printed: str, indexed: str) -> None:
    assert normalise_for_index(printed) == indexed


@settings(max_examples=50)
@given(st.text())
def test_indexed_text_hides_nothing(text: str) -> None:
    assert all(unicodedata.category(character) != "Cf" for character in normalise_for_index(text))


def test_no_break_spaces_are_spaces() -> None:
    assert collapse_space("\xa0 15\u2009Jan\n") == "15 Jan"
