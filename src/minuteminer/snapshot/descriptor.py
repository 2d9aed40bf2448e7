"""`datapackage.json`: the files of a snapshot with their schemas and digests, and the versions of what made them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from minuteminer import __version__
from minuteminer.annotate.pipeline import rules_version
from minuteminer.export.columns import Column, columns_of
from minuteminer.export.describe import RIGHTS, table_schema
from minuteminer.export.file_tables import TABLES, table_columns
from minuteminer.findings import SCHEMA_VERSION
from minuteminer.jobs import parser_version
from minuteminer.settings import bundled
from minuteminer.snapshot.certificate import Certificate, CoveredMonth, Gap
from minuteminer.snapshot.contents import KEYS, Contents
from minuteminer.snapshot.papers import title_of
from minuteminer.snapshot.parcel import DESCRIPTOR, SUMS, digest_file, file_names

_MEDIA = {
    ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".md": "text/markdown", ".cff": "text/yaml",
}  # fmt: skip


def describe_package(
    folder: Path,
    name: str,
    echo: str,
    contents: Contents,
    certificate: Certificate,
    *,
    provenance: bool,
    digest: str,
) -> None:
    """Write `datapackage.json` over the files that are there, then `SHA256SUMS` over all of them."""
    descriptor = {
        "profile": "data-package",
        "name": name,
        "id": f"sha256:{digest}",
        "title": title_of(name, contents),
        "description": f"Agenda items of published minutes, with what was read in them. Chosen: {echo}. {RIGHTS}",
        "version": digest[:16],
        "contributors": [{"title": f"MinuteMiner {__version__}", "role": "wrangler"}],
        "sources": [{"title": f"{site}: {committee}"} for site, committee in sorted(contents.items)],
        "keywords": ["council minutes", "local government"],
        "schema_version": SCHEMA_VERSION,
        "minuteminer": {
            "query": echo,
            "coverage_known": certificate.known,
            "first_date": contents.first_date,
            "last_date": contents.last_date,
            "versions": versions(contents.rules),
        },
        "resources": [
            _resource(folder, file, contents, provenance=provenance) for file in file_names(folder)
        ],
    }  # fmt: skip
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    sums = "".join(f"{digest_file(folder / file)}  {file}\n" for file in file_names(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8")


def versions(rules: Iterable[str]) -> dict[str, Any]:
    """What read the minutes: of the program its version, of rules, lexicons and models the digests."""
    folder = Path(str(files("minuteminer.annotate")))
    return {
        "minuteminer": __version__,
        "spacy": version("spacy"),
        "rules_of_rows": sorted(rules),
        "rules": rules_version(),
        "parser": parser_version(),
        "pipeline": digest_file(bundled("pipelines", "minutes.cfg")),
        "lexicons": {path.name: digest_file(path) for path in sorted((folder / "lexicons").glob("*.json"))},
        "models": {path.name: digest_file(path) for path in sorted((folder / "models").iterdir()) if path.is_file()},
    }


def _resource(folder: Path, name: str, contents: Contents, *, provenance: bool) -> dict[str, Any]:
    path = folder / name
    table, ending = path.stem, path.suffix
    resource: dict[str, Any] = {
        "name": name.lower().replace("/", "-").replace("_", "-"),
        "path": name,
        # Without it frictionless would read a Parquet file as a table, and fails on lists.
        "type": "file",
        "mediatype": _MEDIA.get(ending, "text/plain"),
        "bytes": os.path.getsize(path),
        "hash": f"sha256:{digest_file(path)}",
    }
    if ending == ".csv":
        columns = _columns(table, provenance=provenance)
        resource |= {
            "name": table, "type": "table", "profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8",
            "schema": table_schema(table, columns, KEYS if table in TABLES else ()),
        }  # fmt: skip
    if table in TABLES:
        resource["title"] = TABLES[table].title
        if ending == ".csv":
            resource["rows"] = contents.rows[table]
    return resource


def _columns(table: str, *, provenance: bool) -> tuple[Column, ...]:
    if table in TABLES:
        return table_columns(TABLES[table], provenance=provenance)
    return columns_of(CoveredMonth if table == "coverage" else Gap)
