"""What the site's pages are made from: the corpus, the day, and which faults are on; and words in two languages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from minuteminer.models import MeetingStatus
from minuteminer.samplesite.corpus import SampleCorpus, SampleDocument, SampleItem, SampleMeeting

# The item that the fault `item_added` puts at the end of every meeting.
_ADDED_ITEM_ID = "9{}"
_WELSH = {
    "Meeting": "Cyfarfod",
    "Agenda": "Rhaglen",
    "Decision:": "Penderfyniad:",
    "Minutes:": "Cofnodion:",
    "Additional documents:": "Dogfennau ychwanegol:",
    "Supporting documents:": "Dogfennau ategol:",
    "Venue: ": "Lleoliad: ",
    "Proposed venue: ": "Lleoliad arfaethedig: ",
    "Agenda item": "Eitem Rhaglen",
    "Browse meetings": "Pori cyfarfodydd",
    "CANCELLED": "WEDI'I GANSLO",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The site as one request sees it."""

    corpus: SampleCorpus
    today: datetime.date
    faults: frozenset[str] = frozenset()
    welsh: bool = False
    base_url: str = ""

    def word(self, english: str) -> str:
        """A label in the language of the request."""
        return _WELSH.get(english, english) if self.welsh else english

    def status(self, meeting: SampleMeeting) -> MeetingStatus | None:
        """The state of a meeting today, None before it was booked."""
        return meeting.status_on(self.today)

    def items(self, meeting: SampleMeeting) -> tuple[SampleItem, ...]:
        """What a meeting's page lists today."""
        if self.status(meeting) in (None, "scheduled", "cancelled"):
            return ()
        items = meeting.items
        if "item_added" in self.faults:
            added = SampleItem(
                item_id=_ADDED_ITEM_ID.format(meeting.meeting_id), agenda_number="99.", number="999.",
                title="Urgent item added late", minutes="1.   An item that was added late was taken.",
            )  # fmt: skip
            items = (*items, added)
        if "restricted" in self.faults:
            items = tuple(_restricted(item) for item in items)
        return items

    def minutes(self, meeting: SampleMeeting, item: SampleItem) -> str:
        """The minutes that a page shows of an item: none where they are published as a PDF only."""
        if meeting.pdf_minutes_only or "no_minutes" in self.faults:
            return ""
        status = self.status(meeting)
        return item.minutes_at(status) if status else ""

    def decision(self, meeting: SampleMeeting, item: SampleItem) -> str:
        """The decision that a page shows of an item."""
        status = self.status(meeting)
        return item.decision_at(status) if status else ""

    def find_item(self, item_id: str) -> tuple[SampleMeeting, SampleItem] | None:
        """An item that can be seen today, with its meeting."""
        for meeting in self.corpus.meetings:
            for item in self.items(meeting):
                if item.item_id == item_id:
                    return meeting, item
        return None

    def heading(self, meeting: SampleMeeting) -> str:
        """What a meeting's page calls itself: its state of publication in words."""
        status = self.status(meeting)
        decided = any(self.decision(meeting, item) for item in self.items(meeting))
        if status in (None, "scheduled", "cancelled"):
            return self.word("Meeting")
        parts = ["Rhaglen" if self.welsh else "Agenda"]
        if decided or status == "decisions":
            parts.append("penderfyniadau" if self.welsh else "decisions")
        if status in ("draft", "final"):
            draft = status == "draft"
            welsh = "cofnodion drafft" if draft else "cofnodion"
            parts.append(welsh if self.welsh else "draft minutes" if draft else "minutes")
        if len(parts) == 1:
            return parts[0]
        return f"{', '.join(parts[:-1])} {'a' if self.welsh else 'and'} {parts[-1]}"


def _restricted(item: SampleItem) -> SampleItem:
    documents: tuple[SampleDocument, ...] = tuple(replace(document, restricted=True) for document in item.documents)
    return replace(item, documents=documents, lead_report=False)
