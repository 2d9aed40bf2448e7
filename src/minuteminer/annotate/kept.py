"""What was read of a text, kept for the finders that ask for it next.

The components of a pipeline read a batch of texts one after the other, so that what the first of them worked out
(lower case, lines, paragraphs) is wanted again when the last has come to the same text: more texts than a small
`lru_cache` holds, and too few to keep them all. The bound is on characters, because a text may be a page or a book.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Generic, TypeVar

# Some three times what a batch of Docs may hold (`batches.py`).
KEPT_CHARACTERS = 500_000

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """A function of a text whose results, never None, are kept: of the last texts, twice `KEPT_CHARACTERS` at most.

    >>> lines = Kept(str.splitlines)
    >>> lines("one\\ntwo") is lines("one\\ntwo")
    True
    """

    def __init__(self, function: Callable[[str], Found]) -> None:
        update_wrapper(self, function)
        self._function = function
        self._new: dict[str, Found] = {}
        self._old: dict[str, Found] = {}
        self._characters = 0

    def __call__(self, text: str) -> Found:
        """What the function gives for `text`."""
        # No step of this may fail because another thread takes another in between.
        if (found := self._new.get(text)) is None:
            if (found := self._old.get(text)) is None:
                found = self._function(text)
            if self._characters > KEPT_CHARACTERS:
                # Those of before the last half million characters go; no order is kept up for it.
                self._old, self._new, self._characters = self._new, {}, 0
            self._new[text] = found
            self._characters += len(text)
        return found
