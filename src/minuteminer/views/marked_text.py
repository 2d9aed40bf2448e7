"""An item's text cut into paragraphs and pieces, so that a page can mark the facts without any markup of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minuteminer.findings import Fact, Paragraph

# Facts that run over whole paragraphs: only their first word leads to the list, the rest is shaded.
WIDE = ("resolution", "note")
_FIRST_WORD = re.compile(r"\s*\S+")
_NAME = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some of the text. `kinds` are those of all facts it lies in, `fact` the anchor of the narrowest that is led to.

    `begins` are the anchors of the facts that begin with this piece.
    """

    text: str
    kinds: tuple[str, ...] = ()
    fact: str = ""
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph:
    """A paragraph; `anchor` is its place in the text, `label_anchor` its printed label the first time it occurs."""

    anchor: str
    label: str
    label_anchor: str
    kind: str
    pieces: tuple[Piece, ...]


def fact_anchor(fact: Fact) -> str:
    """The anchor of a fact in the page of its item: its kind and place, as in its id."""
    return f"{fact.kind}-{fact.start_char}-{fact.end_char}"


def paragraph_anchor(start_char: int) -> str:
    """The anchor of the paragraph that begins at an offset.

    >>> paragraph_anchor(120)
    'p-120'
    """
    return f"p-{start_char}"


def mark_text(text: str, passages: Sequence[Paragraph], facts: Sequence[Fact]) -> tuple[MarkedParagraph, ...]:
    """The paragraphs of a text with the facts in them; the pieces of a paragraph and its label are all its words.

    >>> [piece.text for piece in mark_text("8. It cost £5m.", [Paragraph(label="8.", start_char=0, end_char=15,
    ...  kind="numbered")], [])[0].pieces]
    [' It cost £5m.']
    """
    links = _links(text, facts)
    seen: set[str] = set()
    marked = []
    for passage in passages:
        label = passage.label or ""
        start, end = passage.start_char, passage.end_char
        if label and text.startswith(label, start):
            start += len(label)
        name = _label_name(label)
        marked.append(
            MarkedParagraph(
                anchor=paragraph_anchor(passage.start_char),
                label=label,
                label_anchor="" if name in seen else name,
                kind=passage.kind,
                pieces=_pieces(text, (passage.start_char, start, end), links),
            )
        )
        seen.add(name)
    return tuple(marked)


def _label_name(label: str) -> str:
    words = _NAME.findall(label)
    return f"paragraph-{'-'.join(words)}" if words else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A fact's whole extent, and the part of it that leads to the list."""

    start: int
    end: int
    link_end: int
    kind: str
    anchor: str


def _links(text: str, facts: Iterable[Fact]) -> list[_Link]:
    """The facts, narrowest first; a decision gives way to a fact inside it."""
    found = []
    for fact in facts:
        link_end = fact.end_char
        if fact.kind in WIDE and (match := _FIRST_WORD.match(text, fact.start_char, fact.end_char)):
            link_end = match.end()
        found.append(
            _Link(start=fact.start_char, end=fact.end_char, link_end=link_end, kind=fact.kind, anchor=fact_anchor(fact))
        )
    return sorted(found, key=lambda link: (link.end - link.start, link.start))


def _pieces(text: str, extent: tuple[int, int, int], links: Sequence[_Link]) -> tuple[Piece, ...]:
    label_start, start, end = extent
    inside = [link for link in links if link.start < end and link.end > start]
    edges = {start, end}
    for link in inside:
        edges.update(edge for edge in (link.start, link.link_end, link.end) if start < edge < end)
    cuts = sorted(edges)
    # Where a paragraph's label belongs to a fact, the fact begins on the page after the label.
    return tuple(
        _piece(text, left, right, inside, label_start if left == start else left) for left, right in pairwise(cuts)
    )


def _piece(text: str, left: int, right: int, links: Sequence[_Link], earliest: int) -> Piece:
    around = [link for link in links if link.start < right and link.end > left]
    begins = [link.anchor for link in around if earliest <= link.start <= left]
    leading = (link.anchor for link in around if link.start <= left and right <= link.link_end)
    return Piece(
        text=text[left:right],
        kinds=tuple(dict.fromkeys(link.kind for link in around)),
        fact=next(leading, ""),
        begins=tuple(begins),
    )
