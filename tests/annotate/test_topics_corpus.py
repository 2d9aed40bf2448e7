"""The passages written for topics alone keep their rules: known topics, each once, and nothing in both splits."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from minuteminer.annotate.taxonomy import load_taxonomy

SPLITS = {"topics_dev": 120, "topics_test": 40}


def passages(checkout: Path, split: str) -> list[dict[str, object]]:
    lines = (checkout / "corpus" / "gold" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize(("split", "least"), SPLITS.items())
def test_a_split_has_enough_passages_of_a_paragraph_each(checkout: Path, split: str, least: int) -> None:
    texts = [str(passage["text"]) for passage in passages(checkout, split)]
    assert len(texts) >= least
    assert [text for text in texts if not 25 <= len(text.split()) <= 120 or text != text.strip()] == []


@pytest.mark.parametrize("split", SPLITS)
def test_the_marks_are_topics_of_the_taxonomy_each_once(checkout: Path, split: str) -> None:
    for passage in passages(checkout, split):
        marks = passage["topics"]
        assert isinstance(marks, list)
        assert marks
        assert set(marks) <= set(load_taxonomy().ids)
        assert max(Counter(marks).values()) == 1


def test_no_passage_is_learned_from_and_measured_on(checkout: Path) -> None:
    both = [passage for split in SPLITS for passage in passages(checkout, split)]
    for field in ("id", "text"):
        assert len({passage[field] for passage in both}) == len(both)
