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
_LATE_MAGNITUDE = re.compile(r" (thousand|million|billion)(?![a-z])")
_BARE_PENCE = re.compile(r" (?:and )?([0-9]{2}|[a-z]+(?:[ -][a-z]+)?)(?=[.,;]|$)")
_BROKEN_GROUP = re.compile(r"[0-9]{3} $")
_HYPHENS = frozenset("-–—−‑")
# Seen in a text, these let its units be searched for; written small or, for codes, large.
_UNIT_GATES = ("pound", "pence", "dollar", "euro", " cents", "-cent", "yen", "franc", "rupee", "usd", "gbp")
_CODE_GATES = ("EUR", "CHF", "AUD", "CAD", "JPY", "BTC")


def find_amounts(text: str, lower: str, trace: list[Rival] | None = None) -> list[Amount]:
    """All sums in reading order, none within another. `lower` is `lower_copy(text)`."""
    words = money_words()
    found = _by_symbol(text, lower, words, trace)
    if pence := [amount for hit in _PENCE.finditer(text) if (amount := _pence(text, hit.end() - 1))]:
        found = merge_amounts(found, pence)
    if any(unit in lower for unit in _UNIT_GATES) or any(code in text for code in _CODE_GATES):
        found = merge_amounts(found, _join_units(lower, list(_by_unit_word(text, lower, words, trace))))
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
    patterns["behind"] = re.compile(rf"[ \u00a0$£€-]{{0,2}}{words.number}")
    signs = "|".join(re.escape(sign) for sign in words.symbols if sign != "£")
    patterns["sign_last"] = re.compile(
        rf"(?<![\w.,£$€])(?P<minus>[-−])?(?P<figure>[0-9][0-9.,]*+)[ \u00a0]?(?P<sign>{signs})(?![0-9])"
    )
    return patterns


def _by_symbol(text: str, lower: str, words: MoneyWords, trace: list[Rival] | None) -> list[Amount]:
    signs = [sign for sign in ("£", "$", "€") if sign in text]
    if not text.isascii():
        signs.extend(set(_RARE_SIGNS.findall(text)))
    found = [
        amount
        for sign in signs
        for match in _patterns()[sign].finditer(text)
        if (amount := _read_symbol(text, lower, match, words, trace)) is not None
    ]
    if signs == ["£"]:
        return found
    last = [amount for match in _patterns()["sign_last"].finditer(text) if (amount := _sign_last(match, words))]
    return merge_amounts(last, found) if last else sorted(found, key=lambda amount: amount.start)


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
    before = lower[max(0, start - 40) : start - 1].rstrip(" \u00a0")
    if not before or before[-1] in "|\t\n:;=":
        return True
    return before.rsplit(None, 1)[-1] in ("was", "is", "were", "are", "be", "of", "at", "to", "by", "variance", "stood")


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


def _by_unit_word(text: str, lower: str, words: MoneyWords, trace: list[Rival] | None) -> Iterator[Amount]:
    """Sums whose unit is a word or a code: "two million pounds", "99 pence", "500 euros", "GBP 27 million"."""
    taken = 0
    for hit in words.unit.finditer(lower):
        begin = max(taken, hit.start() - 120)
        match = words.number_before.search(lower[begin : hit.start()])
        amount = None
        if match is not None:
            amount = _before_unit(lower, begin + match.start(), match, hit, words, trace)
        elif hit["code"] is not None:
            amount = _behind_code(text, hit, words)
        if amount is not None:
            taken = amount.end
            yield amount


def _before_unit(
    lower: str, start: int, match: re.Match[str], hit: re.Match[str], words: MoneyWords, trace: list[Rival] | None
) -> Amount | None:
    """The sum of a number and the unit `hit` behind it."""
    value, end, unit = _worded_value(match, words), hit.end(), hit["code"] or hit[0]
    if value is None:
        return None
    if reason := _no_money(lower, start, hit, value, match["words"] is not None, words):
        _refuse(trace, start, end, "money.guard", reason)
        return None
    if unit in words.sub_words:
        return Amount(start, end, value / 100, value / 100, words.sub_words[unit], "money.sub_unit")
    if hit["million"] is not None:
        value *= 10**6
    elif hit["code"] is not None and (late := _LATE_MAGNITUDE.match(lower, end)):
        value, end = value * words.magnitudes[late[1]], late.end()
    return Amount(start, end, value, value, words.words.get(unit) or words.codes[unit], "money.words")


def _behind_code(text: str, hit: re.Match[str], words: MoneyWords) -> Amount | None:
    """The sum behind a currency code: "GBP 27 million", "USD115"."""
    match = _patterns()["behind"].match(text, hit.end())
    if match is None:
        return None
    end, value, magnitude, reason = _number(text, match, words)
    currency = words.codes[hit["code"]]
    if value is None:
        return (
            None if reason is None else Amount(hit.start(), end, None, None, currency, "money.malformed", None, reason)
        )
    value = value * 10**6 if hit["million"] is not None else value
    return Amount(hit.start(), end, value, value, currency, "money.code", magnitude)


def _join_units(lower: str, amounts: list[Amount]) -> list[Amount]:
    """Makes one sum of "three pounds" and "forty pence"; a bare "fifty" behind pounds counts as pence."""
    joined: list[Amount] = []
    for amount in amounts:
        last = joined[-1] if joined else None
        if (
            last is not None
            and amount.rule_id == "money.sub_unit" != last.rule_id
            and amount.low is not None
            and last.low is not None
            and amount.low < 1
            and lower[last.end : amount.start].strip() in ("", "and")
        ):
            joined[-1] = last._replace(end=amount.end, low=last.low + amount.low, high=last.low + amount.low)
        else:
            joined.append(amount)
    return [_with_bare_pence(lower, amount) for amount in joined]


def _with_bare_pence(lower: str, amount: Amount) -> Amount:
    match = _BARE_PENCE.match(lower, amount.end)
    if match is None or amount.rule_id != "money.words" or amount.low is None or amount.low >= 1000:
        return amount
    pence = parse_figure(match[1]) or parse_number_words(match[1])
    if pence is None or not 10 <= pence < 100:
        return amount
    value = amount.low + pence / 100
    return amount._replace(end=match.end(1), low=value, high=value)


def _worded_value(match: re.Match[str], words: MoneyWords) -> Decimal | None:
    if match["words"] is not None:
        return parse_number_words(match["words"])
    value = _value(match["figure"].rstrip(".,"), match["part"] or None, None)
    if value is None or match["magnitude"] is None:
        return value
    return value * words.magnitudes[match["magnitude"].lower()]


def _no_money(
    lower: str, start: int, hit: re.Match[str], value: Decimal, worded: bool, words: MoneyWords
) -> str | None:
    """Why a number of pounds or pence is no sum: a coin, a weight, a vague number; None where it is one."""
    if worded and value >= 100 and hit[0] in words.sub_words:
        return "so many pence in words tell what a pound is, not a price"
    if _BROKEN_GROUP.search(lower, max(0, start - 5), start):
        return "another figure runs into the number"
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
