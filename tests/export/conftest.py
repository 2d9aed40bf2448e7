"""An index of invented minutes of an invented place, read by the real pipeline."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from minuteminer.annotate.pipeline import annotate
from minuteminer.index import Index, open_index
from minuteminer.models import AgendaItem, DocumentLink, Meeting

SITE = "https://democracy.saltmarsh.example/"
PANEL = "Saltmarsh Police and Crime Panel"
PRECEPT = """\
1. The Treasurer said that the precept would rise by between £5m and £6m in 2017/18, a rise of 4.5%.

2. =2+3 was written on the slide. Overtime of £1.5m was paid, and £150,000 a year for three years was set aside.

3. The Chief Constable had 24 of the 37 additional firearms officers.

4. The motion was carried by nine votes to two.

RESOLVED that (a) the precept be supported; and (b) the report be noted."""
QUEUES = """\
8. Lorry queues had cost the Force £410,000; the Chair thanked 12 special constables. 😀

- a line of a list about £3m

POST MEETING NOTE: the figure in paragraph 8 should have been £401,000."""
APOLOGIES = "1. Apologies were received from a member."
_ITEMS = (
    ("11", datetime.date(2016, 4, 28), "101", "5.", "Precept proposal", PRECEPT),
    ("11", datetime.date(2016, 4, 28), "102", "1.", "Apologies and Substitutes", APOLOGIES),
    ("12", datetime.date(2017, 9, 7), "103", "6.", "Operation Longline", QUEUES),
)


def make_meeting(meeting_id: str, date: datetime.date) -> Meeting:
    return Meeting(
        site=SITE, meeting_id=meeting_id, committee_id="7", committee=PANEL, date=date, time="10:30", status="final",
        venue="Town Hall", url=f"{SITE}ieListDocuments.aspx?CId=7&MId={meeting_id}",
    )  # fmt: skip


def fill(index: Index, *, fetched: datetime.datetime, backwards: bool = False) -> None:
    """Put the invented minutes into an index, as if fetched at an instant."""
    with index.writing():
        for meeting_id, date, item_id, number, title, text in reversed(_ITEMS) if backwards else _ITEMS:
            meeting = make_meeting(meeting_id, date)
            item = AgendaItem(
                site=SITE, item_id=item_id, meeting_id=meeting_id, position=int(item_id), number=number, title=title,
                text=text, minutes_text=text, url=f"{meeting.url}#AI{item_id}",
                documents=(DocumentLink(title="Report", url=f"{SITE}documents/s{item_id}/Report.pdf"),),
                sha256=hashlib.sha256(text.encode()).hexdigest(), page_sha256=f"{fetched:%f}" * 8, fetched_at=fetched,
            )  # fmt: skip
            document = annotate(text, id=f"democracy.saltmarsh.example:{item_id}@1", title=title)
            index.add(meeting, item, document, rules_version="rules")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The invented minutes, to be read."""
    folder = tmp_path_factory.mktemp("index")
    with open_index(folder) as made:
        fill(made, fetched=datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC))
        yield made


@pytest.fixture(scope="session")
def other_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The same content, fetched on another day and put in in another order."""
    folder: Path = tmp_path_factory.mktemp("other")
    with open_index(folder) as made:
        fill(made, fetched=datetime.datetime(2021, 5, 6, 7, 8, 9, 10, tzinfo=datetime.UTC), backwards=True)
        yield made
