"""A trail keeps apart what is counted otherwise, and what was only promised from what there was."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from minuteminer.index import Index
from minuteminer.index.sheets import TRAIL_HEAD, trail_cells
from minuteminer.index.trail_picture import trail_svg
from minuteminer.index.trail_series import load_aims, read_aim, split_series

SVG = "{http://www.w3.org/2000/svg}"


def bracketed(example: str) -> tuple[str, int]:
    return example.replace("[", "").replace("]", ""), example.index("[")


@pytest.mark.parametrize(("example", "status"), [(one, row.status) for row in load_aims() for one in row.examples])
def test_words_that_promise_a_number_are_read(example: str, status: str) -> None:
    assert read_aim(*bracketed(example)) == status


@pytest.mark.parametrize("example", [one for row in load_aims() for one in row.counter_examples])
def test_like_words_that_promise_nothing_are_passed_over(example: str) -> None:
    assert read_aim(*bracketed(example)) is None


@pytest.fixture
def followed(index: Index, made: SimpleNamespace) -> Index:
    """Two strengths, a promise, and full-time equivalents."""
    older = made.Minutes("830", "Strength", meeting=made.make_meeting("30", datetime.date(2023, 2, 1)))
    older.say("She would keep the number of officers at 2,210. There were 2,184 officers.", "1.")
    older.headcount("2,210", 2210, measure="strength").headcount("2,184 officers", 2184, measure="strength")
    newer = made.Minutes("831", "Strength", meeting=made.make_meeting("31", datetime.date(2024, 2, 1)))
    newer.say("There were 2,252 officers, in full-time equivalents 2,218.6 FTE.", "1.")
    newer.headcount("2,252 officers", 2252, measure="strength")
    newer.headcount("2,218.6 FTE", 2218.6, measure="strength", fte=True)
    made.put(index, older, newer)
    return index


def test_points_are_split_into_series_that_may_be_compared(followed: Index) -> None:
    several = split_series(followed.trail("officer strength", start=datetime.date(2023, 1, 1)).points)
    assert [(one.words, one.aimed, [point.high for point in one.points]) for one in several] == [
        ("people", False, [2184, 2252]),
        ("full-time equivalents", False, [2218.6]),
        ("people, only asked for or promised", True, [2210]),
    ]


def test_the_picture_marks_each_series_and_names_its_marks(followed: Index) -> None:
    points = followed.trail("officer strength", start=datetime.date(2023, 1, 1)).points
    picture = ElementTree.fromstring(trail_svg(points, "officer strength"))
    assert len(picture.findall(f"{SVG}circle")) == 3
    names = [node.text for node in picture.findall(f"{SVG}g/{SVG}text")]
    assert names == ["people", "full-time equivalents", "people, only asked for or promised"]
    assert not ElementTree.fromstring(trail_svg(points[:1], "one")).findall(f"{SVG}g")


def test_files_have_columns_for_it(followed: Index) -> None:
    rows = trail_cells(followed.trail("officer strength", start=datetime.date(2023, 1, 1)).points)
    told = [dict(zip(TRAIL_HEAD, row, strict=True)) for row in rows]
    assert {(one["As printed"], one["FTE"], one["Standing"]) for one in told} >= {
        ("2,210", "", "promised"),
        ("2,218.6 FTE", "yes", ""),
    }


def test_a_bound_and_the_level_of_another_time_are_no_points(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("840", "PCSOs", meeting=made.make_meeting("40", datetime.date(2025, 2, 3)))
    minutes.say("There were 171 PCSOs. At least 160 PCSOs would do. There had been 212 PCSOs when it was agreed.", "1.")
    minutes.headcount("171 PCSOs", 171, role="PCSO", measure="strength")
    minutes.headcount("160 PCSOs", 160, role="PCSO", measure="strength", qualifier="at_least")
    minutes.headcount("212 PCSOs", 212, role="PCSO", measure="strength")
    made.put(index, minutes)
    trail = index.trail("PCSO strength", start=datetime.date(2025, 1, 1))
    assert [point.high for point in trail.points] == [171]
    assert {point.high: point.reason for point in trail.left_out} == {
        160: "a bound (at least), not a count",
        212: "the level of another time",
    }
