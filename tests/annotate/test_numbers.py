"""Numbers in figures and in words have one exact value, or none."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.numbers import LARGEST, NUMBER_WORDS, lower_copy, parse_figure, parse_number_words


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("7", "7"),
        ("0", "0"),
        ("1,804.5", "1804.5"),
        ("212,480", "212480"),
        ("120 000", "120000"),
        ("1½", "1.5"),
        ("¼", "0.25"),
        ("2⅜", "2.375"),
    ],
)
def test_a_figure_has_the_value_that_it_prints(printed: str, value: str) -> None:
    assert parse_figure(printed) == Decimal(value)


@pytest.mark.parametrize(
    "printed",
    ["", "12,34", "1,0000", "1.2.3", "1,000,00", "1e9", "0x10", "١٢٣", "1⅓", "1.5½", ".50", "-5", "1 0000", "9" * 400],
)
def test_what_cannot_be_printed_so_has_no_value(printed: str) -> None:
    assert parse_figure(printed) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", "7"),
        ("Twelve", "12"),
        ("twenty-one", "21"),
        ("ninety nine", "99"),
        ("a hundred and five", "105"),
        ("two hundred and forty", "240"),
        ("twelve hundred", "1200"),
        ("two hundred and forty thousand three hundred and twelve", "240312"),
        ("forty thousand", "40000"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("half a million", "500000"),
        ("a quarter of a million", "250000"),
        ("three quarters of a million", "750000"),
        ("one and a half million", "1500000"),
        ("two and three quarters", "2.75"),
        ("two point five million", "2500000"),
        ("half of one", "0.5"),
    ],
)
def test_words_have_the_value_that_they_say(words: str, value: str) -> None:
    assert parse_number_words(words) == Decimal(value)
    whole = re.fullmatch(NUMBER_WORDS, words.lower())
    assert whole is not None, "the pattern spans the number from its first word to its last"


@pytest.mark.parametrize(
    "words", ["", "several", "two three", "one hundred and", "two thirteen", "and", "million one million"]
)
def test_words_that_make_no_number_have_no_value(words: str) -> None:
    assert parse_number_words(words) is None


def test_a_number_larger_than_any_count_has_no_value() -> None:
    assert parse_number_words("nine thousand trillion") is None
    assert parse_figure(str(LARGEST)) == LARGEST
    assert parse_figure(str(LARGEST + 1)) is None


@given(st.integers(min_value=0, max_value=10**15))
@settings(max_examples=50)
def test_every_whole_number_is_read_back_from_british_print(number: int) -> None:
    assert parse_figure(f"{number:,}") == number


@given(st.decimals(min_value=0, max_value=10**9, places=2))
@settings(max_examples=50)
def test_decimals_are_read_back_exactly(number: Decimal) -> None:
    assert parse_figure(f"{number:,.2f}") == number


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_any_text_is_a_number_or_none(text: str) -> None:
    for value in (parse_figure(text), parse_number_words(text)):
        assert value is None or 0 <= value <= LARGEST


@pytest.mark.parametrize("text", ["Half a Million", "İstanbul and £5M", "ẞ and Σ", ""])
def test_the_lower_copy_keeps_every_offset(text: str) -> None:
    copy = lower_copy(text)
    assert len(copy) == len(text)
    assert all(low in (letter, letter.lower()) for low, letter in zip(copy, text, strict=True))
