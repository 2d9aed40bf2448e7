"""Who does the tasks: threads of this process with a child each, or the workers of a Dask cluster.

Both are `concurrent.futures`: a future a task, as many under way as there are workers to keep busy, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol

from minuteminer.batch.frames import Done, Setup, Task
from minuteminer.batch.supervisor import Supervisor
from minuteminer.errors import MinuteMinerError, MissingExtraError

# Each worker has one task under way and one waiting, so that it never waits for us.
_AHEAD = 2
_CONNECT_S = 30


class Workers(Protocol):
    """Who does tasks."""

    def submit(self, task: Task) -> Future[Done]:
        """The future of a task."""

    def version(self) -> str:
        """The version of the rules that they work by."""

    def width(self) -> int:
        """How many tasks should be under way."""

    def is_lost(self, error: BaseException) -> bool:
        """True if a task failed because those who did it are gone, so that it can be given to others."""


class LocalWorkers:
    """`count` threads of this process, each with a child process that annotates for it."""

    def __init__(self, setup: Setup, count: int, pool: Executor, supervisor: Supervisor) -> None:
        self._setup, self._count, self._pool, self._supervisor = setup, count, pool, supervisor

    def submit(self, task: Task) -> Future[Done]:
        """The future of a task."""
        return self._pool.submit(self._supervisor.run, self._setup, task)

    def version(self) -> str:
        """The version of the rules, from the first child; the others start meanwhile."""
        starts = [self._pool.submit(self._supervisor.version, self._setup) for _ in range(self._count)]
        return starts[0].result()

    def width(self) -> int:
        """How many tasks should be under way."""
        return self._count * _AHEAD

    def is_lost(self, error: BaseException) -> bool:
        """False: a child that ends is replaced where it is."""
        return False


class ClusterWorkers:
    """The workers of a Dask cluster; each thread of theirs has a child process that annotates for it."""

    def __init__(self, setup: Setup, client: Any) -> None:
        self._setup, self._client = setup, client
        # pure: the same task given twice is done twice, which is what a second try is for.
        self._pool = client.get_executor(pure=False)

    def submit(self, task: Task) -> Future[Done]:
        """The future of a task."""
        future: Future[Done] = self._pool.submit(run_in_worker, self._setup, task)
        return future

    def version(self) -> str:
        """The version of the rules that a worker works by."""
        return str(self._pool.submit(version_in_worker, self._setup).result())

    def width(self) -> int:
        """How many tasks should be under way: workers may come and go."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values())) * _AHEAD

    def is_lost(self, error: BaseException) -> bool:
        """True if the worker, or several one after the other, ended with the task."""
        from distributed.scheduler import KilledWorker

        return isinstance(error, KilledWorker)


@cache
def _supervisor() -> Supervisor:
    """The supervisor of this process, a worker of a cluster; its children end with it, by the end of their input."""
    return Supervisor()


def run_in_worker(setup: Setup, task: Task) -> Done:
    """Do a task in a worker of a cluster."""
    return _supervisor().run(setup, task)


def version_in_worker(setup: Setup) -> str:
    """The version of the rules in a worker of a cluster."""
    return _supervisor().version(setup)


@contextmanager
def open_workers(setup: Setup, *, jobs: int, scheduler: str | None) -> Iterator[Workers]:
    """Workers for a `with` block: `jobs` processes, or the Dask cluster at `scheduler`.

    `scheduler` is an address such as tcp://10.0.0.1:8786, or "local" for a cluster of `jobs` workers on this machine.
    Raises MissingExtraError without Dask, MinuteMinerError where no scheduler answers.
    """
    if scheduler is not None:
        with _open_client(scheduler, jobs) as client:
            yield ClusterWorkers(setup, client)
        return
    supervisor = Supervisor()
    pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="minuteminer-batch")
    try:
        yield LocalWorkers(setup, jobs, pool, supervisor)
    finally:
        supervisor.close()
        pool.shutdown(cancel_futures=True)


@contextmanager
def _open_client(scheduler: str, jobs: int) -> Iterator[Any]:
    try:
        import dask
        import distributed
    except ImportError as error:
        raise MissingExtraError("--scheduler needs an extra: pip install 'minuteminer[cluster]'") from error
    cluster_tools: Any = distributed  # without types
    # A task is heavy on purpose, and named by Dask after its function and not by a digest of its texts.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        if scheduler == "local":
            with (
                cluster_tools.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None) as cluster,
                cluster_tools.Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = cluster_tools.Client(scheduler, timeout=_CONNECT_S)
        except (OSError, ValueError) as error:
            raise MinuteMinerError(
                f"{scheduler}: expected a Dask scheduler, got {type(error).__name__}: {error}; start one with "
                "`dask scheduler`, and its workers with `dask worker ADDRESS`"
            ) from error
        with client:
            yield client
