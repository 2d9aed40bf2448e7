"""What to do next: for an answer without hits, and for words that the query language says better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from minuteminer.answers import Results
from minuteminer.index.backend import Backend
from minuteminer.index.echo import in_plain_words
from minuteminer.index.lookups import say
from minuteminer.index.nearest import MAX_SHOWN, Counts, Nearest, find_nearest, is_word
from minuteminer.index.rewording import drop_unit, join_with_or, keep_conditions, replace_part
from minuteminer.index.words import single_spaced
from minuteminer.queries import Advice, AdvicePart, Node, Not, Query

_AMOUNT = re.compile(
    r"(?<!:)\b(?P<words>above|over|more than|exceeding|greater than|at least|below|under|less than|up to)\s+£?"
    r"(?P<number>\d[\d,.]*)\s?(?P<unit>k|m|bn|thousand|million|billion)?\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?<!:)(?:\b(?P<words>above|over|more than|exceeding|greater than|at least|below|under|less than|up to)\s+|"
    r"(?P<sign>[<>]=?)\s*)(?P<number>\d[\d.]*)\s?(?:%|per ?cent\b)",
    re.IGNORECASE,
)
_SIGNS = {"at least": ">=", "below": "<", "under": "<", "less than": "<", "up to": "<="}
_MOVED = re.compile(
    r"\b(?:who|movers?|seconders?|proposers?)\b.*\b(?:moved|seconded|proposed|movers?|seconders?)\b", re.IGNORECASE
)
_BY_NAME = ", or proposer:NAME."
_UNITS = {
    "resolution": "decision", "note": "post meeting note", "fact": "passage with a fact", "item": "paragraph",
    "meeting": "paragraph", "all": "paragraph or title",
}  # fmt: skip


def advise(backend: Backend, results: Results) -> Results:
    """The answer with advice on what to ask instead; the same answer where there is nothing to say."""
    found = [*_hints(results.query)]
    if not results.total and not results.titles and not results.left_out and results.query.conditions:
        # What occurs nowhere is said already, with what was meant.
        said = bool(results.remarks) and len(results.query.conditions) == 1
        found += [] if said else _why_nothing(backend, results)
    if not found:
        return results
    remarks = (*results.remarks, *(one.sentence for one in found))
    return replace(results, remarks=remarks, advice=(*results.advice, *found))


def _hints(query: Query) -> list[Advice]:
    hints = []
    if match := _PERCENT.search(query.text):
        sign = match["sign"] or _SIGNS.get(match["words"].lower(), ">")
        field = f"percent:{sign}{match['number'].rstrip('.')}"
        hints.append(_linked("Percentages are asked for as ", field, replace_part(query, *match.span(), field), "."))
    elif match := _AMOUNT.search(query.text):
        sign, unit = _SIGNS.get(match["words"].lower(), ">"), (match["unit"] or "").lower()
        field = f"amount:{sign}{match['number'].rstrip(',.')}{unit}"
        asked = replace_part(query, *match.span(), field)
        hints.append(_linked("Sums of money are asked for as ", field, asked, "."))
    if _MOVED.search(query.text):
        register = AdvicePart(words="the register: minuteminer register", target="register", title="the register")
        before, after = (AdvicePart(words=words) for words in ("Who moved and who seconded stands in ", _BY_NAME))
        hints.append(Advice(parts=(before, register, after)))
    return hints


def _why_nothing(backend: Backend, results: Results) -> list[Advice]:
    query = results.query
    counts = Counts(backend, query)
    absent = [node for node in query.conditions if not counts.of((node,)) and not isinstance(node, Not)]
    found = _without_absent(counts, absent, results.remarks) if absent else _loosened(backend, counts)
    if query.unit not in ("paragraph", "item", "meeting"):
        elsewhere = Counts(backend, replace(query, unit="paragraph"))
        if count := elsewhere.of(query.conditions):
            found.append(_counted(f"Without in:{query.unit}", drop_unit(query), count))
    return found


def _without_absent(counts: Counts, absent: Sequence[Node], said: Sequence[str]) -> list[Advice]:
    """What is found nowhere, unless that is said already with what was meant; and what the rest would find."""
    query = counts.query
    names = {node: _quoted(node, query) for node in absent}
    untold = [name for name in names.values() if not any(sentence.startswith(name) for sentence in said)]
    found = [say(f"Nothing is found for {in_a_row(untold)}.")] if untold else []
    kept = tuple(node for node in query.conditions if node not in absent)
    if kept and (count := counts.of(kept)):
        found.append(_counted(f"Without {in_a_row(names.values())}", keep_conditions(query, kept.__contains__), count))
    elif kept:
        found += [_left_out(query, (*absent, *one.left_out), one) for one in find_nearest(counts, kept)]
    return found


def _loosened(backend: Backend, counts: Counts) -> list[Advice]:
    """Every condition is met somewhere, but not all together: what comes nearest, and what each of them costs."""
    query, advice = counts.query, []
    words = tuple(filter(is_word, query.conditions))
    if len(query.conditions) > 1:
        what = "has all of these words" if len(words) == len(query.conditions) else "meets all of this"
        advice.append(say(f"No {_UNITS.get(query.unit, query.unit)} {what}."))
    advice += [_left_out(query, one.left_out, one) for one in find_nearest(counts, query.conditions)]
    if len(words) > 1:
        if count := counts.of_any(words):
            advice.append(_counted("With OR between the words", join_with_or(query, words), count))
        advice += _spread(backend, counts)
    return advice


def _left_out(query: Query, left_out: Sequence[Node], nearest: Nearest) -> Advice:
    names = in_a_row(_quoted(node, query) for node in query.conditions if node in left_out)
    return _counted(f"Without {names}", keep_conditions(query, nearest.kept.__contains__), nearest.count)


def _quoted(node: Node, query: Query) -> str:
    return f"“{in_plain_words(node, query.text).strip('“”')}”"


def in_a_row(names: Iterable[str]) -> str:
    """Names one after the other, as a sentence has them.

    >>> in_a_row(["“who”", "“the”", "“and”"])
    '“who”, “the” and “and”'
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _spread(backend: Backend, counts: Counts) -> list[Advice]:
    """Agenda items that have all the words, in different paragraphs."""
    together = counts.items_with_all()
    if not together:
        return []
    newest = together[:MAX_SHOWN]
    marks = ", ".join("?" * len(newest))
    sql = " ".join(("SELECT key, number, title FROM item WHERE id IN (", marks, ")"))
    number = len(together)
    has = "agenda item has" if number == 1 else "agenda items have"
    parts = [AdvicePart(words=f"{number:,} {has} all of it in different paragraphs: ")]
    for place, (key, printed, title) in enumerate(backend.rows(sql, newest)):
        name = single_spaced(f"{printed or ''} {title or ''}").strip()
        parts += [AdvicePart(words=", ")] if place else []
        parts.append(AdvicePart(words=key, target="item", value=key, title=name))
    return [Advice(parts=(*parts, AdvicePart(words=" …." if number > MAX_SHOWN else ".")))]


def _counted(change: str, asked: str, count: int) -> Advice:
    """What a change of the query would find; the change leads to the changed query."""
    return _linked("", change, asked, f" there would be {_matches(count)}.")


def _linked(before: str, words: str, asked: str, after: str) -> Advice:
    link = AdvicePart(words=words, target="query" if asked else "", value=asked)
    return Advice(parts=(AdvicePart(words=before), link, AdvicePart(words=after)))


def _matches(count: int) -> str:
    return f"{count:,} match{'' if count == 1 else 'es'}"
