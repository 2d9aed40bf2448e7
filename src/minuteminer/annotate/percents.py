"""Percentages in figures and words. Percentage points and fractions ("one in three") are none.

The scan goes from sign to sign and reads the number outwards to the left, so a text without a sign costs next to
nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.numbers import NUMBER_WORDS, lower_copy, parse_figure, parse_number_words
from minuteminer.annotate.qualifiers import find_qualifier
from minuteminer.findings import Percent, Rival

_WINDOW = 110
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]")
_MOVES = frozenset("by from of".split())


@cache
def _number_before() -> re.Pattern[str]:
    """The number or the two numbers that end where the sign begins."""
    figure = r"(?:\.?[0-9][0-9.,]*+[½¼¾]?|[½¼¾])"
    sign = r"(?:(?<![\w.,£$€%)])[-−+])?"
    joint = r"(?P<gap>[ \u00a0]?[-–—][ \u00a0]?|\s(?:to|and|or)\s)"
    return re.compile(
        rf"(?:(?<![\w.,£$€/])(?P<low>{sign}{figure}){joint})?(?<![\w.,£$€])(?P<figure>{sign}{figure})[ \u00a0\n]?$"
        rf"|(?<![a-z-])(?P<words>(?:zero|nil|nought|half|{NUMBER_WORDS}))[ \u00a0\n-]$"
    )


@cache
def _signs() -> re.Pattern[str]:
    forms = [form for row in load_lexicon("percents") if row["kind"] == "word" for form in row["forms"]]
    words = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in forms)
    return re.compile(rf"[%％](?!\w)|(?:{words})(?![a-z])|(?<=[0-9])pc(?!\w)")


def find_percents(text: str, *, trace: list[Rival] | None = None) -> list[Percent]:
    """All percentages of `text` in reading order.

    `trace`, when given, collects the readings that were refused, for `explain`.

    >>> [(p.text, p.value, p.high) for p in find_percents("up 4.4%, then 20-30 per cent; not two percentage points")]
    [('4.4%', 4.4, None), ('20-30 per cent', 20.0, 30.0)]
    """
    if "%" not in text and "cent" not in text and "％" not in text and "pc" not in text and "CENT" not in text:
        return []
    lower = lower_copy(text)
    found: list[Percent] = []
    for hit in _signs().finditer(lower):
        _read(text, lower, hit, found, trace)
    return found


def _read(text: str, lower: str, hit: re.Match[str], found: list[Percent], trace: list[Rival] | None) -> None:
    begin = max(found[-1].end_char if found else 0, hit.start() - _WINDOW)
    match = _number_before().search(lower[begin : hit.start()])
    if match is None:
        return
    after = lower[hit.end() : hit.end() + 12].split(None, 1)
    if after and after[0].rstrip(".,;)") in ("point", "points", "pts"):
        if trace is not None:
            trace.append(
                Rival(
                    kind="percent",
                    start_char=begin + match.start(),
                    end_char=hit.end(),
                    rule_id="percent.points",
                    reason="percentage points, not a percentage",
                )
            )
        return
    if match["words"] is not None:
        value = _worded(match["words"])
        if value is not None:
            found.append(_percent(text, lower, begin + match.start("words"), hit.end(), value, None, "percent.words"))
        return
    value = _figure(match["figure"])
    if value is None:
        return
    start = begin + match.start("figure")
    low = _figure(match["low"]) if match["low"] is not None else None
    if low is None or low > value:
        found.append(_percent(text, lower, start, hit.end(), value, None, "percent.figure"))
        return
    first = begin + match.start("low")
    gap = match["gap"].strip()
    before = lower[max(0, first - 40) : first].split()
    if gap in ("and", "or", "to") and not _is_range(gap, before):
        if gap == "to" and "from" in before[-3:]:
            found.append(_percent(text, lower, first, begin + match.end("low"), low, None, "percent.shared_sign"))
        found.append(_percent(text, lower, start, hit.end(), value, None, "percent.figure"))
        return
    found.append(_percent(text, lower, first, hit.end(), low, value, "percent.range"))


def _is_range(gap: str, before: list[str]) -> bool:
    if gap == "and":
        return "between" in before[-3:]
    return gap == "to" and not _MOVES.intersection(before[-2:])


def _figure(printed: str) -> Decimal | None:
    sign = -1 if printed[0] in "-−" else 1
    figure = printed.lstrip("+-−")
    if _DECIMAL_COMMA.fullmatch(figure):
        figure = figure.replace(",", ".")
    elif figure[:1] == ".":
        figure = "0" + figure
    value = parse_figure(figure)
    return None if value is None else sign * value


def _worded(words: str) -> Decimal | None:
    if words in ("zero", "nil", "nought"):
        return Decimal(0)
    return parse_number_words(words)


def _percent(
    text: str, lower: str, start: int, end: int, value: Decimal, high: Decimal | None, rule_id: str
) -> Percent:
    qualifier, evidence = find_qualifier(lower, start, end)
    if high is not None and qualifier == "exact":
        qualifier = "between"
    return Percent(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id=rule_id,
        value=float(value),
        high=None if high is None else float(high),
        qualifier=qualifier,
        evidence=() if evidence is None else (evidence,),
    )
