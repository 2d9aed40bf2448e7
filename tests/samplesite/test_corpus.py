"""The sample site keeps the rules that its data card states."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
PANEL = "311"
PROPOSED = re.compile(r"precept of £([\d.]+) for a Band D property, an increase of £([\d.]+) or ([\d.]+)%")
STATUSES = {"scheduled", "agenda", "decisions", "draft", "final", "cancelled"}
MEETING_FIELDS = {
    "meeting_id", "agenda_id", "committee_id", "date", "time", "title", "venue", "contact", "note", "webcast", "life",
    "pdf_minutes_only", "attendance", "items",
}  # fmt: skip
ITEM_FIELDS = {
    "item_id", "agenda_number", "number", "title", "lead_report", "agenda_text", "decision", "minutes", "draft_minutes",
    "markup", "documents", "issue_id", "restricted", "recorded_vote",
}  # fmt: skip

Record = dict[str, Any]


@pytest.fixture(scope="module")
def site() -> Record:
    loaded: Record = json.loads((SAMPLE / "site.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def meetings() -> list[Record]:
    paths = sorted((SAMPLE / "meetings").glob("*.json"))
    found: list[Record] = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return sorted(found, key=lambda meeting: str(meeting["date"]))


def each_item(meetings: list[Record]) -> Iterator[Record]:
    for meeting in meetings:
        yield from meeting["items"]


def minutes_of(item: Record) -> str:
    return (SAMPLE / "minutes" / item["minutes"]).read_text(encoding="utf-8") if item["minutes"] else ""


def all_minutes(meetings: list[Record]) -> str:
    return "\n\n".join(minutes_of(item) for item in each_item(meetings))


def test_the_site_says_openly_that_it_is_invented(site: Record) -> None:
    assert "invented" in site["notice"]
    assert "invented" in site["council"]
    assert "invented" in (SAMPLE.parent / "README.md").read_text(encoding="utf-8")


def test_a_committee_may_be_expired_and_may_be_without_meetings(site: Record, meetings: list[Record]) -> None:
    held = Counter(meeting["committee_id"] for meeting in meetings)
    expired = {committee["committee_id"] for committee in site["committees"] if committee["expired"]}
    assert expired == {"297"}
    assert {committee["committee_id"]: held[committee["committee_id"]] for committee in site["committees"]} == {
        "311": 17, "318": 2, "297": 1, "325": 0,
    }  # fmt: skip


def test_the_panel_meets_over_four_years_with_more_than_seventy_five_items(meetings: list[Record]) -> None:
    panel = [meeting for meeting in meetings if meeting["committee_id"] == PANEL]
    years = {meeting["date"][:4] for meeting in panel if meeting["items"]}
    assert years == {"2023", "2024", "2025", "2026"}
    assert len(list(each_item(panel))) >= 75


def test_the_data_card_states_the_true_totals(meetings: list[Record]) -> None:
    card = (SAMPLE.parent / "README.md").read_text(encoding="utf-8")
    items = list(each_item(meetings))
    words = [len(minutes_of(item).split()) for item in items if item["minutes"]]
    assert f"| meetings | {len(meetings)}:" in card
    assert f"| agenda items | {len(items)}, of which {len(words)} have minutes" in card
    assert f"| {sum(count >= 400 for count in words)} items of 400 words and more" in card
    assert f", {sum(count > 500 for count in words)} of over 500 words" in card
    assert f"the longest has {max(words)} |" in card
    assert f"| words of minutes | {sum(words):,} |" in card


def test_long_minutes_are_as_long_as_real_ones(meetings: list[Record]) -> None:
    words = [len(minutes_of(item).split()) for item in each_item(meetings)]
    assert sum(400 <= count <= 900 for count in words) >= 30
    assert max(words) <= 900


def test_every_record_has_exactly_the_fields_that_the_server_reads(meetings: list[Record]) -> None:
    for meeting in meetings:
        assert set(meeting) == MEETING_FIELDS, meeting["meeting_id"]
        for item in meeting["items"]:
            assert set(item) == ITEM_FIELDS, item["item_id"]
            assert item["markup"] in {"literal", "ol"}
            for document in item["documents"]:
                assert set(document) == {"attachment_id", "title", "restricted", "text"}


def test_ids_are_unique_and_numeric_across_the_site(meetings: list[Record]) -> None:
    items = list(each_item(meetings))
    for ids in (
        [meeting["meeting_id"] for meeting in meetings] + [meeting["agenda_id"] for meeting in meetings],
        [item["item_id"] for item in items],
        [document["attachment_id"] for item in items for document in item["documents"]],
    ):
        assert len(ids) == len(set(ids))
        assert all(identifier.isdigit() for identifier in ids)


def test_ids_follow_neither_date_nor_page_order(meetings: list[Record]) -> None:
    by_date = [int(meeting["meeting_id"]) for meeting in meetings]
    assert by_date != sorted(by_date)
    longest = max(meetings, key=lambda meeting: len(meeting["items"]))
    on_page = [int(item["item_id"]) for item in longest["items"]]
    assert on_page != sorted(on_page)


def test_the_minutes_folder_holds_what_the_items_name_and_no_more(meetings: list[Record]) -> None:
    named = {item[key] for item in each_item(meetings) for key in ("minutes", "draft_minutes") if item[key]}
    assert named == {path.name for path in (SAMPLE / "minutes").glob("*.txt")}


def test_a_life_runs_forward_through_known_states(meetings: list[Record]) -> None:
    for meeting in meetings:
        days = [date.fromisoformat(stage["from"]) for stage in meeting["life"]]
        assert days == sorted(set(days)), meeting["meeting_id"]
        assert {stage["status"] for stage in meeting["life"]} <= STATUSES
        for stage, day in zip(meeting["life"], days, strict=True):
            if stage["status"] in {"decisions", "draft", "final"}:
                assert day > date.fromisoformat(meeting["date"]), meeting["meeting_id"]


def test_every_state_in_which_a_page_can_be_found_occurs_last(meetings: list[Record]) -> None:
    last = Counter(meeting["life"][-1]["status"] for meeting in meetings if meeting["committee_id"] == PANEL)
    assert last == {"final": 13, "draft": 1, "agenda": 1, "scheduled": 1, "cancelled": 1}
    assert [meeting["meeting_id"] for meeting in meetings if meeting["pdf_minutes_only"]] == ["5331"]
    assert any(stage["status"] == "decisions" for meeting in meetings for stage in meeting["life"])


def test_the_draft_differs_from_the_final_minutes_in_one_figure(meetings: list[Record]) -> None:
    (item,) = [item for item in each_item(meetings) if item["draft_minutes"]]
    draft = (SAMPLE / "minutes" / item["draft_minutes"]).read_text(encoding="utf-8").split()
    changed = [pair for pair in zip(draft, minutes_of(item).split(), strict=True) if pair[0] != pair[1]]
    assert changed == [("17", "19")]


def test_some_items_are_numbered_otherwise_on_the_agenda_than_in_the_minutes(meetings: list[Record]) -> None:
    numbers = [(item["agenda_number"], item["number"]) for item in each_item(meetings)]
    assert ("4.", "26.") in numbers
    assert ("7a.", "15a.") in numbers
    assert ("4", "12/26") in numbers
    out_of_order = [
        meeting["meeting_id"]
        for meeting in meetings
        if (order := [item["agenda_number"] for item in meeting["items"]]) != sorted(order)
    ]
    assert out_of_order == ["5189", "5402"]


def test_restricted_items_and_documents_and_empty_minutes_occur(meetings: list[Record]) -> None:
    items = list(each_item(meetings))
    assert sum(item["restricted"] for item in items) == 4
    assert all(document["restricted"] for item in items if item["restricted"] for document in item["documents"])
    assert [item["title"] for item in items if item["minutes"] and not minutes_of(item).strip()]


def test_a_recorded_vote_agrees_with_the_minutes_that_report_it(meetings: list[Record]) -> None:
    (item,) = [item for item in each_item(meetings) if item["recorded_vote"]]
    text = minutes_of(item)
    for side, heading in (("for", "For"), ("against", "Against"), ("abstain", "Abstain")):
        voters = item["recorded_vote"][side]
        (line,) = [line for line in text.splitlines() if line.startswith(heading + " (")]
        assert line.startswith(f"{heading} ({len(voters)})")
        assert all(voter.split()[-1] in line for voter in voters)


@pytest.mark.parametrize(
    "form",
    [
        r"^RESOLVED that", r"^RESOLVED: That", r"^RESOLVED – That", r"^RESOLVED to note", r"^RESOLVED TO RECOMMEND",
        r"^Resolved:\n\nThat", r"^RESOLVED:\n\nTo note", r"^\(\d+\)   RESOLVED that", r"UNANIMOUSLY RESOLVED",
        r"RESOLVED, nem\. con\.", r"RESOLVED, by six votes to four", r"It was RESOLVED that", r"^ORDERED that",
        r"^RECOMMENDED that", r"were AGREED as a correct record", r"^AGREED that", r"It was AGREED", r"^NOTED\.$",
        r"It was noted that", r"^The Panel NOTED", r"^Decision:$", r"^PANEL DECISION\n\nThat", r"^RESOLVED –\n\nThat",
        r"subject to the amendment", r"^POST MEETING NOTE: ",
        r"nine votes in favour and three against, with no abstentions", r"carried 9-2", r"seven votes and .* four",
        r"^For \(8\): ", r"The motion was lost", r"agreed unanimously",
        r"^\(1\)   ", r"^1\.   ", r"^2\.   ", r"^a\)  ", r"^\(a\)  ", r"^\(i\)  ", r"^i\.  ", r"^·  ", r"^Question 1$",
        r"^\w[\w ]* \| [\d,.]+ \| ", r"Operation Stack", r"Operation Longline", r"£000", r"\(600\)",
    ],
)  # fmt: skip
def test_each_form_of_real_minutes_occurs(meetings: list[Record], form: str) -> None:
    assert re.search(form, all_minutes(meetings), re.MULTILINE), form


@pytest.mark.parametrize(
    ("first_year", "band_d", "rise", "percentage"),
    [
        (2023, "£243.15", "£15", "6.57%"),
        (2024, "£256.15", "£13", "5.35%"),
        (2025, "£270.15", "£14", "5.47%"),
        (2026, "£285.15", "£15", "5.55%"),
    ],
)
def test_each_february_the_precept_is_set(
    meetings: list[Record], first_year: int, band_d: str, rise: str, percentage: str
) -> None:
    title = f"Proposed Precept and Budget {first_year}/{(first_year + 1) % 100}"
    (item,) = [item for item in each_item(meetings) if item["title"].endswith(title)]
    text = minutes_of(item)
    assert all(figure in text for figure in (band_d, rise, percentage))


def test_the_precepts_and_their_rises_add_up(meetings: list[Record]) -> None:
    proposed = [
        (figures[1], figures[2], figures[3])
        for item in each_item(meetings)
        for document in item["documents"]
        if (figures := PROPOSED.search(document["text"]))
    ]
    assert len(proposed) == 4
    for (before, _, _), (after, rise, percentage) in pairwise(proposed):
        assert float(after) - float(before) == pytest.approx(float(rise))
        assert round(float(rise) / float(before) * 100, 2) == float(percentage)
