"""The commands that ask the index print what it answers, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from minuteminer.cli import app
from minuteminer.errors import IndexFileError, NothingFoundError, QueryError
from minuteminer.index import open_index


@pytest.fixture
def data(tmp_path: Path, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with an index; the terminal is wide enough for every column."""
    monkeypatch.setenv("MINUTEMINER_DATA", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "300")
    with open_index(tmp_path / "index.sqlite") as index:
        made.put(index, *made.sample())
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def run_json(*arguments: str) -> dict[str, object]:
    value = json.loads(run(*arguments, "--json"))
    assert value["schema_version"] == 1
    return value  # type: ignore[no-any-return]


def test_search_prints_place_snippet_figure_and_link(data: Path) -> None:
    text = run("search", "role:overtime amount:>1m")
    assert "1 match." in text
    assert "2016-04-28  Saltmarsh Police and Crime Panel" in text
    assert "1. Firearms uplift, paragraph 2.  [democracy.saltmarsh.example:101]" in text
    assert "£1.5m (overtime)" in text
    assert "https://democracy.saltmarsh.example/ieListDocuments.aspx?CId=7&MId=11#AI101" in text


def test_search_says_what_was_left_out_and_explains_the_rank(data: Path) -> None:
    text = run("search", "firearms", "--explain")
    assert "3 matches; 1 in boilerplate left out (--boilerplate shows them)." in text
    assert "× resolution 1.25" in text
    assert "4 matches." in run("search", "firearms", "--boilerplate")
    assert "the order is that of time" in run("search", "topic:firearms", "--explain")


@pytest.mark.parametrize("command", ["register", "precedents", "trail", "sum", "facets"])
def test_a_table_of_nothing_is_one_sentence(data: Path, command: str) -> None:
    (line,) = run(command, "zebra").splitlines()
    assert line.endswith(".")


def test_nothing_that_is_copied_is_cut_on_a_narrow_terminal(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    link = "https://democracy.saltmarsh.example/ieListDocuments.aspx?CId=7&MId=11#AI101"
    commands = (["register"], ["precedents", "support the firearms uplift"], ["trail", "overtime"], ["sum", "overtime"])
    for arguments in commands:
        text = run(*arguments)
        assert link in text
        assert "[democracy.saltmarsh.example:101]" in text
    assert "moved by Cllr Example" in run("register")


def test_search_as_json_has_query_total_and_hits(data: Path) -> None:
    found = run_json("search", "firearms", "--limit", "1")
    assert (found["query"], found["total"]) == ("firearms", 3)
    assert len(found["hits"]) == 1  # type: ignore[arg-type]


def test_show_marks_the_facts_in_the_text(data: Path) -> None:
    text = run("show", "101")
    assert "Overtime had cost [£1.5m], and the budget for 2016/17 was [£258m]." in text
    assert "= £1,500,000, role overtime" in text
    assert "count 34, " in text
    assert "{" not in text
    assert "9 for, 3 against" in run("show", "102")
    assert run_json("show", "101")["key"] == "democracy.saltmarsh.example:101"


def test_cite_prints_a_citation(data: Path) -> None:
    assert run("cite", "101", "--style", "ris").startswith("TY  - GOVDOC")
    assert "citation" in run_json("cite", "101")


def test_facets_register_precedents_trail_and_sum_print_tables(data: Path) -> None:
    assert "date:2016" in run("facets", "date:2015..2017", "--by", "year")
    assert "the firearms uplift be supported" in run("register", "--panel", "saltmarsh", "--from", "2016")
    assert "same verb: approve" in run("precedents", "approve the precept")
    assert "£1.5m" in run("trail", "overtime")
    assert "2016/17  overtime: £1,500,000.00" in run("sum", "role:overtime")


def test_tables_are_written_to_files(data: Path, tmp_path: Path) -> None:
    for name in ("register.csv", "register.xlsx", "register.docx"):
        run("register", "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 100
    for name in ("trail.svg", "trail.csv"):
        run("trail", "overtime", "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["facets", "overtime"], "facets"), (["register"], "rows"),
        (["precedents", "approve the precept"], "precedents"),
        (["trail", "overtime"], "points"), (["sum", "role:overtime"], "refused"), (["migrate", "--check"], "problems"),
    ],
)  # fmt: skip
def test_every_table_has_a_machine_readable_form(data: Path, arguments: list[str], key: str) -> None:
    assert key in run_json(*arguments)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["search", "firearms ("], QueryError),
        (["search", "firearms", "--as-of", "soon"], QueryError),
        (["show", "nothing"], NothingFoundError),
        (["search", "firearms", "--data", "/nowhere/at/all"], IndexFileError),
    ],
)
def test_mistakes_are_raised_as_errors_with_words(data: Path, arguments: list[str], error: type[Exception]) -> None:
    with pytest.raises(error):
        CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_nothing_in_the_text_is_taken_for_a_style(data: Path, made: SimpleNamespace) -> None:
    with open_index(data / "index.sqlite") as index:
        made.put(index, made.Minutes("950", "[bold red]Title[/]").say("A [link=x]wombat[/link] :smile:."))
    text = run("search", "wombat")
    assert "[bold red]Title[/]" in text
    assert "[link=x]wombat[/link] :smile:" in text
