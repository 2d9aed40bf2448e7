"""Commands that look closely at one thing: explain a fact, list an item's versions, show what changed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.asking import open_data_index
from minuteminer.cli.options import DataOption, JsonOption, print_json

if TYPE_CHECKING:
    from minuteminer.answers import IndexedItem
    from minuteminer.corrections.correction import Correction
    from minuteminer.explain import FactAddress

app = typer.Typer()

ItemArgument = Annotated[str, typer.Argument(metavar="ITEM", help="An item's id or key, as `search` shows it.")]


@app.command()
def explain(
    fact: Annotated[str, typer.Argument(metavar="FACT", help="A fact's id, as `show` prints it.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Why a fact was read as it was: the rule, the words it rests on, and the readings that were refused.

    Example: minuteminer explain 20411@1#money-120-124
    """
    from minuteminer.explain import explain as run
    from minuteminer.explain import parse_fact_id
    from minuteminer.export.records import plain

    address = parse_fact_id(fact)
    with open_data_index(data) as index:
        item = index.item(address.item)
    if origin := _origin(item, address, data):
        if as_json:
            print_json({"correction": asdict(origin)})
            return
        print(f"read as   {address.kind}, corrected by hand")
        print(f"because   {origin.remark!r} ({origin.id}, accepted {origin.decided[:10]})")
        for name, value in (origin.change.values if origin.change else {}).items():
            print(f"          {name.replace('_', ' ')}: {value}")
        return
    found = run(item.item.text, address)
    if as_json:
        print_json(plain(found))
        return
    before, after = " ".join(found.before.split()), " ".join(found.after.split())
    print(f"… {before} [{found.value.text}] {after} …\n")
    print(f"read as   {found.kind}")
    for name, value in plain(found.value).items():
        if name not in ("start_char", "end_char", "text", "rule_id", "evidence") and value not in (None, [], False):
            print(f"          {name.replace('_', ' ')}: {value}")
    print(f"by rule   {found.rule_id}" + (f", as in {found.example!r}" if found.example else ""))
    for reads, words in found.words:
        print(f"because   {words!r} tells the {reads}")
    for words, rival in found.rivals:
        print(f"refused   {words!r} as {rival.kind} ({rival.rule_id}): {rival.reason}")


def _origin(item: IndexedItem, address: FactAddress, data: Path | None) -> Correction | None:
    """The correction that made a fact what it is; None if the rules did."""
    from minuteminer.corrections.correction import RULE_PREFIX
    from minuteminer.corrections.folder import load_correction
    from minuteminer.settings import data_paths

    place = (address.kind, address.start_char, address.end_char)
    for fact in item.facts:
        if (fact.kind, fact.start_char, fact.end_char) == place and fact.rule_id.startswith(RULE_PREFIX):
            return load_correction(data_paths(data).corrections, fact.rule_id.removeprefix(RULE_PREFIX))
    return None


@app.command()
def history(item: ItemArgument, data: DataOption = None, as_json: JsonOption = False) -> None:
    """The published versions of an item: when each was seen, in which state, and which is in force.

    Example: minuteminer history 20411
    """
    with open_data_index(data) as index:
        found = index.item(item)
    if as_json:
        print_json({"versions": [asdict(version) for version in found.versions]})
        return
    _print_heading(found)
    for version in found.versions:
        seen = f"{version.fetched_at:%Y-%m-%d %H:%M} UTC" if version.fetched_at else "at an unknown time"
        until = f", until {version.superseded_at}" if version.superseded_at else ", in force"
        print(f"version {version.version}  {version.status:10}  seen {seen}{until}  sha256 {version.sha256[:16]}")


@app.command()
def diff(
    item: ItemArgument,
    old: Annotated[int | None, typer.Option("--from", metavar="VERSION", help="Default: the last but one.")] = None,
    new: Annotated[int | None, typer.Option("--to", metavar="VERSION", help="Default: the last.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """What changed between two versions of an item, in its words and in its facts.

    Example: minuteminer diff 20411
    """
    from minuteminer.changes import changed_facts, changed_words
    from minuteminer.errors import UsageError

    with open_data_index(data) as index:
        current = index.item(item)
        numbers = [version.version for version in current.versions]
        if len(numbers) < 2 and old is None:
            raise UsageError(f"{current.key} has only one version; there is nothing to compare")
        new = new or numbers[-1]
        old = old or new - 1
        if missing := {old, new} - set(numbers):
            raise UsageError(f"{current.key} has no version {min(missing)}; it has {', '.join(map(str, numbers))}")
        before, after = index.item(f"{current.key}@{old}"), index.item(f"{current.key}@{new}")
    words = changed_words(before.item.text, after.item.text)
    facts = changed_facts(before.facts, after.facts)
    if as_json:
        print_json({"words": [asdict(change) for change in words], "facts": [asdict(change) for change in facts]})
        return
    _print_heading(after)
    silent = before.item.status == after.item.status == "final" and before.item.text != after.item.text
    print(f"version {old} ({before.item.status}) → version {new} ({after.item.status})")
    if silent:
        print("silent edit: the minutes were confirmed before and their words changed afterwards")
    for word in words:
        print(f"  … {word.before} [-{word.old}-] {{+{word.new}+}} {word.after} …")
    for fact in facts:
        print(f"  {fact.describe()}")
    if not words and not facts:
        print("  the words are the same")


def _print_heading(found: IndexedItem) -> None:
    print(f"{found.item.number} {found.item.title}".strip())
    print(f"{found.meeting.committee}, {found.meeting.date}  [{found.key}]")
