"""The tally of a sentence that may decide something: right behind its keyword stands how the body voted.

What was decided may speak of surveys, thresholds and shares, which elsewhere are signs of another's vote.
"""

from __future__ import annotations

import re

from minuteminer.annotate.tallies import Refusal, Tally, find_tallies

# "by nine votes to four": here "to" leads to no verb.
_NUMBER = (
    r"(?:\d|no\b|none\b|nil\b|zero\b|one\b|two\b|three\b|ten\b|eleven\b|twelve\b"
    r"|(?:four|five|six|seven|eight|nine|thir|fif|eigh|twen)(?:t\w+)?\b)"
)
_HEAD = re.compile(
    r"\b(?P<adverb>unanimously )?(?:resolved|agreed|recommended|ordered|approved|decided)\b"
    r"(?:,? ?[(\[][^()\[\]]{1,120}[)\]]|,? (?:by|with|on) [^.;()]{1,100}?(?=,?\s+(?:that\b|to (?!" + _NUMBER + r")))"
    r"|,? (?:unanimously|nem\.? ?con\b\.?|nemine contradicente)|(?(adverb)|(?!)))",
    re.IGNORECASE,
)


def tallies_of(sentence: str) -> tuple[list[Tally], Refusal | None]:
    """The tallies of a sentence as printed, and else what refused it.

    >>> tallies, _ = tallies_of("RESOLVED (9-4-1) to raise the charge by 4.99%.")
    >>> [(tally.votes_for, tally.votes_against, tally.abstain) for tally in tallies]
    [(9, 4, 1)]
    """
    head = _HEAD.search(sentence)
    if head is not None:
        tallies, _ = find_tallies(sentence[: head.end()])
        if tallies and (tallies[0].unanimous or None not in (tallies[0].votes_for, tallies[0].votes_against)):
            return [_with_tail(tallies[0], sentence, head.end())], None
    return find_tallies(sentence)


def _with_tail(tally: Tally, sentence: str, end: int) -> Tally:
    """The tally behind a keyword with the abstentions, or names, that its sentence tells at its end."""
    tails = find_tallies(sentence[end:])[0] if tally.abstain is None else []
    if len(tails) != 1 or tails[0].abstain is None or tails[0].votes_for is not None:
        return tally
    tail = tails[0]
    counts = tuple(
        count._replace(start=end + count.start, end=end + count.end)
        for count in tail.counts
        if count.reads == "abstain"
    )
    named = tuple((reads, end + low, end + high) for reads, low, high in tail.named if reads == "abstain")
    return tally._replace(
        end=max(count.end for count in counts),
        abstain=tail.abstain,
        counts=(*tally.counts, *counts),
        named=(*tally.named, *named),
    )
