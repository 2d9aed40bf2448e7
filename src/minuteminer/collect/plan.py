"""How much a collection would ask for, before it does."""

from __future__ import annotations

from dataclasses import dataclass

from minuteminer.collect.meeting_lists import MeetingLists
from minuteminer.collect.meeting_pages import MeetingPages, count_pages

# For a meeting that was never seen: what the meetings of police and crime panels take, with the pages of cut items.
PAGES_PER_NEW_MEETING = 4
ANSWER_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectPlan:
    """What a collection would do. `requests` counts all, also those that planning itself made (`requests_spent`).

    For meetings that were never seen the requests are an estimate: `exact` says that there are none.
    """

    meetings_listed: int
    meetings_due: int
    requests: int
    requests_spent: int
    minutes: float
    exact: bool


def make_plan(lists: MeetingLists, pages: MeetingPages, *, requests_spent: int, pause_s: float) -> CollectPlan:
    """The plan for the meetings that were listed, with `pause_s` seconds between two requests."""
    due, requests, exact = 0, requests_spent, True
    for meeting in lists.meetings.values():
        if not lists.window.holds(meeting.date):
            continue
        earlier = pages.read_earlier(meeting)
        if not pages.is_due(meeting, earlier):
            continue
        due += 1
        exact = exact and earlier is not None
        requests += PAGES_PER_NEW_MEETING if earlier is None else count_pages(earlier, pages.documents)
    return CollectPlan(
        meetings_listed=len(lists.meetings),
        meetings_due=due,
        requests=requests,
        requests_spent=requests_spent,
        minutes=round(requests * (pause_s + ANSWER_S) / 60, 1),
        exact=exact,
    )
