"""Numbers in figures and in words → exact values, for every finder that counts or pays.

Figures follow British print: commas (or spaces) between groups of three, a point before decimals. What breaks
that ("12,34", "1,0000", "1.2.3") has no value here: a finder marks it as malformed and never guesses another
number. All values are Decimal, because 0.1 has no exact float and money must be exact.

Patterns here are sources for `re` to be built into larger ones. They are in lower case: match them on
`lower_copy(text)`, whose offsets are those of the text. None nests a quantifier in a quantifier.
"""

from __future__ import annotations

import re
from decimal import Decimal

from minuteminer.annotate.kept import Kept

# Above this no sum or count in minutes is meant: it is a telephone, account or reference number.
LARGEST = Decimal(10) ** 15

_UNITS = {
    word: Decimal(value)
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        start=1,
    )
}
_TENS = {
    word: Decimal(10 * value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_TENS["fourty"] = Decimal(40)  # a common misspelling, and of nothing else
_SCALES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
# From the largest down, as the words are taken apart.
_DESCENDING = (*reversed(_SCALES.items()), ("hundred", Decimal(100)), ("dozen", Decimal(12)))
_ARTICLES = {"a": Decimal(1), "an": Decimal(1)}
_DIGITS = {word: int(value) for word, value in _UNITS.items() if value < 10} | {"zero": 0, "nought": 0, "oh": 0}
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}
# Only fractions with an exact decimal: a third of a million is not a number of pence.
_VULGAR = {
    "½": "0.5",
    "¼": "0.25",
    "¾": "0.75",
    "⅕": "0.2",
    "⅖": "0.4",
    "⅗": "0.6",
    "⅘": "0.8",
    "⅛": "0.125",
    "⅜": "0.375",
    "⅝": "0.625",
    "⅞": "0.875",
}

# The lower case of each byte of Latin-1, where that is a byte too.
_LATIN_LOWER = bytes(ord(low) if ord(low := chr(byte).lower()) < 256 else byte for byte in range(256))

_GAP = r"(?:-|[ \u00a0]{1,2}|\s)"
_CARDINAL = "|".join(sorted([*_UNITS, *_TENS, "hundred", *_SCALES, "dozen"], key=len, reverse=True))
_COUNTED = "hundred|thousand|million|billion|trillion|dozen"
_DIGIT = "zero|nought|oh|one|two|three|four|five|six|seven|eight|nine"
_NEXT = (
    rf"{_GAP}(?:(?:and{_GAP})?(?:an?{_GAP}(?:half|quarter)|three{_GAP}quarters|{_CARDINAL})\b"
    rf"|point{_GAP}(?:{_DIGIT})\b)"
)
_FIRST = (
    rf"(?:(?:(?:(?:a|one|three){_GAP})?quarters?{_GAP}of|half(?:{_GAP}of)?){_GAP}an?\b"
    rf"|(?:(?:(?:a|one|three){_GAP})?quarters?|half){_GAP}of{_GAP}one\b"
    rf"|(?:(?:an?{_GAP})?(?:half|quarter)|three{_GAP}quarters|an?){_GAP}(?:{_COUNTED})\b|(?:{_CARDINAL})\b)"
)
# A number in words, from its first word to its last: "two hundred and forty", "half a million", "a dozen",
# "one and a half million", "three quarters of a million", "two point five". Anchor it with \b on the left.
# At most 12 words follow, so that a page of "one one one …" is not read from every word to its end.
NUMBER_WORDS = rf"{_FIRST}(?:{_NEXT}){{0,12}}"
_LONGEST_WORDS = 200

# A figure as printed, right or wrong; parse_figure() says which. "1,804.5", "1½", "120 000".
FIGURE = r"[0-9][0-9,.½¼¾⅕-⅞]*"
_FIGURE_SHAPE = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
)


@Kept
def lower_copy(text: str) -> str:
    """`text` in lower case with every character at its old offset; kept, because every finder asks for it in turn.

    >>> lower_copy("Half a Million")
    'half a million'

    One letter of Unicode (U+0130) grows when it is lowered; a text with it keeps that letter as it is. A text of
    Latin-1, which most are, is lowered by a table of bytes: four times faster than letter by letter.
    """
    try:
        return text.encode("latin-1").translate(_LATIN_LOWER).decode("latin-1")
    except UnicodeEncodeError:
        pass
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def parse_figure(text: str) -> Decimal | None:
    """The exact value of a number in figures, or None where it is not one that can be printed so.

    >>> parse_figure("1,804.5"), parse_figure("120 000"), parse_figure("1½"), parse_figure("12,34")
    (Decimal('1804.5'), Decimal('120000'), Decimal('1.5'), None)
    """
    part = Decimal(0)
    if text and text[-1] in _VULGAR:
        part, text = Decimal(_VULGAR[text[-1]]), text[:-1].rstrip()
        if not text:
            return part
        if "." in text:
            return None
    if len(text) > 40 or not _FIGURE_SHAPE.fullmatch(text):
        return None
    value = Decimal(re.sub(r"[^0-9.]", "", text)) + part
    return value if value <= LARGEST else None


def parse_number_words(text: str) -> Decimal | None:
    """The exact value of a number in words, or None where the words make no number.

    >>> parse_number_words("two hundred and forty"), parse_number_words("Half a million")
    (Decimal('240'), Decimal('500000.0'))
    >>> parse_number_words("a dozen"), parse_number_words("two three") is None
    (Decimal('12'), True)
    """
    words = re.split(r"[\s-]+", text.lower().strip()) if len(text) <= _LONGEST_WORDS else []
    factor = Decimal(1)
    if (lead := _leading_part(words)) is not None:
        factor, words = lead
    value = _cardinal(words, _DESCENDING) if words else factor
    if value is None or not (words or lead):
        return None
    value = value * factor if words else value
    return value if value <= LARGEST else None


def _leading_part(words: list[str]) -> tuple[Decimal, list[str]] | None:
    """The fraction at the head ("half a", "three quarters of a") and the words that it is a part of."""
    times = {"a": 1, "one": 1, "three": 3}.get(words[0]) if words and words[1:2] and words[1] in _PARTS else None
    at = 0 if times is None else 1
    if at >= len(words) or words[at] not in _PARTS:
        return None
    rest = words[at + 1 :]
    while rest and rest[0] in ("of", "a", "an"):
        rest = rest[1:]
    return _PARTS[words[at]] * (times or 1), rest


def _cardinal(words: list[str], scales: tuple[tuple[str, Decimal], ...]) -> Decimal | None:
    """Splits at the largest scale word: what stands before it is multiplied, what follows is added."""
    if not scales:
        return _below_hundred(words)
    (scale, size), smaller = scales[0], scales[1:]
    if scale not in words:
        return _cardinal(words, smaller)
    at = words.index(scale)
    after = words[at + 1 :]
    if after[:1] == ["and"]:
        after = after[1:] or after
    head = _cardinal(words[:at], smaller) if at else Decimal(1)
    tail = _cardinal(after, smaller) if after else Decimal(0)
    return None if head is None or tail is None else head * size + tail


def _below_hundred(words: list[str]) -> Decimal | None:
    """ "forty two", "a", "one and a half", "two point five"; None for anything else."""
    if "point" in words:
        at = words.index("point")
        whole, decimals = _below_hundred(words[:at]), [_DIGITS.get(word) for word in words[at + 1 :]]
        if whole is None or not decimals or None in decimals:
            return None
        return whole + Decimal("0." + "".join(str(digit) for digit in decimals))
    if len(words) > 2 and words[-1] in _PARTS and words[-3] == "and":
        whole, part = _below_hundred(words[:-3]), _leading_part(words[-2:])
        return None if whole is None or part is None else whole + part[0]
    if len(words) == 1:
        return _UNITS.get(words[0]) or _TENS.get(words[0]) or _ARTICLES.get(words[0])
    if len(words) == 2 and words[0] in _TENS and 0 < (unit := _UNITS.get(words[1], Decimal(0))) < 10:
        return _TENS[words[0]] + unit
    return None
