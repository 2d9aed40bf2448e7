"""Where sums stand in a text and what figure each prints: the first half of the money finder.

One scan led by the literal currency sign finds nearly all of them. Sums whose unit stands behind ("9p",
"two million pounds", "500 euros") and sums in codes are searched for only where a cheap `in` test has seen the
unit. What looks like a sum and is none that can be printed so ("£1,0000", "£1e9") stays, without a value and with
a reason, and is never read as another number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from minuteminer.annotate.money_figures import Amount, merge_amounts, note_refusal, reach_back, read_number
from minuteminer.annotate.money_units import find_bare_millions, find_units_behind
from minuteminer.annotate.money_words import MoneyWords, money_words
from minuteminer.annotate.numbers import lower_copy, parse_figure
from minuteminer.findings import Rival

_LETTERS_BEFORE = re.compile(r"(?<![a-z.])([a-z][a-z.]{0,3}) ?$")
_COIN = re.compile(r"[ -](?:coins?|coinage|(?:bank)?notes?)(?![a-z])")
_LAST_CELL = re.compile(r"[ \u00a0\t]*(?:[\n|]|\Z|[ \u00a0]{2,}\(?[£\d-])")
_HYPHENS = frozenset("-–—‑")
# The first two characters of what can join two numbers; any other is not worth a match.
_RANGE_STARTS = frozenset(" t| a| -| –| —|\nt|\na|\u00a0-|\u00a0–|\u00a0t".split("|"))


def find_amounts(text: str, trace: list[Rival] | None = None) -> list[Amount]:
    """All sums in reading order, none within another; refused readings go into `trace`."""
    found = _by_symbol(text, money_words(), trace)
    if behind := find_units_behind(text, trace):
        found = merge_amounts(found, behind)
    if millions := find_bare_millions(text, found, trace):
        found = merge_amounts(found, millions)
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each sign the pattern of a sum behind it; and of the second number of a range that has no sign."""
    words = money_words()
    # How nearly every sum is printed: with nothing behind it that could make it another than it looks.
    look_closer = rf"{words.magnitude}|(?i:to|and|coin|(?:bank)?note|{words.like}|[a-z]{{1,6}}illion)"
    follows = (
        rf"(?=[.,;](?:\s(?![0-9])|\Z)| (?!{look_closer})[a-z]"
        r"| (?:and|to) (?![.0-9½¼¾]))"
    )
    plain = (
        r"(?!000)(?:(?P<plain>(?:[0-9]{1,3}(?:,[0-9]{3}){0,3}|[0-9]{4,12})(?:\.[0-9]{1,9})?)"
        rf"|(?P<scaled>[0-9]{{1,3}}(?:\.[0-9]{{1,9}})?)(?P<unit>{words.glued}| (?:{words.spelled}))){follows}"
    )
    patterns = {}
    for sign in words.symbols:
        # Letters before "$" name the currency.
        guard = r"[-−–\w. ]" if sign == "$" else "[-−–]"
        lead = re.escape(sign)
        patterns[sign] = re.compile(
            rf"{lead}(?:(?<!{guard}{lead}){plain}|[ \u00a0\u2009]{{0,3}}(?P<sign>[-−–(]?){words.number})"
        )
    patterns["second"] = re.compile(rf"(?P<gap>[ \u00a0]?[-–—‑][ \u00a0]?|\s(?:to|and)\s){words.number}")
    signs = "|".join(re.escape(sign) for sign in words.symbols if sign != "£")
    patterns["sign_last"] = re.compile(
        rf"(?<![\w.,£$€])(?P<minus>[-−])?(?P<figure>[0-9][0-9.,]*+)[ \u00a0]?(?P<sign>{signs})(?![0-9])"
    )
    # The unit behind the bracket of "£(2.3)m".
    patterns["unit"] = re.compile(rf"[ \u00a0]?(?P<unit>(?i:{words.glued}))(?![^\W_])")
    return patterns


def _by_symbol(text: str, words: MoneyWords, trace: list[Rival] | None) -> list[Amount]:
    signs = [sign for sign in words.symbols if sign in text]
    if not signs:
        return []
    lower = lower_copy(text)
    found = [
        amount
        for sign in signs
        for match in _patterns()[sign].finditer(text)
        if (amount := _read_plain(match, words) or _read_symbol(text, lower, match, words, trace)) is not None
    ]
    if signs == ["£"]:
        return found
    last = [amount for match in _patterns()["sign_last"].finditer(text) if (amount := _sign_last(match, words))]
    return merge_amounts(last, found) if last else sorted(found, key=lambda amount: amount.start)


def _read_plain(match: re.Match[str], words: MoneyWords) -> Amount | None:
    """The sum, where it is printed as nearly every sum is; None where it needs the closer look."""
    plain, scaled, unit = match.group("plain", "scaled", "unit")
    if plain is not None:
        value = Decimal(plain.replace(",", ""))
        magnitude = None
    elif scaled is not None:
        magnitude = words.magnitudes[unit.lstrip()]
        value = Decimal(scaled) * magnitude
    else:
        return None
    start, end = match.span()
    return Amount(start, end, value, value, words.symbols[match.string[start]], "money.symbol", magnitude)


def _sign_last(match: re.Match[str], words: MoneyWords) -> Amount | None:
    """A sum whose sign stands behind, as on the Continent: "15 €"."""
    value = parse_figure(match["figure"])
    if value is None:
        return None
    value = -value if match["minus"] is not None else value
    return Amount(match.start(), match.end(), value, value, words.symbols[match["sign"]], "money.sign_last")


def _read_symbol(
    text: str, lower: str, match: re.Match[str], words: MoneyWords, trace: list[Rival] | None
) -> Amount | None:
    start, sign = match.start(), match[0][0]
    currency, rule = words.symbols[sign], "money.symbol"
    if sign == "$" and (before := _LETTERS_BEFORE.search(lower[max(0, start - 6) : start])):
        letters = before[1].strip(".")
        if letters in words.prefixes and (len(letters) > 1 or text[start - 1].isupper() or letters == "c"):
            currency, start = words.prefixes[letters], start - (min(6, start) - before.start())
    end, value, magnitude, reason = read_number(text, match, words)
    if value is None and reason is None:
        note_refusal(trace, start, end, "money.scale", "a heading or a vague sum, not an amount")
        return None
    if magnitude is None and value is not None and value <= 100 and _COIN.match(lower, end):
        note_refusal(trace, start, end, "money.coin", "a coin or note")
        return None
    if value is None:
        return Amount(start, end, None, None, currency, "money.malformed", None, reason)
    negative = match["sign"] != ""
    if match["sign"] == "(":
        if text[end : end + 1] != ")":
            return Amount(start, end, None, None, currency, "money.malformed", None, "a bracket is not closed")
        end += 1
        if magnitude is None and (unit := _patterns()["unit"].match(text, end)) is not None:
            magnitude, end = words.magnitudes[unit["unit"].lower()], unit.end()
            value *= magnitude
    elif not negative and start and text[start - 1] in "-−–" and (start < 2 or text[start - 2] in " \t\n|(:\u00a0"):
        negative, start = True, start - 1
    elif not negative and _is_accounting(text, lower, start, end):
        negative, start, end = True, start - 1, end + 1
    high = value
    if not negative:
        end, value, high, magnitude = _second_number(text, lower, start, end, value, magnitude, words)
    return Amount(start, end, -value if negative else value, -high if negative else high, currency, rule, magnitude)


def _is_accounting(text: str, lower: str, start: int, end: int) -> bool:
    """Whether brackets round a sum mean minus: where the sentence or the cell needs the sum they hold.

    In "the variance was (£2.3m)" they do; in "green schemes (£6.2m) were certain" they are the writer's.
    """
    if text[start - 1 : start] != "(" or text[end : end + 1] != ")":
        return False
    printed = lower[max(0, start - 40) : start - 1]
    before = printed.rstrip(" \u00a0")
    if len(printed) - len(before) > 1:  # a column of its own at the end of its line: "Income      (£12.1m)"
        return _LAST_CELL.match(lower, end + 1) is not None
    if not before or before[-1] in "|\t\n:;=":
        return True
    return before.rsplit(None, 1)[-1] in ("was", "is", "were", "are", "be", "of", "at", "to", "by", "variance", "stood")


def _second_number(
    text: str, lower: str, start: int, end: int, low: Decimal, magnitude: Decimal | None, words: MoneyWords
) -> tuple[int, Decimal, Decimal, Decimal | None]:
    """The range of "£4-5m", "£1.5 to 2 million", "£10-15,000": end, low, high, magnitude; the unit reaches back."""
    following = text[end : end + 2]
    if following[:1] not in _HYPHENS and following not in _RANGE_STARTS:
        return end, low, low, magnitude
    match = _patterns()["second"].match(text, end)
    if match is None:
        return end, low, low, magnitude
    stop, high, second, _ = read_number(text, match, words)
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
    elif magnitude is None and second is None and not apart:
        low = reach_back(text[start + 1 : end], low, match["figure"], high)
    return (stop, low, high, second) if low <= high else (end, low, low, magnitude)
