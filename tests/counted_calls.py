"""Work measured in calls, which a busy machine does not change: for tests that no text is slow."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls_per_character(find: Callable[[str], object], text: str) -> float:
    """How many functions, of Python and of C, are called for each character of `text` while `find` reads it.

    A finder that looks at every hit again for each hit calls as many as there are hits; one that reads a text once
    calls a few, however long the text is. What one call of a pattern may cost is for `test_patterns.py` to say.
    """
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        find(text)
    finally:
        sys.setprofile(before)
    return calls / len(text)
