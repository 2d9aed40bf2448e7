"""SIGTERM as an exception: what is being written is finished or undone, and the exit code says what happened."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

from minuteminer.cli.options import message

# What shells give a process that a signal ended: 128 and its number.
EXIT_TERMINATED = 128 + signal.SIGTERM


class Terminated(KeyboardInterrupt):
    """The process was asked to end."""


@contextmanager
def ending_cleanly() -> Iterator[None]:
    """Within the block SIGTERM ends the work as Ctrl-C does, with exit code 143 in the place of 130."""

    def terminate(_number: int, _frame: FrameType | None) -> NoReturn:
        raise Terminated

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    except Terminated:
        message("minuteminer: ended; what was done is kept, and the same command goes on from there")
        raise typer.Exit(EXIT_TERMINATED) from None
    finally:
        signal.signal(signal.SIGTERM, before)
