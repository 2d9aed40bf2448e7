"""How annotations are scored, and how a floor is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from minuteminer import baseline
from minuteminer.errors import DocumentError
from minuteminer.evaluate import evaluate, evaluate_pipeline, load_gold

TEXT = "A grant of £5m for 24 officers. RESOLVED that the report be noted."
GOLD = {
    "id": "A1",
    "text": TEXT,
    "money": [{"text": "£5m", "low": 5_000_000, "high": 5_000_000, "period": None, "change": None}],
    "officers": [{"text": "24 officers", "count": 24, "of": None, "role": "police officer", "measure": "other"}],
    "resolutions": [{"text": "RESOLVED that the report be noted.", "verbs": ["note"], "kind": "resolved"}],
}


def changed(**fields: object) -> dict[str, object]:
    return {**GOLD, **fields}


def test_the_same_annotations_score_one_in_every_kind() -> None:
    assert {score.f1 for score in evaluate([GOLD], [GOLD]).scores.values()} == {1.0}


def test_a_missed_sum_costs_recall_and_a_wrong_one_precision() -> None:
    wrong = changed(money=[{"text": "£5m", "low": 5, "high": 5, "period": None, "change": None}])
    score = evaluate([GOLD], [wrong]).scores["money"]
    assert (score.precision, score.recall) == (0.0, 0.0)
    twice = changed(money=[*GOLD["money"], {"text": "£1", "low": 1, "high": 1}])  # type: ignore[misc]
    assert evaluate([GOLD], [twice]).scores["money"].precision == 0.5


def test_a_rank_counts_as_an_officer_but_not_in_full() -> None:
    rank = changed(officers=[{"text": "24 officers", "count": 24, "of": None, "role": "sergeant", "measure": "other"}])
    scores = evaluate([GOLD], [rank]).scores
    assert scores["officers"].f1 == 1.0
    assert scores["officers-full"].f1 == 0.0


def test_a_resolution_matches_by_overlap_and_kind() -> None:
    shorter = changed(
        resolutions=[{"text": "RESOLVED that the report be noted", "verbs": ["note"], "kind": "resolved"}]
    )
    assert evaluate([GOLD], [shorter]).scores["resolutions"].f1 == 1.0
    other = changed(resolutions=[{**GOLD["resolutions"][0], "kind": "agreed"}])  # type: ignore[index]
    assert evaluate([GOLD], [other]).scores["resolutions"].f1 == 0.0


def test_a_passage_that_was_not_read_has_found_nothing() -> None:
    scores = evaluate([GOLD], []).scores
    assert scores["money"].recall == 0.0
    assert scores["resolutions"].recall == 0.0


def test_misses_are_named() -> None:
    missed = [miss for miss in evaluate([GOLD], []).misses if miss.kind == "officers"]
    assert missed[0].passage == "A1"
    assert missed[0].missed == ("(24.0, 'officer')",)


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n{broken\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"gold\.jsonl:2: expected an object"):
        load_gold(path)


def test_a_text_may_hold_the_line_ends_that_json_allows_in_it(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    text = "first\u2028second\x85third"
    file.write_text(json.dumps({"id": "a", "text": text}, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert [passage["text"] for passage in load_gold(file)] == [text]


def test_a_score_under_its_floor_is_a_fall_and_is_not_pinned_by_accident(tmp_path: Path) -> None:
    path, floors = tmp_path / "gold.jsonl", tmp_path / "baseline.json"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    good, bad = evaluate([GOLD], [GOLD]), evaluate([GOLD], [])
    assert baseline.update(floors, path, good, 1) == []
    assert baseline.compare(floors, path, good, 1) == []
    assert {fall.kind for fall in baseline.compare(floors, path, bad, 1)} >= {"money", "officers"}
    pinned = floors.read_text(encoding="utf-8")
    assert baseline.update(floors, path, bad, 1)
    assert floors.read_text(encoding="utf-8") == pinned
    baseline.update(floors, path, bad, 1, allow_lower=True)
    assert floors.read_text(encoding="utf-8") != pinned


def test_a_gold_file_that_changed_is_noticed(tmp_path: Path) -> None:
    path, floors = tmp_path / "gold.jsonl", tmp_path / "baseline.json"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    same = evaluate([GOLD], [GOLD])
    baseline.update(floors, path, same, 1)
    path.write_text(json.dumps({**GOLD, "note": "changed"}) + "\n", encoding="utf-8")
    assert [fall.reason for fall in baseline.compare(floors, path, same, 1)] == ["is not the file that was pinned"]


@pytest.mark.shared
def test_our_scores_are_those_of_the_published_scorer(shared: Path, tmp_path: Path) -> None:
    from minuteminer.annotate.pipeline import annotate_many
    from minuteminer.export.gold import gold_record

    path = shared / "gold" / "dev.jsonl"
    gold = load_gold(path)
    documents = annotate_many((passage["text"], {"id": passage["id"]}) for passage in gold)
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(gold_record(d)) + "\n" for d in documents), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(shared / "gold" / "score.py"), str(path), str(predicted), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = evaluate_pipeline(gold).scores
    for kind, theirs in json.loads(done.stdout).items():
        assert round(ours[kind].f1, 4) == pytest.approx(theirs["f1"], abs=0.0002), kind
