"""The pipeline as a whole: load it, read the facts of a Doc, annotate a text.

>>> import minuteminer
>>> nlp = minuteminer.load()
>>> doc = nlp("8. Of the £258m pay budget, approximately £5m related to overtime.")
>>> [(fact.kind, fact.text, fact.paragraph) for fact in minuteminer.facts(doc)]
[('money', '£258m', '8.'), ('money', '£5m', '8.')]
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from math import inf
from operator import itemgetter
from pathlib import Path
from typing import Any

from minuteminer.annotate.doc_texts import text_of
from minuteminer.annotate.groups import read_group
from minuteminer.annotate.records import maker_of
from minuteminer.errors import DocumentError
from minuteminer.findings import AnnotatedDocument, Fact, FactKind, ItemHeading, Paragraph
from minuteminer.settings import bundled

# spaCy's own limit of a million characters guards memory-hungry parsers, which this pipeline has none of.
MAX_CHARACTERS = 20_000_000

# spaCy keeps each word that it meets for good, a kilobyte a word, and minutes never run out of names and numbers. What
# it has learnt by here (some 4,000 agenda items) covers nearly all words of the next; from 47,000 on, after 1,000
# items, the memory of a process grows by 14 MB up to this limit. What is met later is split anew: 3 to 5 % of the time.
_WORDS_KEPT = 60_000

_KINDS: dict[str, FactKind] = {
    "money": "money",
    "percents": "percent",
    "headcounts": "headcount",
    "votes": "vote",
    "resolutions": "resolution",
    "notes": "note",
}
_IN_READING_ORDER = itemgetter(0, 1)
# How a paragraph ends that goes on below: with a colon, "as follows", "in the table below".
_LEADS_ON = re.compile(
    r"(?:[:–—-]|\b(?:as follows|the following(?: table| figures)?|(?:set out |shown |table )?below)\.?)\s*\Z"
)
_TAIL = 40
_make_fact = maker_of(Fact)


def load(*, taxonomy: Path | str | None = None) -> Any:
    """A spaCy `Language` with the pipeline of `pipelines/minutes.cfg`.

    `taxonomy` is the path of a topic taxonomy to use instead of the bundled one. Each call makes a new object,
    which is the caller's to change; loading takes about a second, so keep it.
    """
    from spacy.util import load_config, load_model_from_config

    config = load_config(bundled("pipelines", "minutes.cfg"))
    if taxonomy is not None:
        # The model was fitted to the bundled taxonomy; for another one the rules alone speak.
        config["components"]["minuteminer_topics"]["taxonomy"]["path"] = str(taxonomy)
        config["components"]["minuteminer_topics"]["model"] = False
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.max_length = MAX_CHARACTERS
    return nlp


@cache
def _loaded(taxonomy: str | None) -> Any:
    return load(taxonomy=taxonomy)


def facts(doc: Any, item: str = "") -> list[Fact]:
    """The facts of a spaCy Doc in reading order, with exact offsets into `doc.text`.

    `item` is the id of the document, the first part of each fact's id. Reads what the components wrote, so it
    works on a Doc that came back from a DocBin too.
    """
    found = [
        (value.start_char, -value.end_char, kind, value)
        for key, kind in _KINDS.items()
        for value in read_group(doc, key)
    ]
    found.sort(key=_IN_READING_ORDER)
    labels = _labels(text_of(doc), read_group(doc, "paragraphs"))
    until, label = next(labels)
    facts = []
    for start, end, kind, value in found:
        while start >= until:
            until, label = next(labels)
        facts.append(
            _make_fact(
                id=f"{item}#{kind}-{start}-{-end}",
                kind=kind,
                item=item,
                start_char=start,
                end_char=-end,
                text=value.text,
                paragraph=label,
                rule_id=value.rule_id,
                value=value,
            )
        )
    return facts


def _labels(text: str, paragraphs: Iterable[Paragraph]) -> Iterator[tuple[float, str | None]]:
    """Up to which offset which printed label is in force.

    That of the last labelled paragraph, until a heading; that of a clause only in the clause, unless it leads on to
    what stands below it ("as follows:"). A table after the decision is not part of its last clause.
    """
    label: str | None = None
    is_closed = False
    for paragraph in paragraphs:
        yield paragraph.start_char, label
        if paragraph.label is not None:
            label = paragraph.label
            end = paragraph.end_char
            is_closed = paragraph.kind == "resolution" and not _LEADS_ON.search(text, max(0, end - _TAIL), end)
        elif is_closed or paragraph.kind in ("heading", "resolution", "note"):
            label = None
    yield inf, label


def annotate(
    text: str,
    *,
    id: str = "",
    source: str = "",
    title: str | None = None,
    items: tuple[ItemHeading, ...] | None = None,
    taxonomy: Path | str | None = None,
) -> AnnotatedDocument:
    """Everything that is read from one text.

    `items` are agenda item headings already known (from a page's mark-up); without them they are read from the
    text. Raises DocumentError for a text of over 20 million characters.

    >>> annotate("RESOLVED that the report be noted.").facts[0].value.verbs
    ('note',)
    """
    return next(
        annotate_many([(text, {"id": id, "source": source, "title": title, "items": items})], taxonomy=taxonomy)
    )


def annotate_many(
    texts: Iterable[tuple[str, dict[str, Any]]], *, taxonomy: Path | str | None = None
) -> Iterator[AnnotatedDocument]:
    """Annotated documents in the order of `texts`: pairs of a text and its `id`, `source`, `title`, `items`."""
    nlp = _loaded(str(taxonomy) if taxonomy is not None else None)
    for doc, about in nlp.pipe(_checked(texts), as_tuples=True):
        yield _document(doc, about)


def bounded_vocabulary(taxonomy: Path | str | None = None) -> AbstractContextManager[Any]:
    """For a `with` block round texts to annotate: once spaCy knows 60,000 words, those met in it are forgotten after.

    So the memory of a process stays the same however much it reads. AnnotatedDocuments outlive the block, Docs do not.
    Blocks of one process must not overlap (spaCy's rule for memory zones), so this is for one that reads alone.
    """
    nlp = _loaded(str(taxonomy) if taxonomy is not None else None)
    zone: AbstractContextManager[Any] = nlp.memory_zone()
    return zone if len(nlp.vocab.strings) > _WORDS_KEPT else nullcontext()


def _checked(texts: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for text, about in texts:
        if len(text) > MAX_CHARACTERS:
            where = about.get("source") or about.get("id") or "the text"
            raise DocumentError(
                f"{where}: expected at most {MAX_CHARACTERS:,} characters, got {len(text):,}; split the document",
                source=str(where),
            )
        yield text, about


def _document(doc: Any, about: dict[str, Any]) -> AnnotatedDocument:
    known = about.get("items")
    identity = str(about.get("id") or "")
    return AnnotatedDocument(
        id=identity,
        source=str(about.get("source") or ""),
        title=about.get("title"),
        text=text_of(doc),
        paragraphs=tuple(read_group(doc, "paragraphs")),
        items=tuple(read_group(doc, "items")) if known is None else tuple(known),
        facts=tuple(facts(doc, identity)),
        topics=tuple(read_group(doc, "topics")),
    )


@cache
def rules_version(taxonomy: str | None = None) -> str:
    """A digest of all rules, lexicons and models (and of `taxonomy`): what was annotated under another is redone."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".json", ".npz"))
    digest = hashlib.sha256()
    for path in [*files, *([Path(taxonomy)] if taxonomy else [])]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
