"""Where the words of a decision start behind the vote that is printed right after its keyword."""

from __future__ import annotations

import re

from minuteminer.findings import Vote

# What leads from a keyword to its vote: "(", ", with", "by a majority of", "on a recorded vote".
_LEADS = re.compile(
    r"(?:[\s,:(\[–—-]|\b(?:by|with|on|an?|the|majority|of|show|hands|division|recorded|vote|votes|voting|was|being)\b)*"
)
# Between two counts of one vote stands neither what was decided nor the end of a sentence.
_ELSE = re.compile(r"\b(?:[Tt]hat|THAT|to|To)\b|[.;]\s")
_TO_BRACKET = re.compile(r"[^()\[\]\n]{0,60}[)\]]")


def after_vote(text: str, start: int, end: int, vote: Vote) -> int:
    """The offset behind the vote that stands between `start`, the end of a keyword, and its words, or `start`.

    >>> from minuteminer.annotate.votes import find_votes
    >>> text = "RESOLVED (9-4-1) not to close the quay."
    >>> text[after_vote(text, 8, len(text), find_votes(text)[0]) :]
    ' not to close the quay.'
    """
    first = max(start, vote.start_char)
    if vote.end_char <= start or first >= end or _LEADS.fullmatch(text, start, first) is None:
        return start
    after = _end_of_counts(text, vote) if vote.evidence else vote.end_char
    before = text[start:after]
    if before.count("(") + before.count("[") > before.count(")") + before.count("]"):
        closed = _TO_BRACKET.match(text, after, end)
        if closed is None:
            return start
        after = closed.end()
    return min(max(start, after), end)


def _end_of_counts(text: str, vote: Vote) -> int:
    """The end of the counts that follow one another; abstentions may be told behind what was decided."""
    spans = sorted((one.start_char, one.end_char) for one in vote.evidence)
    after = spans[0][1]
    for low, high in spans[1:]:
        if low > after and _ELSE.search(text, after, low):
            break
        after = max(after, high)
    return after
