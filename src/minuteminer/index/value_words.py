"""What a fact says, in a few words: pounds and not pence, a vote as people report it."""

from __future__ import annotations

import json
import re

from minuteminer.answers import Figure
from minuteminer.findings import Fact, Money, Resolution, Value, Vote, verbs_in_words
from minuteminer.index.records import plain_value

# What makes a printed number a sum by itself: a sign or a word.
_UNIT = re.compile(r"[^\W\d_]|[£$€]")
_HIDDEN = frozenset("start_char end_char text rule_id evidence clauses derived low_pence high_pence vote".split())


def value_in_words(fact: Fact) -> str:
    """The value's fields that say something, in a few words."""
    value = plain_value(fact.value)
    assert isinstance(value, dict)
    said = {name: one for name, one in value.items() if name not in _HIDDEN and one not in (None, [], False, "exact")}
    if isinstance(fact.value, Money):
        said = {name: one for name, one in said.items() if name != "currency" or one != "GBP"}
    elif isinstance(fact.value, Resolution) and said.pop("negated_verbs", None):
        said["verbs"] = list(verbs_in_words(fact.value))
    elif isinstance(fact.value, Vote):
        said = {name: one for name, one in said.items() if name.startswith("names_")}
    first = [words for words in (_sum_in_words(fact.value), _vote_of(fact.value)) if words]
    return ", ".join([*first, *(f"{name} {_plainly(one)}" for name, one in said.items())])


def vote_in_words(
    votes_for: int | None, votes_against: int | None, abstain: int | None, unanimous: bool, text: str = ""
) -> str:
    """A vote as people report it; its own words where no side is counted.

    >>> vote_in_words(9, 2, None, False)
    '9 for, 2 against'
    >>> vote_in_words(None, 0, None, True)
    'nem. con. (none against)'
    """
    if votes_for is None and votes_against == 0:
        none = "nem. con. (none against)" if unanimous else "none against"
        return none if abstain is None else f"{none}, {abstain} abstained"
    said = ((votes_for, "for"), (votes_against, "against"), (abstain, "abstained"))
    counted = ", ".join(f"{count} {side}" for count, side in said if count is not None)
    return counted or ("unanimous" if unanimous else text)


def figure_in_words(figure: Figure) -> str:
    """A figure as printed, with what it means and what it is said of.

    >>> figure_in_words(Figure(fact_id="a#money-1-6", kind="money", text="2,850", role="budget", means="£2,850,000"))
    '2,850 = £2,850,000 (budget)'
    """
    means = f" = {figure.means}" if figure.means else ""
    return f"{figure.text}{means}{f' ({figure.role})' if figure.role else ''}"


def sum_of_bare_number(text: str, low_pence: int | None, high_pence: int | None, currency: str | None) -> str | None:
    """The sum that a number without its unit stands for, such as that of a cell under £000; else None.

    >>> sum_of_bare_number("2,850", 285_000_000, 285_000_000, "GBP")
    '£2,850,000'
    >>> sum_of_bare_number("£2.85m", 285_000_000, 285_000_000, "GBP")
    """
    if low_pence is None or high_pence is None or _UNIT.search(text):
        return None
    return _pounds(low_pence, high_pence, currency)


def _vote_of(value: Value) -> str:
    vote = value.vote if isinstance(value, Resolution) else value
    if not isinstance(vote, Vote):
        return ""
    words = vote_in_words(vote.votes_for, vote.votes_against, vote.abstain, vote.unanimous)
    return f"vote: {words}" if words and isinstance(value, Resolution) else words


def _sum_in_words(value: Value) -> str:
    """A sum in pounds, with pence where there are any: £265,100,000."""
    if not isinstance(value, Money) or value.low_pence is None or value.high_pence is None:
        return ""
    return f"= {_pounds(value.low_pence, value.high_pence, value.currency)}"


def _pounds(low_pence: int, high_pence: int, currency: str | None) -> str:
    sign = "£" if currency == "GBP" else f"{currency} "
    low, high = (f"{'-' * (p < 0)}{sign}{abs(p) / 100:,.{2 if p % 100 else 0}f}" for p in (low_pence, high_pence))
    return low if low == high else f"{low} to {high}"


def _plainly(value: object) -> str:
    """A value as people write it: 19 for a count that is kept as 19.0."""
    if isinstance(value, float):
        return f"{value:,.15g}"
    if isinstance(value, list):
        return ", ".join(map(_plainly, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
