"""Text → the votes of this body: counts, scores, recorded votes, unanimity.

Thresholds ("a veto needs ten votes"), surveys, other bodies' votes and "proposed and seconded" are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from minuteminer.annotate.paragraphs import paragraphs_of
from minuteminer.annotate.records import maker_of
from minuteminer.annotate.rolls import find_rolls, names_in
from minuteminer.annotate.sentence_tallies import tallies_of
from minuteminer.annotate.sentences import sentence_end, sentence_start
from minuteminer.annotate.tallies import Tally, number_of
from minuteminer.annotate.triggers import triggers_of
from minuteminer.findings import Evidence, Rival, Vote

_make_vote_record, _make_evidence = maker_of(Vote), maker_of(Evidence)
_LAST_WORD = re.compile(r"([A-Za-z]+(?:-[a-z]+)?|\d{1,3})\s\Z")
_BEFORE_AGAINST = frozenset("vote votes voted voting members councillors were was cast".split())
_LONGEST_SENTENCE = 700
# A roll is said again in a sentence, or a sentence in a roll, within this many characters.
_SAID_AGAIN = 400


def find_votes(text: str, *, trace: list[Rival] | None = None) -> list[Vote]:
    """The votes of `text` in order; None where a number is not stated.

    `trace` receives the sentences that speak of votes and were refused.

    >>> [(v.votes_for, v.votes_against) for v in find_votes("It was carried by nine votes to four.")]
    [(9, 4)]
    """
    anchors = triggers_of(text).votes
    votes = find_rolls(text) if anchors or "|" in text else []
    if not anchors:
        return votes
    rolls = [(vote.start_char, vote.end_char) for vote in votes]
    roll = 0
    for start, end in _sentences(text, anchors):
        while roll < len(rolls) and rolls[roll][1] <= start:
            roll += 1
        if roll < len(rolls) and rolls[roll][0] < end:
            continue
        tallies, refusal = tallies_of(text[start:end])
        votes.extend(_make_vote(text, start, tally) for tally in tallies)
        if refusal is not None and trace is not None:
            trace.append(
                Rival(
                    kind="vote",
                    start_char=start,
                    end_char=end,
                    rule_id=refusal.rule_id,
                    reason=f"{refusal.words!r}: no vote of this body, or only what one would need",
                )
            )
    votes.sort(key=lambda vote: vote.start_char)
    return _once(text, votes)


def _sentences(text: str, anchors: Sequence[int]) -> list[tuple[int, int]]:
    """The sentences that hold an anchor, each once, in order."""
    paragraphs = paragraphs_of(text)
    starts = [paragraph.start_char for paragraph in paragraphs]
    spans: list[tuple[int, int]] = []
    for at in anchors:
        if (spans and at < spans[-1][1]) or (text.startswith("against", at) and not _is_side(text, at)):
            continue
        paragraph = paragraphs[bisect_right(starts, at) - 1]
        start = sentence_start(text, paragraph.start_char, at)
        end = sentence_end(text, at, min(paragraph.end_char, at + _LONGEST_SENTENCE))
        spans.append((max(start, spans[-1][1] if spans else 0), end))
    return spans


def _is_side(text: str, at: int) -> bool:
    """Whether "against" at an offset may be a side of a vote: after a number or people, or before a count."""
    if text[at + 7 : at + 9].strip()[:1] in (":", "(", "-", "–"):
        return True
    word = _LAST_WORD.search(text, max(0, at - 16), at)
    if word is None:
        return False
    last = word[1].lower()
    return last in _BEFORE_AGAINST or number_of(last) is not None


def _make_vote(text: str, offset: int, tally: Tally) -> Vote:
    start, end = offset + tally.start, offset + tally.end
    names: dict[str, tuple[str, ...]] = {"against": (), "abstain": ()}
    for reads, low, high in tally.named:
        names[reads] += names_in(text[offset + low : offset + high])
    return _make_vote_record(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id=tally.counts[0].rule_id,
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        abstain=tally.abstain,
        unanimous=tally.unanimous,
        names_against=names["against"],
        names_abstain=names["abstain"],
        evidence=tuple(
            _make_evidence(reads=count.reads, start_char=offset + count.start, end_char=offset + count.end)
            for count in tally.counts
        ),
    )


def _once(text: str, votes: list[Vote]) -> list[Vote]:
    """Votes without those said twice: in a roll and a sentence, or in the resolution again."""
    kept: list[Vote] = []
    for vote in votes:
        before = kept[-1] if kept else None
        if before is None or vote.start_char - before.end_char > _SAID_AGAIN:
            kept.append(vote)
        elif _same(before, vote) and not (_is_of_decision(text, before) and _is_of_decision(text, vote)):
            if not before.names_for and vote.names_for:
                kept[-1] = vote
        elif _names_side_of(before, vote):
            kept[-1] = _with_names(before, vote)
        elif _completes(before, vote) and _is_next(text, before, vote):
            kept[-1] = _joined(text, before, vote)
        else:
            kept.append(vote)
    return kept


def is_said_again(vote: Vote, tally: Tally, start: int) -> bool:
    """Whether a tally that is printed at `start` only says again how a vote above it went."""
    return 0 <= start - vote.end_char <= _SAID_AGAIN and _same(vote, tally)


def _is_of_decision(text: str, vote: Vote) -> bool:
    """Whether a vote stands after the keyword of a decision: two decisions that passed alike had a vote each."""
    keywords = triggers_of(text).keywords
    index = bisect_left(keywords, (vote.start_char, ""))
    if index == 0:
        return False
    at, word = keywords[index - 1]
    line = text.rfind("\n", 0, vote.start_char) + 1
    return word.isupper() and at >= sentence_start(text, line, vote.start_char)


def _same(one: Vote, other: Vote | Tally) -> bool:
    counts = (one.votes_for, one.votes_against)
    abstain_agrees = one.abstain is None or other.abstain is None or one.abstain == other.abstain
    return None not in counts and counts == (other.votes_for, other.votes_against) and abstain_agrees


def _completes(before: Vote, vote: Vote) -> bool:
    """Whether a vote states only what the one before left open: "Three were against. Two abstained." """
    if vote.votes_for is not None or (before.votes_for, before.votes_against, before.abstain) == (None, None, None):
        return False
    lacks_against = before.votes_against is None or vote.votes_against is None
    return lacks_against and (before.abstain is None or vote.abstain is None)


def _names_side_of(before: Vote, vote: Vote) -> bool:
    """Whether a vote only names some of those whom the one before it counts: "(9-4) … Mr Eel's vote against"."""
    if before.votes_for is None or vote.votes_for is not None or vote.rule_id != "vote.named":
        return False
    return (vote.votes_against or 0) <= (before.votes_against or 0) and (vote.abstain or 0) <= (before.abstain or 0)


def _with_names(before: Vote, vote: Vote) -> Vote:
    return replace(
        before,
        names_against=before.names_against or vote.names_against,
        names_abstain=before.names_abstain or vote.names_abstain,
    )


def _is_next(text: str, before: Vote, vote: Vote) -> bool:
    between = text[before.end_char : vote.start_char]
    return not (before.unanimous or vote.unanimous) and between.count(".") <= 1 and len(between) < 80


def _joined(text: str, before: Vote, vote: Vote) -> Vote:
    return replace(
        before,
        end_char=vote.end_char,
        text=text[before.start_char : vote.end_char],
        votes_against=before.votes_against if vote.votes_against is None else vote.votes_against,
        abstain=vote.abstain if vote.abstain is not None else before.abstain,
    )
