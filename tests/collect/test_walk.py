"""The walk through a site: what it visits, what it refuses, what a second walk does."""

from __future__ import annotations

import dataclasses
import datetime
import json

import pytest
from made_site import RECENT, MadeReader, MadeSite, make_html
from werkzeug import Response

from minuteminer.collect.archive import Archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.report import CollectReport
from minuteminer.collect.runs import Run
from minuteminer.collect.visit import Visitor
from minuteminer.collect.walk import collect_committee
from minuteminer.errors import FetchError, NothingFoundError


def collect(site: MadeSite, fetcher: Fetcher, archive: Archive, committee: str = "7", **more: object) -> CollectReport:
    base = site.start()
    return collect_committee(
        base,
        committee,
        fetcher=fetcher,
        archive=archive,
        reader=MadeReader(),
        **more,  # type: ignore[arg-type]
    )


def test_every_window_meeting_and_full_item_is_collected(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    report = collect(site, fetcher, archive)
    kinds = [fetch.kind for fetch in archive.fetches()]
    assert report.failures == ()
    assert (report.meetings_listed, report.meetings_fetched) == (3, 3)
    assert (kinds.count("meeting"), kinds.count("item"), kinds.count("meeting_list")) == (3, 4, 2)
    assert report.pages_new == len(kinds) - kinds.count("robots")
    json.dumps(dataclasses.asdict(report))


def test_a_second_collection_stores_nothing_new(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    collect(site, fetcher, archive)
    before = [fetch.sequence for fetch in archive.fetches()]
    report = collect(site, fetcher, archive)
    assert (report.pages_new, report.pages_changed) == (0, 0)
    assert [fetch.sequence for fetch in archive.fetches()] == before


def test_settled_meetings_are_not_asked_for_again(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    collect(site, fetcher, archive)
    site.log.clear()
    report = collect(site, fetcher, archive)
    assert [path for path in site.log if "MId" in path] == ["/ieListDocuments.aspx?CId=7&MId=103"]
    assert report.pages_not_due == 5


def test_a_draft_that_becomes_final_is_a_new_version(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    collect(site, fetcher, archive)
    site.add_meeting("103", RECENT, texts=("1. Noted, with 37 officers.",), status="final")
    report = collect(site, fetcher, archive)
    versions = archive.versions(site.server.url_for("/ieListDocuments.aspx?MId=103"))
    assert report.pages_changed == 2  # the meeting and its item
    assert [MadeReader().meeting(archive.page(version)).meeting.status for version in versions] == ["draft", "final"]


def test_only_meetings_between_the_dates_are_collected(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    collect(site, fetcher, archive, since=datetime.date(2019, 3, 1), until=datetime.date(2019, 12, 31))
    meetings = [fetch.url for fetch in archive.fetches(kind="meeting")]
    assert len(meetings) == 1
    assert meetings[0].endswith("MId=102")


def test_a_meeting_of_another_committee_is_refused(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.meetings["102"]["meeting"] = site.meetings["102"]["meeting"] | {"committee_id": "8"}
    report = collect(site, fetcher, archive)
    assert [failure.kind for failure in report.failures] == ["other_committee"]
    refused = [fetch for fetch in archive.fetches(good_only=False) if fetch.outcome == "refused"]
    assert [fetch.sha256 for fetch in refused] == [None]


def test_an_unknown_committee_is_named_with_those_there_are(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    with pytest.raises(NothingFoundError, match=r"no committee 999.*Wold Police and Crime Panel"):
        collect(site, fetcher, archive, committee="999")


def test_a_committee_without_meetings_is_an_alarm(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.lists["7"] = site.list_page([])
    with pytest.raises(NothingFoundError, match="lists no meetings"):
        collect(site, fetcher, archive)


def test_c23_a_list_without_end_is_left_after_its_first_repetition(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    site.lists["201906041000"] = site.list_page(["101"], earlier="ieListMeetings.aspx?d=201906041000&cid=7&act=earlier")
    collect(site, fetcher, archive)
    assert sum("Act=earlier" in path or "act=earlier" in path for path in site.log) == 1


def test_c16_nothing_is_asked_of_a_site_that_disallows_it(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.robots = "User-agent: *\nDisallow: /"
    with pytest.raises(FetchError) as refusal:
        collect(site, fetcher, archive)
    assert refusal.value.kind == "robots"
    assert site.log == ["/robots.txt"]


def test_c24_a_meeting_that_is_listed_twice_is_visited_once(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.lists["201906041000"] = site.list_page(["101", "102", "103", "101"])
    report = collect(site, fetcher, archive)
    assert report.meetings_listed == 3
    assert len([path for path in site.log if "ieListDocuments" in path]) == 3


def test_c21_a_meeting_that_has_lost_half_its_words_is_suspect(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    site.add_meeting("103", RECENT, texts=("1. Noted, at length. " * 5,), status="draft")
    collect(site, fetcher, archive)
    site.add_meeting("103", RECENT, texts=("1. Noted.",), status="draft")
    report = collect(site, fetcher, archive)
    assert [failure.kind for failure in report.failures] == ["shrunk"]
    latest = archive.latest(site.server.url_for("/ieListDocuments.aspx?MId=103"))
    assert latest is not None
    assert "at length" in MadeReader().meeting(archive.page(latest)).items[0].text
    assert archive.history(latest.url)[-1].outcome == "suspect"


def test_c21_a_cancelled_meeting_may_lose_its_words(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    collect(site, fetcher, archive)
    site.add_meeting("103", RECENT, texts=(), status="cancelled")
    assert collect(site, fetcher, archive).failures == ()


def test_c22_a_page_that_is_missing_three_times_is_gone_and_still_there(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    collect(site, fetcher, archive)
    del site.items["10300"]
    outcomes = []
    for _ in range(3):
        collect(site, fetcher, archive)
        outcomes.append(archive.history(site.server.url_for("/mgAi.aspx?ID=10300"))[-1].outcome)
    assert outcomes == ["failed", "failed", "gone"]
    assert archive.latest(site.server.url_for("/mgAi.aspx?ID=10300")) is not None


def test_words_that_change_after_confirmation_are_a_silent_edit(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    site.add_meeting("103", RECENT, texts=("1. 24 officers.",), status="final")
    assert collect(site, fetcher, archive).silent_edits == ()
    site.add_meeting("103", RECENT, texts=("1. 37 officers.",), status="final")
    edits = collect(site, fetcher, archive).silent_edits
    assert [edit.rsplit("/")[-1] for edit in edits] == ["ieListDocuments.aspx?CId=7&MId=103", "mgAi.aspx?ID=10300"]
    assert collect(site, fetcher, archive).silent_edits == ()


def test_c14_links_that_lead_away_are_not_followed(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.meetings["103"]["items"][0]["full"] = "http://169.254.169.254/mgAi.aspx?ID=10300"
    site.meetings["103"]["meeting"]["documents"] = [{"title": "Map", "url": "http://elsewhere.example/s1/Map.pdf"}]
    report = collect(site, fetcher, archive, documents="all")
    assert [failure.kind for failure in report.failures] == ["refused"]
    assert any("another site" in note for note in report.notes)
    assert list(fetcher.totals()) == [site.server.url_for("/").split("/")[2]]


def test_a_second_host_of_the_same_site_is_the_same_site(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.meetings["103"]["items"][0]["full"] = "http://democracy.wold.example:9071/mgAi.aspx?ID=10300"
    report = collect(site, fetcher, archive, other_hosts=("democracy.wold.example:9071",))
    assert report.failures == ()
    assert archive.latest(site.server.url_for("/mgAi.aspx?ID=10300")) is not None


def test_c28_a_host_that_is_down_does_not_keep_the_others_from_finishing(
    site: MadeSite, settings: FetchSettings, archive: Archive
) -> None:
    fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))
    with pytest.raises(FetchError, match="cannot be reached"):
        collect_committee("http://127.0.0.1:9/", "7", fetcher=fetcher, archive=archive, reader=MadeReader())
    assert collect(site, fetcher, archive).meetings_fetched == 3


def test_unchanged_pages_are_confirmed_by_validators_where_the_server_gives_them(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    path = "/mgAi.aspx?ID=10300"
    body = make_html({"kind": "item", "item_id": "10300", "text": "1. Noted."})
    site.overrides[path] = Response(body, content_type="text/html", headers={"ETag": '"a1"'})
    collect(site, fetcher, archive)
    site.overrides[path] = Response(b"", status=304)
    report = collect(site, fetcher, archive)
    assert report.failures == ()
    assert [row.status for row in archive.history(site.server.url_for(path))] == [200, 304]
    assert [row.outcome for row in archive.history(site.server.url_for(path))] == ["ok", "unchanged"]


def test_a_withdrawn_page_is_not_asked_for_again(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    collect(site, fetcher, archive)
    archive.purge(site.server.url_for("/mgAi.aspx?ID=10300"), reason="asked for")
    site.log.clear()
    collect(site, fetcher, archive)
    assert "/mgAi.aspx?ID=10300" not in site.log


@pytest.mark.parametrize("damage", [None, b"", b"other words"])
def test_a_damaged_body_is_fetched_anew(
    site: MadeSite, fetcher: Fetcher, archive: Archive, damage: bytes | None
) -> None:
    collect(site, fetcher, archive)
    for path in archive.root.glob("objects/*/*.gz"):
        path.unlink() if damage is None else path.write_bytes(damage)
    report = collect(site, fetcher, archive)
    assert {failure.kind for failure in report.failures} == {"damaged"}
    current = {fetch.canonical_url: fetch for fetch in archive.fetches() if fetch.kind != "robots"}
    assert [archive.page(fetch).body[:9] for fetch in current.values()] == [b"<!DOCTYPE"] * len(current)
    assert collect(site, fetcher, archive).failures == ()


@pytest.mark.parametrize("href", ["javascript:void(0)", "http://[::1", "x" * 3000, "file:///etc/hostname"])
def test_c26_odd_links_on_a_page_are_refused_and_the_walk_goes_on(
    site: MadeSite, fetcher: Fetcher, archive: Archive, href: str
) -> None:
    site.meetings["103"]["items"][0]["full"] = href
    site.meetings["102"]["attendance"] = href
    site.lists["201906041000"]["earlier"] = href
    report = collect(site, fetcher, archive)
    assert [failure.kind for failure in report.failures] == ["refused"] * 3
    assert report.meetings_fetched == 3


def test_a_site_that_moved_from_http_to_https_is_still_the_site(fetcher: Fetcher, archive: Archive) -> None:
    run = Run(run_id=1, resumed=False, done=frozenset())
    visitor = Visitor(
        site="http://democracy.wold.example/",
        committee_id="7",
        fetcher=fetcher,
        archive=archive,
        run=run,
        fingerprint=MadeReader().fingerprint,
    )
    assert not visitor.is_elsewhere("https://democracy.wold.example/x.aspx", "mgAi.aspx?ID=1")
    assert visitor.is_elsewhere("https://democracy.wold.example/x.aspx", "https://other.example/mgAi.aspx?ID=1")


def test_c18_what_a_page_was_wrongly_sent_as_stands_in_the_ledger(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    body = make_html({"kind": "meeting"} | site.meetings["102"])
    site.overrides["/ieListDocuments.aspx?CId=7&MId=102"] = Response(body, content_type="application/octet-stream")
    collect(site, fetcher, archive)
    (fetch,) = archive.versions(site.server.url_for("/ieListDocuments.aspx?MId=102"))
    assert (fetch.outcome, fetch.content_type) == ("ok", "text/html")
    assert fetch.reason == "sent as application/octet-stream, it is text/html"


def test_c24_a_meeting_listed_on_two_days_is_fetched_once_and_said_so(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    site.lists["7"]["meetings"].append(site.meetings["102"]["meeting"] | {"date": "2019-06-11"})
    report = collect(site, fetcher, archive)
    assert sum("MId=102" in path for path in site.log) == 1
    assert "meeting 102 is listed for 2019-06-04 and for 2019-06-11; its page decides" in report.notes


def test_c24_a_meeting_that_two_committees_list_is_taken_from_its_own(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    site.committees.append(("8", "Wold Audit Committee"))
    site.lists["8"] = {"committee_id": "8", "committee": "Audit", "meetings": [site.meetings["102"]["meeting"]]}
    collect(site, fetcher, archive)
    report = collect(site, fetcher, archive, "8", revisit_all=True)
    assert [failure.kind for failure in report.failures] == ["other_committee"]
    (fetch,) = archive.versions(site.server.url_for("/ieListDocuments.aspx?MId=102"))
    assert fetch.committee_id == "7"


def test_c24_a_number_used_again_for_another_meeting_loses_neither(
    site: MadeSite, fetcher: Fetcher, archive: Archive
) -> None:
    collect(site, fetcher, archive)
    address = site.server.url_for("/ieListDocuments.aspx?MId=103")
    (before,) = archive.versions(address)
    site.meetings["103"]["items"] = [{"item_id": "90300", "text": "1. Another meeting. " * 3, "full": None}]
    site.meetings["103"]["meeting"] = site.meetings["103"]["meeting"] | {"date": "2020-01-09"}
    report = collect(site, fetcher, archive)
    assert [failure.kind for failure in report.failures] == ["id_reused"]
    assert archive.versions(address) == (before,)
    last = archive.history(address)[-1]
    assert last.outcome == "suspect"
    assert b"Another meeting" in archive.page(last).body


def test_c24_an_item_on_two_meetings_is_said_so(site: MadeSite, fetcher: Fetcher, archive: Archive) -> None:
    site.meetings["102"]["items"] += site.meetings["103"]["items"]
    report = collect(site, fetcher, archive)
    assert report.failures == ()
    assert [note for note in report.notes if note.startswith("item 103")] == [
        "item 10300 stands on meeting 103 and on meeting 102; both are kept"
    ]
