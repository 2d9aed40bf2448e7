"""One pass over a text for all words that may announce a decision, a vote or a note.

Words in lower case are sought after a space, in one pattern whose branches the engine rules out by their first
letter; what can only open a line or a bracket is looked for there. The contexts are then confirmed outwards
from the few hits. (Measured on made minutes: a third of the time of one search for each word.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from minuteminer.annotate.kept import Kept
from minuteminer.annotate.labels import lines_of
from minuteminer.annotate.lexicon import load_lexicon

_KEYWORDS = frozenset(word for row in load_lexicon("resolutions") for word in row["words"])
# Keywords in capitals end in ED but for these; those with one capital open a line, or a sentence.
_OTHER_KEYWORDS = ("Resolved", "RECOMMENDS")
_CAPITALS_TO_HERE = re.compile(r"[A-Z]+\Z")
_LONGEST_KEYWORD = max(map(len, _KEYWORDS))

# Sentences without one of these state no vote; what must follow a word as common as "carried" is part of it.
_SCORED = r"(?=,? (?:by|un|on a|with|nem)|,? ?\(?\d| [–-] ?\d)"
_VOTE_WORDS = (
    r"vot(?:e[sd]?|ing)(?![a-z])",
    "favour",
    "unanimous",
    "abst",
    r"nem(?:ine|\.? ?(?:con|dis))",
    "dissent",
    r"against(?= ?[:(–-]|[.,;)]|\Z| (?:the |it\b|and\b|with\b|to\b|that\b))",
    r"Against(?= ?[:(–-]? ?\d)",
    "carried" + _SCORED,
    "lost" + _SCORED,
    "defeated" + _SCORED,
    "rejected" + _SCORED,
    "passed" + _SCORED,
    "failed" + _SCORED,
    r"tied(?= at)",
    r"equality of votes",
    r"opposed(?= (?:by|it|the)\b|[.,;])",
    r"majority(?= of| ?\()",
    r"hands(?= (?:was|were|went)\b|,| [(\[]\d)",
    r"division(?= [(\[]\d)",
    r"ballot(?= [(\[]\d)",
    r"without (?:a )?(?:division|dissent)",
    "Abst",
    r"Votes?\b",
    "Ayes",
)


def _by_first_letter(sources: Iterable[str]) -> str:
    """Alternatives in groups of one first letter, by which the engine rules out most of them at once."""
    groups: dict[str, list[str]] = {}
    for source in sources:
        groups.setdefault(source[0], []).append(source[1:])
    return "|".join(f"{letter}(?:{'|'.join(rests)})" for letter, rests in groups.items())


_LOWER = re.compile(
    " (?:"
    + _by_first_letter([*(rf"{word}(?![a-z])" for word in sorted(_KEYWORDS) if word.islower()), *_VOTE_WORDS])
    + ")"
)
_NOTE = (
    r"[pP]ost[ -]?[mM]eeting|POST[ -]?MEETING|(?:Note|NOTE|note) (?:by|BY|added|ADDED)"
    r"|(?:Clerk|Secretary|Officer|Editor)['’]s [nN]ote|(?:Subsequent|SUBSEQUENT)|(?:Following|After|Since) th"
)
_VOTE = (
    r"(?:For|FOR)(?= ?[:(]| (?:the|THE) | [–-]? ?\d)|A(?:gainst|GAINST|bst|BST)|I(?:n favour|N FAVOUR)"
    r"|U(?:nanimous|NANIMOUS)|V(?:ote|oting|OT)|N(?:em|EM)\b|Y(?:es|ES)(?= ?[:–-]? ?\d)|C(?:ARRIED|arried)|LOST"
)
_ANY_KEYWORD = _by_first_letter(sorted(_KEYWORDS, key=len, reverse=True))
_OPENING = re.compile(
    # Bounded, and never given back: a line of ten thousand brackets would otherwise be read from each of them.
    r"[\s|·•▪■●○◦‣⁃*–—\-\[(“\"\uf0b7\uf0a7\uf0d8Ø]{0,40}+"
    r"(?:(?:THE |The )?[A-Za-z-]++ (?=DECI|[Dd]ecision|UPHELD))?"
    rf"(?:(?P<keyword>(?:{_ANY_KEYWORD})(?![A-Za-z]))|(?P<vote>{_VOTE}|{'|'.join(_VOTE_WORDS)})|(?P<note>{_NOTE}))"
)
_FIRST_LETTERS = frozenset('TBCRUOADNPIFVSCEGLDWY[(*“"|–-·•abcdeflmnrsuvw')
# "AGREED (10:3:2) that", "RESOLVED (Yes 9, No 4) that".
_SCORE_AFTER = re.compile(r",? ?[(\[](?:\d{1,2} ?[:–-] ?\d|(?:Yes|YES|yes) ?[:–-]? ?\d)")
_BLANKS = frozenset(" \t\u00a0\n\r")


class Triggers(NamedTuple):
    """Keywords of decision with their offsets, and the offsets of words of voting and of notes, in order."""

    keywords: tuple[tuple[int, str], ...]
    votes: tuple[int, ...]
    notes: tuple[int, ...]


@Kept
def triggers_of(text: str) -> Triggers:
    """The words of `text` that may announce a decision, a vote or a note.

    Kept for the finders that read the same text next.
    """
    capitals = _capitals(text)
    keywords = {(at, word) for at, word in capitals if word in _KEYWORDS}
    votes = {
        at
        for at, word in keywords
        if "UNANIM" in text[max(0, at - 13) : at + 40] or _SCORE_AFTER.match(text, at + len(word))
    }
    votes.update(at for at, word in capitals if word == "CARRIED")
    notes: set[int] = set()
    for found in _LOWER.finditer(text):
        word = found.group()[1:]
        if word in _KEYWORDS:
            keywords.add((found.start() + 1, word))
            if text.startswith(" by ", found.end()):
                votes.add(found.start() + 1)  # "agreed by nine to three"
        else:
            votes.add(found.start() + 1)
    for found in _openings(text):
        kind = found.lastgroup
        if kind == "keyword":
            keywords.add((found.start(kind), found[kind]))
        elif kind is not None:
            (votes if kind == "vote" else notes).add(found.start(kind))
    return Triggers(tuple(sorted(keywords)), tuple(sorted(votes)), tuple(sorted(notes)))


def _capitals(text: str) -> set[tuple[int, str]]:
    """Words in capitals that end in ED, and the few keywords with a capital that do not."""
    hits: set[tuple[int, str]] = set()
    for needle in _OTHER_KEYWORDS:
        at = text.find(needle)
        while at >= 0:
            end = at + len(needle)
            if not text[end : end + 1].isalnum() and not (at and text[at - 1].isalnum()):
                hits.add((at, needle))
            at = text.find(needle, end)
    at = text.find("ED")
    while at >= 0:
        end = at + 2
        if not text[end : end + 1].isalpha():
            found = _CAPITALS_TO_HERE.search(text, max(0, end - _LONGEST_KEYWORD), end)
            if found is not None and not text[max(0, found.start() - 1) : found.start()].isalnum():
                hits.add((found.start(), found.group()))
        at = text.find("ED", at + 2)
    return hits


def _openings(text: str) -> list[re.Match[str]]:
    """Trigger words at the start of a line or of a bracket."""
    hits = []
    for line in lines_of(text):
        body, end = line.body, line.end
        while body < end and text[body] in _BLANKS:
            body += 1
        if body < end and text[body] in _FIRST_LETTERS and (found := _OPENING.match(text, body, end)) is not None:
            hits.append(found)
    for bracket in "([":
        at = text.find(bracket)
        while at >= 0:
            if text[at + 1 : at + 2] in _FIRST_LETTERS and (found := _OPENING.match(text, at)) is not None:
                hits.append(found)
            at = text.find(bracket, at + 1)
    return hits
