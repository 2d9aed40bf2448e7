"""An annotated text as a page: spaCy's displaCy with one line of marks a kind, so that facts may overlap."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

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


def render_html(text: str, facts: Sequence[Fact], *, title: str = "") -> str:
    """A whole HTML page with the facts marked in the text; all words of the source are escaped.

    displaCy draws per token, so marks are token-aligned; the exact words stand in the list below the text.
    """
    import spacy
    from spacy import displacy
    from spacy.tokens import SpanGroup

    doc = spacy.blank("en").make_doc(text)
    spans = [
        span
        for fact in facts
        if (span := doc.char_span(fact.start_char, fact.end_char, label=fact.kind, alignment_mode="expand")) is not None
    ]
    doc.spans["facts"] = SpanGroup(doc, name="facts", spans=spans)
    options: dict[str, Any] = {"spans_key": "facts", "colors": COLOURS}
    marked = displacy.render(doc, style="span", page=False, jupyter=False, options=options)
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
