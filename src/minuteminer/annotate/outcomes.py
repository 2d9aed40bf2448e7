"""What became of a motion: which votes and movers near a decision belong to a motion that was lost.

A motion that fell keeps its vote and its mover; the resolution that follows has neither of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from minuteminer.annotate.sentences import sentence_end, sentence_start
from minuteminer.findings import Paragraph, Vote

# "was lost", "and the motion therefore fell", "(3 to 9) fell", "withdrew her motion", "was not seconded"; and what is
# the opposite.
_OUTCOME = re.compile(
    r"(?P<lost>(?:\b(?:was|were|is|being|been|declared|and|therefore|thus|then|so|accordingly|consequently|duly"
    r"|motions?|amendments?|proposals?|proposition|vote|veto|it|which)|[)\d])[\s,:–(-]{1,3}(?:\w+ly )?"
    r"(?:lost|defeated|rejected|withdrawn|negatived|fell|falls|failed|fails|(?:not|never) (?:carried|passed|adopted))\b"
    r"|\bnot (?:carried|passed|adopted|(?:duly )?seconded)\b"
    r"|\b(?:was|were|is|being)(?: \w+ly| then| therefore)? not (?:agreed|approved|accepted|supported|endorsed)\b"
    r"|\b(?:no|want of a|lack of a) seconder\b"
    r"|\bwithdrew (?:his|her|their|the) (?:\w+ )?(?:motion|amendment|propos)"
    r")"
    r"|\b(?:carried|passed|resolved|agreed|adopted)\b",
    re.I,
)
_MOTION = re.compile(r"\b(?:motions?|amendments?|propos(?:als?|itions?)|votes?|veto|it|this|which|seconde[dr])\b", re.I)
# What names the motion that a vote was taken on: the outcome in the sentence before may be another's.
_PUT = re.compile(r"\b(?:motion|amendment|proposal|proposition|resolution)\b", re.I)
# How far after a vote the sentence is read that says what became of the motion.
_FARTHEST = 240


def is_of_lost_motion(text: str, vote: Vote, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the words round a vote say that the motion was lost, fell or was withdrawn.

    >>> from minuteminer.annotate.paragraphs import paragraphs_of
    >>> from minuteminer.annotate.votes import find_votes
    >>> text = "The vote was 4 for and 9 against. The motion therefore fell."
    >>> is_of_lost_motion(text, find_votes(text)[0], paragraphs_of(text))
    True
    """
    paragraph = paragraphs[max(0, bisect_right(paragraphs, vote.start_char, key=attrgetter("start_char")) - 1)]
    start = sentence_start(text, paragraph.start_char, vote.start_char)
    end = sentence_end(text, max(vote.start_char, vote.end_char - 1), min(len(text), vote.end_char + _FARTHEST))
    outcomes = list(_OUTCOME.finditer(text, start, end))
    if outcomes:
        return min(outcomes, key=lambda one: _distance(one, vote))["lost"] is not None
    after = _first_outcome(text, end, sentence_end(text, end, min(len(text), end + _FARTHEST)))
    if after is not None:
        return after
    if start > paragraph.start_char and not _PUT.search(text, start, end):
        before = sentence_start(text, paragraph.start_char, start - 1)
        return bool(_first_outcome(text, before, start))
    return False


def _distance(outcome: re.Match[str], vote: Vote) -> int:
    return max(0, outcome.start() - vote.end_char, vote.start_char - outcome.end())


def _first_outcome(text: str, start: int, end: int) -> bool | None:
    """Whether the first outcome of a motion in a sentence is that it was lost; None where there is none."""
    for found in _OUTCOME.finditer(text, start, end):
        if found["lost"] is None or _MOTION.search(text, start, found.end()):
            return found["lost"] is not None
    return None


def lost_before(text: str, moved: tuple[int, int], end: int, *, is_later: bool) -> bool:
    """Whether a motion was lost before `end`; `moved` is where it says who moved it.

    `is_later` says that another was moved before it. What became of an amendment is said of a motion only where it
    moves one, or comes after the motion.
    """
    start, after = moved
    own_end = sentence_end(text, after, end)
    is_amendment = "mendment" in text[sentence_start(text, max(0, start - _FARTHEST), start) : own_end]
    for found in _OUTCOME.finditer(text, after, end):
        sentence = sentence_start(text, start, found.start())
        words = text[sentence : found.end()]
        if "mendment" in words and not (is_amendment or is_later):
            continue
        if found["lost"] is None or _MOTION.search(words):
            return found["lost"] is not None
    return False
