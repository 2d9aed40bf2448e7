"""Sums as people type them into a query, with a space before the unit: "amount:>1 million"."""

from __future__ import annotations

import re

_UNIT = r"\s+(?P<unit>million|billion|thousand|k|m|mn|bn)(?![^\s)])"
_SUM = r"£?\d[\d,]*(?:\.\d+)?"
# Inside a longer word "amount:" is no field.
_FIELD = r"(?<![\w:])amount:"
_APART = re.compile(rf"({_FIELD}(?:[<>]=?|=|(?:{_SUM}[a-z]+)?\.\.)?{_SUM}){_UNIT}", re.IGNORECASE)
# A sum that is a word of its own: "£13", "£1.2 million".
_OWN_APART = re.compile(rf"(?<![^\s(-])(£\d[\d,]*(?:\.\d+)?){_UNIT}", re.IGNORECASE)
_OWN = re.compile(
    r"£(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?(?:k|mn?|bn?|million|billion|thousand)?", re.IGNORECASE
)
_RANGE_APART = re.compile(rf"{_FIELD}(?P<low>{_SUM})\.\.(?P<high>{_SUM}){_UNIT}", re.IGNORECASE)
_SHORT = {"million": "m", "mn": "m", "billion": "bn", "thousand": "k"}
_MANY = {"m": "millions", "bn": "billions", "k": "thousands"}


def join_units(text: str) -> str:
    """The query with the space taken out of a sum and its unit: nobody asks for £1 and the word million beside it.

    >>> join_units("reserves amount:>1.5 million"), join_units("amount:5m million")
    ('reserves amount:>1.5million', 'amount:5m million')
    """
    return _OWN_APART.sub(r"\1\2", _APART.sub(r"\1\2", text))


def is_sum(word: str) -> bool:
    """Whether a word is a sum, which is found by its value and not by its digits.

    >>> is_sum("£13"), is_sum("£1.2million"), is_sum("13"), is_sum("£13-a-head")
    (True, True, False, False)
    """
    return _OWN.fullmatch(word) is not None


def doubtful_ranges(text: str) -> list[str]:
    """What to say of a range whose unit stands apart: it may be meant for both ends, so it is read as a word.

    >>> doubtful_ranges("amount:1..2 million")
    ['“amount:1..2 million” asks for the word million too; write amount:1m..2m for millions.']
    """
    said = []
    for match in _RANGE_APART.finditer(text):
        unit = match["unit"].lower()
        short = _SHORT.get(unit, unit)
        written = f"amount:{match['low']}{short}..{match['high']}{short}"
        said.append(f"“{match[0]}” asks for the word {match['unit']} too; write {written} for {_MANY[short]}.")
    return said
