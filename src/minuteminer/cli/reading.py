"""Commands that read documents without network or index: extract; and the data dictionary."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minuteminer.cli.options import JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.batch.run import Standing
    from minuteminer.errors import DocumentError

app = typer.Typer()


PathsArgument = Annotated[
    list[str], typer.Argument(metavar="PATH... | -", help="Files, folders, URLs, or - for standard input.")
]
FormatOption = Annotated[str, typer.Option("--format", "-f", help="jsonl, facts, gold, csv, parquet or docbin.")]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE|DIR/", help="Write here; into a folder (or URL), in parts."),
]
TaxonomyOption = Annotated[Path | None, typer.Option(metavar="FILE", help="A topic taxonomy of your own.")]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes on this machine.")]
SchedulerOption = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler (tcp://host:8786), or local for one with --jobs workers."),
]
ShardOption = Annotated[
    str | None, typer.Option(metavar="I/N", help="With a folder: only share I of N, for job arrays and cron.")
]
DeadlineOption = Annotated[
    float, typer.Option("--deadline", metavar="SECONDS", help="What one document may take, in processes.")
]
PartitionOption = Annotated[int, typer.Option(min=1, metavar="N", help="With a folder: documents in a part.")]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help="With a folder: say of each document why it is done or passed over.")
]
AgainOption = Annotated[bool, typer.Option("--again", help="With a folder: try what could not be read again.")]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="With a folder: it was made of other inputs; make it of these.")
]
ExcelOption = Annotated[bool, typer.Option("--excel", help="Begin a .csv so that Excel knows it for UTF-8.")]


@app.command()
def extract(
    paths: PathsArgument,
    format: FormatOption = "jsonl",
    output: OutputOption = None,
    taxonomy: TaxonomyOption = None,
    jobs: JobsOption = 1,
    scheduler: SchedulerOption = None,
    shard: ShardOption = None,
    deadline_s: DeadlineOption = 120,
    partition: PartitionOption = 1000,
    explain: ExplainOption = False,
    again: AgainOption = False,
    replace: ReplaceOption = False,
    excel: ExcelOption = False,
    as_json: JsonOption = False,
) -> None:
    """Documents in, annotations out: no network, no index.

    Reads .txt, .md, .pdf, .docx, .jsonl, .parquet, and saved ModernGov pages and answers (.html, .xml), no others.

    Into a folder, what is done and unchanged is passed over: the same command goes on after any stop.

    Example: minuteminer extract minutes/ --format csv -o facts.csv

    Example: minuteminer extract items/*.parquet --format parquet -o facts/ --jobs 8
    """
    from minuteminer.cli.stopping import ending_cleanly
    from minuteminer.errors import UsageError
    from minuteminer.extract import is_folder

    told = _Told()
    options: dict[str, Any] = {
        "format": format, "taxonomy": taxonomy, "jobs": jobs, "scheduler": scheduler, "deadline_s": deadline_s,
    }  # fmt: skip
    with ending_cleanly():
        if output is None or not is_folder(output):
            if shard or explain or again or replace or as_json:
                raise UsageError("--shard, --explain, --again, --replace and --json need a folder: -o DIR/")
            _into_file(paths, output, told, options | {"excel": excel})
        elif excel:
            raise UsageError("--excel is for one file of CSV: --format csv -o FILE.csv")
        elif explain and as_json:
            raise UsageError("--explain and --json both write to standard output; ask for one of them")
        else:
            options |= {"shard": _shard(shard), "partition": partition, "again": again, "replace_inputs": replace}
            _into_folder(paths, output, told, options, explain=explain, as_json=as_json)
    if told.failures:
        raise typer.Exit(3)


class _Told:
    """What is said while documents are read: what cannot be read, and how far it is."""

    def __init__(self) -> None:
        from minuteminer.cli.batch_progress import ProgressLine

        self.failures = 0
        self.line = ProgressLine()

    def failed(self, error: DocumentError) -> None:
        """Name a document that cannot be read."""
        self.failures += 1
        self.line.clear()
        message(f"minuteminer: {error}")


def _shard(text: str | None) -> tuple[int, int]:
    from minuteminer.batch.inputs import find_shard

    return find_shard(text) if text else (1, 1)


def _into_file(paths: list[str], output: str | None, told: _Told, options: dict[str, Any]) -> None:
    from minuteminer.extract import extract as run

    written = run(paths, output=Path(output) if output else None, on_failure=told.failed, **options)
    if told.failures:
        message(f"minuteminer: {written} read, {told.failures} could not be read")


def _into_folder(
    paths: list[str], folder: str, told: _Told, options: dict[str, Any], *, explain: bool, as_json: bool
) -> None:
    from minuteminer.batch.run import Watch
    from minuteminer.extract import extract_parts

    watch = Watch(explain=_explain if explain else _pass_over, refused=told.failed, progress=told.line)
    standing = extract_parts(paths, folder, watch, **options)
    told.line.clear()
    _summarise(standing, as_json=as_json)


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
