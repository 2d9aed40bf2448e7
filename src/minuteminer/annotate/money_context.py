"""The words round a sum, as its readings ask for them; and its role, status, negation and years.

The amount is fixed; everything else is read outwards from it, a few words to each side and never past the end of
the sentence. One lookup a word tells which readings can be found at all, so that most are not even tried: ten times
cheaper than searching the text for every word of the lexicon.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.findings import Change, Evidence

_LEFT_WINDOW, _RIGHT_WINDOW = 110, 80
_LEFT_WORDS, _RIGHT_WORDS = 13, 11
_PUNCTUATION = ".,:;()[]“”‘’'\"|–—-"
# A word farther off than this (in words; a comma counts for four) does not say what a sum is.
_FARTHEST = 9

# What a word can be part of; a word may be several at once.
CHANGE, PERIOD, PER, ROLE, STATUS, NEGATION, YEARS, SALARY, BILL = (1 << bit for bit in range(9))


class View(NamedTuple):
    """The sentence round one sum: words to the left (nearest last) and right, bare and as printed.

    The hedge ("about", "no more than") is left out of the left words. `left_kinds` and `right_kinds` are the
    flags of all words of a side, `left_hits` and `right_hits` the words that have any: index and flags.
    """

    lower: str
    begin: int
    start: int
    end: int
    left: list[str]
    right: list[str]
    left_printed: list[str]
    right_printed: list[str]
    left_kinds: int
    right_kinds: int
    left_hits: list[tuple[int, int]]
    right_hits: list[tuple[int, int]]


class Reading(NamedTuple):
    """A value with the words that say it; `evidence.reads` names the field."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextWords:
    """The lexicon `money_context`, by what its words do."""

    kinds: dict[str, int]
    nouns: dict[str, Change]
    verbs: dict[str, Change]
    before: dict[str, Change]
    after: dict[str, Change]
    movement: frozenset[str]
    copulas: frozenset[str]
    copula_skips: frozenset[str]
    equivalence: frozenset[str]
    strong_equivalence: frozenset[str]
    before_to: frozenset[str]
    neutral: frozenset[str]
    reach: frozenset[str]
    carry: dict[str, tuple[str, ...]]
    units: dict[str, str]
    period_words: dict[str, str]
    adjectives: dict[str, str]
    adjective_nouns: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    stop: frozenset[str]
    hedges: frozenset[str]
    per_words: frozenset[str]
    per_nouns: frozenset[str]
    roles: dict[str, str]
    statuses: dict[str, str]
    negations: frozenset[str]
    no_negation_before: frozenset[str]
    salary: frozenset[str]
    salary_verbs: frozenset[str]
    jobs: frozenset[str]
    bills: frozenset[str]
    bill_kinds: frozenset[str]
    band_rise_most: int
    band_rise_unless: frozenset[str]


@cache
def context_words() -> ContextWords:
    """The bundled words, arranged once."""
    rows = load_lexicon("money_context")
    by_id = {row.id: row for row in rows}

    def values(kind: str, field: str = "words") -> dict[str, Any]:
        return {word: row["value"] for row in rows if row["kind"] == kind for word in row[field]}

    def words(row: str, field: str = "words") -> frozenset[str]:
        return frozenset(by_id[row][field])

    found: dict[str, Any] = {
        "nouns": values("noun"),
        "verbs": values("verb"),
        "before": values("before"),
        "after": values("after"),
        "movement": words("change.movement"),
        "copulas": words("change.copula"),
        "copula_skips": words("change.copula", "skip"),
        "equivalence": words("change.equivalence"),
        "strong_equivalence": words("change.equivalence", "strong"),
        "before_to": words("change.equivalence", "before_to"),
        "neutral": words("change.neutral"),
        "reach": words("change.reach"),
        "carry": {
            field: tuple(by_id["change.carry"][field])
            for field in ("restated", "sentence", "joined", "level", "comparing")
        },
        "units": dict(by_id["period.unit"]["units"]),
        "period_words": dict(by_id["period.word"]["units"]),
        "adjectives": dict(by_id["period.adjective"]["units"]),
        "adjective_nouns": words("period.adjective", "nouns"),
        "not_after": words("period.not_after"),
        "not_before": words("period.not_before"),
        "stop": words("context.stop"),
        "hedges": words("context.hedge"),
        "per_words": words("per.word"),
        "per_nouns": words("per.word", "nouns"),
        "roles": values("role"),
        "statuses": values("status"),
        "negations": words("negation"),
        "no_negation_before": words("negation", "unless"),
        "salary": words("period.salary"),
        "salary_verbs": words("period.salary", "paid"),
        "jobs": words("period.salary", "jobs"),
        "bills": words("period.bill"),
        "bill_kinds": words("period.bill", "kinds"),
        "band_rise_most": by_id["change.increase.band"]["most"],
        "band_rise_unless": words("change.increase.band", "unless"),
    }
    return ContextWords(kinds=_kinds(found), **found)


def _kinds(found: dict[str, Any]) -> dict[str, int]:
    """For each word the flags of all that it can be part of."""
    kinds: dict[str, int] = {}
    for flag, fields in (
        (CHANGE, ("nouns", "verbs", "before", "after")),
        (PERIOD, ("units", "period_words", "adjectives")),
        (PER, ("per_nouns",)),
        (ROLE, ("roles",)),
        (STATUS, ("statuses",)),
        (NEGATION, ("negations",)),
        (SALARY, ("salary", "salary_verbs")),
        (BILL, ("bills",)),
    ):
        for field in fields:
            for word in found[field]:
                kinds[word] = kinds.get(word, 0) | flag
    for word, flag in (("each", PER), ("apiece", PER), ("band", PER), ("years", YEARS), ("precept", CHANGE)):
        kinds[word] = kinds.get(word, 0) | flag
    return kinds


def make_view(lower: str, start: int, end: int, hedge: int | None = None) -> View:
    """The words of the sentence to both sides of `start:end`; `hedge` is where the hedge before it begins."""
    kinds = context_words().kinds
    begin = max(0, start - _LEFT_WINDOW)
    window = lower[begin : start if hedge is None else hedge]
    cut = max(window.rfind(". "), window.rfind("\n"), window.rfind("; "), window.rfind("? ")) + 1
    if cut:
        begin += cut
        window = window[cut:]
    # A full stop that touches both words ends a sentence too: "£5,000.The Panel met".
    following = "" if lower[end : end + 1] == "." else lower[end : end + _RIGHT_WINDOW]
    for mark in (". ", "\n", "; "):
        if (stop := following.find(mark)) >= 0:
            following = following[: stop + 1]
    left_printed, right_printed = window.split()[-_LEFT_WORDS:], following.split()[:_RIGHT_WORDS]
    left = [word.strip(_PUNCTUATION) for word in left_printed]
    right = [word.strip(_PUNCTUATION) for word in right_printed]
    left_hits = [(index, kinds[word]) for index, word in enumerate(left) if word in kinds]
    right_hits = [(index, kinds[word]) for index, word in enumerate(right) if word in kinds]
    left_kinds = right_kinds = 0
    for _, flags in left_hits:
        left_kinds |= flags
    for _, flags in right_hits:
        right_kinds |= flags
    return View(
        lower,
        begin,
        start,
        end,
        left,
        right,
        left_printed,
        right_printed,
        left_kinds,
        right_kinds,
        left_hits,
        right_hits,
    )


def left_evidence(view: View, reads: str, index: int) -> Evidence:
    """The left word number `index`, as evidence of the field `reads`."""
    at = view.start
    for word in reversed(view.left_printed[index:]):
        at = view.lower.rfind(word, view.begin, at)
    at += view.left_printed[index].find(view.left[index])
    return Evidence(reads=reads, start_char=at, end_char=at + max(1, len(view.left[index])))


def right_evidence(view: View, reads: str, first: int, last: int) -> Evidence:
    """The right words number `first` to `last`, as evidence of the field `reads`."""
    at = begin = view.end
    for index in range(last + 1):
        at = view.lower.find(view.right_printed[index], at)
        if index == first:
            begin = at + view.right_printed[index].find(view.right[index])
        at += len(view.right_printed[index])
    printed = view.right_printed[last]
    end = at - len(printed) + len(printed.rstrip(_PUNCTUATION))
    return Evidence(reads=reads, start_char=begin, end_char=max(begin + 1, end))


def last_governor(view: View, words: ContextWords) -> int:
    """Index of the last left word that is no article or adverb of degree, or -1."""
    index = len(view.left) - 1
    while index >= 0 and (view.left[index] in words.hedges or not view.left[index]):
        index -= 1
    return index


def find_nearest(view: View, table: dict[str, str], flag: int, reads: str) -> Reading | None:
    """The nearest word of `table`; a comma between counts for four words, another sum ends the search."""
    best, found = _FARTHEST, -1
    if view.left_kinds & flag:
        index = next(index for index, flags in reversed(view.left_hits) if flags & flag)
        between = view.left_printed[index:]
        distance = len(between) + 4 * sum(printed[-1] in ",:–—|" for printed in between)
        if distance < best and not any("£" in printed for printed in between):
            best, found = distance, index
    if view.right_kinds & flag:
        index = next(index for index, flags in view.right_hits if flags & flag)
        between = view.right_printed[:index]
        distance = len(between) + 1 + 4 * sum(printed[-1] in ",;:" for printed in between)
        if distance < best and not any("£" in printed for printed in between):
            right = view.right
            while index + 1 < len(right) and right[index + 1] in table and view.right_printed[index][-1] not in ",;":
                index += 1  # "pay budget": the last noun is what it is
            return Reading(table[right[index]], right_evidence(view, reads, index, index))
    return None if found < 0 else Reading(table[view.left[found]], left_evidence(view, reads, found))


def find_negation(view: View, words: ContextWords) -> Evidence | None:
    """The "not" or "no" that denies the sum; "not counting", "no more than" deny nothing."""
    left = view.left
    for at in range(len(left) - 1, max(-1, len(left) - 7), -1) if view.left_kinds & NEGATION else ():
        if "£" in left[at] or view.left_printed[at][-1] in ",;:":
            break
        if left[at] in words.negations:
            if words.no_negation_before.intersection(left[at + 1 : at + 3]):
                return None
            return left_evidence(view, "negated", at)
    for at, word in enumerate(view.right[:5]) if view.right_kinds & NEGATION else ():
        if "£" in word or word in ("and", "but", "which", "who"):
            break
        if word in ("not", "never") and at and view.right[at - 1] in words.stop:
            if words.no_negation_before.intersection(view.right[at + 1 : at + 3]):
                return None
            return right_evidence(view, "negated", at, at)
        if view.right_printed[at][-1] in ",;:.":
            break
    return None


def find_years(view: View) -> tuple[int, Evidence] | None:
    """For how many years: "for three years", "over the next 5 years"."""
    right = view.right
    for index, word in enumerate(right):
        if "£" in word:
            return None
        if word == "years" and index >= 2:
            number = parse_number_words(right[index - 1]) or parse_figure(right[index - 1])
            before = right[max(0, index - 6) : index - 1]
            if number is None or number != int(number) or not 1 <= number <= 60:
                return None
            if not {"for", "over", "across", "of"}.intersection(before):
                return None
            return int(number), right_evidence(view, "years", index - 1, index)
    return None
