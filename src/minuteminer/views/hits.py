"""The answers of a search as a page shows them: pieces of the words that were found, links, a citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minuteminer.answers import MARK_END, MARK_START, Figure, Hit, Results
from minuteminer.index.listings import DecidedBy
from minuteminer.views.marked_text import paragraph_anchor
from minuteminer.views.words import counted, day_in_words, path_of, web_address


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFigure:
    """A figure of a hit: its words, the sum where they do not say it, its role, and the place of it in the item."""

    text: str
    means: str
    role: str
    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """A hit; `snippet` are its words in order, each with whether it was found. `path` leads to its paragraph."""

    hit: Hit
    heading: str
    day: str
    path: str
    meeting_path: str
    source: str
    snippet: tuple[tuple[str, bool], ...]
    verbs: tuple[str, ...]
    decision: str
    figures: tuple[ShownFigure, ...]
    citation: str


def snippet_pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """A snippet cut at its marks: words, and whether they were found.

    >>> snippet_pieces("the \\x02budget\\x03.")
    (('the ', False), ('budget', True), ('.', False))
    """
    pieces: list[tuple[str, bool]] = []
    for part in snippet.split(MARK_START):
        found, mark, rest = part.partition(MARK_END)
        pieces += [(found, True), (rest, False)] if mark else [(found, False)]
    return tuple(piece for piece in pieces if piece[0])


def show_hit(hit: Hit, decided: Mapping[int, DecidedBy]) -> ShownHit:
    """A hit with its links; `decided` says by hit what was decided in its passage."""
    by = decided.get(hit.id)
    path = path_of("item", hit.item if hit.version == 1 else f"{hit.item}@{hit.version}")
    heading = " ".join(part for part in (hit.number, hit.title) if part) or "Agenda item without a title"
    return ShownHit(
        hit=hit,
        heading=f"Meeting of {day_in_words(hit.date)}: {heading}" if hit.unit == "meeting" else heading,
        day=day_in_words(hit.date),
        path=f"{path}{_anchor(hit)}",
        meeting_path=path_of("meeting", f"{hit.panel}:{hit.meeting_id}"),
        source=web_address(hit.url),
        snippet=snippet_pieces(hit.snippet),
        verbs=by.verbs if by else (),
        decision=by.kind if by else "",
        figures=tuple(_figure(path, figure) for figure in hit.figures),
        citation=citation_of(hit),
    )


def _anchor(hit: Hit) -> str:
    if hit.unit == "title":
        return ""
    if hit.unit in ("resolution", "fact"):
        kind = "resolution" if hit.unit == "resolution" else hit.kind
        return f"#{kind}-{hit.start_char}-{hit.end_char}"
    return f"#{paragraph_anchor(hit.start_char)}"


def _figure(path: str, figure: Figure) -> ShownFigure:
    _, mark, anchor = figure.fact_id.rpartition("#")
    text = " ".join(figure.text.split())
    path = f"{path}#{anchor}" if mark else path
    return ShownFigure(text=text, means=figure.means or "", role=figure.role or "", kind=figure.kind, path=path)


def citation_of(hit: Hit) -> str:
    """A citation of a hit in the plain style, for people to copy."""
    parts = [hit.committee, f"meeting of {day_in_words(hit.date)}", f"item {hit.number} {hit.title}".strip()]
    if hit.label:
        parts.append(f"paragraph {hit.label}")
    words = " ".join(", ".join(part for part in parts if part).split())
    return f"{words}. {web_address(hit.url)} (version {hit.version})".replace("  ", " ")


def total_in_words(results: Results) -> str:
    """How many there are, and among how many they were ranked."""
    if not results.total:
        return "No matches"
    more = "more than " if results.total_is_more else ""
    text = f"{more}{counted(results.total, 'match', 'matches')}"
    if results.ranked_among is not None:
        text += f", ranked among the newest {results.ranked_among:,}"
    return text
