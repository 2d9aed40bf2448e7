"""Commands that fill the archive and the index: demo, sample-site, collect, parse, annotate, index."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import DataOption, JsonOption, message, print_json
from minuteminer.cli.progress import progress_bars

if TYPE_CHECKING:
    from minuteminer.collect.report import CollectReport
    from minuteminer.collect.settings import FetchSettings
    from minuteminer.jobs import StepReport
    from minuteminer.settings import DataPaths
    from minuteminer.sources import Source

app = typer.Typer()

TaxonomyOption = Annotated[
    Path | None, typer.Option("--taxonomy", metavar="FILE", help="A topic taxonomy of your own.")
]


def _date(text: str | None) -> datetime.date | None:
    from minuteminer.errors import UsageError

    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date: expected year-month-day such as 2016-09-08") from error


@app.command()
def demo(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Run the whole job on the bundled sample: serve it, collect, parse, annotate, index, search.

    Example: minuteminer demo --data demo-data
    """
    from minuteminer.cli.demo_report import demo_as_dict, print_demo
    from minuteminer.demo import run_demo
    from minuteminer.settings import data_paths

    with progress_bars() as progress:
        result = run_demo(data_paths(data), progress=progress)
    if as_json:
        print_json(demo_as_dict(result))
    else:
        print_demo(result)


@app.command("sample-site")
def sample_site(port: Annotated[int, typer.Option(help="The port on 127.0.0.1; 0 for a free one.")] = 8776) -> None:
    """Serve the bundled sample as a ModernGov site until stopped (Ctrl-C).

    Example: minuteminer sample-site --port 8776
    """
    from minuteminer.samplesite import serve_forever

    serve_forever(port)


@app.command()
def collect(
    site: Annotated[str, typer.Argument(metavar="SITE", help="A base URL, or a name from the list of panels.")],
    committee: Annotated[str | None, typer.Option(metavar="ID", help="The committee's number on that site.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Meetings from this day (2016-09-08).")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Meetings up to this day.")] = None,
    contact: Annotated[str, typer.Option(envvar="MINUTEMINER_CONTACT", help="How the site's people reach you.")] = "",
    delay_s: Annotated[float | None, typer.Option("--delay", metavar="SECONDS", help="Between two requests.")] = None,
    revisit_all: Annotated[bool, typer.Option("--revisit-all", help="Ask for old pages again too.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch a committee's meetings and items into the archive, politely; a second run fetches what can have changed.

    Example: minuteminer collect https://democracy.kent.gov.uk/ --committee 776 --contact you@example.org
    """
    from minuteminer.errors import UsageError
    from minuteminer.run_lock import hold_lock
    from minuteminer.settings import data_paths
    from minuteminer.sources import settings_for, source_for

    paths = data_paths(data)
    source = source_for(site, committee)
    first, last = _date(since), _date(until)
    if first and last and first > last:
        raise UsageError(f"--since {first} lies after --until {last}; no meeting can be between them")
    settings = settings_for(source.site, contact=contact, delay_s=delay_s)
    with hold_lock(paths.lock):
        report = _collect(paths, source, settings, first, last, revisit_all)
    if as_json:
        print_json(asdict(report))
    else:
        _print_collected(report)
    if report.failures or report.stopped:
        raise typer.Exit(3 if report.meetings_fetched or report.pages_unchanged else 1)


def _collect(
    paths: DataPaths,
    source: Source,
    settings: FetchSettings,
    since: datetime.date | None,
    until: datetime.date | None,
    revisit_all: bool,
) -> CollectReport:
    # Imported once the lock is held: loading all this takes longer than whoever comes second should wait.
    from contextlib import closing

    from minuteminer.collect.fetch import Fetcher
    from minuteminer.jobs import collect_step

    with closing(Fetcher(settings)) as fetcher, progress_bars() as progress:
        fetcher.say = message
        return collect_step(
            paths, source.site, source.committee_id, fetcher=fetcher,
            since=since, until=until, revisit_all=revisit_all, progress=progress,
        )  # fmt: skip


def _print_collected(report: CollectReport) -> None:
    print(
        f"{report.committee or 'committee ' + report.committee_id}: {report.meetings_listed} meetings listed, "
        f"{report.pages_new} pages new, {report.pages_changed} changed, {report.pages_unchanged} as they were, "
        f"{report.pages_not_due} not due ({report.requests} requests, {report.bytes:,} bytes, {report.seconds:.1f} s)"
    )
    if not report.meetings_fetched:
        message("  none of the listed meetings is between --since and --until, so none was fetched")
    for failure in report.failures:
        message(f"  {failure.kind}: {failure.url}: {failure.reason}")
    if report.stopped:
        message(f"  stopped: {report.stopped}")


@app.command()
def parse(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Read meetings and items from archived pages; only what changed is read again."""
    from minuteminer.jobs import parse_step
    from minuteminer.settings import data_paths

    with progress_bars() as progress:
        report = parse_step(data_paths(data), progress=progress)
    _print_step(report, "pages", as_json)


@app.command()
def annotate(
    taxonomy: TaxonomyOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes on this machine.")] = 1,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find paragraphs, facts and topics in the items' texts; only new texts, or all after a change of the rules."""
    from minuteminer.jobs import annotate_step
    from minuteminer.settings import data_paths

    with progress_bars() as progress:
        report = annotate_step(data_paths(data), taxonomy=taxonomy, jobs=jobs, progress=progress)
    _print_step(report, "texts", as_json)


@app.command()
def index(
    taxonomy: TaxonomyOption = None,
    into: Annotated[
        str | None, typer.Option(metavar="URL", help="Another index than the data directory's: postgresql://…, a file.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put annotated items into the search index; what is there already stays.

    Example: minuteminer index --into postgresql://user@db/minutes
    """
    from minuteminer.jobs import index_step
    from minuteminer.settings import data_paths

    with progress_bars() as progress:
        report = index_step(data_paths(data), taxonomy=taxonomy, progress=progress, into=into)
    _print_step(report, "item versions", as_json)


def _print_step(report: StepReport, things: str, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report))
    else:
        print(f"{report.step}: {report.done} {things} done, {report.kept} as they were")
        for failure in report.failures:
            message(f"  {failure.where}: {failure.reason}")
    if report.failures:
        raise typer.Exit(3)
