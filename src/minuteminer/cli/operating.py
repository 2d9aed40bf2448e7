"""Commands for operators: run, status, coverage, schedule."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from minuteminer.cli.options import DataOption, JsonOption, message, print_json
from minuteminer.cli.progress import progress_bars

app = typer.Typer()

JobArgument = Annotated[Path, typer.Argument(metavar="JOB.toml", help="A job file; pipelines/kent.toml is one.")]
JobArguments = Annotated[list[Path], typer.Argument(metavar="JOB.toml …", help="Job files, run one after the other.")]


@app.command()
def run(
    jobs: JobArguments,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how much would be asked for.")] = False,
    every: Annotated[str | None, typer.Option(metavar="TIME", help="Stay, and run again each 6h, 30m or 1d.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run jobs: collect, parse, annotate, index, under a lock; what was done before is not done again.

    Ends with 0 done, 1 failed, 3 done in part, 4 nothing came where something was expected, 5 another run is at
    work, 130 or 143 stopped.

    Example: minuteminer run pipelines/kent.toml --dry-run
    """
    from minuteminer.cli.stopping import ending_cleanly

    with ending_cleanly():
        if dry_run:
            _estimate(jobs, data, as_json)
        elif every is not None:
            _run_every(every, jobs, data, as_json)
        elif code := _run_all(jobs, data, as_json):
            raise typer.Exit(code)


def _run_all(jobs: list[Path], data: Path | None, as_json: bool) -> int:
    """Run each job and print how it went; returns the worst exit code."""
    from minuteminer.run_lock import hold_lock
    from minuteminer.settings import data_paths

    with hold_lock(data_paths(data).lock):  # before the seconds that loading spaCy takes
        return max((_run_one(job, data, as_json) for job in jobs), key=_badness, default=0)


def _badness(code: int) -> int:
    """Exit codes in order: failed, nothing came, done in part, done."""
    return {0: 0, 3: 1, 4: 2}.get(code, 3)


def _run_one(job: Path, data: Path | None, as_json: bool) -> int:
    from minuteminer.run_job import run_locked_job
    from minuteminer.settings import data_paths

    told: list[str] = []
    with progress_bars() as progress:
        report = run_locked_job(job, data_paths(data), progress=progress, say=told.append)
    if as_json:
        print_json(report.record() | {"told": told})
    else:
        print(report.line())
        for text in told:
            print(f"\n{text}")
    for note in report.notes:
        message(f"  {note}")
    for problem in report.problems:
        message(f"  {problem}")
    return report.exit_code


def _estimate(jobs: list[Path], data: Path | None, as_json: bool) -> None:
    from minuteminer.dry_run import estimate_run
    from minuteminer.settings import data_paths

    for job in jobs:
        estimate = estimate_run(job, data_paths(data))
        if as_json:
            print_json(asdict(estimate) | {"job": job.name})
        else:
            print(f"{job.name}: {estimate.line()}")
        for note in estimate.notes:
            message(f"  {note}")


def _run_every(every: str, jobs: list[Path], data: Path | None, as_json: bool) -> None:
    from minuteminer.errors import MinuteMinerError
    from minuteminer.job_file import load_job
    from minuteminer.schedule import parse_interval, repeat

    interval = parse_interval(every)
    for job in jobs:
        load_job(job)  # a mistake is better told now than in the night

    def once() -> None:
        try:
            _run_all(jobs, data, as_json)
        except MinuteMinerError as error:
            message(f"minuteminer: {error}")

    message(f"running every {interval}, from now on; Ctrl-C ends it")
    repeat(once, interval)


@app.command()
def status(
    data: DataOption = None,
    as_json: JsonOption = False,
    prometheus: Annotated[Path | None, typer.Option(metavar="FILE", help="Write metrics for Prometheus here.")] = None,
) -> None:
    """How the last run went, why nothing came where nothing did, and what is there; 1 if a store cannot be opened.

    Example: minuteminer status --prometheus /var/lib/node_exporter/minuteminer.prom
    """
    from minuteminer.settings import data_paths
    from minuteminer.status import prometheus_text, read_status

    state = read_status(data_paths(data))
    if prometheus is not None:
        aside = prometheus.with_name(prometheus.name + ".part")
        aside.write_text(prometheus_text(state), encoding="utf-8")
        aside.replace(prometheus)
    if as_json:
        print_json(state.record())
    else:
        last = state.last_run
        print(f"data      {state.data}")
        print(
            f"archive   {state.pages} page versions, {state.failures_since_last_good} failures since the last good one"
        )
        if state.index is not None:
            print(f"index     {state.index.items} items, {state.index.facts} facts")
        ended = "{job}: {outcome}, ended {ended_at}".format_map(last) if last else "none yet"
        print(f"last run  {ended}")
        for source in (last or {}).get("sources", ()):
            if source["outcome"] != "done":
                print(f"          {source['site']} committee {source['committee_id']}: {source['reason']}")
        if state.run is not None:
            print(f"run       {state.run.describe()}")
        for problem in state.problems:
            message(f"minuteminer: {problem}")
    raise typer.Exit(1 if state.problems else 0)


@app.command()
def coverage(
    data: DataOption = None,
    as_json: JsonOption = False,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the table as CSV.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw the table.")] = None,
) -> None:
    """Meetings listed, fetched, with minutes, in draft and missing, per committee and year.

    Example: minuteminer coverage --svg coverage.svg
    """
    from minuteminer.coverage import COLUMNS, coverage_svg
    from minuteminer.export.tables import write_csv
    from minuteminer.jobs import coverage_rows
    from minuteminer.settings import data_paths

    rows = coverage_rows(data_paths(data))
    records = [asdict(row) for row in rows]
    if csv is not None:
        with csv.open("w", encoding="utf-8", newline="") as out:
            write_csv(records, out, COLUMNS)
    if svg is not None:
        svg.write_text(coverage_svg(rows), encoding="utf-8")
    if as_json:
        print_json({"rows": records})
        return
    heads = [name.replace("_", " ") for name in COLUMNS]
    width = max([len(heads[0]), *(len(row.committee) for row in rows)])
    print(f"{heads[0]:{width}}", *(f"{head:>{max(len(head), 5)}}" for head in heads[1:]), sep="  ")
    for record in records:
        cells = [record[name] for name in COLUMNS]
        print(
            f"{cells[0]:{width}}",
            *(f"{cell:>{max(len(head), 5)}}" for cell, head in zip(cells[1:], heads[1:], strict=True)),
            sep="  ",
        )


@app.command()
def schedule(
    job: JobArgument,
    systemd: Annotated[bool, typer.Option("--systemd", help="A systemd service and timer.")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="A crontab line.")] = False,
    kubernetes: Annotated[bool, typer.Option("--kubernetes", help="A Kubernetes CronJob.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write files here.")] = None,
    data: DataOption = None,
) -> None:
    """Write units that run a job every night, ready to install.

    Example: minuteminer schedule pipelines/kent.toml --systemd -o ~/.config/systemd/user
    """
    from minuteminer.errors import UsageError
    from minuteminer.schedule import cron_unit, kubernetes_unit, systemd_units
    from minuteminer.settings import data_paths

    root = data_paths(data).root
    units = [*(systemd_units(job, root) if systemd else ())]
    units += [cron_unit(job, root)] if cron else []
    units += [kubernetes_unit(job, root)] if kubernetes else []
    if not units:
        raise UsageError("which scheduler? Give --systemd, --cron or --kubernetes")
    for unit in units:
        if output is None:
            print(unit.text if len(units) == 1 else f"# {unit.name}\n{unit.text}", end="")
        else:
            output.mkdir(parents=True, exist_ok=True)
            (output / unit.name).write_text(unit.text, encoding="utf-8")
            message(f"wrote {output / unit.name}")
    for hint in dict.fromkeys(unit.hint for unit in units):
        message(f"next: {hint}")
