"""When a page is worth asking for again: what is new often, what is settled rarely, drafts until final."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from minuteminer.models import MeetingStatus

DAY = datetime.timedelta(days=1)
# Approval comes at the next meeting, usually two to four months on; corrections follow soon after.
RECENT_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisitRow:
    """For meetings in one of `statuses` and at most `age_days` old: the days between two visits."""

    statuses: frozenset[MeetingStatus]
    age_days: int
    every_days: float


_UNSETTLED: frozenset[MeetingStatus] = frozenset({"scheduled", "agenda", "decisions", "draft"})
_SETTLED: frozenset[MeetingStatus] = frozenset({"final", "cancelled", "withdrawn"})
_EVER = 1_000_000

# The first row that fits holds. Some sites leave drafts for ever, so that old drafts are asked for monthly.
SCHEDULE = (
    RevisitRow(statuses=_UNSETTLED | _SETTLED, age_days=RECENT_DAYS, every_days=0),
    RevisitRow(statuses=_UNSETTLED, age_days=2 * 365, every_days=7),
    RevisitRow(statuses=_UNSETTLED, age_days=_EVER, every_days=30),
    RevisitRow(statuses=_SETTLED, age_days=2 * 365, every_days=30),
    RevisitRow(statuses=_SETTLED, age_days=_EVER, every_days=180),
)


def is_due(
    *,
    meeting_date: datetime.date | None,
    status: MeetingStatus,
    last_fetched: datetime.datetime | None,
    now: datetime.datetime,
) -> bool:
    """Whether the pages of a meeting are to be asked for again. What was never fetched is always due.

    >>> utc = datetime.UTC
    >>> now, last_week = datetime.datetime(2026, 5, 8, tzinfo=utc), datetime.datetime(2026, 5, 1, tzinfo=utc)
    >>> is_due(meeting_date=datetime.date(2019, 2, 5), status="final", last_fetched=last_week, now=now)
    False
    >>> is_due(meeting_date=datetime.date(2026, 2, 5), status="draft", last_fetched=last_week, now=now)
    True
    """
    if last_fetched is None or meeting_date is None:
        return True
    age_days = (now.date() - meeting_date).days
    for row in SCHEDULE:
        if status in row.statuses and age_days <= row.age_days:
            # A clock that was set back makes the last visit lie in the future: ask rather than wait for it.
            return not datetime.timedelta(0) <= now - last_fetched < row.every_days * DAY
    return True
