"""Options that many commands share, and the two places a command writes to."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from minuteminer.findings import SCHEMA_VERSION

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Where archive and index live (default: MINUTEMINER_DATA, else your user data directory).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]


def message(text: str) -> None:
    """Say something to the person: messages and progress go to standard error, results to standard output."""
    print(text, file=sys.stderr, flush=True)


def readable_data(data: Path | None) -> Path | None:
    """The data directory to read, with a word where it is the sample's."""
    from minuteminer.settings import data_to_read

    found = data_to_read(data)
    if found != data:
        message(f"There is no index of your own yet; this is the sample in {found}.")
    return found


def print_json(content: Mapping[str, Any]) -> None:
    """Print an object as JSON on standard output, with its `schema_version` in front."""
    json.dump({"schema_version": SCHEMA_VERSION, **content}, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
