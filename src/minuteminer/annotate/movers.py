"""Who proposed and who seconded a decision, as printed near it or where its motion was moved.

Right above a decision, in it and below it whoever moved anything moved it. Further up only who moved what was decided
counts: what the vote of the decision was taken on, "the recommendations", or the same in nearly the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from minuteminer.annotate.items import headings_of
from minuteminer.annotate.keywords import Keyword
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.moved import Moved, is_same_matter
from minuteminer.annotate.outcomes import lost_before
from minuteminer.findings import Paragraph, Vote

_TITLE = r"(?:Cllrs?|Councillors?|County Councillor|Alderman|Ald|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Revd?|The)\.?"
# An initial, or a word that is not all capitals ("Ambrose. RESOLVED" ends the name).
_NAME = rf"{_TITLE}(?: [A-Z](?:\.|[\w'’-]*[a-z][\w'’-]*|(?= ))){{1,4}}"
# A person without a title: "T Gill", "Ann Ambrose".
_BARE = rf"(?!{_TITLE} )[A-Z](?:\.|[\w'’-]*[a-z][\w'’-]*|(?= ))(?: [A-Z](?:\.|[\w'’-]*[a-z][\w'’-]*|(?= ))){{1,3}}"
# How far after a decision its movers may be printed, and how far after a motion who seconded it.
_FARTHEST = 400
_FARTHEST_SECONDER = 400
# A motion of a city council fills some ten paragraphs; the debate of a motion fills some as well.
_LONGEST_MOTION = 12
_LONGEST_DEBATE = 6
_LONGEST_LOOK = 4000
_SIDES = ("ropos", "oved", "ROPOSED", "OVED", "otion of", "econded")
_RIGHT_BELOW = re.compile(r"[\s\[(]*(?:[Pp]roposed|[Mm]oved|PROPOSED|MOVED|[Pp]roposer)")


def find_movers(
    text: str,
    keyword: Keyword,
    end: int,
    paragraphs: Sequence[Paragraph],
    since: int,
    below: int,
    vote: Vote | None = None,
) -> Moved | None:
    """Who moved and who seconded a decision, with their titles, or None where that is not printed.

    They are sought from the paragraph above, but not before `since`, to the `end` of the decision; at the start of
    what stands between there and `below`; and then further up. Who moved what was lost is passed over; `vote` is
    that of the decision.
    """
    low = max(since, paragraphs[_first_above(text, keyword, paragraphs, since)].start_char)
    near = _last_not_lost(text, _moved(text, low, end), max(low, keyword.start))
    if near is None and _RIGHT_BELOW.match(text, end, below):
        near = _last_not_lost(text, _moved(text, end, min(below, end + _FARTHEST)), below)
    if near is None and low > since:
        return _further_up(text, keyword, end, paragraphs, since, low, vote)
    return near


def _further_up(
    text: str, keyword: Keyword, end: int, paragraphs: Sequence[Paragraph], since: int, low: int, vote: Vote | None
) -> Moved | None:
    """Who moved, in the debate above a decision, what it decides."""
    first = max(0, keyword.paragraph - _LONGEST_DEBATE)
    headings = [heading.start_char for heading in headings_of(text) if heading.start_char < keyword.start]
    start = max(since, paragraphs[first].start_char, low - _LONGEST_LOOK, *headings[-1:])
    if "econde" not in text[start : keyword.start]:
        return None
    every = [
        moved
        for moved in _moved(text, start, keyword.start)
        if moved.seconder and "mendment" not in moved.sentence(text)
    ]
    last = _last_not_lost(text, every, keyword.start)
    return last if last is not None and is_same_matter(text, last, keyword.start, end, vote) else None


@cache
def _patterns() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    return tuple(
        (
            row,
            re.compile(
                row["pattern"]
                .replace("{name}", f"(?P<name>{_NAME})")
                .replace("{bare}", f"(?P<name>{_BARE})")
                .replace("{second}", f"(?P<second>{_NAME})")
            ),
        )
        for row in load_lexicon("movers")
    )


def _moved(text: str, start: int, end: int) -> list[Moved]:
    """Everybody who moved something between two offsets, in order, each with who seconded it."""
    words = text[start:end]
    if not any(side in words for side in _SIDES):
        return []
    is_seconded = "econde" in words or "ECONDED" in words
    found: list[Moved] = []
    seconders: list[re.Match[str]] = []
    for row, pattern in _patterns():
        if not is_seconded and (row["reads"] != "proposer" or row.get("needs_seconder")):
            continue
        if not any(need in words for need in row.get("needs", ("",))):
            continue
        if row["reads"] == "seconder":
            seconders.extend(pattern.finditer(text, start, end))
            continue
        for match in pattern.finditer(text, start, end):
            second = _clean(match["second"]) if row["reads"] == "both" else None
            found.append(
                Moved(match.start(), match.end(), _clean(match["name"]), second, bool(row.get("needs_seconder")))
            )
    found.sort(key=lambda moved: (moved.start, -moved.end))
    seconders.sort(key=lambda match: match.start())
    return list(_with_seconders(found, seconders, end))


def _with_seconders(found: list[Moved], seconders: list[re.Match[str]], end: int) -> Iterator[Moved]:
    at = 0
    for moved, following in pairwise([*found, Moved(end, end, "", None, False)]):
        if moved.start < at:
            continue  # within one that was read: "A, seconded by B, moved"
        at = moved.end
        if moved.seconder is None:
            stop = min(following.start, moved.end + _FARTHEST_SECONDER)
            second = next((match for match in seconders if moved.end <= match.start() < stop), None)
            if second is not None:
                at = second.end()
                moved = moved._replace(end=second.end(), seconder=_clean(second["name"]))
        if moved.seconder is not None or not moved.needs_seconder:
            yield moved


def _last_not_lost(text: str, every: Sequence[Moved], end: int) -> Moved | None:
    """The last whose motion was not lost before the next was moved, or before `end`."""
    ends = [*(after.start for after in every[1:]), end]
    for index in range(len(every) - 1, -1, -1):
        moved = every[index]
        if not lost_before(text, (moved.start, moved.end), ends[index], is_later=index > 0):
            return moved
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


def _clean(name: str) -> str:
    return name.strip(" .,;")
