"""What the words round a sum say of it: period, basis, change, role, status, negation, years.

The amount is fixed; this module looks outwards from it, a few words to each side and never past the end of the
sentence, and asks the lexicon `money_context` what those words govern. Lookups are by word in small windows:
ten times cheaper than searching the text for every word of the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.money_amounts import Amount
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.findings import Change, Evidence

_LEFT_WINDOW, _RIGHT_WINDOW = 130, 100
_PUNCTUATION = ".,:;()[]“”‘’'\"|–—-"
_SENTENCE_ENDS = (". ", "\n", "; ", "? ")


class View(NamedTuple):
    """The sentence round one amount: bare words to the left (nearest last) and right, and as printed."""

    lower: str
    begin: int
    start: int
    end: int
    left: list[str]
    right: list[str]
    left_printed: list[str]
    right_printed: list[str]


class Reading(NamedTuple):
    """What one side of the context said, with the words that said it."""

    value: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextWords:
    """The lexicon `money_context` by what it reads: word → value."""

    nouns: dict[str, Change]
    verbs: dict[str, Change]
    before: dict[str, Change]
    after: dict[str, Change]
    movement: frozenset[str]
    copulas: frozenset[str]
    equivalence: frozenset[str]
    strong_equivalence: frozenset[str]
    before_to: frozenset[str]
    neutral: frozenset[str]
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

    return ContextWords(
        nouns=values("noun"),
        verbs=values("verb"),
        before=values("before"),
        after=values("after"),
        movement=words("change.movement"),
        copulas=words("change.copula"),
        equivalence=words("change.equivalence"),
        strong_equivalence=words("change.equivalence", "strong"),
        before_to=words("change.equivalence", "before_to"),
        neutral=words("change.neutral"),
        units=dict(by_id["period.unit"]["units"]),
        period_words=dict(by_id["period.word"]["units"]),
        adjectives=dict(by_id["period.adjective"]["units"]),
        adjective_nouns=words("period.adjective", "nouns"),
        not_after=words("period.not_after"),
        not_before=words("period.not_before"),
        stop=words("context.stop"),
        hedges=words("context.hedge"),
        per_words=words("per.word"),
        per_nouns=words("per.word", "nouns"),
        roles=values("role"),
        statuses=values("status"),
        negations=words("negation"),
        no_negation_before=words("negation", "unless"),
        salary=words("period.salary"),
        salary_verbs=words("period.salary", "paid"),
        jobs=words("period.salary", "jobs"),
        bills=words("period.bill"),
        bill_kinds=words("period.bill", "kinds"),
        band_rise_most=by_id["change.increase.band"]["most"],
        band_rise_unless=words("change.increase.band", "unless"),
    )


def make_view(lower: str, start: int, end: int) -> View:
    """The words of the sentence to both sides of `start:end`."""
    begin = max(0, start - _LEFT_WINDOW)
    window = lower[begin:start]
    cut = max(window.rfind(mark) for mark in _SENTENCE_ENDS)
    if cut >= 0:
        begin += cut + 1
        window = lower[begin:start]
    stop = min(len(lower), end + _RIGHT_WINDOW)
    following = lower[end:stop]
    for mark in _SENTENCE_ENDS:
        cut = following.find(mark)
        if cut >= 0:
            following = following[: cut + 1]
    left_printed, right_printed = window.split()[-14:], following.split()[:14]
    return View(
        lower,
        begin,
        start,
        end,
        [word.strip(_PUNCTUATION) for word in left_printed],
        [word.strip(_PUNCTUATION) for word in right_printed],
        left_printed,
        right_printed,
    )


def _left_evidence(view: View, reads: str, index: int) -> Evidence:
    """The words from `index` of the left words up to the last, as far as they were counted from the amount."""
    at = view.start
    for word in reversed(view.left_printed[index:]):
        at = view.lower.rfind(word, view.begin, at)
    at += view.left_printed[index].find(view.left[index])
    return Evidence(reads=reads, start_char=at, end_char=at + max(1, len(view.left[index])))


def _right_evidence(view: View, reads: str, first: int, last: int) -> Evidence:
    at = begin = stop = view.end
    for index in range(last + 1):
        at = view.lower.find(view.right_printed[index], at)
        if index == first:
            begin = at + view.right_printed[index].find(view.right[index])
        at += len(view.right_printed[index])
        stop = at
    trailing = len(view.right_printed[last]) - len(view.right_printed[last].rstrip(_PUNCTUATION))
    return Evidence(reads=reads, start_char=begin, end_char=max(begin + 1, stop - trailing))


def _unhedged(view: View, words: ContextWords) -> int:
    """Index of the last left word that is no hedge, or -1."""
    index = len(view.left) - 1
    while index >= 0 and (view.left[index] in words.hedges or not view.left[index]):
        index -= 1
    return index


def is_movement(lower: str, start: int) -> bool:
    """Whether the sum at `start` begins a movement ("rose from £5m to …") and no range ("grants from £5 to …")."""
    words = context_words()
    view = make_view(lower, start, start)
    index = _unhedged(view, words)
    if index < 0:
        return False
    if view.left[index] == "from":
        return any(word in words.movement for word in view.left[max(0, index - 9) : index])
    if view.left[index] == "by":
        return True
    return view.left[index] == "of" and any(word in words.nouns for word in view.left[max(0, index - 5) : index])


# ---- change


def find_change(view: View, words: ContextWords) -> Reading | None:
    """Whether the sum is itself a rise or a cut; a new level is neither."""
    return _change_after(view, words) or _change_before(view, words)


def _change_after(view: View, words: ContextWords) -> Reading | None:
    for index, word in enumerate(view.right[:7]):
        if (value := words.after.get(word)) is not None:
            if index and view.right[index - 1] in ("or", "and"):
                return None
            following = view.right[index + 1 : index + 2]
            if following and (following[0][:1] == "£" or (word in ("more", "less") and following[0] == "or")):
                return None
            return Reading(value, _right_evidence(view, "change", index, index))
        if word and word not in words.neutral and word[-1] != "%":
            return None
    return None


def _change_before(view: View, words: ContextWords) -> Reading | None:
    index = _unhedged(view, words)
    if index < 0:
        return None
    word = view.left[index]
    if word in words.before:
        return Reading(words.before[word], _left_evidence(view, "change", index))
    if word in words.nouns and (view.left_printed[index][-1:] == ":" or index == len(view.left) - 1):
        return Reading(words.nouns[word], _left_evidence(view, "change", index))
    if view.left_printed[index] in ("up", "down") and (
        index == 0 or view.left[index - 1] not in ("made", "set", "add", "put", "take")
    ):
        return Reading(words.verbs[word], _left_evidence(view, "change", index))
    if word in words.copulas or word == "to":
        for at in range(index - 1, max(-1, index - 4), -1):
            if view.left[at] in words.nouns and word != "to":
                return Reading(words.nouns[view.left[at]], _left_evidence(view, "change", at))
            if view.left[at] not in ("would", "will", "could", "should", "proposed", "had", "been", "therefore"):
                break
    return _governed(view, words, _before_equivalence(view, words, index))


def _before_equivalence(view: View, words: ContextWords, index: int) -> int:
    """Steps left over "of 4%, equivalent to", so that the change that a percentage states reaches the sum."""
    at, strong = index, view.lower[view.start - 1 : view.start] == "("
    while at >= 0:
        word = view.left[at]
        if word[-1:] == "%" or word in ("percent", "cent") or (word == "per" and at < index):
            strong = True
        elif word == "to":
            if at == 0 or view.left[at - 1] not in words.before_to:
                break
        elif word in words.equivalence:
            strong = strong or word in words.strong_equivalence
        elif not (at < index and view.left[at + 1] in ("per", "percent") and word[:1].isdigit()):
            break
        at -= 1
    return at if strong or at == index else index


def _governed(view: View, words: ContextWords, index: int) -> Reading | None:
    """The change whose "of" or "by" stands at `index`; or a change noun that stands there itself."""
    if index < 0:
        return None
    word = view.left[index]
    if word == "by":
        for at in range(index - 1, max(-1, index - 11), -1):
            value = words.verbs.get(view.left[at]) or words.nouns.get(view.left[at])
            if value is not None:
                return Reading(value, _left_evidence(view, "change", at))
    elif word == "of":
        for at in range(index - 1, max(-1, index - 7), -1):
            if view.left[at] in words.nouns:
                return Reading(words.nouns[view.left[at]], _left_evidence(view, "change", at))
            if view.left[at] in words.before and index - at <= 3:
                return Reading(words.before[view.left[at]], _left_evidence(view, "change", at))
            if view.left[at] in ("to", "by", "from", "and", "with", "which", "that", "after", "following"):
                break
    elif word in words.nouns and index < len(view.left) - 1:
        return Reading(words.nouns[word], _left_evidence(view, "change", index))
    elif word in words.nouns and view.lower[view.start - 1 : view.start] == "(":
        return Reading(words.nouns[word], _left_evidence(view, "change", index))
    return None


def find_band_rise(view: View, words: ContextWords, low: Decimal) -> Reading | None:
    """A precept or Band D sum so small that only the rise can be meant: no police precept is £30 a year."""
    if not 1 < low <= words.band_rise_most:
        return None
    near = view.left[-6:]
    if words.band_rise_unless.intersection(near):
        return None
    if "precept" in near[-4:]:
        return Reading("increase", _left_evidence(view, "change", len(view.left) - 1 - near[::-1].index("precept")))
    if "band" in view.right[:4]:
        at = view.right.index("band")
        return Reading("increase", _right_evidence(view, "change", at, at))
    return None


# ---- period and basis


def find_period_and_per(view: View, words: ContextWords) -> Iterator[Reading]:
    """Period ("a year") and basis ("per Band D property") behind the sum; `Evidence.reads` tells them apart."""
    right, printed = view.right, view.right_printed
    for index, word in enumerate(right[:8]):
        if not word or word in words.stop or "£" in word or (word[0].isdigit() and word[-1] != "%"):
            return
        following = right[index + 1] if index + 1 < len(right) else ""
        unit = None
        if word in words.period_words and (index < 2 or word not in words.adjectives):
            unit = words.period_words[word]
            yield Reading(unit, _right_evidence(view, "period", index, index))
        elif word in words.per_words or word in ("a", "an"):
            unit = words.units.get(following)
            third = right[index + 2] if index + 2 < len(right) else ""
            if index and right[index - 1] in words.not_before:
                return
            if unit is not None and (third not in words.not_after or printed[index + 1][-1] in ",;.)"):
                yield Reading(unit, _right_evidence(view, "period", index, index + 1))
            elif unit is None and following in words.per_nouns:
                yield Reading(following, _right_evidence(view, "per", index, index + 1))
            elif word in ("each", "apiece"):
                yield Reading("each", _right_evidence(view, "per", index, index))
        elif word == "band" and len(following) == 1 and following in "abcdefgh":
            yield Reading(f"Band {following.upper()} property", _right_evidence(view, "per", index, index + 1))
        elif word[0] == "/" or (index == 0 and view.lower[view.end : view.end + 1] == "-"):
            last = word.replace("/", "-").rsplit("-", 1)[-1]
            if last in words.units:
                yield Reading(words.units[last], _right_evidence(view, "period", index, index))
            elif last in words.per_nouns:
                yield Reading(last, _right_evidence(view, "per", index, index))
        if printed[index][-1] in ".;:" or (printed[index][-1] == "," and unit is None):
            return


def find_period_before(view: View, words: ContextWords) -> Reading | None:
    """A period in front of the sum: "each year £12", "an annual cost of £2m"."""
    left = view.left
    index = _unhedged(view, words)
    if index >= 1 and left[index] in words.units and left[index - 1] in ("each", "every", "per"):
        return Reading(words.units[left[index]], _left_evidence(view, "period", index))
    if index >= 0 and left[index] in ("annually", "yearly", "monthly", "weekly"):
        return Reading(words.period_words[left[index]], _left_evidence(view, "period", index))
    for at in range(len(left) - 1, max(-1, len(left) - 9), -1):
        if "£" in left[at] or view.left_printed[at][-1] in ",;":
            return None
        if left[at] in words.adjectives and words.adjective_nouns.intersection(left[at + 1 : at + 4]):
            return Reading(words.adjectives[left[at]], _left_evidence(view, "period", at))
    return None


def find_implied_period(view: View, words: ContextWords, low: Decimal) -> Reading | None:
    """A year where the sum is a salary or a council tax bill, which are always printed for the year."""
    left = view.left
    if 5_000 <= low <= 500_000:
        index = _unhedged(view, words)
        if index > 0 and left[index] in ("on", "at"):
            index -= 1
        if index >= 0 and left[index] in words.salary_verbs and words.jobs.intersection(left[:index]):
            return Reading("year", _left_evidence(view, "period", index))
        for at in range(len(left) - 1, max(-1, len(left) - 9), -1):
            if left[at] in words.salary:
                return Reading("year", _left_evidence(view, "period", at))
        for at, word in enumerate(view.right[:3]):
            if word in words.salary:
                return Reading("year", _right_evidence(view, "period", at, at))
    for at in range(len(left) - 1, max(-1, len(left) - 9), -1):
        if left[at] in words.bills and words.bill_kinds.intersection(left[max(0, at - 3) : at]):
            return Reading("year", _left_evidence(view, "period", at))
    return None


def find_band_before(view: View) -> Reading | None:
    """ "Band D" in front of the sum, in the same sentence."""
    for at in range(len(view.left) - 2, -1, -1):
        if "£" in view.left[at + 1]:
            return None
        if view.left[at] == "band" and len(view.left[at + 1]) == 1 and view.left[at + 1] in "abcdefgh":
            return Reading(f"Band {view.left[at + 1].upper()} property", _left_evidence(view, "per", at))
    return None


def find_years(view: View) -> tuple[int, Evidence] | None:
    """For how many years: "for three years", "over the next 5 years"."""
    right = view.right
    for index, word in enumerate(right[:12]):
        if "£" in word:
            return None
        if word in ("years", "year") and index >= 2 and right[index - 1] != "a":
            number = parse_number_words(right[index - 1]) or parse_figure(right[index - 1])
            before = right[max(0, index - 6) : index - 1]
            if number is not None and number == int(number) and 1 <= number <= 60:
                if "for" in before or "over" in before or "across" in before or "of" in before:
                    return int(number), _right_evidence(view, "years", index - 1, index)
                return None
    return None


# ---- role, status, negation


def find_role(view: View, words: ContextWords) -> Reading | None:
    """What the money is: budget, grant, precept, saving …: the nearest word that says so."""
    return _nearest(view, words.roles, "role")


def find_status(view: View, words: ContextWords) -> Reading | None:
    """What became of it: asked, approved, received, spent …: the nearest word that says so."""
    return _nearest(view, words.statuses, "status")


def _nearest(view: View, table: dict[str, str], reads: str) -> Reading | None:
    """The nearest word of `table`; a comma between counts for four words, another sum ends the search."""
    best, found = 9, None
    distance = 0
    for at in range(len(view.left) - 1, -1, -1):
        printed = view.left_printed[at]
        distance += 5 if printed[-1] in ",:–—|" else 1
        if distance >= best or "£" in printed:
            break
        if view.left[at] in table:
            best, found = distance, (True, at)
            break
    distance = 0
    for at, word in enumerate(view.right):
        if "£" in word:
            break
        distance += 1
        if distance >= best:
            break
        if word in table:
            while at + 1 < len(view.right) and view.right[at + 1] in table and view.right_printed[at][-1] not in ",;":
                at += 1  # "pay budget": the last noun is what it is
            found = (False, at)
            break
        distance += 4 if view.right_printed[at][-1] in ",;:" else 0
    if found is None:
        return None
    on_left, at = found
    if on_left:
        return Reading(table[view.left[at]], _left_evidence(view, reads, at))
    return Reading(table[view.right[at]], _right_evidence(view, reads, at, at))


def find_negation(view: View, words: ContextWords) -> Evidence | None:
    """The "not" or "no" that denies the sum; "not counting", "no more than" deny nothing."""
    left = view.left
    for at in range(len(left) - 1, max(-1, len(left) - 7), -1):
        if "£" in left[at] or view.left_printed[at][-1] in ",;:":
            break
        if left[at] in words.negations:
            if words.no_negation_before.intersection(left[at + 1 : at + 3]):
                return None
            return _left_evidence(view, "negated", at)
    for at, word in enumerate(view.right[:5]):
        if "£" in word or word in ("and", "but", "which", "who"):
            break
        if word in ("not", "never") and at and view.right[at - 1] in words.stop:
            if words.no_negation_before.intersection(view.right[at + 1 : at + 3]):
                return None
            return _right_evidence(view, "negated", at, at)
        if view.right_printed[at][-1] in ",;:.":
            break
    return None


def carries_over(lower: str, previous: Amount, start: int) -> bool:
    """Whether the sum at `start` says the one before it again: "£24 a year, or £2 a month"."""
    gap = lower[previous.end : start]
    if len(gap) > 90 or "\n" in gap or ". " in gap:
        return False
    plain = gap.replace("equivalent to", "=").replace("equating to", "=").replace("equates to", "=")
    if " from " in plain or "(from " in plain or " to " in plain or " of " in plain:
        return False
    if plain.rfind("(") > plain.rfind(")"):
        return True
    return any(mark in plain for mark in (" or ", "=", "works out", "worked out", "i.e.", "that is"))
