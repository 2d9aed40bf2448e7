"""Snapshots: the same archive gives the same bytes, frictionless accepts them, and `verify` finds what is wrong."""

from __future__ import annotations

import csv
import datetime
import json
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine

from minuteminer.demo import run_demo
from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.export.files import query_of
from minuteminer.index import open_index
from minuteminer.jobs import quiet
from minuteminer.settings import DataPaths, data_paths
from minuteminer.snapshot.create import Snapshot, create_snapshot
from minuteminer.snapshot.parcel import digest_contents, digest_file, file_names
from minuteminer.snapshot.verify import verify_snapshot


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataPaths:
    """A data directory with the whole sample in it."""
    paths = data_paths(tmp_path_factory.mktemp("data"))
    run_demo(paths)
    return paths


def snapshot(data: DataPaths, output: Path, query: str | None = None, **options: Any) -> Snapshot:
    with open_index(data.index, read_only=True) as index:
        asked = query_of(query, boilerplate=True)
        return create_snapshot(index, data, "westmarch", asked, output=output, progress=quiet, **options)


@pytest.fixture(scope="module")
def folder(data: DataPaths, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the sample as a folder, with Parquet."""
    made = snapshot(data, tmp_path_factory.mktemp("made") / "westmarch", parquet=True)
    return made.path


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_archive_gives_the_same_bytes(data: DataPaths, tmp_path: Path) -> None:
    """G14: also with an index made anew from the archive."""
    snapshot(data, tmp_path / "one.zip", parquet=True)
    again = tmp_path / "again"
    shutil.copytree(data.root, again)
    from minuteminer.jobs import index_step

    (again / "index.sqlite").unlink()
    index_step(data_paths(again))
    snapshot(data_paths(again), tmp_path / "two.zip", parquet=True)
    assert digest_file(tmp_path / "one.zip") == digest_file(tmp_path / "two.zip")


def test_another_day_another_time_zone_and_another_folder_change_nothing(
    data: DataPaths, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "a folder é"
    shutil.copytree(data.root, elsewhere)
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        with time_machine.travel(datetime.datetime(2031, 7, 5, 23, 30, tzinfo=datetime.UTC)):
            made = snapshot(data_paths(elsewhere), Path("another"), parquet=True).path
    finally:
        monkeypatch.undo()
        time.tzset()
    assert {name: digest_file(elsewhere / made / name) for name in file_names(elsewhere / made)} == {
        name: digest_file(folder / name) for name in file_names(folder)
    }


def test_a_zip_has_sorted_names_and_no_times(data: DataPaths, tmp_path: Path) -> None:
    snapshot(data, tmp_path / "one.zip", "topic:firearms")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {about.date_time for about in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert verify_snapshot(tmp_path / "one.zip").problems == ()


def test_frictionless_accepts_the_package(folder: Path, tmp_path: Path) -> None:
    import frictionless

    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] > 20
    spoiled = tmp_path / "spoiled"
    shutil.copytree(folder, spoiled)
    money = spoiled / "data" / "money.csv"
    money.write_text(money.read_text(encoding="utf-8").replace(",GBP,exact,", ",GBP,nearly,", 1), encoding="utf-8")
    assert not frictionless.validate(str(spoiled / "datapackage.json")).valid


def test_a_snapshot_with_provenance_is_accepted_too(data: DataPaths, tmp_path: Path) -> None:
    import frictionless

    made = snapshot(data, tmp_path / "p", "topic:firearms", provenance=True)
    assert rows_of(made.path, "data/money.csv")[0]["fetched_at"].endswith("+00:00")
    assert frictionless.validate(str(made.path / "datapackage.json")).valid
    assert verify_snapshot(made.path).problems == ()


def test_a_query_takes_whole_items_so_that_every_id_leads_somewhere(data: DataPaths, tmp_path: Path) -> None:
    made = snapshot(data, tmp_path / "some", "role:overtime amount:>1m")
    items = {row["id"]: row for row in rows_of(made.path, "data/items.csv")}
    money = rows_of(made.path, "data/money.csv")
    assert 0 < len(items) < 20
    assert {row["item_id"] for row in money} <= set(items)
    assert {row["role"] for row in money} > {"overtime"}
    assert {row["meeting_id"] for row in items.values()} == {
        row["id"] for row in rows_of(made.path, "data/meetings.csv")
    }


def test_parquet_has_the_rows_of_csv_in_types(folder: Path) -> None:
    import duckdb
    import pandas
    import polars

    for name in ("money", "items", "votes"):
        rows = rows_of(folder, f"data/{name}.csv")
        path = folder / "data" / f"{name}.parquet"
        frame = polars.read_parquet(path)
        assert frame["id"].to_list() == [row["id"] for row in rows]
        assert len(pandas.read_parquet(path)) == len(rows)
        assert duckdb.connect().execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall() == [
            (len(rows),)
        ]


def test_the_certificate_counts_months_and_names_what_is_missing_and_why(folder: Path) -> None:
    months = rows_of(folder, "coverage.csv")
    assert sum(int(row["listed"]) for row in months) == 19
    assert {row["month"] for row in months if row["cancelled"] == "1"} == {"2024-04"}
    gaps = {row["state"]: row["reason"] for row in rows_of(folder, "gaps.csv")}
    assert gaps["cancelled"] == "the site says that it was cancelled"
    assert gaps["without_minutes"].startswith("the site publishes no minutes of it (state: ")
    assert "19 meetings from 2023-02 to 2027-02 stand in the sites' lists" in (folder / "README.md").read_text("utf-8")


def test_without_an_archive_nothing_is_claimed_about_coverage(data: DataPaths, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(data.index, alone / "index.sqlite")
    made = snapshot(data_paths(alone), tmp_path / "made")
    assert not made.coverage_known
    assert "Not known: this snapshot was made from an index without the archive" in (made.path / "README.md").read_text(
        "utf-8"
    )
    assert verify_snapshot(made.path).problems == ()


def test_versions_digests_and_citation_are_there(folder: Path) -> None:
    from minuteminer import __version__
    from minuteminer.annotate.pipeline import rules_version

    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    versions = package["minuteminer"]["versions"]
    assert (versions["minuteminer"], versions["rules"]) == (__version__, rules_version())
    assert versions["rules_of_rows"] == [rules_version()]
    assert {"money.json", "resolutions.json"} <= set(versions["lexicons"])
    assert set(versions["models"]) >= {"topics.json"}
    assert {one["path"] for one in package["resources"]} == set(file_names(folder)) - {"datapackage.json", "SHA256SUMS"}
    cited = (folder / "CITATION.cff").read_text(encoding="utf-8")
    assert package["id"] in cited
    assert "type: dataset" in cited
    digests = {name: digest_file(folder / name) for name in file_names(folder)}
    assert package["id"] == f"sha256:{digest_contents(digests)}"


def test_the_citation_is_yaml_whatever_stands_in_names(folder: Path) -> None:
    import yaml

    from minuteminer.snapshot.contents import Contents
    from minuteminer.snapshot.papers import citation

    assert yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))["cff-version"] == "1.2.0"
    contents = Contents()
    contents.items["a.example", 'A: "B" # C\n- no'] = 1
    read = yaml.safe_load(citation("x", contents=contents, digest="00", authors=["yes", "é: ü"]))
    assert [author["name"] for author in read["authors"]] == ["yes", "é: ü"]
    assert read["title"] == 'x: minutes of A: "B" # C\n- no'


def test_a_whole_snapshot_is_found_to_be_whole(folder: Path) -> None:
    found = verify_snapshot(folder)
    assert found.problems == ()
    assert (found.name, found.rows > 2_000, found.facts > 1_000) == ("westmarch", True, True)


def resigned(folder: Path) -> None:
    """Write the digests anew, as somebody would who changes a table and hides it."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for one in package["resources"]:
        one["hash"] = f"sha256:{digest_file(folder / one['path'])}"
    package["id"] = f"sha256:{digest_contents({one['path']: one['hash'][7:] for one in package['resources']})}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    names = [name for name in file_names(folder) if name != "SHA256SUMS"]
    sums = "".join(f"{digest_file(folder / name)}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_bytes().decode()
        assert old in text
        (folder / name).write_bytes(text.replace(old, new, 1).encode())

    return change


def write(name: str, content: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return change


def cut_last_row(folder: Path) -> None:
    path = folder / "data" / "votes.csv"
    path.write_bytes(path.read_bytes().rstrip().rpartition(b"\r\n")[0] + b"\r\n")


@pytest.mark.parametrize(
    ("change", "hidden", "said"),
    [
        (edit("data/votes.csv", "UNANIMOUSLY", "unanimously"), False, "data/votes.csv: expected sha256"),
        (edit("data/votes.csv", ",UNANIMOUSLY,", ",Unanimously,"), True, "row 2: expected 'Unanimously'"),
        (edit("data/money.csv", ",GBP,exact,", ",GBP,nearly,"), True, "qualifier: expected one of exact, approx"),
        (edit("data/money.csv", "false", "perhaps"), True, "expected a value of its type, got 'perhaps'"),
        (edit("data/meetings.csv", ":5176,", ":51760,"), True, "is no id of meetings"),
        (edit("data/votes.csv", "votes_for", "votes"), True, "data/votes.csv, row 1: expected the columns"),
        (write("data/notes.csv", b"id,\xff\r\n1,\xfe\r\n"), True, "data/notes.csv, row 1: expected CSV in UTF-8"),
        (write("data/notes.csv", b"id\r\n1\r\n"), True, "data/notes.csv, row 1: expected the columns"),
        (edit("data/votes.csv", "9,3,0,false", "9,3,0"), True, "data/votes.csv, row 1: expected the columns"),
        (write("datapackage.json", b'{"schema_version": 1, "resources": [{"path": 5}]}'), False, "expected a path for"),
        (cut_last_row, True, "data/votes.csv: expected 14 rows, got 13"),
        (lambda folder: (folder / "gaps.csv").unlink(), False, "gaps.csv: listed in datapackage.json and not there"),
        (lambda folder: (folder / "x.txt").write_text("x"), False, "x.txt: not listed in datapackage.json"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), False, "SHA256SUMS: expected the list of digests"),
        (lambda folder: (folder / "datapackage.json").write_text("{"), False, "datapackage.json: expected JSON"),
        (lambda folder: (folder / "datapackage.json").unlink(), False, "datapackage.json: expected the description"),
        (edit("datapackage.json", '"id": "sha256:', '"id": "sha256:0'), False, "its id is not the digest"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_wrong_is_found_and_said(
    folder: Path, tmp_path: Path, change: Callable[[Path], None], hidden: bool, said: str
) -> None:
    spoiled = tmp_path / "spoiled"
    shutil.copytree(folder, spoiled)
    change(spoiled)
    if hidden:
        resigned(spoiled)
    problems = verify_snapshot(spoiled).problems
    assert any(said in problem for problem in problems), problems


def test_what_is_no_snapshot_is_said(data: DataPaths, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("no zip")
    with pytest.raises(UsageError, match="got: a file that is no ZIP file"):
        verify_snapshot(tmp_path / "a.zip")
    with pytest.raises(UsageError, match="got: there is none"):
        verify_snapshot(tmp_path / "none")
    with pytest.raises(UsageError, match="is not empty; name a new folder"):
        snapshot(data, tmp_path)
    with pytest.raises(NothingFoundError, match="Nothing matches"):
        snapshot(data, tmp_path / "b.zip", "zeppelin")
    assert not (tmp_path / "b.zip").exists()
    with pytest.raises(UsageError, match="the name of a snapshot has small letters"), open_index(data.index) as index:
        create_snapshot(index, data, "../x", query_of(None), output=tmp_path / "c.zip", progress=quiet)


def test_a_failed_snapshot_leaves_nothing_behind(
    data: DataPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("minuteminer.snapshot.create.certify", fail)
    with pytest.raises(OSError, match="disk full"):
        snapshot(data, tmp_path / "one.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_paths_of_a_data_directory_are_not_in_the_package(data: DataPaths, folder: Path) -> None:
    for name in file_names(folder):
        assert str(data.root).encode() not in (folder / name).read_bytes(), name


def test_a_damaged_zip_file_is_found(data: DataPaths, tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    snapshot(data, path, "topic:firearms")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    assert any("expected a file that can be read" in problem for problem in verify_snapshot(path).problems)
