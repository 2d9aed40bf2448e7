"""The folder of corrections: one JSON file each, written whole or not at all."""

from __future__ import annotations

import datetime
import json
import re
import secrets
from dataclasses import replace
from pathlib import Path

from minuteminer.answers import IndexedItem
from minuteminer.corrections.anchor import Place, find_quote
from minuteminer.corrections.correction import (
    MAX_QUOTE_CHARS,
    MAX_READER_CHARS,
    MAX_REMARK_CHARS,
    RULE_PREFIX,
    SURROUNDINGS_CHARS,
    Change,
    Correction,
    Status,
    as_annotation,
    clean_words,
    from_annotation,
)
from minuteminer.errors import MinuteMinerError, NothingFoundError, UsageError

# A form that anyone may send must not fill a disk: a person reads these one by one.
MAX_OPEN = 1_000
_ID = re.compile(r"\d{8}-[0-9a-f]{10}")


def propose_correction(
    folder: Path, found: IndexedItem, *, quote: str, remark: str, reader: str = "", fact_id: str = ""
) -> Correction:
    """Store what a reader says is wrong in an item; returns it with its id.

    Raises UsageError if the quoted words are not in the item, if nothing is said, or if too many wait already.
    """
    quote = clean_words(quote, MAX_QUOTE_CHARS, "quotation")
    remark = clean_words(remark, MAX_REMARK_CHARS, "remark")
    if not quote or not remark:
        raise UsageError("Quote the words that are read wrongly, and say what is wrong with them.")
    place = find_quote(found.item.text, quote)
    if place is None:
        raise UsageError("These words are not in the item. Copy them from its text, a sentence or less.")
    if sum(one.status == "open" for one in load_corrections(folder)) >= MAX_OPEN:
        raise UsageError("Too many corrections wait to be read; please send yours later.")
    now = datetime.datetime.now(datetime.UTC)
    correction = Correction(
        id=f"{now:%Y%m%d}-{secrets.token_hex(5)}",
        item=found.key,
        version=found.item.version,
        url=found.item.url,
        quote=found.item.text[place.start_char : place.end_char],
        prefix=found.item.text[max(0, place.start_char - SURROUNDINGS_CHARS) : place.start_char],
        suffix=found.item.text[place.end_char : place.end_char + SURROUNDINGS_CHARS],
        remark=remark,
        created=now.isoformat(timespec="seconds"),
        reader=clean_words(reader, MAX_READER_CHARS, "name"),
        fact_id=clean_words(fact_id, MAX_QUOTE_CHARS, "fact"),
    )
    _write(folder, correction)
    return correction


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """All corrections, oldest first; raises MinuteMinerError naming a file that cannot be read."""
    found = []
    for path in folder.glob("*.json"):
        try:
            found.append(from_annotation(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise MinuteMinerError(
                f"{path}: expected a correction as a Web Annotation, got {error!r}; mend the file or move it away"
            ) from error
    return tuple(sorted(found, key=lambda one: (one.created, one.id)))


def load_correction(folder: Path, identifier: str) -> Correction:
    """One correction; raises NothingFoundError if there is none of that id."""
    for correction in load_corrections(folder):
        if correction.id == identifier:
            return correction
    raise NothingFoundError(f"There is no correction {identifier!r}; `minuteminer corrections list` shows their ids.")


def find_remark(folder: Path, rule_id: str) -> str:
    """What the reader said whose correction made a fact, by the fact's rule; "" if no correction did."""
    if not rule_id.startswith(RULE_PREFIX):
        return ""
    try:
        return load_correction(folder, rule_id.removeprefix(RULE_PREFIX)).remark
    except NothingFoundError:
        return "the correction itself is no longer kept"


def accept_correction(folder: Path, identifier: str, change: Change) -> Correction:
    """Store that a correction is accepted and what it does; raises UsageError if its words are not the quoted ones."""
    correction = load_correction(folder, identifier)
    if change.words not in correction.quote:
        raise UsageError(f"The words {change.words!r} are not among the quoted ones: {correction.quote!r}")
    return _decide(folder, correction, "accepted", "", change)


def refuse_correction(folder: Path, identifier: str, reason: str) -> Correction:
    """Store that a correction is refused, and why."""
    return _decide(folder, load_correction(folder, identifier), "refused", reason, None)


def _decide(folder: Path, correction: Correction, status: Status, reason: str, change: Change | None) -> Correction:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    decided = replace(correction, status=status, reason=reason, change=change, decided=now)
    _write(folder, decided)
    return decided


def _write(folder: Path, correction: Correction) -> None:
    if not _ID.fullmatch(correction.id):
        raise UsageError(f"{correction.id!r} is no id of a correction")
    path = folder / f"{correction.id}.json"
    aside = folder / f"{correction.id}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(as_annotation(correction), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise MinuteMinerError(f"{path}: the correction could not be stored: {error}") from error


def quoted_place(text: str, correction: Correction) -> Place | None:
    """Where the quoted words stand in a text now; None if they are gone."""
    return find_quote(text, correction.quote, prefix=correction.prefix, suffix=correction.suffix)
