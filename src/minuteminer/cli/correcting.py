"""Commands for what readers say is wrong: list, show, accept, refuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minuteminer.cli.asking import open_data_index
from minuteminer.cli.options import DataOption, JsonOption, message, print_json

if TYPE_CHECKING:
    from minuteminer.corrections.correction import Correction

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="A correction's id, as `list` shows it.")]


@app.command(name="list")
def list_corrections(
    status: Annotated[str | None, typer.Option(help="Only open, accepted or refused ones.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List corrections, and say which accepted ones do nothing any more, and why.

    Example: minuteminer corrections list --status open
    """
    from minuteminer.corrections.conflicts import find_conflicts
    from minuteminer.corrections.correction import as_annotation
    from minuteminer.corrections.folder import load_corrections

    folder = _folder(data)
    found = [one for one in load_corrections(folder) if status in (None, one.status)]
    accepted = any(one.status == "accepted" for one in found)
    conflicts = {}
    if accepted:
        with open_data_index(data) as index:
            conflicts = {one.correction.id: one.reason for one in find_conflicts(index, found)}
    if as_json:
        told = [as_annotation(one) | {"minuteminer:conflict": conflicts.get(one.id)} for one in found]
        print_json({"corrections": told})
        return
    for one in found:
        print(f"{one.id}  {one.status:8}  {one.item}  “{_short(one.quote)}”: {_short(one.remark)}")
        if one.id in conflicts:
            print(f"    does nothing: {conflicts[one.id]}")
    if not found:
        message(f"No {status + ' ' if status else ''}corrections in {folder}.")


@app.command()
def propose(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="An item's id or key, as `search` shows it.")],
    quote: Annotated[str, typer.Option(help="The words that are read wrongly, as they stand in the item.")],
    remark: Annotated[str, typer.Option(help="What is wrong with the reading.")],
    reader: Annotated[str, typer.Option("--from", help="Who says so.")] = "",
    data: DataOption = None,
) -> None:
    """Say what is read wrongly, as a reader does on the item's page.

    Example: minuteminer corrections propose 20411 --quote '24 of the 37' --remark 'These are vacancies.'
    """
    from minuteminer.corrections.folder import propose_correction

    with open_data_index(data) as index:
        found = index.item(item)
    print(propose_correction(_folder(data), found, quote=quote, remark=remark, reader=reader).id)


@app.command()
def show(identifier: IdArgument, data: DataOption = None) -> None:
    """Show one correction with what is read in its words now.

    Example: minuteminer corrections show 20261122-0a1b2c3d4e
    """
    from minuteminer.corrections.folder import load_correction, quoted_place

    correction = load_correction(_folder(data), identifier)
    _print(correction)
    with open_data_index(data) as index:
        found = index.item(correction.item)
    place = quoted_place(found.item.text, correction)
    if place is None:
        print("\nThese words are no longer in the item.")
        return
    print("\nread in these words now:")
    for fact in found.facts:
        if fact.start_char < place.end_char and place.start_char < fact.end_char:
            print(f"  {fact.kind:10} {fact.text!r}  by {fact.rule_id}  {fact.id}")


@app.command()
def accept(
    identifier: IdArgument,
    kind: Annotated[str, typer.Option(help="money, percent, headcount, vote, resolution or note.")],
    words: Annotated[str | None, typer.Option(help="The words of the reading; default: all that were quoted.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Repeatable.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="The reading goes.")] = False,
    add: Annotated[bool, typer.Option("--add", help="A reading that was missed.")] = False,
    data: DataOption = None,
) -> None:
    """Accept a correction and say what it changes; `index` puts it in force, now and after every new reading.

    Example: minuteminer corrections accept ID --kind headcount --words '24 of the 37' --set measure=vacancy
    """
    from minuteminer.corrections.correction import make_change
    from minuteminer.corrections.folder import accept_correction, load_correction
    from minuteminer.errors import UsageError

    if remove and add:
        raise UsageError("--remove and --add exclude one another")
    quote = load_correction(_folder(data), identifier).quote
    action = "remove" if remove else "add" if add else "change"
    change = make_change(action, kind, words or quote, settings or [])
    _print(accept_correction(_folder(data), identifier, change))
    message("Accepted. `minuteminer index` puts it in force.")


@app.command()
def refuse(
    identifier: IdArgument,
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
    data: DataOption = None,
) -> None:
    """Refuse a correction, also one that was accepted before.

    Example: minuteminer corrections refuse ID --reason 'The minutes do say 24.'
    """
    from minuteminer.corrections.folder import refuse_correction

    _print(refuse_correction(_folder(data), identifier, reason))


@app.command()
def gold(data: DataOption = None) -> None:
    """Print the items of accepted corrections as gold passages: what the program read, corrected.

    Someone should read them through before they join corpus/gold/: a correction speaks of one sentence only.

    Example: minuteminer corrections gold > corrected.jsonl
    """
    import json

    from minuteminer.corrections.conflicts import corrected_documents
    from minuteminer.corrections.folder import load_corrections
    from minuteminer.export.gold import gold_record

    with open_data_index(data) as index:
        for document in corrected_documents(index, load_corrections(_folder(data))):
            print(json.dumps(gold_record(document) | {"url": document.source}, ensure_ascii=False))


def _folder(data: Path | None) -> Path:
    from minuteminer.settings import data_paths

    return data_paths(data).corrections


def _print(correction: Correction) -> None:
    print(f"{correction.id}  {correction.status}")
    print(f"item     {correction.item}, version {correction.version}  {correction.url}")
    print(f"quoted   “{correction.quote}”")
    print(f"says     {correction.remark}" + (f"  ({correction.reader})" if correction.reader else ""))
    if change := correction.change:
        values = ", ".join(f"{name} {value!r}" for name, value in change.values.items())
        print(f"does     {change.action} {change.kind} {change.words!r}" + (f": {values}" if values else ""))
    if correction.reason:
        print(f"because  {correction.reason}")


def _short(text: str, limit: int = 70) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
