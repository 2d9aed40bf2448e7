"""Facts as W3C Web Annotations: the words by quotation and by position, on the page they stand on.

Positions count Unicode code points in the item's text of the named version, as `export items` gives it; quotations
are found in the page itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any
from urllib.parse import quote

from minuteminer import __version__
from minuteminer.export.describe import RIGHTS
from minuteminer.export.records import fact_record
from minuteminer.findings import SCHEMA_VERSION, Fact
from minuteminer.index.streams import MatchedItem

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "schema": "http://schema.org/",
        "version": "schema:version",
        "schema_version": "schema:schemaVersion",
        "sha256": "schema:sha256",
    },
]
# What stands before and after a quotation tells it from others like it.
_AROUND = 40


def write_annotations(items: Iterable[MatchedItem], out: IO[str], *, echo: str, provenance: bool = False) -> int:
    """Write an AnnotationCollection with all facts that meet a query; returns their number."""
    name = hashlib.sha256(echo.encode()).hexdigest()[:16]
    head = {
        "@context": CONTEXT, "id": f"urn:minuteminer:annotations:{name}", "type": "AnnotationCollection",
        "label": f"Facts in minutes: {echo}", "schema_version": SCHEMA_VERSION, "rights": RIGHTS,
    }  # fmt: skip
    out.write(json.dumps(head, ensure_ascii=False)[:-1])
    out.write(f', "first": {{"id": "urn:minuteminer:annotations:{name}:1", "type": "AnnotationPage", "items": [')
    count = 0
    for annotation in make_annotations(items, provenance=provenance):
        out.write(("," if count else "") + "\n" + json.dumps(annotation, ensure_ascii=False))
        count += 1
    out.write(f']}}, "total": {count}}}\n')
    return count


def write_annotation_lines(items: Iterable[MatchedItem], out: IO[str], *, provenance: bool = False) -> int:
    """Write one annotation a line, each complete by itself; returns their number."""
    count = 0
    for annotation in make_annotations(items, provenance=provenance):
        out.write(json.dumps({"@context": CONTEXT} | annotation, ensure_ascii=False) + "\n")
        count += 1
    return count


def make_annotations(items: Iterable[MatchedItem], *, provenance: bool = False) -> Iterator[dict[str, Any]]:
    """One annotation for each fact that meets the query."""
    for matched in items:
        for fact in matched.found_facts:
            yield make_annotation(matched, fact, provenance=provenance)


def make_annotation(matched: MatchedItem, fact: Fact, *, provenance: bool = False) -> dict[str, Any]:
    """A fact as an annotation: its kind as a tag, its values as JSON, its words as the target."""
    target: dict[str, Any] = {
        "type": "SpecificResource",
        "source": matched.item.url or matched.meeting.url,
        "version": matched.version,
        "sha256": matched.item.sha256,
        "selector": [quote_selector(matched.item.text, fact.start_char, fact.end_char), position_selector(fact)],
    }
    if provenance and matched.item.fetched_at is not None:
        target["state"] = {"type": "TimeState", "sourceDate": f"{matched.item.fetched_at:%Y-%m-%dT%H:%M:%SZ}"}
    return {
        "id": f"urn:minuteminer:fact:{quote(fact.id, safe='')}",
        "type": "Annotation",
        "motivation": "tagging",
        "generator": {"type": "Software", "name": f"MinuteMiner {__version__}"},
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": fact.kind},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": json.dumps(fact_record(fact), ensure_ascii=False),
            },
        ],
        "target": target,
    }


def quote_selector(text: str, start_char: int, end_char: int) -> dict[str, str]:
    """The words with some of what stands before and after them.

    >>> quote_selector("It cost £5m a year.", 8, 11)["exact"]
    '£5m'
    """
    return {
        "type": "TextQuoteSelector",
        "exact": text[start_char:end_char],
        "prefix": text[max(0, start_char - _AROUND) : start_char],
        "suffix": text[end_char : end_char + _AROUND],
    }


def position_selector(fact: Fact) -> dict[str, Any]:
    """The place of the words in the item's text."""
    return {"type": "TextPositionSelector", "start": fact.start_char, "end": fact.end_char}
