"""A query in plain words, so that a person sees how it was understood."""

from __future__ import annotations

import datetime
import re

from minuteminer.index.nodes import field_values
from minuteminer.index.words import words_of
from minuteminer.queries import All, Any, Dates, Field, Near, Node, Not, Phrase, Query, Range, Word

_TOKEN = re.compile(r'[A-Za-z_]+:"[^"]*"|"[^"]*"|[^\s()"]+')
_UNITS = {
    "paragraph": "paragraphs",
    "resolution": "resolutions",
    "note": "post meeting notes",
    "title": "titles of agenda items",
    "all": "paragraphs and titles",
    "item": "agenda items with a paragraph",
    "meeting": "meetings with a paragraph",
    "fact": "facts in paragraphs",
}
_FIELDS = {
    "panel": "of panel {}", "committee": "of committee {}", "meeting": "of meeting {}", "topic": "about {}",
    "verb": "where it was decided to {}", "kind": "with {}", "role": "for {}", "status": "with status {}",
    "proposer": "moved by {}", "seconder": "seconded by {}", "fy": "of the financial year {}", "vote": "with a {} vote",
}  # fmt: skip
_KINDS = {
    "money": "a sum of money", "percent": "a percentage", "headcount": "a headcount", "vote": "a vote",
    "resolution": "a decision", "note": "a post meeting note",
}  # fmt: skip
_VOTES = {"any": "with a vote", "unanimous": "with a unanimous vote"}
_RANGES = {
    "amount": "an amount", "headcount": "a headcount", "percent": "a percentage", "vote_for": "votes for",
    "vote_against": "votes against", "vote_abstain": "abstentions",
}  # fmt: skip
_SORTS = {"relevance": "", "date": ", oldest first", "-date": ", newest first"}


def echo_query(query: Query) -> str:
    """The query in plain words.

    >>> from minuteminer.index.query import parse_query
    >>> echo_query(parse_query("firearms in:resolution date:2015..2017 amount:>=100000"))
    'resolutions that mention firearms, from 1 January 2015 to 31 December 2017, with an amount at least £100,000'
    """
    text = _UNITS[query.unit]
    if query.unit == "resolution" and any(field_values(node, "topic") for node in query.conditions):
        text += " (by their own words, their item's title or its main topic)"
    mentions = [_mention(node, query.text) for node in query.conditions if _is_mention(node)]
    others = [_condition(node, query.text) for node in query.conditions if not _is_mention(node)]
    if mentions:
        text += " that mention " + " and ".join(mentions)
    text = ", ".join([text, *others]) + _SORTS[query.sort]
    if query.as_of:
        text += f", as published on {_date(query.as_of)}"
    return text + (", boilerplate included" if query.boilerplate else "")


def in_plain_words(node: Node, text: str = "") -> str:
    """One condition in plain words; `text` is what the person wrote, for its capitals, quotes and decimals.

    >>> in_plain_words(Phrase(words=("2", "99")), "precept 2.99%"), in_plain_words(Word(text="pcso"), "PCSO")
    ('2.99%', 'PCSO')
    """
    return _mention(node, text) if _is_mention(node) else _condition(node, text)


def _is_mention(node: Node) -> bool:
    if isinstance(node, (All, Any)):
        return all(map(_is_mention, node.nodes))
    return _is_mention(node.node) if isinstance(node, Not) else isinstance(node, (Word, Phrase, Near))


def _mention(node: Node, text: str) -> str:
    if isinstance(node, Word):
        word = _as_written((node.text,), text) or node.text
        return f"words that begin with {word}" if node.prefix else word
    if isinstance(node, Phrase):
        return _as_written(node.words, text) or f"“{' '.join(node.words)}”"
    if isinstance(node, Near):
        return f"{node.first} within {node.distance} words of {node.second}"
    if isinstance(node, Not):
        return f"not {_mention(node.node, text)}"
    if isinstance(node, (All, Any)):
        joint = " and " if isinstance(node, All) else " or "
        return "(" + joint.join(_mention(one, text) for one in node.nodes) + ")"
    return _condition(node, text)


def _condition(node: Node, text: str) -> str:
    if isinstance(node, Field):
        if node.name == "kind":
            return _FIELDS["kind"].format(_KINDS.get(node.value, node.value))
        if node.name == "vote" and node.value in _VOTES:
            return _VOTES[node.value]
        if node.name == "verb" and words_of(node.value)[:1] == ("not",):
            return f"where it was decided not to {' '.join(words_of(node.value)[1:])}"
        return _FIELDS[node.name].format(_as_written(words_of(node.value), text) or node.value)
    if isinstance(node, Range):
        return f"with {_RANGES[node.name]} {_range(node)}"
    if isinstance(node, Dates):
        return _dates(node)
    if isinstance(node, Not):
        return f"not {_part(node.node, text)}"
    if isinstance(node, (All, Any)):
        joint = " and " if isinstance(node, All) else " or "
        return joint.join(_part(one, text) for one in node.nodes)
    return f"mentioning {_mention(node, text)}"


def _part(node: Node, text: str) -> str:
    words = _condition(node, text)
    return f"({words})" if isinstance(node, (All, Any)) and not _is_mention(node) else words


def _as_written(words: tuple[str, ...], text: str) -> str:
    """The words as the person wrote them: PCSO, 2.99%, “confirmation hearing”; "" where they wrote them nowhere."""
    for token in _TOKEN.findall(text):
        field, colon, value = token.partition(":")
        values = [one.strip('"') for one in value.split(",")] if colon and field.isalpha() else []
        for one in (token, *values):
            if words_of(one) == words:
                return f"“{one.strip(chr(34))}”" if one.startswith('"') else one.rstrip("*,;:?!").lstrip("-")
    return ""


def _range(node: Range) -> str:
    if node.low is not None and node.low == node.high:
        return f"of {_number(node, node.low)}"
    if node.low is not None and node.high is not None:
        return f"from {_number(node, node.low)} to {_number(node, node.high)}"
    if node.low is not None:
        return f"{'more than' if node.low_open else 'at least'} {_number(node, node.low)}"
    return f"{'less than' if node.high_open else 'at most'} {_number(node, node.high or 0)}"


def _number(node: Range, number: float) -> str:
    if node.name == "amount":
        pounds, pence = divmod(int(number), 100)
        return f"£{pounds:,}" + (f".{pence:02d}" if pence else "")
    return f"{number:,g}" + ("%" if node.name == "percent" else "")


def _dates(node: Dates) -> str:
    if node.start and node.end:
        return f"on {_date(node.start)}" if node.start == node.end else f"from {_date(node.start)} to {_date(node.end)}"
    return f"from {_date(node.start)} on" if node.start else f"up to {_date(node.end)}"


def _date(day: datetime.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
