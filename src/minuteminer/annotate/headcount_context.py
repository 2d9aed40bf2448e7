"""What a count says: the words before and after it that make it a strength, a rise, a fall or a vacancy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from minuteminer.annotate.headcount_memory import Discourse
from minuteminer.annotate.headcount_words import alternation
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.findings import Measure, Qualifier

# How far the words that govern a number may stand from it.
REACH = 110

_ROWS = {row.id: row for row in load_lexicon("headcounts_measures")}
# "17 sergeants had been vaccinated": what is done to people is no rise, fall or strength unless a row says so.
PASSIVE = "headcounts.measure.passive"
_PASSIVE = re.compile(
    r" (?:were|was|are|is|(?:had|have|has) been|would be|being)(?: [a-z]+ly)? (?:[a-z]{3,}ed|told|given|put|held|kept|lent|taken|made|brought|shown|seen|found|hurt|sent|withdrawn)\b"
)
_BREAK = re.compile(r"[;\n]|[.!?](?=[\s\"”’)]|$)")
_HEDGE_ENDS = frozenset(
    "to than many most maximum of least fewer less minimum over excess upwards exceeding above under below about around"
    " some circa c c. approximately approx approx. roughly nearly almost perhaps estimated on a an the additional extra"
    " further".split()
)
_HEDGES: tuple[tuple[re.Pattern[str], Qualifier], ...] = (
    (re.compile(r"\b(?:up to|no more than|not more than|as many as|at most|a maximum of|maximum of) (?:an? |the )?(?:additional |extra |further )?$"), "at_most"),
    (re.compile(r"\b(?:at least|no fewer than|not less than|no less than|a minimum of|minimum of) (?:an? )?(?:additional |extra |further )?$"), "at_least"),
    (re.compile(r"\b(?:more than|over|in excess of|upwards of|exceeding|above) (?:an? )?(?:additional |extra |further )?$"), "more_than"),
    (re.compile(r"\b(?:fewer than|less than|under|below) (?:an? )?(?:additional |extra |further )?$"), "less_than"),
    (re.compile(r"\b(?:about|around|some|circa|c\.?|approximately|approx\.?|roughly|nearly|almost|perhaps|estimated|close (?:on|to)|in the region of|just (?:over|under)) (?:an? )?(?:estimated |additional |extra |further )?$"), "approx"),
)  # fmt: skip


def _side(side: str) -> tuple[re.Pattern[str], dict[str, Row]]:
    by_words = {words: row for row in _ROWS.values() if row["side"] == side for words in row["words"]}
    return re.compile(rf" ({alternation(by_words)})\b(?: ([a-z]+))?"), by_words


_LEFT, _LEFT_ROWS = _side("left")
_RIGHT, _RIGHT_ROWS = _side("right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that say what a count means."""

    measure: Measure | Literal["same"]
    row: str
    start: int
    end: int
    weak: bool
    status: str | None


def read_qualifier(lowered: str, start: int) -> Qualifier:
    """How exact the number at `start` is, by the words before it."""
    word = lowered[max(0, start - 16) : start].rstrip().rpartition(" ")[2]
    if word not in _HEDGE_ENDS:
        return "exact"
    before = lowered[max(0, start - 40) : start]
    return next((qualifier for pattern, qualifier in _HEDGES if pattern.search(before)), "exact")


def _cues(pattern: re.Pattern[str], rows: dict[str, Row], spaced: str, start: int, end: int) -> Iterator[Cue]:
    at = max(0, start - 1)
    while (match := pattern.search(spaced, at, end)) is not None:
        at = match.end(1)
        row = rows[match[1]]
        # "40 would go" is a loss, "40 would go into schools" is none.
        if match[2] not in row.get("unless_followed_by", ()):
            yield _cue(match, row)


def _cue(match: re.Match[str], row: Row) -> Cue:
    return Cue(
        measure=row["measure"],
        row=row.id,
        start=match.start(1),
        end=match.end(1),
        weak=bool(row.get("weak")),
        status=row.get("status"),
    )


def left_cues(discourse: Discourse, since: int, start: int) -> list[Cue]:
    """The cues of the clause before a count, the nearest first."""
    since = max(since, start - REACH)
    for stop in _BREAK.finditer(discourse.lowered, since, start):
        since = stop.end()
    return list(_cues(_LEFT, _LEFT_ROWS, discourse.spaced, since, start))[::-1]


def right_cues(discourse: Discourse, end: int, until: int) -> list[Cue]:
    """The cues of the clause behind a count, the nearest first."""
    lowered = discourse.lowered
    until = min(until, end + REACH)
    stop = _BREAK.search(lowered, end, until)
    until = stop.start() if stop else until
    cues = list(_cues(_RIGHT, _RIGHT_ROWS, discourse.spaced, end + 1, until))
    passive = _PASSIVE.match(lowered, end, until)
    if passive is not None and all(cue.weak and cue.start > passive.end() for cue in cues):
        start, stop_at = passive.span()
        cues.append(Cue(measure="other", row=PASSIVE, start=start + 1, end=stop_at, weak=False, status=None))
    return cues


def choose(left: list[Cue], right: list[Cue], *, strong_only: bool = False) -> Cue | None:
    """The cue that decides: strong before weak, and before the count rather than behind it."""
    for cues in (left[:1], right[:1], left, right):
        for cue in cues:
            if not cue.weak:
                return cue
    return None if strong_only else next(iter(right or left), None)
