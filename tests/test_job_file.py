"""Job files are checked, and a mistake is named by file, line and what is allowed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from minuteminer.dry_run import estimate_run
from minuteminer.errors import JobError
from minuteminer.job_file import STEPS, load_job
from minuteminer.run_job import run_job
from minuteminer.settings import data_paths

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
        (GOOD + "\n[politeness]\ndelay_s = -1\n", r"job\.toml:8: politeness\.delay_s: expected .*0 or more, got -1"),
        (GOOD + '\n[politeness]\nwindow = "at night"\n', r"job\.toml:8: politeness\.window: "),
        (
            GOOD + '\n[run]\nsteps = ["fetch"]\n',
            r"job\.toml:8: run\.steps: expected .*collect, parse, annotate and index, got .fetch.",
        ),
        ("[politeness]\ndelay_s = 2\n", r"source: missing; a job needs a \[source\] section"),
        ('[source]\nsite = "https://minutes.example/"\n', r'job\.toml:1: source: give panel = "NAME", or site'),
        (GOOD + 'panel = "kent"\n', r"job\.toml:1: source: give panel or site, not both"),
        (GOOD + "until = 2015-12-31\n", r"job\.toml:1: source: since must not be after until, got 2016-01-01 and"),
        ("[source\n", r"job\.toml:1: a bracket is not closed: put \] at its end\. It reads: \[source"),
        ("[sauce]\n", r"job\.toml:1: sauce: unknown; allowed here: source, politeness, run"),
    ],
)
def test_a_mistake_names_file_line_and_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(JobError, match=said):
        load_job(write(tmp_path, text))


MISTAKES = [
    (GOOD.replace('/"', "/"), "job.toml:2: a text is not closed: put a quotation mark at its end."),
    (GOOD.replace("committees", "comittees"), "licence; did you mean committees?"),
    (
        GOOD.replace('["776"]', "[776]"),
        "job.toml:3: source.committees: expected a list of committee numbers, each in quotation marks, got 776; write "
        'committees = ["776"]',
    ),
    (GOOD.replace('["776"]', '"776"'), "job.toml:3: source.committees: expected a list of committee numbers"),
    (
        GOOD.replace("2016-01-01", '"1 May 2016"'),
        'job.toml:5: source.since: expected a day as year-month-day without quotation marks, got "1 May 2016"; write '
        "since = 2016-01-31",
    ),
    (GOOD + '\n[politeness]\ndelay_s = "two"\n', "job.toml:8: politeness.delay_s: expected a number of seconds"),
    (
        GOOD + '\n[politeness]\nwindow = "22-6"\n',
        'job.toml:8: politeness.window: expected two times of day with a hyphen between them, got "22-6"; write '
        'window = "22:00-06:00"',
    ),
    (GOOD + "\n[politeness]\nmax_requests = 20.5\n", "expected a whole number above 0, got 20.5"),
    (GOOD + '\n[run]\ncanary = "maybe"\n', 'run.canary: expected true or false without quotation marks, got "maybe"'),
    (GOOD + 'documents = "yes"\n', 'source.documents: expected "none", "minutes" or "all", got "yes"'),
    (
        GOOD + "\n[politness]\ndelay_s = 2.0\n",
        "job.toml:7: politness: unknown; allowed here: source, politeness, run; did you mean politeness?",
    ),
    (
        'panel = "kent"\n',
        "job.toml:1: panel: unknown; allowed here: source, politeness, run; it belongs below [source]",
    ),
    (GOOD + 'contact = "b"\n', "job.toml:6: this stands in the file twice: leave one of the two out."),
    (
        GOOD + '\n[run]\nalerts = "/etc/a.toml"\n',
        'or in a folder of that, is allowed, got "/etc/a.toml"; write alerts = ',
    ),
]
JARGON = (
    "Input should",
    "tuple",
    "string",
    "boolean",
    "integer",
    "parse string",
    "match pattern",
    "Illegal",
    "pydantic",
)


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_told_in_plain_words_with_what_to_write(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(JobError) as raised:
        load_job(write(tmp_path, text))
    assert said in str(raised.value)
    assert not [word for word in JARGON if word in str(raised.value)]


def test_several_mistakes_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(JobError) as raised:
        load_job(write(tmp_path, GOOD + "\n[politeness]\nmax_requests = -5\ndelay_s = -1\n"))
    assert [line.split(":")[1] for line in str(raised.value).splitlines()] == ["8", "9"]


def test_a_job_file_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "job.toml"
    path.write_bytes("# café\n".encode("latin-1"))
    with pytest.raises(JobError, match="no text in UTF-8; save the job file again"):
        load_job(path)


@pytest.mark.parametrize(
    "site",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://minutes.example/",
        "https://clerk:secret@minutes.example/",
        "https://minutes.example\\u0000/",
        "../../etc",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_s6_a_site_that_is_no_public_web_address_is_refused_with_its_line(tmp_path: Path, site: str) -> None:
    with pytest.raises(JobError, match=r"job\.toml:2: source\.site: .* allowed"):
        load_job(write(tmp_path, GOOD.replace("https://minutes.example/", site)))


@pytest.mark.parametrize(
    ("line", "number", "place"),
    [
        ('other_hosts = ["10.0.0.1"]', 6, "source.other_hosts"),
        ('other_hosts = ["../minutes.example"]', 6, "source.other_hosts"),
        ('[run]\nalerts = "../../etc/passwd"', 7, "run.alerts"),
        ('[run]\nalerts = "/etc/passwd"', 7, "run.alerts"),
        ('[run]\ntaxonomy = "a\\u0000b"', 7, "run.taxonomy"),
    ],
)
def test_s6_files_and_hosts_elsewhere_are_refused_with_their_line(
    tmp_path: Path, line: str, number: int, place: str
) -> None:
    with pytest.raises(JobError, match=rf"job\.toml:{number}: {place}: .*allowed"):
        load_job(write(tmp_path, f"{GOOD}{line}\n"))


def test_s6_a_committee_is_a_number(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"job\.toml:3: source\.committees: "):
        load_job(write(tmp_path, GOOD.replace('"776"', '"../../etc"')))


def test_a_missing_job_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="there is no such job file"):
        load_job(tmp_path / "none.toml")


def test_the_jobs_that_come_with_the_program_are_good(checkout: Path) -> None:
    for path in (checkout / "pipelines").glob("*.toml"):
        assert load_job(path).source


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[source]\nsite = "https://minutes.a-council.example/"\ncommittees = ["3"]\n', "job.toml:1: source.contact: "),
        (f"{GOOD}[politeness]\ndelay_s = 0.1\n", "politeness.delay_s: a delay of 0.1 seconds is too short"),
    ],
)
def test_a_job_that_may_not_ask_its_site_is_a_mistake_in_the_file(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "job.toml"
    path.write_text(text, encoding="utf-8")
    for begin in (run_job, estimate_run):
        with pytest.raises(JobError) as caught:
            begin(path, data_paths(tmp_path / "data"))
        assert told in str(caught.value)
    assert caught.value.exit_code == 2
