"""Items as spaCy Docs in a DocBin: the facts of the index as span groups, without reading the texts again.

`minuteminer.facts(doc, doc.user_data["id"])` gives the same facts with the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minuteminer.findings import Fact, ItemHeading, Paragraph, Topic
from minuteminer.index.streams import MatchedItem

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Docs in one file of a folder: a DocBin is held in memory while it is written and read.
DOCS_IN_A_FILE = 1_000
FORMAT_ENDING = ".spacy"


def write_docbin(items: Iterable[MatchedItem], output: Path, *, folder: bool = False) -> int:
    """Write Docs to one file, or, with bounded memory, to files of a folder; returns how many Docs.

    A folder of `.spacy` files is what spaCy's own corpus reader takes.
    """
    from minuteminer.annotate.pipeline import load

    nlp = load()
    if not folder:
        return _write_file(nlp, items, output)
    output.mkdir(parents=True, exist_ok=True)
    left, count, number = iter(items), 0, 0
    while batch := list(islice(left, DOCS_IN_A_FILE)):
        number += 1
        count += _write_file(nlp, batch, output / f"items-{number:05}{FORMAT_ENDING}")
    return count


def _write_file(nlp: Any, items: Iterable[MatchedItem], path: Path) -> int:
    from spacy.tokens import DocBin

    bin = DocBin(store_user_data=True)
    for matched in items:
        bin.add(make_doc(nlp, matched))
    bin.to_disk(path)
    return len(bin)


def make_doc(nlp: Any, matched: MatchedItem) -> Doc:
    """An item as a Doc: tokens by the pipeline's tokenizer, span groups and categories from the index."""
    from minuteminer.annotate.groups import GROUPS, write_group

    doc: Doc = nlp.make_doc(matched.item.text)
    for key, kind in GROUPS.items():
        write_group(doc, key, matched.topics if kind is Topic else _values(matched, kind))
    doc.cats = {topic.topic_id: topic.score for topic in matched.topics}
    doc.user_data |= {
        "id": f"{matched.key}@{matched.version}",
        "title": matched.item.title,
        "committee": matched.meeting.committee,
        "date": matched.meeting.date.isoformat() if matched.meeting.date else None,
        "url": matched.item.url,
        "text_sha256": matched.item.sha256,
    }
    return doc


def _values(matched: MatchedItem, kind: type) -> list[Any]:
    if kind is Paragraph:
        return list(matched.paragraphs)
    facts: Iterable[Fact] = () if kind is ItemHeading else matched.facts
    return [fact.value for fact in facts if type(fact.value) is kind]
