"""Commands that write files for others: export and snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.asking import open_data_index
from minuteminer.cli.options import DataOption, JsonOption, message, print_json
from minuteminer.cli.progress import progress_bars

if TYPE_CHECKING:
    from minuteminer.export.files import Exported
    from minuteminer.index import Index
    from minuteminer.queries import Query

app = typer.Typer(rich_markup_mode=None)
snapshot = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Packages to cite: make one, check one.")
app.add_typer(snapshot, name="snapshot")

QueryArgument = Annotated[str | None, typer.Argument(help="As for search; without it everything.")]
BoilerplateOption = Annotated[bool, typer.Option(help="Let in apologies, declarations and the like.")]
AsOfOption = Annotated[str | None, typer.Option(metavar="DAY", help="What was published then.")]
ProvenanceOption = Annotated[
    bool, typer.Option("--provenance", help="Add when and by which rules each row was had: differs between runs.")
]


@app.command()
def export(
    kind: Annotated[
        str,
        typer.Argument(
            help="money, percents, headcounts, resolutions, clauses, votes, notes, paragraphs, items, meetings, "
            "topics; popolo, annotations (W3C), docbin (spaCy), site (static pages)."
        ),
    ],
    query: QueryArgument = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", help="csv, jsonl, parquet or xlsx; by the ending of -o, else csv. Annotations: jsonld, jsonl."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")] = None,
    provenance: ProvenanceOption = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="CSV: no apostrophe before cells that a spreadsheet would run as a formula.")
    ] = False,
    boilerplate: BoilerplateOption = False,
    as_of: AsOfOption = None,
    dictionary: Annotated[bool, typer.Option("--dictionary", help="Explain the columns; write no rows.")] = False,
    data: DataOption = None,
) -> None:
    """Write a file of all that a query finds; the same content gives the same bytes.

    Example: minuteminer export money 'role:overtime fy:2016/17' -o overtime.xlsx
    """
    from minuteminer.export.describe import explained_markdown
    from minuteminer.export.file_tables import table_columns
    from minuteminer.export.files import DOCUMENTS, export_document, export_table, find_table, query_of

    if dictionary:
        table = find_table(kind)
        print(explained_markdown(table.name, table.title, table_columns(table, provenance=provenance)), end="")
        return
    asked = query_of(query, boilerplate=boilerplate, as_of=as_of)
    with open_data_index(data) as index:
        if kind == "site":
            done = _write_site(index, asked, output)
        elif kind in DOCUMENTS:
            done = export_document(index, kind, asked, format=format, output=output, provenance=provenance)
        else:
            done = export_table(index, kind, asked, format=format, output=output, raw=raw, provenance=provenance)
    _tell(done, output, boilerplate=asked.boilerplate)


def _write_site(index: Index, asked: Query, output: Path | None) -> Exported:
    from minuteminer.errors import UsageError
    from minuteminer.export.files import Exported, whole_items
    from minuteminer.export.table_files import Written
    from minuteminer.static_site.write import write_site

    if output is None:
        raise UsageError("a site is a folder; name it with -o FOLDER")
    count, echo = write_site(index, whole_items(asked), output)
    return Exported(written=Written(rows=count), echo=echo, what="pages of items")


def _tell(done: Exported, output: Path | None, *, boilerplate: bool) -> None:
    for remark in done.remarks:
        message(remark)
    written = done.written
    if written.defused:
        message(
            f"{written.defused} cells look like formulas and were given an apostrophe; --raw leaves them as printed"
        )
    if written.cut:
        message(
            f"{written.cut} cells are longer than XLSX can hold and were cut; --format jsonl or parquet has them whole"
        )
    left_out = "" if boilerplate else "; standing items and notices left out, --boilerplate lets them in"
    beside = f", explained in {done.metadata.name}" if done.metadata else ""
    if output is not None or not written.rows:
        message(
            f"{written.rows} {done.what} ({done.echo}{left_out}){f' written to {output}' if output else ''}{beside}"
        )


@snapshot.command()
def create(
    name: Annotated[str, typer.Argument(help="Its name: small letters, digits, dots and dashes.")],
    query: QueryArgument = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="A .zip file or a new folder (NAME.zip).")
    ] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Each table as Parquet too.")] = False,
    author: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Whom to cite; repeatable.")] = None,
    provenance: ProvenanceOption = False,
    as_of: AsOfOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a Data Package of the items that a query finds, with coverage, versions, digests and citation.

    The same archive gives the same bytes.

    Example: minuteminer snapshot create budgets-2026 'topic:budget fy:2026/27' --author 'A. Researcher'
    """
    from dataclasses import asdict

    from minuteminer.export.files import query_of
    from minuteminer.settings import data_paths
    from minuteminer.snapshot.create import create_snapshot

    with open_data_index(data) as index, progress_bars() as progress:
        made = create_snapshot(
            index, data_paths(data), name, query_of(query, boilerplate=True, as_of=as_of),
            output=output or Path(f"{name}.zip"), parquet=parquet, provenance=provenance, authors=author or (),
            progress=progress,
        )  # fmt: skip
    if as_json:
        print_json(asdict(made))
        return
    for table, rows in made.rows.items():
        print(f"{table:12} {rows:>9,} rows")
    print(f"coverage     {f'{made.gaps} listed meetings have no minutes' if made.coverage_known else 'not known'}")
    print(f"contents     sha256 {made.digest}")
    print(f"written to   {made.path}")


@snapshot.command()
def verify(path: Annotated[Path, typer.Argument(metavar="PATH")], as_json: JsonOption = False) -> None:
    """Check a snapshot: digests, cells against their schemas, ids, and words against their offsets.

    Example: minuteminer snapshot verify budgets-2026.zip
    """
    from dataclasses import asdict

    from minuteminer.snapshot.verify import verify_snapshot

    found = verify_snapshot(path)
    if as_json:
        print_json(asdict(found))
    else:
        for problem in found.problems:
            print(f"wrong: {problem}")
        inside = f"{found.rows:,} rows, {found.facts:,} passages at their offsets"
        print(f"{found.name}: {found.files} files, {inside if found.rows else 'not looked into'}")
        print(f"contents sha256 {found.digest}" if found.digest else "no digest of its contents")
        number = len(found.problems)
        print(f"{number} problem{'s' * (number > 1)}" if number else "all is as it was written")
    if found.problems:
        raise typer.Exit(1)
