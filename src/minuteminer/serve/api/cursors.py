"""Where a list goes on, as a word that programs hand back and need not understand."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from minuteminer.errors import UsageError

Part = int | str
_LARGEST = (1 << 63) - 1
MAX_CHARS = 400


def to_cursor(name: str, *parts: Part) -> str:
    """The cursor of the list `name` for what `parts` say.

    >>> from_cursor(to_cursor("facts", 12, 3), "facts", int, int)
    (12, 3)
    """
    return base64.urlsafe_b64encode(json.dumps([name, *parts], separators=(",", ":")).encode()).decode().rstrip("=")


def from_cursor(cursor: str, name: str, *kinds: type) -> tuple[Any, ...]:
    """What a cursor of the list `name` says; raises UsageError for any other text."""
    try:
        value = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        value = None
    right = isinstance(value, list) and len(value) == len(kinds) + 1 and value[0] == name
    if not right or not all(_is_a(part, kind) for part, kind in zip(value[1:], kinds, strict=True)):
        raise UsageError("That cursor is none of this list; take the one of the last answer, or leave it out.")
    return tuple(value[1:])


def _is_a(part: Any, kind: type) -> bool:
    # A truth value is an int too, and no place in a list.
    return type(part) is kind and not (isinstance(part, int) and not 0 <= part <= _LARGEST)
