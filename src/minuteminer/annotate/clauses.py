"""A resolution's text → its clauses, each with its span and its verbs."""

from __future__ import annotations

import re

from minuteminer.annotate.verbs import find_verbs
from minuteminer.findings import Clause, Decision

# Where a clause starts: at a mark of enumeration, or at ", and that" / "; that".
_CUT = re.compile(
    r"(?:(?<=[\s:;,–—-])|\A)\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)](?=\s+\S)"
    r"|\n\s*[•·▪■●○◦*–—\-\uf0b7Ø]\s+|\n\s*\d{1,3}(?:\.\d{1,3})+[.)]?\s+"
    r"|;\s*(?:and\s+)?(?=(?:that|to|the)\b)|,?\s+and\s+(?=that\b)|(?<=[.;])\s+(?=(?:That|To)\b)"
)
_HEAD = re.compile(r"[\s:;,.–—\-\])*]*(?:as follows[\s:]*)?")
_TAIL = re.compile(r"(?:[\s;,]|\b(?:and|or))+\Z")
_REPORTING = frozenset(("decision", "agreed", "noted"))


def find_clauses(text: str, start: int, end: int, decision: Decision) -> tuple[Clause, ...]:
    """The clauses between two offsets, which lie after the keyword; each without label, "and" or ";"."""
    cuts = [(found.start(), found.end()) for found in _CUT.finditer(text, start, end)]
    spans = zip([start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end], strict=True)
    clauses = []
    for low, high in spans:
        head = _HEAD.match(text, low, high)
        low = head.end() if head else low
        tail = _TAIL.search(text, low, high)
        high = tail.start() if tail else high
        if high - low > 4:
            clauses.append(_make_clause(text, low, high, decision))
    return tuple(clauses)


def _make_clause(text: str, start: int, end: int, decision: Decision) -> Clause:
    words = text[start:end]
    verbs = find_verbs(words, reports=decision in _REPORTING)
    sure = [verb for verb, decides in verbs if decides] or [verb for verb, _ in verbs[:1]]
    return Clause(start_char=start, end_char=end, text=words, verbs=tuple(dict.fromkeys(sure)))


def verbs_of(clauses: tuple[Clause, ...], decision: Decision, keyword: str | None) -> tuple[str, ...]:
    """The verbs of a whole resolution in order, each once; tasks only where it has no verb of decision.

    `keyword` is the verb of the keyword itself, if it has one: it leads where it says what the body does
    (recommend, note), and stands alone where the words have no other.
    """
    found = [verb for clause in clauses for verb in find_verbs(clause.text, reports=decision in _REPORTING)]
    sure = [verb for verb, decides in found if decides]
    if keyword in ("recommend", "note"):
        sure = [keyword, *sure]
    tasks = [verb for verb, _ in found[:1]]
    return tuple(dict.fromkeys(sure or tasks or ([keyword] if keyword else [])))
