"""People who are named as abstaining or dissenting: "Mr Crake and Mrs Dray abstaining", "Cllr Eel voted against"."""

from __future__ import annotations

import re
from collections.abc import Iterator

# People as printed. Who has neither title nor office
# stands in a list after one who has.
_PRINTED_NAME = r"(?:(?:[A-Z]\.? )*[A-Z][\w'’-]+(?: [A-Z][\w'’-]*[a-z])?)(?: \([^()]{1,40}\))?"
_PRINTED_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Cllrs?|Councillors?|Alderman|Messrs|[Tt]he)\.? "
_LATER_NAME = rf"(?:(?:{_PRINTED_TITLE})?{_PRINTED_NAME})"
# "and" stands before the last: after it, or in "Mr A, Mrs B abstaining", a comma starts something else.
_NAMED = re.compile(
    rf"\b(?P<names>(?:(?:{_PRINTED_TITLE}{_PRINTED_NAME})"
    rf"(?:(?:, {_LATER_NAME}){{0,40}}(?:,? and {_LATER_NAME}){{1,3}})?"
    rf"|(?:Cllrs|Councillors|Messrs)\.? {_PRINTED_NAME}(?:, {_LATER_NAME}){{0,40}}))(?:,? who| all| both|,)?"
    r" (?P<what>abstain(?:ed|ing)?|dissent(?:ed|ing)|vot(?:ed|ing) against"
    r"|(?:asked|requested|wished) (?:that |for )?(?:his|her|their) (?:votes? against|abstentions?)"
    r"|(?:asked|requested|wished|required) (?:that |for )?(?:it|his name|her name|their names) (?:(?:to |should )?be )?"
    r"(?:recorded|minuted) (?:that (?:he|she|they) (?:had )?|as (?:having )?)(?:abstained|abstaining"
    r"|vot(?:ed|ing) against)"
    r"|(?:being )?against(?=[.;,)]|\Z))\b"
)
_NAME_CUT = re.compile(r",? and |, ")


def find_named(printed: str) -> Iterator[tuple[str, int, tuple[int, int], tuple[int, int]]]:
    """For each group of people in a sentence their side, how many they are, the words' span and that of the names.

    >>> [(side, count) for side, count, _, _ in find_named("AGREED, Mr Crake and Mrs Dray abstaining.")]
    [('abstain', 2)]
    """
    for found in _NAMED.finditer(printed):
        side = "abstain" if "abst" in found["what"] else "against"
        yield side, len(_NAME_CUT.split(found["names"])), found.span(), found.span("names")
