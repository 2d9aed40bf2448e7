"""Dates in the shapes that sites print, and no date where none is printed."""

from __future__ import annotations

import datetime

import pytest

from minuteminer.parse.dates import parse_printed_date


@pytest.mark.parametrize(
    ("printed", "date", "time"),
    [
        ("Wednesday, 16th July, 2025 2.00 pm", "2025-07-16", "14:00"),
        ("Tuesday, 15 September 2020 10.30 am", "2020-09-15", "10:30"),
        ("Monday 20 January 2025 10.00 am", "2025-01-20", "10:00"),
        ("Thursday, 18 July 2024 7.00pm", "2024-07-18", "19:00"),
        ("15 Jan 2026\xa07:30 pm", "2026-01-15", "19:30"),
        ("Thursday 15-Jan-2026 19.30", "2026-01-15", "19:30"),
        ("30th-Jan-2025 10.00", "2025-01-30", "10:00"),
        ("13/01/2026 10.00 am", "2026-01-13", "10:00"),
        ("2026-02-05", "2026-02-05", None),
        ("Saturday, 1st February, 2025 12.00 noon", "2025-02-01", "12:00"),
        ("30 th September 2016", "2016-09-30", None),
        ("Dydd Mercher, 16 Gorffennaf, 2025 2.00 pm", "2025-07-16", "14:00"),
        ("February 3, 2023", "2023-02-03", None),
        ("12.15 am on 1 May 2020", "2020-05-01", "00:15"),
    ],
)
def test_the_shapes_of_all_sites(printed: str, date: str, time: str | None) -> None:
    found = parse_printed_date(printed)
    assert found.date == datetime.date.fromisoformat(date)
    assert found.time == time


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "may",
        "10",
        "Thursday",
        "next week",
        "May 2024",
        "31st February, 2025",
        "03/04/25",
        "12.30.2024",
        "2025",
        "99/99/2025",
        "1st " * 3000,
    ],
)
def test_none_rather_than_a_guess(printed: str) -> None:
    assert parse_printed_date(printed).date is None
