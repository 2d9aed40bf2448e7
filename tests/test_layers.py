"""Imports only go down: rooms of one floor do not know each other, and network, HTML and SQL stay in theirs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "minuteminer"

FLOORS = {
    "errors": 0, "models": 0, "findings": 0, "settings": 0, "queries": 0, "answers": 0, "codec": 0, "frames": 0,
    "collect": 1, "parse": 1, "annotate": 1, "index": 1, "samplesite": 1,
    "export": 2, "jobs": 2, "job_file": 2, "assemble": 2, "batch": 2, "evaluate": 2, "intervals": 2, "coding": 2,
    "corrections": 2, "notebook": 2, "baseline": 2, "extract": 2, "demo": 2, "downloads": 2, "feed": 2, "explain": 2,
    "run_lock": 2, "run_job": 2, "status": 2, "page_readers": 2, "redaction": 2, "changes": 2, "render": 2,
    "coverage": 2, "alerts": 2, "schedule": 2, "run_report": 2, "sources": 2, "collect_sources": 2, "dry_run": 2,
    "gains": 2, "alert_file": 2, "removal": 2, "doctor": 2, "snapshot": 2, "static_site": 2, "views": 2,
    "licences": 2, "alert_memory": 2, "job_mistakes": 2,
    "serve": 3,
    "cli": 4,
    "__main__": 5,
}  # fmt: skip
HOME_OF = {"requests": "collect", "urllib3": "collect", "bs4": "parse", "lxml": "parse", "psycopg": "index"}


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "minuteminer":
                for alias in node.names:
                    yield f"minuteminer.{alias.name}", node.lineno
            else:
                yield node.module, node.lineno


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


MODULES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_only_go_down(path: Path) -> None:
    room = room_of(path)
    assert room in FLOORS, f"{path.relative_to(SOURCE)}: give the room {room!r} a floor in this test"
    for module, line in imports(path):
        if not module.startswith("minuteminer."):
            continue
        other = module.split(".")[1]
        if other == room or other.startswith("_"):
            continue
        place = f"{path.relative_to(SOURCE)}:{line} imports {module}"
        assert FLOORS[other] < FLOORS[room] or FLOORS[other] == FLOORS[room] in (0, 2), (
            f"{place}: that goes up or across"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_network_html_and_database_drivers_stay_in_their_room(path: Path) -> None:
    for module, line in imports(path):
        home = HOME_OF.get(module.split(".")[0])
        assert home in (None, room_of(path)), f"{path.relative_to(SOURCE)}:{line} imports {module}: it lives in {home}/"
