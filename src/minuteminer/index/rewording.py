"""A query's own words with a condition fewer or another word: what a page can link to when it gives advice.

Only a plain row of words, phrases and fields is reworded; "" says that the query is none, or would be a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from minuteminer.errors import QueryError
from minuteminer.index.query import parse_query
from minuteminer.index.small_words import is_dropped
from minuteminer.queries import Node, Query

_PIECE = re.compile(r'-?[A-Za-z_]+:"[^"]*"|-?"[^"]*"|\S+')
_SETTING = re.compile(r"(?:in|sort|asof|boilerplate):", re.IGNORECASE)
_NO_ROW = re.compile(r"^(?:AND|OR|NOT|\||NEAR.*|.*[()].*)$")


def keep_conditions(query: Query, keep: Callable[[Node], bool]) -> str:
    """The query with those of its conditions that are to be kept; its settings stay.

    >>> keep_conditions(parse_query("overtime topic:precept in:resolution"), lambda node: "topic" not in str(node))
    'overtime in:resolution'
    """
    return _valid(" ".join(piece for piece, node in _row(query) if node is None or keep(node)))


def join_with_or(query: Query, words: Sequence[Node]) -> str:
    """The query with OR between the words.

    >>> query = parse_query("officers lorry date:2016")
    >>> join_with_or(query, query.conditions[:2])
    '(officers OR lorry) date:2016'
    """
    row = _row(query)
    of_words = [piece for piece, node in row if node is not None and node in words]
    rest = [piece for piece, node in row if node is None or node not in words]
    return _valid(" ".join([f"({' OR '.join(of_words)})", *rest])) if of_words else ""


def drop_unit(query: Query) -> str:
    """The query without `in:`.

    >>> drop_unit(parse_query("overtime in:resolution"))
    'overtime'
    """
    return _valid(" ".join(piece for piece, _ in _row(query) if not piece.lower().startswith("in:")))


def replace_word(query: Query, word: str, other: str) -> str:
    """The query with another word in a word's place.

    >>> replace_word(parse_query("Overtyme date:2016"), "overtyme", "overtime")
    'overtime date:2016'
    """
    changed, count = re.subn(rf"(?<![\w:]){re.escape(word)}(?!\w)", lambda _: other, query.text, flags=re.IGNORECASE)
    return _valid(changed) if count else ""


def replace_part(query: Query, start: int, end: int, other: str) -> str:
    """The query with other words in the place of those from `start` to `end` of its text."""
    return _valid(" ".join(f"{query.text[:start]} {other} {query.text[end:]}".split()))


def _row(query: Query) -> list[tuple[str, Node | None]]:
    """The pieces of the query, each with its condition; none where they cannot be told apart.

    A setting or a small word has None for its condition.
    """
    pieces = _PIECE.findall(query.text)
    asks = [not _SETTING.match(piece) and not is_dropped(piece, query.conditions) for piece in pieces]
    if any(map(_NO_ROW.match, pieces)) or sum(asks) != len(query.conditions):
        return []
    nodes = iter(query.conditions)
    return [(piece, next(nodes) if is_asked else None) for piece, is_asked in zip(pieces, asks, strict=True)]


def _valid(text: str) -> str:
    try:
        return text if text and parse_query(text).conditions else ""
    except QueryError:
        return ""
