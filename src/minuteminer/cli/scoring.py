"""The command that measures: evaluate, against hand-annotated passages."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minuteminer.cli.options import JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.evaluate import Evaluation
    from minuteminer.intervals import Part

app = typer.Typer()


@app.command()
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD.jsonl...", help="Files of annotated passages.")],
    show: Annotated[str | None, typer.Option(metavar="KIND", help="List the misses of one kind (officers …).")] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Fail where a score is under its floor.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Pin the scores in the baseline file.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="With --update: lower floors too.")] = False,
    intervals: Annotated[bool, typer.Option("--intervals", help="Add 95 % intervals over passages.")] = False,
    by: Annotated[
        str | None, typer.Option(metavar="FIELDS", help="Divide by fields: panel,year. With intervals.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Precision, recall and F1 per kind against hand-annotated passages.

    Example: minuteminer evaluate corpus/gold/dev.jsonl --show officers
    """
    from minuteminer.errors import UsageError
    from minuteminer.evaluate import KINDS, evaluate_pipeline, load_gold
    from minuteminer.intervals import divide

    if show is not None and show not in KINDS:
        raise UsageError(f"--show {show}: expected one of {', '.join(KINDS)}")
    results: dict[str, Evaluation] = {}
    divided: dict[str, list[Part]] = {}
    falls: list[str] = []
    fields = tuple(name.strip() for name in by.split(",")) if by else ()
    for path in gold:
        passages = load_gold(path)
        results[str(path)] = evaluation = evaluate_pipeline(passages)
        if baseline is not None:
            falls += _against(baseline, path, evaluation, len(passages), update=update, allow_lower=allow_lower)
        if not as_json:
            _print_scores(path, evaluation, len(passages), show)
        if intervals or fields:
            divided[str(path)] = divide(passages, evaluation, fields)
    if as_json:
        print_json({"files": {path: _as_dict(evaluation, divided.get(path)) for path, evaluation in results.items()}})
    else:
        for name, parts in divided.items():
            _print_intervals(name, parts)
    for fall in falls:
        message(f"minuteminer: {fall}")
    if falls:
        raise typer.Exit(1)


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


def _as_dict(evaluation: Evaluation, parts: list[Part] | None) -> dict[str, Any]:
    scores: dict[str, Any] = {
        kind: {
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "f1": round(score.f1, 4),
            "gold": score.gold,
        }
        for kind, score in evaluation.scores.items()
    }
    return scores if parts is None else scores | {"intervals": [asdict(part) for part in parts]}


def _print_scores(path: Path, evaluation: Evaluation, passages: int, show: str | None) -> None:
    print(f"{path}: {passages} passages")
    print(f"{'kind':14} {'gold':>5} {'precision':>9} {'recall':>7} {'F1':>7}")
    coded = {kind for kinds in evaluation.by_passage.values() for kind in kinds}
    for kind, score in evaluation.scores.items():
        if kind in coded:
            print(f"{kind:14} {score.gold:5} {score.precision:9.3f} {score.recall:7.3f} {score.f1:7.3f}")
        else:
            print(f"{kind:14} not coded in these passages")
    for miss in evaluation.misses:
        if miss.kind == show:
            print(f"{miss.passage}\n  missed {list(miss.missed)}\n  wrong  {list(miss.wrong)}")
    print()


def _print_intervals(path: str, parts: list[Part]) -> None:
    print(f"{path}: F1 with 95 % intervals over passages")
    print(f"{'part':32} {'kind':14} {'passages':>8} {'F1':>7}  95 %")
    for part in parts:
        for kind, interval in part.intervals.items():
            between = f"{interval.low:.3f} to {interval.high:.3f}"
            print(f"{part.name:32} {kind:14} {interval.passages:8} {interval.f1:7.3f}  {between}")
    print()
