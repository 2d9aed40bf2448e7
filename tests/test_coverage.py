"""What is missing of what a site lists, by committee and year."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

from job_site import PANEL, SMALL, JobSite
from minuteminer.assemble import AssembledMeeting
from minuteminer.coverage import CoverageRow, coverage_svg, measure_coverage
from minuteminer.jobs import coverage_rows
from minuteminer.models import AgendaItem, Meeting

MEETING = Meeting(
    site="https://minutes.example/", meeting_id="1", committee_id="7", committee="Panel",
    date=datetime.date(2024, 5, 1), status="final",
)  # fmt: skip
ITEM = AgendaItem(
    site=MEETING.site, item_id="11", meeting_id="1", position=1, number="1.", title="Report", text="It was noted.",
    minutes_text="It was noted.",
)  # fmt: skip


def measure(*meetings: tuple[Meeting, bool, bool]) -> tuple[CoverageRow, ...]:
    """Rows of meetings: each with whether it was fetched and whether it has minutes."""
    listed = {(meeting.site, meeting.meeting_id): meeting for meeting, _, _ in meetings}
    fetched = [
        AssembledMeeting(meeting=meeting, items=(ITEM,) if minutes else (replace(ITEM, text="", minutes_text=""),))
        for meeting, is_fetched, minutes in meetings
        if is_fetched
    ]
    return measure_coverage(listed, fetched)


def test_each_meeting_counts_where_it_belongs() -> None:
    (row,) = measure(
        (MEETING, True, True),
        (replace(MEETING, meeting_id="2", status="draft"), True, True),
        (replace(MEETING, meeting_id="3", status="agenda"), True, False),
        (replace(MEETING, meeting_id="4"), False, False),
        (replace(MEETING, meeting_id="5", status="cancelled"), True, False),
        (replace(MEETING, meeting_id="6", status="cancelled"), False, False),
    )
    assert (row.listed, row.fetched, row.missing) == (6, 4, 2)
    assert (row.with_minutes, row.draft, row.without_minutes, row.cancelled) == (2, 1, 1, 2)


def test_years_and_committees_have_rows_of_their_own() -> None:
    rows = measure(
        (MEETING, True, True),
        (replace(MEETING, meeting_id="2", date=datetime.date(2025, 1, 1)), True, True),
        (replace(MEETING, meeting_id="3", committee="Cabinet"), True, True),
        (replace(MEETING, meeting_id="4", date=None), True, True),
    )
    assert [(row.committee, row.year) for row in rows] == [
        ("Cabinet", 2024), ("Panel", 0), ("Panel", 2024), ("Panel", 2025),
    ]  # fmt: skip


def test_a_meeting_that_was_fetched_and_is_not_listed_any_more_still_counts() -> None:
    (row,) = measure_coverage({}, [AssembledMeeting(meeting=MEETING, items=(ITEM,))])
    assert (row.listed, row.fetched) == (1, 1)


def test_a_run_that_stopped_halfway_shows_as_missing(job_site: JobSite) -> None:
    job_site.write_job(PANEL, more="\n[politeness]\nmax_requests = 12\n")
    job_site.run()
    rows = coverage_rows(job_site.paths)
    assert sum(row.missing for row in rows) > 0
    assert all(row.listed == row.fetched + row.missing for row in rows)
    job_site.write_job(PANEL, SMALL)
    job_site.run()
    assert sum(row.missing for row in coverage_rows(job_site.paths)) == 0


def test_the_picture_is_well_formed_and_escapes_names() -> None:
    (row,) = measure((replace(MEETING, committee="Crime & <b>Disorder</b>"), True, True))
    picture = ElementTree.fromstring(coverage_svg([row]))
    texts = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "Crime & <b>Disorder</b> 2024" in texts
    assert ElementTree.fromstring(coverage_svg([])) is not None
