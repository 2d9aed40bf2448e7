"""Offsets in UTF-16 units, as browsers count them, and in characters, as we do."""

from __future__ import annotations

_BASIC_PLANE_END = "\uffff"


def to_utf16(text: str, char: int) -> int:
    """How many UTF-16 units stand before the character `char`.

    >>> to_utf16("£5", 1), to_utf16("𝟓 posts", 2)
    (1, 3)
    """
    return char + sum(one > _BASIC_PLANE_END for one in text[:char])


def from_utf16(text: str, unit: int) -> int:
    """How many characters stand before the UTF-16 unit `unit`; beyond the end of the text it stays beyond.

    >>> from_utf16("£5", 1), from_utf16("𝟓 posts", 3), from_utf16("£5", 9)
    (1, 2, 9)
    """
    if max(text, default="") <= _BASIC_PLANE_END:
        return unit
    at = 0
    for char, one in enumerate(text):
        if at >= unit:
            return char
        at += 1 + (one > _BASIC_PLANE_END)
    return len(text) + unit - at
