"""Health: canaries, what nothing means, pauses that grow, and what a probe finds."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.health import Canary, check_canaries, judge_zero
from minuteminer.collect.host_stops import find_pause, note_answer, note_stop
from minuteminer.collect.probe import probe_site
from minuteminer.collect.report import CollectReport
from minuteminer.collect.walk import collect_committee
from minuteminer.errors import BlockedError, NothingFoundError
from minuteminer.parse.reader import ModernGovReader
from minuteminer.samplesite import SampleSite, open_sample_site

PANEL = "311"
NOW = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def sample() -> Iterator[SampleSite]:
    with open_sample_site() as sample:
        yield sample


def collect(sample: SampleSite, settings: FetchSettings, archive: Archive, **more: Any) -> CollectReport:
    return collect_committee(
        sample.base_url, PANEL, fetcher=Fetcher(settings), archive=archive, reader=ModernGovReader(), **more
    )


def check(sample: SampleSite, settings: FetchSettings, archive: Archive) -> tuple[Canary, ...]:
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
    return check_canaries(sample.base_url, fetcher=fetcher, archive=archive, reader=ModernGovReader())


def test_canaries_of_a_site_that_is_as_it_was(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    collect(sample, settings, archive)
    rows = len(list(archive.fetches(good_only=False)))
    canaries = check(sample, settings, archive)
    assert {canary.kind: canary.verdict for canary in canaries} == dict.fromkeys(
        ("meeting_list", "meeting", "item", "attendance"), "as expected"
    )
    assert len(list(archive.fetches(good_only=False))) == rows, "a canary is no collection"


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ({"layout": True}, "layout changed"),
        ({"error_page": True}, "moved"),
        ({"redirect": {"value": "http://127.0.0.2:9/"}}, "moved"),
        ({"challenge": True}, "blocked"),
        ({"http_403": {"on": "*aspx*"}}, "blocked"),
        ({"http_500": {"on": "*aspx*"}}, "failed"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_canaries_say_what_has_changed(
    sample: SampleSite, settings: FetchSettings, archive: Archive, fault: dict[str, Any], verdict: str
) -> None:
    collect(sample, settings, archive)
    sample.switches = {"robots": {"value": "User-agent: *\nAllow: /"}} | fault
    canaries = check(sample, settings, archive)
    assert {canary.verdict for canary in canaries} == {verdict}
    assert all(canary.reason for canary in canaries)


def test_the_plain_template_is_no_change(sample: SampleSite, settings: FetchSettings, archive: Archive) -> None:
    collect(sample, settings, archive)
    sample.switches = {"banner": True, "no_charset": True}
    assert {canary.verdict for canary in check(sample, settings, archive)} == {"as expected"}


def test_an_archive_without_the_site_has_no_canaries(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    assert check(sample, settings, archive) == ()
    assert sample.requests == []


@pytest.mark.parametrize(
    ("fault", "more", "kind", "alarm"),
    [
        ({}, {}, "something came", False),
        ({}, {"since": datetime.date(2090, 1, 1)}, "no meeting", False),
        ({"http_404": {"on": "ielistdocuments*"}}, {}, "moved", True),
        ({"http_403": {"on": "ielistdocuments*"}}, {}, "blocked", True),
        ({"challenge": {"on": "ielistdocuments*"}}, {}, "blocked", True),
        ({"layout": {"on": "ielistdocuments*"}}, {}, "layout changed", True),
        ({"short_body": {"on": "ielistdocuments*"}}, {}, "failed", True),
    ],
    ids=["something", "no meeting", "moved", "blocked", "challenge", "layout", "broken"],
)
def test_what_nothing_means(
    sample: SampleSite,
    settings: FetchSettings,
    archive: Archive,
    fault: dict[str, Any],
    more: dict[str, Any],
    kind: str,
    alarm: bool,
) -> None:
    sample.switches = fault
    report = collect(sample, dataclasses.replace(settings, max_tries=1), archive, **more)
    verdict = judge_zero(report, archive, ModernGovReader())
    assert (verdict.kind, verdict.alarm) == (kind, alarm)
    assert verdict.reason


def test_minutes_that_are_not_out_yet_are_no_alarm(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    first = min(meeting.at.date() for meeting in sample.corpus.meetings if meeting.committee_id == PANEL)
    sample.today = first - datetime.timedelta(days=3)
    report = collect(sample, settings, archive)
    verdict = judge_zero(report, archive, ModernGovReader())
    assert (verdict.kind, verdict.alarm) == ("minutes not yet published", False)


def test_pauses_double_up_to_a_week_and_start_anew_after_an_answer(archive: Archive) -> None:
    pauses = [note_stop(archive, "a.example", "status 403", delay_s=2.0, now=NOW) - NOW for _ in range(10)]
    assert pauses[:4] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert pauses[-1] == 7 * 24 * HOUR
    assert find_pause(archive, "a.example", now=NOW + HOUR) == (NOW + 7 * 24 * HOUR, "status 403")
    assert find_pause(archive, "b.example", now=NOW) is None
    note_answer(archive, "a.example", now=NOW)
    assert find_pause(archive, "a.example", now=NOW) is None
    assert note_stop(archive, "a.example", "status 403", delay_s=2.0, now=NOW) - NOW == HOUR


def test_a_longer_wish_of_the_host_goes_before_our_pause(archive: Archive) -> None:
    until = note_stop(archive, "a.example", "asked", delay_s=2.0, retry_after_s=86_400, now=NOW)
    assert until - NOW == 24 * HOUR


def test_a_host_that_stopped_us_is_not_asked_again_before_its_time(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    sample.switches = {"http_403": {"on": "ielistmeetings*"}}
    assert collect(sample, settings, archive).stopped is not None
    note_stop(archive, "127.0.0.1", "status 403", delay_s=2.0)
    asked = len(sample.requests)
    with pytest.raises(BlockedError, match="is left alone until"):
        collect(sample, settings, archive)
    assert len(sample.requests) == asked


def test_a_run_that_found_nothing_is_not_gone_on_with(
    sample: SampleSite, settings: FetchSettings, archive: Archive
) -> None:
    for _ in range(2):
        with pytest.raises(NothingFoundError):
            collect_committee(
                sample.base_url, "325", fetcher=Fetcher(settings), archive=archive, reader=ModernGovReader()
            )
    assert len([request for request in sample.requests if "ieListMeetings" in request.path]) == 2


def test_a_probe_tells_what_a_site_offers(sample: SampleSite, settings: FetchSettings) -> None:
    sample.switches = {"robots": {"value": "User-agent: *\nDisallow: /documents/\nCrawl-delay: 0.1"}}
    probe = probe_site(sample.base_url, fetcher=Fetcher(settings), reader=ModernGovReader())
    assert probe.moderngov
    assert (PANEL, "Westmarch and Hollin Police and Crime Panel") in [
        (committee.committee_id, committee.name) for committee in probe.committees
    ]
    assert (probe.web_service, probe.disallowed, probe.delay_s) == ("answers", ("documents",), 0.1)
    assert probe.problems == ()
    assert len(sample.requests) == 3


@pytest.mark.parametrize(
    ("fault", "web_service"),
    [
        ({"webservice_off": True}, "off"),
        ({"webservice_500": True}, "off"),
        ({"webservice_html": True}, "off"),
        ({"robots": {"value": "User-agent: *\nDisallow: /mgWebService.asmx"}}, "not asked"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_a_probe_tells_whether_the_web_service_answers(
    sample: SampleSite, settings: FetchSettings, fault: dict[str, Any], web_service: str
) -> None:
    sample.switches = fault
    probe = probe_site(sample.base_url, fetcher=Fetcher(settings), reader=ModernGovReader())
    assert (probe.web_service, probe.moderngov) == (web_service, True)


@pytest.mark.parametrize("fault", [{"challenge": True}, {"http_403": True}, {"error_page": True}, {"http_500": True}])
def test_a_probe_of_a_site_that_does_not_answer_says_so(
    sample: SampleSite, settings: FetchSettings, fault: dict[str, Any]
) -> None:
    sample.switches = fault
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
    probe = probe_site(sample.base_url, fetcher=fetcher, reader=ModernGovReader())
    assert not probe.moderngov
    assert probe.committees == ()
    assert probe.problems


def test_c33_a_pause_noted_by_a_clock_a_year_ahead_does_not_last_a_year(archive: Archive) -> None:
    now = datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC)
    note_stop(archive, "a.example", "status 403", delay_s=2, now=now + datetime.timedelta(days=365))
    assert find_pause(archive, "a.example", now=now) is None
