"""What to do next: for an answer without hits, and for words that the query language says better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from minuteminer.answers import Results
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.echo import in_plain_words
from minuteminer.index.lookups import say
from minuteminer.index.rewording import drop_unit, join_with_or, keep_conditions, replace_part
from minuteminer.index.words import single_spaced
from minuteminer.queries import Advice, AdvicePart, Any, Near, Node, Not, Phrase, Query, Word

_AMOUNT = re.compile(
    r"(?<!:)\b(?P<words>above|over|more than|exceeding|greater than|at least|below|under|less than|up to)\s+£?"
    r"(?P<number>\d[\d,.]*)\s?(?P<unit>k|m|bn|thousand|million|billion)?\b",
    re.IGNORECASE,
)
_SIGNS = {"at least": ">=", "below": "<", "under": "<", "less than": "<", "up to": "<="}
_MOVED = re.compile(
    r"\b(?:who|movers?|seconders?|proposers?)\b.*\b(?:moved|seconded|proposed|movers?|seconders?)\b", re.IGNORECASE
)
_BY_NAME = ", or proposer:NAME."
_SHOWN = 3


def advise(backend: Backend, results: Results) -> Results:
    """The answer with advice on what to ask instead; the same answer where there is nothing to say."""
    found = [*_hints(results.query)]
    if not results.total and not results.titles and not results.left_out and results.query.conditions:
        # What occurs nowhere is said already, with what was meant.
        said = bool(results.remarks) and len(results.query.conditions) == 1
        found += [] if said else _why_nothing(backend, results.query)
    if not found:
        return results
    remarks = (*results.remarks, *(one.sentence for one in found))
    return replace(results, remarks=remarks, advice=(*results.advice, *found))


def _hints(query: Query) -> list[Advice]:
    hints = []
    if match := _AMOUNT.search(query.text):
        sign, unit = _SIGNS.get(match["words"].lower(), ">"), (match["unit"] or "").lower()
        field = f"amount:{sign}{match['number'].rstrip(',.')}{unit}"
        asked = replace_part(query, *match.span(), field)
        hints.append(_linked("Sums of money are asked for as ", field, asked, "."))
    if _MOVED.search(query.text):
        register = AdvicePart(words="the register: minuteminer register", target="register", title="the register")
        before, after = (AdvicePart(words=words) for words in ("Who moved and who seconded stands in ", _BY_NAME))
        hints.append(Advice(parts=(before, register, after)))
    return hints


def _why_nothing(backend: Backend, query: Query) -> list[Advice]:
    counts = [(node, _count(backend, replace(query, conditions=(node,)))) for node in query.conditions]
    absent = [in_plain_words(node, query.text) for node, count in counts if not count and not isinstance(node, Not)]
    if absent:
        found = [say(f"Nothing is found for: {', '.join(absent)}.")]
        kept = tuple(node for node, count in counts if count)
        if kept and (count := _count(backend, replace(query, conditions=kept))):
            found.append(_counted("Without that", keep_conditions(query, lambda node: node in kept), count))
    else:
        found = _loosened(backend, query)
    if query.unit not in ("paragraph", "item", "meeting") and (
        count := _count(backend, replace(query, unit="paragraph"))
    ):
        found.append(_counted(f"Without in:{query.unit}", drop_unit(query), count))
    return found


def _loosened(backend: Backend, query: Query) -> list[Advice]:
    """Every condition is met somewhere, but not all together: what each of them costs."""
    advice = []
    words = tuple(node for node in query.conditions if isinstance(node, (Word, Phrase, Near)))
    others = tuple(node for node in query.conditions if node not in words)
    if len(words) > 1:
        if count := _count(backend, replace(query, conditions=(*others, Any(nodes=words)))):
            advice.append(_counted("With OR between the words", join_with_or(query, words), count))
        advice += _spread(backend, query, words)
    without = [(node, tuple(one for one in query.conditions if one is not node)) for node in query.conditions]
    found = [(node, kept, _count(backend, replace(query, conditions=kept))) for node, kept in without if kept]
    for node, kept, count in [one for one in found if one[2]][:_SHOWN]:
        asked = keep_conditions(query, kept.__contains__)
        advice.append(_counted(f"Without “{in_plain_words(node, query.text)}”", asked, count))
    return advice


def _spread(backend: Backend, query: Query, words: Sequence[Node]) -> list[Advice]:
    """Agenda items that have all the words, in different paragraphs."""
    together: set[int] | None = None
    for node in query.conditions:
        asked = Asked(backend, replace(query, conditions=(node,), unit="item"))
        owners = set(asked.owners(asked.by_date(5_000, 0)).values())
        together = owners if together is None else together & owners
    if not together:
        return []
    newest = sorted(together, reverse=True)[:_SHOWN]
    marks = ", ".join("?" * len(newest))
    sql = " ".join(("SELECT key, number, title FROM item WHERE id IN (", marks, ")"))
    number = len(together)
    has = "agenda item has" if number == 1 else "agenda items have"
    parts = [AdvicePart(words=f"{number} {has} all of it in different paragraphs: ")]
    for place, (key, printed, title) in enumerate(backend.rows(sql, newest)):
        name = single_spaced(f"{printed or ''} {title or ''}").strip()
        parts += [AdvicePart(words=", ")] if place else []
        parts.append(AdvicePart(words=key, target="item", value=key, title=name))
    return [Advice(parts=(*parts, AdvicePart(words=" …." if number > _SHOWN else ".")))]


def _counted(change: str, asked: str, count: int) -> Advice:
    """What a change of the query would find; the change leads to the changed query."""
    return _linked("", change, asked, f" there would be {_matches(count)}.")


def _linked(before: str, words: str, asked: str, after: str) -> Advice:
    link = AdvicePart(words=words, target="query" if asked else "", value=asked)
    return Advice(parts=(AdvicePart(words=before), link, AdvicePart(words=after)))


def _count(backend: Backend, query: Query) -> int:
    return Asked(backend, query).counts()[0]


def _matches(count: int) -> str:
    return f"{count:,} match{'' if count == 1 else 'es'}"
