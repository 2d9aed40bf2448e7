"""Killed at any moment, a collection goes on as if nothing had happened (C30, C31)."""

from __future__ import annotations

import contextlib
import math
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_site import MadeSite

from minuteminer.collect.archive import open_archive


class Collectors:
    """Starts collecting processes and ends them at will."""

    def __init__(self, base: str) -> None:
        script = str(Path(__file__).with_name("collect_many.py"))
        self._process = subprocess.Popen(
            [sys.executable, script, base], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, folder: Path, *, kill_after_s: float | None = None, by: int = signal.SIGKILL) -> int:
        """Collect into `folder`; the exit code, negative where a signal ended it."""
        assert self._process.stdin
        assert self._process.stdout
        print(folder, file=self._process.stdin, flush=True)
        child = int(self._process.stdout.readline())
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            with contextlib.suppress(ProcessLookupError):  # it was done before
                os.kill(child, by)
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=10)


@pytest.fixture
def collectors(site: MadeSite) -> Iterator[Collectors]:
    """Collectors of a site with 15 meetings."""
    names = [str(number) for number in range(110, 122)]
    for number, name in enumerate(names):
        site.add_meeting(name, f"20{10 + number % 10}-03-0{1 + number % 9}")
    site.lists["7"] = site.list_page(["103", "102", *names], earlier="ieListMeetings.aspx?Act=earlier&D=201906041000")
    collectors = Collectors(site.start())
    yield collectors
    collectors.close()


def good_pages(folder: Path) -> list[tuple[str, str | None]]:
    with open_archive(folder, read_only=True) as archive:
        assert archive.verify() == []
        return sorted((fetch.canonical_url, fetch.fingerprint) for fetch in archive.fetches() if fetch.kind != "robots")


def test_c30_kill_9_at_random_moments_loses_and_doubles_nothing(
    site: MadeSite, collectors: Collectors, scratch: Path
) -> None:
    """25 kills, or as many as fit into five seconds of a busy machine; MINUTEMINER_KILLS asks for more."""
    kills = int(os.environ.get("MINUTEMINER_KILLS", "25"))
    until = math.inf if "MINUTEMINER_KILLS" in os.environ else time.monotonic() + 5
    dice = random.Random(30)
    started = time.monotonic()
    assert collectors.run(scratch / "undisturbed") == 0
    whole_run_s = time.monotonic() - started
    asked = Counter(site.log)
    expected = good_pages(scratch / "undisturbed")
    done = 0
    while done < kills and (not done or time.monotonic() < until):
        folder = scratch / f"killed-{done}"
        site.log.clear()
        here = 0
        while here < 5 and collectors.run(folder, kill_after_s=dice.uniform(0, whole_run_s / 3)) < 0:
            here += 1
        assert collectors.run(folder) == 0
        assert good_pages(folder) == expected
        done += here
        if here == 5:  # in between no run came to its end, after which all would rightly be asked for anew
            again = Counter(site.log) - asked
            del again["/robots.txt"]  # read anew by every process
            assert sum(again.values()) <= here, f"{here} kills, and asked again for {again}"


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_c31_a_polite_end_is_as_safe(site: MadeSite, collectors: Collectors, scratch: Path, by: int) -> None:
    collectors.run(scratch / "undisturbed")
    collectors.run(scratch / "ended", kill_after_s=0.05, by=by)
    assert collectors.run(scratch / "ended") == 0
    assert good_pages(scratch / "ended") == good_pages(scratch / "undisturbed")
