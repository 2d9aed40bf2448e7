"""A resolution's text → its clauses, each with its span and its verbs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from minuteminer.annotate.conditions import split_off_conditions, without_conditions
from minuteminer.annotate.records import maker_of
from minuteminer.annotate.verb_forms import Weight
from minuteminer.annotate.verbs import find_reported, find_verbs
from minuteminer.annotate.verbs_denied import denied_verbs
from minuteminer.annotate.verbs_elliptical import find_elliptical
from minuteminer.findings import Clause, Decision

_make_clause = maker_of(Clause)
# Where a clause starts: at a mark of enumeration, or at ", and that" / "; that".
_CUT = re.compile(
    # "(1) That" and "1)That" also right after "noted."; "a. That", but not "p. 9" or the "g." of "e.g.".
    r"(?:(?<=[\s:;,–—-])|(?<=[a-z]{2}\.)|\A)\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])\)(?=\s+\S|[A-Z“\"‘]|(?:that|to|the)\b)"
    r"|(?:(?<=[\s:;,–—-])|\A)\(?(?:\d{1,2}|[ivx]{1,4}|[a-oq-z])\.(?=\s+\S|(?:That|The|To)\b)"
    r"|\n[^\S\n]*+(?:[•·▪■●○◦*–—\-\uf0b7Ø]|\d{1,3}(?:\.\d{1,3})+[.)]?|[A-H][.)])\s+"
    # A heading between clauses: "PART A".
    r"|\n\s*(?:PART|Part|SECTION|Section) (?:[A-Z]|\d{1,2}|[IVX]{1,4})\s?:?(?=\s*\n)"
    r"|;\s*(?:and\s+)?(?=(?:that|to|the)\b)|,?\s+and\s+(?=that\b)|(?<=[.;])\s+(?=(?:That|To)\b)"
)
# The same without marks of enumeration, for the many resolutions that have none.
_PLAIN_CUT = re.compile(r";\s*(?:and\s+)?(?=(?:that|to|the)\b)| and\s+(?=that\b)|(?<=[.;])\s+(?=(?:That|To)\b)")
# How the body voted stands before its words: ", nem. con., that", ", by six votes to four, that".
_HEAD = re.compile(
    r"[\s:;,.–—\-\])*]*(?:as follows[\s:]*)?"
    r"(?:[(\[]?(?:nem\.? ?con\b\.?|nemine contradicente|nem\.? ?diss?\b\.?"
    r"|by (?:a majority of )?(?:\d{1,3}|[a-z-]+) votes? to (?:\d{1,3}|[a-z-]+)(?=[,:;)\]])"
    r"|(?:on|by|with) the (?:(?:casting|second) vote of the [A-Za-z-]+|[A-Za-z-]+['’]s casting vote)(?=[,:;)\]]))"
    r"[\s:;,.–—\-\])]*)?"
)
_LEADING = frozenset(("recommend", "note", "reject", "refuse", "decline"))
# Who rejects a recommendation denies what it recommends.
_DENYING = frozenset(("reject", "refuse", "decline"))
_SHORTEST_CLAUSE = 5
# Texts without one of these have no marks of enumeration.
_MARKS = (")", "\n", "1.", " a.", " i.")
# What only leads to a list: "that:", "that the Board:".
_LEAD = re.compile(r"(?:(?:[Tt]hat|THAT|[Tt]o|[Ii]t was|[Tt]he following|as follows|unanimously)\b[\s:;,.–—-]*)+")
_LONGEST_LEAD = 5


class Reading(NamedTuple):
    """The clauses of a resolution, the verbs of all of them in order, and those that every clause denies."""

    clauses: tuple[Clause, ...]
    verbs: tuple[str, ...]
    negated_verbs: tuple[str, ...]


def read_clauses(text: str, start: int, end: int, decision: Decision, keyword: str | None) -> Reading:
    """The clauses between two offsets, which lie after the keyword, each without label, "and" or ";".

    `keyword` is the verb of the keyword itself, if it has one: it leads where it says what the body does
    (recommend, note), and stands alone where the words have no other. Each verb is given once; wishes only
    where there is no other verb.
    """
    words = text[start:end]
    pattern = _CUT if any(mark in words for mark in _MARKS) else _PLAIN_CUT
    cuts = [found.span() for found in pattern.finditer(text, start, end)]
    cuts, conditions = split_off_conditions(text, start, end, cuts) if cuts else (cuts, [])
    starts, ends = [start, *(after for _, after in cuts)], [*(before for before, _ in cuts), end]
    clauses: list[Clause] = []
    verbs: list[tuple[str, Weight]] = []
    for low, high in zip(starts, ends, strict=True):
        is_marked = low > start
        head = _HEAD.match(text, low, high)
        low = head.end() if head else low
        high = low + len(_without_tail(text[low:high]))
        if high - low < _SHORTEST_CLAUSE:
            continue
        words = without_conditions(text, low, high, conditions)
        found = find_verbs(words, kind=decision)
        if keyword == "carry":  # "declared the motion CARRIED" declares nothing else
            found = tuple(verb for verb in found if verb[0] != "declare")
        if cuts and not clauses and not found and not (is_marked and " be " in words) and _only_leads(words):
            continue
        if cuts and not found:
            found = find_elliptical(words)
        denied = tuple(verb for verb, _ in found) if keyword in _DENYING else denied_verbs(words)
        if denied and not found:
            found = tuple((verb, "decision") for verb in denied)
        own = _deciding(found) or ((keyword,) if keyword else ())
        negated = _negated(found, denied, own) if denied else ()
        clauses.append(
            _make_clause(start_char=low, end_char=high, text=text[low:high], verbs=own, negated_verbs=negated)
        )
        verbs.extend(found)
    if not (verbs or keyword):
        verbs = [verb for clause in clauses for verb in find_reported(clause.text)]
    lead = [keyword] if keyword in _LEADING else []
    every = tuple(dict.fromkeys([*lead, *_deciding(verbs, with_wishes=not lead)]))
    every = every or ((keyword,) if keyword else ())
    return Reading(tuple(clauses), every, tuple(verb for verb in _denied_by_all(clauses) if verb in every))


def _negated(found: Sequence[tuple[str, Weight]], denied: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a clause's own verbs that it denies each time it says them."""
    said = [verb for verb, _ in found]
    return tuple(verb for verb in own if verb in denied and denied.count(verb) >= said.count(verb))


def _denied_by_all(clauses: Sequence[Clause]) -> tuple[str, ...]:
    denied = dict.fromkeys(verb for clause in clauses for verb in clause.negated_verbs)
    if not denied:
        return ()
    meant = {verb for clause in clauses for verb in clause.verbs if verb not in clause.negated_verbs}
    return tuple(verb for verb in denied if verb not in meant)


def _only_leads(words: str) -> bool:
    """Whether the words before the first mark decide nothing, but name at most who does: "that the Board:" """
    if _LEAD.fullmatch(words):
        return True
    return words[:4].lower() == "that" and words[-1] not in ".;" and len(words.split()) <= _LONGEST_LEAD


def _without_tail(words: str) -> str:
    """`words` without the "; and" that leads to the next clause."""
    words = words.rstrip(" \n\r\t;,")
    for joint in (" and", " or"):
        if words.endswith(joint):
            return words[: -len(joint)].rstrip(" \n\r\t;,")
    return words


def _deciding(found: Sequence[tuple[str, Weight]], *, with_wishes: bool = True) -> tuple[str, ...]:
    """The verbs of decisions and acts, each once; the first wish where there is none."""
    verbs = dict.fromkeys(verb for verb, weight in found if weight != "wish")
    if verbs or not with_wishes:
        return tuple(verbs)
    return tuple(verb for verb, _ in found[:1])
