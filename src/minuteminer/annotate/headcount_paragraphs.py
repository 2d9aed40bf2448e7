"""Which lines of a text are one paragraph to a count: a list with its lead, and an answer with its question."""

from __future__ import annotations

from bisect import bisect_right

# No paragraph of minutes is longer: further back nothing belongs to a number.
LONGEST_PARAGRAPH = 4000
_GOES_ON = (";", ":", ",", " and", " or")
# The last letters of these: a quick test before it.
_LAST = frozenset(words[-1] for words in _GOES_ON)


class Paragraphs:
    """Where the paragraphs of a text in lower case begin and end, by any offset in them.

    >>> text = "he spoke.\\n\\nwho left?\\n\\nof the officers,\\nsix did.\\nthe rest stayed."
    >>> paragraphs = Paragraphs(text)
    >>> text[paragraphs.start(text.index("six")) : paragraphs.end(text.index("six"))]
    'who left?\\n\\nof the officers,\\nsix did.'
    """

    def __init__(self, lowered: str) -> None:
        # For each line that is not blank: its first and last offset, where its paragraph begins, whether it goes on.
        self._lines: list[int] = []
        self._ends: list[int] = []
        self._starts: list[int] = []
        self._goes_on: list[bool] = []
        at, start, goes_on = 0, 0, False
        for line in lowered.split("\n"):
            end = at + len(line)
            if line and (printed := line.rstrip()):
                if not goes_on:
                    start = at
                self._lines.append(at)
                self._ends.append(end)
                self._starts.append(start)
                last = printed[-1]
                goes_on = last == "?" or (last in _LAST and printed.endswith(_GOES_ON))
                self._goes_on.append(goes_on)
                if last == "?":
                    start = at  # what stands before a question is not its answer's
            at = end + 1

    def start(self, at: int) -> int:
        """Where the paragraph of `at` begins."""
        line = bisect_right(self._lines, at) - 1
        return max(self._starts[line], at - LONGEST_PARAGRAPH)

    def end(self, at: int) -> int:
        """Where the paragraph of `at` ends."""
        line = bisect_right(self._lines, at) - 1
        while self._goes_on[line] and line + 1 < len(self._lines):
            line += 1
        return self._ends[line]
