"""A sentence → the tally of the vote that it states: for, against, abstentions.

The patterns are rows of `lexicons/votes.json`; they are matched on the sentence in lower case, at the same
offsets. Numbers may be words ("nine", "none"); names count where only names are printed ("Mr A abstaining").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.numbers import parse_number_words

# No council has more members than this; a larger number is no vote of one.
_LARGEST_BODY = 199
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNITS = "one two three four five six seven eight nine".split()
_WORDS = [
    *_UNITS,
    *"ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
    *_TENS,
    *(f"{ten}-{unit}" for ten in _TENS for unit in _UNITS),
]
_VALUE = {word: int(value) for word in _WORDS if (value := parse_number_words(word)) is not None} | {
    "no": 0,
    "none": 0,
    "nil": 0,
    "nobody": 0,
    "zero": 0,
    "single": 1,
}
_PERSON = (
    r"(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|cllrs?|councillors?|alderman|messrs|the)\.? (?:[a-z]\.? )*[a-z][\w'’-]+"
)
# Any word: which of them are numbers is looked up after the match, which is much faster than spelling all out.
_NUMBER = r"\d{1,3}|[a-z]+(?:-[a-z]+)?"
_SURNAME = r"(?!who\b)(?:[a-z]\.? )*[a-z][\w'’-]+"
_NAMED = re.compile(
    rf"(?P<names>{_PERSON}(?:(?:, and |, | and )(?:{_PERSON}|{_SURNAME})){{0,40}})(?:,? who| all| both|,)?"
    r" (?P<what>abstain(?:ed|ing)?|dissent(?:ed|ing)|vot(?:ed|ing) against)\b"
)
_NAME_CUT = re.compile(r",? and |, ")
_RIVAL = re.compile(
    rf"(?:,| and| while| to| against)? ?(?:{_PERSON})(?: (?:received|had|obtained|polled))? (?P<n>{_NUMBER})\b(?! (?:paper|spoil|member))"
)
_OTHER = re.compile(
    rf"\b(?P<n>{_NUMBER}) (?:votes? |members? |councillors? )?(?:voted |cast )?(?:for|in favour of) {_PERSON}"
)
_FAILED = re.compile(r"\b(?:lost|defeated|rejected|fell|failed|not carried|not supported)\b")
_VOTE_WORD = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|motion|amendment|carried|lost|show of hands|division|ballot|majority)\b"
)


class Tally(NamedTuple):
    """What a sentence says of a vote, with offsets in the sentence; None where it says nothing."""

    start: int
    end: int
    votes_for: int | None
    votes_against: int | None
    abstain: int | None
    unanimous: bool
    rule_id: str


def _source(row: Row) -> str:
    source: str = row["pattern"]
    for token, meaning in (("{n}", f"(?P<n>{_NUMBER})"), ("{m}", f"(?P<m>{_NUMBER})"), ("{name}", _PERSON)):
        source = source.replace(token, meaning)
    return source


_ROWS: dict[str, list[tuple[Row, re.Pattern[str]]]] = {}
for _row in load_lexicon("votes"):
    _ROWS.setdefault(_row["reads"], []).append((_row, re.compile(_source(_row))))


def number_of(words: str) -> int | None:
    """The number that `words` print, or None where they are none or larger than a body can be.

    >>> number_of("nine"), number_of("no"), number_of("12"), number_of("boats")
    (9, 0, 12, None)
    """
    value = int(words) if words.isdigit() else _VALUE.get(words)
    return value if value is not None and value <= _LARGEST_BODY else None


def find_tallies(sentence: str) -> tuple[list[Tally], str | None]:
    """The tallies of a sentence in lower case (two for a tied election), and else why one was refused."""
    refusal = _first(sentence, "refuse")
    if refusal is not None:
        return [], f"{refusal[1].group()!r}: not this meeting's vote"
    election = _election(sentence)
    if election:
        return election, None
    tally = _counts(sentence)
    if tally is None or tally.votes_for is None or tally.votes_against is None:
        tally = _score(sentence) or tally
    tally = _with_named(sentence, tally)
    tally = _with_unanimity(sentence, tally)
    if tally is None:
        return [], None
    is_two_sided = tally.votes_for is not None and tally.votes_against is not None
    guard = _first(sentence, "guard")
    if guard is not None and not is_two_sided and not tally.unanimous:
        return [], f"{guard[1].group()!r}: a condition, not a vote"
    return [tally], None


def _first(sentence: str, reads: str) -> tuple[Row, re.Match[str]] | None:
    best: tuple[Row, re.Match[str]] | None = None
    for row, pattern in _ROWS[reads]:
        if not any(word in sentence for word in row["needs"]):
            continue
        for found in pattern.finditer(sentence):
            if all(number_of(found[name]) is not None for name in pattern.groupindex if name in ("n", "m")):
                if best is None or found.start() < best[1].start():
                    best = (row, found)
                break
    return best


def _counted(sentence: str, reads: str) -> tuple[int, re.Match[str], str] | None:
    first = _first(sentence, reads)
    if first is None:
        return None
    value = number_of(first[1]["n"])
    return None if value is None else (value, first[1], first[0].id)


def _counts(sentence: str) -> Tally | None:
    parts = {reads: _counted(sentence, reads) for reads in ("for", "against", "abstain")}
    found = [part for part in parts.values() if part is not None]
    if not found or not _is_vote(sentence, parts):
        return None
    values = [part[0] if (part := parts[reads]) is not None else None for reads in parts]
    first = min(found, key=lambda part: part[1].start())
    return Tally(
        first[1].start(),
        max(part[1].end() for part in found),
        values[0],
        values[1],
        values[2],
        False,
        first[2],
    )


def _is_vote(sentence: str, parts: dict[str, tuple[int, re.Match[str], str] | None]) -> bool:
    """Whether counts make a vote: two sides of it, or one side and a word of voting."""
    if parts["for"] is not None and parts["against"] is not None:
        return True
    against = parts["against"]
    if against is not None and "dissent" in against[1].group():
        return True
    side = against or parts["for"]
    if side is None:
        return True
    words = side[1].group()
    is_voting = "favour" in words and _VOTE_WORD.search(sentence) is not None
    return "vot" in words or parts["abstain"] is not None or is_voting


def _score(sentence: str) -> Tally | None:
    first = _first(sentence, "score")
    if first is None or not _VOTE_WORD.search(sentence):
        return None
    row, found = first
    votes_for, against = number_of(found["n"]), number_of(found["m"])
    if votes_for is None or against is None:
        return None
    if _FAILED.search(sentence) and votes_for > against:
        votes_for, against = against, votes_for
    abstain = _counted(sentence, "abstain")
    start = found.start("n") if "-" in found.group() or "–" in found.group() else found.start()
    end = max(found.end(), abstain[1].end()) if abstain else found.end()
    return Tally(start, end, votes_for, against, abstain[0] if abstain else None, False, row.id)


def _with_named(sentence: str, tally: Tally | None) -> Tally | None:
    """The tally with people who are named as abstaining or dissenting counted in."""
    for found in _NAMED.finditer(sentence):
        count = len(_NAME_CUT.split(found["names"]))
        is_abstaining = found["what"].startswith("abstain")
        if tally is None:
            tally = Tally(found.start(), found.end(), None, None, None, False, "vote.named")
        value = tally.abstain if is_abstaining else tally.votes_against
        if value is not None:
            continue
        tally = tally._replace(start=min(tally.start, found.start()), end=max(tally.end, found.end()))
        tally = tally._replace(abstain=count) if is_abstaining else tally._replace(votes_against=count)
    return tally


def _with_unanimity(sentence: str, tally: Tally | None) -> Tally | None:
    nem_con, unanimous = _first(sentence, "nem_con"), _first(sentence, "unanimous")
    first = nem_con or unanimous
    if first is None:
        return tally
    row, found = first
    if tally is not None:
        return tally._replace(unanimous=not tally.votes_against)
    start, end = found.span()
    if row.get("adverb_only"):
        end = start + len(re.match(r"unanimous(?:ly)?", sentence[start:]).group())  # type: ignore[union-attr]
    return Tally(start, end, None, 0 if nem_con else None, None, True, row.id)


def _election(sentence: str) -> list[Tally]:
    """The votes of two candidates: for is the winner's; in a tie each stands alone."""
    first = _first(sentence, "election")
    if first is None:
        return []
    row, found = first
    votes = number_of(found["n"])
    if votes is None:
        return []
    rival = (_OTHER if "for " in found.group() or "favour" in found.group() else _RIVAL).search(sentence, found.end())
    other = number_of(rival["n"]) if rival else None
    start = found.start("n")
    if rival is None or other is None:
        return [Tally(start, found.end(), votes, None, None, False, row.id)]
    if votes == other:
        return [
            Tally(start, found.end(), votes, None, None, False, row.id),
            Tally(rival.start("n"), rival.end("n"), other, None, None, False, row.id),
        ]
    return [Tally(start, rival.end(), max(votes, other), min(votes, other), None, False, row.id)]
