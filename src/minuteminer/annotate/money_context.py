"""The words round a sum, as its readings ask for them; and its role, status, negation and years.

The amount is fixed; everything else is read outwards from it, a few words to each side and never past the end of
the sentence. One lookup a word tells which readings can be found at all, so that most are not even tried: ten times
cheaper than searching the text for every word of the lexicon.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from minuteminer.annotate.money_context_words import NEGATION, ContextWords
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.annotate.records import maker_of
from minuteminer.findings import Evidence

make_evidence = maker_of(Evidence)
_LEFT_WINDOW, _RIGHT_WINDOW = 88, 68
_LEFT_WORDS, _RIGHT_WORDS = 11, 9
_PUNCTUATION = ".,:;()[]“”‘’'\"|–—-"
# A word farther off than this (in words; a comma counts for four) does not say what a sum is.
_FARTHEST = 9
_BREAKS = ",;:–—|"
# What ends the sentence before a sum, besides a full stop, each with the mark that a text must have for it.
_ENDINGS_BEFORE = (("\n", "\n"), (";", "; "), ("?", "? "))


@dataclass(slots=True)
class View:
    """The sentence round one sum: words to the left (nearest last) and right, bare and as printed.

    `left_kinds` and `right_kinds` are the flags of all words of a side, `left_hits` and `right_hits` the words that
    have any: index and flags. Not frozen, because one is made for every sum.
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


def make_view(lower: str, start: int, end: int, words: ContextWords) -> View:
    """The words of the sentence to both sides of `start:end`."""
    begin = start - _LEFT_WINDOW if start > _LEFT_WINDOW else 0
    window = lower[begin:start]
    cut = window.rfind(". ") + 1
    for mark, ending in _ENDINGS_BEFORE:
        if mark in window and (at := window.rfind(ending) + 1) > cut:
            cut = at
    left_printed = window[cut:].rsplit(None, _LEFT_WORDS)
    if len(left_printed) > _LEFT_WORDS:
        del left_printed[0]
    left = [word if word.isalpha() else word.strip(_PUNCTUATION) for word in left_printed]
    right_printed = _following(lower, end).split(None, _RIGHT_WORDS)
    del right_printed[_RIGHT_WORDS:]
    right = [word if word.isalpha() else word.strip(_PUNCTUATION) for word in right_printed]
    kinds = words.kinds
    left_hits = [(index, kinds[word]) for index, word in enumerate(left) if word in kinds]
    right_hits = [(index, kinds[word]) for index, word in enumerate(right) if word in kinds]
    left_kinds = right_kinds = 0
    for _, flags in left_hits:
        left_kinds |= flags
    for _, flags in right_hits:
        right_kinds |= flags
    return View(
        lower,
        begin + cut,
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


def _following(lower: str, end: int) -> str:
    """What follows `end` in its sentence."""
    if lower.startswith(".", end):
        return ""  # a full stop that touches both words ends a sentence too: "£5,000.The Panel met"
    following = lower[end : end + _RIGHT_WINDOW]
    if (stop := following.find(". ")) >= 0:
        following = following[: stop + 1]
    if "\n" in following:
        following = following[: following.find("\n") + 1]
    if ";" in following and (stop := following.find("; ")) >= 0:
        following = following[: stop + 1]
    return following


def drop_hedge(view: View, hedge: Evidence) -> None:
    """Takes the words of the hedge that stands before the sum out of its view."""
    kept = max(0, len(view.left) - len(view.lower[hedge.start_char : view.start].split()))
    del view.left[kept:], view.left_printed[kept:]
    view.left_hits = [hit for hit in view.left_hits if hit[0] < kept]
    view.left_kinds = 0
    for _, flags in view.left_hits:
        view.left_kinds |= flags


def left_evidence(view: View, reads: str, index: int) -> Evidence:
    """The left word number `index`, as evidence of the field `reads`."""
    printed, word, lower = view.left_printed, view.left[index], view.lower
    tail = " ".join(printed[index:])
    at = view.start - len(tail) - 1
    if at < 0 or not lower.startswith(tail, at) or not lower[view.start - 1].isspace():
        at = view.start  # the words are not parted by single spaces
        for each in reversed(printed[index:]):
            at = lower.rfind(each, view.begin, at)
    at += printed[index].find(word)
    return make_evidence(reads=reads, start_char=at, end_char=at + (len(word) or 1))


def right_evidence(view: View, reads: str, first: int, last: int) -> Evidence:
    """The right words number `first` to `last`, as evidence of the field `reads`."""
    printed, lower = view.right_printed, view.lower
    head = " ".join(printed[: last + 1])
    if lower.startswith(head, view.end + 1) and lower[view.end].isspace():
        at = view.end + 1 + len(head)
        begin = at - len(head) if not first else at - len(" ".join(printed[first : last + 1]))
        begin += printed[first].find(view.right[first])
    else:
        at = begin = view.end
        for index in range(last + 1):
            at = lower.find(printed[index], at)
            if index == first:
                begin = at + printed[index].find(view.right[index])
            at += len(printed[index])
    end = at - len(printed[last]) + len(printed[last].rstrip(_PUNCTUATION))
    return make_evidence(reads=reads, start_char=begin, end_char=end if end > begin else begin + 1)


def last_governor(view: View, words: ContextWords) -> int:
    """Index of the last left word that is no article or adverb of degree, or -1."""
    index = len(view.left) - 1
    while index >= 0 and (view.left[index] in words.hedges or not view.left[index]):
        index -= 1
    return index


def find_nearest(view: View, table: dict[str, str], flag: int, reads: str) -> Reading | None:
    """The nearest word of `table`; a comma between counts for four words, another sum ends the search."""
    before = _nearest_left(view, flag) if view.left_kinds & flag else None
    if view.right_kinds & flag and (after := _nearest_right(view, flag, before)) is not None:
        index, right = after, view.right
        while index + 1 < len(right) and right[index + 1] in table and view.right_printed[index][-1] not in ",;":
            index += 1  # "pay budget": the last noun is what it is
        return Reading(table[right[index]], right_evidence(view, reads, index, index))
    return None if before is None else Reading(table[view.left[before[1]]], left_evidence(view, reads, before[1]))


def _nearest_left(view: View, flag: int) -> tuple[int, int] | None:
    """Distance and index of the last left word with `flag`, if it is near."""
    for index, flags in reversed(view.left_hits):
        if flags & flag:
            distance = _distance(view.left_printed[index:])
            return None if distance is None else (distance, index)
    return None


def _nearest_right(view: View, flag: int, before: tuple[int, int] | None) -> int | None:
    """Index of the first right word with `flag`, if it is near, and nearer than the word `before`."""
    for index, flags in view.right_hits:
        if flags & flag:
            if before is not None and index + 1 >= before[0]:
                return None
            distance = _distance(view.right_printed[:index], 1)
            return None if distance is None or (before is not None and distance >= before[0]) else index
    return None


def _distance(between: list[str], more: int = 0) -> int | None:
    """The distance of a word with the words `between`, in words; None where it is too far, or behind another sum."""
    distance = len(between) + more
    if distance >= _FARTHEST:
        return None
    for printed in between:
        if not printed.isalpha():
            if "£" in printed:
                return None
            if printed[-1] in _BREAKS:
                distance += 4
    return distance if distance < _FARTHEST else None


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
