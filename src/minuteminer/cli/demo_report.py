"""What the demonstration tells: a table of what was collected and found, three searches, and how to go on."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from minuteminer.answers import MARK_END, MARK_START, Hit
from minuteminer.demo import DemoResult
from minuteminer.index.records import plain_value
from minuteminer.index.shown import results_as_dict
from minuteminer.index.value_words import figure_in_words

_PLURALS = {
    "money": "sums of money",
    "percent": "percentages",
    "headcount": "counts of officers and staff",
    "resolution": "resolutions",
    "vote": "votes",
    "note": "post meeting notes",
}


def demo_as_dict(result: DemoResult) -> dict[str, Any]:
    """The demonstration as JSON-able values: where its data is, what was done and found, and its searches."""
    stats = plain_value(result.stats)
    assert isinstance(stats, dict)
    return {
        "data": str(result.paths.root),
        "collected": [asdict(report) for report in result.collected],
        "steps": [asdict(report) for report in result.steps],
        "stats": stats | {"facts_by_kind": dict(result.stats.facts_by_kind)},
        "searches": [results_as_dict(results) for results in result.searches],
    }


def print_demo(result: DemoResult) -> None:
    """Print what was done, what was found, and the next commands."""
    console = Console(highlight=False)
    console.print("The sample is invented: its panel, its people and its figures exist nowhere else.\n", style="dim")
    console.print(_table(result))
    for results in result.searches:
        console.print(Text.assemble("\n", ("minuteminer search ", "dim"), (shlex.quote(results.query.text), "bold")))
        shown = f", the first {len(results.hits)} of them" if results.total > len(results.hits) else ""
        console.print(f"  {results.echo}: {results.total} found{shown}", style="dim")
        for hit in results.hits:
            console.print(Padding(_hit(hit), (0, 0, 0, 4)))
    # Commands are to be copied: a line of them is not broken.
    console.print(_next_steps(result), soft_wrap=True)


def _table(result: DemoResult) -> Table:
    stats = result.stats
    table = Table(title="Collected and found", show_header=False, title_justify="left")
    table.add_column("what")
    table.add_column("how many", justify="right")
    pages = sum(report.pages_new + report.pages_changed for report in result.collected)
    same = sum(report.pages_unchanged + report.pages_not_due for report in result.collected)
    table.add_row("pages fetched and kept", f"{pages:,}")
    table.add_row("pages as they were before", f"{same:,}")
    table.add_row(f"meetings, {stats.from_date} to {stats.to_date}", f"{stats.meetings:,}")
    table.add_row("agenda items", f"{stats.items:,}")
    table.add_row("paragraphs", f"{stats.paragraphs:,}")
    table.add_section()
    for kind, count in stats.facts_by_kind:
        table.add_row(_PLURALS.get(kind, kind), f"{count:,}")
    return table


def _command() -> str:
    """How this very program is called: by its name where that is on the PATH, else by its place."""
    if shutil.which("minuteminer") or not sys.argv[0]:
        return "minuteminer"
    if sys.argv[0].endswith("__main__.py"):
        return "python -m minuteminer"
    return shlex.quote(os.path.relpath(sys.argv[0]))


def _hit(hit: Hit) -> Text:
    place = f"{hit.date}  {hit.number} {hit.title}" + (f", paragraph {hit.label}" if hit.label else "")
    text = Text(f"{place}\n")
    for number, part in enumerate(" ".join(hit.snippet.split()).split(MARK_START)):
        marked, _, rest = part.partition(MARK_END) if number else ("", "", part)
        text.append(marked, "bold yellow")
        text.append(rest)
    if hit.figures:
        text.append("\nfigures: " + ", ".join(figure_in_words(figure) for figure in hit.figures), "cyan")
    text.append(f"\n{hit.url}", "dim")
    return text


def _next_steps(result: DemoResult) -> Text:
    item = next((hit.item for results in result.searches for hit in results.hits), "ITEM")
    data = shlex.quote(str(result.paths.root))
    command = _command()
    lines = [
        ("another search", f"{command} search 'overtime amount:>1m' --data {data}"),
        ("a whole item with its facts marked", f"{command} show {item} --data {data}"),
        ("a citation to paste", f"{command} cite {item} --data {data}"),
        ("the sample site in your browser", f"{command} sample-site"),
        ("the real Kent and Medway panel", f"{command} collect kent --contact you@example.org"),
    ]
    text = Text("\nGo on with\n", style="bold")
    for what, words in lines:
        text.append(f"  {what:36}", "not bold")
        text.append(f"{words}\n", "not bold cyan")
    return text
