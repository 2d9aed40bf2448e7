"""Everything that a query finds, in one order, whatever the order in which it came into the index."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from minuteminer.index import Index, open_index, streams
from minuteminer.queries import Query


def found(index: Index, query: str | Query) -> list[tuple[str, list[str]]]:
    return [(one.item.item_id, [fact.text for fact in one.found_facts]) for one in index.stream(query).items]


def test_without_a_condition_all_items_come_oldest_first(index: Index) -> None:
    everything = Query(boilerplate=True, unit="all")
    assert [item for item, _ in found(index, everything)] == ["102", "101", "104", "103", "105"]


def test_boilerplate_is_left_out_unless_it_is_asked_for(index: Index) -> None:
    assert "104" not in [item for item, _ in found(index, Query())]
    assert "104" in [item for item, _ in found(index, Query(boilerplate=True))]


def test_only_facts_of_matching_paragraphs_are_found(index: Index) -> None:
    assert found(index, "overtime cost panel:saltmarsh") == [
        ("102", ["£5m to £6m", "£90,000"]),
        ("101", ["£1.5m", "£258m"]),
    ]


def test_a_condition_on_a_figure_holds_for_each_fact_of_its_kind(index: Index) -> None:
    assert found(index, "role:overtime amount:>1m") == [("101", ["£1.5m"])]


def test_in_resolution_the_facts_are_those_of_matching_resolutions(index: Index) -> None:
    assert found(index, "firearms in:resolution") == [
        ("101", ["RESOLVED that the firearms uplift be supported and the budget be noted."])
    ]


def test_the_passages_that_match_are_told_from_the_others(index: Index) -> None:
    (one,) = index.stream("overtime budget").items
    assert [passage.label for passage in one.passages] == ["1.", "2.", "3."]
    assert [passage.label for passage in one.passages if passage.start_char in one.matching] == ["2."]
    assert one.passages[1].financial_years == ("2016/17",)


def test_what_is_found_nowhere_is_said(index: Index) -> None:
    stream = index.stream("topic:lighthouses")
    assert list(stream.items) == []
    assert "Nothing in this index has topic:lighthouses." in stream.remarks[0]


def test_the_order_of_adding_does_not_matter(address: str | Path, made: SimpleNamespace, tmp_path: Path) -> None:
    meetings = [made.make_meeting(str(number), datetime.date(2019, 3, 1)) for number in (7, 8)]
    minutes = [
        made.Minutes(f"{900 + place}", "Overtime", meeting=meeting).say(f"Overtime was discussed, part {place}.", "1.")
        for place, meeting in enumerate([*meetings, *meetings])
    ]
    with open_index(address) as one, open_index(tmp_path / "other.sqlite") as other:
        made.put(one, *minutes)
        made.put(other, *reversed(minutes))
        assert found(one, "overtime") == found(other, "overtime")


def test_all_matches_come_though_they_are_read_a_page_at_a_time(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found(index, Query(boilerplate=True))
    monkeypatch.setattr("minuteminer.index.asked._PAGE", 2)
    monkeypatch.setattr("minuteminer.index.streams._ITEMS", 1)
    assert found(index, Query(boilerplate=True)) == whole


def test_an_older_version_is_streamed_as_of_its_day(index: Index, made: SimpleNamespace) -> None:
    newer = made.Minutes(
        "103", "Operation Stack", meeting=made.make_meeting("12", datetime.date(2017, 9, 7)), version=2
    )
    made.put(index, newer.say("Lorry queues shrank.", "8."))
    assert [one.version for one in index.stream("lorry").items] == [2]
    (old,) = index.stream("lorry asof:2020-01-01").items
    assert (old.version, old.item.text.startswith("8. Lorry queues grew")) == (1, True)


def test_a_steady_reader_does_not_see_what_is_written_meanwhile(
    address: str | Path, index: Index, made: SimpleNamespace
) -> None:
    with open_index(address, read_only=True) as reader:
        with reader.steady():
            before = found(reader, Query())
            made.put(index, made.Minutes("106", "Drones").say("Drones were bought.", "1."))
            assert found(reader, Query()) == before
        assert len(found(reader, Query())) == len(before) + 1


def test_only_a_few_items_are_read_before_they_are_asked_for(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays flat: the texts of the next items are read when the last ones are done with."""
    monkeypatch.setattr("minuteminer.index.streams._ITEMS", 1)
    read: list[int] = []
    load = streams._load
    monkeypatch.setattr(streams, "_load", lambda asked, ids, rows: read.append(len(ids)) or load(asked, ids, rows))
    items = index.stream(Query(boilerplate=True, unit="all")).items
    for number in range(1, 6):
        next(items)
        assert read == [1] * number
