"""What a decision is subject to: "subject to (a) vetting and (b) references, the appointment be confirmed".

Conditions decide nothing. Their marks start no clause, and their verbs ("that vetting be completed") are not those of
the decision. The words that open them are rows of `lexicons/conditions.json`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from minuteminer.annotate.labels import ordinal
from minuteminer.annotate.lexicon import load_lexicon

Span = tuple[int, int]
_MARK = re.compile(r"\(?(?P<label>\d{1,2}|[a-z]{1,4})[).]")
# "the following conditions:" between the words and the first mark.
_TO_MARK = (
    r"(?:,? (?:all |both )?(?:of )?the following(?: (?:two|three|four|five))?(?: conditions?| matters?)?)?[\s:,;–—-]*"
)
_FIRST_LABELS = frozenset(("1", "a", "i"))
# The words of a condition end, and those of the decision go on, at a comma outside of brackets.
_GOES_ON = re.compile(r",\s+(?=(?:then |and that )?(?:the|that|this|an?|it|all|each|[A-Z])\b)")
_LONGEST_OPENING = 80


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words that open conditions, right before a mark; and at the start of a clause, as far as their comma."""
    words = "|".join(re.escape(word) for row in load_lexicon("conditions") for word in row["words"])
    return (
        re.compile(rf"(?<![\w-])(?:{words}){_TO_MARK}\Z", re.IGNORECASE),
        re.compile(rf"(?P<that>[\s,]*(?:that\b[\s,]*)?)(?:{words})\b[^,;:]+,\s+(?=\S)", re.IGNORECASE),
    )


def split_off_conditions(text: str, start: int, end: int, cuts: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The cuts between clauses without those between conditions, and where each list of conditions stands.

    A list reaches from the words that open it to the comma before what is decided, or to the next cut.

    >>> split_off_conditions("subject to (a) rain and (b) sun, the boat be sold", 0, 50, [(11, 14), (24, 27)])
    ([], [(0, 33)])
    """
    opens = _patterns()[0]
    kept: list[Span] = []
    lists: list[Span] = []
    index = 0
    while index < len(cuts):
        low = max(start, kept[-1][1] if kept else start, cuts[index][0] - _LONGEST_OPENING)
        opening = opens.search(text, low, cuts[index][0]) if _is_first(text, cuts[index]) else None
        if opening is None:
            kept.append(cuts[index])
            index += 1
            continue
        last = _last_of_list(text, cuts, index)
        stop = cuts[last + 1][0] if last + 1 < len(cuts) else end
        goes_on = _GOES_ON.search(text, cuts[last][1], stop)
        lists.append((opening.start(), goes_on.end() if goes_on else stop))
        index = last + 1
    return kept, lists


def without_conditions(text: str, start: int, end: int, lists: Sequence[Span]) -> str:
    """The words between two offsets without the lists of conditions in them, or a condition that leads them."""
    parts, at = [], start
    for low, high in lists:
        if start <= low < end:
            parts.append(text[at:low])
            at = min(high, end)
    words = "".join([*parts, text[at:end]])
    leading = None if parts else _patterns()[1].match(words)
    return leading["that"] + words[leading.end() :] if leading else words


def _label(text: str, cut: Span) -> re.Match[str] | None:
    return _MARK.fullmatch(text[cut[0] : cut[1]].strip())


def _is_first(text: str, cut: Span) -> bool:
    found = _label(text, cut)
    return found is not None and found["label"] in _FIRST_LABELS


def _last_of_list(text: str, cuts: Sequence[Span], first: int) -> int:
    """The index of the last mark of the list that begins with the cut number `first`."""
    mark = text[slice(*cuts[first])].strip()
    is_roman, signs = mark.strip("().") == "i", mark.replace(mark.strip("()."), "")
    last, place = first, 1
    for index in range(first + 1, len(cuts)):
        found = _label(text, cuts[index])
        if found is None:
            continue
        label = found["label"]
        is_alike = found[0].replace(label, "") == signs
        value = ordinal(label) if is_roman or label.isdigit() or len(label) > 1 else ord(label) - 96
        if not is_alike or value != place + 1:
            break
        last, place = index, value
    return last
