"""Commands that write files for others: export and snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.asking import open_data_index
from minuteminer.cli.options import DataOption, message

if TYPE_CHECKING:
    from minuteminer.export.files import Exported

app = typer.Typer(rich_markup_mode=None)

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
            "topics; popolo, annotations (W3C), docbin (spaCy)."
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
        if kind in DOCUMENTS:
            done = export_document(index, kind, asked, format=format, output=output, provenance=provenance)
        else:
            done = export_table(index, kind, asked, format=format, output=output, raw=raw, provenance=provenance)
    _tell(done, output, boilerplate=asked.boilerplate)


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
