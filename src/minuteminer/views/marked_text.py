"""An item's text cut into paragraphs and pieces, so that a page can mark the facts without any markup of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from textwrap import shorten

from minuteminer.findings import Fact, Paragraph
from minuteminer.views.text_tables import Cell, Rows, find_tables

# Facts that run over whole paragraphs: only their first word leads to the list, the rest is shaded.
WIDE = ("resolution", "note")
_FIRST_WORD = re.compile(r"\s*\S+")
# A longer heading is cut in the name of a table below it.
_NAME_CHARS = 60
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
class Row:
    """A row of a table; `anchor` is that of the paragraph that begins with it, "" where none does."""

    anchor: str
    cells: tuple[tuple[Piece, ...], ...]
    head: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some words of a paragraph, or a table in it: `rows` of cells, each in pieces; `head` if the first names them.

    `name` tells a table from the others of its text.
    """

    name: str = ""
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    head: bool = False

    @property
    def as_rows(self) -> tuple[Row, ...]:
        """The rows of a table that stands inside a paragraph, which has the anchor."""
        return tuple(Row(anchor="", cells=cells, head=self.head and not at) for at, cells in enumerate(self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph:
    """A paragraph; `anchor` is its place in the text, `label_anchor` its printed label the first time it occurs.

    `pieces` are all its words; `blocks` the same as they are shown, with its tables as tables. `table` is the number of
    the table that the whole paragraph is rows of, 0 for any other.
    """

    anchor: str
    label: str
    label_anchor: str
    kind: str
    pieces: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    table: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What stands in a text one below the other: a paragraph, or the rows of a table with its name."""

    paragraph: MarkedParagraph | None = None
    rows: tuple[Row, ...] = ()
    name: str = ""


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
    links, tables = _links(text, facts), find_tables(text, 0, len(text))
    seen: set[str] = set()
    marked = []
    for passage in passages:
        label = passage.label or ""
        start, end = passage.start_char, passage.end_char
        if label and text.startswith(label, start):
            start += len(label)
        name = _label_name(label)
        inside = _inside(tables, start, end)
        pieces = _pieces(text, (passage.start_char, start, end), links, [rows for _, rows, _ in inside])
        blocks = tuple(_blocks(start, pieces, inside))
        marked.append(
            MarkedParagraph(
                anchor=paragraph_anchor(passage.start_char),
                label=label,
                label_anchor="" if name in seen else name,
                kind=passage.kind,
                pieces=pieces,
                blocks=blocks,
                table=inside[0][0] if len(blocks) == 1 and inside and not label else 0,
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


def in_passages(paragraphs: Iterable[MarkedParagraph]) -> tuple[Passage, ...]:
    """The paragraphs one below the other; those that are rows of one table are put together."""
    found: list[Passage] = []
    for number, some in groupby(paragraphs, lambda one: one.table):
        if not number:
            found += [Passage(paragraph=one) for one in some]
            continue
        rows = [
            Row(anchor="" if place else one.anchor, cells=cells, head=block.head and not place)
            for one in some
            for block in one.blocks
            for place, cells in enumerate(block.rows)
        ]
        width = max(len(row.cells) for row in rows)
        padded = (replace(row, cells=(*row.cells, *[()] * (width - len(row.cells)))) for row in rows)
        found.append(Passage(rows=tuple(padded)))
    return _named(found)


def _named(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The same with a name for each table, by the paragraph or heading where it stands, and no name twice."""
    places = list(_places(passages))
    names = iter(
        f"Table {places[:at].count(place) + 1} {place}" if places.count(place) > 1 else f"Table {place}"
        for at, place in enumerate(places)
    )
    named = []
    for one in passages:
        if one.rows:
            named.append(replace(one, name=next(names)))
        elif one.paragraph:
            blocks = tuple(replace(block, name=next(names)) if block.rows else block for block in one.paragraph.blocks)
            named.append(Passage(paragraph=replace(one.paragraph, blocks=blocks)))
    return tuple(named)


def _places(passages: Iterable[Passage]) -> Iterator[str]:
    """Where each table stands, in words."""
    before = "in the minutes"
    for one in passages:
        paragraph = one.paragraph
        if paragraph is None:
            yield before
            continue
        label = paragraph.label.strip(".")
        yield from (f"in paragraph {label}" if label else before for block in paragraph.blocks if block.rows)
        if label:
            before = f"after paragraph {label}"
        elif paragraph.kind == "heading":
            words = " ".join("".join(piece.text for piece in paragraph.pieces).split())
            before = f"below “{shorten(words, _NAME_CHARS, placeholder=' …')}”"


# The number of a table, those of its rows that lie in a paragraph, and whether its first row is among them.
_Part = tuple[int, Rows, bool]


def _inside(tables: Sequence[Rows], start: int, end: int) -> list[_Part]:
    parts = []
    for number, rows in enumerate(tables, start=1):
        some = tuple(row for row in rows if start <= row[0][0] and row[-1][1] <= end)
        if some:
            parts.append((number, some, some[0] is rows[0]))
    return parts


def _blocks(start: int, pieces: Sequence[Piece], tables: Sequence[_Part]) -> Iterator[Block]:
    """The pieces in the tables they lie in, and the others between them; what only parts cells is left out."""
    begins = list(accumulate((len(piece.text) for piece in pieces), initial=start))
    placed = list(zip(begins, pieces, strict=False))
    for _, rows, begins_it in tables:
        first, last = rows[0][0][0], rows[-1][-1][1]
        yield from _words([piece for begin, piece in placed if begin < first])
        inside = [[_within(placed, cell) for cell in row] for row in rows]
        width = max(map(len, inside))
        padded = tuple((*row, *[()] * (width - len(row))) for row in inside)
        yield Block(rows=padded, head=begins_it and not any(piece.fact for cell in padded[0] for piece in cell))
        placed = [(begin, piece) for begin, piece in placed if begin >= last]
    yield from _words([piece for _, piece in placed])


def _within(placed: Sequence[tuple[int, Piece]], cell: Cell) -> tuple[Piece, ...]:
    return tuple(piece for begin, piece in placed if cell[0] <= begin < cell[1])


def _words(pieces: list[Piece]) -> Iterator[Block]:
    """The pieces as one block, without the line breaks beside a table."""
    if any(piece.text.strip() for piece in pieces):
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip("\n"))
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip("\n"))
        yield Block(pieces=tuple(pieces))


def _pieces(
    text: str, extent: tuple[int, int, int], links: Sequence[_Link], tables: Sequence[Rows]
) -> tuple[Piece, ...]:
    label_start, start, end = extent
    inside = [link for link in links if link.start < end and link.end > start]
    edges = {start, end, *(edge for rows in tables for row in rows for cell in row for edge in cell)}
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
