"""How often a sum is paid, for how long and for what: "a year", "for three years", "per household", "on Band D"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from minuteminer.annotate.money_context import Reading, View, last_governor, left_evidence, right_evidence
from minuteminer.annotate.money_context_words import BILL, PER, PERIOD, SALARY, ContextWords
from minuteminer.annotate.numbers import parse_figure, parse_number_words
from minuteminer.findings import Derived, Evidence

_BANDS = frozenset("abcdefgh")
# "was paid yearly to the club": the word is no adjective before one of these.
_AFTER_ADVERB = (["to"], ["by"], ["for"], ["from"])
_FOR_YEARS = frozenset(("for", "over", "across", "of"))
# "for each new lorry": a noun and one word before it.
_LONGEST_EACH = 2
# The yearly pay of a person lies between these; sums outside are pay of many, or of an hour.
_SALARY_LEAST, _SALARY_MOST = 5_000, 500_000


def find_period_and_per(view: View, words: ContextWords) -> Iterator[Reading]:
    """Period ("a year") and basis ("Band D property") behind the sum; `evidence.reads` tells them apart."""
    glued = view.lower.startswith(("-", "/"), view.end)
    if not glued and not view.right_kinds & (PERIOD | PER):
        return
    right, printed = view.right, view.right_printed
    for index, word in enumerate(right[:8]):
        if word in words.auxiliaries:
            yield from _period_of_verb(view, words, index)
            return
        if not word or word in words.stop or "£" in word or (word[0].isdigit() and word[-1] != "%"):
            return
        following = right[index + 1] if index + 1 < len(right) else ""
        unit = None
        if word in words.period_words and (index < 2 or word not in words.adjectives):
            unit = words.period_words[word]
            yield unit, right_evidence(view, "period", index, index)
        elif (end := _last_of_spread(view, words, index)) > 0:
            yield words.units[right[end].removesuffix("s")], right_evidence(view, "period", index, end)
            return
        elif word in words.per_words or word in ("a", "an"):
            unit = words.units.get(following)
            if unit is not None and index and right[index - 1] in words.not_before:
                return
            third = right[index + 2] if index + 2 < len(right) else ""
            if unit is not None and (
                third not in words.not_after or printed[index + 1][-1] in ",;.)" or printed[index + 2][0] == "("
            ):
                yield unit, right_evidence(view, "period", index, index + 1)
            elif unit is None and following in words.per_nouns:
                yield following, right_evidence(view, "per", index, index + 1)
            elif (noun := _noun_of_each(view, words, index)) >= 0:
                yield right[noun], right_evidence(view, "per", index, noun)
            elif word in ("each", "apiece"):
                yield "each", right_evidence(view, "per", index, index)
        elif word == "band" and following in _BANDS:
            yield f"Band {following.upper()} property", right_evidence(view, "per", index, index + 1)
        elif index == 0 and glued:
            last = word.replace("/", "-").rsplit("-", 1)[-1]
            if last in words.units:
                yield words.units[last], right_evidence(view, "period", index, index)
            elif last in words.per_nouns:
                yield last, right_evidence(view, "per", index, index)
        mark = printed[index][-1]
        if mark in ".;:" or (mark == "," and unit is None and following not in words.per_words):
            return


def _last_of_spread(view: View, words: ContextWords, index: int) -> int:
    """Index of the last word of "in each of two years" or "in a full year", whose "each" or "a" is word `index`; or 0.

    Only after "in": "one of each of three years' reports" spreads nothing.
    """
    right = view.right
    if not index or right[index - 1] != "in":
        return 0
    if right[index] == "a":
        return index + 2 if right[index + 1 : index + 2] == ["full"] and _is_unit(right, index + 2, words) else 0
    if right[index] != "each" or right[index + 1 : index + 2] != ["of"]:
        return 0
    following = index + 2
    while right[following : following + 1] and right[following] in words.before_years:
        following += 1
    number = right[following] if following < len(right) else ""
    counted = parse_number_words(number) is not None or parse_figure(number) is not None
    return following + 1 if counted and _is_unit(right, following + 1, words, plural="s") else 0


def _is_unit(right: list[str], index: int, words: ContextWords, plural: str = "") -> bool:
    """Whether word number `index` is a unit of time, in the plural if asked."""
    return index < len(right) and right[index].endswith(plural) and right[index].removesuffix("s") in words.units


def _noun_of_each(view: View, words: ContextWords, index: int) -> int:
    """Index of the noun of "£350 for each warden", the "each" of which is word number `index`; -1 without one.

    The noun may be any; it is one where the clause goes on, or ends, behind it.
    """
    right, printed = view.right, view.right_printed
    if right[index] not in ("each", "every") or not index or right[index - 1] not in words.before_each:
        return -1
    for at in range(index + 1, min(index + 1 + _LONGEST_EACH, len(right))):
        if not right[at].isalpha() or right[at] in words.behind_each or right[at] in words.stop:
            return -1
        if printed[at][-1] in ".,;:)":
            return at
        following = right[at + 1] if at + 1 < len(right) else ""
        if following in words.behind_each or following in words.stop:
            return at
    return -1


def _period_of_verb(view: View, words: ContextWords, index: int) -> Iterator[Reading]:
    """ "£4m was raised in fees yearly": behind a verb only an adverb, or "each year", belongs to the sum."""
    right, printed = view.right, view.right_printed
    for at in range(index + 1, len(right)):
        word = right[at]
        if "£" in word or (word in words.stop and word not in words.auxiliaries):
            return
        is_adverb = printed[at][-1] in ".,;" or right[at + 1 : at + 2] in _AFTER_ADVERB
        if word in words.period_words and (word not in words.adjectives or is_adverb):
            yield words.period_words[word], right_evidence(view, "period", at, at)
            return
        following = right[at + 1] if at + 1 < len(right) else ""
        if (word in ("each", "every") or following == "annum") and following in words.units:
            yield words.units[following], right_evidence(view, "period", at, at + 1)
            return
        if printed[at][-1] in ".;:,":
            return


def find_period_before(view: View, words: ContextWords) -> Reading | None:
    """A period in front of the sum: "each year £12", "an annual cost of £2m"."""
    if not view.left_kinds & PERIOD:
        return None
    left = view.left
    index = last_governor(view, words)
    if index >= 1 and left[index] in words.units and left[index - 1] in ("each", "every", "per"):
        return words.units[left[index]], left_evidence(view, "period", index)
    if index >= 0 and left[index] in ("annually", "yearly", "monthly", "weekly"):
        return words.period_words[left[index]], left_evidence(view, "period", index)
    for at in range(len(left) - 1, max(-1, len(left) - 12), -1):
        if "£" in left[at] or view.left_printed[at][-1] in ",;":
            return None
        if left[at] in words.units and left[max(0, at - 3) : at] == ["in", "a", "full"]:
            return words.units[left[at]], left_evidence(view, "period", at)
        if left[at] in words.adjectives and words.adjective_nouns.intersection(left[at + 1 : at + 4]):
            return words.adjectives[left[at]], left_evidence(view, "period", at)
    return None


def find_salary(view: View, words: ContextWords, low: Decimal) -> Reading | None:
    """The year of a salary, which is printed for the year even where the week is named beside it."""
    if not (view.left_kinds | view.right_kinds) & SALARY or not _SALARY_LEAST <= low <= _SALARY_MOST:
        return None
    left = view.left
    index = last_governor(view, words)
    if index > 0 and left[index] in ("on", "at"):
        index -= 1
    if index >= 0 and left[index] in words.salary_verbs and words.jobs.intersection(left[:index]):
        return "year", left_evidence(view, "period", index)
    for at in range(len(left) - 1, max(-1, len(left) - 9), -1):
        if left[at] in words.salary:
            return "year", left_evidence(view, "period", at)
    for at, word in enumerate(view.right[:3]):
        if word in words.salary:
            return "year", right_evidence(view, "period", at, at)
    return None


def find_bill(view: View, words: ContextWords) -> Reading | None:
    """The year of a council tax bill: "a typical bill would move from £203 to £227", "at Band D the bill was £304"."""
    left = view.left
    for at in range(len(left) - 1, max(-1, len(left) - 9), -1) if view.left_kinds & BILL else ():
        if left[at] in words.bills and (
            words.bill_kinds.intersection(left[max(0, at - 3) : at]) or "band" in left[:at]
        ):
            return "year", left_evidence(view, "period", at)
    return None


def find_band_before(view: View) -> Reading | None:
    """ "Band D" in front of the sum, in the same sentence and behind any other sum."""
    if not view.left_kinds & PER:
        return None
    for at in range(len(view.left) - 2, -1, -1):
        if "£" in view.left[at + 1]:
            return None
        if view.left[at] == "band" and view.left[at + 1] in _BANDS:
            return f"Band {view.left[at + 1].upper()} property", left_evidence(view, "per", at)
    return None


def is_compared(view: View, words: ContextWords) -> bool:
    """Whether the sum is set against the one before it: "£38,500 a year, in comparison with £112,000"."""
    return not set(view.left[-4:]).isdisjoint(words.carry["comparing"])


def find_years(view: View, words: ContextWords) -> tuple[int, Evidence] | None:
    """For how many years: "for three years", "over the next 5 years"; "the first for five years" says none."""
    right = view.right
    for index, word in enumerate(right):
        if "£" in word:
            return None
        if word == "years" and index >= 2:
            number = parse_number_words(right[index - 1]) or parse_figure(right[index - 1])
            before = right[max(0, index - 6) : index - 1]
            if number is None or number != int(number) or not 1 <= number <= 60:
                return None
            at = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _FOR_YEARS), -1)
            if at < 0 or not words.records.isdisjoint(before[:at]):
                return None
            return int(number), right_evidence(view, "years", index - 1, index)
    return None


def derive_total(
    printed: str, low: int | None, high: int | None, period: str | None, years: int
) -> tuple[Derived, ...]:
    """The total of a sum that is paid each year for a number of years."""
    if low is None or low != high or period != "year" or years < 2:
        return ()
    return (Derived(total_pence=low * years, formula=f"{printed} a year × {years} years"),)
