"""People whom a list counts by an article beside its numbers: "a sergeant and seven constables"."""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import Reading
from minuteminer.annotate.headcount_roles import ARTICLE_AFTER, ARTICLE_BEFORE, head_of


def with_articles(lowered: str, reading: Reading) -> list[Reading]:
    """The reading with those that a list counts by an article: "a sergeant and seven constables"."""
    found = [reading]
    before = None
    if lowered.endswith((", ", " and ", " with ", " plus "), 0, reading.start):
        before = ARTICLE_BEFORE.search(lowered, max(0, reading.start - 45), reading.start)
    after = None
    if lowered.startswith((", a", " and a", ", and a"), reading.end):
        after = ARTICLE_AFTER.match(lowered, reading.end)
    if before is not None:
        found.insert(0, _single(before))
    while after is not None:
        found.append(_single(after))
        after = ARTICLE_AFTER.match(lowered, after.end())
    return found


def _single(match: re.Match[str]) -> Reading:
    """One person with an article."""
    start, end = match.span(1)
    role = head_of(match[2]).role
    return Reading(start, end, 1.0, role, "headcounts.rule.article", figure_end=end)
