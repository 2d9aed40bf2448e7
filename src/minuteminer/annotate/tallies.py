"""A sentence → the tally of the vote that it states: for, against, abstentions.

The patterns are rows of `lexicons/votes.json`; they are matched on the sentence in lower case, at the same
offsets. Numbers may be words ("nine", "none"); names count where only names are printed ("Mr A abstaining"),
and are told by their capitals from what was voted on ("AGREED the report and the plan, Mr A abstaining").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.named_voters import find_named
from minuteminer.annotate.numbers import lower_copy, parse_number_words

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
    "both": 2,
}
_PERSON = (
    r"(?:mr|mrs|ms|miss|dr|sir|dame|lord|lady|cllrs?|councillors?|alderman|messrs|the)\.? (?:[a-z]\.? )*[a-z][\w'’-]+"
)
# Any word that begins as a number does: which of them are numbers is looked up after the match, which is much
# faster than spelling all of them out.
_NUMBER = r"\d{1,3}|both|(?:n[io]|on|t[ehw]|f[io]|s[ei]|e[il]|ze)[a-z]*(?:-[a-z]+)?"
_RIVAL = re.compile(
    rf"(?:[,;]| and| while| to| against)? ?(?:{_PERSON})(?: (?:received|had|obtained|polled)| [–-])?"
    rf" (?P<n>{_NUMBER})\b(?! (?:paper|spoil|member))"
)
_OTHER = re.compile(
    rf"\b(?P<n>{_NUMBER}) (?:votes? |members? |councillors? )?(?:voted |cast )?(?:for|in favour of) {_PERSON}"
)
_FAILED = re.compile(r"\b(?:lost|defeated|rejected|fell|failed|not carried|not supported)\b")
_DECIDED = ("resolved", "agreed", "recommended", "carried", "approved")
_VOTE_WORD = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|motion|amendment|carried|lost|defeated|show of hands|division|ballot|majority)\b"
)


class Count(NamedTuple):
    """A number that a sentence gives for one side ("for", "against", "abstain"), and the row that read it."""

    reads: str
    value: int | None
    start: int
    end: int
    rule_id: str


class Tally(NamedTuple):
    """What a sentence says of a vote, with offsets in the sentence; None where it says nothing.

    `counts` are the words that it was read from; `named` the spans of names: (side, start, end).
    """

    start: int
    end: int
    votes_for: int | None
    votes_against: int | None
    abstain: int | None
    unanimous: bool
    counts: tuple[Count, ...]
    named: tuple[tuple[str, int, int], ...] = ()


class Refusal(NamedTuple):
    """The row that keeps a sentence from being a vote of this body, and its words."""

    rule_id: str
    words: str


def _source(row: Row) -> str:
    source: str = row["pattern"]
    for token, meaning in (("{n}", f"(?P<n>{_NUMBER})"), ("{m}", f"(?P<m>{_NUMBER})"), ("{name}", _PERSON)):
        source = source.replace(token, meaning)
    return source


class _Rule(NamedTuple):
    """A row with the words of which a sentence needs one, its pattern, and which groups of that are numbers."""

    row: Row
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    numbers: tuple[str, ...]


_RULES: dict[str, list[_Rule]] = {}
for _row in load_lexicon("votes"):
    _pattern = re.compile(_source(_row))
    _numbers = tuple(name for name in _pattern.groupindex if name in ("n", "m"))
    _RULES.setdefault(_row["reads"], []).append(_Rule(_row, tuple(_row["needs"]), _pattern, _numbers))


def number_of(words: str) -> int | None:
    """The number that `words` print, or None where they are none or larger than a body can be.

    >>> number_of("nine"), number_of("no"), number_of("12"), number_of("boats")
    (9, 0, 12, None)
    """
    value = int(words) if words.isdigit() else _VALUE.get(words)
    return value if value is not None and value <= _LARGEST_BODY else None


def find_tallies(printed: str) -> tuple[list[Tally], Refusal | None]:
    """The tallies of a sentence as printed (two for a tied election), and else what refused it."""
    printed = printed.replace("\n", " ")
    # "no one voting against" counts nobody; the offsets stay.
    sentence = lower_copy(printed).replace("no one ", "nobody ").replace("no-one ", "nobody ")
    refusal = _first(sentence, "refuse")
    if refusal is not None:
        return [], Refusal(refusal[0].id, refusal[1].group())
    election = _election(sentence)
    if election:
        return election, None
    tally = _sides(sentence)
    if tally is None or tally.votes_for is None or tally.votes_against is None:
        tally = _score(sentence) or tally
    tally = _with_unanimity(sentence, _with_named(printed, tally))
    if tally is None:
        return [], None
    is_two_sided = tally.votes_for is not None and tally.votes_against is not None
    guard = _first(sentence, "guard")
    if guard is not None and not is_two_sided and not tally.unanimous:
        return [], Refusal(guard[0].id, guard[1].group())
    return [tally], None


def _first(sentence: str, reads: str, taken: Sequence[Count] = ()) -> tuple[Row, re.Match[str]] | None:
    """The first words that a row of `reads` fits, and which do not stand in counts that are `taken`."""
    best: tuple[Row, re.Match[str]] | None = None
    for row, needs, pattern, numbers in _RULES[reads]:
        for word in needs:
            if word in sentence:
                break
        else:
            continue
        for found in pattern.finditer(sentence):
            if taken and any(found.start() < count.end and count.start < found.end() for count in taken):
                continue
            if all(number_of(found[name]) is not None for name in numbers):
                if best is None or found.start() < best[1].start():
                    best = (row, found)
                break
    return best


def _count(sentence: str, reads: str, taken: Sequence[Count] = ()) -> Count | None:
    first = _first(sentence, reads, taken)
    if first is None:
        return None
    row, found = first
    value = row.get("value") if "n" not in found.re.groupindex else number_of(found["n"])
    return Count(reads, value, found.start(), found.end(), row.id)


def _sides(sentence: str) -> Tally | None:
    """The tally of a sentence that counts each side: "nine voted in favour and four against"."""
    counts: dict[str, Count] = {}
    for reads in ("for", "against", "abstain"):
        # "FOR – 9 AGAINST – 3": no number counts twice.
        if (count := _count(sentence, reads, tuple(counts.values()))) is not None:
            counts[reads] = count
    return _make_tally(counts) if counts and _is_vote(sentence, counts) else None


def _make_tally(counts: dict[str, Count]) -> Tally:
    values = [counts[reads].value if reads in counts else None for reads in ("for", "against", "abstain")]
    every = tuple(sorted(counts.values(), key=lambda count: count.start))
    end = max(count.end for count in every)
    return Tally(every[0].start, end, values[0], values[1], values[2], False, every)


def _is_vote(sentence: str, counts: dict[str, Count]) -> bool:
    """Whether counts make a vote: two sides of it, abstentions, or one side and a word of voting."""
    side = counts.get("against") or counts.get("for")
    if side is None or len(counts) > 1:
        return True
    words = sentence[side.start : side.end]
    if words.startswith(_DECIDED):
        return True
    if (
        "vot" in words
        or words.startswith(("resolved", "agreed", "recommended", "carried", "approved"))
        or "dissent" in words
        or (":" in words and "vot" in sentence)
    ):
        return True
    return "favour" in words and _VOTE_WORD.search(sentence) is not None


def _score(sentence: str) -> Tally | None:
    """The tally of a sentence that gives a score: "by nine votes to four", "carried 8-5"."""
    first = _first(sentence, "score")
    if first is None or not (first[0].get("sure") or _VOTE_WORD.search(sentence)):
        return None
    row, found = first
    parts = found.groupdict()
    values = [number_of(parts["n"]) or 0, number_of(parts.get("m") or parts["n"]) or 0]
    if _FAILED.search(sentence.partition("resolved that")[0]):
        values.sort()
    if row.get("highest_first"):
        values.sort(reverse=True)
    start = found.start("n") if row.get("from_number") else found.start()
    counts = {
        reads: Count(reads, value, start, found.end(), row.id)
        for reads, value in zip(("for", "against"), values, strict=True)
    }
    if parts.get("a") is not None:
        counts["abstain"] = Count("abstain", number_of(parts["a"]), start, found.end(), row.id)
    elif (abstain := _count(sentence, "abstain", tuple(counts.values()))) is not None:
        counts["abstain"] = abstain
    return _make_tally(counts)


def _with_named(printed: str, tally: Tally | None) -> Tally | None:
    """The tally with people who are named as abstaining or dissenting counted in."""
    for reads, value, span, names in find_named(printed):
        count = Count(reads, value, *span, "vote.named")
        if tally is None:
            tally = _make_tally({reads: count})
        elif (tally.abstain if reads == "abstain" else tally.votes_against) is None:
            tally = tally._replace(
                start=min(tally.start, count.start),
                end=max(tally.end, count.end),
                counts=(*tally.counts, count),
                # Either name is a field of the tally; a dict of names has no type that says so.
                **{"abstain" if reads == "abstain" else "votes_against": value},  # type: ignore[arg-type]
            )
        tally = tally._replace(named=(*tally.named, (reads, *names)))
    return tally


def _with_unanimity(sentence: str, tally: Tally | None) -> Tally | None:
    nem_con = _first(sentence, "nem_con")
    first = nem_con or _first(sentence, "unanimous")
    if first is None:
        return tally
    row, found = first
    if tally is not None:
        return tally._replace(unanimous=not tally.votes_against)
    end = found.end("adverb") if row.get("adverb_only") else found.end()
    count = Count("unanimous", None, found.start(), end, row.id)
    return Tally(count.start, end, None, 0 if nem_con else None, None, True, (count,))


def _election(sentence: str) -> list[Tally]:
    """The votes of two candidates: for is the winner's; in a tie each stands alone."""
    first = _first(sentence, "election")
    if first is None:
        return []
    row, found = first
    votes = number_of(found["n"])
    own = Count("for", votes, found.start("n"), found.end(), row.id)
    pattern = _OTHER if "for " in found.group() or "favour" in found.group() else _RIVAL
    rival = pattern.search(sentence, found.end())
    other = number_of(rival["n"]) if rival else None
    if rival is None or other is None or votes is None:
        return [_make_tally({"for": own})]
    theirs = Count("against", other, rival.start("n"), rival.end(), row.id)
    if votes == other:
        return [_make_tally({"for": own}), _make_tally({"for": theirs._replace(reads="for", end=rival.end("n"))})]
    if other > votes:
        own, theirs = own._replace(reads="against"), theirs._replace(reads="for")
    return [_make_tally({own.reads: own, theirs.reads: theirs})]
