"""The archive of fetched bytes: everything else can be made again from it.

    archive = open_archive(paths.archive)
    for fetch in archive.fetches(kind="meeting"):
        page = archive.page(fetch)

Bodies are files named by their content; the ledger (SQLite) has one row for every fetch, good or bad, and rows
are only added. A page becomes a new version only where its fingerprint differs from the latest good one.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from minuteminer.collect.addresses import make_canonical_url
from minuteminer.collect.ledger import (
    COLUMNS,
    NOT_WITHDRAWN,
    ArchiveProblem,
    Fetch,
    Outcome,
    Receipt,
    make_fetch,
    open_ledger,
    telling_damage,
)
from minuteminer.collect.objects import ObjectFiles
from minuteminer.errors import ArchiveError
from minuteminer.models import PageKind, RawPage

__all__ = ["Archive", "ArchiveProblem", "Fetch", "Outcome", "Receipt", "Recorded", "open_archive"]

# At the usual pace of a page every two seconds, this is three minutes of collecting.
ROWS_PER_SYNC = 100
_KEPT: frozenset[Outcome] = frozenset({"ok", "suspect"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What recording a page came to. `changed` says that an earlier good version existed and differs."""

    sequence: int
    outcome: Outcome
    sha256: str
    changed: bool = False


def open_archive(path: Path, *, read_only: bool = False) -> Archive:
    """The archive in the folder `path`, made if it is not there.

    With `read_only` nothing is written and a missing archive is an ArchiveError, as is one that a newer
    MinuteMiner wrote, a damaged one, or a folder that cannot be written to.
    """
    bodies = ObjectFiles(Path(path))
    if read_only and not (Path(path) / "ledger.sqlite").is_file():
        raise ArchiveError(f"there is no archive in {path}; `minuteminer collect` makes one")
    try:
        if not read_only:
            bodies.prepare()
        connection = open_ledger(Path(path), read_only=read_only)
    except (OSError, sqlite3.Error) as problem:
        raise ArchiveError(f"the archive in {path} cannot be opened: {problem}") from None
    return Archive(Path(path), connection, bodies)


class Archive:
    """An open archive; use `open_archive`. Usable in a `with` block, from one thread."""

    def __init__(self, root: Path, connection: sqlite3.Connection, bodies: ObjectFiles) -> None:
        self.root = root
        self._connection = connection
        self._bodies = bodies
        self._rows_since_sync = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Sync and close. What cannot be synced now, on a full disk, is safe in the ledger's log all the same."""
        if self._rows_since_sync:
            with contextlib.suppress(ArchiveError):
                self.sync()
        self._connection.close()

    def sync(self) -> None:
        """Bring all that was recorded to the disk, so that not even a power cut loses it. Raises ArchiveError."""
        try:
            self._bodies.sync_folders()
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except (OSError, sqlite3.Error) as problem:
            raise ArchiveError(f"the archive {self.root} cannot be synced to the disk: {problem}") from None
        self._rows_since_sync = 0

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction on the ledger: all or nothing. Raises ArchiveError if it cannot be written."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            raise ArchiveError(
                f"the ledger {self.root / 'ledger.sqlite'} cannot be written: {problem}. Nothing was half-written; "
                "see to it and run again"
            ) from None
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def record(
        self,
        page: RawPage,
        *,
        kind: PageKind,
        site: str,
        committee_id: str | None = None,
        fingerprint: str | None = None,
        outcome: Outcome | None = None,
        reason: str = "",
        run_id: int | None = None,
    ) -> Recorded:
        """Enter a page into the ledger, and keep its body if it is a new version or suspect.

        Without `outcome` the page is good: "ok" if it is new or its `fingerprint` (default: its digest) differs
        from the latest good version's, else "unchanged" (also for status 304). Raises ArchiveError.
        """
        key = make_canonical_url(page.url)
        fingerprint = fingerprint or page.sha256
        previous = self.latest(page.url)
        if self.is_withdrawn(page.url):
            outcome, reason = "refused", "withdrawn: this page is not collected any more"
        if outcome is None:
            same = previous is not None and (page.status == 304 or previous.fingerprint == fingerprint)
            outcome = "unchanged" if same else "ok"
        digest: str | None = page.sha256 if outcome in _KEPT else None
        if outcome in _KEPT:
            self._bodies.write(page.body, page.sha256)
        elif outcome == "unchanged" and previous is not None:
            digest, fingerprint = previous.sha256, previous.fingerprint or fingerprint
        values = (
            run_id, key, page.url, page.final_url, kind, site, committee_id, page.fetched_at.isoformat(), page.status,
            page.content_type, json.dumps(page.headers), digest, fingerprint, outcome, reason,
        )  # fmt: skip
        sequence = self._insert(values)
        changed = outcome == "ok" and previous is not None
        return Recorded(sequence=sequence, outcome=outcome, sha256=digest or "", changed=changed)

    def record_failure(
        self,
        url: str,
        *,
        kind: PageKind,
        site: str,
        outcome: Outcome,
        reason: str,
        committee_id: str | None = None,
        run_id: int | None = None,
    ) -> int:
        """Enter a fetch that brought no page; returns its sequence number."""
        now = datetime.now(UTC).isoformat()
        return self._insert(
            (run_id, make_canonical_url(url), url, url, kind, site, committee_id, now, 0, "", "[]", None, None,
             outcome, reason)
        )  # fmt: skip

    def _insert(self, values: tuple[object, ...]) -> int:
        columns = COLUMNS.removeprefix("sequence, ")
        marks = ", ".join("?" * len(values))
        with self.write() as connection:
            # S608 here and below: only our own constants stand in the text; values are bound.
            cursor = connection.execute(f"INSERT INTO fetch ({columns}) VALUES ({marks})", values)  # noqa: S608
        self._rows_since_sync += 1
        if self._rows_since_sync >= ROWS_PER_SYNC:
            self.sync()
        return int(cursor.lastrowid or 0)

    def fetches(
        self,
        *,
        site: str | None = None,
        kind: PageKind | None = None,
        after_sequence: int = 0,
        good_only: bool = True,
    ) -> Iterator[Fetch]:
        """The rows of the ledger in order. With `good_only` one row for each good version (outcome "ok")."""
        wanted = ["sequence > ?"]
        values: list[object] = [after_sequence]
        for column, value in (("site", site), ("kind", kind)):
            if value is not None:
                wanted.append(f"{column} = ?")
                values.append(value)
        if good_only:
            wanted += ["outcome = 'ok'", NOT_WITHDRAWN]
        return self._rows(" AND ".join(wanted), values)

    def kept(self) -> Iterator[Fetch]:
        """Every version of which a body is kept, good or suspect, in order."""
        return self._rows(f"outcome IN ('ok', 'suspect') AND {NOT_WITHDRAWN}", ())

    def _rows(self, where: str, values: list[object] | tuple[object, ...]) -> Iterator[Fetch]:
        query = f"SELECT {COLUMNS} FROM fetch WHERE {where} ORDER BY sequence"  # noqa: S608
        with telling_damage(self.root):
            for row in self._connection.execute(query, values):
                yield make_fetch(row)

    def latest(self, url: str) -> Fetch | None:
        """The latest good version of a page, under whatever address it is asked for."""
        return next(iter(self.versions(url)[-1:]), None)

    def last_seen(self, url: str) -> Fetch | None:
        """The last fetch that found a page good, changed or not."""
        where = f"canonical_url = ? AND outcome IN ('ok', 'unchanged') AND {NOT_WITHDRAWN}"
        return next(iter([*self._rows(where, (make_canonical_url(url),))][-1:]), None)

    def versions(self, url: str) -> tuple[Fetch, ...]:
        """Every good version of a page, oldest first."""
        where = f"canonical_url = ? AND outcome = 'ok' AND {NOT_WITHDRAWN}"
        return tuple(self._rows(where, (make_canonical_url(url),)))

    def history(self, url: str) -> tuple[Fetch, ...]:
        """Every fetch of a page, good or bad, oldest first."""
        return tuple(self._rows("canonical_url = ?", (make_canonical_url(url),)))

    def page(self, fetch: Fetch) -> RawPage:
        """The page of a ledger row, its digest checked. Raises ArchiveError if its body is not there."""
        if fetch.sha256 is None:
            raise ArchiveError(f"no body was kept of {fetch.url} (fetch {fetch.sequence}: {fetch.outcome})")
        return RawPage(
            url=fetch.url,
            final_url=fetch.final_url,
            fetched_at=fetch.fetched_at,
            status=fetch.status,
            content_type=fetch.content_type,
            headers=fetch.headers,
            body=self._bodies.read(fetch.sha256),
            sha256=fetch.sha256,
        )

    def is_withdrawn(self, url: str) -> bool:
        """Whether a page was withdrawn."""
        query = "SELECT 1 FROM withdrawal WHERE canonical_url = ?"
        return self._connection.execute(query, (make_canonical_url(url),)).fetchone() is not None

    def purge(self, *urls: str, reason: str) -> tuple[Receipt, ...]:
        """Remove every version of the pages for good and leave receipts; they are not collected again.

        A body that another page shares stays. Raises ArchiveError if nothing of a page is in the archive.
        """
        return tuple(self._purge(url, reason) for url in urls)

    def _purge(self, url: str, reason: str) -> Receipt:
        key = make_canonical_url(url)
        rows = [row for row in self.history(url) if row.sha256 is not None]
        if not rows and not self.history(url):
            raise ArchiveError(f"{url} is not in the archive {self.root}; nothing was removed")
        digests = tuple(dict.fromkeys(str(row.sha256) for row in rows))
        now = datetime.now(UTC)
        with self.write() as connection:
            connection.execute(
                "INSERT INTO withdrawal (canonical_url, withdrawn_at, reason, versions, sha256s) "
                "VALUES (?, ?, ?, ?, ?)",
                (key, now.isoformat(), reason, len(digests), json.dumps(digests)),
            )
        for digest in digests:
            if not any(self._rows(f"sha256 = ? AND {NOT_WITHDRAWN}", (digest,))):
                self._bodies.remove(digest)
        return Receipt(canonical_url=key, withdrawn_at=now, reason=reason, sha256s=digests)

    def verify(self) -> list[ArchiveProblem]:
        """Check the ledger and the digest of every body it names; the problems found, none if all is well."""
        problems: list[ArchiveProblem] = []
        try:
            with telling_damage(self.root):
                for (message,) in self._connection.execute("PRAGMA integrity_check(20)"):
                    if message != "ok":
                        problems.append(ArchiveProblem(sha256="", urls=(), reason=f"ledger: {message}"))
                query = f"SELECT DISTINCT sha256 FROM fetch WHERE sha256 IS NOT NULL AND {NOT_WITHDRAWN}"  # noqa: S608
                digests = [digest for (digest,) in self._connection.execute(query)]
        except ArchiveError as damage:
            return [*problems, ArchiveProblem(sha256="", urls=(), reason=str(damage))]
        for digest in digests:
            try:
                self._bodies.read(digest)
            except ArchiveError as problem:
                urls = tuple(dict.fromkeys(row.url for row in self._rows("sha256 = ?", (digest,))))
                problems.append(ArchiveProblem(sha256=digest, urls=urls, reason=str(problem)))
        return problems
