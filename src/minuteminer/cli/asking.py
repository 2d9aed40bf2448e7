"""Commands that ask the index: search, show, cite, facets; and migrate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import DataOption, JsonOption, message, print_json, readable_data
from minuteminer.cli.printing import print_table, print_text
from minuteminer.cli.query_command import QueryCommand

if TYPE_CHECKING:
    from minuteminer.index import Index

app = typer.Typer(rich_markup_mode=None)
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many to show.")]


def open_data_index(data: Path | None) -> Index:
    """The index of a data directory, or the one that the environment names, to be read."""
    from minuteminer.index import open_index
    from minuteminer.settings import index_address

    return open_index(index_address(readable_data(data)), read_only=True)


@app.command(cls=QueryCommand)
def search(
    query: Annotated[str, typer.Argument(help="Words and fields, for example: firearms in:resolution")],
    limit: LimitOption = 20,
    offset: Annotated[int, typer.Option(min=0, help="How many hits to skip.")] = 0,
    boilerplate: Annotated[bool, typer.Option(help="Let in apologies, declarations and the like.")] = False,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="Answer from what was published then.")] = None,
    recent: Annotated[bool, typer.Option("--recent", help="Weigh recent meetings more.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each hit stands where it stands.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search the minutes.

    Example: minuteminer search 'role:overtime amount:>1m date:2015..2017'
    """
    from minuteminer.index.query import with_options
    from minuteminer.index.shown import results_as_dict, results_as_text

    asked = with_options(query, boilerplate=boilerplate, as_of=as_of)
    with open_data_index(data) as index:
        results = index.search(asked, limit=limit, offset=offset, recency=recent)
    if as_json:
        print_json(results_as_dict(results))
        return
    for remark in results.remarks:
        message(remark)
    print_text(results_as_text(results, explain=explain))


@app.command()
def show(
    item: Annotated[str, typer.Argument(help="An item's id or key, as search shows it; 20894@2 for its version 2.")],
    html: Annotated[bool, typer.Option("--html", help="A web page with the facts marked by spaCy's displaCy.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print an agenda item with its facts marked.

    Example: minuteminer show 20894
    """
    from minuteminer.index.shown import item_as_dict, item_as_text

    with open_data_index(data) as index:
        found = index.item(item)
    if html:
        from minuteminer.render import render_html

        print(
            render_html(found.item.text, found.facts, title=f"{found.item.number} {found.item.title}".strip()), end=""
        )
    elif as_json:
        print_json(item_as_dict(found))
    else:
        print_text(item_as_text(found))


@app.command()
def cite(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of an item or of a fact.")],
    style: Annotated[str, typer.Option(help="plain, oscola, bibtex, ris or markdown.")] = "plain",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a citation with the paragraph's label, the link and the page version.

    Example: minuteminer cite 20894 --style oscola
    """
    with open_data_index(data) as index:
        citation = index.cite(name, style)
    if as_json:
        print_json({"schema_version": 1, "id": name, "style": style, "citation": citation})
    else:
        typer.echo(citation)


@app.command(cls=QueryCommand)
def facets(
    query: Annotated[str, typer.Argument(help="As for search; -topic:… leaves a value out.")],
    by: Annotated[
        list[str] | None, typer.Option(help="committee, year, topic, verb, kind or role; repeatable.")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count the matches of a query by committee, year, topic, verb, kind and role.

    Example: minuteminer facets 'overtime' --by year
    """
    from minuteminer.index.facets import NAMES, facet_condition

    with open_data_index(data) as index:
        found = index.facets(query, by or NAMES)
    if as_json:
        print_json({
            "schema_version": 1, "query": query,
            "facets": [{"name": f.name, "values": dict(f.values), "counted_among": f.counted_among} for f in found],
        })  # fmt: skip
        return
    if not any(facet.values for facet in found):
        print(f"Nothing matches {query}; `minuteminer search` says which part of it is found nowhere.")
        return
    for facet in found:
        if facet.counted_among:
            message(f"{facet.name}: counted among the newest {facet.counted_among:,} matches")
        rows = [[str(count), value, facet_condition(facet.name, value)] for value, count in facet.values]
        print_table(facet.name, ["count", facet.name, "narrows to"], rows)


@app.command()
def migrate(
    check: Annotated[bool, typer.Option("--check", help="Only say what would be done, and look for damage.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring the index to the schema of this version; a copy of the file is kept beside it.

    Example: minuteminer migrate --check
    """
    from minuteminer.index.migrate import check_index, migrate_index
    from minuteminer.settings import data_paths

    path = data_paths(data).index
    said = check_index(path) if check else migrate_index(path)
    if as_json:
        print_json({"schema_version": 1, **said})
    else:
        for name, value in said.items():
            print(f"{name}: {', '.join(map(str, value)) or 'none' if isinstance(value, list) else value}")
    if said["problems"]:
        raise typer.Exit(1)
