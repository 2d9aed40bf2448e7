"""The README's blocks run as they stand."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_a_python_block_runs(number: int) -> None:
    done = subprocess.run([sys.executable, "-c", blocks("python")[number]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_shell_blocks_run_one_after_the_other(tmp_path: Path) -> None:
    script = "set -eu\n" + "\n".join(blocks("sh"))
    assert script.count("minuteminer ") >= 12
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "MINUTEMINER_DATA": str(tmp_path / "data"),
    }
    shell = subprocess.Popen(
        ["bash", "-c", script], cwd=tmp_path, env=environment, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        # Pipes stay open as long as the site in the background lives: wait for the shell, then end the group.
        code = shell.wait(timeout=120)
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
    out, err = shell.communicate()
    assert code == 0, err[-2000:]
    assert "RESOLVED" in out
    assert "£9.95" in out


def test_every_command_is_explained_with_words() -> None:
    from typer.main import get_command

    from minuteminer.cli import app

    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help or command.callback.__doc__, name
