"""Which vote passed which decision: each vote is given to one decision at most.

A vote in a decision's own sentence, or before it in its paragraph, is that decision's and not the one's above it;
the vote on a motion that was lost is none's. A decision that says again how an earlier vote went ("RESOLVED, by six
votes to four, that") has that vote, however much stands between.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from minuteminer.annotate.keywords import Keyword
from minuteminer.annotate.moved import Moved
from minuteminer.annotate.outcomes import is_of_lost_motion
from minuteminer.annotate.sentence_tallies import tallies_of
from minuteminer.annotate.sentences import sentence_end, sentence_start, split_sentences
from minuteminer.annotate.triggers import triggers_of
from minuteminer.annotate.votes import is_said_again
from minuteminer.findings import Paragraph, Vote

# What leads from a vote to the decision that it took, in a paragraph of its own.
_LEADS_ON = re.compile(
    r"(?:(?:[Ii]t was|[Ii]t is|[Aa]ccordingly|[Tt]herefore|[Tt]hereupon)\b"
    r"|[Tt]he (?:\w+ ){1,3}was (?:\w+ ){0,3}(?:CARRIED|carried|agreed|approved)\b)[^.]{0,40}[.:]?"
)
# Sides of a recorded vote, and what leads from it to the decision in its own words.
MOST_BETWEEN = 4
# How far after its decision a vote may be printed.
_FARTHEST = 120
# A sentence between a decision and its vote that speaks of neither starts something else.
_ELSE = re.compile(
    r"\b(?:moved|proposed|seconded)\b[^.;:]{0,40}\b(?:that|to|an?)\b|mendment|\b(?:[Tt]hen|[Nn]ext|[Tt]urned)\b"
    r"|\b(?:discussed|considered|received|presented|introduced|reported|asked)\b"
)
# The vote's own sentence decides something else.
_DECIDES = re.compile(r"\b(?:resolved|agreed|recommended|decided)\b[^.;:]{0,60}\b(?:that|to)\b", re.I)


def votes_of(
    text: str, decisions: Sequence[tuple[Keyword, int]], paragraphs: Sequence[Paragraph], votes: Sequence[Vote]
) -> list[Vote | None]:
    """For each decision, a keyword and its end, in order, the vote that is printed with it."""
    if not votes:
        return [None] * len(decisions)
    passed_by: list[Vote | None] = []
    since = 0
    for index, (keyword, end) in enumerate(decisions):
        vote = _before(text, keyword, end, paragraphs, votes, since) or _said_again(text, keyword, end, votes)
        if vote is None:
            following = decisions[index + 1][0] if index + 1 < len(decisions) else None
            vote = _after(text, keyword, end, following, paragraphs, votes)
        passed_by.append(vote)
        since = max(end, vote.end_char if vote is not None else 0)
    return passed_by


def end_of_next(paragraphs: Sequence[Paragraph], keyword: Keyword, end: int) -> int:
    """The end of the paragraph after a decision, or of the decision where it is the last."""
    following = bisect_left(paragraphs, end, lo=keyword.paragraph + 1, key=attrgetter("start_char"))
    return paragraphs[following].end_char if following < len(paragraphs) else end


def _before(
    text: str, keyword: Keyword, end: int, paragraphs: Sequence[Paragraph], votes: Sequence[Vote], since: int
) -> Vote | None:
    """The vote in a decision, or before it in its paragraph or the one above, but not before `since`.

    Names of a recorded vote fill several paragraphs; "It was therefore" may stand between them and the decision.
    """
    above = max(0, keyword.paragraph - 1)
    for _ in range(MOST_BETWEEN):
        if above and _LEADS_ON.fullmatch(text, paragraphs[above].start_char, paragraphs[above].end_char):
            above -= 1
    for index in range(bisect_left(votes, end, key=attrgetter("start_char")) - 1, -1, -1):
        vote = votes[index]
        if vote.start_char < since or vote.end_char <= paragraphs[above].start_char:
            break
        if not (_is_outvoted(vote, keyword) or is_of_lost_motion(text, vote, paragraphs)):
            return vote
    return None


def vote_on(
    text: str, moved: Moved, keyword: Keyword, paragraphs: Sequence[Paragraph], votes: Sequence[Vote]
) -> Vote | None:
    """The last vote between the motion of a decision and the decision, however much was said after it."""
    for index in range(bisect_left(votes, keyword.start, key=attrgetter("start_char")) - 1, -1, -1):
        vote = votes[index]
        if vote.start_char < moved.end:
            break
        line = text[text.rfind("\n", 0, vote.start_char) + 1 : vote.end_char]
        if not ("mendment" in line or _is_outvoted(vote, keyword) or is_of_lost_motion(text, vote, paragraphs)):
            return vote
    return None


def _said_again(text: str, keyword: Keyword, end: int, votes: Sequence[Vote]) -> Vote | None:
    """The vote above whose tally a decision's own sentence says again, which is why it is no vote of its own."""
    anchors = triggers_of(text).votes
    stop = sentence_end(text, keyword.end, end)
    first = bisect_left(anchors, keyword.sentence)
    if first == len(anchors) or anchors[first] >= stop:
        return None
    for tally in tallies_of(text[keyword.sentence : stop])[0]:
        for index in range(bisect_left(votes, keyword.sentence, key=attrgetter("start_char")) - 1, -1, -1):
            if is_said_again(votes[index], tally, keyword.sentence + tally.start):
                return votes[index]
    return None


def _is_outvoted(vote: Vote, keyword: Keyword) -> bool:
    """Whether a vote printed above a decision had more against than for: it passed nothing."""
    counts = vote.votes_for, vote.votes_against
    return vote.start_char < keyword.sentence and None not in counts and (counts[0] or 0) < (counts[1] or 0)


def _after(
    text: str,
    keyword: Keyword,
    end: int,
    following: Keyword | None,
    paragraphs: Sequence[Paragraph],
    votes: Sequence[Vote],
) -> Vote | None:
    """The vote right below a decision, unless it stands with the decision that follows."""
    after = bisect_left(votes, end, key=attrgetter("start_char"))
    limit = min(end_of_next(paragraphs, keyword, end), end + _FARTHEST)
    if following is not None:
        start = paragraphs[following.paragraph].start_char
        limit = min(limit, start if start >= end else following.sentence)
    if after == len(votes) or votes[after].start_char >= limit:
        return None
    vote = votes[after]
    own = sentence_start(text, end, vote.start_char)
    between = [text[low:high] for low, high in split_sentences(text, end, own)]
    is_other = _DECIDES.search(text, own, sentence_end(text, vote.end_char - 1, limit))
    if is_other or any(_ELSE.search(words) for words in between) or is_of_lost_motion(text, vote, paragraphs):
        return None
    return vote
