"""What holds for every text: exact offsets, reading order, no surprise, and work that grows with the text alone."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from regexploit.ast.sre import SreOpParser  # type: ignore[import-untyped]
from regexploit.redos import find as find_redos  # type: ignore[import-untyped]

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
from minuteminer.findings import Rival

MODULES = (
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
PIECES = (
    "police officers", "officers", "PCSOs", "PCSO’s", "constable", "12", "1,204", "8.5", "twelve", "one",
    "of the", "of these", "from", "to", "by", "more", "fewer", "a further", "up to", "establishment", "strength was",
    "under establishment", "vacancies", "posts", "and", ",", ".", ";", ":", "(", ")", "|", "\n", "\n\n", " ", "£5m",
    "12%", "2016/17", "3 May 2019", "-strong team", "İ", "\u00a0", "“", "”", "were", "recruited", "left", "1st",
)  # fmt: skip
HOSTILE = (
    "1 ", "1,", "12 officers ", "officers ", "one hundred and ", "from 1 to ", "from 1 officers to ", "by ",
    "of the 1 ",
    "1 of the 2 ", "| 1 ", "| officers | 1\n", "(1) ", "officers (1); ", "1 more ", "a sergeant, ", "1;\n", "?\n",
    "up to about ", "strength of a ", "the other 1 ", "12 posts for ", "12 vacancies ", "1 in 2 ", "90-strong team ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=50, deadline=None)
def test_offsets_are_those_of_the_text(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    trace: list[Rival] = []
    found = find_headcounts(text, trace=trace)
    for count in found:
        assert text[count.start_char : count.end_char] == count.text != ""
        assert count.high is None or count.high > count.count
        assert all(0 <= part.start_char <= part.end_char <= len(text) for part in count.evidence)
    assert [count.start_char for count in found] == sorted(count.start_char for count in found)
    assert all(first.end_char <= second.start_char for first, second in pairwise(found))
    assert all(0 <= rival.start_char < rival.end_char <= len(text) and rival.reason for rival in trace)


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    for count in find_headcounts("police officers " + text):
        assert count.count >= 0


def test_a_trace_changes_nothing() -> None:
    text = "The force had 40 officers, 12 cars and a further 6 PCSOs."
    assert find_headcounts(text, trace=[]) == find_headcounts(text)


def calls(text: str) -> int:
    """How many functions are called for a text: a measure of work that no slow machine can blur."""
    count = 0

    def profile(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        find_headcounts(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    text = "police officers " + piece * (2_000 // len(piece))
    assert calls(text + piece * (2_000 // len(piece))) <= 2.2 * calls(text) + 300


def test_no_pattern_of_the_rules_can_run_away() -> None:
    patterns = {
        pattern.pattern
        for module in MODULES
        for value in vars(module).values()
        for pattern in (value if isinstance(value, (list, tuple)) else [value])
        if isinstance(pattern, re.Pattern)
    }
    patterns |= {
        pattern.pattern
        for setting in headcount_settings.SETTINGS
        for pattern in (setting.before, setting.after)
        if pattern is not None
    }
    assert len(patterns) > 40
    for pattern in patterns:
        assert not find_redos(SreOpParser().parse_sre(pattern)), pattern
