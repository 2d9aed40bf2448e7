"""Collecting the sample site over HTTP, read by the real parser: the whole way, politely, through its faults."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.report import CollectReport
from minuteminer.collect.walk import collect_committee
from minuteminer.errors import FetchError, NothingFoundError
from minuteminer.parse.reader import ModernGovReader
from minuteminer.parse.webservice import parse_web_meeting
from minuteminer.samplesite import SampleSite, open_sample_site

PANEL = "311"


@pytest.fixture
def sample() -> Iterator[SampleSite]:
    with open_sample_site() as sample:
        yield sample


def collect(sample: SampleSite, settings: FetchSettings, archive: Archive, **more: Any) -> CollectReport:
    return collect_committee(
        sample.base_url, PANEL, fetcher=Fetcher(settings), archive=archive, reader=ModernGovReader(), **more
    )


def test_the_whole_panel_is_collected(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    report = collect(sample, settings, archive)
    assert report.failures == ()
    assert report.stopped is None
    listed = {meeting.meeting_id for meeting in sample.corpus.meetings if meeting.committee_id == PANEL}
    reader = ModernGovReader()
    fetched = {reader.meeting(archive.page(fetch)).meeting.meeting_id for fetch in archive.fetches(kind="meeting")}
    assert fetched == listed
    assert report.meetings_fetched == len(listed)


def test_every_cut_item_has_its_full_text(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    collect(sample, settings, archive)
    reader = ModernGovReader()
    pages = [reader.meeting(archive.page(fetch)) for fetch in archive.fetches(kind="meeting")]
    cut = {item.item_id for page in pages for item in page.items if item.truncated}
    full = {reader.item(archive.page(fetch)).item_id for fetch in archive.fetches(kind="item")}
    assert cut
    assert cut <= full


def test_a_second_run_stores_nothing_new(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    collect(sample, settings, archive)
    files = sorted(archive.root.glob("objects/*/*"))
    report = collect(sample, settings, archive, revisit_all=True)
    assert (report.pages_new, report.pages_changed, report.pages_not_due) == (0, 0, 0)
    assert report.pages_unchanged > 50
    assert sorted(archive.root.glob("objects/*/*")) == files


def test_robots_and_gaps_are_respected_by_the_servers_own_log(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    sample.switches = {"robots": {"value": "User-agent: *\nDisallow: /mgMeetingAttendance.aspx\nCrawl-delay: 0.03\n"}}
    report = collect(sample, dataclasses.replace(settings, delay_s=0.02), archive)
    paths = [request.path for request in sample.requests]
    starts = [request.at_s for request in sample.requests]
    assert paths[0] == "/robots.txt"
    assert not [path for path in paths if "mgmeetingattendance" in path.lower()]
    assert {failure.kind for failure in report.failures} == {"robots"}
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.03
    assert len(set(paths)) == len(paths), "nothing is asked for twice"
    assert {request.user_agent for request in sample.requests} == {settings.agent()}
    assert "MinuteMiner" in settings.agent()


def test_a_draft_becomes_final_as_a_second_version(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    statuses: set[tuple[str, ...]] = set()
    for today in (datetime.date(2024, 1, 1), datetime.date(2030, 1, 1)):
        sample.today = today
        collect(sample, settings, archive, revisit_all=True)
    reader = ModernGovReader()
    for url in {fetch.canonical_url for fetch in archive.fetches(kind="meeting")}:
        versions = [reader.meeting(archive.page(version)).meeting.status for version in archive.versions(url)]
        statuses.add(tuple(versions))
    assert any(versions[0] != "final" and versions[-1] == "final" for versions in statuses)


@pytest.mark.parametrize("name", ["banner", "no_charset", "windows_1252", "no_truncation", "link_always", "legacy_row"])
def test_a_habit_of_real_sites_is_no_failure(
    sample: SampleSite, settings: FetchSettings, archive: Archive, name: str
) -> None:
    sample.switches = {name: True}
    report = collect(sample, settings, archive, since=datetime.date(2024, 6, 1))
    assert (report.failures, report.meetings_fetched > 5) == ((), True)


def test_a_row_of_the_time_before_is_noted(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    sample.switches = {"legacy_row": True}
    assert any("before ModernGov" in note for note in collect(sample, settings, archive).notes)


@pytest.mark.parametrize(
    "fault",
    [
        {"http_503": {"times": 2}},
        {"http_500": {"times": 3}},
        {"http_429": {"value": "0", "times": 1}},
        {"short_body": {"on": "ielistdocuments*", "times": 2}},
        {"cut_body": {"on": "mgai*", "times": 3}},
        {"hang": {"on": "mgai*", "value": "2", "times": 1}},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_a_fault_that_passes_leaves_every_page_whole(
    sample: SampleSite, settings: FetchSettings, archive: Archive, fault: dict[str, Any]
) -> None:
    sample.switches = fault
    report = collect(sample, settings, archive)
    assert report.failures == ()
    assert report.pages_new > 50


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"http_404": {"on": "mgai*"}}, "gone"),
        ({"error_page": {"on": "mgai*"}}, "gone"),
        ({"short_body": {"on": "mgai*"}}, "failed"),
        ({"cut_body": {"on": "mgai*"}}, "suspect"),
    ],
)
def test_a_fault_that_stays_is_reported_and_nothing_bad_is_current(
    sample: SampleSite, settings: FetchSettings, archive: Archive, fault: dict[str, Any], kind: str
) -> None:
    sample.switches = fault | {"webservice_off": True}
    report = collect(sample, dataclasses.replace(settings, max_tries=2), archive)
    assert kind in {failure.kind for failure in report.failures}
    assert sum("mgWebService" in failure.url for failure in report.failures) == 1, "asked once, then no more"
    assert all("mgAi" in failure.url or "mgWebService" in failure.url for failure in report.failures)
    assert list(archive.fetches(kind="item")) == []


@pytest.mark.parametrize(
    "fault",
    [{"http_403": {"on": "ielistdocuments*"}}, {"challenge": {"on": "ielistdocuments*"}}],
    ids=lambda fault: next(iter(fault)),
)
def test_a_block_ends_the_walk_and_is_no_content(
    sample: SampleSite, settings: FetchSettings, archive: Archive, fault: dict[str, Any]
) -> None:
    sample.switches = fault
    report = collect(sample, settings, archive)
    assert report.stopped is not None
    assert [failure.kind for failure in report.failures] == ["blocked"]
    assert len([request for request in sample.requests if "ieListDocuments" in request.path]) == 1
    assert list(archive.fetches(kind="meeting")) == []


def test_a_changed_layout_never_takes_the_place_of_what_was_good(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    collect(sample, settings, archive)
    good = [fetch.sequence for fetch in archive.fetches()]
    sample.switches = {"layout": {"on": "ielistdocuments*"}}
    report = collect(sample, settings, archive, revisit_all=True)
    assert len(report.failures) > 5
    assert [fetch.sequence for fetch in archive.fetches()] == good


@pytest.mark.parametrize(
    "robots", ["Disallow: /mgAi.aspx", "Disallow: /ieListDocuments.aspx"], ids=["no full texts", "no meetings"]
)
def test_the_web_service_fills_the_gap_where_pages_are_not_allowed(
    sample: SampleSite, settings: FetchSettings, archive: Archive, robots: str
) -> None:
    sample.switches = {"robots": {"value": f"User-agent: *\n{robots}"}}
    collect(sample, settings, archive)
    reader = ModernGovReader()
    cut = {
        page.meeting.meeting_id
        for page in (reader.meeting(archive.page(fetch)) for fetch in archive.fetches(kind="meeting"))
        if any(item.truncated for item in page.items)
    }
    answers = [parse_web_meeting(archive.page(fetch)) for fetch in archive.fetches(kind="web_service")]
    listed = {meeting.meeting_id for meeting in sample.corpus.meetings if meeting.committee_id == PANEL}
    assert {answer.meeting.meeting_id for answer in answers} == (cut or listed)
    assert any(len(item.text.split()) > 600 for answer in answers for item in answer.items)


def test_the_web_service_does_not_bring_back_what_was_withdrawn(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    collect(sample, settings, archive)
    archive.purge(*{fetch.url for fetch in archive.fetches(kind="item")}, reason="asked for")
    archive.purge(next(archive.fetches(kind="meeting")).url, reason="asked for")
    collect(sample, settings, archive, revisit_all=True)
    assert not [request for request in sample.requests if "mgWebService" in request.path]


def test_documents_are_fetched_when_asked_for(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    collect(sample, settings, archive, documents="all", since=datetime.date(2023, 1, 1))
    documents = list(archive.fetches(kind="document"))
    assert documents
    assert all(archive.page(fetch).body.startswith(b"%PDF-") for fetch in documents)
    assert len({fetch.canonical_url for fetch in documents}) == len(documents)


def test_printed_minutes_are_fetched_where_there_are_no_others(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    sample.switches = {"no_minutes": True}
    collect(sample, settings, archive)
    assert list(archive.fetches(kind="document"))


def test_a_login_page_is_no_document(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    sample.switches = {"pdf_is_html": True}
    report = collect(sample, dataclasses.replace(settings, max_tries=1), archive, documents="all")
    assert list(archive.fetches(kind="document")) == []
    assert any("a document was asked for" in failure.reason for failure in report.failures)


def test_a_site_under_a_folder_is_collected_like_any(settings: FetchSettings, archive: Archive) -> None:
    with open_sample_site(prefix="moderngov") as sample:
        report = collect(sample, settings, archive)
    assert (report.failures, report.meetings_fetched > 10) == ((), True)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"robots": {"value": "User-agent: *\nDisallow: /"}}, FetchError),
        ({"http_500": {"on": "ielistmeetings*"}}, FetchError),
        ({"error_page": {"on": "ielistmeetings*"}}, FetchError),
        ({"error_page": {"on": "*"}}, NothingFoundError),
        ({"hang": {"on": "ielistmeetings*"}}, FetchError),
    ],
    ids=["robots", "broken", "error page", "error page everywhere", "silence"],
)
def test_without_a_list_of_meetings_there_is_an_error_that_says_why(
    sample: SampleSite, settings: FetchSettings, archive: Archive, fault: dict[str, Any], error: type[Exception]
) -> None:
    sample.switches = fault
    with pytest.raises(error, match=r"ieListMeetings|nor a committee 311|no committee 311"):
        collect(sample, dataclasses.replace(settings, max_tries=1), archive)
