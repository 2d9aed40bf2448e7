"""Killed at random moments, out of room, or not allowed to write: what is kept is whole, and the next run goes on."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from job_site import PANEL, SMALL, JobSite
from minuteminer.collect.archive import open_archive
from minuteminer.doctor import examine
from minuteminer.index import open_index
from minuteminer.index.derived import open_derived
from minuteminer.index.ids import item_key
from minuteminer.jobs import assembled_meetings
from minuteminer.samplesite import open_sample_site
from minuteminer.settings import DataPaths, data_paths

KILLS = int(os.environ.get("MINUTEMINER_KILLS", "5"))


class Runs:
    """Starts processes that run a job, and ends them at will."""

    def __init__(self, job: Path) -> None:
        script = str(Path(__file__).with_name("run_many.py"))
        self._process = subprocess.Popen(
            [sys.executable, script, str(job)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"

    def run(self, folder: Path, *, kill_after_s: float | None = None) -> int:
        """Run the job in `folder`; the exit code, negative where a signal ended it."""
        assert self._process.stdin
        assert self._process.stdout
        print(folder, file=self._process.stdin, flush=True)
        child = int(self._process.stdout.readline())
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            with contextlib.suppress(ProcessLookupError):  # it was done before
                os.kill(child, signal.SIGKILL)
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=20)


@pytest.fixture
def runs(job_site: JobSite) -> Iterator[Runs]:
    runs = Runs(job_site.write_job(PANEL, SMALL, more="since = 2025-01-01\n"))
    yield runs
    runs.close()


def content(paths: DataPaths) -> dict[str, Any]:
    """All that a data directory tells, without times and row numbers: archive, and the index item by item."""
    with open_archive(paths.archive, read_only=True) as archive:
        assert archive.verify() == []
        pages = sorted(
            (fetch.canonical_url, fetch.fingerprint) for fetch in archive.fetches() if fetch.kind != "robots"
        )
        with open_derived(paths.derived) as derived, open_index(paths.index, read_only=True) as index:
            assert index.check().problems == ()
            stats = asdict(index.stats())
            items = {}
            for meeting in assembled_meetings(archive, derived):
                for item in meeting.items:
                    key = f"{item_key(item.site, item.item_id)}@{item.version}"
                    found = index.item(key)
                    texts = [fact.id + fact.text + repr(fact.value) for fact in found.facts]
                    items[key] = (found.item.text, texts, len(found.paragraphs), found.topics, len(found.versions))
    return {"pages": pages, "items": items, "stats": stats}


def test_kill_9_at_random_moments_of_a_run_then_a_run_equals_an_undisturbed_one(runs: Runs, tmp_path: Path) -> None:
    """Five kills; MINUTEMINER_KILLS asks for more."""
    began = time.monotonic()
    assert runs.run(tmp_path / "undisturbed") == 0
    whole_run_s = time.monotonic() - began
    expected = content(data_paths(tmp_path / "undisturbed"))
    assert expected["stats"]["items"] > 30
    dice = random.Random(9)
    killed = 0
    for number in range(2 * KILLS):
        folder = tmp_path / f"killed-{number}"
        while killed < KILLS and runs.run(folder, kill_after_s=dice.uniform(0, whole_run_s)) < 0:
            killed += 1
            if dice.random() < 0.5:
                break  # half of them are killed once more before they may end
        if killed:
            assert runs.run(folder) == 0
            assert content(data_paths(folder)) == expected
            assert not list((folder / "archive" / "aside").iterdir()) or killed
        if killed >= KILLS:
            return
    pytest.fail(f"only {killed} of {KILLS} runs were killed before their end")


def test_a_killed_runs_news_are_in_the_report_of_the_next(job_site: JobSite, runs: Runs, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    runs.run(folder)
    (whole,) = [json.loads(path.read_text(encoding="utf-8")) for path in (folder / "reports").glob("*.json")]
    again = tmp_path / "again"
    for part in (0.5, 0.7, 0.9):
        runs.run(again, kill_after_s=whole["seconds"] * part)
    runs.run(again)
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((again / "reports").glob("*.json"))]
    assert sum(report["gains"]["items_new"] for report in reports) == whole["gains"]["items_new"]


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = getattr(resource, sys.argv.pop(1))
resource.setrlimit(limit, (int(sys.argv.pop(1)), resource.getrlimit(limit)[1]))
from minuteminer.cli import main
main()
"""


@pytest.mark.parametrize("room", [3_000, 60_000])
def test_out_of_room_a_run_fails_in_words_and_goes_on_when_there_is_room(job_site: JobSite, room: int) -> None:
    arguments = ["run", str(job_site.job), "--data", str(job_site.paths.root)]
    command = [sys.executable, "-c", LIMITED, "RLIMIT_FSIZE", str(room), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode in (1, 3), ran.stderr
    assert "Traceback" not in ran.stderr
    assert "a mistake of ours" not in ran.stderr, ran.stderr
    assert not [path for path in job_site.paths.root.rglob("*") if path.is_file() and path.suffix == ".part"]
    assert job_site.run().exit_code == 0
    assert all(finding.ok for finding in examine(job_site.paths))


def test_a_run_needs_few_file_handles(job_site: JobSite) -> None:
    arguments = ["run", str(job_site.job), "--data", str(job_site.paths.root)]
    command = [sys.executable, "-c", LIMITED, "RLIMIT_NOFILE", "64", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr


def can_mount() -> bool:
    return (
        os.geteuid() == 0
        and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not can_mount(), reason="needs the right to mount a small disk")
def test_on_a_read_only_disk_searching_works_and_a_run_is_refused_in_words(job_site: JobSite) -> None:
    job_site.run()
    root = job_site.paths.root
    steps = (
        f"mount --bind '{root}' '{root}' && mount -o remount,ro,bind '{root}' && "
        f"'{sys.executable}' -m minuteminer search complaint --data '{root}'; echo search $?; "
        f"'{sys.executable}' -m minuteminer run '{job_site.job}' --data '{root}'; echo run $?"
    )
    ran = subprocess.run(["unshare", "-m", "sh", "-c", steps], capture_output=True, text=True, check=False, timeout=60)
    assert "search 0" in ran.stdout, ran.stderr
    assert "run 1" in ran.stdout
    assert "Traceback" not in ran.stderr
    assert "cannot be written" in ran.stderr


@pytest.mark.skipif(not can_mount(), reason="needs the right to mount a small disk")
def test_on_a_full_disk_a_run_fails_in_words_and_nothing_is_half_written(job_site: JobSite, tmp_path: Path) -> None:
    disk, copy = tmp_path / "disk", tmp_path / "copy"
    disk.mkdir()
    steps = (
        f"mount -t tmpfs -o size=300k none '{disk}' && "
        f"'{sys.executable}' -m minuteminer run '{job_site.job}' --data '{disk}/data'; echo run $?; "
        f"cp -r '{disk}/data' '{copy}'"
    )
    ran = subprocess.run(["unshare", "-m", "sh", "-c", steps], capture_output=True, text=True, check=False, timeout=60)
    assert "run 1" in ran.stdout or "run 3" in ran.stdout, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "a mistake of ours" not in ran.stderr, ran.stderr
    with open_sample_site() as _site, open_archive(copy / "archive", read_only=True) as archive:
        assert archive.verify() == []
