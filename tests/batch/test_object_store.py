"""A batch out of an object store and into one: partitioned Parquet, a kill in the middle, and the run that goes on."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet
from pyarrow.dataset import dataset
from pyarrow.fs import FileSystem

from batch_site import content, row, run_here, start_extract, write_rows
from minuteminer.batch.files import find_files, join_path, open_file, read_file, remove_file, write_file
from object_store import ObjectStore, open_object_store

DOCUMENTS = 120


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """A store to which the environment leads, here and in processes that are started."""
    from minuteminer.batch import files

    with open_object_store() as store:
        for name, value in store.environment().items():
            monkeypatch.setenv(name, value)
        files._open_bucket.cache_clear()  # it would go on with the store of the test before
        yield store


def put_parquet(store: ObjectStore, key: str, first: int, count: int) -> None:
    out = io.BytesIO()
    rows = [row(number, words=100) for number in range(first, first + count)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), out, row_group_size=25)
    store.objects[f"minutes/{key}"] = out.getvalue()


def test_what_is_written_is_found_read_and_removed(store: ObjectStore) -> None:
    folder = "s3://minutes/some place/é"
    write_file(join_path(folder, "b/two.bin"), bytes(range(256)) * 50_000)
    write_file(join_path(folder, "one.txt"), b"1")
    write_file(join_path(folder, "one.txt"), b"one")
    found = find_files(folder)
    assert [(file.name, file.size) for file in found] == [("b/two.bin", 12_800_000), ("one.txt", 3)]
    assert read_file(found[0].path) == bytes(range(256)) * 50_000
    with open_file(found[1].path) as file:
        assert file.read(2) == b"on"
    assert [file.name for file in find_files(found[1].path)] == ["one.txt"]
    remove_file(found[0].path)
    remove_file(found[0].path)
    assert [file.name for file in find_files(folder)] == ["one.txt"]
    with pytest.raises(FileNotFoundError):
        read_file(found[0].path)
    assert not store.uploads


def test_lines_are_read_ahead_and_not_asked_for_one_by_one(store: ObjectStore, tmp_path: Path) -> None:
    rows = [row(number) for number in range(40)]
    store.objects["minutes/in.jsonl"] = Path(write_rows(tmp_path / "in.jsonl", rows)).read_bytes()
    ran = run_here(["s3://minutes/in.jsonl"], "s3://minutes/out")
    assert ran.counts == {"new": 40}
    assert sum(one == "GET /minutes/in.jsonl" for one in store.requests) <= 2


def test_partitioned_parquet_in_and_out_survives_a_kill_and_a_change(store: ObjectStore, tmp_path: Path) -> None:
    put_parquet(store, "in/panel=kent/a.parquet", 0, 70)
    put_parquet(store, "in/panel=westmarch/a.parquet", 70, 50)
    command = ("s3://minutes/in", "-o", "s3://minutes/out", "--format", "parquet", "--partition", 10)
    run = start_extract(*command)
    until = time.monotonic() + 90
    while sum("/_ledger/part-" in key for key in list(store.objects)) < 3:
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate(timeout=30)
    assert run.returncode == -signal.SIGKILL

    out, said = start_extract(*command, "--explain").communicate(timeout=120)
    assert f"{DOCUMENTS} documents" in said
    reasons = [line.split("\t")[0] for line in out.splitlines()]
    assert set(reasons) == {"done", "new"}
    run_here(["s3://minutes/in"], tmp_path / "here", format="parquet", documents=10)
    assert content("s3://minutes/out") == content(tmp_path / "here")

    rows = dataset("minutes/out", filesystem=FileSystem.from_uri("s3://minutes")[0], format="parquet").to_table()
    assert set(rows["document"].to_pylist()) == {row(number)["id"] for number in range(DOCUMENTS)}

    put_parquet(store, "in/panel=westmarch/a.parquet", 70, 51)
    ran = run_here(["s3://minutes/in"], "s3://minutes/out", format="parquet", documents=10)
    assert ran.counts == {"done": DOCUMENTS, "new": 1}
    assert ran.workers.sent == 1
