"""Agreement of two coders, and how sure a score is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from minuteminer.coding.agreement import agree
from minuteminer.coding.passages import CodedPassage, Mark
from minuteminer.errors import DocumentError, UsageError
from minuteminer.evaluate import Score, evaluate
from minuteminer.intervals import divide, f1_interval

TEXT = "A grant of about £5m and a fee of £20."


def coded(*marks: tuple[int, int], topics: tuple[str, ...] = (), id: str = "p", text: str = TEXT) -> CodedPassage:
    made = tuple(Mark(start_char=start, end_char=end, label="MONEY") for start, end in marks)
    return CodedPassage(id=id, text=text, marks=made, topics=topics)


def test_the_very_words_and_nearly_the_words_are_told_apart() -> None:
    found = agree([coded((17, 20), (34, 37))], [coded((11, 20), (34, 37)), coded(id="other")])
    money = found.kinds[0]
    assert (money.in_both, money.only_first, money.only_second) == (1, 1, 1)
    assert money.exact.f1 == 0.5
    assert money.near is not None
    assert money.near.f1 == 0.5  # 3 of 9 characters are not half
    assert found.only_second == ("other",)


def test_half_an_overlap_is_near() -> None:
    money = agree([coded((14, 20))], [coded((17, 20))]).kinds[0]
    assert money.exact.f1 == 0
    assert money.near is not None
    assert money.near.f1 == 1


def test_kappa_takes_out_what_chance_agrees_on() -> None:
    first = [coded(topics=("budget",), id="a"), coded(topics=("cse",), id="b")]
    second = [coded(topics=("budget",), id="a"), coded(topics=("budget",), id="b")]
    topics = agree(first, second).kinds[-1]
    # Four cells: both have "budget" of a, each has another topic of b. Half agree, and half would by chance.
    assert topics.kappa == pytest.approx(0.0)
    assert agree(first, first).kinds[-1].kappa == 1


def test_topics_that_one_coder_could_not_choose_are_not_compared() -> None:
    uncoded = replace(coded((11, 20)), topics=None)
    assert [kind.kind for kind in agree([coded((11, 20), topics=("budget",))], [uncoded]).kinds] == ["MONEY"]


def test_two_texts_under_one_id_are_refused() -> None:
    with pytest.raises(DocumentError, match="two that differ"):
        agree([coded()], [coded(text="Another text of the same id, as long as that one.")])
    with pytest.raises(DocumentError, match="no passage in common"):
        agree([coded(id="a")], [coded(id="b")])


def test_an_interval_holds_the_score_and_narrows_with_more_passages() -> None:
    right, wrong = Score(true_positives=3), Score(false_positives=1, false_negatives=1)
    few, many = f1_interval([right, wrong] * 5), f1_interval([right, wrong] * 80)
    assert few.low <= few.f1 <= few.high
    assert many.f1 == few.f1
    assert many.high - many.low < few.high - few.low


def test_passages_without_the_kind_say_nothing() -> None:
    assert f1_interval([Score(), Score(true_positives=1)]).passages == 1
    assert f1_interval([]).passages == 0


def test_scores_are_divided_by_the_fields_of_passages() -> None:
    gold = [
        {"id": "a", "text": "4%", "percent": [{"value": 4}], "year": "2024"},
        {"id": "b", "text": "5%", "percent": [{"value": 5}], "year": "2025"},
    ]
    evaluation = evaluate(gold, gold[:1])
    parts = divide(gold, evaluation, ["year"])
    assert {part.name: part.intervals["percent"].f1 for part in parts} == {
        "all": pytest.approx(2 / 3),
        "2024": 1.0,
        "2025": 0.0,
    }
    assert set(parts[0].intervals) == {"percent"}
    with pytest.raises(UsageError, match="'county'"):
        divide(gold, evaluation, ["county"])
