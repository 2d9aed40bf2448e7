"""Where a row of a file stands: in which meeting and item, in which words, in which version, on which page."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass

from minuteminer.index.column_years import find_column_year
from minuteminer.index.figure_years import find_figure_year
from minuteminer.index.streams import MatchedItem, Passage
from minuteminer.models import MeetingStatus

# So much of the passage on either side of a figure is enough to see what it is of.
CONTEXT_CHARS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a reader looks for first: when, who, which item."""

    date: datetime.date | None
    site: str
    committee: str
    item_number: str
    item_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The passage and the offsets of the words in the item's text."""

    paragraph: str | None
    paragraph_id: str | None
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureYear:
    """The financial year that a figure is of."""

    financial_year: str | None
    financial_year_inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What leads back to the source: ids to join by, the link, the version of the item."""

    meeting_id: str
    item_id: str
    topics: tuple[str, ...]
    publication: MeetingStatus
    url: str
    version: int
    text_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """When and by what rules it was had: the same content collected on another day differs here alone."""

    fetched_at: datetime.datetime | None
    published: datetime.date | None
    page_sha256: str
    rules_version: str


def place_of(matched: MatchedItem) -> Place:
    """The meeting and item of a row."""
    return Place(
        date=matched.meeting.date,
        site=matched.panel,
        committee=matched.meeting.committee,
        item_number=matched.item.number,
        item_title=matched.item.title,
    )


def words_of(matched: MatchedItem, start_char: int, end_char: int, label: str | None) -> Words:
    """The place of words; `label` is the printed paragraph label that they stand under."""
    passage = passage_at(matched, start_char)
    return Words(
        paragraph=label,
        paragraph_id=paragraph_id(matched, passage) if passage else None,
        start_char=start_char,
        end_char=end_char,
    )


def figure_year(matched: MatchedItem, start_char: int, end_char: int) -> FigureYear:
    """The financial year of the figure at an offset: printed beside it, or that of the meeting's day."""
    passage = passage_at(matched, start_char)
    begin, end = (passage.start_char, passage.end_char) if passage else (start_char, end_char)
    year, printed = find_figure_year(
        matched.item.text[begin:end],
        start_char - begin,
        end_char - begin,
        title=matched.item.title,
        date=matched.meeting.date,
        column=find_column_year(matched.item.text, start_char),
    )
    return FigureYear(financial_year=year, financial_year_inferred=year is not None and not printed)


def context_of(matched: MatchedItem, start_char: int, end_char: int) -> str:
    """The words round a figure on one line, whole words, the figure itself included."""
    passage = passage_at(matched, start_char)
    begin, end = (passage.start_char, passage.end_char) if passage else (start_char, end_char)
    text = matched.item.text
    first, last = max(begin, start_char - CONTEXT_CHARS), min(max(end, end_char), end_char + CONTEXT_CHARS)
    before, after = text[first:start_char], text[end_char:last]
    if first > begin:
        before = "… " + before.partition(" ")[2]
    if last < end:
        after = after.rpartition(" ")[0] + " …"
    return " ".join((before + text[start_char:end_char] + after).split())


def anchor_of(matched: MatchedItem) -> Anchor:
    """The ids, link and version of a row."""
    return Anchor(
        meeting_id=matched.meeting_key,
        item_id=matched.key,
        topics=tuple(topic.topic_id for topic in matched.topics),
        publication=matched.item.status,
        url=matched.item.url or matched.meeting.url,
        version=matched.version,
        text_sha256=matched.item.sha256,
    )


def provenance_of(matched: MatchedItem) -> Provenance:
    """When the version was fetched, and the rules that it was annotated by."""
    return Provenance(
        fetched_at=matched.item.fetched_at,
        published=matched.published,
        page_sha256=matched.item.page_sha256,
        rules_version=matched.rules_version,
    )


def passage_at(matched: MatchedItem, start_char: int) -> Passage | None:
    """The passage in which an offset lies: the last that begins at or before it."""
    place = bisect_right(matched.passages, start_char, key=lambda passage: passage.start_char)
    return matched.passages[place - 1] if place else None


def paragraph_id(matched: MatchedItem, passage: Passage) -> str:
    """The id of a passage: item, version and offsets, as the id of a fact has them."""
    return f"{matched.key}@{matched.version}#paragraph-{passage.start_char}-{passage.end_char}"
