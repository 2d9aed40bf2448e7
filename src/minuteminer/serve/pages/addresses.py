"""Where the API and the feeds are, for the links of pages."""

from __future__ import annotations

from minuteminer.serve.pages.queries import address
from minuteminer.views.words import path_of

FORMATS = (("CSV", "csv"), ("Excel", "xlsx"), ("JSON Lines", "jsonl"))


def feed_of(query: str) -> str:
    """The Atom feed of a search."""
    return address("/feeds/search.atom", q=query)


def json_feed_of(query: str) -> str:
    """The JSON Feed of a search."""
    return address("/feeds/search.json", q=query)


def feed_of_committee(key: str) -> str:
    """The Atom feed of a committee's minutes."""
    return f"/feeds{path_of('committee', key)}.atom"


def feed_of_topic(topic_id: str) -> str:
    """The Atom feed of a topic."""
    return f"/feeds{path_of('topic', topic_id)}.atom"


def downloads_of(kind: str, **values: str) -> tuple[tuple[str, str], ...]:
    """The names and addresses of a list's downloads."""
    path = f"/api/v1/{kind}"
    return tuple((name, address(path, **values, format=form)) for name, form in FORMATS)
