"""Commands that draw on many hits: register, precedents, trail and sum."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from minuteminer.cli.asking import LimitOption, open_data_index
from minuteminer.cli.options import DataOption, JsonOption, message, print_json
from minuteminer.cli.printing import print_text
from minuteminer.cli.query_command import QueryCommand

app = typer.Typer(rich_markup_mode=None)
PanelOption = Annotated[str | None, typer.Option("--panel", help="Words of the panel's or committee's name.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day, month or year.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day.")]
ExcelOption = Annotated[bool, typer.Option("--excel", help="Write a .csv so that Excel reads it as it is.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file, by its ending.")]


@app.command()
def register(
    query: Annotated[str | None, typer.Argument(help="Narrows the resolutions, as for search.")] = None,
    panel: PanelOption = None,
    start: FromOption = None,
    end: ToOption = None,
    format: Annotated[
        str | None, typer.Option("--format", help="csv, jsonl, xlsx or docx; by the ending of -o, if it has one.")
    ] = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List decisions clause by clause, with room for owner, due date and status.

    -o FILE writes .csv, .jsonl, .xlsx or .docx; --format csv or jsonl without -o prints.

    Example: minuteminer register --panel kent --from 2015 --to 2017 -o register.xlsx
    """
    from minuteminer.index.listed import register_as_text
    from minuteminer.index.records import plain_value
    from minuteminer.index.register_files import register_format, register_text, write_register

    chosen = register_format(format, output)
    first, last = _days(start, end)
    with open_data_index(data) as index:
        rows = index.register(panel=panel, start=first, end=last, query=query)
    if output and chosen:
        title = f"Register of decisions{f': {panel}' if panel else ''}"
        write_register(output, rows, chosen, title=title, excel=excel)
        message(f"{len(rows)} clauses written to {output}")
    elif chosen:
        print(register_text(rows, chosen, excel=excel), end="")
    elif as_json:
        print_json({"schema_version": 1, "rows": plain_value(rows)})
    else:
        print_text(register_as_text(rows))


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
    from minuteminer.index.listed import precedents_as_text
    from minuteminer.index.records import plain_value

    with open_data_index(data) as index:
        found = index.precedents(text, limit=limit)
    if as_json:
        print_json({"schema_version": 1, "query": text, "precedents": plain_value(found)})
        return
    print_text(precedents_as_text(found, text))


@app.command()
def trail(
    thing: Annotated[str, typer.Argument(help="What to follow: officer strength, precept, overtime …")],
    panel: PanelOption = None,
    start: FromOption = None,
    end: ToOption = None,
    output: OutputOption = None,
    excel: ExcelOption = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow one thing over time: every value with its paragraph.

    -o FILE writes .csv, .xlsx, .docx, .svg or .png.

    Example: minuteminer trail 'officer strength' --panel kent -o strength.svg
    """
    from minuteminer.index.listed import trail_as_dict, trail_as_text
    from minuteminer.index.sheets import TRAIL_HEAD, trail_cells, write_table
    from minuteminer.index.trail_picture import trail_png, trail_svg

    first, last = _days(start, end)
    with open_data_index(data) as index:
        found = index.trail(thing, panel=panel, start=first, end=last)
    points = found.points
    title = f"{thing}{f', {panel}' if panel else ''}"
    if output and output.suffix.lower() == ".svg":
        output.write_text(trail_svg(points, title), encoding="utf-8")
    elif output and output.suffix.lower() == ".png":
        output.write_bytes(trail_png(points, title))
    elif output:
        write_table(output, title, TRAIL_HEAD, trail_cells(points), excel=excel)
    elif as_json:
        print_json({"schema_version": 1, "query": thing, **trail_as_dict(found)})
    else:
        print_text(trail_as_text(found, thing))
    if output:
        message(f"{len(points)} values written to {output}")


@app.command(name="sum", cls=QueryCommand)
def add_up(
    query: Annotated[str, typer.Argument(help="As for search, for example: role:budget fy:2016/17")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add the money that a query finds, each figure once; says what was refused and why.

    Example: minuteminer sum 'role:overtime fy:2016/17'
    """
    from minuteminer.index.listed import sum_as_text
    from minuteminer.index.records import plain_value

    with open_data_index(data) as index:
        found = index.sum(query)
    if as_json:
        print_json({"schema_version": 1, "query": query, **plain_value(found)})
        return
    print_text(sum_as_text(found))


def _days(start: str | None, end: str | None) -> tuple[datetime.date | None, datetime.date | None]:
    from minuteminer.index.values import parse_day

    return parse_day(start, 0)[0] if start else None, parse_day(end, 0)[1] if end else None
