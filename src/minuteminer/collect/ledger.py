"""The ledger of an archive: one row for every fetch, in a SQLite file to which rows are only added."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

from minuteminer.errors import ArchiveError
from minuteminer.models import PageKind

SCHEMA_VERSION = 1
BUSY_TIMEOUT_S = 10.0
APPLICATION_ID = 0x4D4D4152  # "MMAR"

Outcome = Literal["ok", "unchanged", "suspect", "failed", "blocked", "gone", "refused"]
COLUMNS = (
    "sequence, run_id, canonical_url, url, final_url, kind, site, committee_id, fetched_at, status, content_type, "
    "headers, sha256, fingerprint, outcome, reason"
)
NOT_WITHDRAWN = "canonical_url NOT IN (SELECT canonical_url FROM withdrawal)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One row of the ledger. `sha256` is None where no body was kept."""

    sequence: int
    run_id: int | None
    canonical_url: str
    url: str
    final_url: str
    kind: PageKind
    site: str
    committee_id: str | None
    fetched_at: datetime
    status: int
    content_type: str
    headers: tuple[tuple[str, str], ...]
    sha256: str | None
    fingerprint: str | None
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveProblem:
    """A body that the ledger names and that is missing or damaged, or a damaged ledger (sha256 "")."""

    sha256: str
    urls: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What withdrawing a page removed."""

    canonical_url: str
    withdrawn_at: datetime
    reason: str
    sha256s: tuple[str, ...]


def open_ledger(folder: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection to the ledger in `folder`, made if it is not there and may be written.

    Raises ArchiveError for one that another program or a newer MinuteMiner wrote, sqlite3.Error for damage.
    """
    ledger = folder / "ledger.sqlite"
    mode = "rwc"
    if read_only:
        # A ledger on read-only media, closed properly, can only be read if SQLite need not make files beside it.
        settled = not ledger.with_name("ledger.sqlite-wal").exists() and not os.access(folder, os.W_OK)
        mode = "ro&immutable=1" if settled else "ro"
    address = f"{ledger.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        _prepare_ledger(connection, ledger, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare_ledger(connection: sqlite3.Connection, ledger: Path, *, read_only: bool) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and owner != APPLICATION_ID:
        raise ArchiveError(f"{ledger} is a database of another program; give another folder")
    if version > SCHEMA_VERSION:
        raise ArchiveError(
            f"{ledger} has format {version}, this MinuteMiner knows up to {SCHEMA_VERSION}; use a newer one"
        )
    if read_only:
        if not tables:
            raise ArchiveError(f"{ledger} is empty: nothing was collected yet; `minuteminer collect` begins it")
        return
    connection.execute("PRAGMA journal_mode = WAL")
    # A kill loses no row. A power cut may lose those since the last checkpoint, never a part of one: their pages are
    # then asked for again. `Archive.sync` makes checkpoints, after the folders of the bodies.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA foreign_keys = ON")
    if not tables:
        schema = files("minuteminer.collect").joinpath("ledger.sql").read_text(encoding="utf-8")
        connection.executescript(
            f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION_ID}; "
            f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
        )


def make_fetch(row: tuple[object, ...]) -> Fetch:
    """A row of COLUMNS as a value."""
    names = COLUMNS.split(", ")
    values = dict(zip(names, row, strict=True))
    values["fetched_at"] = datetime.fromisoformat(str(values["fetched_at"]))
    values["headers"] = tuple((str(name), str(value)) for name, value in json.loads(str(values["headers"])))
    # The columns are the fields, in the ledger's own types; the schema checks them.
    return Fetch(**values)  # type: ignore[arg-type]


@contextlib.contextmanager
def telling_damage(folder: Path) -> Iterator[None]:
    """Raise ArchiveError in words where SQLite finds the ledger in `folder` damaged while it is read."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        raise ArchiveError(
            f"the ledger {folder / 'ledger.sqlite'} cannot be read: {problem}. `minuteminer archive verify` says what "
            "is damaged; a copy or a WARC export brings it back"
        ) from None
