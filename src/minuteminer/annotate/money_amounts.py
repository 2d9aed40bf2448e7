"""Where sums stand in a text and what figure each prints: the first half of the money finder.

One scan led by the literal currency sign finds nearly all of them. Sums whose unit stands behind ("9p",
"two million pounds", "500 euros") and sums in codes are searched for only where a cheap `in` test has seen the
unit. What looks like a sum and is none that can be printed so ("£1,0000", "£1e9") stays, without a value and with
a reason, and is never read as another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from minuteminer.annotate.money_words import MoneyWords, money_words
from minuteminer.annotate.numbers import LARGEST, parse_figure, parse_number_words
from minuteminer.facts import Rival


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


# Signs of money that are not in ASCII are rare in minutes, and each costs a look through the text.
_RARE_SIGNS = re.compile("[¥￥₹₺₡₾₭₩₽₿₤]")
_PENCE = re.compile(r"[0-9]p(?!\w)")
_PENCE_BEFORE = re.compile(
    r"(?<![\w.,£$€/-])(?:(?P<low>[0-9]+(?:\.[0-9]+)?)(?:[-–]|\sto\s))?(?P<figure>[0-9]+(?:\.[0-9]+)?)$"
)
_BROKEN_REST = re.compile(r"[\w.,/'’%:-]{0,200}")
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]")
_LETTERS_BEFORE = re.compile(r"(?<![a-z.])([a-z][a-z.]{0,3}) ?$")
# Heights of pictures, which are printed like sums of pence.
_PICTURE_LINES = frozenset(("480", "720", "1080"))
_HYPHENS = frozenset("-–—−‑")
_UNIT_GATES = ("pound", "pence", "dollar", "euro", " cent", "-cent", "yen", "franc", "yuan", "rupee")


def find_amounts(text: str, lower: str, trace: list[Rival] | None = None) -> list[Amount]:
    """All sums in reading order, none within another. `lower` is `lower_copy(text)`."""
    words = money_words()
    found = list(_by_symbol(text, lower, words, trace))
    if pence := [amount for hit in _PENCE.finditer(text) if (amount := _pence(text, hit.end() - 1))]:
        found = merge_amounts(found, pence)
    if any(unit in lower for unit in _UNIT_GATES):
        found = merge_amounts(found, list(_by_unit_word(lower, words, trace)))
    return found


def merge_amounts(first: list[Amount], more: list[Amount]) -> list[Amount]:
    """Both lists in reading order; of two that overlap the longer, or the earlier where they are alike."""
    kept: list[Amount] = []
    for amount in sorted([*first, *more], key=lambda each: (each.start, -each.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
        elif amount.end - amount.start > kept[-1].end - kept[-1].start:
            kept[-1] = amount
    return kept


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each sign the pattern of a sum behind it; and of the second number of a range that has no sign."""
    words = money_words()
    patterns = {
        sign: re.compile(rf"{re.escape(sign)}[ \u00a0\u2009]{{0,3}}(?P<sign>[-−–(]?){words.number}")
        for sign in words.symbols
    }
    patterns["second"] = re.compile(rf"(?P<gap>[ \u00a0]?[-–—‑][ \u00a0]?|\s(?:to|and)\s){words.number}")
    return patterns


def _by_symbol(text: str, lower: str, words: MoneyWords, trace: list[Rival] | None) -> Iterator[Amount]:
    signs = [sign for sign in ("£", "$", "€") if sign in text]
    if not text.isascii():
        signs.extend(set(_RARE_SIGNS.findall(text)))
    found = [
        amount
        for sign in signs
        for match in _patterns()[sign].finditer(text)
        if (amount := _read_symbol(text, lower, match, words, trace)) is not None
    ]
    return iter(found if len(signs) < 2 else sorted(found))


def _read_symbol(
    text: str, lower: str, match: re.Match[str], words: MoneyWords, trace: list[Rival] | None
) -> Amount | None:
    start, sign = match.start(), match[0][0]
    currency, rule = words.symbols[sign], "money.symbol"
    if sign == "$" and (before := _LETTERS_BEFORE.search(lower[max(0, start - 6) : start])):
        letters = before[1].strip(".")
        if letters in words.prefixes and (len(letters) > 1 or text[start - 1].isupper() or letters == "c"):
            currency, start = words.prefixes[letters], start - (min(6, start) - before.start())
    end, value, magnitude, reason = _number(text, match, words)
    if value is None and reason is None:
        _refuse(trace, start, end, "money.scale", "a heading or a vague sum, not an amount")
        return None
    if value is None:
        return Amount(start, end, None, None, currency, "money.malformed", None, reason)
    negative = match["sign"] != ""
    if match["sign"] == "(":
        if text[end : end + 1] != ")":
            return Amount(start, end, None, None, currency, "money.malformed", None, "a bracket is not closed")
        end += 1
    elif not negative and start and text[start - 1] in "-−–" and (start < 2 or text[start - 2] in " \t\n|(:\u00a0"):
        negative, start = True, start - 1
    high = value
    if not negative:
        end, value, high, magnitude = _second_number(text, lower, start, end, value, magnitude, words)
    return Amount(start, end, -value if negative else value, -high if negative else high, currency, rule, magnitude)


def _refuse(trace: list[Rival] | None, start: int, end: int, rule_id: str, reason: str) -> None:
    if trace is not None:
        trace.append(Rival(kind="money", start_char=start, end_char=end, rule_id=rule_id, reason=reason))


def _number(
    text: str, match: re.Match[str], words: MoneyWords
) -> tuple[int, Decimal | None, Decimal | None, str | None]:
    """End, value, magnitude and reason of a number behind its sign; no value and no reason: not a sum at all."""
    figure, part, run, word = match["figure"], match["part"], match["run"], match["word"]
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
        if run == "s" or (figure in ("000", "0000") and run in ("s",)):
            return end, None, None, None
        taken = _glued(run.lower(), figure, words)
        if taken is None:
            return _broken(text, match, f"no known unit in {run[:20]!r}")
        magnitude = words.magnitudes.get(run.lower()[:taken])
        end = match.start("run") + taken
    if figure == "000":
        return end, None, None, None
    following = text[end : end + 2]
    if following and run is None:
        last = following[0]
        if last.isalnum() or last == "_" or last == "%" or (last in "/:’'" and following[1:].isdigit()):
            return _broken(text, match, "the figure runs on into other signs")
    elif following and (following[0].isdigit() or following[0] == "_"):
        return _broken(text, match, "the unit runs on into other signs")
    value = _value(figure, part, magnitude)
    if value is None:
        return _broken(text, match, "not a number that can be printed so")
    if value > LARGEST:
        return _broken(text, match, "larger than any sum of money")
    return end, value, magnitude, None


def _value(figure: str, part: str | None, magnitude: Decimal | None) -> Decimal | None:
    if magnitude is not None and _DECIMAL_COMMA.fullmatch(figure):
        figure = figure.replace(",", ".")  # "£2,5million": a comma before one digit and a unit is a point
    elif figure.startswith(".") and figure[1:].isdigit():
        figure = "0" + figure
    value = Decimal(figure) if figure.isdigit() and len(figure) < 16 else parse_figure(figure + (part or "").strip())
    if value is not None and part is not None and figure.isdigit():
        value = parse_figure(figure + part.strip())
    if value is None:
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


def _second_number(
    text: str, lower: str, start: int, end: int, low: Decimal, magnitude: Decimal | None, words: MoneyWords
) -> tuple[int, Decimal, Decimal, Decimal | None]:
    """The range of "£4-5m", "£1.5 to 2 million": end, low, high, magnitude; the unit reaches back."""
    following = text[end : end + 2]
    if not following or not (following[0] in _HYPHENS or following[0].isspace()):
        return end, low, low, magnitude
    match = _patterns()["second"].match(text, end)
    if match is None:
        return end, low, low, magnitude
    stop, high, second, _ = _number(text, match, words)
    gap = match["gap"].strip()
    apart = gap in ("to", "and") or len(match["gap"]) > 1
    if (
        high is None
        or (apart and second is None)
        or (gap == "and" and "between" not in lower[max(0, start - 30) : start])
        or (magnitude is not None and second is None)
    ):
        return end, low, low, magnitude
    if magnitude is None and second is not None and low * second <= high:
        low, magnitude = low * second, second
    return (stop, low, high, second) if low <= high else (end, low, low, magnitude)


def _pence(text: str, at: int) -> Amount | None:
    """The sum of pence whose "p" stands at `at`."""
    begin = max(0, at - 24)
    match = _PENCE_BEFORE.search(text[begin:at])
    if match is None or match["figure"] in _PICTURE_LINES or len(match["figure"]) > 6:
        return None
    high = Decimal(match["figure"]) / 100
    low = Decimal(match["low"]) / 100 if match["low"] is not None else high
    start = begin + match.start()
    if low > high:
        low, start = high, begin + match.start("figure")
    return Amount(start, at + 1, low, high, "GBP", "money.pence")


def _by_unit_word(lower: str, words: MoneyWords, trace: list[Rival] | None) -> Iterator[Amount]:
    """Sums whose unit is a word behind the number: "two million pounds", "99 pence", "500 euros"."""
    for hit in words.unit.finditer(lower):
        begin = max(0, hit.start() - 120)
        match = words.number_before.search(lower[begin : hit.start()])
        if match is None:
            continue
        start, unit = begin + match.start(), hit[0]
        value = _worded_value(match, words)
        if value is None:
            continue
        if reason := _no_money(lower, start, hit, value, words):
            _refuse(trace, start, hit.end(), "money.guard", reason)
            continue
        sub = unit in words.sub_words
        currency = (words.sub_words if sub else words.words)[unit]
        yield Amount(
            start, hit.end(), value / 100 if sub else value, value / 100 if sub else value, currency, "money.words"
        )


def _worded_value(match: re.Match[str], words: MoneyWords) -> Decimal | None:
    if match["words"] is not None:
        return parse_number_words(match["words"])
    value = _value(match["figure"].rstrip(".,"), match["part"] or None, None)
    if value is None or match["magnitude"] is None:
        return value
    return value * words.magnitudes[match["magnitude"].lower()]


def _no_money(lower: str, start: int, hit: re.Match[str], value: Decimal, words: MoneyWords) -> str | None:
    """Why a number of pounds or pence is no sum: a coin, a weight, a vague number; None where it is one."""
    before = lower[max(0, start - 50) : start].split()
    after = lower[hit.end() : hit.end() + 40].replace("-", " ").split()
    if before and before[-1] in words.vague:
        return "a vague number"
    if after and after[0].strip(".,;:)") in words.coins and value < 1000:
        return "a coin or note"
    if hit[0].startswith("pound") and value < 10_000:
        if after[:1] == ["of"] and after[1:] and after[1].strip(".,;:)") not in words.money_after_of:
            return "a weight"
        if after and after[0].strip(".,;:)") in words.weights_after:
            return "a weight"
        if any(word in words.weights_before for word in before[-6:]):
            return "a weight"
    return None
