"""Walking through an index: committees, meetings, items, topics by year; the same in both back ends."""

from __future__ import annotations

import datetime

import pytest

from made_minutes import PANEL, Minutes, make_meeting, put
from minuteminer.errors import NothingFoundError
from minuteminer.index import Index

HOST = "democracy.saltmarsh.example"


def test_a_committee_that_was_renamed_is_one_under_its_newest_name(index: Index) -> None:
    (committee,) = index.committees()
    assert committee.key == f"{HOST}:7"
    assert committee.name == "Saltmarsh Scrutiny Committee"
    assert (committee.meetings, committee.first, committee.last) == (
        3, datetime.date(2015, 2, 3), datetime.date(2017, 9, 7),
    )  # fmt: skip
    assert index.committee(committee.key) == committee


def test_meetings_come_newest_first_with_what_was_found_in_them(index: Index) -> None:
    later, spring, older = index.meetings(f"{HOST}:7")
    assert [one.date for one in (later, spring, older)] == [
        datetime.date(2017, 9, 7), datetime.date(2016, 4, 28), datetime.date(2015, 2, 3),
    ]  # fmt: skip
    assert spring.items == 2
    assert dict(spring.facts) == {"money": 2, "headcount": 1, "resolution": 1}
    assert set(spring.topics) == {"firearms", "budget"}
    assert index.meetings(limit=1) == (later,)


def test_a_meeting_lists_its_items_with_what_was_decided(index: Index) -> None:
    listing = index.meeting(f"{HOST}:11")
    assert listing.committee_key == f"{HOST}:7"
    assert listing.meeting.committee == PANEL
    rows = {row.key: row for row in listing.items}
    firearms = rows[f"{HOST}:101"]
    (decided,) = firearms.decided
    assert (decided.kind, decided.verbs) == ("resolved", ("support", "note"))
    assert index.item(firearms.key).item.text[decided.start_char : decided.end_char] == decided.text
    assert rows[f"{HOST}:104"].boilerplate


def test_only_what_is_in_force_is_listed(index: Index) -> None:
    changed = Minutes("102", "Precept, as corrected", meeting=make_meeting("10", datetime.date(2015, 2, 3)), version=2)
    put(index, changed.say("Nothing was decided.", "1."))
    with index.writing():
        index.withdraw(f"{HOST}:103")
    (row,) = index.meeting(f"{HOST}:10").items
    assert (row.title, row.version, row.decided, row.facts) == ("Precept, as corrected", 2, (), ())
    assert [row.key for row in index.meeting(f"{HOST}:12").items] == [f"{HOST}:105"]
    assert "precept" not in {topic.topic_id for topic in index.topics()}


@pytest.mark.parametrize("key", ["", "7", ":", f"{HOST}:8", f"{HOST}:", "' OR 1=1 --", "%", "\x00"])
def test_a_key_that_names_nothing_is_told(index: Index, key: str) -> None:
    with pytest.raises(NothingFoundError, match="committees"):
        index.committee(key)
    with pytest.raises(NothingFoundError, match="committees"):
        index.meeting(key)


def test_hits_say_what_was_decided_in_them(index: Index) -> None:
    paragraphs = index.search("supported").hits
    decisions = index.search("supported in:resolution").hits
    for hits in (paragraphs, decisions):
        (by,) = index.decided(hits).values()
        assert (by.kind, by.verbs) == ("resolved", ("support", "note"))
    assert index.decided(index.search("overtime").hits) == {}


def test_a_topic_by_year_knows_how_many_items_there_were(index: Index) -> None:
    with index.writing():
        index.set_taxonomy({"violence": ["knife_crime", "firearms"]})
    years = index.topic_years(["firearms", "knife_crime"])
    assert [(one.year, one.items, one.of) for one in years] == [("2015", 0, 1), ("2016", 1, 1), ("2017", 1, 2)]
    rows = {row.topic_id: row for row in index.topics()}
    assert (rows["firearms"].items, rows["firearms"].broader) == (1, ("violence",))


def test_years_of_meetings_tell_which_have_minutes(index: Index) -> None:
    put(index, Minutes("201", "An agenda", meeting=make_meeting("13", datetime.date(2017, 11, 1))))
    newest = index.meeting_years()[0]
    assert [(one.year, one.meetings, one.with_minutes, one.without_minutes) for one in index.meeting_years()] == [
        ("2017", 2, 1, 1), ("2016", 1, 1, 0), ("2015", 1, 1, 0),
    ]  # fmt: skip
    assert newest.committee_key == f"{HOST}:7"
