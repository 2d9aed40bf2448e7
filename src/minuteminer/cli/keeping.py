"""Commands that keep the data: archive verify, export and import; probe; withdraw and redact; doctor."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import DataOption, JsonOption, message, print_json
from minuteminer.cli.progress import progress_bars
from minuteminer.errors import UsageError

if TYPE_CHECKING:
    from minuteminer.removal import Removal

app = typer.Typer()
archive_app = typer.Typer(no_args_is_help=True)
app.add_typer(archive_app, name="archive", help="The archive of fetched pages: verify it, take it out, bring it in.")

WarcOption = Annotated[Path, typer.Option("--warc", metavar="FILE", help="A WARC file; .warc.gz is compressed.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; the receipt keeps it.")]
TaxonomyOption = Annotated[
    Path | None, typer.Option("--taxonomy", metavar="FILE", help="The taxonomy of the job, if it names one.")
]


@archive_app.command()
def verify(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check the ledger, and every archived page against its digest; exit code 1 if something is damaged.

    Example: minuteminer archive verify
    """
    from minuteminer.collect.archive import open_archive
    from minuteminer.settings import data_paths

    with open_archive(data_paths(data).archive, read_only=True) as archive:
        versions = sum(1 for _ in archive.kept())
        problems = archive.verify()
    if as_json:
        print_json({"versions": versions, "problems": [asdict(problem) for problem in problems]})
    else:
        print(f"{versions} page versions, {len(problems)} problems")
        for problem in problems:
            message(f"  {problem.reason} ({', '.join(problem.urls) or 'the ledger'})")
    raise typer.Exit(1 if problems else 0)


@archive_app.command("export")
def export_archive(warc: WarcOption, data: DataOption = None) -> None:
    """Write every kept page version to a WARC file, which outlives this program.

    Example: minuteminer archive export --warc minutes.warc.gz
    """
    from minuteminer.collect.archive import open_archive
    from minuteminer.collect.warc import export_warc
    from minuteminer.settings import data_paths

    with open_archive(data_paths(data).archive, read_only=True) as archive:
        count = export_warc(archive, warc)
    print(f"{count} page versions written to {warc}")


@archive_app.command("import")
def import_archive(warc: WarcOption, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Take page versions from a WARC file that `archive export` wrote; a damaged record is left out and named.

    Example: minuteminer archive import --warc minutes.warc.gz --data restored
    """
    from minuteminer.collect.archive import open_archive
    from minuteminer.collect.warc import import_warc
    from minuteminer.run_lock import hold_lock
    from minuteminer.settings import data_paths

    paths = data_paths(data)
    with hold_lock(paths.lock), open_archive(paths.archive) as archive:
        report = import_warc(archive, warc)
    if as_json:
        print_json(asdict(report))
    else:
        print(f"{report.imported} page versions imported, {report.known} were there already")
    for problem in report.problems:
        message(f"  {problem}")
    if report.problems:
        raise typer.Exit(3 if report.imported or report.known else 1)


@app.command()
def probe(
    url: Annotated[str, typer.Argument(metavar="URL", help="An address of the site.")],
    contact: Annotated[str, typer.Option(envvar="MINUTEMINER_CONTACT", help="How the site's people reach you.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="JOB.toml", help="Write a job file.")] = None,
    committee: Annotated[str | None, typer.Option(metavar="ID", help="The committee for the job file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Find out what a site offers: whether it is ModernGov, its committees, its rules for robots; three requests.

    Example: minuteminer probe https://democracy.kent.gov.uk/ --contact you@example.org -o kent.toml --committee 776
    """
    from contextlib import closing

    from minuteminer.collect.fetch import Fetcher
    from minuteminer.collect.probe import probe_site
    from minuteminer.job_file import write_job
    from minuteminer.parse.reader import ModernGovReader
    from minuteminer.sources import settings_for

    with closing(Fetcher(settings_for(url, contact=contact))) as fetcher:
        found = probe_site(url, fetcher=fetcher, reader=ModernGovReader())
    if as_json:
        print_json(asdict(found))
    elif found.reached:
        print(f"{found.site}: {'ModernGov' if found.moderngov else 'no ModernGov that we know'}")
        print(f"robots       {found.robots}; {found.delay_s:g} s between two requests")
        print(f"web service  {found.web_service}")
        for words in found.disallowed:
            print(f"disallowed   {words}")
        for one in found.committees:
            print(f"committee    {one.committee_id:>6}  {one.name}{' (expired)' if one.expired else ''}")
    if not found.reached:
        message(f"nothing could be learnt of {found.site}: {found.robots}. Is the address right, and the site up?")
        raise typer.Exit(1)
    for problem in found.problems:
        message(f"  {problem}")
    if not found.moderngov:
        raise typer.Exit(4)
    if committee and committee not in {one.committee_id for one in found.committees}:
        raise UsageError(f"{found.site} lists no committee {committee}; its committees and their numbers stand above")
    if output is not None:
        chosen = write_job(output, found, committee=committee, contact=contact)
        message(f"wrote {output} for {chosen}; next: minuteminer run {output} --dry-run")


@app.command()
def withdraw(
    url: Annotated[str, typer.Argument(metavar="URL", help="The page, as `show` or the site gives its address.")],
    reason: ReasonOption,
    purge: Annotated[bool, typer.Option("--purge", help="Do it; without this it is only told what would go.")] = False,
    whole_meeting: Annotated[bool, typer.Option("--whole-meeting", help="Of an item: its whole meeting.")] = False,
    taxonomy: TaxonomyOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a page for good from archive, versions, index and exports; later runs do not bring it back.

    Example: minuteminer withdraw 'https://…/ieListDocuments.aspx?MId=7' --purge --reason 'asked by the council'
    """
    from minuteminer.removal import withdraw as run
    from minuteminer.settings import data_paths

    with progress_bars() as progress:
        removal = run(
            data_paths(data), url, reason=reason, purge=purge, whole_meeting=whole_meeting, taxonomy=taxonomy,
            progress=progress,
        )  # fmt: skip
    _print_removal(removal, as_json)
    if not removal.done:
        message("nothing was removed; say --purge to do it")


@app.command()
def redact(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words, such as a person's name.")],
    reason: ReasonOption,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help="Only in this item.")] = None,
    taxonomy: TaxonomyOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a name out of all texts, the index and the exports, now and in later runs.

    Archived pages stay as they were published (`withdraw --purge` removes them). The list of redactions holds
    digests, not names.

    Example: minuteminer redact 'Jordan Example' --item 20411 --reason 'asked by the person'
    """
    from minuteminer.removal import redact_words
    from minuteminer.settings import data_paths

    with progress_bars() as progress:
        removal = redact_words(data_paths(data), text, item=item, reason=reason, taxonomy=taxonomy, progress=progress)
    _print_removal(removal, as_json)


def _print_removal(removal: Removal, as_json: bool) -> None:
    from minuteminer.views.words import counted

    if as_json:
        print_json(asdict(removal))
    elif removal.kind == "redact":
        print(f"taken out of {counted(removal.pages_redacted, 'page')}; what is collected later is treated likewise")
    else:
        print(f"{counted(len(removal.urls), 'page')}{' removed' if removal.done else ''}:")
        for url in removal.urls:
            print(f"  {url}")


@app.command()
def doctor(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check archive and index for damage, and whether they agree; exit code 1 and what to do if something is wrong.

    Example: minuteminer doctor
    """
    from minuteminer.doctor import examine
    from minuteminer.settings import data_paths

    findings = examine(data_paths(data))
    if as_json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            print(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.what}: {finding.words}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)
