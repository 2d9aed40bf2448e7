"""Readings of numbers to findings: the qualifier, the negation, and offsets of the text itself.

The rules read a copy of the text behind one space (see `headcounts`), so every offset here is lowered by one.
"""

from __future__ import annotations

import re

from minuteminer.annotate.headcount_memory import Reading
from minuteminer.annotate.headcount_units import is_full_time
from minuteminer.annotate.qualifiers import find_qualifier
from minuteminer.annotate.records import maker_of
from minuteminer.findings import Evidence, Headcount, Rival

_new_headcount, _new_evidence = maker_of(Headcount), maker_of(Evidence)
_ADDITIONAL = re.compile(r"(?:\ban? )?(?:additional|extra|further) $")
_NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|rather than|instead of)\b[^,;.]{0,40}$")
_BOUNDS = frozenset(("at_least", "at_most"))
_NEGATIVE = ("not", "no longer", "never", "rather than", "instead of")


def make_rival(reading: Reading) -> Rival:
    """A refused number with its reason."""
    return Rival(
        kind="headcount",
        start_char=reading.start - 1,
        end_char=reading.end - 1,
        rule_id="headcounts.refused",
        reason=reading.refused or "",
    )


def is_label(text: str, reading: Reading) -> bool:
    """Whether "9.4" at the start of a line is a paragraph's label: a sentence begins behind it, or 9.3 or 9.5 is one.

    `reading` has the offsets of the copy behind one space.
    """
    start, end = reading.start - 1, reading.figure_end - 1
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        return False
    if text[end : end + 3].lstrip()[:1].isupper() and text[end + 2 : end + 3].islower():
        return True
    whole, _, part = text[start:end].partition(".")
    beside = "|".join(str(int(part) + step) for step in (-1, 1)) if part.isdigit() else ""
    return bool(beside) and re.search(rf"^\s*{whole}\.(?:{beside})\b", text, re.MULTILINE) is not None


def make_headcount(text: str, lowered: str, reading: Reading) -> Headcount:
    """The finding of a reading, with offsets of the text itself."""
    start, end = reading.start, reading.end
    qualifier, hedge = find_qualifier(lowered, _before_additional(lowered, start), reading.figure_end)
    evidence = [
        _new_evidence(reads=reads, start_char=first - 1, end_char=last - 1) for reads, first, last in reading.evidence
    ]
    if hedge is not None:
        shown = _new_evidence(reads=hedge.reads, start_char=hedge.start_char - 1, end_char=hedge.end_char - 1)
        evidence.append(shown)
    return _new_headcount(
        start_char=start - 1,
        end_char=end - 1,
        text=text[start - 1 : end - 1],
        rule_id=reading.rule,
        count=reading.value,
        high=reading.high,
        of=reading.of,
        role=reading.role or "",
        measure=reading.measure or "other",
        fte=reading.fte or is_full_time(lowered, start, reading.figure_end, end),
        qualifier="between" if reading.high is not None else qualifier,
        status=reading.status,
        # "Not more than 30 officers" is a bound and denies nobody.
        negated=qualifier not in _BOUNDS and _is_negated(lowered, start),
        evidence=tuple(evidence),
    )


def _before_additional(lowered: str, start: int) -> int:
    """Where a hedge may end: "up to an additional 40 officers" is hedged before "an additional"."""
    if not lowered.endswith(("additional ", "extra ", "further "), 0, start):
        return start
    match = _ADDITIONAL.search(lowered, max(0, start - 20), start)
    return match.start() if match else start


def _is_negated(lowered: str, start: int) -> bool:
    before = lowered[start - 60 if start > 60 else 0 : start]
    # Tried on letters first: most sentences have none of these words.
    if "no" not in before and "rather" not in before and "instead" not in before and "never" not in before:
        return False
    return any(word in before for word in _NEGATIVE) and _NEGATION.search(before) is not None
