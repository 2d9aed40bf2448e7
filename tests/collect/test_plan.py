"""What a collection would ask for is known before, and budgets and hours end it where the next goes on."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from made_site import MadeReader, MadeSite

from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.walk import collect_committee, plan_committee
from minuteminer.errors import NothingFoundError


def call(function: Any, site: MadeSite, settings: FetchSettings, archive: Archive, **more: Any) -> Any:
    return function(site.start(), "7", fetcher=Fetcher(settings), archive=archive, reader=MadeReader(), **more)


def test_a_plan_before_the_first_collection_is_an_estimate(
    site: MadeSite, settings: FetchSettings, archive: Archive
) -> None:
    plan = call(plan_committee, site, settings, archive)
    assert (plan.meetings_listed, plan.meetings_due, plan.exact) == (3, 3, False)
    assert plan.requests == plan.requests_spent + 3 * 4
    assert list(archive.fetches(kind="meeting")) == []


@pytest.mark.parametrize("more", [{}, {"revisit_all": True}, {"until": datetime.date(2019, 3, 1)}])
def test_a_plan_of_known_meetings_is_exact(
    site: MadeSite, settings: FetchSettings, archive: Archive, more: dict[str, Any]
) -> None:
    call(collect_committee, site, settings, archive)
    plan = call(plan_committee, site, settings, archive, **more)
    report = call(collect_committee, site, settings, archive, **more)
    assert plan.exact
    assert plan.requests == report.requests


def test_the_minutes_are_those_of_the_pauses(site: MadeSite, settings: FetchSettings, archive: Archive) -> None:
    site.robots = "User-agent: *\nCrawl-delay: 0.1"
    plan = call(plan_committee, site, settings, archive)
    assert plan.minutes == round(plan.requests * 0.6 / 60, 1)


def test_a_plan_for_an_unknown_committee_is_an_error(site: MadeSite, settings: FetchSettings, archive: Archive) -> None:
    with pytest.raises(NothingFoundError):
        plan_committee(site.start(), "99", fetcher=Fetcher(settings), archive=archive, reader=MadeReader())


def test_a_run_that_has_used_its_budget_goes_on_where_it_stopped(
    site: MadeSite, settings: FetchSettings, archive: Archive
) -> None:
    rounds = 0
    while True:
        rounds += 1
        report = call(collect_committee, site, dataclasses.replace(settings, max_requests=4), archive)
        assert report.requests <= 4
        if report.stopped is None:
            break
        assert "budget" in report.stopped
    asked = [path for path in site.log if path != "/robots.txt"]
    assert len(asked) == len(set(asked)), "nothing was asked for twice"
    assert rounds == 4
    assert len(list(archive.fetches(kind="item"))) == 4


def test_nothing_is_asked_outside_the_hours(site: MadeSite, settings: FetchSettings, archive: Archive) -> None:
    now = datetime.datetime.now()
    later = [(now + datetime.timedelta(hours=hours)).time() for hours in (2, 4)]
    closed = dataclasses.replace(settings, hours=(later[0], later[1]))
    report = call(collect_committee, site, closed, archive)
    assert "outside the hours" in str(report.stopped)
    assert site.log == []
