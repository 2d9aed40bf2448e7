"""What shows that a number and a title are the heading of an item: the lines that stand below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minuteminer.annotate.labels import Line

_LONGEST_TITLE = 220
LONGEST_TITLE_IN_LINE = 150
SHORTEST_SENTENCE = 12
_KEYWORD = re.compile(r"(?:RESOLVED|ORDERED|AGREED|NOTED|DECISION|RECOMMENDED|Resolved|Agreed|Noted)\b")
_UNTITLED_END = re.compile(r"[.;:,]\Z|\b(?:and|or|the|of|to|that|in|for|a|by|with|from|on|was|were|is|are|be|it)\Z")
# As many lines an item may have before the next number.
_FARTHEST_NEXT = 80


def opens(text: str, lines: Sequence[Line], index: int, after: int, number: str, title: str) -> bool:
    """Whether the line `after` a bare number and its title begins what is numbered by it: "9", title, "9.1 …"."""
    line = line_at(lines, after)
    if line is None or not line.after_blank or (index and not lines[index].after_blank):
        return False
    if line.label is not None:
        return line.label.startswith((f"{number}.1", f"{number}(1)", "(1)", "(a)")) and line.row is not lines[index].row
    return title.isupper() and len(title) > SHORTEST_SENTENCE // 2 and tells(text, line)


def tells(text: str, line: Line | None) -> bool:
    """Whether a line is a sentence without a label, or starts one."""
    return line is not None and line.label is None and not line.is_bullet and text[line.end - 1] in ".:"


def is_counted(text: str, lines: Sequence[Line], after: int, number: str, title: str) -> bool:
    """Whether the next number stands on a line of its own further down, with another title; pages repeat theirs."""
    line = line_at(lines, after)
    if not (tells(text, line) or begins(line)):
        return False
    wanted = str(int(number) + 1)
    for index in range(after, min(len(lines) - 1, after + _FARTHEST_NEXT)):
        if text[lines[index].start : lines[index].end] == wanted:
            below = lines[index + 1]
            words = text[below.start : below.end]
            return (
                below.after_blank and below.label is None and words[0].isupper() and is_title(words) and words != title
            )
    return False


def begins(line: Line | None) -> bool:
    """Whether a list begins with a line."""
    if line is None or not line.after_blank:
        return False
    return line.is_bullet or (line.label is not None and line.label.strip("().") in ("1", "a", "i"))


def decides(text: str, line: Line) -> bool:
    """Whether a line starts with a keyword of decision, as only what stands under a heading does."""
    return _KEYWORD.match(text, line.start, line.end) is not None


def has_next(text: str, lines: Sequence[Line], index: int, number: str) -> bool:
    """Whether a short line with the next number follows, with something else between: not so in a mere list."""
    if number[-1] != "." or not number[:-1].isdigit():
        return False
    wanted = f"{int(number[:-1]) + 1}."
    for at in range(index + 1, min(len(lines), index + _FARTHEST_NEXT)):
        if lines[at].label == wanted:
            return at > index + 1 and lines[at].after_blank and is_short(text, lines[at])
    return False


def is_short(text: str, line: Line) -> bool:
    return line.end - line.start < LONGEST_TITLE_IN_LINE and text[line.end - 1] not in ".;:"


def is_title(title: str) -> bool:
    return len(title) <= _LONGEST_TITLE and _UNTITLED_END.search(title) is None


def line_at(lines: Sequence[Line], index: int) -> Line | None:
    return lines[index] if index < len(lines) else None
