"""The quick tests that stand before the patterns of the headcounts only save time: they never change what is read.

Each text is read twice, once as always and once with every quick test let through, so that all patterns are tried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate import (
    headcount_belief,
    headcount_carry,
    headcount_context,
    headcount_layout,
    headcount_memory,
    headcount_numbers,
    headcount_roles,
    headcount_scan,
    headcount_settings,
    headcounts,
)
from minuteminer.annotate.headcounts import find_headcounts
from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.numbers import NUMBER_WORDS
from minuteminer.findings import Headcount, Rival

ROOT = Path(__file__).parents[2]
LEXICONS = ("carry", "contexts", "measures", "modifiers", "roles", "words")
ALPHABET = st.characters(codec="ascii", categories=["Ll", "Nd", "Zs", "Po", "Pd", "Ps", "Pe"])


class _Everything(frozenset[str]):
    """A set that holds whatever it is asked for."""

    def __contains__(self, word: object) -> bool:
        return True


OPEN: tuple[tuple[Any, str, Any], ...] = (
    (headcount_numbers, "_MAY_FOLLOW", _Everything()),
    (headcount_numbers, "_NOTHING_AFTER", frozenset(("",))),
    (headcount_numbers, "_TELLING", _Everything()),
    (headcount_numbers, "_BEFORE_AGE", _Everything()),
    (headcount_numbers, "_BEFORE_RATIO", _Everything()),
    (headcounts, "_GOES_ON", ("",)),
    (headcount_belief, "_GOING_ON", _Everything()),
    (headcount_belief, "_PER", ("",)),
    (headcount_belief, "_HAVING", ("",)),
    (headcount_layout, "_SIGNS", _Everything()),
    (headcount_carry, "settings_around", lambda spaced, number, behind: headcount_settings.SETTINGS),
    (headcount_scan, "_TAILS", _Everything()),
    (headcount_roles, "_TAILS", _Everything()),
    (headcount_context, "_may_do", lambda discourse, start: True),
    (headcounts, "_IN_LISTS", _Everything()),
)


@contextmanager
def all_let_through() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in OPEN:
            patch.setattr(module, name, value)
        yield


def read(text: str) -> tuple[list[Headcount], list[Rival]]:
    trace: list[Rival] = []
    return find_headcounts(text, trace=trace), trace


def assert_same(text: str) -> None:
    quick = read(text)
    with all_let_through():
        slow = read(text)
    assert quick == slow, text


def test_the_quick_tests_are_those_of_the_modules() -> None:
    for module, name, _ in OPEN:
        assert hasattr(module, name), f"{module.__name__}.{name}"


def test_nothing_changes_in_the_examples_of_the_lexicons() -> None:
    for name in LEXICONS:
        for row in load_lexicon(f"headcounts_{name}"):
            for text in (*row.examples, *row.counter_examples):
                assert_same(text)


def test_nothing_changes_in_the_passages_to_learn_from() -> None:
    for line in (ROOT / "corpus" / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        assert_same(json.loads(line)["text"])


@cache
def spelled(pattern: str) -> st.SearchStrategy[str]:
    """Strings that a pattern takes whole; what looks round it is put there by the test."""
    return st.from_regex(re.compile(pattern), fullmatch=True, alphabet=ALPHABET)


BEHIND_A_NUMBER = [headcount_numbers._AFTER, headcounts._WHOLE_GAP]
BEHIND_PEOPLE = [
    headcounts._TOGETHER, headcounts._IN_POST, headcounts._MORE_THAN, headcount_belief._RATIO,
    headcount_belief._POSSESSION, headcount_memory._COUNCIL_PEOPLE, headcount_roles.ARTICLE_AFTER,
    *(pattern for row, pattern, _ in headcount_belief._CONTEXTS if row["side"] != "left"),
]  # fmt: skip
BEFORE_A_NUMBER = [
    headcount_numbers._AGE_BEFORE, headcount_numbers._RATIO_BEFORE, headcount_layout._BETWEEN,
    headcount_roles.ARTICLE_BEFORE, *(setting.before for setting in headcount_settings.SETTINGS if setting.before),
    *(pattern for row, pattern, _ in headcount_belief._CONTEXTS if row["side"] != "right"),
]  # fmt: skip
GAPS = ("", " ", "  ", ", ", ". ", "; ", "\n", " \n", " that ", "\xa0", "-", "/", "(", " (ex-", "’s ", " the ")
STARTS = ("", "The force had 88 PCSOs. ", "The police spoke.\n", "Officers: 40")


def strings(patterns: list[re.Pattern[str]]) -> st.SearchStrategy[str]:
    # Strings for patterns that look round themselves are made without what they look at.
    return st.sampled_from(patterns).flatmap(lambda pattern: spelled(_without_looks(pattern.pattern)))


def _without_looks(pattern: str) -> str:
    """The pattern without its looks forward and back, and without the edges of words."""
    while (look := re.search(r"\(\?<?[=!]", pattern)) is not None:
        depth, at, listed = 1, look.end(), False
        while depth:
            sign = pattern[at]
            listed = sign == "[" or (listed and sign != "]")
            depth += 0 if listed else {"(": 1, ")": -1}.get(sign, 0)
            at += 2 if sign == "\\" else 1
        pattern = pattern[: look.start()] + pattern[at:]
    return pattern.replace(r"\b", "")


@given(strings(BEHIND_A_NUMBER), st.sampled_from(GAPS), st.sampled_from(STARTS), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_may_stand_behind_a_number(words: str, gap: str, start: str, spaced: bool) -> None:
    assert_same(f"{start}12{words}{gap}officers of the police left.")
    assert_same(f"{start}Twelve{' ' * spaced}{words}{gap}9 police officers.")


@given(strings(BEHIND_PEOPLE), st.sampled_from(GAPS), st.sampled_from(STARTS), st.sampled_from(GAPS))
@settings(max_examples=150, deadline=None)
def test_what_may_stand_behind_people(words: str, gap: str, start: str, after: str) -> None:
    for people in ("police officers", "officers", "staff", "PCSOs", "posts"):
        assert_same(f"{start}The force had 40 {people}{words}{after}")
        assert_same(f"{start}The police had 40 {people}{gap}{words}{after}12.")


@given(strings(BEFORE_A_NUMBER), st.sampled_from(GAPS), st.sampled_from(STARTS), st.sampled_from(GAPS))
@settings(max_examples=250, deadline=None)
def test_what_may_stand_before_a_number(words: str, gap: str, start: str, after: str) -> None:
    assert_same(f"{start}Officers{gap}{words}{after}12 officers")
    assert_same(f"{start}The PCSOs {words}12{after}")
    assert_same(f"{start}{words}about 12")


@pytest.mark.parametrize(
    "setting",
    [
        setting
        for setting in headcount_settings.SETTINGS
        if setting.before and setting.reach < headcount_settings.BEFORE
    ],
    ids=lambda setting: setting.row.id,
)
def test_a_short_reach_holds_all_that_its_pattern_may_take(setting: headcount_settings.Setting) -> None:
    assert setting.before is not None
    longest = re._parser.parse(setting.before.pattern).getwidth()[1]  # type: ignore[attr-defined]
    assert longest <= setting.reach


@given(spelled(_without_looks(NUMBER_WORDS)))
@settings(max_examples=200, deadline=None)
def test_every_number_in_words_has_a_beginning_that_is_looked_for(words: str) -> None:
    # A trillion of anything is no count.
    assert " ".join(words.split()).startswith(headcount_numbers.BEGINNINGS) or "trillion" in words


# The quick tests that stand in the code itself, each beside the pattern that it is for.
INLINE = [
    (headcounts._WHOLE_GAP, str.startswith, (" of ", " out of ")),
    (headcounts._OF_THE, str.startswith, (" of ",)),
    (headcount_roles.ARTICLE_AFTER, str.startswith, (", a", " and a", ", and a")),
    (headcount_roles.ARTICLE_BEFORE, str.endswith, (", ", " and ", " with ", " plus ")),
    (headcount_memory._COUNCIL_PEOPLE, str.startswith, (" of ", " from ")),
    (headcount_carry._OF_A_WHOLE, str.endswith, (" ",)),
]


@pytest.mark.parametrize(("pattern", "begins", "edges"), INLINE)
def test_quick_tests_in_the_code(pattern: re.Pattern[str], begins: Any, edges: tuple[str, ...]) -> None:
    @given(spelled(_without_looks(pattern.pattern.replace("$", ""))))
    @settings(max_examples=60, deadline=None)
    def holds(words: str) -> None:
        assert begins(words, edges)

    holds()


@pytest.mark.parametrize("whole", ["19", "1,204", "nineteen", "thirty", "forty-two", "half-a-dozen"])
def test_a_whole_that_is_named_again(whole: str) -> None:
    text = f"The force had {whole} PCSOs. Of the {whole}, three were ill."
    assert_same(text)
    assert [found.role for found in find_headcounts(text)] == ["PCSO", "PCSO"]
