"""The register of decisions as a file or a text: CSV, JSON Lines, XLSX, DOCX."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from minuteminer.answers import RegisterRow
from minuteminer.errors import UsageError
from minuteminer.index.records import plain_value
from minuteminer.index.sheets import REGISTER_HEAD, register_cells, to_csv, write_table

FORMATS = ("csv", "jsonl", "xlsx", "docx")
_TEXTS = ("csv", "jsonl")


def register_format(format: str | None, output: Path | None) -> str | None:
    """What a register is written as: by the file's ending, else as asked for; None if nothing is to be written.

    Raises UsageError for a format that there is none of, and where ending and format contradict each other.

    >>> register_format(None, Path("r.docx")), register_format("xlsx", Path("register")), register_format(None, None)
    ('docx', 'xlsx', None)
    """
    ending = output.suffix.lower().removeprefix(".") if output else ""
    chosen = ending or format or ("csv" if output else None)
    if chosen is not None and (chosen not in FORMATS or (format and format not in FORMATS)):
        named = format if format and format not in FORMATS else f".{ending}"
        raise UsageError(f"A register can be written as {', '.join(FORMATS)}; not as {named}.")
    if format and chosen != format:
        raise UsageError(f"-o {output} says {ending} and --format says {format}; leave one of them out.")
    if output is None and chosen and chosen not in _TEXTS:
        raise UsageError(f"A register as {chosen} is a file; name it with -o FILE.")
    return chosen


def register_text(rows: Sequence[RegisterRow], format: str, *, excel: bool = False) -> str:
    """The register as CSV, or as JSON Lines with an object for each clause."""
    if format == "jsonl":
        lines = (json.dumps({"schema_version": 1, **plain_value(row)}, ensure_ascii=False) for row in rows)
        return "".join(f"{line}\n" for line in lines)
    return to_csv(REGISTER_HEAD, register_cells(rows), excel=excel)


def write_register(
    path: Path, rows: Sequence[RegisterRow], format: str, *, title: str = "Register of decisions", excel: bool = False
) -> None:
    """Write the register to a file in one of `FORMATS`."""
    if format == "jsonl":
        path.write_text(register_text(rows, format), encoding="utf-8", newline="")
    else:
        write_table(path, title, REGISTER_HEAD, register_cells(rows), format=format, excel=excel)
