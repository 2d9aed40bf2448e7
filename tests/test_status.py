"""What monitoring is told: by JSON, and as Prometheus reads it."""

from __future__ import annotations

import re

from job_site import SMALL, JobSite
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
    assert told["minuteminer_last_run_timestamp_seconds"] > 1.7e9


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
