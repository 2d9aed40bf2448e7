"""From which day on a version of an item counts as published."""

from __future__ import annotations

import datetime

from minuteminer.models import AgendaItem, Meeting


def published_on(meeting: Meeting, item: AgendaItem) -> datetime.date | None:
    """The first day on which a version can have been read.

    For later versions it is the day they were first seen. The first version may be far older than the day
    on which it was collected: the meeting's own day is the earliest it can have been, and that is taken.
    """
    seen = item.fetched_at.date() if item.fetched_at else None
    return (meeting.date or seen) if item.version <= 1 else (seen or meeting.date)
