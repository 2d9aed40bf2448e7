"""Commands that read documents without network or index: extract, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.evaluate import Evaluation

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
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Files of annotated passages.")],
    show: Annotated[str | None, typer.Option(metavar="KIND", help="List the misses of one kind (officers …).")] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fail where a score is under its floor.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Pin the scores in the baseline file.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="With --update: lower floors too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Precision, recall and F1 per kind against hand-annotated passages.

    Example: minuteminer evaluate corpus/gold/dev.jsonl --show officers
    """
    from minuteminer.errors import UsageError
    from minuteminer.evaluate import KINDS, evaluate_pipeline, load_gold

    if show is not None and show not in KINDS:
        raise UsageError(f"--show {show}: expected one of {', '.join(KINDS)}")
    results: dict[str, Evaluation] = {}
    falls: list[str] = []
    for path in gold:
        passages = load_gold(path)
        results[str(path)] = evaluation = evaluate_pipeline(passages)
        if baseline is not None:
            falls += _against(baseline, path, evaluation, len(passages), update=update, allow_lower=allow_lower)
        if not as_json:
            _print_scores(path, evaluation, len(passages), show)
    if as_json:
        print_json({path: _scores(evaluation) for path, evaluation in results.items()})
    for fall in falls:
        message(f"minuteminer: {fall}")
    if falls:
        raise typer.Exit(1)


@app.command()
def dictionary() -> None:
    """Print the data dictionary: every column of facts and index tables, with units and allowed values.

    Example: minuteminer dictionary > docs/data-dictionary.md
    """
    from minuteminer.export.dictionary import dictionary_markdown

    print(dictionary_markdown(), end="")


def _against(
    baseline: Path, path: Path, evaluation: Evaluation, passages: int, *, update: bool, allow_lower: bool
) -> list[str]:
    """What a person must be told: floors that fell, in words; empty where none did or lowering was allowed."""
    from minuteminer import baseline as pinned

    if update:
        falls = pinned.update(baseline, path, evaluation, passages, allow_lower=allow_lower)
        falls = [] if allow_lower else falls
    else:
        falls = pinned.compare(baseline, path, evaluation, passages)
    return [
        f"{fall.file}: {fall.kind} fell from {fall.floor:.4f} to {fall.score:.4f}; lowering a floor takes --allow-lower"
        if fall.kind
        else f"{fall.file} {fall.reason} in {baseline}; pin it with --update"
        for fall in falls
    ]


def _scores(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    return {
        kind: {
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "f1": round(score.f1, 4),
            "gold": score.gold,
        }
        for kind, score in evaluation.scores.items()
    }


def _print_scores(path: Path, evaluation: Evaluation, passages: int, show: str | None) -> None:
    print(f"{path}: {passages} passages")
    print(f"{'kind':14} {'gold':>5} {'precision':>9} {'recall':>7} {'F1':>7}")
    for kind, score in evaluation.scores.items():
        print(f"{kind:14} {score.gold:5} {score.precision:9.3f} {score.recall:7.3f} {score.f1:7.3f}")
    for miss in evaluation.misses:
        if miss.kind == show:
            print(f"{miss.passage}\n  missed {list(miss.missed)}\n  wrong  {list(miss.wrong)}")
    print()
