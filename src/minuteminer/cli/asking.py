"""Commands that ask the index: search, show, cite, facets, register, precedents, trail, sum; and migrate."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.options import DataOption, JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.index import Index

app = typer.Typer(rich_markup_mode=None)
PanelOption = Annotated[str | None, typer.Option("--panel", help="Words of the panel's or committee's name.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day, month or year.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, by its ending.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many to show.")]


def open_data_index(data: Path | None) -> Index:
    """The index of a data directory, to be read."""
    from minuteminer.index import open_index
    from minuteminer.settings import data_paths

    return open_index(data_paths(data).index, read_only=True)


@app.command()
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
    _print_text(results_as_text(results, explain=explain))


@app.command()
def show(
    item: Annotated[str, typer.Argument(help="An item's id or key, as search shows it; 20894@2 for its version 2.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print an agenda item with its facts marked.

    Example: minuteminer show 20894
    """
    from minuteminer.index.shown import item_as_dict, item_as_text

    with open_data_index(data) as index:
        found = index.item(item)
    if as_json:
        print_json(item_as_dict(found))
    else:
        _print_text(item_as_text(found))


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


@app.command()
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
    for facet in found:
        if facet.counted_among:
            message(f"{facet.name}: counted among the newest {facet.counted_among:,} matches")
        rows = [[str(count), value, facet_condition(facet.name, value)] for value, count in facet.values]
        _print_table(facet.name, ["count", facet.name, "narrows to"], rows)


@app.command()
def register(
    query: Annotated[str | None, typer.Argument(help="Narrows the resolutions, as for search.")] = None,
    panel: PanelOption = None,
    start: FromOption = None,
    end: ToOption = None,
    output: OutputOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List decisions clause by clause, with room for owner, due date and status.

    -o FILE writes .csv, .xlsx or .docx.

    Example: minuteminer register --panel kent --from 2015 --to 2017 -o register.xlsx
    """
    from minuteminer.index.records import plain_value
    from minuteminer.index.sheets import REGISTER_HEAD, register_cells, write_table

    first, last = _days(start, end)
    with open_data_index(data) as index:
        rows = index.register(panel=panel, start=first, end=last, query=query)
    if output:
        write_table(
            output, f"Register of decisions{f': {panel}' if panel else ''}", REGISTER_HEAD, register_cells(rows)
        )
        message(f"{len(rows)} clauses written to {output}")
    elif as_json:
        print_json({"schema_version": 1, "rows": plain_value(rows)})
    else:
        shown = [[c[0], c[1], f"{c[3]} {c[4]}", c[5], c[7], c[8], c[11], c[12]] for c in register_cells(rows)]
        _print_table(
            "Register of decisions", ["No", "Date", "Item", "Par.", "Verbs", "Clause", "Vote", "Source"], shown
        )


@app.command()
def precedents(
    text: Annotated[str, typer.Argument(metavar="TEXT_OR_ITEM", help="Words of a proposal, or an item's id.")],
    limit: LimitOption = 10,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find earlier resolutions like a text or an item, likest first, with the reasons.

    Example: minuteminer precedents 'approve the use of reserves for overtime'
    """
    from minuteminer.index.records import plain_value

    with open_data_index(data) as index:
        found = index.precedents(text, limit=limit)
    if as_json:
        print_json({"schema_version": 1, "query": text, "precedents": plain_value(found)})
        return
    rows = [
        [f"{one.likeness:.2f}", _day(one.date), f"{one.title} [{one.item}]", one.text[:300], "; ".join(one.reasons)]
        for one in found
    ]
    _print_table(f"Precedents: {len(found)}", ["likeness", "date", "item", "resolution", "reasons"], rows)


@app.command()
def trail(
    thing: Annotated[str, typer.Argument(help="What to follow: officer strength, precept, overtime …")],
    panel: PanelOption = None,
    start: FromOption = None,
    end: ToOption = None,
    output: OutputOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow one thing over time: every value with its paragraph.

    -o FILE writes .csv, .xlsx, .docx, .svg or .png.

    Example: minuteminer trail 'officer strength' --panel kent -o strength.svg
    """
    from minuteminer.index.records import plain_value
    from minuteminer.index.sheets import TRAIL_HEAD, trail_cells, write_table
    from minuteminer.index.trail import trail_png, trail_svg

    first, last = _days(start, end)
    with open_data_index(data) as index:
        points = index.trail(thing, panel=panel, start=first, end=last)
    title = f"{thing}{f', {panel}' if panel else ''}"
    if output and output.suffix.lower() == ".svg":
        output.write_text(trail_svg(points, title), encoding="utf-8")
    elif output and output.suffix.lower() == ".png":
        output.write_bytes(trail_png(points, title))
    elif output:
        write_table(output, title, TRAIL_HEAD, trail_cells(points))
    elif as_json:
        print_json({"schema_version": 1, "query": thing, "points": plain_value(points)})
    else:
        rows = [
            [_day(p.date), p.text, p.role or p.measure, f"{p.title} {p.label or ''}", p.passage[:200]] for p in points
        ]
        _print_table(title, ["date", "value", "of", "item, paragraph", "passage"], rows)
    if output:
        message(f"{len(points)} values written to {output}")


@app.command(name="sum")
def add_up(
    query: Annotated[str, typer.Argument(help="As for search, for example: role:budget fy:2016/17")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add the money that a query finds, each figure once; says what was refused and why.

    Example: minuteminer sum 'role:overtime fy:2016/17'
    """
    from minuteminer.index.records import plain_value

    with open_data_index(data) as index:
        found = index.sum(query)
    if as_json:
        print_json({"schema_version": 1, "query": query, **plain_value(found)})
        return
    low, high = (f"£{pence / 100:,.2f}" for pence in (found.low_pence, found.high_pence))
    print(f"Sum of {len(found.added)} figures ({found.echo}): {low if low == high else f'{low} to {high}'}")
    for title, ones in (("Added", found.added), ("Refused", found.refused)):
        rows = [[one.text, _day(one.date), f"{one.title} {one.label or ''}", one.reason, one.url] for one in ones]
        _print_table(f"{title}: {len(ones)}", ["figure", "date", "item, paragraph", "reason", "source"], rows)


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


def _days(start: str | None, end: str | None) -> tuple[datetime.date | None, datetime.date | None]:
    from minuteminer.index.values import parse_day

    return parse_day(start, 0)[0] if start else None, parse_day(end, 0)[1] if end else None


def _day(date: datetime.date | None) -> str:
    return date.isoformat() if date else "undated"


def _print_table(title: str, head: list[str], rows: list[list[str]]) -> None:
    """Print a table as wide as the terminal; nothing in a cell is taken for a style."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*head, title=title, title_justify="left")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def _print_text(lines: list[tuple[str, str]]) -> None:
    """Print lines of pieces (text, style); styles only where a terminal reads them."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    text = Text()
    for piece, style in lines:
        text.append(piece, style=style or None)
    console.print(text, end="")
