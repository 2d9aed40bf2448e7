"""The papers of a snapshot that people read: README, attribution and citation."""

from __future__ import annotations

import json
from collections.abc import Sequence

from minuteminer import __version__
from minuteminer.export.describe import RIGHTS
from minuteminer.export.file_tables import TABLES
from minuteminer.snapshot.certificate import COUNTS, Certificate
from minuteminer.snapshot.contents import Contents


def title_of(name: str, contents: Contents) -> str:
    """What the snapshot is, in one line."""
    committees = sorted({committee for _, committee in contents.items})
    whose = ", ".join(committees) if len(committees) <= 3 else f"{len(committees)} committees"
    span = f", {contents.first_date} to {contents.last_date}" if contents.first_date else ""
    return f"{name}: minutes of {whose or 'no committee'}{span}"


def readme(name: str, *, echo: str, contents: Contents, certificate: Certificate, parquet: bool, digest: str) -> str:
    """What is in the package, what is missing, how to read, check and cite it."""
    rows = [f"| `data/{one}.csv` | {TABLES[one].title} | {count:,} |" for one, count in contents.rows.items()]
    also = "\nEach table is there as Parquet too, with lists as lists and dates as dates.\n" if parquet else ""
    return f"""\
# {title_of(name, contents)}

A Frictionless Data Package made by MinuteMiner {__version__}: agenda items of published minutes, with what was read
in them. Chosen: {echo}. Contents `{digest[:16]}` (the same contents give the same files).

| file | what | rows |
|---|---|---|
{chr(10).join(rows)}
{also}
`dictionary.md` explains every column. `item_id`, `meeting_id`, `paragraph_id` and `resolution_id` name the `id` of
another table. Offsets are counted in Unicode code points into `text` of `data/items.csv`:
`text[start_char:end_char]` is the fact's own `text`, always. A list in a cell is separated by “; ”. Empty means that
the source does not say.

## Coverage

{_coverage(certificate)}

## To check it

`minuteminer snapshot verify` compares every digest, cell, id and offset; `sha256sum -c SHA256SUMS` the digests alone;
`frictionless validate datapackage.json` the cells against their schemas.

## To cite it

`CITATION.cff`, and the digest above. What was read was read by rule and contains mistakes; `docs/method.md` of
MinuteMiner says how many. `url` leads each row back to the council's own page, which alone is authoritative.

## Rights and persons

{RIGHTS} `ATTRIBUTION.md` lists the sites. Minutes name people: whoever processes the data is responsible for doing so
lawfully.
"""


def _coverage(certificate: Certificate) -> str:
    if not certificate.known:
        return (
            "Not known: this snapshot was made from an index without the archive that says which meetings the sites "
            "list. Nothing can be said about what is missing."
        )
    totals = {name: sum(getattr(month, name) for month in certificate.months) for name in COUNTS}
    spans = sorted({month.month for month in certificate.months if month.month})
    when = f"from {spans[0]} to {spans[-1]}" if spans else "in no dated month"
    return (
        f"{totals['listed']} meetings {when} stand in the sites' lists: {totals['with_minutes']} with minutes "
        f"({totals['draft']} of them in draft), {totals['without_minutes']} without, {totals['cancelled']} cancelled, "
        f"{totals['missing']} that could not be had. {totals['in_snapshot']} of them are in this snapshot. "
        "`coverage.csv` counts them by committee and month, `gaps.csv` names each meeting without minutes and why."
    )


def attribution(contents: Contents) -> str:
    """Whose words they are, site by site."""
    lines = [f"- {site}, {committee}: {count:,} agenda items" for (site, committee), count in
             sorted(contents.items.items())]  # fmt: skip
    return f"# Sources\n\n{RIGHTS}\n\n{chr(10).join(lines)}\n"


def citation(name: str, *, contents: Contents, digest: str, authors: Sequence[str]) -> str:
    """The package in the Citation File Format; every value is quoted, for YAML reads bare words in its own way."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {_quoted('If you use this data, please cite it as below.')}",
        "type: dataset",
        f"title: {_quoted(title_of(name, contents))}",
        f"version: {_quoted(digest[:16])}",
        "authors:",
        *(f"  - name: {_quoted(author)}" for author in authors),
        "identifiers:",
        "  - type: other",
        f"    value: {_quoted(f'sha256:{digest}')}",
        f"    description: {_quoted('Digest of the contents: of the digests of all data files')}",
        "keywords:",
        *(f"  - {_quoted(word)}" for word in ("council minutes", "local government", "information extraction")),
        "references:",
        "  - type: software",
        f"    title: {_quoted('MinuteMiner')}",
        f"    version: {_quoted(__version__)}",
        "    authors:",
        f"      - name: {_quoted('The MinuteMiner authors')}",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a double-quoted YAML scalar.
    return json.dumps(text, ensure_ascii=False)
