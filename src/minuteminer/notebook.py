"""What a notebook shows: a document with its facts marked in the text, and a trail as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minuteminer.annotate.pipeline import annotate
from minuteminer.answers import IndexedItem, Trail
from minuteminer.findings import AnnotatedDocument
from minuteminer.index.trail_picture import trail_svg
from minuteminer.render import render_marked


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of HTML or an SVG picture, which a notebook shows as what it is."""

    html: str = ""
    svg: str = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What Jupyter asks for: the content by its media type."""
        found = {"text/html": self.html, "image/svg+xml": self.svg, "text/plain": repr(self)}
        return {kind: content for kind, content in found.items() if content}

    def __repr__(self) -> str:
        return "<a picture>" if self.svg else "<a document with its facts marked>"


def show(document: IndexedItem | AnnotatedDocument | str) -> Shown:
    """An item of the index, an annotated document, or any text, with its facts marked in it.

    >>> "mark" in show("A budget of £258m.").html
    True
    """
    if isinstance(document, str):
        document = annotate(document)
    text = document.item.text if isinstance(document, IndexedItem) else document.text
    return Shown(html=render_marked(text, document.facts))


def plot(trail: Trail) -> Shown:
    """A trail as a picture: time to the right, values upwards."""
    return Shown(svg=trail_svg(trail.points, trail.thing))
