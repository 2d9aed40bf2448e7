"""A run tells what it did, what nothing means, and what somebody should look at; stopped, it goes on."""

from __future__ import annotations

import datetime
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import time_machine

from job_site import PANEL, SMALL, JobSite
from minuteminer.annotate.pipeline import annotate
from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.dry_run import estimate_run
from minuteminer.errors import LockedError, MinuteMinerError
from minuteminer.index import open_index
from minuteminer.index.derived import open_derived
from minuteminer.jobs import assembled_meetings
from minuteminer.run_job import run_job
from minuteminer.run_lock import hold_lock
from minuteminer.run_report import load_reports


def test_a_run_reports_requests_items_and_facts(job_site: JobSite) -> None:
    report = job_site.run()
    assert report.outcome == "done"
    assert report.problems == ()
    (collected,) = report.collected
    assert report.requests == collected.requests == len(job_site.site.requests)
    assert collected.bytes > 10_000
    with open_index(job_site.paths.index, read_only=True) as index:
        assert report.gains.items_new == index.stats().items == 7
    assert report.gains.facts_gained["resolution"] > 0
    assert report.gains.facts_lost == {}
    assert report.line().startswith(f"job.toml: done; {collected.requests} requests")


def test_a_second_run_finds_nothing_new(job_site: JobSite) -> None:
    job_site.run()
    report = job_site.run()
    assert (report.gains.items_new, report.gains.versions, report.gains.facts_gained) == (0, 0, {})
    assert [step.done for step in report.steps] == [0, 0, 0]
    assert [canary.verdict for canary in report.canaries] == ["as expected"] * 3


def states(job_site: JobSite) -> dict[str, tuple[int, str]]:
    """The current version of every item, with its state."""
    with closing(sqlite3.connect(job_site.paths.index)) as index:
        rows = index.execute("SELECT key, version, status FROM item WHERE current = 1")
        return {key: (version, status) for key, version, status in rows}


@time_machine.travel(datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC))
def test_a_night_without_meeting_pages_confirms_no_draft(job_site: JobSite) -> None:
    """The web service answers and does not say that the minutes of 2026 are a draft."""
    job_site.run()
    before = states(job_site)
    assert {status for _, status in before.values()} == {"draft", "final"}
    job_site.site.switches = {"http_503": {"on": "ielistdocuments*"}}
    failed = job_site.run()
    assert any("mgWebService" in request.path for request in job_site.site.requests)
    assert failed.outcome == "in part"
    assert (failed.gains.items_changed, failed.gains.versions) == (0, 0)
    assert states(job_site) == before
    job_site.site.switches = {}
    assert job_site.run().gains.versions == 0
    assert states(job_site) == before


def test_a_run_puts_right_what_was_once_read_as_confirmed(job_site: JobSite) -> None:
    job_site.run()
    before = states(job_site)
    with open_archive(job_site.paths.archive, read_only=True) as archive, open_derived(job_site.paths.derived) as kept:
        meetings = assembled_meetings(archive, kept)
        (draft,) = (one for one in meetings if one.meeting.status == "draft")
        document = annotate(draft.items[0].text)
    with open_index(job_site.paths.index) as index, index.writing():
        confirmed = replace(draft.items[0], version=2, status="final")
        index.add(draft.meeting, confirmed, document)
    assert states(job_site) != before
    job_site.run()
    assert states(job_site) == before


def test_facts_gained_and_lost_are_counted_when_a_draft_becomes_final(job_site: JobSite) -> None:
    job_site.write_job(PANEL, more="since = 2024-07-01\nuntil = 2024-07-31\n")
    job_site.site.today = datetime.date(2024, 8, 20)
    job_site.run()
    job_site.site.today = datetime.date(2024, 10, 20)
    with time_machine.travel(datetime.datetime(2024, 10, 20, tzinfo=datetime.UTC)):
        gains = job_site.run().gains
    assert gains.items_new == 0
    assert gains.versions >= gains.items_changed > 0
    assert gains.facts_gained == gains.facts_lost != {}
    assert gains.silent_edits == ()  # a draft may change


def test_confirmed_minutes_that_change_are_reported_with_their_words(job_site: JobSite) -> None:
    job_site.write_job(PANEL, more="since = 2024-07-01\nuntil = 2024-07-31\n")
    job_site.site.today = datetime.date(2024, 10, 20)
    with time_machine.travel(datetime.datetime(2024, 10, 20, tzinfo=datetime.UTC)):
        job_site.run()
        meeting = job_site.site.corpus.meeting_by_id["5266"]
        item = next(item for item in meeting.items if item.item_id == "20266")
        object.__setattr__(item, "minutes", item.minutes.replace("£2.3m", "£2.9m"))
        report = job_site.run()
    (edit,) = report.gains.silent_edits
    assert "£2.9m" in edit.changes[0]
    assert "£2.3m" in edit.changes[0]
    assert any(problem.startswith("silent edit: ") for problem in report.problems)


@pytest.mark.parametrize(
    ("switches", "verdict"),
    [
        ({"layout": True}, "layout changed"),
        ({"http_403": True}, "blocked"),
        ({"challenge": True}, "blocked"),
        ({"redirect": {"value": "http://127.0.0.2/gone"}}, "moved"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_nothing_where_something_was_expected_is_exit_4_and_says_what_it_is(
    job_site: JobSite, switches: dict[str, Any], verdict: str
) -> None:
    job_site.site.switches = switches
    report = job_site.run()
    assert report.exit_code == 4
    assert [source.verdict for source in report.sources] == [verdict]
    assert report.problems


def test_an_unknown_committee_is_exit_4(job_site: JobSite) -> None:
    job_site.write_job("999")
    report = job_site.run()
    assert report.exit_code == 4
    assert "there is no committee 999" in report.problems[0]
    assert report.requests == len(job_site.site.requests) > 0  # asked for, though nothing came


def test_a_committee_that_is_gone_has_moved(job_site: JobSite) -> None:
    job_site.run()
    job_site.site.switches = {"error_page": True}
    report = job_site.run()
    assert (report.exit_code, report.sources[0].verdict) == (4, "moved")


def test_no_meeting_between_the_dates_is_no_alarm(job_site: JobSite) -> None:
    job_site.write_job(SMALL, more="since = 2030-01-01\n")
    report = job_site.run()
    assert report.exit_code == 0
    assert report.sources[0].verdict == "no meeting"
    assert "no meeting" in report.notes[-1]


def test_minutes_that_are_not_yet_published_are_no_alarm(job_site: JobSite) -> None:
    job_site.site.today = datetime.date(2024, 5, 10)
    report = job_site.run()
    assert report.exit_code == 0
    assert report.sources[0].verdict == "minutes not yet published"


def test_a_site_that_is_down_has_failed_and_the_others_are_done(
    job_site: JobSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minuteminer.collect_sources.Fetcher", partial(Fetcher, sleep=lambda _pause_s: None))
    job_site.write_job(SMALL, "999")
    report = job_site.run()
    assert (report.outcome, report.exit_code) == ("in part", 3)
    job_site.job.write_text('[source]\nsite = "http://127.0.0.1:9/"\ncommittees = ["1"]\n', encoding="utf-8")
    down = run_job(job_site.job, job_site.paths)
    assert (down.outcome, down.exit_code) == ("failed", 1)


def test_a_changed_layout_is_told_by_the_canary_and_spoils_nothing(job_site: JobSite) -> None:
    job_site.run()
    items = job_site.total("firearms OR complaint*")
    job_site.site.switches = {"layout": True}
    report = job_site.run()
    assert report.exit_code == 3
    assert {canary.verdict for canary in report.canaries} == {"layout changed"}
    assert job_site.total("firearms OR complaint*") == items


def test_a_page_that_fails_makes_the_run_one_in_part(job_site: JobSite) -> None:
    job_site.site.switches = {"error_page": "mgmeetingattendance.aspx?id=5288*"}
    report = job_site.run()
    assert report.exit_code == 3
    assert "mgMeetingAttendance.aspx?ID=5288" in report.problems[0]


def test_links_to_another_name_of_the_site_are_followed_on_the_site_itself(job_site: JobSite) -> None:
    port = job_site.site.base_url.rstrip("/").rpartition(":")[2]
    site = job_site.site.base_url.replace("127.0.0.1", "localhost")
    text = job_site.job.read_text(encoding="utf-8").replace(job_site.site.base_url, site)
    job_site.job.write_text(f'{text}other_hosts = ["127.0.0.1:{port}"]\n', encoding="utf-8")
    report = job_site.run()
    assert report.exit_code == 0, report.problems
    assert report.collected[0].meetings_fetched == 2
    assert [host.host for host in report.collected[0].hosts] == [f"localhost:{port}"]


def test_a_budget_ends_the_run_and_the_next_goes_on(job_site: JobSite) -> None:
    job_site.write_job(SMALL, more="\n[politeness]\nmax_requests = 4\n[run]\ncanary = false\n")
    first = job_site.run()
    assert first.exit_code == 3
    assert first.sources[0].verdict == "stopped"
    assert len(job_site.site.requests) == 4
    job_site.write_job(SMALL)
    second = job_site.run()
    assert second.exit_code == 0
    assert second.collected[0].resumed


def test_outside_its_window_a_job_puts_collecting_off_and_says_so(job_site: JobSite) -> None:
    job_site.run()
    asked = len(job_site.site.requests)
    job_site.write_job(SMALL, more='\n[politeness]\nwindow = "22:00-06:00"\n')
    with time_machine.travel(datetime.datetime(2026, 3, 1, 12, 0).astimezone()):
        report = job_site.run()
    assert report.exit_code == 0
    assert report.notes == ("collecting was put off: it is 12:00, and the job's window is 22:00-06:00",)
    assert len(job_site.site.requests) == asked
    with time_machine.travel(datetime.datetime(2026, 3, 1, 23, 30).astimezone()):
        assert job_site.run().notes == ()


def test_a_dry_run_says_what_the_run_will_ask_for(job_site: JobSite) -> None:
    new = estimate_run(job_site.job, job_site.paths)
    assert not job_site.paths.archive.exists()
    assert "about " in new.line()
    job_site.run()
    estimate = estimate_run(job_site.job, job_site.paths)
    before = len(job_site.site.requests)
    job_site.run()
    assert estimate.requests == len(job_site.site.requests) - before


def test_only_so_many_reports_are_kept(job_site: JobSite) -> None:
    job_site.write_job(SMALL, more='\n[run]\nsteps = ["parse"]\nkeep_reports = 2\n')
    job_site.paths.root.mkdir()
    for _ in range(4):
        job_site.run()
    reports = load_reports(job_site.paths)
    assert len(reports) == 2
    assert reports[0]["started_at"] < reports[1]["started_at"]  # type: ignore[operator]


REFUSED = """
import sys, time
from minuteminer.cli import main
try:
    main()
except SystemExit as end:
    heavy = {"spacy", "requests", "bs4", "lxml", "sklearn"} & set(sys.modules)
    print(end.code, *heavy, file=sys.stderr)
    print(time.process_time())
"""


@pytest.mark.parametrize("verb", ["run", "collect"])
def test_c32_a_second_run_is_refused_at_once_and_told_who_holds_the_lock(job_site: JobSite, verb: str) -> None:
    asked = [str(job_site.job)] if verb == "run" else [job_site.site.base_url, "--committee", SMALL]
    with hold_lock(job_site.paths.lock):
        command = [sys.executable, "-c", REFUSED, verb, *asked, "--data", str(job_site.paths.root)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"process {os.getpid()}" in ran.stderr
    assert ran.stderr.splitlines()[-1] == str(LockedError.exit_code) == "5", "and nothing heavy was loaded for it"
    assert float(ran.stdout) < 1.0, "seconds of work; the clock also counts what else the machine does"


def test_c32_of_two_runs_that_start_together_one_works(job_site: JobSite) -> None:
    command = [sys.executable, "-m", "minuteminer", "run", str(job_site.job), "--data", str(job_site.paths.root)]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert sorted(one.wait(timeout=60) for one in both) == [0, 5]


@pytest.mark.parametrize("jump", [datetime.timedelta(days=-1), datetime.timedelta(days=1)], ids=["back", "forward"])
def test_c33_a_clock_that_jumps_a_day_changes_nothing(job_site: JobSite, jump: datetime.timedelta) -> None:
    job_site.run()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + jump):
        report = job_site.run()
    assert (report.exit_code, report.gains.items_new, report.gains.versions) == (0, 0, 0)
    with open_archive(job_site.paths.archive, read_only=True) as archive:
        sequences = [fetch.sequence for fetch in archive.fetches(good_only=False)]
    assert sequences == sorted(sequences)


def test_c33_what_is_new_after_a_clock_was_wrong_is_still_new(job_site: JobSite) -> None:
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=400)):
        job_site.run()
        with open_archive(job_site.paths.archive, read_only=True) as archive:
            last = max(fetch.sequence for fetch in archive.fetches())
    (meeting, *_) = (one for one in job_site.site.corpus.meetings if one.committee_id == SMALL)
    object.__setattr__(meeting.items[0], "minutes", "1. The Sub-Committee noted 37 complaints.")
    report = job_site.run()
    assert (report.exit_code, report.gains.items_new, report.gains.versions) == (0, 0, 1)
    with open_archive(job_site.paths.archive, read_only=True) as archive:
        assert list(archive.fetches(after_sequence=last))
    assert job_site.total('"noted 37 complaints"') == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_end_does_so_soon_and_goes_on_later(
    job_site: JobSite, number: signal.Signals, code: int
) -> None:
    job_site.site.switches = {"hang": {"on": "ielistdocuments.aspx*", "value": "20"}}
    command = [sys.executable, "-m", "minuteminer", "run", str(job_site.job), "--data", str(job_site.paths.root)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    deadline = time.monotonic() + 20
    while not any("ieListDocuments" in one.path for one in job_site.site.requests) and time.monotonic() < deadline:
        time.sleep(0.05)
    told = time.monotonic()
    running.send_signal(number)
    _, errors = running.communicate(timeout=20)
    assert running.returncode == code, errors
    assert time.monotonic() - told < 5
    assert "Traceback" not in errors
    assert load_reports(job_site.paths)[-1]["outcome"] == "stopped"
    job_site.site.switches = None
    report = job_site.run()
    assert report.exit_code == 0
    assert report.collected[0].resumed


def test_a_report_is_json_that_a_program_can_read(job_site: JobSite) -> None:
    job_site.run()
    (path,) = job_site.paths.reports.glob("*.json")
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["schema_version"] == 1
    assert record["exit_code"] == 0
    assert {"requests", "bytes", "pages_new", "pages_changed", "failures", "seconds"} <= set(record["collected"][0])


def test_a_report_that_cannot_be_written_is_said_without_a_traceback(job_site: JobSite) -> None:
    job_site.paths.root.mkdir()
    job_site.paths.reports.write_text("in the way", encoding="utf-8")
    with pytest.raises(MinuteMinerError, match="report of the run cannot be written"):
        job_site.run()
