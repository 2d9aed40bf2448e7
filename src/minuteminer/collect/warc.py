"""The archive as WARC (ISO 28500) and back, so that what was collected outlives this program.

One response record for each kept version, with the decoded body as its payload; what WARC has no field for
(kind, site, committee, outcome, fingerprint) stands in the `WARC-JSON-Metadata` field, as other tools do it.
The headers that no longer describe the payload carry the usual prefix `X-Archive-Orig-`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from minuteminer.collect.archive import Archive, Fetch
from minuteminer.errors import ArchiveError, MissingExtraError
from minuteminer.models import RawPage

_METADATA = "WARC-JSON-Metadata"
_ORIGINAL = "x-archive-orig-"
_NOT_OF_PAYLOAD = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_CARRIED = ("url", "kind", "site", "committee_id", "outcome", "fingerprint", "reason", "sha256", "content_type")
MAX_PAYLOAD_BYTES = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: `imported` new versions, `known` that were there already, `problems` in words."""

    imported: int
    known: int
    problems: tuple[str, ...] = ()


def export_warc(archive: Archive, path: Path) -> int:
    """Write every kept version to a WARC file (gzip by record if it ends in `.gz`); returns how many.

    The file appears only when it is whole. Raises MissingExtraError without the extra `archive`, ArchiveError
    for a body that is missing or damaged, or a file that cannot be written.
    """
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError:
        raise MissingExtraError("WARC needs the extra `archive`: pip install 'minuteminer[archive]'") from None
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with open(aside, "wb") as file:
            writer = WARCWriter(file, gzip=path.name.endswith(".gz"), warc_version="WARC/1.1")
            info = {"software": "MinuteMiner", "format": "WARC File Format 1.1"}
            writer.write_record(writer.create_warcinfo_record(path.name, info))
            for fetch in archive.kept():
                writer.write_record(_make_record(writer, fetch, archive.page(fetch)))
                count += 1
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as problem:
        raise ArchiveError(f"{path} cannot be written: {problem.strerror or problem}") from None
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return count


def _make_record(writer: Any, fetch: Fetch, page: RawPage) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    headers = [(f"{_ORIGINAL}{n}" if n in _NOT_OF_PAYLOAD else n, value) for n, value in page.headers]
    headers.append(("content-length", str(len(page.body))))
    phrase = HTTPStatus(page.status).phrase if page.status in set(HTTPStatus) else ""
    metadata = {name: getattr(fetch, name) for name in _CARRIED}
    return writer.create_warc_record(
        page.final_url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(f"{page.status} {phrase}".strip(), headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": page.fetched_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            _METADATA: json.dumps(metadata),
        },
    )


def import_warc(archive: Archive, path: Path) -> ImportReport:
    """Take the versions from a WARC file that `export_warc` wrote; running it twice changes nothing.

    A record whose digests do not hold, that was cut, or that another program wrote is not taken; it is named in
    the report. Raises MissingExtraError without the extra `archive`, ArchiveError for a file that cannot be read.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise MissingExtraError("WARC needs the extra `archive`: pip install 'minuteminer[archive]'") from None
    imported, known, problems = 0, 0, list[str]()
    try:
        with open(path, "rb") as file:
            for number, record in enumerate(_iterate(ArchiveIterator, file, ArchiveLoadFailed, problems), start=1):
                if record.rec_type != "response":
                    continue
                try:
                    new = _take(archive, record)
                except ArchiveError as problem:
                    problems.append(f"{path.name}, record {number}: {problem}")
                    continue
                imported, known = imported + new, known + (not new)
    except OSError as problem:
        raise ArchiveError(f"{path} cannot be read: {problem.strerror or problem}") from None
    return ImportReport(imported=imported, known=known, problems=tuple(problems))


def _iterate(iterator: Any, file: Any, failure: type[Exception], problems: list[str]) -> Iterator[Any]:
    """The records up to the first that cannot be read at all, which is noted."""
    try:
        yield from iterator(file, check_digests=True)
    except (failure, EOFError, ValueError, UnicodeError, IndexError, AttributeError) as problem:
        problems.append(f"the file cannot be read any further: {problem or type(problem).__name__}")


def _take(archive: Archive, record: Any) -> bool:
    """Enter one record; False if it is there already. Raises ArchiveError if it is not sound."""
    uri = record.rec_headers.get_header("WARC-Target-URI") or "a record without address"
    try:
        metadata = json.loads(record.rec_headers.get_header(_METADATA) or "")
        wanted = {name: metadata[name] for name in _CARRIED}
        fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
        status = int(record.http_headers.get_statuscode())
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ArchiveError(f"{uri} was not written by this program; collect it from its site") from None
    body = record.raw_stream.read(MAX_PAYLOAD_BYTES)
    if record.digest_checker.passed is not True or sha256(body).hexdigest() != wanted["sha256"]:
        raise ArchiveError(f"{uri} is damaged or cut: its digests do not hold")
    headers = [(name.lower(), value) for name, value in record.http_headers.headers[:-1]]
    page = RawPage(
        url=wanted["url"],
        final_url=uri,
        fetched_at=fetched_at,
        status=status,
        content_type=wanted["content_type"],
        headers=tuple((name.removeprefix(_ORIGINAL), value) for name, value in headers),
        body=body,
        sha256=wanted["sha256"],
    )
    same = [row for row in archive.history(page.url) if (row.fetched_at, row.sha256) == (fetched_at, page.sha256)]
    if same or archive.is_withdrawn(page.url):
        return False
    latest = archive.latest(page.url)
    if latest is not None and latest.fetched_at > fetched_at:
        raise ArchiveError(f"{uri} is older than the version that is here; import it into an archive of its own")
    archive.record(
        page,
        kind=wanted["kind"],
        site=wanted["site"],
        committee_id=wanted["committee_id"],
        fingerprint=wanted["fingerprint"],
        outcome=wanted["outcome"],
        reason=wanted["reason"],
    )
    return True
