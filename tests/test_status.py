"""What monitoring is told: by JSON, and as Prometheus reads it."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from job_site import SMALL, JobSite
from minuteminer.cli import app
from minuteminer.run_lock import hold_lock
from minuteminer.settings import data_paths
from minuteminer.status import prometheus_text, read_status

LINE = re.compile(r"(?:# (?:HELP|TYPE) minuteminer_\w+ .+|minuteminer_\w+ -?\d+(?:\.\d+)?(?:e[+-]\d+)?)")


def metrics(site: JobSite) -> dict[str, float]:
    text = prometheus_text(read_status(site.paths))
    assert text.endswith("\n")
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    return {name: float(value) for name, value in re.findall(r"^(minuteminer_\w+) (\S+)$", text, re.MULTILINE)}


def test_after_a_good_run_all_is_well(job_site: JobSite) -> None:
    report = job_site.run()
    told = metrics(job_site)
    assert told["minuteminer_last_run_exit_code"] == 0
    assert told["minuteminer_index_items"] == 7
    assert told["minuteminer_archive_pages"] == report.collected[0].pages_new + 1  # and robots.txt
    assert told["minuteminer_problems"] == 0
    ended = datetime.datetime.fromisoformat(report.ended_at)
    # The report is written some milliseconds before it is returned; six digits would be wrong by an hour.
    assert told["minuteminer_last_run_timestamp_seconds"] == pytest.approx(ended.timestamp(), abs=1)


def test_a_run_that_failed_shows_its_exit_code_and_how_often_fetching_failed(job_site: JobSite) -> None:
    job_site.run()
    job_site.site.switches = {"error_page": True}
    job_site.run()
    told = metrics(job_site)
    assert told["minuteminer_last_run_exit_code"] == 4
    assert told["minuteminer_failures_in_a_row"] > 0
    job_site.site.switches = None
    job_site.write_job(SMALL)
    job_site.run()
    assert metrics(job_site)["minuteminer_failures_in_a_row"] == 0


def test_an_empty_directory_is_described_and_not_an_error(job_site: JobSite) -> None:
    status = read_status(data_paths(job_site.folder / "nothing"))
    assert status.last_run is None
    assert any("there is no archive" in problem for problem in status.problems)
    assert "minuteminer_problems 2" in prometheus_text(status)


def test_a_damaged_index_is_a_problem_in_words(job_site: JobSite) -> None:
    job_site.run()
    job_site.paths.index.write_bytes(b"no database" * 1000)
    status = read_status(job_site.paths)
    assert status.index is None
    assert "index.sqlite" in status.problems[0]


def printed(site: JobSite) -> tuple[int, str]:
    ended = CliRunner().invoke(app, ["status", "--data", str(site.paths.root)])
    return ended.exit_code, ended.output


def test_while_the_first_run_is_at_work_that_is_said_and_nothing_is_missing(job_site: JobSite) -> None:
    with hold_lock(job_site.paths.lock):
        state = read_status(job_site.paths)
        code, said = printed(job_site)
        assert metrics(job_site)["minuteminer_run_at_work"] == 1
    assert state.run is not None
    assert (state.run.state, state.run.process, state.problems) == ("at work", os.getpid(), ())
    assert re.search(rf"^run +at work since 20\S+ \(process {os.getpid()}\)$", said, re.MULTILINE)
    assert "demo" not in said
    assert code == 0
    assert read_status(job_site.paths).run is None


def test_after_kill_9_the_run_is_said_to_be_cut_off_until_the_next_one(job_site: JobSite) -> None:
    lock = job_site.paths.lock
    killed = f"""
import os, signal
from pathlib import Path
from minuteminer.run_lock import hold_lock
with hold_lock(Path({str(lock)!r})):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", killed], check=False)
    state = read_status(job_site.paths)
    assert state.run is not None
    assert state.record()["run"]["state"] == "cut off"
    assert metrics(job_site)["minuteminer_run_cut_off"] == 1
    code, said = printed(job_site)
    assert f"process {state.run.process} is gone without an end; `minuteminer run` goes on from there" in said
    assert "is not there yet; `minuteminer run JOB.toml` makes it" in said
    assert code == 1
    job_site.run()
    assert read_status(job_site.paths).run is None


def test_a_run_that_ended_with_an_error_was_not_cut_off(job_site: JobSite) -> None:
    with pytest.raises(ZeroDivisionError), hold_lock(job_site.paths.lock):
        _ = 1 / 0
    assert read_status(job_site.paths).run is None


def test_after_nothing_came_status_tells_why(job_site: JobSite) -> None:
    job_site.site.switches = {"http_403": True}
    (source,) = job_site.run().sources
    told = CliRunner().invoke(app, ["status", "--data", str(job_site.paths.root)])
    assert f"{source.site} committee {SMALL}: {source.reason}" in told.output
