"""Percentages in figures and words. Percentage points and fractions ("one in three") are none.

The scan goes from sign to sign and reads the number outwards to the left, so a text without a sign costs next to
nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.numbers import NUMBER_WORDS, lower_copy, parse_figure, parse_number_words
from minuteminer.annotate.percent_tables import find_percent_cells
from minuteminer.annotate.qualifiers import find_qualifier
from minuteminer.annotate.records import maker_of
from minuteminer.findings import Percent, Rival

_make_percent = maker_of(Percent)

# A figure stands near its sign; only numbers in words need the wide window.
_NARROW, _WIDE = 32, 110
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]")
# The first part of a figure at the end of a line that says more.
_CUT_DECIMAL = re.compile(r"[^\s\d][^\n]*[ (][0-9]{1,3}\.[0-9]{1,3}\Z")
_DIGITS_ONLY = re.compile(r"[0-9]{1,2}[ \u00a0]?(?:%|per)")
_DASHES = frozenset("-–—−")
# "10 to 15%" is a range, but not where one of these governs the first number: "from 10 to 15%".
_MOVES = frozenset(("by", "from", "of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentWords:
    """The lexicon `percents`, and the patterns built from it."""

    sign: re.Pattern[str]
    word: re.Pattern[str]
    before_word: re.Pattern[str]
    points: frozenset[str]
    numbered: frozenset[str]
    zeros: frozenset[str]
    number: re.Pattern[str]


@cache
def _percent_words() -> PercentWords:
    rows = {row.id: row for row in load_lexicon("percents")}
    zeros = frozenset(rows["percent.zero"]["words"])
    figure = r"(?:\.?[0-9][0-9.,]*+[½¼¾]?|[½¼¾])"
    minus = r"(?:(?<![\w.,£$€%)])[-−+])?"
    joint = r"(?P<gap>[ \u00a0]?[-–—][ \u00a0]?|\s(?:to|and|or)\s)"
    return PercentWords(
        sign=re.compile(rows["percent.sign"]["pattern"]),
        word=re.compile(rows["percent.word"]["pattern"]),
        before_word=re.compile(rows["percent.word"]["before"]),
        points=frozenset(rows["percent.points"]["words"]),
        numbered=frozenset(rows["percent.numbered"]["words"]),
        zeros=zeros,
        number=re.compile(
            rf"(?:(?<![\w.,£$€/])(?P<low>{minus}{figure}){joint})?"
            rf"(?<![\w.,£$€])(?P<figure>{minus}{figure})[ \u00a0\n]?$"
            rf"|(?<![a-z-])(?P<words>{'|'.join([*sorted(zeros), *rows['percent.half']['words']])}|{NUMBER_WORDS})"
            r"[ \u00a0\n-]$"
        ),
    )


def find_percents(text: str, *, trace: list[Rival] | None = None) -> list[Percent]:
    """All percentages of `text` in reading order.

    `trace`, when given, collects the readings that were refused, for `explain`.

    >>> [(p.text, p.value, p.high) for p in find_percents("up 4.4%, then 20-30 per cent; not two percentage points")]
    [('4.4%', 4.4, None), ('20-30 per cent', 20.0, 30.0)]
    """
    words = _percent_words()
    # Both searches are led by a literal, so that a text without percentages is passed at the speed of memory.
    signs = [hit.span() for hit in words.sign.finditer(text)]
    printed = lower_copy(text) if "CENT" in text else text
    for hit in words.word.finditer(printed):
        if (per := words.before_word.search(printed, max(0, hit.start() - 5), hit.start())) is not None:
            signs.append((per.start(), hit.end()))
    if not signs:
        return []
    lower = lower_copy(text)
    found: list[Percent] = []
    heads: list[int] = []
    may_be_table = "|" in text or "\t" in text or "  " in text
    for sign, end in sorted(signs):
        if may_be_table and not text[max(0, sign - 2) : sign].rstrip(" \u00a0")[-1:].isdigit():
            heads.append(sign)
        if not text[max(0, sign - 2) : sign].rstrip(" \n\u00a0-")[-1:].isalnum():
            continue
        if text[sign - 1] == "\n" and _begins_row(text, sign, end):
            continue
        start = _lone_figure(text, sign)
        if start is not None and (value := _figure(text[start:sign].rstrip())) is not None:
            if not _are_points(lower, start, end, words, trace):
                _append(_percent(text, lower, start, end, value, None, "figure"), text, lower, found, trace)
            continue
        begin = max(found[-1].end_char if found else 0, sign - _WIDE)
        match = words.number.search(lower, max(begin, sign - _NARROW), sign)
        if match is None or match["words"] is not None:
            match = words.number.search(lower, begin, sign)
        if match is not None:
            for percent in _read(text, lower, match, end, words, trace):
                _append(percent, text, lower, found, trace)
    if heads and (cells := find_percent_cells(text, heads)):
        found = sorted([*found, *cells], key=lambda percent: percent.start_char)
    return found


def _append(percent: Percent, text: str, lower: str, found: list[Percent], trace: list[Rival] | None) -> None:
    """Adds `percent`, as the upper end of the last one where the two are a range: "20% to 30%", "20%-30%"."""
    if _is_cut(text, percent.start_char):
        reason = "the figure is cut by a space or the end of a line"
        return _refuse(trace, percent.start_char, percent.end_char, "percent.figure", reason)
    last = found[-1] if found else None
    if last is not None and last.high is None and percent.high is None and 0 <= last.value <= percent.value:
        gap = text[last.end_char : percent.start_char]
        before = lower[max(0, last.start_char - 40) : last.start_char].split()
        if len(gap) <= 5 and gap.strip() in ("-", "–", "to", "and") and _is_range(gap.strip(), before):
            values = (Decimal(str(last.value)), Decimal(str(percent.value)))
            found[-1] = _percent(text, lower, last.start_char, percent.end_char, *values, "range")
            return
    found.append(percent)


def _read(
    text: str, lower: str, match: re.Match[str], end: int, words: PercentWords, trace: list[Rival] | None
) -> list[Percent]:
    """What is printed before the sign that ends at `end`: one percentage, a range, or two that share the sign."""
    if _are_points(lower, match.start(), end, words, trace):
        return []
    if match["words"] is not None:
        value = Decimal(0) if match["words"] in words.zeros else parse_number_words(match["words"])
        return [] if value is None else [_percent(text, lower, match.start("words"), end, value, None, "words")]
    value = _figure(match["figure"])
    if value is None:
        _refuse(trace, match.start("figure"), end, "percent.figure", "not a number that can be printed so")
        return []
    low = None if match["low"] is None else _figure(match["low"])
    if low is None or low > value:
        return [_percent(text, lower, match.start("figure"), end, value, None, "figure")]
    first, gap = match.start("low"), match["gap"].strip()
    before = lower[max(0, first - 40) : first].split()
    if _is_range(gap, before) and not _is_dash_between_sentences(match, before, words):
        return [_percent(text, lower, first, end, low, value, "range")]
    _refuse(trace, first, end, "percent.range", "two figures that no word makes a range")
    second = _percent(text, lower, match.start("figure"), end, value, None, "figure")
    if gap == "to" and "from" in before[-3:]:
        return [_percent(text, lower, first, match.end("low"), low, None, "shared_sign"), second]
    return [second]


def _begins_row(text: str, sign: int, end: int) -> bool:
    """Whether a sign at the start of a line is the label of a row ("% increase"), below a row that ends in a number."""
    above = text[max(text.rfind("\n", 0, sign - 1) + 1, sign - _WIDE) : sign]
    return text[end : end + 1] == " " and any(part in above for part in ("  ", "|", "\t"))


def _is_cut(text: str, start: int) -> bool:
    """Whether the figure at `start` is the rest of one that a space or line cuts: "2.9\\n9%", "3 .2%".

    A paragraph's label may stand on a line of its own: "4.2\\n9% of callers".
    """
    if text[start] == ".":
        return text[max(0, start - 2) : start].rstrip(" \n\u00a0")[-1:].isdigit()
    before = text[max(0, start - _NARROW) : start]
    line = before.rstrip("> \t\r\n")
    if "\n" not in before[len(line) :] or _CUT_DECIMAL.search(line) is None:
        return False
    return _DIGITS_ONLY.match(text, start) is not None


def _lone_figure(text: str, sign: int) -> int | None:
    """Where the figure before the sign begins, if nothing before it could be part of it or of a range.

    This settles most percentages without a pattern.
    """
    start = sign - 1 if text[sign - 1 : sign] == " " else sign
    while start and text[start - 1] in "0123456789.":
        start -= 1
    if start == sign or not text[start].isdigit() or not (start == 0 or text[start - 1] in " (\n"):
        return None
    before = text[max(0, start - 8) : start].rstrip()
    if before[-1:] in _DASHES or before.removesuffix("to").removesuffix("and").rstrip()[-1:].isdigit():
        return None
    return start


def _are_points(lower: str, start: int, end: int, words: PercentWords, trace: list[Rival] | None) -> bool:
    """Whether the sign that ends at `end` is one of percentage points."""
    after = lower[end : end + 12].split(None, 1)
    if not after or after[0].rstrip(".,;)") not in words.points:
        return False
    _refuse(trace, start, end, "percent.points", "percentage points, not a percentage")
    return True


def _refuse(trace: list[Rival] | None, start: int, end: int, rule_id: str, reason: str) -> None:
    if trace is not None:
        trace.append(Rival(kind="percent", start_char=start, end_char=end, rule_id=rule_id, reason=reason))


def _is_range(gap: str, before: list[str]) -> bool:
    if gap == "and":
        return "between" in before[-3:]
    if gap == "to":
        return not _MOVES.intersection(before[-2:])
    return gap != "or"


def _is_dash_between_sentences(match: re.Match[str], before: list[str], words: PercentWords) -> bool:
    """Whether the dash of "Minute 9 – 90% of" parts two things and spans no range."""
    if len(match["gap"]) == 1 or match["gap"].strip() in ("to", "and", "or"):
        return False
    unlike = len(match["low"].split(".")[0]) != len(match["figure"].split(".")[0])
    return unlike or bool(before and before[-1].strip("(.,") in words.numbered)


def _figure(printed: str) -> Decimal | None:
    sign = -1 if printed[0] in "-−" else 1
    figure = printed.lstrip("+-−")
    if figure.isdigit() and len(figure) < 16:
        return sign * Decimal(figure)
    if _DECIMAL_COMMA.fullmatch(figure):
        figure = figure.replace(",", ".")
    elif figure[:1] == ".":
        figure = "0" + figure
    value = parse_figure(figure)
    return None if value is None else sign * value


def _percent(text: str, lower: str, start: int, end: int, value: Decimal, high: Decimal | None, rule: str) -> Percent:
    qualifier, evidence = find_qualifier(lower, start, end)
    if high is not None and qualifier == "exact":
        qualifier = "between"
    return _make_percent(
        start_char=start,
        end_char=end,
        text=text[start:end],
        rule_id=f"percent.{rule}",
        value=float(value),
        high=None if high is None else float(high),
        qualifier=qualifier,
        evidence=() if evidence is None else (evidence,),
    )
