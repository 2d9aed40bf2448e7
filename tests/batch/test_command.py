"""The command `extract` into folders and with several processes, as a person runs it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batch_site import HereWorkers, documents_in, row, write_rows
from minuteminer.batch.frames import Setup
from minuteminer.batch.run import Standing
from minuteminer.cli import main
from minuteminer.cli.batch_progress import ProgressLine, describe

ROWS = [row(number) for number in range(30)]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers in this process, so that each command starts at once."""

    @contextmanager
    def open_workers(setup: Setup, *, jobs: int, scheduler: str | None) -> Iterator[HereWorkers]:
        yield HereWorkers(format=setup.format)

    monkeypatch.setattr("minuteminer.extract.open_workers", open_workers)


@pytest.fixture
def inputs(tmp_path: Path) -> str:
    """A file of thirty rows."""
    return write_rows(tmp_path / "in.jsonl", ROWS)


class Ran:
    """What a command printed and its exit code."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *arguments: object) -> None:
        monkeypatch.setattr(sys, "argv", ["minuteminer", "extract", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        self.code = ended.value.code
        self.out, self.err = capfd.readouterr()


Patch = pytest.MonkeyPatch
Capture = pytest.CaptureFixture[str]


def test_into_a_folder_it_says_what_there_is_and_why(
    inputs: str, tmp_path: Path, monkeypatch: Patch, capfd: Capture
) -> None:
    first = Ran(monkeypatch, capfd, inputs, "-o", f"{tmp_path}/out/", "--explain")
    second = Ran(monkeypatch, capfd, inputs, "-o", tmp_path / "out", "--explain")
    assert (first.code, second.code) == (0, 0)
    assert first.out.splitlines() == [f"new\t{one['id']}" for one in ROWS]
    assert second.out.splitlines() == [f"done\t{one['id']}" for one in ROWS]
    assert "30 documents (30 new)" in first.err
    assert "30 documents (30 done)" in second.err
    assert len(documents_in(tmp_path / "out")) == 30


def test_a_bad_row_is_named_and_the_exit_code_is_3_every_time(
    inputs: str, tmp_path: Path, monkeypatch: Patch, capfd: Capture
) -> None:
    with Path(inputs).open("a", encoding="utf-8") as file:
        file.write('{"id": "bad"}\n')
    for _ in range(2):
        ran = Ran(monkeypatch, capfd, inputs, "-o", f"{tmp_path}/out/")
        assert ran.code == 3
        assert "in.jsonl:31" in ran.err
        assert "1 could not be read" in ran.err


def test_an_unreadable_document_ends_with_3_and_a_path_without_any_with_1(
    tmp_path: Path, monkeypatch: Patch, capfd: Capture
) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n")
    assert Ran(monkeypatch, capfd, tmp_path / "a.txt", "-o", f"{tmp_path}/out/").code == 3
    assert Ran(monkeypatch, capfd, tmp_path / "nowhere", "-o", f"{tmp_path}/other/").code == 1


def test_what_there_is_can_be_had_as_json(inputs: str, tmp_path: Path, monkeypatch: Patch, capfd: Capture) -> None:
    ran = Ran(monkeypatch, capfd, inputs, "-o", f"{tmp_path}/out/", "--json")
    told = json.loads(ran.out)
    assert (told["documents"], told["refused"], told["reasons"]) == (30, 0, {"new": 30})


@pytest.mark.parametrize("option", [["--shard", "1/2"], ["--explain"], ["--again"], ["--replace"], ["--json"]])
def test_what_needs_a_folder_says_so(
    inputs: str, tmp_path: Path, monkeypatch: Patch, capfd: Capture, option: list[str]
) -> None:
    ran = Ran(monkeypatch, capfd, inputs, "-o", tmp_path / "out.jsonl", *option)
    assert ran.code == 2
    assert "-o DIR/" in ran.err


def test_a_format_without_parts_is_refused(inputs: str, tmp_path: Path, monkeypatch: Patch, capfd: Capture) -> None:
    ran = Ran(monkeypatch, capfd, inputs, "-o", f"{tmp_path}/out/", "--format", "docbin")
    assert ran.code == 2
    assert "docbin" in ran.err


@pytest.mark.parametrize("format", ["jsonl", "facts", "gold", "csv", "parquet"])
def test_one_file_is_the_same_from_one_process_and_from_several(
    inputs: str, tmp_path: Path, monkeypatch: Patch, capfd: Capture, format: str
) -> None:
    (tmp_path / "in").mkdir()
    Path(inputs).rename(tmp_path / "in" / "in.jsonl")
    (tmp_path / "in" / "a.txt").write_text("A grant of £5m was noted.", encoding="utf-8")
    (tmp_path / "in" / "b.pdf").write_bytes(b"no PDF")
    for jobs in (1, 2):
        out = tmp_path / f"{jobs}.{format}"
        ran = Ran(monkeypatch, capfd, tmp_path / "in", "-o", out, "--format", format, "--jobs", jobs)
        assert ran.code == 3
        assert "31 read, 1 could not be read" in ran.err
    assert (tmp_path / f"1.{format}").read_bytes() == (tmp_path / f"2.{format}").read_bytes()


def test_standard_output_is_the_same_from_several_processes(inputs: str, monkeypatch: Patch, capfd: Capture) -> None:
    assert Ran(monkeypatch, capfd, inputs, "--jobs", 2).out == Ran(monkeypatch, capfd, inputs).out != ""


def test_progress_tells_rate_share_and_time_left() -> None:
    standing = Standing(
        documents=3000, annotated=2000, refused=2, input_bytes=600, annotated_bytes=500, total_bytes=1600, seconds=100
    )
    assert describe(standing) == (
        "3,000 documents (1,000 passed over), 20 a second, 38% of the input, 0:03:20 left, 2 could not be read"
    )


def test_a_log_gets_whole_lines_and_not_too_many(monkeypatch: Patch, capfd: Capture) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    line = ProgressLine()
    for _ in range(100):
        now += 1
        line(Standing(documents=5, annotated=5, seconds=1))
    assert capfd.readouterr().err.splitlines() == ["minuteminer: 5 documents, 5 a second"] * 3
