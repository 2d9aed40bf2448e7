"""The commands together, on the sample: what a person gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from minuteminer.jobs import annotate_step, index_step, parse_step
from minuteminer.samplesite import open_sample_site
from minuteminer.settings import data_paths

Command = Callable[..., Any]


def test_collecting_twice_stores_nothing_new(minuteminer: Command, tmp_path: Path) -> None:
    with open_sample_site() as site:
        first = minuteminer("collect", site.base_url, "--committee", "311", "--data", tmp_path, "--json")
        second = minuteminer("collect", site.base_url, "--committee", "311", "--data", tmp_path, "--json")
    assert first.code == second.code == 0
    assert json.loads(first.out)["pages_new"] > 40
    assert json.loads(second.out)["pages_new"] == 0
    assert json.loads(second.out)["pages_changed"] == 0


def test_each_step_does_only_what_changed(demo_data: Path) -> None:
    paths = data_paths(demo_data)
    for step in (parse_step, annotate_step, index_step):
        report = step(paths)
        assert report.done == 0
        assert report.kept > 0


def test_a_search_answers_with_links(minuteminer: Command, demo_data: Path) -> None:
    ran = minuteminer("search", "firearms in:resolution", "--data", demo_data, "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    assert answer["total"] == len(answer["hits"]) > 0
    assert all(hit["url"].startswith("http") and "#AI" in hit["url"] for hit in answer["hits"])


def test_a_fact_is_explained_by_rule_and_words(minuteminer: Command, demo_data: Path) -> None:
    shown = json.loads(minuteminer("search", "amount:>1m", "--data", demo_data, "--json").out)
    fact = shown["hits"][0]["figures"][0]["fact_id"]
    ran = minuteminer("explain", fact, "--data", demo_data)
    assert ran.code == 0
    assert "by rule   money." in ran.out


def test_an_items_versions_are_listed(minuteminer: Command, demo_data: Path) -> None:
    ran = minuteminer("history", "20270", "--data", demo_data)
    assert ran.code == 0
    assert "version 1" in ran.out


def test_a_draft_that_became_final_shows_the_changed_figure(minuteminer: Command, tmp_path: Path) -> None:
    import datetime

    paths = data_paths(tmp_path)
    with open_sample_site(today=datetime.date(2024, 8, 20)) as site:
        minuteminer("collect", site.base_url, "--committee", "311", "--data", tmp_path)
        parse_step(paths)
        site.today = datetime.date(2025, 3, 1)
        minuteminer("collect", site.base_url, "--committee", "311", "--revisit-all", "--data", tmp_path)
    for step in (parse_step, annotate_step, index_step):
        step(paths)
    ran = minuteminer("diff", "20270", "--data", tmp_path, "--json")
    assert ran.code == 0, ran.err
    changes = json.loads(ran.out)
    assert len(changes["words"]) == 1
    assert any(change["old"] and change["new"] for change in changes["facts"])


def test_coverage_counts_what_the_site_lists(minuteminer: Command, demo_data: Path, tmp_path: Path) -> None:
    ran = minuteminer(
        "coverage", "--data", demo_data, "--json", "--svg", tmp_path / "c.svg", "--csv", tmp_path / "c.csv"
    )
    rows = json.loads(ran.out)["rows"]
    assert ran.code == 0
    assert {row["year"] for row in rows} >= {2023, 2024, 2025, 2026}
    assert all(row["listed"] == row["fetched"] + row["missing"] for row in rows)
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").startswith("committee,year,listed")


def test_a_job_runs_all_steps_and_leaves_a_report(minuteminer: Command, tmp_path: Path) -> None:
    with open_sample_site() as site:
        job = tmp_path / "job.toml"
        job.write_text(f'[source]\nsite = "{site.base_url}"\ncommittees = ["318"]\n', encoding="utf-8")
        ran = minuteminer("run", job, "--data", tmp_path / "data")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("job.toml: done;")
    status = json.loads(minuteminer("status", "--data", tmp_path / "data", "--json").out)
    assert status["last_run"]["outcome"] == "done"
    assert status["index"]["items"] > 0


def test_a_second_run_is_refused_with_exit_code_5(minuteminer: Command, tmp_path: Path) -> None:
    import subprocess
    import sys

    from minuteminer.run_lock import hold_lock

    with hold_lock(tmp_path / "run.lock"), open_sample_site() as site:
        arguments = [sys.executable, "-m", "minuteminer", "collect", site.base_url, "--committee", "311"]
        ran = subprocess.run([*arguments, "--data", str(tmp_path)], capture_output=True, text=True, check=False)
    assert ran.returncode == 5
    assert "another run holds" in ran.stderr


@pytest.mark.parametrize("format", ["jsonl", "facts", "gold", "csv", "parquet", "docbin"])
def test_extract_writes_every_format(minuteminer: Command, tmp_path: Path, format: str) -> None:
    (tmp_path / "in.txt").write_text("4.   A grant of £5m, or 2%.\n\nRESOLVED that it be noted.", encoding="utf-8")
    out = tmp_path / "out"
    assert minuteminer("extract", tmp_path / "in.txt", "--format", format, "-o", out).code == 0
    assert out.stat().st_size > 100


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_csv_begins_with_its_head_and_for_excel_with_the_mark_of_utf_8(
    minuteminer: Command, tmp_path: Path, jobs: str
) -> None:
    (tmp_path / "one.txt").write_text("A grant of £5m was noted.", encoding="utf-8")
    asked = ("extract", tmp_path / "one.txt", "--format", "csv", "--jobs", jobs, "-o")
    minuteminer(*asked, tmp_path / "plain.csv")
    minuteminer(*asked, tmp_path / "excel.csv", "--excel")
    plain, excel = (tmp_path / "plain.csv").read_bytes(), (tmp_path / "excel.csv").read_bytes()
    assert plain.startswith(b"document,source,id,")
    assert excel == b"\xef\xbb\xbf" + plain


def test_excel_is_for_one_file_of_csv(minuteminer: Command, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A grant of £5m was noted.", encoding="utf-8")
    for wrong in (("-o", tmp_path / "a.jsonl"), ("--format", "csv", "-o", f"{tmp_path}/folder/")):
        ran = minuteminer("extract", tmp_path / "one.txt", "--excel", *wrong)
        assert (ran.code, "--excel is for one file of CSV" in ran.err) == (2, True)


def test_a_csv_cell_is_never_a_formula(minuteminer: Command, tmp_path: Path) -> None:
    (tmp_path / "=cmd.txt").write_text("A saving of -£5m was made.", encoding="utf-8")
    ran = minuteminer("extract", tmp_path / "=cmd.txt", "--format", "csv")
    assert "'=cmd.txt" in ran.out
    assert "'-£5m" in ran.out


def test_an_item_is_drawn_as_a_page(minuteminer: Command, demo_data: Path) -> None:
    ran = minuteminer("show", "20270", "--html", "--data", demo_data)
    assert ran.code == 0
    assert ran.out.startswith("<!DOCTYPE html>")
    assert "firearms officers" in ran.out
