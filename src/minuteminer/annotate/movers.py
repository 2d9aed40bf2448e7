"""Who proposed and who seconded a decision, as printed near it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minuteminer.annotate.keywords import Keyword
from minuteminer.annotate.outcomes import lost_before
from minuteminer.findings import Paragraph

_TITLE = r"(?:Cllrs?|Councillors?|County Councillor|Alderman|Ald|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Revd?|The)\.?"
# An initial, or a word that is not all capitals ("Ambrose. RESOLVED" ends the name).
_NAME = rf"{_TITLE}(?: [A-Z](?:\.|[\w'’-]*[a-z][\w'’-]*|(?= ))){{1,4}}"
_GAP = r"[,;\s]*(?:(?:and|it was|was|duly|formally|then)[,\s]+){0,3}"
# "Proposed by A, seconded by B"; "On the motion of A, seconded by B".
_BY = re.compile(
    rf"(?:[Pp]roposed|PROPOSED|[Mm]oved|MOVED|[Mm]otion|[Pp]roposition|[Pp]roposer)"
    rf"(?: by| of|:| by:)? (?P<proposer>{_NAME})"
    rf"(?: \([^)]{{1,60}}\))?(?:{_GAP}(?:[Ss]econded|SECONDED|[Ss]econder)(?: by|:| by:)? (?P<seconder>{_NAME}))?"
)
# "A proposed and B seconded"; "A moved, and B seconded, that …".
_ACTIVE = re.compile(
    rf"(?P<proposer>{_NAME})[, ]+(?:then |formally |therefore )?(?:proposed|moved)\b[^.;:]{{0,80}}?"
    rf"(?:and|,) (?P<seconder>{_NAME})[, ]+(?:then |formally )?seconded"
)
# How far after a decision its movers may be printed.
_FARTHEST = 400
# A motion of a city council fills some ten paragraphs.
_LONGEST_MOTION = 12
_SIDES = ("ropos", "oved", "ROPOSED", "OVED", "otion of")


def find_movers(
    text: str, keyword: Keyword, end: int, paragraphs: Sequence[Paragraph], since: int, below: int
) -> tuple[str | None, str | None]:
    """Proposer and seconder with their titles, or None where they are not printed.

    They are sought from the paragraph above, but not before `since`, to the `end` of the decision; and at the
    start of what stands between there and `below`. Who moved what was lost is passed over.
    """
    low = max(since, paragraphs[_first_above(text, keyword, paragraphs, since)].start_char)
    for start, stop, anchored in ((low, end, False), (end, min(below, end + _FARTHEST), True)):
        words = text[start:stop]
        if not any(side in words for side in _SIDES):
            continue
        if anchored and not re.match(r"[\s\[(]*(?:[Pp]roposed|[Mm]oved|PROPOSED|MOVED|[Pp]roposer)", words):
            continue
        until = below if anchored else max(start, keyword.start)
        for pattern in (_ACTIVE, _BY) if "seconded" in words else (_BY,):
            if every := list(pattern.finditer(text, start, stop)):
                if (mover := _last_not_lost(text, every, until)) is not None:
                    return _clean(mover["proposer"]), _clean(mover["seconder"])
                break
    return None, None


def _last_not_lost(text: str, movers: Sequence[re.Match[str]], end: int) -> re.Match[str] | None:
    """The last of some movers whose motion was not lost before the next of them, or before `end`."""
    ends = [*(after.start() for after in movers[1:]), end]
    for index in range(len(movers) - 1, -1, -1):
        if not lost_before(text, movers[index], ends[index], is_later=index > 0):
            return movers[index]
    return None


def _first_above(text: str, keyword: Keyword, paragraphs: Sequence[Paragraph], since: int) -> int:
    """The first paragraph in which movers are sought; above "The motion was CARRIED" stands all of the motion."""
    farthest = _LONGEST_MOTION if keyword.row.get("yields") else 1
    first = keyword.paragraph
    while first and keyword.paragraph - first < farthest and paragraphs[first].start_char >= since:
        above = paragraphs[first - 1]
        if farthest > 1 and "mendment" in text[above.start_char : above.end_char]:
            break
        first -= 1
    return first


def _clean(name: str | None) -> str | None:
    return name.strip(" .,;") if name else None
