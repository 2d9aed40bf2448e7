"""A process that ends or hangs costs one document at most, and none where another tries it and it works."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch_site import children_of, pending
from minuteminer.batch import supervisor as supervisor_module
from minuteminer.batch.frames import Done, Setup, make_task
from minuteminer.batch.supervisor import Supervisor
from minuteminer.errors import MinuteMinerError

SETUP = Setup(format="jsonl", taxonomy=None, deadline_s=3.0)


@pytest.fixture(scope="module")
def supervisor() -> Iterator[Supervisor]:
    """A supervisor whose children can be made to end by words."""
    patch = pytest.MonkeyPatch()
    patch.setattr(supervisor_module, "COMMAND", (sys.executable, str(Path(__file__).parents[1] / "odd_child.py")))
    supervisor = Supervisor()
    yield supervisor
    supervisor.close()
    patch.undo()


def run(supervisor: Supervisor, *texts: str) -> Done:
    """The words of each text come back as its record, in a made-up way of annotating that starts at once."""
    documents = [pending(str(number), body=text.encode()) for number, text in enumerate(texts)]
    return supervisor.run(SETUP, make_task(documents))


def ids(done: Done) -> list[str]:
    return [json.loads(line)["id"] for line in done.data.splitlines()]


def test_a_document_that_ends_its_reader_is_refused_and_the_others_are_done(supervisor: Supervisor) -> None:
    done = run(supervisor, "A grant of £5m.", "EndMe", "A grant of £6m.", "EndMe again", "£7m")
    assert ids(done) == ["0", "2", "4"]
    assert [one.number for one in done.refusals] == [1, 3]
    assert all("SIGKILL" in one.reason and one.kind == "ended" for one in done.refusals)
    assert [extent > 0 for extent in done.extents] == [True, False, True, False, True]
    assert done.facts == (4, 0, 4, 0, 1)


def test_a_document_whose_reader_was_killed_from_outside_is_done_by_another(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    done = run(supervisor, "A grant of £5m.", f"£6m EndMeOnce-{tmp_path / 'ended'}", "A grant of £7m.")
    assert ids(done) == ["0", "1", "2"]
    assert done.refusals == ()


def test_a_document_that_takes_too_long_is_refused(supervisor: Supervisor) -> None:
    began = time.monotonic()
    done = run(supervisor, "A grant of £5m.", "KeepMe", "A grant of £7m.")
    assert ids(done) == ["0", "2"]
    assert "more than the 3 s" in done.refusals[0].reason
    assert time.monotonic() - began < 30


def test_a_child_that_has_grown_too_large_is_replaced(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(supervisor, "A grant of £5m.").process
    assert run(supervisor, "A grant of £5m.").process == first
    monkeypatch.setattr(supervisor_module, "MAX_MEMORY_BYTES", 1)
    run(supervisor, "A grant of £5m.")
    assert run(supervisor, "A grant of £5m.").process != first


def test_a_child_killed_between_tasks_is_replaced(supervisor: Supervisor) -> None:
    os.kill(run(supervisor, "A grant of £5m.").process, signal.SIGKILL)
    assert ids(run(supervisor, "A grant of £6m.")) == ["0"]


def test_a_child_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; sys.exit('no module named anything')"
    monkeypatch.setattr(supervisor_module, "COMMAND", (sys.executable, "-c", script))
    with pytest.raises(MinuteMinerError, match="no module named anything"):
        run(Supervisor(), "A grant of £5m.")


def test_closing_ends_all_children_at_once(supervisor: Supervisor) -> None:
    before = set(children_of(os.getpid()))
    other = Supervisor()
    failed: list[str] = []

    def work() -> None:
        try:
            run(other, "KeepMe")
        except MinuteMinerError as error:
            failed.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    while not other._children:
        time.sleep(0.05)
    began = time.monotonic()
    other.close()
    thread.join(timeout=10)
    assert time.monotonic() - began < 3
    assert failed == ["the run was stopped"]
    assert not set(children_of(os.getpid())) - before
