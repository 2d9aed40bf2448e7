"""Job files are checked, and a mistake is named by file, line and what is allowed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from minuteminer.errors import JobError
from minuteminer.job_file import STEPS, load_job

GOOD = """\
[source]
site = "https://minutes.example/"
committees = ["776"]
contact = "a@b.example"
since = 2016-01-01
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "job.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_job_says_source_politeness_and_steps(tmp_path: Path) -> None:
    job = load_job(write(tmp_path, GOOD + '\n[run]\nalerts = "alerts.toml"\n'))
    assert job.source.since == datetime.date(2016, 1, 1)
    assert job.politeness.delay_s is None
    assert job.run.steps == STEPS
    assert job.run.alerts == tmp_path / "alerts.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "colour = 1\n", r"job\.toml:6: source\.colour: unknown; allowed here: panel, site, committees"),
        (GOOD + "\n[politeness]\ndelay_s = -1\n", r"job\.toml:8: politeness\.delay_s: .*greater than or equal to 0"),
        (GOOD + '\n[politeness]\nwindow = "at night"\n', r"job\.toml:8: politeness\.window: "),
        (
            GOOD + '\n[run]\nsteps = ["fetch"]\n',
            r"job\.toml:8: run\.steps: .*'collect', 'parse', 'annotate' or 'index'",
        ),
        ("[politeness]\ndelay_s = 2\n", r"source: missing; a job needs a \[source\] section"),
        ('[source]\nsite = "https://minutes.example/"\n', r'job\.toml:1: source: give panel = "NAME", or site'),
        ("[source\n", r"job\.toml: this is not TOML: .*line 1"),
        ("[sauce]\n", r"job\.toml:1: sauce: unknown; allowed here: source, politeness, run"),
    ],
)
def test_a_mistake_names_file_line_and_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(JobError, match=said):
        load_job(write(tmp_path, text))


def test_a_missing_job_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="there is no such job file"):
        load_job(tmp_path / "none.toml")


def test_the_jobs_that_come_with_the_program_are_good(checkout: Path) -> None:
    for path in (checkout / "pipelines").glob("*.toml"):
        assert load_job(path).source
