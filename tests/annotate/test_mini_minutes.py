"""Whole short minutes in the styles of several councils, written for this project, read in one go.

`mini_minutes.jsonl` holds a passage a line with every decision, vote, label and item in it; so each passage
also says that nothing else in it is one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minuteminer.annotate.items import find_items
from minuteminer.annotate.paragraphs import find_paragraphs
from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.annotate.votes import find_votes

_LINES = (Path(__file__).parent / "mini_minutes.jsonl").read_text(encoding="utf-8").splitlines()
_PASSAGES = [pytest.param(passage, id=passage["id"]) for passage in map(json.loads, _LINES)]


@pytest.mark.parametrize("passage", _PASSAGES)
def test_everything_in_a_passage_is_read_and_nothing_more(passage: dict[str, Any]) -> None:
    text = passage["text"]
    assert [paragraph.label for paragraph in find_paragraphs(text) if paragraph.label] == passage["paragraphs"]
    assert [{"number": item.number, "title": item.title} for item in find_items(text)] == passage["items"]
    assert [
        {"kind": found.decision, "text": found.text, "verbs": list(found.verbs)} for found in find_resolutions(text)
    ] == passage["resolutions"]
    assert [
        {"for": vote.votes_for, "against": vote.votes_against, "abstain": vote.abstain} for vote in find_votes(text)
    ] == passage["votes"]
