"""Sums whose unit stands behind the number: "9p", "two million pounds", "500 euros"; sums in codes; bare millions.

All of them are rare, so each family is searched for only where a plain `in` test has seen its word in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from minuteminer.annotate.money_figures import Amount, note_refusal, parse_amount, reach_back, read_number
from minuteminer.annotate.money_words import MoneyWords, money_words
from minuteminer.annotate.numbers import lower_copy, parse_figure, parse_number_words
from minuteminer.findings import Rival

# Led by a literal, this passes over a text at the speed of memory: "9p", and the words that need the closer look.
_PENCE_OR_UNIT = re.compile(r"p(?:ounds?(?![a-z])|ence(?![a-z])|\b(?P<pence>(?<=[0-9]p)))")
# Other units that let the closer look be taken, each behind its rarest letter, which is found much faster. A text that
# prints pounds is only asked for the commonest.
_GATES = (("d", "dollar"), ("e", "euro"), ("U", "USD"), ("G", "GBP"), ("U", "EUR"))
_RARE_GATES = (" cents", "-cent", " yen", "-yen", "franc", "rupee", "usd", "gbp", "MAUD", "BTC")
_PENCE_BEFORE = re.compile(
    r"(?<![\w.,£$€/-])(?:(?P<low>[0-9]+(?:\.[0-9]+)?)(?:p?[-–]|\sto\s))?(?P<figure>[0-9]+(?:\.[0-9]+)?)$"
)
# Heights of pictures, which are printed like sums of pence.
_PICTURE_LINES = frozenset(("480", "720", "1080"))
_LOW_BEFORE = re.compile(r"(?<![\w.,£$€/-])([0-9][0-9.,]*)([-–]|\sto\s|\sand\s)$")
_LATE_MAGNITUDE = re.compile(r" (thousand|million|billion)(?![a-z])")
_BARE_PENCE = re.compile(r" (?:and )?([0-9]{2}|[a-z]+(?:[ -][a-z]+)?)(?=[.,;]|$)")
_BROKEN_GROUP = re.compile(r"[0-9]{3} $")
_MILLIONS = re.compile(r"illion(?<=[mb]illion)(?![a-z])")
_LONGEST_NUMBER = 120


def find_units_behind(text: str, trace: list[Rival] | None) -> list[Amount]:
    """Sums of pence ("9p") and sums whose unit is a word or code, in reading order."""
    found: list[Amount] = []
    closer = False
    for hit in _PENCE_OR_UNIT.finditer(text):
        if hit["pence"] is None:
            closer = True
        elif (amount := _pence(text, hit.end() - 1)) is not None:
            if _is_coin(text, amount.end):
                note_refusal(trace, amount.start, amount.end, "money.coin", "a coin")
            else:
                found.append(amount)
    if not closer:
        for letter, gate in _GATES:
            if letter in text and gate in text:
                closer = True
    if closer or ("£" not in text and any(gate in text for gate in _RARE_GATES)):
        lower, words = lower_copy(text), money_words()
        found.extend(_join_units(lower, list(_by_unit_word(text, lower, words, trace))))
    return found


def _is_coin(text: str, end: int) -> bool:
    """Whether the word behind a small sum makes it a coin or note: "a 50p piece"."""
    after = text[end : end + 16].replace("-", " ").split(None, 1)
    return bool(after) and after[0].strip(".,;:)") in money_words().coins


def find_bare_millions(text: str, taken: list[Amount], trace: list[Rival] | None) -> list[Amount]:
    """Millions without a word for pounds ("It cost half a million"), where a word of money governs them."""
    first = text.find("illion")
    if first < 0:
        return []
    last = text.rfind("illion")
    lower, words = lower_copy(text), money_words()
    ends = {amount.end for amount in taken}
    found = []
    for hit in _MILLIONS.finditer(text, first, last + 8):
        begin = max(0, hit.start() - _LONGEST_NUMBER)
        if hit.end() in ends or "£" in lower[max(begin, hit.start() - 12) : hit.start()]:
            continue
        match = words.number_whole.search(lower, begin, hit.end())
        value = None if match is None else _worded_value(match, words)
        if match is None or value is None or value < 100_000 or _is_bare_scale(match):
            continue
        start = match.start()
        if reason := _not_governed(lower, start, hit.end(), words):
            note_refusal(trace, start, hit.end(), "money.elliptical", reason)
            continue
        found.append(Amount(start, hit.end(), value, value, "GBP", "money.elliptical"))
    return found


def _is_bare_scale(match: re.Match[str]) -> bool:
    """ "Thousand" or "million" without a number before it: a vague sum, or a word spoken of."""
    return match["words"] is not None and match["words"].startswith(("hundred", "thousand", "million", "billion"))


def _not_governed(lower: str, start: int, end: int, words: MoneyWords) -> str | None:
    """Why a bare number of millions is not money, or None where the words round it make it so."""
    after = lower[end : end + 24].split(None, 1)
    if after and lower[end] not in ".,;:)?!" and after[0].strip(".,;:)") not in words.followers:
        return "millions of something else"
    before = [word.strip(".,;:?") for word in lower[max(0, start - 90) : start].split()[-12:]]
    if not words.governors.intersection(before):
        return "no word of money governs it"
    return None


def _pence(text: str, at: int) -> Amount | None:
    """The sum of pence whose "p" stands at `at`."""
    match = _PENCE_BEFORE.search(text, max(0, at - 24), at)
    if match is None or match["figure"] in _PICTURE_LINES or len(match["figure"]) > 6:
        return None
    high = Decimal(match["figure"]) / 100
    low = Decimal(match["low"]) / 100 if match["low"] is not None else high
    start = match.start()
    if low > high:
        low, start = high, match.start("figure")
    return Amount(start, at + 1, low, high, "GBP", "money.pence")


def _by_unit_word(text: str, lower: str, words: MoneyWords, trace: list[Rival] | None) -> Iterator[Amount]:
    """Sums whose unit is a word or a code: "two million pounds", "99 pence", "500 euros", "GBP 27 million"."""
    taken = 0
    for hit in words.unit.finditer(lower):
        begin = max(taken, hit.start() - _LONGEST_NUMBER)
        match = words.number_before.search(lower, begin, hit.start())
        amount = None
        if match is not None:
            amount = _before_unit(lower, match.start(), match, hit, words, trace)
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
    if _is_bare_scale(match):
        note_refusal(trace, start, end, "money.guard", "a vague number")
        return None
    if reason := _no_money(lower, start, hit, value, match["words"] is not None, words):
        note_refusal(trace, start, end, "money.guard", reason)
        return None
    if unit in words.sub_words:
        return Amount(start, end, value / 100, value / 100, words.sub_words[unit], "money.sub_unit")
    if hit["million"] is not None:
        value *= 10**6
    elif hit["code"] is not None and (late := _LATE_MAGNITUDE.match(lower, end)):
        value, end = value * words.magnitudes[late[1]], late.end()
    start, low = _low_end(lower, start, value, match, words)
    return Amount(start, end, low, value, words.words.get(unit) or words.codes[unit], "money.words")


def _low_end(lower: str, start: int, high: Decimal, match: re.Match[str], words: MoneyWords) -> tuple[int, Decimal]:
    """Start and lower end of "between 3 and 4 million pounds": the unit reaches back; `high` where there is none."""
    low = _LOW_BEFORE.search(lower, max(0, start - 24), start)
    if low is None or match["words"] is not None:
        return start, high
    if low[2].strip() == "and" and "between" not in lower[max(0, low.start() - 30) : low.start()]:
        return start, high
    value = parse_amount(low[1].rstrip(".,"), None, None)
    if value is None:
        return start, high
    if match["magnitude"] is not None:
        value *= words.magnitudes[match["magnitude"].lower()]
    else:
        value = reach_back(low[1], value, match["figure"], high)
    return (low.start(), value) if value < high else (start, high)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0$£€-]{{0,2}}{money_words().number}")


def _behind_code(text: str, hit: re.Match[str], words: MoneyWords) -> Amount | None:
    """The sum behind a currency code: "GBP 27 million", "USD115"."""
    match = _behind().match(text, hit.end())
    if match is None:
        return None
    end, value, magnitude, reason = read_number(text, match, words)
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
    value = parse_amount(match["figure"].rstrip(".,"), match["part"] or None, None)
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
