"""The text as the rules of the headcounts read it: in lower case, in plain signs, behind one space."""

from __future__ import annotations

import re

from minuteminer.annotate.numbers import lower_copy

_WRAP = re.compile(r"\n(?=[a-z])(?<=[a-z0-9,]\n)")
# Signs that mean a space, or part words as quotation marks do, or an apostrophe. (`str.translate` takes five times
# as long.)
_PLAIN = (*((sign, " ") for sign in '\t\r"\xa0\u2009\u202f“”'), ("’", "'"), ("‘", "'"))
_PLAIN_OF_ASCII = tuple(pair for pair in _PLAIN if pair[0].isascii())


def plain_copy(text: str) -> str:
    """The text in lower case behind one space, with wrapped lines joined and plain spaces and apostrophes.

    The space in front lets every pattern begin with an edge; offsets are one higher than those of the text.
    """
    lowered = " " + lower_copy(_WRAP.sub(" ", text))
    for sign, plain in _PLAIN_OF_ASCII if lowered.isascii() else _PLAIN:
        lowered = lowered.replace(sign, plain)
    return lowered
