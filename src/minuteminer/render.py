"""An annotated text as a page, drawn by spaCy's displaCy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from minuteminer.findings import Fact

# One colour a kind, light enough for dark text on it (contrast over 7:1).
COLOURS = {
    "money": "#bfe3c0",
    "percent": "#d7e8a8",
    "headcount": "#b9d7f2",
    "vote": "#e3c9ee",
    "resolution": "#f6dfa4",
    "note": "#d9d9d9",
}


def render_marked(text: str, facts: Sequence[Fact]) -> str:
    """A piece of HTML: the text with the facts marked in it; all words of the source are escaped.

    displaCy draws marks side by side, never one inside another: a resolution is drawn in the pieces that its
    figures leave of it.
    """
    from spacy import displacy

    pieces = [{"start": start, "end": end, "label": kind} for start, end, kind in flat_pieces(facts)]
    return displacy.render(
        {"text": text, "ents": pieces, "title": None},
        style="ent",
        manual=True,
        page=False,
        jupyter=False,
        options={"colors": {kind.upper(): colour for kind, colour in COLOURS.items()} | COLOURS},
    )


def render_html(text: str, facts: Sequence[Fact], *, title: str = "") -> str:
    """A whole HTML page: the text with its facts marked, and the list of them with their whole words."""
    marked = render_marked(text, facts)
    rows = "\n".join(
        f"<tr><td>{fact.kind}</td><td>{escape(fact.text)}</td><td>{escape(fact.paragraph or '')}</td>"
        f"<td><code>{escape(fact.id)}</code></td></tr>"
        for fact in facts
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        "<style>body{font-family:sans-serif;max-width:60rem;margin:2rem auto;line-height:1.6}"
        "td{padding:.2rem .8rem;vertical-align:top;border-top:1px solid #ccc}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{marked}\n<h2>Facts</h2>\n<table>"
        f"<tr><th>kind</th><th>words</th><th>paragraph</th><th>id</th></tr>\n{rows}\n</table></body></html>\n"
    )


def flat_pieces(facts: Sequence[Fact]) -> list[tuple[int, int, str]]:
    """Facts as pieces (start, end, kind) that do not overlap: of two, the inner one keeps its place.

    >>> from types import SimpleNamespace as Made
    >>> flat_pieces([Made(start_char=0, end_char=9, kind="resolution"), Made(start_char=3, end_char=5, kind="money")])
    [(0, 3, 'resolution'), (3, 5, 'money'), (5, 9, 'resolution')]
    """
    taken: list[tuple[int, int, str]] = []
    for fact in sorted(facts, key=lambda fact: fact.end_char - fact.start_char):
        start = fact.start_char
        for left, right, _ in sorted(taken):
            if left >= fact.end_char or right <= start:
                continue
            if start < left:
                taken.append((start, left, fact.kind))
            start = max(start, right)
        if start < fact.end_char:
            taken.append((start, fact.end_char, fact.kind))
    return sorted(taken)
