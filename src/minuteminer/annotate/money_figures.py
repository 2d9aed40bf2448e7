"""A sum as the scan finds it, and how the number behind a currency sign is read.

The pattern takes whatever looks like a number; only afterwards is it decided whether it can be printed so. What
cannot ("£1,0000", "£1e9") keeps its place, has no value, and says why: it is never read as another number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from minuteminer.annotate.money_words import LINE_BREAK, MoneyWords
from minuteminer.annotate.numbers import LARGEST, parse_figure
from minuteminer.findings import Rival


class Amount(NamedTuple):
    """A sum as printed, in the main unit of its currency; `low` and `high` are None with a `reason`."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    currency: str
    rule_id: str
    magnitude: Decimal | None = None
    reason: str | None = None


_BROKEN_REST = re.compile(r"[\w.,/'’%:-]{0,200}")
# Nearly every figure, so that it need not be taken apart.
_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?")
# The rest of a figure that a space or the end of a line cuts; `head` are digits that must complete a group of three.
# A list's "12 Members" on the next line is none, nor is a row of figures: "Fee £12 1,450 1,500".
_GROUP = 3
_UNIT = r"[ ]?(?:million|billion|thousand|bn|[mk])(?![a-z])"
_REST = re.compile(
    rf"(?:{LINE_BREAK}|[ \u00a0])"
    rf"(?:\.[0-9][0-9]*+|,[0-9]{{3}}|000|(?P<head>[0-9]{{1,2}})(?:,[0-9]{{3}}){{1,3}})(?:{_UNIT})?(?![0-9]|[ ][0-9])"
    rf"|{LINE_BREAK}[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?{_UNIT}"
    rf"|,{LINE_BREAK}[0-9]{{3}}(?:,[0-9]{{3}}){{0,3}}(?![0-9])|,[ ][0-9]{{3}},[0-9]{{3}}(?![0-9])"
    rf"|\.(?:{LINE_BREAK}|[ ])[0-9]{{1,3}}{_UNIT}"
)
_LAST_PENNY = re.compile(rf"{LINE_BREAK}[0-9](?![0-9.):])")
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]")


def merge_amounts(first: list[Amount], more: list[Amount]) -> list[Amount]:
    """Both lists in reading order; of two that overlap the longer, or the earlier where they are alike."""
    kept: list[Amount] = []
    for amount in sorted([*first, *more], key=lambda each: (each.start, -each.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
        elif amount.end - amount.start > kept[-1].end - kept[-1].start:
            kept[-1] = amount
    return kept


def note_refusal(trace: list[Rival] | None, start: int, end: int, rule_id: str, reason: str) -> None:
    """Adds a refused reading to `trace`, where one is kept."""
    if trace is not None:
        trace.append(Rival(kind="money", start_char=start, end_char=end, rule_id=rule_id, reason=reason))


def reach_back(first: str, low: Decimal, second: str, high: Decimal) -> Decimal:
    """`low`, in thousands if the second figure of a range prints them for both: "£10-15,000".

    >>> reach_back("10", Decimal(10), "15,000", Decimal(15000)), reach_back("250", Decimal(250), "1,000", Decimal(1000))
    (Decimal('10000'), Decimal('250'))

    Only for a whole figure that would come within a factor of ten: "£5-10,000", but not "£50-10,000".
    """
    in_thousands = low * 1000
    is_meant = first.isdigit() and "," in second and in_thousands < high <= in_thousands * 10
    return in_thousands if is_meant else low


def read_number(
    text: str, match: re.Match[str], words: MoneyWords
) -> tuple[int, Decimal | None, Decimal | None, str | None]:
    """End, value, magnitude and reason of a number behind its sign; no value and no reason: not a sum at all."""
    figure, part, run, word = match.group("figure", "part", "run", "word")
    end = match.end()
    if figure and figure[-1] in ".,":
        # A full stop or comma of the sentence. What follows it is not the sum's: "£5,000.The Panel".
        figure = figure.rstrip(".,")
        end = match.start("figure") + len(figure)
        if run is not None and run.lower() in words.magnitudes and figure:
            return _broken(text, match, "a point or comma stands between figure and unit")
        run = word = part = None
    magnitude: Decimal | None = None
    if word is not None:
        magnitude = words.magnitudes[word.lower()]
    elif run is not None:
        if run == "s":
            return end, None, None, None  # "£100s of thousands", "£000s": a vague sum or a heading
        # A small "t" is tonnes or a slip; a trillion is a capital one.
        taken = None if run == "t" else _glued(run.lower(), figure, words)
        if taken is None:
            return _broken(text, match, f"no known unit in {run[:20]!r}")
        magnitude = words.magnitudes.get(run.lower()[:taken])
        end = match.start("run") + taken
    if figure == "000":
        return end, None, None, None  # the heading of a table in thousands
    following = text[end : end + 2]
    if following and run is None:
        last = following[0]
        if last.isalnum() or last == "_" or last == "%" or (last in "/:’'" and following[1:].isdigit()):
            return _broken(text, match, "the figure runs on into other signs")
    elif following and (following[0].isdigit() or following[0] == "_"):
        return _broken(text, match, "the unit runs on into other signs")
    value = parse_amount(figure, part, magnitude)
    if value is None:
        return _broken(text, match, "not a number that can be printed so")
    if value > LARGEST:
        return _broken(text, match, "larger than any sum of money")
    if magnitude is None and following and (cut := _cut_off(text, figure, end, words)) is not None:
        return cut[0], None, None, cut[1]
    return end, value, magnitude, None


def _cut_off(text: str, figure: str, end: int, words: MoneyWords) -> tuple[int, str] | None:
    """Where the rest of a cut figure ends, and the reason why it has no value: "£1\\n80,000", "£ 3 .2 million".

    A word that begins like a unit and is none ("£1.2 milion") makes another sum than the figure alone.
    """
    if (rest := _REST.match(text, end)) is not None:
        head = rest["head"]
        if head is None or ("," not in figure and "." not in figure and len(figure) + len(head) <= _GROUP):
            return rest.end(), "the figure is cut by a space or the end of a line"
    if "." in figure and len(figure) - figure.index(".") == _GROUP - 1 and (rest := _LAST_PENNY.match(text, end)):
        return rest.end(), "the figure is cut by a space or the end of a line"
    like = words.like_unit.match(text, end)
    if like is None or like["like"].lower() in words.ordinary or like["like"].istitle():
        return None
    return like.end(), f"no known unit in {like['like'][:20]!r}"


def parse_amount(figure: str, part: str | None, magnitude: Decimal | None) -> Decimal | None:
    """The exact value of a figure with its vulgar fraction and magnitude; None where it is malformed."""
    if magnitude is not None and _DECIMAL_COMMA.fullmatch(figure):
        figure = figure.replace(",", ".")  # "£2,5million": a comma before one digit and a unit is a point
    elif figure.startswith(".") and figure[1:].isdigit():
        figure = "0" + figure
    if part is None and _PLAIN.fullmatch(figure):
        value = Decimal(figure.replace(",", ""))
    elif (parsed := parse_figure(figure + (part or "").strip())) is not None:
        value = parsed
    else:
        return None
    return value if magnitude is None else value * magnitude


def _glued(run: str, figure: str, words: MoneyWords) -> int | None:
    """How many letters of those glued to a figure are its unit: all, some before a known word, or none."""
    if run in words.magnitudes:
        return len(run)
    for length in (8, 7, 3, 2, 1):
        if run[:length] in words.magnitudes and run[length:] in words.run_in:
            return length
    if run in words.run_in and (run != "p" or "." in figure):
        return 0
    return None


def _broken(text: str, match: re.Match[str], reason: str) -> tuple[int, None, None, str]:
    rest = _BROKEN_REST.match(text, match.start("figure"))
    end = match.start("figure") + (len(rest[0].rstrip(".,/'’:-")) if rest else 0)
    return max(end, match.start("figure") + 1), None, None, reason
