"""Lists that go on in the order of another: "7 inspectors, 19 sergeants and 62 PCSOs, compared with 5, 14 and 90"."""

from __future__ import annotations

import re
from itertools import pairwise

from minuteminer.annotate.headcount_memory import Reading

_LINKS = frozenset((", ", " and ", ", and ", " & ", "; "))
# What stands between two lists of which the second follows the order of the first.
_COMPARES = re.compile(
    r"compared (?:with|to)|against|opposed to|\b(?:up|down) from|instead of|in place of|rather than"
    r"|where there (?:were|had)"
    r"|\((?:19|20)\d\d: ?$|\b(?:figures|numbers|totals) (?:were|are|had been|would be)(?: now| then| still)? $"
    r"|[,;] (?:and |while |but )?(?:in )?the [a-z]+(?: had)? $|, from $"
)
_LONGEST_GAP = 120


def align_lists(lowered: str, readings: list[Reading]) -> None:
    """Gives bare numbers the roles and the measures of the list before them, one by one.

    >>> from minuteminer.annotate.headcounts import find_headcounts
    >>> [(count.count, count.role) for count in find_headcounts(
    ...     "The force had 62 sergeants and 12 PCSOs, compared with 58 and nine in May.")]
    [(62.0, 'sergeant'), (12.0, 'PCSO'), (58.0, 'sergeant'), (9.0, 'PCSO')]
    """
    if len(readings) < 4:
        return
    runs = _runs(lowered, readings)
    for named, bare in pairwise(runs):
        if len(named) != len(bare) or not all(map(_is_bare, bare)) or any(map(_is_bare, named)):
            continue
        between = lowered[named[-1].end : bare[0].start]
        if len({reading.role for reading in named}) < 2 or len(between) > _LONGEST_GAP or "\n" in between:
            continue
        if _COMPARES.search(between) is None:
            continue
        for source, reading in zip(named, bare, strict=True):
            reading.role, reading.measure, reading.refused = source.role, source.measure, None
            reading.rule, reading.of = "headcounts.rule.parallel", None
            reading.evidence = (("role", source.start, source.end),)


def _runs(lowered: str, readings: list[Reading]) -> list[list[Reading]]:
    """The lists of two and more numbers that nothing but a comma or an "and" parts."""
    runs = [[readings[0]]]
    for before, reading in pairwise(readings):
        if lowered[before.end : reading.start] in _LINKS and _is_bare(before) == _is_bare(reading):
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return [run for run in runs if len(run) > 1]


def _is_bare(reading: Reading) -> bool:
    """Whether nothing but the number was read, or nothing showed what it counts."""
    if reading.role is None:
        return reading.refused == "nothing shows what it counts"
    return reading.end == reading.figure_end
