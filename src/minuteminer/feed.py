"""Feeds as values, and as Atom (RFC 4287) and JSON Feed 1.1: what is new for a search, and why each entry is there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from minuteminer.answers import MARK_END, MARK_START
from minuteminer.index.published_hits import News
from minuteminer.index.value_words import figure_in_words
from minuteminer.index.words import single_spaced
from minuteminer.views.hits import show_hit

ATOM_TYPE, JSON_TYPE = "application/atom+xml", "application/feed+json"
_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = datetime.datetime.fromtimestamp(0, datetime.UTC)
# What XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKED = re.compile(f"{MARK_START}(.*?){MARK_END}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A passage, a fact or an item that is new for a feed.

    `id` names the passage or fact and the version in which it first read so; `updated` is when that was first seen.
    Neither changes while its words stay the same. `url` is our page, `source_url` the council's, "" if it has none.
    """

    id: str
    title: str
    url: str
    source_url: str
    updated: datetime.datetime
    author: str
    why: str
    text: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Entries, last published first; `url` is the feed's own address, `page_url` that of the page it follows."""

    title: str
    url: str
    page_url: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime.datetime:
        """When the newest entry changed; the epoch of Unix for a feed without any."""
        return max((entry.updated for entry in self.entries), default=_NEVER)


def make_feed(news: Iterable[News], *, title: str, url: str, page_url: str, base_url: str) -> Feed:
    """The feed of what is new; `base_url` is where our pages are, without a closing slash."""
    entries = tuple(_entry(one, base_url) for one in news)
    return Feed(title=clean(title), url=url, page_url=page_url, entries=entries)


def clean(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold.

    >>> clean("a\\x0bb")
    'a\ufffdb'
    """
    return _ILLEGAL.sub("\ufffd", text)


def _entry(news: News, base_url: str) -> Entry:
    hit, shown = news.hit, show_hit(news.hit, {})
    place = f", paragraph {hit.label.strip('().')}" if hit.label else ""
    return Entry(
        id=f"urn:minuteminer:{quote(entry_name(news), safe=':@/-')}",
        title=clean(single_spaced(f"{hit.committee}, {shown.day}: {shown.heading}{place}")),
        url=f"{base_url}{shown.path}",
        source_url=shown.source,
        updated=news.updated,
        author=clean(hit.committee) or "unknown",
        why=clean(reason_of(news)),
        text=clean(hit.text.strip()),
        topics=tuple(map(clean, hit.topics)),
    )


def entry_name(news: News) -> str:
    """The name of what an entry tells: item and version, and of a passage or fact its kind and place in that."""
    hit = news.hit
    kind = hit.kind if hit.unit == "fact" else hit.unit
    return f"{hit.item}@{news.since_version}:{kind}:{news.place}"


def reason_of(news: News) -> str:
    """Why an entry is in its feed, in words."""
    hit = news.hit
    words = dict.fromkeys(single_spaced(word).lower() for word in _MARKED.findall(hit.snippet))
    figures = [f"{one.kind} {single_spaced(figure_in_words(one))}" for one in hit.figures]
    because = [f"the words {', '.join(words)}" if words and hit.unit != "fact" else "", "; ".join(figures)]
    said = "; ".join(part for part in because if part)
    kind = "New" if news.since_version == 1 else f"Reads so since version {news.since_version}"
    return f"{kind}. Found by {said}." if said else f"{kind}. It meets the conditions of the search."


def to_atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    _text(root, "id", feed.url)
    _text(root, "title", feed.title)
    _text(root, "updated", _instant(feed.updated))
    _link(root, "self", feed.url, ATOM_TYPE)
    _link(root, "alternate", feed.page_url, "text/html")
    _text(_child(root, "author"), "name", "MinuteMiner")
    _text(root, "generator", "MinuteMiner")
    for entry in feed.entries:
        node = _child(root, "entry")
        _text(node, "id", entry.id)
        _text(node, "title", entry.title)
        _text(node, "updated", _instant(entry.updated))
        _link(node, "alternate", entry.url, "text/html")
        if entry.source_url:
            _link(node, "via", entry.source_url, "text/html")
        _text(_child(node, "author"), "name", entry.author)
        for topic in entry.topics:
            _child(node, "category").set("term", topic)
        _text(node, "summary", entry.why)
        _text(node, "content", entry.text)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _child(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    _child(parent, name).text = text


def _link(parent: ElementTree.Element, relation: str, address: str, kind: str) -> None:
    node = _child(parent, "link")
    for name, value in (("rel", relation), ("href", address), ("type", kind)):
        node.set(name, value)


def to_json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "items": [_json_entry(entry) for entry in feed.entries],
    }


def _json_entry(entry: Entry) -> dict[str, Any]:
    shown = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "summary": entry.why,
        "date_modified": _instant(entry.updated),
        "authors": [{"name": entry.author}],
        "tags": list(entry.topics),
    }
    return {**shown, "external_url": entry.source_url} if entry.source_url else shown


def _instant(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
