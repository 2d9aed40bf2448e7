"""Acronyms: what the text itself defines, then what a glossary knows; two senses are kept apart by context.

"Child Sexual Exploitation (CSE)" or "CSE (child sexual exploitation)" defines CSE for the rest of the text: its
letters are sought in the words from the right, as Schwartz and Hearst (2003) do it. Other acronyms are looked up in
glossary.json. Where one has several senses ("CC": Chief Constable, county council) the words round it decide, and
where they do not, the sense that the text defined last; without either it stays unresolved, for nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from minuteminer.annotate.lexicon import Row, load_lexicon

STRONG = 2  # the weight of a number or a name directly beside the acronym; a word nearby weighs 1
NEAR_CHARS = 70  # how far to either side, in its sentence, words tell a mention's sense
LONG_FORM_WORDS_MAX = 9
_SHORT = re.compile(r"\b[A-Z][A-Za-z]?[A-Z&]*[A-Z](?=s?\b)(?!['’][a-z]{2})")
_BRACKETED = re.compile(r"\((?:the |[\"“'‘])?([A-Z][A-Za-z&]{1,8}?)s?[\"”'’]?\)")
_OPENED = re.compile(r"\b([A-Z][A-Za-z&]{1,8}?)s? \(([^()\n]{6,90})\)")
_LONG_WORD = re.compile(r"[^\W\d_]+")  # each half of "Multi-Agency" has its initial
PASSED_OVER = frozenset({"of", "and", "or", "the", "for", "in", "to", "on", "s"})
_WORD = re.compile(r"[\w'’&]+")
_NUMBER = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|extra|additional|new))\s?$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b(?!The|That|And|Our|Their|This|Each|When|Where|But)[A-Z][a-z]+ $")
_NAME_AFTER = re.compile(r"^ (?!The\b|And\b|Of\b)[A-Z][a-z]+")

Source = Literal["definition", "text", "glossary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """One mention of an acronym and what it stands for; `source` says where that was read."""

    start_char: int
    end_char: int
    short: str
    long: str
    source: Source


def find_acronyms(text: str) -> list[Acronym]:
    """Every acronym of the text that can be resolved, in reading order.

    >>> found = find_acronyms("The Force Control Room (FCR) was busy. The FCR had 90 staff.")
    >>> [(one.short, one.long, one.source) for one in found]
    [('FCR', 'Force Control Room', 'definition'), ('FCR', 'Force Control Room', 'text')]
    """
    found = {one.start_char: one for one in _definitions(text)}
    defined: dict[str, list[Acronym]] = {}
    for one in sorted(found.values(), key=lambda one: one.start_char):
        defined.setdefault(one.short, []).append(one)
    for match in _SHORT.finditer(text):
        if match.start() in found:
            continue
        short = match.group()
        earlier = [one for one in defined.get(short, ()) if one.start_char < match.start()]
        resolved = _resolve(text, match, short, earlier)
        if resolved:
            found[match.start()] = resolved
    return [found[start] for start in sorted(found)]


def long_form(short: str, words: str) -> str | None:
    """The end of `words` that `short` abbreviates, or None.

    Its letters are the initials of the words ("of" and "and" may be passed over), or else stand in them in this
    order, the first at a word's start.

    >>> long_form("CC", "a letter from the county council"), long_form("HMIC", "as HM Inspectorate of Constabulary")
    ('county council', 'HM Inspectorate of Constabulary')
    """
    start = _initials_start(short, words)
    start = _letters_start(short, words) if start is None else start
    long = words[start:].strip() if start is not None else ""
    # Not "the police (PC)": a long form has about a word for each letter.
    count = len(_WORD.findall(long))
    return long if 2 <= count <= min(len(short) + 3, 2 * len(short)) and short not in long else None


def _initials_start(short: str, words: str) -> int | None:
    letters = [letter.lower() for letter in short if letter != "&"]
    for word in reversed(list(_LONG_WORD.finditer(words))):
        if word.group().lower() in PASSED_OVER:
            continue
        if word.group()[0].lower() != letters.pop():
            return None
        if not letters:
            return word.start()
    return None


def _letters_start(short: str, words: str) -> int | None:
    at = len(words)
    for position in range(len(short) - 1, -1, -1):
        letter = short[position].lower()
        if letter == "&":
            continue
        at -= 1
        while at >= 0 and (words[at].lower() != letter or (position == 0 and at > 0 and words[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    return at


def _definitions(text: str) -> Iterator[Acronym]:
    for match in _BRACKETED.finditer(text):
        if (long := _before(match.group(1), text, match.start())) is not None:
            yield _acronym(match.start(1), match.group(1), long, "definition")
    for match in _OPENED.finditer(text):
        long = match.group(2).strip()
        if _is_acronym(match.group(1)) and long_form(match.group(1), long) == long:
            yield _acronym(match.start(1), match.group(1), long, "definition")


def _before(short: str, text: str, end: int) -> str | None:
    """The long form that stands directly before the bracket at `end`, in the same sentence."""
    if not _is_acronym(short):
        return None
    reach = text[max(0, end - 120) : end]
    sentence = re.split(r"[.;:()\n]\s", reach)[-1]
    starts = [word.start() for word in _WORD.finditer(sentence)]
    first = starts[-min(len(starts), LONG_FORM_WORDS_MAX)] if starts else 0
    return long_form(short, sentence[first:].rstrip())


def _is_acronym(short: str) -> bool:
    return len(short) >= 2 and sum(letter.isupper() for letter in short) >= 2


def _resolve(text: str, match: re.Match[str], short: str, earlier: Sequence[Acronym]) -> Acronym | None:
    senses = {one.long.lower(): one.long for one in earlier}
    rows = _glossary().get(short, ())
    if len(senses) == 1 and not _told_otherwise(text, match, rows, next(iter(senses))):
        return _acronym(match.start(), short, earlier[-1].long, "text")
    scored = [(_evidence(text, match, row), row) for row in rows]
    if senses:
        scored = [(points, row) for points, row in scored if row["long"].lower() in senses]
    best = max((points for points, _ in scored), default=0)
    winners = [row for points, row in scored if points == best and points > 0]
    if len(winners) == 1:
        return _acronym(match.start(), short, winners[0]["long"], "text" if senses else "glossary")
    if earlier:
        return _acronym(match.start(), short, earlier[-1].long, "text")
    if len(rows) == 1 and not rows[0].get("needs_context") and not _is_shouted(text, match):
        return _acronym(match.start(), short, rows[0]["long"], "glossary")
    return None


def _told_otherwise(text: str, match: re.Match[str], rows: Sequence[Row], sense: str) -> bool:
    """Whether the words round a mention speak clearly for another sense than the one the text defined."""
    own = max((_evidence(text, match, row) for row in rows if row["long"].lower() == sense), default=0)
    others = max((_evidence(text, match, row) for row in rows if row["long"].lower() != sense), default=0)
    return own == 0 and others >= STRONG


def _evidence(text: str, match: re.Match[str], row: Row) -> int:
    before = text[max(0, match.start() - NEAR_CHARS) : match.start()].rpartition(". ")[2]
    after = text[match.end() : match.end() + NEAR_CHARS].partition(". ")[0]
    around = f"{before} {after}".lower()
    points = sum(1 for word in row.get("near", ()) if word in around)
    if "number" in row.get("preceded_by", ()) and _NUMBER.search(before):
        points += STRONG
    if "name" in row.get("preceded_by", ()) and _NAME_BEFORE.search(before):
        points += STRONG
    if "name" in row.get("followed_by", ()) and _NAME_AFTER.search(after):
        points += STRONG
    return points


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Whether the line is all capitals, so that a short word in it need be no acronym."""
    before = text[max(0, match.start() - NEAR_CHARS) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + NEAR_CHARS].partition("\n")[0]
    line = before + after
    others = [word for word in _WORD.findall(line) if word.isalpha()]
    return len(others) >= 2 and all(word.isupper() for word in others)


def _acronym(start: int, short: str, long: str, source: Source) -> Acronym:
    return Acronym(start_char=start, end_char=start + len(short), short=short, long=long, source=source)


@cache
def _glossary() -> dict[str, tuple[Row, ...]]:
    senses: dict[str, tuple[Row, ...]] = {}
    for row in load_lexicon("glossary"):
        senses[row["short"]] = (*senses.get(row["short"], ()), row)
    return senses
