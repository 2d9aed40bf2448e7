"""Commands that read documents without network or index: extract; and the data dictionary."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.batch.run import Standing
    from minuteminer.errors import DocumentError

app = typer.Typer()


@app.command()
def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH... | -", help="Files, folders, URLs, or - for standard input.")
    ],
    format: Annotated[
        str, typer.Option("--format", "-f", help="jsonl, facts, gold, csv, parquet or docbin.")
    ] = "jsonl",
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|DIR/", help="Write here; into a folder (or URL), in parts."),
    ] = None,
    taxonomy: Annotated[Path | None, typer.Option(metavar="FILE", help="A topic taxonomy of your own.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes on this machine.")] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="A Dask scheduler (tcp://host:8786), or local for one with --jobs workers."
        ),
    ] = None,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="With a folder: only share I of N, for job arrays and cron.")
    ] = None,
    deadline_s: Annotated[
        float, typer.Option("--deadline", metavar="SECONDS", help="What one document may take, in processes.")
    ] = 120,
    partition: Annotated[int, typer.Option(min=1, metavar="N", help="With a folder: documents in a part.")] = 1000,
    explain: Annotated[
        bool, typer.Option("--explain", help="With a folder: say of each document why it is done or passed over.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="With a folder: try what could not be read again.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="With a folder: it was made of other inputs; make it of these.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Documents in, annotations out: no network, no index.

    Into a folder, what is done and unchanged is passed over: the same command goes on after any stop.

    Example: minuteminer extract minutes/ --format csv -o facts.csv

    Example: minuteminer extract items/*.parquet --format parquet -o facts/ --jobs 8
    """
    from minuteminer.batch.inputs import find_shard
    from minuteminer.cli.batch_progress import ProgressLine
    from minuteminer.errors import UsageError
    from minuteminer.extract import extract as run
    from minuteminer.extract import extract_parts, is_folder

    failures = 0
    line = ProgressLine()

    def failed(error: DocumentError) -> None:
        nonlocal failures
        failures += 1
        line.clear()
        message(f"minuteminer: {error}")

    if output is None or not is_folder(output):
        if shard or explain or again or replace or as_json:
            raise UsageError("--shard, --explain, --again, --replace and --json need a folder: -o DIR/")
        written = run(
            paths, format=format, output=Path(output) if output else None, taxonomy=taxonomy, jobs=jobs,
            scheduler=scheduler, deadline_s=deadline_s, on_failure=failed,
        )  # fmt: skip
        if failures:
            message(f"minuteminer: {written} read, {failures} could not be read")
    else:
        from minuteminer.batch.run import Watch

        watch = Watch(explain=_explain if explain else _pass_over, refused=failed, progress=line)
        standing = extract_parts(
            paths, output, watch, format=format, taxonomy=taxonomy, jobs=jobs, scheduler=scheduler,
            shard=find_shard(shard) if shard else (1, 1), deadline_s=deadline_s, partition=partition, again=again,
            replace_inputs=replace,
        )  # fmt: skip
        line.clear()
        written = standing.documents - standing.refused
        _summarise(standing, as_json=as_json)
    if failures:
        raise typer.Exit(3 if written else 1)


def _explain(reason: str, document: str) -> None:
    print(f"{reason}\t{document}")


def _pass_over(reason: str, document: str) -> None:
    pass


def _summarise(standing: Standing, *, as_json: bool) -> None:
    from minuteminer.cli.batch_progress import words_for_seconds

    if as_json:
        print_json(asdict(standing))
    why = ", ".join(f"{count:,} {reason}" for reason, count in sorted(standing.reasons.items()))
    removed = f"; {standing.parts_removed} parts of before taken away" if standing.parts_removed else ""
    message(
        f"minuteminer: {standing.documents:,} documents ({why}), {standing.facts:,} facts, {standing.refused:,} could "
        f"not be read, in {words_for_seconds(standing.seconds)}{removed}"
    )


@app.command()
def dictionary() -> None:
    """Print the data dictionary: every column of facts and index tables, with units and allowed values.

    Example: minuteminer dictionary > docs/data-dictionary.md
    """
    from minuteminer.export.dictionary import dictionary_markdown

    print(dictionary_markdown(), end="")
