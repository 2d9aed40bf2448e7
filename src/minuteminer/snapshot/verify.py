"""Check a snapshot: digests of files, cells against their schemas, ids, and words against their offsets.

A file is read as a stream; ids alone are kept in memory. The tables come in the order of the items, so that a fact's
words are compared while its item is at hand.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minuteminer.findings import SCHEMA_VERSION
from minuteminer.snapshot.parcel import DESCRIPTOR, SUMS, Parcel, digest, digest_contents, open_parcel

# So many problems of one table are enough to know.
_MOST = 20
_OFFSETS = ("text", "start_char", "end_char", "item_id")
Record = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the check found: `problems` is empty where all is well; `digest` is that of the contents as stated."""

    name: str
    digest: str
    files: int
    rows: int
    facts: int
    problems: tuple[str, ...]


def verify_snapshot(path: Path) -> Verified:
    """Check the snapshot in a folder or ZIP file; what is wrong is in `problems`.

    Raises UsageError for what is neither a folder nor a ZIP file.
    """
    with open_parcel(path) as parcel:
        descriptor, problems = _descriptor(parcel)
        if descriptor is None:
            return Verified(name=path.name, digest="", files=0, rows=0, facts=0, problems=tuple(problems))
        problems += _wrong_files(parcel, descriptor)
        tables = [one for one in descriptor["resources"] if one.get("profile") == "tabular-data-resource"]
        rows = facts = 0
        if not problems:
            with _long_cells():
                ids: dict[str, set[str]] = {}
                for table in tables:
                    rows += _check_cells(parcel, table, ids, problems)
                # Ids and offsets mean something only where cells are what they should be.
                for table in tables if not problems else ():
                    _check_keys(parcel, table, ids, problems)
                    facts += _check_words(parcel, table, tables, problems)
        return Verified(
            name=str(descriptor.get("name")), digest=str(descriptor.get("id", "")).removeprefix("sha256:"),
            files=len(parcel.names()), rows=rows, facts=facts, problems=tuple(problems),
        )  # fmt: skip


def _descriptor(parcel: Parcel) -> tuple[Any, list[str]]:
    if DESCRIPTOR not in parcel.names():
        return None, [f"{DESCRIPTOR}: expected the description of the package, got: no such file"]
    with parcel.open(DESCRIPTOR) as file:
        try:
            descriptor = json.load(file)
        except (ValueError, RecursionError) as error:
            return None, [f"{DESCRIPTOR}: expected JSON, got: {error}"]
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        return None, [f"{DESCRIPTOR}: expected a Data Package with resources, got none"]
    if not all(map(_is_resource, descriptor["resources"])):
        return None, [f"{DESCRIPTOR}: expected a path for every resource, and fields for every table"]
    if descriptor.get("schema_version") != SCHEMA_VERSION:
        said = descriptor.get("schema_version")
        return None, [f"{DESCRIPTOR}: expected schema_version {SCHEMA_VERSION}, got {said}; another version made it"]
    return descriptor, []


def _is_resource(one: Any) -> bool:
    """Whether a resource has what the checks need: a path, and of a table its name and the types of its fields."""
    if not isinstance(one, dict) or not isinstance(one.get("path"), str):
        return False
    if one.get("profile") != "tabular-data-resource":
        return True
    try:
        return isinstance(one["name"], str) and all(
            isinstance(field["name"], str) and isinstance(field["type"], str) for field in one["schema"]["fields"]
        )
    except (KeyError, TypeError):
        return False


def _wrong_files(parcel: Parcel, descriptor: Any) -> list[str]:
    """Files that are missing, strange or changed, by the descriptor and by the list of digests."""
    stated = {one["path"]: str(one.get("hash", "")).removeprefix("sha256:") for one in descriptor["resources"]}
    names = set(parcel.names())
    problems = [f"{name}: listed in {DESCRIPTOR} and not there" for name in sorted(set(stated) - names)]
    problems += [f"{name}: not listed in {DESCRIPTOR}" for name in sorted(names - set(stated) - {DESCRIPTOR, SUMS})]
    summed: dict[str, str] = {}
    if SUMS in names:
        with parcel.open(SUMS) as file:
            lines = file.read().decode("utf-8", errors="replace").splitlines()
        summed = {name: said for said, _, name in (line.partition("  ") for line in lines)}
    else:
        problems.append(f"{SUMS}: expected the list of digests, got: no such file")
    for name in sorted(names - {SUMS}):
        try:
            with parcel.open(name) as file:
                found = digest(file)
        except (OSError, zipfile.BadZipFile, zlib.error) as error:
            problems.append(f"{name}: expected a file that can be read, got: {error}")
            continue
        for place, said in ((DESCRIPTOR, stated.get(name)), (SUMS, summed.get(name))):
            if said is not None and said != found:
                problems.append(f"{name}: expected sha256 {said[:16]}… ({place}), got {found[:16]}…: it was changed")
    if descriptor.get("id") != f"sha256:{digest_contents(stated)}":
        problems.append(f"{DESCRIPTOR}: its id is not the digest of the tables that it lists")
    return problems


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let cells of CSV be as long as an item's text."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _records(parcel: Parcel, table: Any) -> Iterator[Record]:
    with parcel.open(table["path"]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""), restkey="")


_READERS: dict[str, Callable[[str], object]] = {
    "integer": int, "number": float, "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat, "boolean": {"true": True, "false": False}.__getitem__,
}  # fmt: skip


def _check_cells(parcel: Parcel, table: Any, ids: dict[str, set[str]], problems: list[str]) -> int:
    """Compare head, cells and number of rows with the schema; collect the ids."""
    fields = table["schema"]["fields"]
    checks = [(one["name"], _READERS.get(one["type"]), one.get("constraints", {})) for one in fields]
    names = {name for name, _, _ in checks}
    seen = ids.setdefault(table["name"], set())
    found = _Problems(table["path"], problems)
    count = 0
    try:
        for count, record in enumerate(_records(parcel, table), 1):
            # A row that is too short has None in the last columns, one that is too long a column "".
            if record.keys() != names or None in record.values():
                found.add(count, f"expected the columns {', '.join(sorted(names))}, got others")
                break
            for name, read, constraints in checks:
                if wrong := _wrong_cell(record[name], read, constraints):
                    found.add(count, f"{name}: {wrong}")
            if "id" in names:
                if record["id"] in seen:
                    found.add(count, f"id {record['id']} stands in an earlier row too")
                seen.add(record["id"])
    except (UnicodeDecodeError, csv.Error) as error:
        found.add(count + 1, f"expected CSV in UTF-8, got: {error}")
    if count != table.get("rows", count):
        problems.append(f"{table['path']}: expected {table['rows']} rows, got {count}")
    return count


def _wrong_cell(cell: str, read: Callable[[str], object] | None, constraints: Any) -> str:
    if cell == "":
        return "expected a value, got none" if constraints.get("required") else ""
    if "enum" in constraints and cell not in constraints["enum"]:
        return f"expected one of {', '.join(constraints['enum'])}, got {cell!r}"
    try:
        if read is not None:
            read(cell)
    except (ValueError, KeyError):
        return f"expected a value of its type, got {cell[:40]!r}"
    return ""


class _Problems:
    """The problems of one file: the first of them in words."""

    def __init__(self, path: str, problems: list[str]) -> None:
        self._path, self._problems, self._count = path, problems, 0

    def add(self, row: int, words: str) -> None:
        """Note a problem of a row (from 1, without the head)."""
        self._count += 1
        if self._count <= _MOST:
            self._problems.append(f"{self._path}, row {row}: {words}")
        elif self._count == _MOST + 1:
            self._problems.append(f"{self._path}: more of them")


def _check_keys(parcel: Parcel, table: Any, ids: dict[str, set[str]], problems: list[str]) -> None:
    """Whether every id that names a row of another table finds one."""
    keys = [(one["fields"][0], one["reference"]["resource"]) for one in table["schema"].get("foreignKeys", ())]
    if not keys:
        return
    found = _Problems(table["path"], problems)
    for number, record in enumerate(_records(parcel, table), 1):
        for name, other in keys:
            if record[name] and record[name] not in ids.get(other, ()):
                found.add(number, f"{name} {record[name]} is no id of {other}")


def _check_words(parcel: Parcel, table: Any, tables: list[Any], problems: list[str]) -> int:
    """Whether the words of each row stand at their offsets in the text of the row's item; how many were compared."""
    names = {one["name"] for one in table["schema"]["fields"]}
    items = next((one for one in tables if one["name"] == "items"), None)
    if items is None or not names.issuperset(_OFFSETS):
        return 0
    found = _Problems(table["path"], problems)
    texts = _records(parcel, items)
    item: Record = {"id": "", "text": ""}
    count = 0
    for count, record in enumerate(_records(parcel, table), 1):
        while item["id"] != record["item_id"]:
            following = next(texts, None)
            if following is None:
                found.add(count, f"item {record['item_id']} does not come in the order of {items['path']}")
                return count
            item = following
        start, end = int(record["start_char"]), int(record["end_char"])
        if item["text"][start:end] != record["text"]:
            found.add(count, f"expected {record['text'][:40]!r} at {start} to {end} of item {item['id']}")
    return count
