"""Commands that read documents without network or index: extract; and the data dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minuteminer.cli.options import message

app = typer.Typer()


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH... | -", help="Files, folders, or - for standard input.")],
    format: Annotated[
        str, typer.Option("--format", "-f", help="jsonl, facts, gold, csv, parquet or docbin.")
    ] = "jsonl",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    taxonomy: Annotated[Path | None, typer.Option(metavar="FILE", help="A topic taxonomy of your own.")] = None,
) -> None:
    """Documents in, annotations out: no network, no index.

    Example: minuteminer extract minutes/ --format csv -o facts.csv
    """
    from minuteminer.errors import DocumentError
    from minuteminer.extract import extract as run

    failures: list[DocumentError] = []

    def failed(error: DocumentError) -> None:
        failures.append(error)
        message(f"minuteminer: {error}")

    written = run(paths, format=format, output=output, taxonomy=taxonomy, on_failure=failed)
    if failures:
        message(f"minuteminer: {written} read, {len(failures)} could not be read")
        raise typer.Exit(3 if written else 1)


@app.command()
def dictionary() -> None:
    """Print the data dictionary: every column of facts and index tables, with units and allowed values.

    Example: minuteminer dictionary > docs/data-dictionary.md
    """
    from minuteminer.export.dictionary import dictionary_markdown

    print(dictionary_markdown(), end="")
