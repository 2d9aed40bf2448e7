"""A time is turned into a place in the log of changes: rather is a change told twice than missed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from minuteminer.index import Index, change_times

Write = Callable[[str, str], None]


@pytest.fixture
def write(index: Index, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write an item of a number at a time."""

    def written(at: str, number: str) -> None:
        monkeypatch.setattr(change_times, "time_now", lambda: f"{at}+00:00")
        made.put(index, made.Minutes(number, "Later").say("Something was said.", "1."))

    return written


def told(index: Index, at: str) -> list[str]:
    since = datetime.datetime.fromisoformat(at).replace(tzinfo=datetime.UTC)
    return [change.key.rpartition(":")[2] for change in index.published().changes(since=since).changes]


def test_what_changed_since_a_time_is_told_and_that_of_the_hour_before(index: Index, write: Write) -> None:
    write("2036-05-01T10:00:00", "601")
    write("2036-05-02T10:00:00", "602")
    write("2036-05-03T10:00:00", "603")
    assert told(index, "2036-05-02T10:30:00") == ["602", "603"]
    assert told(index, "2036-05-02T12:00:00") == ["603"]
    assert told(index, "2036-05-04T00:00:00") == []


def test_a_time_before_the_first_that_is_known_asks_for_everything(index: Index, write: Write) -> None:
    write("2036-05-01T10:00:00", "601")
    assert len(told(index, "0001-01-01T00:00:00")) == len(index.published().changes().changes) > 1


def test_a_clock_that_was_set_back_loses_nothing(index: Index, write: Write) -> None:
    write("2036-05-03T10:00:00", "601")
    write("2036-05-01T10:00:00", "602")
    assert told(index, "2036-05-02T00:00:00") == ["601", "602"]


def test_few_times_are_kept_and_what_is_older_is_answered_with_everything(
    index: Index, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_times, "MAX_TIMES", 2)
    for day in range(1, 6):
        write(f"2036-05-0{day}T10:00:00", f"60{day}")
    assert told(index, "2036-05-05T00:00:00") == ["605"]
    assert "601" in told(index, "2036-05-03T00:00:00")
