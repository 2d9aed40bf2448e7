"""The words round a sum, as its readings ask for them; and its role, status, negation and years.

The amount is fixed; everything else is read outwards from it, a few words to each side and never past the end of
the sentence. One lookup a word tells which readings can be found at all, so that most are not even tried: ten times
cheaper than searching the text for every word of the lexicon.
"""

from __future__ import annotations

from typing import NamedTuple

from minuteminer.annotate.money_context_words import NEGATION, ContextWords, context_words
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.findings import Evidence

_LEFT_WINDOW, _RIGHT_WINDOW = 88, 68
_LEFT_WORDS, _RIGHT_WORDS = 11, 9
_PUNCTUATION = ".,:;()[]“”‘’'\"|–—-"
# A word farther off than this (in words; a comma counts for four) does not say what a sum is.
_FARTHEST = 9
_BREAKS = ",;:–—|"


class View(NamedTuple):
    """The sentence round one sum: words to the left (nearest last) and right, bare and as printed.

    `left_kinds` and `right_kinds` are the flags of all words of a side, `left_hits` and `right_hits` the words that
    have any: index and flags.
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


def make_view(lower: str, start: int, end: int) -> View:
    """The words of the sentence to both sides of `start:end`."""
    flags_of = context_words().kinds.get
    begin = max(0, start - _LEFT_WINDOW)
    window = lower[begin:start]
    cut = max(window.rfind(". "), window.rfind("\n"), window.rfind("; "), window.rfind("? ")) + 1
    if cut:
        begin += cut
        window = window[cut:]
    # A full stop that touches both words ends a sentence too: "£5,000.The Panel met".
    following = "" if lower[end : end + 1] == "." else lower[end : end + _RIGHT_WINDOW]
    for mark in (". ", "\n", "; "):
        if (stop := following.find(mark)) >= 0:
            following = following[: stop + 1]
    left_printed, right_printed = window.rsplit(None, _LEFT_WORDS)[-_LEFT_WORDS:], following.split(None, _RIGHT_WORDS)
    del right_printed[_RIGHT_WORDS:]
    left = [word if word.isalpha() else word.strip(_PUNCTUATION) for word in left_printed]
    right = [word if word.isalpha() else word.strip(_PUNCTUATION) for word in right_printed]
    left_hits = [(index, flags) for index, flags in enumerate(map(flags_of, left)) if flags]
    right_hits = [(index, flags) for index, flags in enumerate(map(flags_of, right)) if flags]
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


def without_hedge(view: View, hedge: Evidence) -> View:
    """The view without the words of the hedge that stands before the sum."""
    kept = max(0, len(view.left) - len(view.lower[hedge.start_char : view.start].split()))
    hits = [hit for hit in view.left_hits if hit[0] < kept]
    kinds = 0
    for _, flags in hits:
        kinds |= flags
    left, printed = view.left[:kept], view.left_printed[:kept]
    return view._replace(left=left, left_printed=printed, left_hits=hits, left_kinds=kinds)


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
    before = _nearest_left(view, flag) if view.left_kinds & flag else None
    after = _nearest_right(view, flag) if view.right_kinds & flag else None
    if after is not None and (before is None or after[0] < before[0]):
        index, right = after[1], view.right
        while index + 1 < len(right) and right[index + 1] in table and view.right_printed[index][-1] not in ",;":
            index += 1  # "pay budget": the last noun is what it is
        return Reading(table[right[index]], right_evidence(view, reads, index, index))
    return None if before is None else Reading(table[view.left[before[1]]], left_evidence(view, reads, before[1]))


def _nearest_left(view: View, flag: int) -> tuple[int, int] | None:
    """Distance and index of the last left word with `flag`, if it is near."""
    for index, flags in reversed(view.left_hits):
        if flags & flag:
            return _distance(view.left_printed[index:], index)
    return None


def _nearest_right(view: View, flag: int) -> tuple[int, int] | None:
    """Distance and index of the first right word with `flag`, if it is near."""
    for index, flags in view.right_hits:
        if flags & flag:
            return _distance([*view.right_printed[:index], "."], index)
    return None


def _distance(between: list[str], index: int) -> tuple[int, int] | None:
    distance = len(between)
    if distance >= _FARTHEST:
        return None
    for printed in between:
        if "£" in printed:
            return None
        if printed[-1] in _BREAKS:
            distance += 4
    return (distance, index) if distance < _FARTHEST else None


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
