"""The words and signs of money, taken from the lexicon `money` into the form in which the scan asks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.numbers import NUMBER_WORDS

# A number after its currency sign: figure, part (a vulgar fraction), run (letters glued on), word (a magnitude
# that stands apart). Whether the figure can be printed so is decided after the match. A group is never possessive:
# Python before 3.11.5 loses matches over it (CPython issue 106052).
# A line may end within a sum, also in a quoted mail, whose lines begin with ">".
LINE_BREAK = r"[ \u00a0]?\r?\n[ \u00a0]{0,4}(?:>[ ]?){0,4}"
NUMBER_AFTER_SIGN = (
    r"(?P<figure>\.?[0-9][0-9.,]*+(?:[ \u00a0\u2009\u202f][0-9]{3}(?![0-9])){0,6}|(?=[½¼¾]))"
    r"(?P<part>[ \u00a0]?[½¼¾])?(?:(?P<run>[^\W\d_]++)|(?:[ \u00a0\n]{1,2}|"
    rf"{LINE_BREAK}|-)(?P<word>MAGNITUDE))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyWords:
    """Lookups by lower-case form, and the patterns built from them."""

    symbols: dict[str, str]
    prefixes: dict[str, str]
    words: dict[str, str]
    sub_words: dict[str, str]
    codes: dict[str, str]
    magnitudes: dict[str, Decimal]
    run_in: frozenset[str]
    ordinary: frozenset[str]
    like_unit: re.Pattern[str]
    coins: frozenset[str]
    weights_before: frozenset[str]
    weights_after: frozenset[str]
    money_after_of: frozenset[str]
    vague: frozenset[str]
    governors: frozenset[str]
    followers: frozenset[str]
    unit: re.Pattern[str]
    number_before: re.Pattern[str]
    number_whole: re.Pattern[str]
    number: str
    magnitude: str
    glued: str
    like: str
    spelled: str


def _alternation(forms: set[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _forms(rows: list[Row], field: str) -> dict[str, str]:
    return {form: row["code"] for row in rows for form in row.get(field, ())}


@cache
def money_words() -> MoneyWords:
    """The bundled words, compiled once."""
    rows = load_lexicon("money")
    currencies = [row for row in rows if row["kind"] == "currency"]
    magnitudes = {
        form: Decimal(10) ** row["power"] for row in rows if row["kind"] == "magnitude" for form in row["forms"]
    }
    by_id = {row.id: row for row in rows}
    words, sub_words = _forms(currencies, "words"), _forms(currencies, "sub_words")
    codes = _forms(currencies, "codes")
    # A magnitude that stands apart from its figure: one letter alone counts only where no word begins with it.
    magnitude = rf"(?i:{_alternation({form for form in magnitudes if form not in ('b', 't')})})(?![^\W_])"
    figure = r"(?<![\w.,£$€])(?P<figure>[0-9][0-9.,]*+(?:[ \u00a0][0-9]{3}(?![0-9])){0,6})(?P<part>[½¼¾]?)"
    number = rf"{figure}(?:[ \u00a0-]?(?P<magnitude>{magnitude}))?|(?<![a-z-])(?P<words>{NUMBER_WORDS})"
    like = _alternation(set(by_id["money.like_unit"]["beginnings"]))
    weight, elliptical = by_id["money.weight"], by_id["money.elliptical"]
    return MoneyWords(
        symbols=_forms(currencies, "symbols"),
        prefixes=_forms(currencies, "prefixes"),
        words=words,
        sub_words=sub_words,
        codes=codes,
        magnitudes=magnitudes,
        run_in=frozenset(by_id["money.run_in"]["words"]),
        ordinary=frozenset(by_id["money.like_unit"]["ordinary"]),
        like_unit=re.compile(
            rf"[ \u00a0\n]{{1,2}}(?P<like>(?:{like})[a-z]*+|[a-z]{{1,6}}illions?)(?![a-z])", re.IGNORECASE
        ),
        coins=frozenset(by_id["money.coin"]["words"]),
        weights_before=frozenset(weight["before"]),
        weights_after=frozenset(weight["after"]),
        money_after_of=frozenset(weight["of_money"]),
        vague=frozenset(by_id["money.vague"]["words"]),
        governors=frozenset(elliptical["governors"]),
        followers=frozenset(elliptical["followers"]),
        number=NUMBER_AFTER_SIGN.replace("MAGNITUDE", magnitude),
        magnitude=magnitude,
        # A small "t" is tonnes or a slip.
        glued=_alternation({form for form in magnitudes if form.isalpha() and form != "t"}),
        like=like,
        spelled=_alternation({form for form in magnitudes if form.isalpha() and len(form) > 5}),
        unit=re.compile(
            rf"(?:(?:{_alternation({*words, *sub_words})})(?![a-z])"
            rf"|(?<![a-z])(?P<million>m)?(?P<code>{_alternation(set(codes))})(?![a-z]))"
        ),
        number_before=re.compile(rf"(?:{number})[ \u00a0-]?$"),
        number_whole=re.compile(rf"(?:{number})$"),
    )
