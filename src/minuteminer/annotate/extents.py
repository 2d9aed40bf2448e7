"""Where a resolution ends: with its sentence, its paragraph, or the list that runs on from it.

What a page puts after the words ("Supporting documents:", the bar of a table) is cut off, and so are sentences
in the same paragraph that tell what happened next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from minuteminer.annotate.keywords import Keyword, body_start
from minuteminer.annotate.labels import ordinal
from minuteminer.annotate.paragraphs import starts_with_keyword
from minuteminer.annotate.sentences import sentence_end, split_sentences
from minuteminer.annotate.verb_forms import DETERMINERS, LISTED, words_of
from minuteminer.annotate.verbs import find_verbs
from minuteminer.findings import Paragraph

_FURNITURE = re.compile(
    r"\s*(?:\b(?:Supporting|Additional|Background) [Dd]ocuments?:|\bMinutes:|\bView directions|[•·*]? ?Share this item"
    r"|\b(?:pdf|doc) icon|\bPDF [\d.,]+ ?[KM]B|\|(?=\s|\Z)|\b(?:Reasons?|Rationale)(?: for (?:the )?[Dd]ecisions?)? ?:"
    r"|\b(?:Alternative|Other) options\b[^:.]{0,60}:|\bPage \d+(?: of \d+)?\s*\Z"
    r"|[\[(]?(?:Post|POST)[ -](?:M|m)\w+ (?:Note|NOTE|note))"
)
# No furniture without one of these. (A colon alone would do for most of it, but every other resolution has one.)
_FURNITURE_MARKS = (
    *("ocument", "Minutes:", "eason", "ationale", " options"),
    *("|", " icon", "PDF", "Share", "View", "Page", "ost", "POST"),
)
_PAGE_BLOCK = re.compile(
    r"(?:(?:Supporting|Additional|Background) [Dd]ocuments?|Minutes|MINUTES|Reasons?|REASONS?|Rationale|Alternative"
    r"|Voting|Votes?|Contact|Note|NOTE|Action|ACTION|Other options|Any (?:alternative|other)|Implementation|Date of"
    r"|Report (?:of|by))\b"
)
_OPEN_END = re.compile(r"(?:[:,;–—-]|\b(?:that|to|and|or|the|following|That|THAT|TO))[\])*]*\Z|\.\.\.\Z")
_NOTHING_YET = re.compile(
    r"[\s:;,.–—\-(\[\])*]*(?:(?:that|That|THAT|to|as follows|the following|[Uu]nanimously)[\s:;,.–—)-]*)*\Z"
)
_DECIDES = re.compile(r"(?:[Tt]hat|THAT|[Tt]o|TO|and|\(?[a-z\d]{1,3}[.)])\b")
_TELLS = re.compile(
    r"\b(?:was|were|had|said|asked|thanked|closed|ended|rose|welcomed|reported|explained|advised|left|joined|replied"
    r"|would|abstained|voted|[Tt]here|proposed|seconded|moved)\b"
)
_FIRST_INLINE = re.compile(r"[\s:;,–—-]*(?:that|That|THAT)?[\s:;,–—-]*(\(?(?:1|a|i|A)[.)])\s")
_THAT = re.compile(r"[\s:;,.–—-]*(?:that|That|THAT)\b")
# Words with which what is decided is said in full; without them "Cllr Birtle elected Chair" decides, too.
_IN_FULL = re.compile(r"[\s:;,.–—-]*(?:that|That|THAT|to|To|TO)\b")
_OBLIGES = re.compile(r"\b(?:be|should|shall|will|must)\b")
# Before one of these stands the verb of a sentence, or there is none that tells.
_SUBJECT_ENDS = frozenset("that to be is are which who for by in as".split())
_LONGEST_TELLER = 7
# Irregular forms of verbs that no decision has.
_PAST = frozenset("began spoke came sat rose felt saw met lost won thought knew fell stood ran withdrew".split())
# A heading within the list of a decision: "PART A".
_PART = re.compile(r"(?:PART|Part|SECTION|Section) (?:[A-Z]|\d{1,2}|[IVX]{1,4})\s?:?")
# "That the Police and Crime Panel for Saltmere and the Isles".
_LONGEST_SUBJECT = 90
# How far a decision is sought at first, then four times as far: a paragraph of many decisions would otherwise be
# read to its end for each of them.
_FIRST_LOOK = 4000
_Style = tuple[str, bool]
_LABEL_STYLE = re.compile(r"\d+|[A-Za-z]+")


def end_of(text: str, keyword: Keyword, paragraphs: Sequence[Paragraph]) -> int:
    """The offset at which the decision of `keyword` ends."""
    paragraph = paragraphs[keyword.paragraph]
    size = _FIRST_LOOK
    while True:
        limit = min(paragraph.end_char, keyword.end + size)
        end = _end_within(text, keyword, limit)
        cut = _cut(text, keyword.end, end)
        if cut < limit or limit == paragraph.end_char:
            break
        size *= 4
    if cut < end:
        end = _end_within(text, keyword, cut)
    elif end == paragraph.end_char and not keyword.row.get("yields"):
        end = _run_on(text, keyword, paragraphs, end)
    return _without_bracket(text, keyword, end)


def _end_within(text: str, keyword: Keyword, end: int) -> int:
    """The end of what `keyword` decides in its own paragraph, of which `end` is the end."""
    if keyword.row.get("extent") == "sentence":
        return sentence_end(text, keyword.end, end)
    return end if keyword.row["decision"] == "decision" else _end_of_sentences(text, keyword, end)


def _cut(text: str, start: int, end: int) -> int:
    """`end`, or where page furniture starts before it."""
    words = text[start:end]
    for mark in _FURNITURE_MARKS:
        if mark in words:
            break
    else:
        return end
    found = _FURNITURE.search(words)
    return start + len(words[: found.start()].rstrip()) if found else end


def _end_of_sentences(text: str, keyword: Keyword, end: int) -> int:
    """The end of the last sentence that still decides."""
    last = keyword.end
    is_in_full = _IN_FULL.match(text, keyword.end, end) is not None
    for start, stop in split_sentences(text, keyword.end, end):
        if (
            last > keyword.end
            and not _DECIDES.match(text, start, stop)
            and (_TELLS.search(text, start, stop) or (is_in_full and _tells_past(text[start:stop])))
        ):
            return last
        last = stop
    return end


def _tells_past(sentence: str) -> bool:
    """Whether a sentence tells what somebody did: "Members then turned to the budget." """
    if _OBLIGES.search(sentence):
        return False
    words = words_of(sentence[:_FIRST_LOOK])
    for index, word in enumerate(words.text[:_LONGEST_TELLER]):
        if index and word in _SUBJECT_ENDS:
            return False
        verb = LISTED.get(word)
        is_past = word.endswith("ed") if verb is None else "past" in verb.forms and "base" not in verb.forms
        is_past = is_past or word in _PAST
        if is_past and index and words.text[index - 1] not in DETERMINERS:
            return True
    return False


def _without_bracket(text: str, keyword: Keyword, end: int) -> int:
    opened = text[max(0, keyword.start - 1) : keyword.start]
    return end - 1 if opened in ("[", "(") and text[end - 1] in "])" else end


def _run_on(text: str, keyword: Keyword, paragraphs: Sequence[Paragraph], end: int) -> int:
    """`end` moved over the paragraphs after the keyword's own that belong to the decision."""
    is_bare = _NOTHING_YET.match(text, keyword.end, end) is not None
    inline = _FIRST_INLINE.match(text, keyword.end, end)
    is_open = (
        is_bare
        or _OPEN_END.search(text, max(keyword.start, end - 12), end) is not None
        or _leads_to_list(text, keyword, end, paragraphs)
    )
    if text[end - 1] == "." and is_bare and end - keyword.end <= 1:
        return end
    listed: dict[_Style, str] = {_style(inline[1]): inline[1]} if inline else {}
    first: int | None = None
    for index in range(keyword.paragraph + 1, len(paragraphs)):
        paragraph = paragraphs[index]
        body = body_start(text, paragraph)
        if paragraph.kind == "heading" and _PART.fullmatch(text, body, paragraph.end_char):
            continue  # `end` is moved over it by the clause that follows, if one does
        is_row = first is not None and paragraph.kind == "heading" and text.count("\n", end, body) == 1
        if not is_row and not _goes_on(text, paragraph, body, listed, is_open, first):
            break
        if first is None:
            first = body
        cut = _cut(text, body, paragraph.end_char)
        end = cut
        if cut < paragraph.end_char:
            break
        if paragraph.label is not None:
            listed[_style(paragraph.label)] = paragraph.label
        is_open = _OPEN_END.search(text, max(body, end - 12), end) is not None
    return end


def _leads_to_list(text: str, keyword: Keyword, end: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether "RESOLVED – That the Panel" names but the subject of what the list below it decides."""
    if keyword.paragraph + 1 == len(paragraphs) or not text[end - 1].isalpha():
        return False
    label = paragraphs[keyword.paragraph + 1].label
    if label is None or ordinal(label) != 1 or end - keyword.end > _LONGEST_SUBJECT:
        return False
    words = text[keyword.end : end]
    return _THAT.match(words) is not None and not find_verbs(words, kind="decision")


def _goes_on(
    text: str, paragraph: Paragraph, body: int, listed: dict[_Style, str], is_open: bool, first: int | None
) -> bool:
    """Whether `paragraph` belongs to the decision of which `listed` labels and the `first` body were read.

    `listed` holds the last label of each style.
    """
    if paragraph.kind == "note" or _PAGE_BLOCK.match(text, body, paragraph.end_char):
        return False
    if starts_with_keyword(text, body, paragraph.end_char):
        return False
    if paragraph.label is not None:
        return _is_next(text, paragraph, body, listed, is_open, first)
    if is_open:
        return paragraph.kind != "heading" or first is None or text[body : body + 1].islower()
    return first is not None and _DECIDES.match(text, body, paragraph.end_char) is not None


def _style(label: str) -> _Style:
    """What labels of one list share: their signs, and whether they are but letters."""
    return _LABEL_STYLE.sub("", label), label.isalpha()


def _is_next(
    text: str, paragraph: Paragraph, body: int, listed: dict[_Style, str], is_open: bool, first: int | None
) -> bool:
    """Whether a labelled paragraph is the next of a list, or starts one."""
    label = paragraph.label or ""
    if not listed:
        return is_open
    before = listed.get(_style(label))
    if before is None:
        return is_open
    follows = ordinal(label) == ordinal(before) + 1
    if ordinal(label) == ordinal(before):  # Word prints "1." before each where a list lost its count
        words = text[body : paragraph.end_char]
        follows = is_open or (bool(find_verbs(words, kind="decision")) and not _TELLS.search(words))
    if not (follows or is_open):
        return False
    begins_so = first is None or not _DECIDES.match(text, first)
    return begins_so or _DECIDES.match(text, body) is not None or text[body : body + 1].islower() or is_open
