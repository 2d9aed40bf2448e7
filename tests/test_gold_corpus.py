"""The gold passages keep their own rules: every mark is in its passage, in reading order, and says what it shows."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[1] / "corpus" / "gold"
SPLITS = {"dev": 100, "test": 50}
PHENOMENA = set(range(1, 169))
ROLES_OUTSIDE_THE_LIST = {"volunteer"}
ROLES = ROLES_OUTSIDE_THE_LIST | {
    "police officer", "firearms officer", "PCSO", "special constable", "police staff", "detective", "constable",
    "sergeant", "inspector", "superintendent", "chief superintendent", "assistant chief constable", "cadet", "recruit",
    "call handler", "investigator", "police post", "officers and staff", "OPCC staff",
}  # fmt: skip
TOPICS = set(
    "firearms operation_stack cse domestic_abuse budget precept council_tax savings staffing recruitment "
    "collaboration mental_health victims violent_crime sexual_offences knife_crime drugs gangs cybercrime "
    "fraud road_safety rural_crime antisocial_behaviour terrorism counter_terrorism estates technology "
    "hmic_inspection complaints appointments governance police_plan annual_report performance "
    "public_confidence emergency_calls youth_justice hate_crime stop_and_search vehicles community_safety "
    "neighbourhood_policing special_constabulary modern_slavery covid brexit equality restorative_justice "
    "commissioning fire_service procedural".split()
)
MEASURES = {"strength", "increase", "decrease", "vacancy", "other"}
DECISIONS = {"resolved", "recommended", "agreed", "decision", "noted"}
MARKED_KINDS = ("money", "percent", "officers", "votes", "resolutions")
MULTIPLIERS = {"": 1, "k": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
DIGIT_AMOUNT = re.compile(r"(-?)£([\d,]+(?:\.\d+)?) ?(k|m|million|bn|billion|)", re.IGNORECASE)

Passage = dict[str, Any]


def load_split(split: str) -> list[Passage]:
    lines = (GOLD / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


PASSAGES = [passage for split in SPLITS for passage in load_split(split)]
each_passage = pytest.mark.parametrize("passage", PASSAGES, ids=[passage["id"] for passage in PASSAGES])


FRESH = [
    passage
    for split in ("fresh_dev", "fresh2_dev", "fresh2_people", "fresh_test", "fresh2_test")
    for passage in load_split(split)
]
TOPICS_ALONE = [
    passage
    for split in ("topics_dev", "topics_test", "topics_plain_dev", "topics2_dev")
    for passage in load_split(split)
]


def each_mark(kind: str) -> Iterator[Passage]:
    for passage in PASSAGES:
        yield from passage[kind]


def assert_in_reading_order(passage: Passage, texts: list[str]) -> None:
    at = 0
    for text in texts:
        found = passage["text"].find(text, at)
        assert found >= 0, f"{passage['id']}: {text!r} is not in the passage after character {at}"
        at = found + len(text)


@pytest.mark.parametrize(("split", "least"), SPLITS.items())
def test_a_split_is_large_enough_and_shows_every_phenomenon(split: str, least: int) -> None:
    passages = load_split(split)
    assert len(passages) >= least
    assert {number for passage in passages for number in passage["phenomena"]} == PHENOMENA


def test_no_passage_is_given_twice_or_under_two_ids() -> None:
    assert len({passage["id"] for passage in PASSAGES}) == len(PASSAGES)
    assert len({passage["text"] for passage in PASSAGES}) == len(PASSAGES)


@each_passage
def test_a_passage_has_the_length_of_real_minutes(passage: Passage) -> None:
    assert 60 <= len(passage["text"].split()) <= 250
    assert passage["text"] == passage["text"].strip()


@each_passage
def test_marks_stand_in_the_passage_in_reading_order(passage: Passage) -> None:
    for kind in MARKED_KINDS:
        assert_in_reading_order(passage, [mark["text"] for mark in passage[kind]])
    assert_in_reading_order(passage, passage["paragraphs"])
    assert_in_reading_order(passage, [part for item in passage["items"] for part in (item["number"], item["title"])])


@pytest.mark.parametrize("passage", FRESH, ids=[passage["id"] for passage in FRESH])
def test_marks_of_other_hands_stand_in_the_passage_in_reading_order(passage: Passage) -> None:
    for kind in MARKED_KINDS:
        assert_in_reading_order(passage, [mark["text"] for mark in passage[kind]])
    assert_in_reading_order(passage, passage["paragraphs"])
    assert {mark["kind"] for mark in passage["resolutions"]} <= DECISIONS


def test_every_passage_has_known_topics_and_is_given_once() -> None:
    passages = [*PASSAGES, *FRESH, *TOPICS_ALONE]
    for passage in passages:
        assert set(passage["topics"]) <= TOPICS, passage["id"]
    assert len({passage["id"] for passage in passages}) == len(passages)
    assert len({passage["text"] for passage in passages}) == len(passages)


@each_passage
def test_topics_and_phenomena_are_known(passage: Passage) -> None:
    assert passage["topics"]
    assert set(passage["topics"]) <= TOPICS
    assert max(Counter(passage["topics"]).values()) == 1
    assert passage["phenomena"] == sorted(set(passage["phenomena"]) & PHENOMENA)


@each_passage
def test_a_vote_or_resolution_is_marked_where_its_keyword_stands_in_capitals(passage: Passage) -> None:
    marked = [mark["text"] for mark in passage["resolutions"]]
    for keyword in ("RESOLVED", "RECOMMENDED", "ORDERED", "PANEL DECISION", "NOTED", "AGREED"):
        assert passage["text"].count(keyword) == sum(text.count(keyword) for text in marked)


@pytest.mark.parametrize(
    "mark", [mark for mark in each_mark("money") if DIGIT_AMOUNT.fullmatch(mark["text"])], ids=lambda mark: mark["text"]
)
def test_an_amount_in_figures_has_the_value_that_is_printed(mark: Passage) -> None:
    found = DIGIT_AMOUNT.fullmatch(mark["text"])
    assert found is not None
    if re.search(r",\d(?!\d\d)", found[2]):
        printed = Decimal(found[2].replace(",", "."))
    else:
        printed = Decimal(found[2].replace(",", ""))
    value = printed * MULTIPLIERS[found[3].lower()] * (-1 if found[1] else 1)
    assert (Decimal(str(mark["low"])), mark["low"]) == (value, mark["high"])


def test_money_is_complete_and_a_range_runs_upwards() -> None:
    for mark in each_mark("money"):
        assert set(mark) == {"text", "low", "high", "approx", "period", "per", "change"}
        assert mark["low"] <= mark["high"]
        assert mark["period"] in {None, "year", "month", "week", "day", "hour"}
        assert mark["change"] in {None, "increase", "decrease"}


def test_a_percentage_shows_its_value() -> None:
    for mark in each_mark("percent"):
        if figures := re.findall(r"\d+(?:\.\d+)?", mark["text"]):
            assert [float(figure) for figure in figures] == [
                float(mark[key]) for key in ("value", "high") if key in mark
            ]


def test_officers_have_a_known_role_and_measure_and_a_count_that_is_printed() -> None:
    for mark in each_mark("officers"):
        assert mark["role"] in ROLES, mark
        assert mark["measure"] in MEASURES, mark
        before_the_whole = mark["text"].partition(" of ")[0]
        figures = {float(figure.replace(",", "")) for figure in re.findall(r"\d[\d,]*(?:\.\d+)?", before_the_whole)}
        assert not figures or float(mark["count"]) in figures, mark
        assert mark["of"] is None or mark["count"] < mark["of"], mark


def test_a_vote_has_numbers_or_is_unanimous() -> None:
    for mark in each_mark("votes"):
        assert mark.get("unanimous") or mark["for"] is not None
        assert all(mark[side] is None or mark[side] >= 0 for side in ("for", "against", "abstain"))


def test_a_resolution_has_a_kind_and_at_least_one_verb() -> None:
    for mark in each_mark("resolutions"):
        assert mark["kind"] in DECISIONS
        assert mark["verbs"]
        assert all(verb.isalpha() and verb.islower() for verb in mark["verbs"])
