"""One run at a time: the second is told who holds the lock, and a killed run holds none."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from minuteminer.errors import LockedError, MinuteMinerError
from minuteminer.run_lock import hold_lock

HOLDER = """
import sys, time
from pathlib import Path
from minuteminer.run_lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def start_holder(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_run_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    holder = start_holder(tmp_path / "run.lock")
    try:
        with (
            pytest.raises(LockedError, match=f"process {holder.pid}, since 20") as caught,
            hold_lock(tmp_path / "run.lock"),
        ):
            pass
        assert caught.value.exit_code == 5
    finally:
        holder.kill()
        holder.wait()


def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    holder = start_holder(tmp_path / "run.lock")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with hold_lock(tmp_path / "run.lock"):
        assert "process" in (tmp_path / "run.lock").read_text(encoding="utf-8")


def test_a_data_directory_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(MinuteMinerError, match="cannot be written"), hold_lock(tmp_path / "file" / "run.lock"):
        pass
