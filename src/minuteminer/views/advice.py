"""Advice on a search as a page says it: links in place of commands and keys."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from minuteminer.queries import Advice, AdvicePart
from minuteminer.views.words import path_of

Linked = tuple[str, str]


def show_advice(found: Sequence[Advice]) -> tuple[tuple[Linked, ...], ...]:
    """Each piece of advice as words with the path that they lead to, "" where they lead nowhere.

    >>> show_advice([Advice(parts=(AdvicePart(words="20894", target="item", value="20894", title="7. Precept"),))])
    ((('7. Precept', '/item/20894'),),)
    """
    return tuple(tuple((part.title or part.words, _path(part)) for part in one.parts if part.words) for one in found)


def _path(part: AdvicePart) -> str:
    if part.target == "query":
        return f"/search?{urlencode({'q': part.value})}"
    if part.target == "item":
        return path_of("item", part.value)
    return "/register" if part.target == "register" else ""
