"""Children that annotate, watched: one that ends or takes too long is replaced, and its task done again.

Only the document that ended its child twice, or that took longer than it may, is given up. The same supervisor works
in the threads of this process and in the workers of a cluster.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from typing import Any

from minuteminer.batch.frames import PLACE, Done, Refusal, Setup, Task, read_frame, write_frame
from minuteminer.errors import MinuteMinerError

# A child that annotates minutes holds 170 MB after 1,000 documents and after 16,000; a strange vocabulary can make the
# tokenizer's cache grow, and a new child starts in 2 s.
MAX_MEMORY_BYTES = 1_500_000_000
# Loading takes 2 s; a machine with far more workers than cores takes as many times longer.
_START_S = 300.0
COMMAND = (sys.executable, "-m", "minuteminer.batch.child")
_STARTS = 3
_NOT_BEGUN = -1
# Numerical libraries start a thread a core; the cores are the other workers'.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# glibc keeps what a part took for the next one, ever more of it in pieces: two workers held 273 and 269 MB after
# 200,000 documents, and 243 and 232 MB when told to give it back, at no cost of time. Other C libraries pass over it.
_GIVE_BACK = {"MALLOC_TRIM_THRESHOLD_": "65536"}


class _ChildEnded(Exception):
    """A child ended, or was ended, at the document `number` of its task."""

    def __init__(self, number: int, reason: str, *, overdue: bool) -> None:
        super().__init__(reason)
        self.number, self.reason, self.overdue = number, reason, overdue


class Child:
    """A process that annotates. `version` is that of the rules it works by."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._busy = threading.Lock()
        self._files = ExitStack()
        self._place = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed by `end`
        self._words = self._files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed by `end`
        self._note_place()
        fd = self._place.fileno()
        self._process = subprocess.Popen(
            [*COMMAND, str(fd)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._words, pass_fds=(fd,),
            # Ctrl-C is for whoever watches; and what the child starts ends with it.
            start_new_session=True, env=os.environ | _ONE_THREAD | _GIVE_BACK,
        )  # fmt: skip
        about = {"format": setup.format, "taxonomy": setup.taxonomy is not None}
        try:
            header, _data = self._ask(about, (setup.taxonomy or "").encode(), _START_S)
        except _ChildEnded:
            self.end()
            raise
        self.version = str(header["version"])

    def run(self, task: Task, skip: dict[int, str]) -> Done:
        """Do a task, but for the documents of the numbers in `skip`; raises _ChildEnded."""
        with self._busy:
            self._note_place()
            header, data = self._ask({"documents": task.header, "skip": skip}, task.bodies, self.setup.deadline_s)
        refusals = tuple(Refusal(number=n, kind=kind, reason=reason) for n, kind, reason in header.pop("refusals"))
        extents, facts = tuple(header.pop("extents")), tuple(header.pop("facts"))
        return Done(data=data, extents=extents, facts=facts, refusals=refusals, **header)

    def end(self) -> None:
        """Kill the process and all it started, and wait for its end."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with self._busy:  # whoever waits for an answer hears of the end first
            self._files.close()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):  # what was not sent yet cannot be sent any more
                    # Both were asked for as pipes.
                    stream.close()  # type: ignore[union-attr]

    def _note_place(self) -> None:
        os.pwrite(self._place.fileno(), PLACE.pack(_NOT_BEGUN, time.monotonic()), 0)

    def _ask(self, header: object, data: bytes, deadline_s: float) -> tuple[dict[str, Any], bytes]:
        assert self._process.stdin
        assert self._process.stdout
        try:
            write_frame(self._process.stdin, header, data)
            self._wait(deadline_s)
            answer, result = read_frame(self._process.stdout)
        except (EOFError, OSError) as error:
            raise self._ended() from error
        return answer, result

    def _wait(self, deadline_s: float) -> None:
        """Wait for an answer; raises _ChildEnded once a document takes longer than `deadline_s`."""
        poll = select.poll()
        # It was asked for as a pipe.
        poll.register(self._process.stdout, select.POLLIN)  # type: ignore[arg-type]
        while not poll.poll(min(1000.0, deadline_s * 250)):
            number, begun = PLACE.unpack(os.pread(self._place.fileno(), PLACE.size, 0))
            if time.monotonic() - begun > max(deadline_s, _START_S if number == _NOT_BEGUN else 0):
                raise _ChildEnded(number, f"it took more than the {deadline_s:g} s that a document may", overdue=True)

    def _ended(self) -> _ChildEnded:
        number, _begun = PLACE.unpack(os.pread(self._place.fileno(), PLACE.size, 0))
        try:
            code = self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            code = 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        self._words.seek(max(0, self._words.seek(0, os.SEEK_END) - 300))
        last = self._words.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return _ChildEnded(number, f"it ended the process that read it ({how}{': ' * bool(last)}{last})", overdue=False)


class Supervisor:
    """One child for each thread that asks."""

    def __init__(self) -> None:
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._children: set[Child] = set()
        self._closed = False

    def run(self, setup: Setup, task: Task) -> Done:
        """Do a task, with as many children as it takes; raises MinuteMinerError where none starts."""
        skip: dict[int, str] = {}
        ended: dict[int, int] = {}
        while True:
            child = self._child(setup)
            try:
                done = child.run(task, skip)
            except _ChildEnded as end:
                self._drop(child)
                ended[end.number] = ended.get(end.number, 0) + 1
                if end.number == _NOT_BEGUN:
                    if ended[end.number] > _STARTS:
                        raise MinuteMinerError(f"a worker ends before it begins: {end.reason}") from end
                elif end.overdue or ended[end.number] > 1:
                    id, source = task.header[end.number][:2]
                    skip[end.number] = f"{source}: {id}: {end.reason}"
                continue
            if done.memory_bytes > MAX_MEMORY_BYTES:
                self._drop(child)
            return done

    def version(self, setup: Setup) -> str:
        """The version of the rules that a child works by."""
        return self._child(setup).version

    def close(self) -> None:
        """End all children."""
        self._closed = True
        with self._lock:
            children, self._children = self._children, set()
        for child in children:
            child.end()

    def _child(self, setup: Setup) -> Child:
        child: Child | None = getattr(self._mine, "child", None)
        if child is not None and child.setup == setup:
            return child
        if child is not None:
            self._drop(child)
        for attempt in range(1, _STARTS + 1):
            if self._closed:
                raise MinuteMinerError("the run was stopped")
            try:
                child = Child(setup)
                break
            except _ChildEnded as end:
                if attempt == _STARTS:
                    raise MinuteMinerError(f"no process that annotates could be started: {end.reason}") from end
        assert child is not None
        with self._lock:
            self._children.add(child)
        self._mine.child = child
        if self._closed:  # meanwhile
            self._drop(child)
            raise MinuteMinerError("the run was stopped")
        return child

    def _drop(self, child: Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.end()
        self._mine.child = None
