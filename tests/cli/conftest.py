"""Run the command as a person does, but in this process: fast, and with the real exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from minuteminer.cli import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def minuteminer(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Call the command with arguments."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["minuteminer", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capfd.readouterr()
        code = ended.value.code
        return Ran(code=code if isinstance(code, int) else int(code is not None), out=printed.out, err=printed.err)

    return run
