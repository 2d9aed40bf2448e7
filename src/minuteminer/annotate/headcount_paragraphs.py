"""Which lines of a text are one paragraph to a count: a list with its lead, and an answer with its question."""

from __future__ import annotations

from bisect import bisect_right

# No paragraph of minutes is longer: further back nothing belongs to a number.
LONGEST_PARAGRAPH = 4000
_GOES_ON = (";", ":", ",", " and", " or")


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
            if printed := line.rstrip():
                self._lines.append(at)
                self._ends.append(at + len(line))
                self._starts.append(start if goes_on else at)
                asked = printed[-1] == "?"
                goes_on = asked or printed.endswith(_GOES_ON)
                self._goes_on.append(goes_on)
                # What stands before a question is not its answer's.
                start = at if asked else self._starts[-1]
            at += len(line) + 1

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
