"""Items come in versions: the same again changes nothing, a newer one takes the place, the older stays."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest

from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.index import Index


def corrected(made: SimpleNamespace, version: int, figure: str) -> object:
    minutes = made.Minutes("500", "Officer strength", version=version)
    return minutes.say(f"The strength was {figure} officers.", "1.").headcount(f"{figure} officers", float(figure))


def test_the_same_version_again_changes_nothing(index: Index, made: SimpleNamespace) -> None:
    before = index.stats()
    made.put(index, *made.sample())
    assert index.stats() == before
    with index.writing():
        assert not index.add(*made.sample()[0].built(), rules_version="1")


def test_a_newer_version_takes_the_place_of_the_older(index: Index, made: SimpleNamespace) -> None:
    made.put(index, corrected(made, 1, "3100"))
    made.put(index, corrected(made, 2, "3200"))
    assert index.search("strength headcount:3100").total == 0
    (hit,) = index.search("strength headcount:3200").hits
    assert hit.version == 2
    assert [version.version for version in index.item("500").versions] == [1, 2]
    assert "3100" in index.item("500@1").item.text
    assert index.check().problems == ()


def test_an_older_version_that_comes_late_does_not_take_the_place(index: Index, made: SimpleNamespace) -> None:
    made.put(index, corrected(made, 2, "3200"))
    made.put(index, corrected(made, 1, "3100"))
    assert [hit.version for hit in index.search("strength officers 2016").hits or index.search("strength").hits] == [2]
    assert index.search("headcount:3100").total == 0


def test_as_of_a_day_answers_from_what_was_published_then(index: Index, made: SimpleNamespace) -> None:
    # The first version counts from the meeting's day (2016-04-28), the second from when it was seen (2020-01-02).
    made.put(index, corrected(made, 1, "3100"), corrected(made, 2, "3200"))
    assert [hit.version for hit in index.search("strength asof:2016-09-30").hits] == [1]
    assert [hit.version for hit in index.search("strength asof:2021-01-01").hits] == [2]
    assert index.search("strength asof:2015").total == 0


def test_new_rules_make_the_rows_anew(index: Index, made: SimpleNamespace) -> None:
    _, item, _ = corrected(made, 1, "3100").built()  # type: ignore[attr-defined]
    made.put(index, corrected(made, 1, "3100"), rules_version="1")
    made.put(index, corrected(made, 1, "3100"), rules_version="2")
    key = "democracy.saltmarsh.example:500"
    assert index.has(key, item.sha256, "2")
    assert not index.has(key, item.sha256, "1")
    assert index.search("strength").total == 1
    assert index.check().problems == ()


def test_a_withdrawn_item_leaves_the_answers_but_not_the_past(index: Index, made: SimpleNamespace) -> None:
    made.put(index, corrected(made, 1, "3100"))
    with index.writing():
        assert index.withdraw("democracy.saltmarsh.example:500", on=datetime.date(2022, 5, 1))
    assert index.search("strength").total == 0
    assert index.search("strength asof:2021").total == 1
    assert index.item("500").withdrawn
    made.put(index, corrected(made, 1, "3100"))
    assert index.search("strength").total == 1


def test_a_meeting_that_moved_takes_its_items_along(index: Index, made: SimpleNamespace) -> None:
    made.put(index, made.Minutes("600", "Moved").say("A moved matter."))
    later = made.make_meeting("10", datetime.date(2018, 1, 9))
    made.put(index, made.Minutes("600", "Moved", meeting=later).say("A moved matter."))
    assert [hit.date for hit in index.search("moved date:2018").hits] == [datetime.date(2018, 1, 9)]
    assert index.search("moved date:2016").total == 0


def test_an_error_in_a_writing_block_leaves_nothing_of_it(index: Index, made: SimpleNamespace) -> None:
    before = index.stats()

    def write_half() -> None:
        with index.writing():
            index.add(*corrected(made, 1, "3100").built())  # type: ignore[attr-defined]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert index.stats() == before
    assert index.search("strength").total == 0


def test_an_item_is_found_by_key_by_bare_id_and_by_version(index: Index) -> None:
    assert index.item("101") == index.item("democracy.saltmarsh.example:101") == index.item("101@1")
    for name in ("999", "101@7", "%", "_", ""):
        with pytest.raises(NothingFoundError, match="no agenda item"):
            index.item(name)


def test_an_id_that_two_sites_use_asks_for_the_key(index: Index, made: SimpleNamespace) -> None:
    meeting, item, document = made.sample()[0].built()
    from dataclasses import replace

    other = "https://minutes.elsewhere.example/"
    with index.writing():
        index.add(replace(meeting, site=other), replace(item, site=other), document)
    with pytest.raises(UsageError, match=r"elsewhere\.example:101"):
        index.item("101")


def test_everything_that_was_put_in_comes_out(index: Index, made: SimpleNamespace) -> None:
    for minutes in made.sample():
        meeting, item, document = minutes.built()
        found = index.item(item.item_id)
        assert (found.meeting, found.item) == (meeting, item)
        assert (found.facts, found.topics, found.paragraphs) == (
            document.facts, document.topics, document.paragraphs,
        )  # fmt: skip


def test_a_document_without_a_site_can_be_indexed(index: Index, made: SimpleNamespace) -> None:
    from dataclasses import replace

    meeting, item, document = made.Minutes("notes.txt", "").say("A loose note about herons.").built()
    with index.writing():
        index.add(
            replace(meeting, site="", date=None, url=""), replace(item, site="", item_id="notes.txt", url=""), document
        )
    (hit,) = index.search("herons").hits
    assert (hit.item, hit.date, hit.url) == ("notes.txt", None, "")
    assert index.item("notes.txt").item.text.startswith("A loose note")
    assert index.search("herons date:1900..2100").total == 0
    assert "undated" in index.cite("notes.txt")


def test_writing_needs_a_block(index: Index, made: SimpleNamespace) -> None:
    with pytest.raises(UsageError, match=r"index\.writing"):
        index.add(*made.sample()[0].built())
