"""The command `minuteminer topics`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from minuteminer.cli.topics import app
from minuteminer.errors import LexiconError, NothingFoundError, UsageError

RUN = CliRunner()


def own_taxonomy(folder: Path) -> Path:
    row = {
        "id": "herons",
        "label": "Herons",
        "broader": None,
        "scope_note": "Birds.",
        "phrases": ["heron{,s}"],
        "examples": ["Herons came."],
        "why_no_counter_example": "No other thing is called so.",
    }
    path = folder / "topics.json"
    path.write_text(json.dumps({"lexicon": "topics", "rows": [row]}), encoding="utf-8")
    return path


def passages(folder: Path) -> Path:
    path = folder / "passages.jsonl"
    rows = [
        {
            "id": str(number),
            "text": f"{'Reeds grew by the weir' if number % 2 else 'Bells rang from the tower'} {number}.",
            "topics": ["herons"] if number % 2 else [],
        }
        for number in range(20)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_list_prints_each_topic_with_what_it_means() -> None:
    done = RUN.invoke(app, ["list"])
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 51
    assert "counter_terrorism" in done.stdout
    assert "(under terrorism)" in done.stdout


def test_list_as_json_has_the_phrases() -> None:
    rows = json.loads(RUN.invoke(app, ["list", "--json"]).stdout)["topics"]
    assert len(rows) == 51
    assert "armed officers" in rows[0]["phrases"]


def test_list_reads_a_taxonomy_of_ones_own(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["list", "--taxonomy", str(own_taxonomy(tmp_path))])
    assert done.stdout == "herons                 Herons: Birds.\n"


def test_list_refuses_a_taxonomy_with_a_mistake(tmp_path: Path) -> None:
    path = own_taxonomy(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"Herons"', '""'), encoding="utf-8")
    assert isinstance(RUN.invoke(app, ["list", "--taxonomy", str(path)]).exception, LexiconError)


def test_fit_writes_a_model_and_reports_on_the_test_passages(tmp_path: Path) -> None:
    gold, model = passages(tmp_path), tmp_path / "model.json"
    taxonomy = str(own_taxonomy(tmp_path))
    done = RUN.invoke(app, ["fit", str(gold), "-o", str(model), "--taxonomy", taxonomy, "--test", str(gold)])
    assert done.exit_code == 0, done.output
    assert json.loads(model.read_text("utf-8"))["passages"] == 20
    assert "the model adds" in done.output
    assert "fitted to 20 passages" in done.output


def test_fit_says_where_it_cannot_write(tmp_path: Path) -> None:
    arguments = ["fit", str(passages(tmp_path)), "--taxonomy", str(own_taxonomy(tmp_path))]
    done = RUN.invoke(app, [*arguments, "-o", str(tmp_path / "nowhere" / "model.json")])
    assert isinstance(done.exception, UsageError)
    assert "--output" in str(done.exception)


def test_discover_prints_themes_with_documents(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["discover", str(passages(tmp_path)), "--themes", "2"])
    assert done.exit_code == 0
    assert "bells" in done.stdout.lower() or "tower" in done.stdout
    found = json.loads(RUN.invoke(app, ["discover", str(passages(tmp_path)), "--themes", "2", "--json"]).stdout)[
        "themes"
    ]
    assert {word for theme in found for word in theme["words"]} >= {"tower", "weir"}


def test_discover_says_when_there_is_too_little(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Herons came.", encoding="utf-8")
    done = RUN.invoke(app, ["discover", str(tmp_path / "one.txt")])
    assert isinstance(done.exception, NothingFoundError)


@pytest.mark.parametrize("command", ["list", "fit", "discover"])
def test_every_command_shows_an_example(command: str) -> None:
    done = RUN.invoke(app, [command, "--help"], env={"COLUMNS": "200"})
    assert f"minuteminer topics {command}" in done.stdout
