"""What was collected of what a site lists, by committee and year: the operator's view of what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from html import escape

from minuteminer.assemble import AssembledMeeting
from minuteminer.collect.archive import Archive
from minuteminer.errors import ParseError
from minuteminer.models import Meeting
from minuteminer.parse.reader import ModernGovReader


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """Counts of meetings of one committee in one year.

    `listed` stand in the site's list; `fetched` of them have a page in the archive, `missing` have none;
    of the fetched, `with_minutes` have minutes (`draft` of them in draft), `without_minutes` none, `cancelled`.
    """

    committee: str
    year: int
    listed: int
    fetched: int
    missing: int
    with_minutes: int
    draft: int
    without_minutes: int
    cancelled: int


COLUMNS = tuple(field.name for field in fields(CoverageRow))


def listed_meetings(archive: Archive) -> dict[tuple[str, str], Meeting]:
    """Every meeting that an archived list names, by site and meeting id, as the latest list tells it."""
    reader = ModernGovReader()
    meetings: dict[tuple[str, str], Meeting] = {}
    for fetch in archive.fetches(kind="meeting_list"):
        try:
            listed = reader.meeting_list(archive.page(fetch))
        except ParseError:
            continue  # an unreadable list is a failure of the collecting run, reported there
        meetings.update({(meeting.site, meeting.meeting_id): meeting for meeting in listed.meetings})
    return meetings


def measure_coverage(
    listed: dict[tuple[str, str], Meeting], assembled: Iterable[AssembledMeeting]
) -> tuple[CoverageRow, ...]:
    """One row a committee and year, sorted; meetings without a date count under the year 0."""
    fetched = {(entry.meeting.site, entry.meeting.meeting_id): entry for entry in assembled}
    counts: dict[tuple[str, int], Counter[str]] = {}
    for key in {**listed, **fetched}:
        entry = fetched.get(key)
        meeting = entry.meeting if entry is not None else listed[key]
        count = counts.setdefault((meeting.committee, meeting.date.year if meeting.date else 0), Counter())
        count["listed"] += 1
        count.update(states_of(meeting, entry))
    return tuple(
        CoverageRow(committee=committee, year=year, **{name: count[name] for name in COLUMNS[2:]})
        for (committee, year), count in sorted(counts.items())
    )


def states_of(meeting: Meeting, entry: AssembledMeeting | None) -> list[str]:
    """What a meeting counts as besides listed; `entry` is what its page gave, None where none was had."""
    if meeting.status == "cancelled":
        return ["fetched" if entry else "missing", "cancelled"]
    if entry is None:
        return ["missing"]
    has_minutes = any(item.minutes_text or item.decision_text for item in entry.items)
    states = ["fetched", "with_minutes" if has_minutes else "without_minutes"]
    return [*states, "draft"] if has_minutes and meeting.status == "draft" else states


# Colours with enough contrast between neighbours for people who see few colours, from dark (whole) to light.
_PARTS = (
    ("final minutes", "#1d4f91"),
    ("draft minutes", "#5b8fd0"),
    ("no minutes yet", "#bcd3ec"),
    ("cancelled", "#cccccc"),
    ("missing", "#b1403b"),
)
_BAR, _UNIT, _LEGEND = 18, 26, 140
# Sans-serif letters of 13 pixels are about 7 wide; names are written whole.
_LETTER = 7.2


def coverage_svg(rows: Iterable[CoverageRow]) -> str:
    """The rows as a picture (SVG): one bar a committee and year, one segment a state of its meetings."""
    rows = list(rows)
    left = 30 + int(_LETTER * max((len(_name(row)) for row in rows), default=10))
    widest = max((row.listed for row in rows), default=1)
    width = max(left + widest * _UNIT + 40, 10 + len(_PARTS) * _LEGEND)
    height = (len(rows) + 2) * (_BAR + 6) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="13" role="img" aria-label="Meetings collected by committee and year">'
    ]
    for place, (name, colour) in enumerate(_PARTS):
        x = 10 + place * _LEGEND
        parts.append(f'<rect x="{x}" y="8" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="19">{name}</text>')
    for number, row in enumerate(rows, start=1):
        y = 10 + number * (_BAR + 6)
        parts.append(f'<text x="10" y="{y + 13}">{escape(_name(row))}</text>')
        parts += _bar(row, left, y)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(row: CoverageRow, x: int, y: int) -> Iterable[str]:
    missing = row.listed - row.with_minutes - row.without_minutes - row.cancelled
    counts = (row.with_minutes - row.draft, row.draft, row.without_minutes, row.cancelled, missing)
    for (name, colour), count in zip(_PARTS, counts, strict=True):
        if count:
            title = f"<title>{count} {name}</title>"
            yield f'<rect x="{x}" y="{y}" width="{count * _UNIT}" height="{_BAR}" fill="{colour}">{title}</rect>'
        x += count * _UNIT
    yield f'<text x="{x + 6}" y="{y + 13}">{row.listed}</text>'


def _name(row: CoverageRow) -> str:
    return f"{row.committee} {row.year or '(no date)'}"
