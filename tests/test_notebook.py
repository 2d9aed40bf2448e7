"""The tutorial: page and notebook are one, and every cell runs on the sample."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

DOCS = Path(__file__).parents[1] / "docs"


def notebook() -> Any:
    return json.loads((DOCS / "tutorial.ipynb").read_text(encoding="utf-8"))


def source(cell: Any) -> str:
    return "".join(cell["source"]).strip()


def test_the_page_and_the_notebook_say_the_same() -> None:
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    pieces = [piece.strip() for piece in re.split(r"```(?:python)?\n", page)]
    assert [source(cell) for cell in notebook()["cells"]] == [piece for piece in pieces if piece]


def test_every_cell_runs_and_shows_something(monkeypatch: pytest.MonkeyPatch, demo_data: Path) -> None:
    monkeypatch.setenv("MINUTEMINER_DATA", str(demo_data))
    made = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    nbclient.NotebookClient(made, timeout=120, kernel_name="python3").execute()
    outputs = [cell["outputs"] for cell in made["cells"] if cell["cell_type"] == "code"]
    assert all(outputs), "a cell shows nothing"
    kinds = {kind for output in outputs for one in output for kind in one.get("data", {})}
    assert {"text/html", "image/svg+xml"} <= kinds
