"""Whether a sum is itself a rise or a cut, and whether a sum says the one before it over again.

A new level is no change: "to £238.40, a rise of £9.99" has one change, the second sum.
"""

from __future__ import annotations

from decimal import Decimal

from minuteminer.annotate.money_context import Reading, View, last_governor, left_evidence, right_evidence
from minuteminer.annotate.money_context_words import CHANGE, ContextWords, context_words
from minuteminer.findings import Money

# Words that "up" and "down" belong to instead of telling a change.
_PHRASAL = frozenset(
    "made make makes making set sets add adds put puts take takes taken took taking broken laid use used using "
    "free freed freeing".split()
)
# Right before a sum these tell how far it moved: "reserves rose £3m to £12m", but not "fell £3m short".
_MOVED = frozenset("rose risen rise rises grew grown climbed fell fallen falls dropped up down".split())
_HELPERS = frozenset("had has have was were would will be been is are could must to".split())
_STARTS_OF_SUM = frozenset("£0123456789")
_FRACTIONS = frozenset("half third thirds quarter quarters fifth fifths tenth sixth eighth twentieth".split())
_ENDS_OF_NOUN = frozenset(("to", "by", "from", "and", "with", "which", "that", "after", "following"))
_LONGEST_CARRY = 90
_MOVEMENT_WINDOW = 130
# Options for the precept are weighed within a few paragraphs of each other.
_OPTIONS_WITHIN = 900
_PRECEPT_ROLES = frozenset((None, "precept", "council tax", "budget"))


def is_movement(lower: str, start: int) -> bool:
    """Whether the sum at `start` begins a movement ("rose from £5m to …") and no range ("grants from £5 to …").

    >>> is_movement("it rose from £5m to £7m", 13), is_movement("grants from £5 to £7", 12)
    (True, False)
    """
    words = context_words()
    window = lower[max(0, start - _MOVEMENT_WINDOW) : start]
    window = window[max(window.rfind(". "), window.rfind("\n"), window.rfind("; ")) + 1 :]
    left = [word.strip(".,:;()“”‘’'\"") for word in window.split()]
    while left and left[-1] in words.hedges:
        left.pop()
    if not left:
        return False
    if left[-1] == "from":
        return not words.movement.isdisjoint(left)
    if left[-1] in _MOVED:
        return True  # "reserves had risen £3m to £12m"
    return left[-1] == "by" or (left[-1] == "of" and any(word in words.nouns for word in left[-6:]))


def find_change(view: View, words: ContextWords, low: Decimal) -> Reading | None:
    """The rise or cut that the words round the sum make of it."""
    found = None
    if view.right_kinds & CHANGE:
        found = _after(view, words)
    if found is None and view.left_kinds & CHANGE:
        found = _before(view, words)
    if found is None and 1 < low <= words.band_rise_most:
        found = _band_rise(view, words)
    return found


def _after(view: View, words: ContextWords) -> Reading | None:
    """ "£1.6m more", "£5 a year increase", "£3m higher"."""
    comma = False
    for index, word in enumerate(view.right[:7]):
        if (value := words.after.get(word)) is not None:
            if word in words.nouns and (comma or (index and view.right[index - 1] in ("a", "an"))):
                return None  # "£141.7m, an increase of £6.2m" is a level
            following = view.right[index + 1 : index + 3]
            if index and (view.right[index - 1] in ("or", "and") or view.right_printed[index - 1][-1] == "%"):
                return None  # "£2m or more"; in "£4.9m, 22% more" the percentage is what is more
            if following[:1] and (following[0][:1] == "£" or following in (["or", "less"], ["or", "more"])):
                return None
            if following[:1] == ["than"] and following[1][:1] in _STARTS_OF_SUM:
                return None  # "£10 a year, less than 20p a week" says it again
            return value, right_evidence(view, "change", index, index)
        if word in _HELPERS:
            return _moved(view, index, words)
        if word and word not in words.neutral and word[-1] != "%":
            return None
        comma = comma or view.right_printed[index][-1] == ","
    return None


def _moved(view: View, index: int, words: ContextWords) -> Reading | None:
    """ "£4m had been cut from the budget", "£1m is to be added to it"; but not "£4m was cut to £3m"."""
    at = index
    while at < len(view.right) and view.right[at] in _HELPERS:
        at += 1
    value = words.moved.get(" ".join(view.right[at : at + 2]))
    return None if value is None else (value, right_evidence(view, "change", at, at))


def _before(view: View, words: ContextWords) -> Reading | None:
    # "up £13m" right before the sum; "up to £13m" is a bound, so "up" is also a word of caution.
    if (
        view.left_printed[-1:] in (["up"], ["down"], ["(up"], ["(down"])
        and view.left[-2:-1] != []
        and view.left[-2] not in _PHRASAL
    ):
        return words.verbs[view.left[-1]], left_evidence(view, "change", len(view.left) - 1)
    index = last_governor(view, words)
    if index < 0:
        return None
    if view.left[index] == "to" and index and view.left[index - 1] in words.before_to:
        index -= 1  # "equated to"
    word, printed = view.left[index], view.left_printed[index]
    if index == len(view.left) - 1 and printed in _MOVED and word in words.verbs and view.right[:1] != ["short"]:
        return words.verbs[word], left_evidence(view, "change", index)
    if word in words.before:
        return words.before[word], left_evidence(view, "change", index)
    if word in words.nouns and (printed[-1] == ":" or index == len(view.left) - 1):
        return words.nouns[word], left_evidence(view, "change", index)
    if printed in ("up", "down") and (index == 0 or view.left[index - 1] not in _PHRASAL):
        return words.verbs[word], left_evidence(view, "change", index)
    if word in words.copulas:
        for at in range(index - 1, max(-1, index - 5), -1):
            if view.left[at] in words.nouns:
                return words.nouns[view.left[at]], left_evidence(view, "change", at)
            if view.left[at] == "in" and at and view.left[at - 1] in words.nouns:  # "the reduction in grant was"
                return words.nouns[view.left[at - 1]], left_evidence(view, "change", at - 1)
            is_named = view.left[at - 1 : at] == ["in"]
            if not is_named and view.left[at] not in words.copula_skips and view.left[at] not in words.copulas:
                break
    return _governed(view, words, _past_equivalence(view, words, index))


def _past_equivalence(view: View, words: ContextWords, index: int) -> int:
    """Steps left over "of 4%, equivalent to", so that the change that a percentage states reaches the sum."""
    at, strong = index, view.lower[view.start - 1 : view.start] == "("
    while at >= 0:
        word = view.left[at]
        if word[-1:] == "%" or word in ("percent", "cent") or (word == "per" and at < index):
            strong = True
        elif word in _FRACTIONS or (word in ("a", "an", "two", "three") and view.left[at + 1 : at + 2] != []):
            if word not in _FRACTIONS and view.left[at + 1] not in _FRACTIONS:
                break
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
    left, word = view.left, view.left[index]
    if word == "by":
        for at in range(index - 1, max(-1, index - 11), -1):
            value = words.verbs.get(left[at]) or words.nouns.get(left[at])
            if value is not None:
                return value, left_evidence(view, "change", at)
    elif word == "of":
        for at in range(index - 1, max(-1, index - 7), -1):
            if left[at] in words.nouns and (at == index - 1 or left[at + 1] in words.reach):
                return words.nouns[left[at]], left_evidence(view, "change", at)
            if left[at] in words.before and index - at <= 3:
                return words.before[left[at]], left_evidence(view, "change", at)
            if left[at] in _ENDS_OF_NOUN:
                break
    elif word in words.nouns and (index < len(left) - 1 or view.lower[view.start - 1 : view.start] == "("):
        return words.nouns[word], left_evidence(view, "change", index)
    return None


def _band_rise(view: View, words: ContextWords) -> Reading | None:
    """A precept or Band D sum so small that only the rise can be meant: no police precept is £30 a year."""
    near = view.left[-6:]
    if words.band_rise_unless.intersection(near):
        return None
    if "precept" in near[-4:]:
        at = len(view.left) - 1 - near[::-1].index("precept")
        return "increase", left_evidence(view, "change", at)
    if "band" in view.right[:4]:
        at = view.right.index("band")
        return "increase", right_evidence(view, "change", at, at)
    return None


def says_again(lower: str, previous_end: int, start: int, words: ContextWords) -> bool:
    """Whether the sum at `start` says the one that ends at `previous_end` again, or beside it.

    "£24 a year, or £2 a month"; "£12 (7.3%). This equated to £1 a month"; "£7 per week. It should read £7 per year";
    "£6.62 and in Band D £9.93".

    >>> says_again("a rise of £24 a year, or £2 a month", 13, 25, context_words())
    True
    """
    gap = lower[previous_end:start]
    if len(gap) > _LONGEST_CARRY or "\n" in gap:
        return False
    if any(phrase in gap for phrase in words.carry["restated"][:8]):
        return True  # a correction, which may stand in the next sentence
    _, stop, tail = gap.rpartition(". ")
    if stop:
        again = tail.startswith(words.carry["sentence"])
        return again or ("band " in tail and tail.rstrip().endswith(("it was", "it would be", "this was", "this is")))
    if gap.rfind("(") > gap.rfind(")") and "from" not in gap:
        return True
    plain = gap
    for phrase in words.carry["restated"]:
        plain = plain.replace(phrase, " = ")
    if any(phrase in plain for phrase in words.carry["level"]):
        return False
    if "=" in plain:
        return True
    bare = [word.strip(".,()") for word in gap.split()]
    return bool(bare) and bare[0] in ("and", "or") and set(bare) <= set(words.carry["joined"])


def is_band_rise(money: Money, words: ContextWords) -> bool:
    """Whether the sum is a rise of the precept for a band, which others in the text may be set beside."""
    return (
        money.change == "increase"
        and money.high_pence is not None
        and money.high_pence <= 100 * words.band_rise_most
        and (money.role in _PRECEPT_ROLES or (money.per or "").startswith("Band"))
    )


def is_another_option(lower: str, rise: Money, money: Money, words: ContextWords) -> bool:
    """Whether a bare small sum is one more option for the rise of the precept: "With £12 numbers could be kept".

    Only a sum of pounds that nothing else governs, not far behind the rise.
    """
    if money.change is not None or money.period is not None or money.low_pence is None or money.currency != "GBP":
        return False
    if not 100 < money.low_pence <= 100 * words.band_rise_most or money.rule_id != "money.symbol":
        return False
    if money.start_char - rise.end_char > _OPTIONS_WITHIN or money.role not in _PRECEPT_ROLES:
        return False
    if money.per is not None and not money.per.startswith("Band"):
        return False
    before = {word.strip(".,;:()") for word in lower[max(0, money.start_char - 60) : money.start_char].split()}
    return words.band_rise_unless.isdisjoint(before)
