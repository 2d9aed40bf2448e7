"""The query language: text → `Query`, by a grammar. A mistake is one plain sentence and its place."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any as Anything
from typing import cast

from minuteminer.errors import QueryError
from minuteminer.index.resolution_terms import PEOPLE, name_words
from minuteminer.index.small_words import drop_small_words
from minuteminer.index.sum_words import doubtful_ranges, is_sum, join_units
from minuteminer.index.values import (
    parse_amount,
    parse_dates,
    parse_day,
    parse_financial_year,
    parse_number,
    parse_votes,
)
from minuteminer.index.words import words_of
from minuteminer.queries import All, Any, Field, Near, Node, Not, Phrase, Query, Sort, Unit, Word

# A person types less; more is an accident or an attack, and costs the database time.
MAX_CHARS = 500
MAX_TERMS = 32
MAX_BRACKETS = 16
MIN_PREFIX = 2
DEFAULT_DISTANCE = 10
MAX_DISTANCE = 50
# The same query is read for the hits, the filters and the advice of one page.
_REMEMBERED = 64

UNITS = ("paragraph", "resolution", "note", "title", "all", "item", "meeting", "fact")
SORTS = ("relevance", "date", "-date")
FIELDS = (
    "panel", "committee", "meeting", "date", "fy", "topic", "in", "verb", "kind", "role", "amount", "headcount",
    "percent", "vote", "status", "proposer", "seconder", "sort", "asof", "boilerplate",
)  # fmt: skip
_SETTINGS = ("in", "sort", "asof", "boilerplate")
_NEAR = re.compile(r"NEAR\s*\((?P<words>[^(),]*)(?:,\s*(?P<distance>\d{1,9})\s*)?\)")


@lru_cache(maxsize=_REMEMBERED)
def parse_query(text: str) -> Query:
    """Read a query as a person writes it.

    Raises QueryError with one plain sentence, and the offset of the mistake in `position`.

    >>> parse_query("firearms in:resolution date:2016").unit
    'resolution'
    >>> parse_query('("knife crime" OR stabb*) -london').conditions[1]
    Not(node=Word(text='london', prefix=False))
    >>> parse_query("a loan of £1.2 million").conditions[1].low  # pence
    120000000
    >>> parse_query("amount:lots")
    Traceback (most recent call last):
    ...
    minuteminer.errors.QueryError: “lots” is no number; write 250000, 250k, 1.5m or 2bn, or a range such as >1m.
    """
    text = _checked(text)
    reader = _Reader()
    tree = _grammar_tree(join_units(text))
    node = reader.read(tree.children[0]) if tree.children else None
    conditions = drop_small_words(node.nodes) if isinstance(node, All) else (() if node is None else (node,))
    if not conditions and not reader.settings.keys() & {"in"}:
        raise QueryError(
            "There is no word or condition to search for; write a word such as firearms, or a field such as "
            "topic:firearms.",
            position=0,
        )
    if reader.terms > MAX_TERMS:
        raise QueryError(f"The query has {reader.terms} words and conditions; at most {MAX_TERMS} are read.")
    return Query(
        text=text,
        conditions=conditions,
        unit=cast(Unit, reader.settings.get("in", "paragraph")),
        sort=cast(Sort, reader.settings.get("sort", "relevance")),
        as_of=cast("datetime.date | None", reader.settings.get("asof")),
        boilerplate=bool(reader.settings.get("boilerplate", False)),
        remarks=(*reader.remarks, *doubtful_ranges(text)),
    )


def with_options(text: str, *, boilerplate: bool = False, as_of: str | None = None) -> Query:
    """A query with what a command's options add to it."""
    query = parse_query(text)
    day = query.as_of if as_of is None else parse_day(as_of, 0)[1]
    return replace(query, boilerplate=boilerplate or query.boilerplate, as_of=day)


def _checked(text: str) -> str:
    if len(text) > MAX_CHARS:
        sentence = f"The query has {len(text):,} characters; at most {MAX_CHARS} are read."
        raise QueryError(sentence, position=MAX_CHARS)
    # Control characters and lone surrogates cannot be stored, so they cannot be searched for.
    text = "".join(" " if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF or ord(c) == 127 else c for c in text)
    text = text.translate({0x201C: '"', 0x201D: '"', 0x201E: '"', 0xFF02: '"'})
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth > MAX_BRACKETS:
            sentence = f"More than {MAX_BRACKETS} brackets stand inside one another here."
            raise QueryError(sentence, position=position)
    return text


@lru_cache(maxsize=1)
def _grammar() -> Anything:
    from lark import Lark

    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic")


def _grammar_tree(text: str) -> Anything:
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput

    try:
        return _grammar().parse(text)
    except UnexpectedInput as error:
        position = getattr(error, "pos_in_stream", None)
        if position is None or position < 0 or position > len(text):
            position = len(text)
        if isinstance(error, UnexpectedCharacters):
            raise QueryError("A quotation mark is opened here and never closed.", position=position) from None
        raise _misplaced(str(getattr(error, "token", "")), text, position) from None


def _misplaced(token: str, text: str, position: int) -> QueryError:
    if token == ")":
        before = text[:position]
        if before.count("(") <= before.count(")"):
            return QueryError("A bracket is closed here that was never opened.", position=position)
        return QueryError("There is nothing to search for before this closing bracket.", position=position)
    if token in ("OR", "|") or (not token and text.rstrip().endswith((" OR", " |"))):
        return QueryError("OR needs something to search for on both sides.", position=position)
    if text.count("(") > text.count(")"):
        return QueryError("A bracket is opened here and never closed.", position=text.rfind("("))
    return QueryError("The query ends where a word or a condition was expected.", position=position)


class _Reader:
    """Turns the grammar's tree into conditions, and takes the settings (in:, sort: …) out of it."""

    def __init__(self) -> None:
        self.settings: dict[str, object] = {}
        self.remarks: list[str] = []
        self.terms = 0

    def read(self, tree: Anything, *, top: bool = True) -> Node | None:
        kind = str(tree.data)
        if kind in ("all", "any"):
            return self._read_several(kind, tree, top=top)
        if kind == "group":
            return self.read(tree.children[1], top=False)
        if kind == "negated":
            node = self.read(tree.children[1], top=False)
            return None if node is None else Not(node=node)
        token = tree.children[0]
        self.terms += 1
        reading = {"near": _read_near, "phrase": self._read_phrase, "word": self._read_word}.get(kind)
        if reading:
            return reading(str(token), token.start_pos)
        return self._read_field(str(token), token.start_pos, top=top)

    def _read_several(self, kind: str, tree: Anything, *, top: bool) -> Node | None:
        pieces = [child for child in tree.children if hasattr(child, "data")]
        inside = top and kind == "all"
        nodes = tuple(node for piece in pieces if (node := self.read(piece, top=inside)) is not None)
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        return All(nodes=nodes) if kind == "all" else Any(nodes=nodes)

    def _read_phrase(self, text: str, position: int) -> Node | None:
        words = words_of(text)
        self.terms += max(0, len(words) - 1)
        if not words:
            self.remarks.append(f"{text} holds no letters or digits, so it was left out.")
            return None
        return Phrase(words=words)

    def _read_word(self, text: str, position: int) -> Node | None:
        if text.endswith("*"):
            return self._read_prefix(text, position)
        if is_sum(text):
            return parse_amount(text, position)
        words = words_of(text)
        self.terms += max(0, len(words) - 1)
        if not words:
            self.remarks.append(f"“{text}” holds no letters or digits, so it was left out.")
            return None
        return Word(text=words[0]) if len(words) == 1 else Phrase(words=words)

    def _read_prefix(self, text: str, position: int) -> Node:
        words = words_of(text)
        if len(words) != 1 or len(words[0]) < MIN_PREFIX:
            raise QueryError(
                f"“{text}” should begin with at least {MIN_PREFIX} letters of one word before the star.",
                position=position,
            )
        return Word(text=words[0], prefix=True)

    def _read_field(self, text: str, position: int, *, top: bool) -> Node | None:
        name, _, value = text.partition(":")
        name, value = name.lower(), value.strip('"').strip()
        if name not in FIELDS:
            raise QueryError(
                f"There is no field “{name}:”; there are {', '.join(FIELDS)}. "
                f'To search for the words, put them in quotation marks: "{text}".',
                position=position,
            )
        if not value:
            raise QueryError(f"“{name}:” needs a value right after the colon.", position=position)
        place = position + len(name) + 1
        if name not in _SETTINGS:
            return _read_condition(name, value, place)
        if not top:
            raise QueryError(
                f"“{name}:” holds for the whole query, so it cannot stand inside brackets, OR or after a minus.",
                position=position,
            )
        self.settings[name] = _read_setting(name, value, place)
        return None


def _read_near(text: str, position: int) -> Near:
    match = _NEAR.fullmatch(text)
    words = words_of(match["words"]) if match else ()
    if not match or len(words) != 2 or words[0] == words[1]:
        sentence = "NEAR takes two different words and a distance, as in NEAR(firearms officers, 5)."
        raise QueryError(sentence, position=position)
    distance = int(match["distance"] or DEFAULT_DISTANCE)
    if distance > MAX_DISTANCE:
        raise QueryError(f"The distance of NEAR can be at most {MAX_DISTANCE} words.", position=position)
    return Near(first=words[0], second=words[1], distance=distance)


def _read_condition(name: str, value: str, place: int) -> Node:
    if name == "amount":
        return parse_amount(value, place)
    if name in ("headcount", "percent"):
        return parse_number(name, value, place)
    if name == "date":
        return parse_dates(value, place)
    if name == "vote" and value.lower() not in ("any", "unanimous"):
        return parse_votes(value, place)
    if name == "fy":
        return Field(name=name, value=parse_financial_year(value, place))
    if name in PEOPLE:
        words = tuple(Field(name=name, value=word) for word in name_words(value))
        if not words:
            raise QueryError(f"“{name}:{value}” holds no name; write it as {name}:example.", position=place)
        return words[0] if len(words) == 1 else All(nodes=words)
    values = [single for single in value.split(",") if single.strip()]
    nodes = tuple(Field(name=name, value=_field_value(name, single, place)) for single in values)
    if not nodes:
        raise QueryError(f"“{name}:” needs a value right after the colon.", position=place)
    return nodes[0] if len(nodes) == 1 else Any(nodes=nodes)


def _field_value(name: str, value: str, place: int) -> str:
    folded = " ".join(words_of(value))
    if not folded:
        raise QueryError(f"“{name}:{value}” holds no letters or digits.", position=place)
    return folded


def _read_setting(name: str, value: str, place: int) -> object:
    if name == "asof":
        return parse_day(value, place)[1]
    allowed = {"in": UNITS, "sort": SORTS, "boilerplate": ("yes", "no")}[name]
    if value.lower() not in allowed:
        raise QueryError(f"“{name}:{value}” is not known; write one of {', '.join(allowed)}.", position=place)
    return value.lower() == "yes" if name == "boilerplate" else value.lower()
