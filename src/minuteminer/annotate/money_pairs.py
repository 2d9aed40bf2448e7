"""What one sum says of the next: a level and its change, or two levels, are paid equally often.

"from £8.1m to £6.7m per annum" is a year's cost on both sides; so is the pay that "was raised by £1,750 a year and
was now £26,340", and the £12 in "£250 a year, £12 more than before".
"""

from __future__ import annotations

import re

from minuteminer.annotate.money_context import Reading, View
from minuteminer.findings import Money

_PERIOD = (
    r"(?:a|an|per|each|every) (?:year|annum|month|week|day|hour|quarter|term)"
    r"|p\.?a\.?|annually|yearly|monthly|weekly"
)
_FROM = re.compile(r"\bfrom (?:about |around |some |nearly |almost |over |under |just |only |under |roughly )*\Z")
# What may stand between two sums of which the first is printed with its period.
_LEVEL_AFTER = re.compile(
    rf" ?(?:{_PERIOD})(?: to|,? and (?:is|was|were|are|stood|would be|will be|became)(?: now| then)?(?: at)?)"
    r"(?: (?:about|around|some|nearly|almost|just|only|over|under))* "
)
_CHANGE_AFTER = re.compile(
    rf" ?(?:{_PERIOD})(?: (?:for|on|at) (?:an? )?band [a-h](?: (?:property|home|household))?)?"
    r"(?:, | \()(?:which was |that was |an? (?:increase|rise|reduction|cut|fall|decrease) of )?(?:about |some )?"
)
_LONGEST_GAP = 60
# " in 2022/23 and ", " (2022), ", " in 2022/23 rising to ", " on 31 march 2025 and "
_YEAR_BETWEEN = re.compile(
    r",? (?:(?:in|for|on|at|by) )?(?:(?:the end of )?(?:[0-9]{1,2} )?(?:january|march|april|december) )?"
    r"\(?(?:19|20)[0-9]{2}(?:[/–-][0-9]{2,4})?\)?,?"
    r"(?: (?:and|then|but|to))? (?:rising to |falling to )?"
)
_LONGEST_STEP = 32
# Between the sums of a list ("by £190k, £225k and £310k"), and behind one that another follows.
_LIST_GAPS = (", ", " and ", ", and ")
_NEXT_IN_LIST = re.compile(r",? (?:and )?£")


def is_paid_as_often(view: View, before: Money, readings: dict[str, Reading]) -> bool:
    """Whether the sum of `view`, which has no period of its own, is paid as often as the one before it.

    `readings` tells whether it is known to be a change.
    """
    if view.start - before.end_char > _LONGEST_GAP:
        return False
    pattern = _CHANGE_AFTER if "change" in readings else _LEVEL_AFTER
    return pattern.fullmatch(view.lower, before.end_char, view.start) is not None


def is_paid_as_often_as_next(lower: str, before: Money, start: int) -> bool:
    """Whether the period of the sum at `start` holds for the one before it, too: "from £8.1m to £6.7m per annum".

    >>> from minuteminer.annotate.money import find_money
    >>> [money.period for money in find_money("Costs had fallen from £8.1m to £6.7m per annum.")]
    ['year', 'year']
    """
    if lower[before.end_char : start] != " to ":
        return False
    return _FROM.search(lower, max(0, before.start_char - 40), before.start_char) is not None


def is_listed_change(lower: str, before: Money, start: int, end: int) -> bool:
    """Whether the sum at `start` stands in a list after `before`, whose change was said in front of the list.

    >>> from minuteminer.annotate.money import find_money
    >>> [money.change for money in find_money("It was overspent in three years, by £190k, £225k and £310k.")]
    ['increase', 'increase', 'increase']
    >>> [money.change for money in find_money("It rose by £190k, £225k of which was grant.")]
    ['increase', None]
    """
    gap = lower[before.end_char : start]
    if gap not in _LIST_GAPS or not _is_said_before(before):
        return False
    return "and" in gap or _NEXT_IN_LIST.match(lower, end) is not None


def _is_said_before(money: Money) -> bool:
    return any(said.reads == "change" and said.start_char < money.start_char for said in money.evidence)


def is_next_level(lower: str, previous: tuple[int, int], start: int) -> bool:
    """Whether the sum at `start` is the level after that of `previous`: "from £2m to £3m", "£6m in 2022/23 and £7m".

    >>> is_next_level("rose from £2m to £3m", (10, 13), 17)
    True
    """
    gap = lower[previous[1] : start]
    if len(gap) > _LONGEST_STEP:
        return False
    if gap == " to ":
        return lower.endswith("from ", 0, previous[0])
    return gap[-1:] == " " and _YEAR_BETWEEN.fullmatch(gap) is not None
