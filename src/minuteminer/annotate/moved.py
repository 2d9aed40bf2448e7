"""A motion as it was moved, and whether a decision further down is what was moved."""

from __future__ import annotations

import re
from typing import NamedTuple

from minuteminer.annotate.sentences import sentence_end, sentence_start
from minuteminer.findings import Vote

# What stands for whatever is decided: "moved the recommendations in the report".
_WHATEVER = re.compile(
    r"\b(?:the|this|that|these|its|both|all|a) "
    r"(?:(?:substantive|original|above|officers?['’]|two|three|four|printed) )*"
    r"(?:recommendations?|motion|proposals?|proposition|resolution)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{5,}")
# Words of moving and of the body, which every motion has.
_OF_ANY_MOTION = frozenset(
    "proposer seconder proposed moved seconded councillor panel committee board council member members motion"
    " resolved agreed recommended would should their there which commissioner police crime".split()
)
_STEM = 5
# The vote on a motion is printed in the same breath, or after some debate.
_LONGEST_TO_VOTE = 1500


class Moved(NamedTuple):
    """Who moved and who seconded something, and the words that say so."""

    start: int
    end: int
    proposer: str
    seconder: str | None
    needs_seconder: bool

    def sentence(self, text: str) -> str:
        """The sentence, or both, in which it was moved and seconded, without the line that follows."""
        low = text.rfind("\n", 0, self.start) + 1
        stop = text.find("\n", self.end)
        return text[
            sentence_start(text, low, self.start) : sentence_end(text, self.end, stop if stop >= 0 else len(text))
        ]


def is_same_matter(text: str, moved: Moved, start: int, end: int, vote: Vote | None) -> bool:
    """Whether the decision between two offsets is what was moved: by its vote, by reference or by its words.

    Where but the names are printed ("Proposer: Mr Crake") it is.

    >>> motion = "Mr Crake moved, and Mr Dray seconded, that the quay lamps be mended."
    >>> text = motion + " RESOLVED that the lamps on the quay be mended."
    >>> is_same_matter(text, Moved(0, 35, "Mr Crake", "Mr Dray", True), len(motion), len(text), None)
    True
    """
    if vote is not None and moved.start <= vote.start_char <= moved.end + _LONGEST_TO_VOTE:
        return True
    words = moved.sentence(text)
    if _WHATEVER.search(words):
        return True
    names = _stems(f"{moved.proposer} {moved.seconder}")
    own = _stems(words) - names
    return not own or len(own & _stems(text[start:end])) * 2 >= len(own)


def _stems(words: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(words.lower()) if word not in _OF_ANY_MOTION}
