"""Killed at random moments, a batch goes on to what an undisturbed one makes; killed workers cost nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from batch_site import children_of, content, row, start_extract, write_rows

KILLS = int(os.environ.get("MINUTEMINER_KILLS", "2"))
DOCUMENTS = 150


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of rows, one of which is no document."""
    path = Path(write_rows(tmp_path_factory.mktemp("in") / "in.jsonl", [row(n, words=100) for n in range(DOCUMENTS)]))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:40], b"no row\n", *lines[40:]]))
    return str(path)


@pytest.fixture(scope="module")
def undisturbed(inputs: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes of the inputs."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    run = start(inputs, folder)
    assert run.communicate(timeout=120)[1].count("in.jsonl:41") == 1
    assert run.returncode == 3
    return content(folder)


def start(inputs: str, folder: Path, *more: object) -> subprocess.Popen[str]:
    return start_extract(inputs, "-o", f"{folder}/", "--partition", 10, *more)


def parts(folder: Path) -> int:
    """How many parts are done: a part counts from its record on, which is written after it."""
    return len(list((folder / "_ledger").glob("part-*.json")))


def wait_until(condition: Callable[[], bool], *, at_most_s: float = 120) -> None:
    until = time.monotonic() + at_most_s
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_kill_9_at_random_moments_then_a_run_equals_an_undisturbed_one(
    inputs: str, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Two kills; MINUTEMINER_KILLS asks for more."""
    dice = random.Random(9)
    killed = 0
    while killed < KILLS:
        run = start(inputs, tmp_path / "out")
        target = parts(tmp_path / "out") + dice.randint(0, 3)
        wait_until(lambda run=run, target=target: run.poll() is not None or parts(tmp_path / "out") >= target)
        time.sleep(dice.uniform(0, 0.1))
        workers = list(children_of(run.pid))
        run.kill()
        run.communicate(timeout=30)
        if run.returncode != -signal.SIGKILL:
            break
        killed += 1
        wait_until(lambda workers=workers: not any(map(alive, workers)), at_most_s=30)  # no worker is left behind
    assert killed
    last = start(inputs, tmp_path / "out")
    last.communicate(timeout=120)
    assert last.returncode == 3
    assert content(tmp_path / "out") == undisturbed


def test_two_workers_of_which_one_is_killed_make_what_one_undisturbed_makes(
    inputs: str, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    run = start(inputs, tmp_path / "out", "--jobs", 2)
    wait_until(lambda: parts(tmp_path / "out") >= 2)
    victim = next(children_of(run.pid))
    os.kill(victim, signal.SIGKILL)
    assert run.communicate(timeout=120)[1].count("in.jsonl:41") == 1
    assert run.returncode == 3
    assert content(tmp_path / "out") == undisturbed


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
def test_asked_to_end_it_stops_at_once_in_words_and_the_next_run_goes_on(
    inputs: str, undisturbed: dict[str, bytes], tmp_path: Path, how: signal.Signals, code: int
) -> None:
    run = start(inputs, tmp_path / "out", "--jobs", 2)
    wait_until(lambda: parts(tmp_path / "out") >= 1)
    workers = list(children_of(run.pid))
    run.send_signal(how)
    _out, said = run.communicate(timeout=30)
    assert run.returncode == code
    assert "the same command goes on" in said
    assert "Traceback" not in said
    assert not any(map(alive, workers))
    again = start(inputs, tmp_path / "out", "--explain")
    out, _said = again.communicate(timeout=120)
    assert {line.split("\t")[0] for line in out.splitlines()} == {"done", "new"}
    assert content(tmp_path / "out") == undisturbed
