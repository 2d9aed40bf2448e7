"""Commands for coding by hand: draw a sample, take labels back, compare two coders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.asking import open_data_index
from minuteminer.cli.options import DataOption, JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.intervals import Interval

app = typer.Typer(rich_markup_mode=None)
FileArgument = Annotated[Path, typer.Argument(help="A file exported by doccano, Label Studio or Prodigy, or gold.")]


@app.command()
def sample(
    strata: Annotated[str, typer.Option(help="Of panel, committee, year and status, with commas.")] = "panel,year",
    size: Annotated[int, typer.Option("--n", min=1, help="How many items to draw.")] = 200,
    tool: Annotated[str, typer.Option("--to", help="doccano, label-studio or prodigy.")] = "doccano",
    seed: Annotated[int, typer.Option(help="The same seed draws the same sample.")] = 1,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
    data: DataOption = None,
) -> None:
    """Draw agenda items in strata, with what was read in them, for a coder to correct.

    Example: minuteminer sample --strata panel,year --n 200 --to label-studio -o tasks.json
    """
    from minuteminer.coding.formats import dump_passages
    from minuteminer.coding.sampling import sample_passages

    with open_data_index(data) as index:
        passages = list(sample_passages(index, [name.strip() for name in strata.split(",")], size, seed=seed))
    text = dump_passages(passages, tool)
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    kinds = len({tuple(passage.about[name.strip()] for name in strata.split(",")) for passage in passages})
    fewer = f"; the index has no more than {len(passages)}" if len(passages) < size else ""
    message(f"{len(passages)} items drawn from {kinds} strata{fewer}")


@app.command(name="import-labels")
def import_labels(
    file: FileArgument,
    coder: Annotated[str | None, typer.Option(metavar="NAME", help="Of a file by several coders, which one.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here.")] = None,
) -> None:
    """Turn a coder's labels into gold passages, for evaluate.

    What the marked words say is read from them; where that fails, the mark is reported and left out (exit code 3).

    Example: minuteminer import-labels tasks-done.json -o gold.jsonl
    """
    from minuteminer.coding.formats import load_passages
    from minuteminer.coding.passages import gold_passage

    lines, unread = [], []
    for passage in load_passages(file, coder=coder):
        record, without = gold_passage(passage)
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
        unread += without
    if output:
        output.write_text("".join(lines), encoding="utf-8")
    else:
        print("".join(lines), end="")
    message(f"{len(lines)} passages")
    for one in unread:
        message(f"{one.passage}: no value can be read from {one.text!r} ({one.label} at {one.start_char}); left out")
    if unread:
        raise typer.Exit(3)


@app.command()
def agree(
    first: FileArgument,
    second: FileArgument,
    coders: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Of files by several coders, whom of the first and whom of the second."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """How far two coders agree, by kind, with 95 % intervals.

    Example: minuteminer agree coder-a.jsonl coder-b.jsonl
    Example: minuteminer agree done.json done.json --coders asha@example.org,ben@example.org
    """
    from dataclasses import asdict

    from minuteminer.coding.agreement import agree as run
    from minuteminer.coding.formats import load_passages
    from minuteminer.errors import UsageError

    names = [name.strip() for name in coders.split(",")] if coders else [None, None]
    if len(names) != 2:
        raise UsageError(f"--coders {coders}: expected two names with a comma between, got {len(names)}")
    found = run(load_passages(first, coder=names[0]), load_passages(second, coder=names[1]))
    if as_json:
        print_json(asdict(found))
        return
    print(f"{found.passages} passages in both")
    print(f"{'kind':12} {'both':>5} {'first':>6} {'second':>6}  {'same words: F1 (95 %)':24} {'half overlap':24} kappa")
    for kind in found.kinds:
        near = _shown(kind.near) if kind.near else ""
        kappa = "" if kind.kappa is None else f"{kind.kappa:.3f}"
        counts = f"{kind.in_both:5} {kind.only_first:6} {kind.only_second:6}"
        print(f"{kind.kind:12} {counts}  {_shown(kind.exact):24} {near:24} {kappa}".rstrip())
    for name, only in ((first, found.only_first), (second, found.only_second)):
        if only:
            message(f"only in {name}: {', '.join(only[:10])}{' …' if len(only) > 10 else ''}")


def _shown(interval: Interval) -> str:
    return f"{interval.f1:.3f} ({interval.low:.3f} to {interval.high:.3f})"
