"""Which passages are boilerplate: apologies, declarations, the minutes of the last meeting, webcast notices."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

PATH = Path(__file__).with_name("boilerplate.json")
# The words of a rule on text mark a passage only where they are most of it; a long passage says more.
SHORT_CHARS = 300
# An apology is boilerplate as the title of a standing item, not in a longer title about something.
_TITLE_CHARS = 90


@lru_cache(maxsize=1)
def load_boilerplate() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """The rules as (id, "title" or "text", pattern)."""
    rows = json.loads(PATH.read_text(encoding="utf-8"))["rows"]
    return tuple((row["id"], row["where"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


@lru_cache(maxsize=4096)
def is_boilerplate_title(title: str) -> bool:
    """Whether an item of this title is a standing item without content of its own.

    >>> is_boilerplate_title("Apologies and Substitutes"), is_boilerplate_title("Operation Stack")
    (True, False)
    """
    title = title.strip().replace("\u2019", "'")
    return len(title) <= _TITLE_CHARS and _found("title", title)


def is_boilerplate_text(text: str) -> bool:
    """Whether a short passage is boilerplate by its words.

    >>> is_boilerplate_text("The meeting was webcast.")
    True
    """
    return len(text) <= SHORT_CHARS and _found("text", text)


def _found(where: str, text: str) -> bool:
    return any(place == where and pattern.search(text) for _, place, pattern in load_boilerplate())
