"""The commands of operators, as they are typed: what they print, and how they end."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from job_site import JobSite

Command = Callable[..., Any]


@pytest.fixture
def filled(job_site: JobSite) -> JobSite:
    """A data directory after a run."""
    job_site.run()
    return job_site


def test_run_prints_one_line_and_then_the_alerts(minuteminer: Command, job_site: JobSite) -> None:
    alerts = '[[search]]\nname = "Complaints"\nquery = "complaint*"\n'
    (job_site.folder / "alerts.toml").write_text(alerts, encoding="utf-8")
    job_site.write_job(more='\n[run]\nalerts = "alerts.toml"\n')
    job_site.site.today = datetime.date(2025, 9, 1)
    (first,) = minuteminer("run", job_site.job, "--data", job_site.paths.root).out.splitlines()
    assert first.startswith("job.toml: done; ")  # what is there already is no news
    job_site.site.today = datetime.date(2026, 3, 1)
    ran = minuteminer("run", job_site.job, "--data", job_site.paths.root)
    assert ran.code == 0, ran.err
    first, empty, head = ran.out.splitlines()[:3]
    assert first.startswith("job.toml: done; ")
    assert (empty, head.split(" (")[0]) == ("", "Complaints")


def test_run_as_json_is_the_report(minuteminer: Command, job_site: JobSite) -> None:
    ran = minuteminer("run", job_site.job, "--data", job_site.paths.root, "--json")
    record = json.loads(ran.out)
    assert record["outcome"] == "done"
    assert record["gains"]["items_new"] == 7


def test_several_jobs_run_one_after_the_other_and_the_first_trouble_is_the_exit_code(
    minuteminer: Command, job_site: JobSite
) -> None:
    other = job_site.folder / "other.toml"
    other.write_text(job_site.job.read_text(encoding="utf-8").replace("318", "999"), encoding="utf-8")
    ran = minuteminer("run", other, job_site.job, "--data", job_site.paths.root)
    assert ran.code == 4
    assert [line.split(";")[0] for line in ran.out.splitlines()] == ["other.toml: nothing came", "job.toml: done"]
    assert "there is no committee 999" in ran.err


def test_a_dry_run_asks_only_for_lists(minuteminer: Command, filled: JobSite) -> None:
    asked = len(filled.site.requests)
    ran = minuteminer("run", filled.job, "--dry-run", "--data", filled.paths.root, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["requests"] > 0
    paths = {request.path.partition("?")[0] for request in filled.site.requests[asked:]}
    assert paths <= {"/robots.txt", "/mgListCommittees.aspx", "/ieListMeetings.aspx"}


def test_a_mistake_in_a_job_is_exit_2_with_its_line(minuteminer: Command, job_site: JobSite) -> None:
    job_site.write_job(more='[politeness]\nwindow = "at night"\n')
    ran = minuteminer("run", job_site.job, "--data", job_site.paths.root)
    assert ran.code == 2
    assert "job.toml:5: politeness.window: " in ran.err


@pytest.mark.parametrize("arguments", [("--every", "soon"), ("--every", "0h")])
def test_what_is_no_interval_is_exit_2(minuteminer: Command, job_site: JobSite, arguments: tuple[str, str]) -> None:
    ran = minuteminer("run", job_site.job, *arguments, "--data", job_site.paths.root)
    assert ran.code == 2
    assert "such as 6h" in ran.err


def test_run_every_goes_on_until_it_is_told_to_end(job_site: JobSite) -> None:
    arguments = ["run", str(job_site.job), "--every", "1s", "--data", str(job_site.paths.root)]
    command = [sys.executable, "-u", "-m", "minuteminer", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout
    lines = [running.stdout.readline() for _ in range(2)]
    running.send_signal(signal.SIGTERM)
    _, errors = running.communicate(timeout=20)
    assert all(line.startswith("job.toml: done") for line in lines), errors
    assert running.returncode == 143
    assert "Traceback" not in errors


def test_the_second_of_two_runs_ends_at_once_with_5(filled: JobSite) -> None:
    from minuteminer.run_lock import hold_lock

    command = [sys.executable, "-m", "minuteminer", "run", str(filled.job), "--data", str(filled.paths.root)]
    with hold_lock(filled.paths.lock):
        began = time.monotonic()
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 5
    assert f"process {os.getpid()}" in ran.stderr
    assert time.monotonic() - began < 5  # one second on a machine that does nothing else


def test_status_tells_how_the_last_run_went(minuteminer: Command, filled: JobSite) -> None:
    metrics = filled.folder / "mm.prom"
    ran = minuteminer("status", "--data", filled.paths.root, "--prometheus", metrics)
    assert ran.code == 0
    assert "last run  job.toml: done, ended " in ran.out
    assert "minuteminer_last_run_exit_code 0\n" in metrics.read_text(encoding="utf-8")


def test_the_archive_is_verified_and_damage_is_named(minuteminer: Command, filled: JobSite) -> None:
    assert minuteminer("archive", "verify", "--data", filled.paths.root).code == 0
    body = next((filled.paths.archive / "objects").rglob("*.gz"))
    body.write_bytes(gzip.compress(b"other"))
    ran = minuteminer("archive", "verify", "--data", filled.paths.root)
    assert ran.code == 1
    assert "1 problems" in ran.out
    assert "is damaged" in ran.err


def test_the_archive_goes_out_and_comes_in_again(minuteminer: Command, filled: JobSite, tmp_path: Path) -> None:
    warc, copy = tmp_path / "all.warc.gz", tmp_path / "copy"
    written = minuteminer("archive", "export", "--warc", warc, "--data", filled.paths.root)
    assert written.code == 0, written.err
    read = minuteminer("archive", "import", "--warc", warc, "--data", copy, "--json")
    again = minuteminer("archive", "import", "--warc", warc, "--data", copy, "--json")
    assert json.loads(read.out)["imported"] == json.loads(again.out)["known"] > 5
    for step in ("parse", "annotate", "index"):
        assert minuteminer(step, "--data", copy).code == 0
    assert minuteminer("doctor", "--data", copy).code == 0


def test_probe_writes_a_job_that_runs(minuteminer: Command, job_site: JobSite) -> None:
    job = job_site.folder / "probed.toml"
    ran = minuteminer("probe", job_site.site.base_url, "-o", job, "--committee", "318")
    assert ran.code == 0, ran.err
    assert "Complaints Sub-Committee" in ran.out
    assert minuteminer("run", job, "--data", job_site.paths.root).code == 0
    assert minuteminer("probe", job_site.site.base_url, "-o", job, "--committee", "318").code == 2  # it exists


def test_probe_tells_a_site_that_does_not_answer_from_one_that_is_no_moderngov(minuteminer: Command) -> None:
    with socket.socket() as bound:  # bound and never listening: a connection is refused
        bound.bind(("127.0.0.1", 0))
        ran = minuteminer("probe", f"http://127.0.0.1:{bound.getsockname()[1]}/")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing could be learnt of http://127.0.0.1:" in ran.err
    assert "robots.txt could not be read" in ran.err
    assert "no ModernGov" not in ran.err


def test_probe_says_that_a_committee_is_not_there(minuteminer: Command, job_site: JobSite) -> None:
    ran = minuteminer("probe", job_site.site.base_url, "--committee", "9999")
    assert ran.code == 2
    assert "lists no committee 9999" in ran.err


def test_withdraw_tells_first_and_does_it_when_told(minuteminer: Command, filled: JobSite) -> None:
    url = f"{filled.site.base_url}ieListDocuments.aspx?CId=318&MId=5288"
    arguments = ("withdraw", url, "--reason", "asked", "--data", filled.paths.root)
    told = minuteminer(*arguments)
    assert told.code == 0
    assert "say --purge" in told.err
    done = minuteminer(*arguments, "--purge")
    assert " pages removed:\n" in done.out
    assert url in done.out or f"{url}&Ver=4" in done.out
    assert minuteminer(*arguments, "--purge").code == 0  # once more changes nothing
    assert minuteminer("doctor", "--data", filled.paths.root).code == 0


def test_redact_says_how_many_pages_it_touched(minuteminer: Command, filled: JobSite) -> None:
    ran = minuteminer("redact", "Committee", "--reason", "asked", "--data", filled.paths.root, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["pages_redacted"] > 0
    assert "Committee" not in (filled.paths.root / "redactions.json").read_text(encoding="utf-8")


def test_doctor_finds_an_index_that_lacks_what_the_archive_has(minuteminer: Command, filled: JobSite) -> None:
    filled.paths.index.unlink()
    ran = minuteminer("doctor", "--data", filled.paths.root)
    assert ran.code == 1
    assert "PROBLEM  index" in ran.out


def test_units_are_written_to_a_folder(minuteminer: Command, job_site: JobSite, tmp_path: Path) -> None:
    ran = minuteminer("schedule", job_site.job, "--systemd", "--cron", "-o", tmp_path / "units")
    assert ran.code == 0
    names = sorted(path.name for path in (tmp_path / "units").iterdir())
    assert names == ["minuteminer-job.cron", "minuteminer-job.service", "minuteminer-job.timer"]
    assert minuteminer("schedule", job_site.job).code == 2
