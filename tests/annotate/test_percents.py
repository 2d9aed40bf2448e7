"""Percentages: phenomena 40 to 49 of minutes, each beside what it must not be taken for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.percents import find_percents
from minuteminer.findings import Rival

Expected = list[tuple[str, float, float | None]]

PHENOMENA: list[tuple[str, str, Expected]] = [
    ("40-plain", "Burglary fell by 7.2% in Marlcombe.", [("7.2%", 7.2, None)]),
    ("41-space-before-sign", "Only 8.5 % of callers rang off.", [("8.5 %", 8.5, None)]),
    ("42-percent", "64 percent of the victims replied.", [("64 percent", 64, None)]),
    ("42-per-cent", "Three per cent were unsure.", [("Three per cent", 3, None)]),
    ("42-capitals", "UP BY 6 PER CENT", [("6 PER CENT", 6, None)]),
    ("42-words", "Eighty-one per cent said yes.", [("Eighty-one per cent", 81, None)]),
    ("42-half-of-one", "Rates rose by half of one per cent.", [("half of one per cent", 0.5, None)]),
    ("42-wrapped-line", "a rise of 4 per\ncent", [("4 per\ncent", 4, None)]),
    ("43-range", "Savings of 15-25% were hoped for.", [("15-25%", 15, 25)]),
    ("43-range-with-both-signs", "between 15% and 25% of calls", [("15% and 25%", 15, 25)]),
    ("44-shared-sign", "Turnover went from 3.2 to 5.6 percent.", [("3.2", 3.2, None), ("5.6 percent", 5.6, None)]),
    ("44-two-signs", "Turnover went from 3% to 5%.", [("3%", 3, None), ("5%", 5, None)]),
    ("45-hedged", "It was over 97% complete.", [("97%", 97, None)]),
    ("45-half-is-none", "Almost half of the fleet was new.", []),
    ("46-beside-an-amount", "a rise of £8.10 (3.4%)", [("3.4%", 3.4, None)]),
    ("47-points", "a fall of three percentage points", []),
    ("47-points-with-sign", "down by 3% points on the year", []),
    ("48-fraction", "One in four came back; two thirds did not.", []),
    ("49-coverage-of-people", "91% of ward constables were in post.", [("91%", 91, None)]),
    ("87-after-a-label", "6.   6 per cent of callers", [("6 per cent", 6, None)]),
    ("dash-between-sentences", "Minute 9 – 90% of the specials came.", [("90%", 90, None)]),
    ("decimal-comma", "The rate was 4,5%.", [("4,5%", 4.5, None)]),
    ("vulgar-fraction", "a yield of 2½%", [("2½%", 2.5, None)]),
    ("negative", "a variance of -2.4%", [("-2.4%", -2.4, None)]),
    ("zero", "a zero per cent rise", [("zero per cent", 0, None)]),
    ("by-and-to", "It rose by 4% to 52%.", [("4%", 4, None), ("52%", 52, None)]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PHENOMENA], ids=[row[0] for row in PHENOMENA])
def test_phenomenon(text: str, expected: Expected) -> None:
    assert [(found.text, found.value, found.high) for found in find_percents(text)] == expected


@pytest.mark.parametrize(
    "text", ["12,34%", "1.2.3%", "Report%20of%20Clerk", "the 90th percentile", "%", "per cent", "٣%"]
)
def test_what_only_looks_like_a_percentage_is_none(text: str) -> None:
    assert find_percents(text) == []


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("about 5%", "approx"),
        ("up to 5%", "at_most"),
        ("at least 5%", "at_least"),
        ("5%", "exact"),
        ("5-6%", "between"),
    ],
)
def test_the_hedge_is_read_and_left_out_of_the_span(text: str, qualifier: str) -> None:
    (found,) = find_percents(text)
    assert found.qualifier == qualifier
    assert found.text[0] == "5"


@pytest.mark.parametrize("row", load_lexicon("percents"), ids=lambda row: row.id)
def test_each_row_of_the_lexicon_is_set_off_by_its_examples_alone(row: Row) -> None:
    def is_set_off(example: str) -> bool:
        trace: list[Rival] = []
        found = find_percents(example, trace=trace)
        refused = row.get("refuses")
        return bool(found) if refused is None else refused in {rival.rule_id for rival in trace}

    assert [example for example in row.examples if not is_set_off(example)] == []
    assert [example for example in row.counter_examples if is_set_off(example)] == []


def test_a_refused_reading_is_traced() -> None:
    trace: list[Rival] = []
    assert find_percents("a fall of 3% points", trace=trace) == []
    assert [(rival.rule_id, rival.reason) for rival in trace] == [
        ("percent.points", "percentage points, not a percentage")
    ]


@given(st.decimals(min_value=0, max_value=1000, places=2))
@settings(max_examples=50)
def test_a_printed_percentage_is_read_back(value: object) -> None:
    (found,) = find_percents(f"It was {value}% of the total.")
    assert found.value == float(str(value))


@given(st.text(alphabet="0123456789.,%- pertcn\n£½to", max_size=80))
@settings(max_examples=50)
def test_offsets_are_those_of_the_text(text: str) -> None:
    for found in find_percents(text):
        assert text[found.start_char : found.end_char] == found.text


@pytest.mark.parametrize(
    "text", ["%" * 50_000, "1," * 25_000 + "%", "5 per cent " * 4_500, "9" * 50_000 + "%", "one " * 12_500 + "per cent"]
)
def test_hostile_text_is_read_in_bounded_windows(text: str) -> None:
    assert len(find_percents(text)) <= 4_500
