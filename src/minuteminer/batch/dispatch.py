"""Tasks to workers and back: as many under way as keep the workers busy, and a bounded number in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from minuteminer.batch.frames import Done, Task
from minuteminer.batch.workers import Workers
from minuteminer.errors import MinuteMinerError

T = TypeVar("T")
# A task whose worker was lost is given out again so often; Dask itself has tried four times by then.
_TRIES = 3
# How far the newest task may be ahead of the oldest that is not done, in times the width: one that takes long does
# not stop the others, and what waits for its turn stays bounded.
_SPAN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnderWay(Generic[T]):
    number: int
    ticket: T
    task: Task
    tries: int = 1


def dispatch(tasks: Iterable[tuple[T, Task | None]], workers: Workers) -> Iterator[tuple[T, Done | None]]:
    """Each ticket with what became of its task, as they are done; a ticket without a task comes back in its turn.

    Raises MinuteMinerError where workers are lost again and again, and what they raise.
    """
    under_way: dict[Future[Done], _UnderWay[T]] = {}
    width = workers.width()
    for number, (ticket, task) in enumerate(tasks):
        if task is None:
            yield ticket, None
            continue
        while len(under_way) >= width or _is_far_behind(number, under_way, width):
            yield from _finished(under_way, workers)
            width = workers.width()
        under_way[workers.submit(task)] = _UnderWay(number=number, ticket=ticket, task=task)
    while under_way:
        yield from _finished(under_way, workers)


def _is_far_behind(number: int, under_way: dict[Future[Done], _UnderWay[T]], width: int) -> bool:
    return bool(under_way) and number - min(sent.number for sent in under_way.values()) > _SPAN * width


def _finished(under_way: dict[Future[Done], _UnderWay[T]], workers: Workers) -> Iterator[tuple[T, Done | None]]:
    """Wait until something is done; what lost its worker goes out again."""
    finished, _others = wait(under_way, return_when=FIRST_COMPLETED)
    for future in sorted(finished, key=lambda one: under_way[one].number):
        sent = under_way.pop(future)
        try:
            done = future.result()
        except CancelledError as error:
            raise MinuteMinerError(
                "the workers are gone; what was done is kept, and the same command goes on from there"
            ) from error
        except Exception as error:
            if not workers.is_lost(error):
                raise
            if sent.tries == _TRIES:
                raise MinuteMinerError(
                    f"{_TRIES} times in a row the workers of one task were lost ({str(error)[:200]}); have they enough "
                    "memory? What was done is kept, and the same command goes on from there"
                ) from error
            under_way[workers.submit(sent.task)] = replace(sent, tries=sent.tries + 1)
            continue
        yield sent.ticket, done
