"""Notes that were added to minutes after the meeting, and what they correct."""

from __future__ import annotations

import pytest

from counted_calls import calls_per_character
from minuteminer.annotate.notes import find_notes


@pytest.mark.parametrize(
    ("text", "note", "corrects"),
    [
        ("(4)  It rained.\n\nPOST MEETING NOTE: it snowed.", "POST MEETING NOTE: it snowed.", "(4)"),
        ("2. It rained.\n\n[Post-meeting note: it snowed.]\n\n3. End.", "Post-meeting note: it snowed.", "2."),
        (
            "1. It rained.\n\n2. It blew.\n\nPost meeting note: paragraph 1 should say snow.",
            "Post meeting note: paragraph 1 should say snow.",
            "1.",
        ),
        ("3. It cost £3 (Clerk’s note: later £4).", "Clerk’s note: later £4", "3."),
        ("Note by the clerk: it snowed.", "Note by the clerk: it snowed.", None),
        ("7. It rained.\n\nSubsequent to the meeting, it snowed.", "Subsequent to the meeting, it snowed.", "7."),
    ],
)
def test_a_note_names_what_it_corrects_or_stands_below_it(text: str, note: str, corrects: str | None) -> None:
    (found,) = find_notes(text)
    assert (found.text, found.corrects) == (note, corrects)
    assert text[found.start_char : found.end_char] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "He would write to Members after the meeting.",
        "A note by the door told of the ferry.",
        "The post came after the meeting had noted it.",
    ],
)
def test_what_merely_speaks_of_notes_is_none(text: str) -> None:
    assert find_notes(text) == []


def test_many_notes_are_not_slow() -> None:
    assert calls_per_character(find_notes, "(1)  Post meeting note (paragraph 3)\n\n" * 500) < 25
