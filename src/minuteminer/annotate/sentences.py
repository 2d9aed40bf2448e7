"""Where a sentence starts and ends, in slices round a hit: enough for minutes, and never a whole text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A point that ends no sentence stands after one of these, or after an initial.
_NO_END = "".join(
    rf"(?<!\b{short}\.)"
    for short in "Mr Mrs Ms Dr Cllr Cllrs Ald Rev St No Nos nem para paras pp cf viz approx incl".split()
)
_END = re.compile(rf"[.!?](?=[\s\"”’')\]]|\Z){_NO_END}(?<!\b[A-Zp]\.)[\"”’')\]]*(?=\s+[\"“‘'(\[]?(?:[A-Z£]|\d)|\s*\Z)")
# Longer than any sentence of minutes that says who decided.
_LONGEST_LEFT = 400


def sentence_start(text: str, low: int, at: int) -> int:
    """The start of the sentence that holds offset `at`, not before `low` and not more than 400 characters off."""
    low = max(low, at - _LONGEST_LEFT)
    start = low
    for found in _END.finditer(text, low, at):
        start = found.end()
    while start < at and text[start].isspace():
        start += 1
    return start


def sentence_end(text: str, at: int, high: int) -> int:
    """The end of the sentence that holds offset `at`, not after `high`; its full stop belongs to it."""
    found = _END.search(text, at, high)
    return found.end() if found else high


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences between two offsets, as half-open spans without the white space between them.

    One by one, because who asks for them may stop long before the end.
    """
    for found in _END.finditer(text, start, end):
        yield start, found.end()
        start = found.end()
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
