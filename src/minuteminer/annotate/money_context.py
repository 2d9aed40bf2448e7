"""The words round a sum, as its readings ask for them; and its role, status and negation.

The amount is fixed; everything else is read outwards from it, a few words to each side and never past the end of
the sentence. One lookup a word tells which readings can be found at all, so that most are not even tried: ten times
cheaper than searching the text for every word of the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from minuteminer.annotate.money_context_words import NEGATION, STATUS, ContextWords, context_words
from minuteminer.annotate.records import maker_of
from minuteminer.findings import Evidence

make_evidence = maker_of(Evidence)
_LEFT_WINDOW, _RIGHT_WINDOW = 88, 68
_LEFT_WORDS, _RIGHT_WORDS = 11, 9
_PUNCTUATION = ".,:;()[]“”‘’'\"|–—-"
# A word farther off than this (in words; a comma counts for four) does not say what a sum is.
_FARTHEST = 9
# As many words as minutes have; a bound, so that memory stays flat.
_WORDS_KEPT = 20_000
_BREAKS = ",;:–—|"
_LONGEST_ASIDE = 4
# "asked the Chief Constable why": the question is not farther than this from its verb.
_WORDS_TO_QUESTION = 6


@dataclass(slots=True)
class View:
    """The sentence round one sum: words to the left (nearest last) and right, bare and as printed.

    `left_flags` and `right_flags` say word by word what it can be part of (None: nothing), `left_kinds` and
    `right_kinds` what any word of the side can. Not frozen, because one is made for every sum.
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
    left_flags: list[int | None]
    right_flags: list[int | None]


# A value with the words that say it; `evidence.reads` names the field.
Reading = tuple[str, Evidence]


class _BareForms(dict[str, str]):
    """Words as printed, each with its form without punctuation: made once, as the same words come again and again."""

    def __missing__(self, printed: str) -> str:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        bare = self[printed] = printed.strip(_PUNCTUATION)
        return bare


_bare_form = _BareForms().__getitem__


def make_view(text: str, lower: str, start: int, end: int, flags_of: Callable[[str], int | None]) -> View:
    """The words of the sentence to both sides of `start:end`; `lower` is `text` in lower case."""
    begin = start - _LEFT_WINDOW if start > _LEFT_WINDOW else 0
    window = lower[begin:start]
    cut = window.rfind(". ") + 1
    if "\n" in window:
        cut = max(cut, window.rfind("\n") + 1)
    if ";" in window or "?" in window:
        cut = max(cut, window.rfind("; ") + 1, window.rfind("? ") + 1)
    left_printed = (window[cut:] if cut else window).rsplit(None, _LEFT_WORDS)
    if len(left_printed) > _LEFT_WORDS:
        del left_printed[0]
    right_printed = _following(text, lower, end).split(None, _RIGHT_WORDS)
    del right_printed[_RIGHT_WORDS:]
    left, right = list(map(_bare_form, left_printed)), list(map(_bare_form, right_printed))
    left_flags, right_flags = list(map(flags_of, left)), list(map(flags_of, right))
    left_kinds = right_kinds = 0
    for flags in left_flags:
        if flags:
            left_kinds |= flags
    for flags in right_flags:
        if flags:
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
        left_flags,
        right_flags,
    )


def _following(text: str, lower: str, end: int) -> str:
    """What follows `end` in its sentence."""
    if lower.startswith(".", end):
        return ""  # a full stop that touches both words ends a sentence too: "£5,000.The Panel met"
    stop = lower.find(". ", end, end + _RIGHT_WINDOW) + 1
    if stop and lower.endswith(context_words().shortened, end, stop) and text[stop + 1 : stop + 2].islower():
        stop = lower.find(". ", stop, end + _RIGHT_WINDOW) + 1  # "£20,000 p.a. for five years"
    following = lower[end : stop or end + _RIGHT_WINDOW]
    if "\n" in following:
        following = following[: following.find("\n") + 1]
    if ";" in following and (stop := following.find("; ")) >= 0:
        following = following[: stop + 1]
    return following


def drop_hedge(view: View, hedge: Evidence) -> None:
    """Takes the words of the hedge that stands before the sum out of its view."""
    kept = max(0, len(view.left) - len(view.lower[hedge.start_char : view.start].split()))
    del view.left[kept:], view.left_printed[kept:]
    del view.left_flags[kept:]
    view.left_kinds = 0
    for flags in view.left_flags:
        view.left_kinds |= flags or 0


def left_evidence(view: View, reads: str, index: int) -> Evidence:
    """The left word number `index`, as evidence of the field `reads`."""
    printed, word, lower = view.left_printed, view.left[index], view.lower
    tail = " ".join(printed[index:])
    at = view.start - len(tail) - 1
    if at < 0 or not lower.startswith(tail, at) or not lower[view.start - 1].isspace():
        at = view.start  # the words are not parted by single spaces
        for each in reversed(printed[index:]):
            at = lower.rfind(each, view.begin, at)
    if printed[index] != word:
        at += printed[index].find(word)
    return make_evidence(reads=reads, start_char=at, end_char=at + (len(word) or 1))


def right_evidence(view: View, reads: str, first: int, last: int) -> Evidence:
    """The right words number `first` to `last`, as evidence of the field `reads`."""
    printed, lower = view.right_printed, view.lower
    head = " ".join(printed[: last + 1])
    if lower.startswith(head, view.end + 1) and lower[view.end].isspace():
        at = view.end + 1 + len(head)
        begin = at - (len(printed[last]) if first == last else len(" ".join(printed[first : last + 1])))
    else:
        at = begin = view.end
        for index in range(last + 1):
            at = lower.find(printed[index], at)
            if index == first:
                begin = at
            at += len(printed[index])
    if printed[first] != view.right[first]:
        begin += printed[first].find(view.right[first])
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
    back, limit = _nearest_left(view, flag) if view.left_kinds & flag else (0, _FARTHEST)
    if view.right_kinds & flag and (index := _nearest_right(view, flag, limit)) >= 0:
        right, printed = view.right, view.right_printed
        while index + 1 < len(right) and right[index + 1] in table and printed[index][-1] not in ",;":
            index += 1  # "pay budget": the last noun is what it is
        return table[right[index]], right_evidence(view, reads, index, index)
    if not back:
        return None
    return table[view.left[-back]], left_evidence(view, reads, len(view.left) - back)


def find_status(view: View, words: ContextWords) -> Reading | None:
    """What became of the sum; "asked why the reserves fell from £2m" asks for no money, nor does "asked whether"."""
    found = find_nearest(view, words.statuses, STATUS, "status")
    if found is None or found[0] != "asked" or (said := found[1]).start_char >= view.start:
        return found
    following = view.lower[said.end_char : view.start].split(None, _WORDS_TO_QUESTION)[:_WORDS_TO_QUESTION]
    if words.questions.isdisjoint(map(_bare_form, following)):
        return found
    index = _nearest_right(view, STATUS, _FARTHEST) if view.right_kinds & STATUS else -1
    return None if index < 0 else (words.statuses[view.right[index]], right_evidence(view, "status", index, index))


def _nearest_left(view: View, flag: int) -> tuple[int, int]:
    """How many words back the last left word with `flag` is, and its distance; 0 where none is near."""
    printed, flags, distance, aside = view.left_printed, view.left_flags, 1, 0
    for back in range(1, len(printed) + 1):
        word = printed[-back]
        if not word.isalpha():
            if "£" in word:
                break
            if word[-1] == "," and back <= aside:
                aside = 0  # the comma that opens the aside
            elif word[-1] == "," and (length := _aside_length(view, back)):
                aside = back + length
            elif word[-1] in _BREAKS:
                distance += 4
        if distance >= _FARTHEST:
            break
        if (kinds := flags[-back]) and kinds & flag:
            return back, distance
        distance += 1
    return 0, _FARTHEST


def _aside_length(view: View, back: int) -> int:
    """How many words the aside has ("overtime, by contrast, was") whose last is `back` words back; 0 for none."""
    for length in range(1, _LONGEST_ASIDE + 1):
        at = len(view.left) - back - length
        if at < 0:
            return 0
        if view.left_printed[at][-1] == ",":
            said = " ".join(view.left[at + 1 : at + 1 + length])
            return length if said in context_words().asides else 0
    return 0


def _nearest_right(view: View, flag: int, limit: int) -> int:
    """Index of the first right word with `flag`, if its distance is below `limit`; -1 where there is none.

    What stands behind "of which" is said of a part, and a word right before another sum is said of that one.
    """
    distance, printed, apart = 1, view.right_printed, False
    for index, word in enumerate(printed):
        if distance >= limit:
            break
        if (kinds := view.right_flags[index]) and kinds & flag:
            behind = printed[index + 1 : index + (3 if apart else 2)]
            is_of_next = any("£" in each or "%" in each for each in behind) and word[-1] not in _BREAKS
            return -1 if is_of_next else index
        if word in ("which", "whom") and index and printed[index - 1] == "of":
            break
        apart = apart or word == "and" or word[-1] == ","
        if not word.isalpha():
            if "£" in word:
                break
            if word[-1] in _BREAKS:
                distance += 4
        distance += 1
    return -1


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
