"""Words that announce a decision: which of them do, and which only tell of one.

Each row of `lexicons/resolutions.json` says what must stand before and after its words. The words before are
those between the start of the sentence and the keyword; so "The Panel AGREED to …" is a decision, "the Panel
had agreed to …" and "the Commissioner agreed to …" are not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from minuteminer.annotate.items import headings_of
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.sentences import sentence_end, sentence_start
from minuteminer.annotate.triggers import triggers_of
from minuteminer.annotate.verbs import find_verbs
from minuteminer.findings import Paragraph, Rival

_ROWS = load_lexicon("resolutions")


class Rule(NamedTuple):
    """A row with its patterns compiled, and whether the words after it are looked at beyond its paragraph.

    `is_plain` says that nothing beyond the head of its sentence is asked of it.
    """

    row: Row
    before: re.Pattern[str]
    after: re.Pattern[str]
    reaches_on: bool
    is_plain: bool


class Keyword(NamedTuple):
    """A keyword that decides: where its decision starts, where its words end, its sentence and paragraph."""

    start: int
    end: int
    sentence: int
    paragraph: int
    row: Row


def _rules_by_word() -> dict[str, list[Rule]]:
    by_word: dict[str, list[Rule]] = {}
    for row in _ROWS:
        before, after = re.compile(row["before"], re.S), re.compile(row["after"], re.S)
        is_plain = not any(row.get(condition) for condition in ("must_decide", "alone", "closing"))
        rule = Rule(row, before, after, bool(row.get("reaches_on")), is_plain)
        for word in row["words"]:
            by_word.setdefault(word, []).append(rule)
    return by_word


_RULES = _rules_by_word()
# These decide only after a body, a passive or an adverb between them.
_NARRATED = frozenset(word for word in _RULES if word.islower() and word != "resolved")
_UNANIMOUSLY = re.compile(r"(?:UNANIMOUSLY|Unanimously) \Z")
_MAY_DECIDE = frozenset(
    "panel committee sub-committee subcommittee board council cabinet executive authority forum group assembly"
    " commission party meeting members councillors was were is are be and"
    " therefore then also further subsequently accordingly unanimously duly thereupon formally both all now"
    " read".split()
)
_LONGEST_REACH = 120
_BEFORE_WORDS = re.compile(r"[\s|·•▪■○◦‣⁃*–—\-\uf0b7\uf0a7\uf0d8Ø]*")
_OWN_SUBJECT = re.compile(r"\b(?:be|should|would|will|shall)\b")
_TELLS = re.compile(r"\b(?:was|were|had|is|are)\b")


def body_start(text: str, paragraph: Paragraph) -> int:
    """Where the words of a paragraph start: after its label or bullet."""
    start = paragraph.start_char
    if paragraph.label is not None:
        start = text.index(paragraph.label, start) + len(paragraph.label)
    found = _BEFORE_WORDS.match(text, start, paragraph.end_char)
    return found.end() if found else start


def find_keywords(text: str, paragraphs: Sequence[Paragraph], trace: list[Rival] | None) -> list[Keyword]:
    """The keywords that decide, in order; refused ones go to `trace`."""
    starts = [paragraph.start_char for paragraph in paragraphs]
    keywords = []
    for at, word in triggers_of(text).keywords:
        index = bisect_right(starts, at) - 1
        keyword = _read(text, at, word, paragraphs, index)
        if keyword is not None:
            keywords.append(keyword)
        elif trace is not None:
            trace.append(
                Rival(
                    kind="resolution",
                    start_char=at,
                    end_char=at + len(word),
                    rule_id=_RULES[word][0].row.id,
                    reason=f"{word!r} tells of a decision or of something else: no rule for it fits what "
                    "stands before and after",
                )
            )
    return keywords


def _read(text: str, at: int, word: str, paragraphs: Sequence[Paragraph], index: int) -> Keyword | None:
    paragraph = paragraphs[index]
    end = at + len(word)
    last_word = _word_before(text, at, paragraph.start_char)
    if word in _NARRATED and last_word not in _MAY_DECIDE:
        return None
    reach, stop = end + _LONGEST_REACH, paragraph.end_char
    rules = [rule for rule in _RULES[word] if rule.after.match(text, end, reach if rule.reaches_on else stop)]
    if not rules:
        return None
    sentence = sentence_start(text, body_start(text, paragraph), at)
    before = text[sentence:at]
    for rule in rules:
        row = rule.row
        if last_word == "not" and not row.get("denied"):
            continue  # "was NOT APPROVED" decides nothing, but "NOT UPHELD" does
        if rule.before.fullmatch(before) and (rule.is_plain or _holds(text, row, sentence, end, paragraphs, index)):
            start = at
            if row.get("subject"):
                start = sentence
            elif row.get("with_head"):
                start = sentence + len(before) - len(before.lstrip('[({*“" '))
            if start == at and (with_adverb := _UNANIMOUSLY.search(before)):
                start = sentence + with_adverb.start()
            return Keyword(start, end, sentence, index, row)
    return None


def _word_before(text: str, at: int, low: int) -> str:
    words = text[max(low, at - 24) : at].split()
    return words[-1].rstrip(",").lower() if words else ""


def _holds(text: str, row: Row, sentence: int, end: int, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the conditions hold that look beyond the sentence's head."""
    paragraph = paragraphs[index]
    if row.get("must_decide"):
        rest = text[end : sentence_end(text, end, paragraph.end_char)]
        if rest.startswith(" that") and not (_OWN_SUBJECT.search(rest) or find_verbs(rest)):
            return False
        if not rest.startswith((" that", " to")) and _TELLS.search(rest):
            return False
    if row.get("alone") and sentence_end(text, end, paragraph.end_char) != paragraph.end_char:
        return False
    if row.get("closing"):
        return sentence == body_start(text, paragraph) and _closes(text, paragraphs, index)
    return True


def _closes(text: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph is the last of its item: only page furniture or another item follows."""
    headings = headings_of(text)
    for after in range(index + 1, len(paragraphs)):
        paragraph = paragraphs[after]
        heading = bisect_left(headings, paragraph.start_char, key=attrgetter("start_char"))
        if heading < len(headings) and headings[heading].start_char == paragraph.start_char:
            return True
        if paragraph.kind != "heading":
            return False
    return True
