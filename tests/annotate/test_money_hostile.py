"""Amounts that are printed wrongly, or to do harm: a value, a mark without one, or nothing; never another number."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counted_calls import calls_per_character
from minuteminer.annotate import (
    money_amounts,
    money_figures,
    money_table_people,
    money_table_units,
    money_tables,
    money_units,
    numbers,
    percents,
    table_cells,
)
from minuteminer.annotate.money import find_money
from minuteminer.annotate.money_words import money_words
from minuteminer.annotate.percents import find_percents

MALFORMED = "malformed"
Answer = str | None  # pounds, MALFORMED, or None where nothing may be found

TABLE: list[tuple[str, Answer]] = [
    ("£1,0000", MALFORMED),
    ("£12,34", MALFORMED),
    ("£1,00,000", MALFORMED),
    ("£1,,000", MALFORMED),
    ("£1,5", MALFORMED),
    ("£2,50m", MALFORMED),
    ("£1.2.3", MALFORMED),
    ("£5..5", MALFORMED),
    ("£1.000.000", MALFORMED),
    ("£1e9", MALFORMED),
    ("£0x10", MALFORMED),
    ("£1_000", MALFORMED),
    ("£1'000", MALFORMED),
    ("£1’000", MALFORMED),
    ("£5/6", MALFORMED),
    ("£1/2m", MALFORMED),
    ("£24/25", MALFORMED),
    ("£5:30", MALFORMED),
    ("£5%", MALFORMED),
    ("£5p", MALFORMED),
    ("£5th", MALFORMED),
    ("£5t", MALFORMED),
    ("£5xyz", MALFORMED),
    ("£12months", MALFORMED),
    ("£12m3", MALFORMED),
    ("£5.m", MALFORMED),
    ("£1⅓m", MALFORMED),
    ("£1٢٣", MALFORMED),
    ("£1²", MALFORMED),
    ("£(5", MALFORMED),
    ("£" + "9" * 400, MALFORMED),
    ("£9999999999999999", MALFORMED),
    ("£99999999bn", MALFORMED),
    ("£1.005", MALFORMED),
    ("£١٢٣", None),
    ("£", None),
    ("£.", None),
    ("£,", None),
    ("£m", None),
    ("£--5", None),
    ("£∞", None),
    ("£000", None),
    ("£100s of thousands", None),
    ("£x million", None),
    ("1,000", None),
    ("pounds", None),
    ("p", None),
    ("£-5", "-5"),
    ("-£5", "-5"),
    ("−£5", "-5"),
    ("£(5)", "-5"),
    ("£0", "0"),
    ("£.50", "0.5"),
    ("£ 1 000", "1000"),
    ("£1\u00a0000", "1000"),
    ("£1,000.5m", "1000500000"),
    ("£1.", "1"),
    ("£1...", "1"),
    ("£1,", "1"),
    ("£10k", "10000"),
    ("£10K", "10000"),
    ("£1,5million", "1500000"),
    ("£1.20p", "1.2"),
    ("£05", "5"),
    ("1,000 pounds", "1000"),
    ("£1000000000000000", "1000000000000000"),
    ("£1½", "1.5"),
    ("£½m", "500000"),
    ("£5\u200b", "5"),
]


@pytest.mark.parametrize(("text", "answer"), TABLE, ids=[row[0][:20] for row in TABLE])
def test_an_amount_has_its_value_or_none(text: str, answer: Answer) -> None:
    found = find_money(text)
    if answer is None:
        assert found == []
        return
    (money,) = found
    assert text[money.start_char : money.end_char] == money.text
    if answer == MALFORMED:
        assert (money.low_pence, money.high_pence) == (None, None)
        assert money.reason
    else:
        assert money.low_pence == money.high_pence == Decimal(answer) * 100
        assert money.reason is None


SUFFIXES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, " million": 10**6, "million": 10**6}


@given(st.integers(min_value=0, max_value=10**10), st.sampled_from(sorted(SUFFIXES)))
@settings(max_examples=50)
def test_a_whole_sum_is_read_back_from_print(pounds: int, suffix: str) -> None:
    if pounds * SUFFIXES[suffix] > 10**15:
        pounds %= 10**5
    (money,) = find_money(f"It cost £{pounds:,}{suffix} in all.")
    assert money.low_pence == pounds * SUFFIXES[suffix] * 100


@given(st.integers(min_value=0, max_value=10**12))
@settings(max_examples=50)
def test_pounds_and_pence_are_read_back_from_print(pence: int) -> None:
    (money,) = find_money(f"a charge of £{pence // 100:,}.{pence % 100:02d} for it")
    assert money.low_pence == pence


@given(st.text(alphabet="£$€0123456789.,-–() kmbnp½/%to and between\n|", max_size=120))
@settings(max_examples=50)
def test_offsets_are_those_of_the_text_and_no_two_sums_overlap(text: str) -> None:
    found = find_money(text)
    for money in found:
        assert text[money.start_char : money.end_char] == money.text
        assert (money.low_pence is None) == (money.reason is not None)
        for evidence in money.evidence:
            assert 0 <= evidence.start_char < evidence.end_char <= len(text)
    assert all(first.end_char <= second.start_char for first, second in pairwise(found))


SIZE = 50_000
HOSTILE = {
    "signs": "£" * SIZE,
    "groups": "£" + "1," * (SIZE // 2),
    "digits": "£" + "9" * SIZE,
    "spaces": "£" + " " * SIZE,
    "space groups": "£1" + " 000" * (SIZE // 4),
    "open brackets": "( £" * (SIZE // 3),
    "letters": "£1" + "m" * SIZE,
    "number words": "one hundred and " * (SIZE // 16) + "pounds",
    "pounds": "one pounds " * (SIZE // 11),
    "pence": "9p" * (SIZE // 2),
    "hedges": "about " * (SIZE // 6) + "£5",
    "headings": "£000|" * (SIZE // 5),
    "headings on lines": "£000\n" * (SIZE // 5),
    "cells": "£m | " + "1 | " * (SIZE // 4),
    "table": "A | £1\n" * (SIZE // 7),
    "ranges": "£1-" * (SIZE // 3),
    "millions": "half a million " * (SIZE // 15),
    "percent": "1 to 2 to " * (SIZE // 10) + "%",
    "dollars": "$" * SIZE,
    "codes": "USD" * (SIZE // 3),
    "band rises": "a rise of £5 on Band D, " * (SIZE // 24),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_with_work_that_grows_with_its_length(name: str) -> None:
    for find in (find_money, find_percents):
        assert calls_per_character(find, HOSTILE[name]) < 40


def patterns() -> list[re.Pattern[str]]:
    """Every compiled pattern of the finders, and those that are built from the lexicon."""
    tables = (money_table_people, money_table_units, money_tables, table_cells)
    modules = (money_amounts, money_figures, money_units, percents, numbers, *tables)
    named = [value for module in modules for value in vars(module).values() if isinstance(value, re.Pattern)]
    words = money_words()
    return [*named, words.unit, words.number_before, words.number_whole, re.compile(words.number)]


def test_no_pattern_can_backtrack_without_bound() -> None:
    redos = pytest.importorskip("regexploit.redos")
    parser = pytest.importorskip("regexploit.ast.sre")
    assert len(patterns()) > 15
    for pattern in patterns():
        # regexploit does not know possessive repeats, which cannot backtrack at all.
        source = pattern.pattern.replace("*+", "*").replace("++", "+")
        assert list(redos.find(parser.SreOpParser().parse_sre(source))) == [], pattern.pattern
