"""Make a snapshot: tables, dictionary, coverage certificate, versions, digests and papers, as one Data Package."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from minuteminer import __version__
from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.export.columns import columns_of
from minuteminer.export.describe import explained_markdown
from minuteminer.export.file_tables import TABLES, table_columns
from minuteminer.export.table_files import CsvTable
from minuteminer.index import Index
from minuteminer.queries import Query
from minuteminer.settings import DataPaths
from minuteminer.snapshot.certificate import Certificate, CoveredMonth, Gap, certify
from minuteminer.snapshot.contents import Contents, write_contents
from minuteminer.snapshot.descriptor import describe_package
from minuteminer.snapshot.papers import attribution, citation, readme
from minuteminer.snapshot.parcel import digest_contents, digest_file, file_names, write_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was made: where, the digest of its contents, rows of each table, meetings without minutes."""

    path: Path
    digest: str
    rows: dict[str, int]
    gaps: int
    coverage_known: bool
    echo: str


def create_snapshot(
    index: Index,
    paths: DataPaths,
    name: str,
    query: Query,
    *,
    output: Path,
    parquet: bool = False,
    provenance: bool = False,
    authors: Sequence[str] = (),
    progress: Callable[[str, int, int | None], None],
) -> Snapshot:
    """Write a snapshot of the items that a query finds, in whole, to `output`: a `.zip` file or a new folder.

    The same archive, read by the same program, gives the same bytes. `provenance` adds times of collection.
    Raises UsageError for a name that is none or a folder that is not empty, NothingFoundError where nothing matches.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        raise UsageError(
            f"the name of a snapshot has small letters, digits, dots and dashes (budget-2026), not {name!r}"
        )
    zipped = output.suffix.lower() == ".zip"
    if not zipped and output.exists() and any(output.iterdir()):
        raise UsageError(f"{output} is not empty; name a new folder, or a .zip file")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as scratch:
        folder = Path(scratch) / "package"
        (folder / "data").mkdir(parents=True)
        with index.steady():
            stream = index.stream(query)
            contents = write_contents(
                stream.items, folder / "data", parquet=parquet, provenance=provenance, progress=progress
            )
        if not contents.items:
            raise NothingFoundError(" ".join([f"Nothing matches: {stream.echo}.", *stream.remarks]))
        certificate = certify(paths, contents.meetings)
        write_certificate(certificate, folder)
        digest = digest_contents({name: digest_file(folder / name) for name in file_names(folder)})
        _write_papers(folder, name, stream.echo, contents, certificate, parquet, provenance, digest, authors)
        describe_package(folder, name, stream.echo, contents, certificate, provenance=provenance, digest=digest)
        if zipped:
            write_zip(folder, output)
        else:
            shutil.copytree(folder, output, dirs_exist_ok=True)
    return Snapshot(
        path=output, digest=digest, rows=contents.rows, gaps=len(certificate.gaps),
        coverage_known=certificate.known, echo=stream.echo,
    )  # fmt: skip


def _write_papers(
    folder: Path,
    name: str,
    echo: str,
    contents: Contents,
    certificate: Certificate,
    parquet: bool,
    provenance: bool,
    digest: str,
    authors: Sequence[str],
) -> None:
    said = readme(name, echo=echo, contents=contents, certificate=certificate, parquet=parquet, digest=digest)
    cited = citation(
        name, contents=contents, digest=digest, authors=authors or (f"Compiled with MinuteMiner {__version__}",)
    )
    (folder / "README.md").write_text(said, encoding="utf-8")
    (folder / "ATTRIBUTION.md").write_text(attribution(contents), encoding="utf-8")
    (folder / "CITATION.cff").write_text(cited, encoding="utf-8")
    explained = [
        explained_markdown(table.name, table.title, table_columns(table, provenance=provenance))
        for table in TABLES.values()
    ]
    (folder / "dictionary.md").write_text("# Data dictionary\n\n" + "\n".join(explained), encoding="utf-8")


def write_certificate(certificate: Certificate, folder: Path) -> None:
    """Write `coverage.csv` and `gaps.csv`."""
    for name, kind, rows in (("coverage", CoveredMonth, certificate.months), ("gaps", Gap, certificate.gaps)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            table = CsvTable(columns_of(kind), out, raw=True)
            for row in rows:
                table.write({field.name: getattr(row, field.name) for field in fields(row)})
