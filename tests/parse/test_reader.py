"""One object knows all kinds of pages, and whether two answers say the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from minuteminer.models import RawPage
from minuteminer.parse.reader import ModernGovReader

Answer = Callable[..., RawPage]
READER = ModernGovReader()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("mgListCommittees.aspx?bcr=1", "committee_list"),
        ("MGCOMMITTEEDETAILS.ASPX?ID=4", "committee"),
        ("ieListMeetings.aspx?CId=4&Year=0", "meeting_list"),
        ("ieListDocuments.aspx?MId=4", "meeting"),
        ("mgAi.aspx?ID=4#mgDocuments", "item"),
        ("mgMeetingAttendance.aspx?ID=4", "attendance"),
        ("ieDecisionDetails.aspx?AIId=4", "decision"),
        ("documents/s4/Report on mgAi.aspx.pdf", "document"),
        ("mgConvert2PDF.aspx?ID=4", "document"),
        ("mgWebService.asmx/GetMeeting?lMeetingId=4", "web_service"),
        ("robots.txt", "robots"),
        ("mgError.aspx", "other"),
    ],
)
def test_the_address_says_the_kind(answer: Answer, address: str, kind: str) -> None:
    assert READER.kind(answer(b"x", address)) == kind


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"var notWords", b"var other = Date.now(); var notWords"),
        (b'content="2026-02-04"', b'content="2026-02-05"'),
        (b"This is a default template, the branding appears to be missing.", b"Welcome to the council"),
        (b"CommonAjaxInit", b"CommonAjaxInit2"),
        (b"hard\nwrapped", b"hard wrapped"),
        (b"had re<span", b"had\nre<span"),
    ],
)
def test_what_changes_by_itself_makes_no_difference(answer: Answer, pages: Path, old: bytes, new: bytes) -> None:
    page = (pages / "meeting.html").read_bytes()
    changed = page.replace(old, new)
    assert READER.fingerprint(answer(page, "ieListDocuments.aspx?MId=3")) == READER.fingerprint(
        answer(changed, "ieListDocuments.aspx?MId=3")
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"&pound;4&nbsp;million", b"&pound;5&nbsp;million"),
        (b"draft minutes", b"minutes"),
        (b"AI70003", b"AI70004"),
        (b"s8802", b"s8803"),
    ],
)
def test_a_changed_word_number_or_link_makes_a_difference(answer: Answer, pages: Path, old: bytes, new: bytes) -> None:
    page = (pages / "meeting.html").read_bytes()
    changed = page.replace(old, new)
    assert changed != page
    assert READER.fingerprint(answer(page, "ieListDocuments.aspx?MId=3")) != READER.fingerprint(
        answer(changed, "ieListDocuments.aspx?MId=3")
    )
