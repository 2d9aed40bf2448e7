"""A passage goes out to an annotation tool and comes back as it was, or as the coder left it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.pipeline import annotate
from minuteminer.coding.formats import TOOLS, dump_passages, load_passages
from minuteminer.coding.passages import LABELS, CodedPassage, Mark, coded, gold_passage
from minuteminer.errors import DocumentError
from minuteminer.evaluate import evaluate_pipeline

TEXT = (
    "6. Of the £258m budget, about £5m was for overtime. Some 24 of the 37 additional firearms officers had been "
    "recruited, a rise of 4%.\n\nRESOLVED, by nine votes to two, that the report be noted."
)


def passage(text: str = TEXT) -> CodedPassage:
    return coded(annotate(text, id="westmarch:1@1"), {"panel": "Westmarch", "year": "2026", "weight": 2.5})


@pytest.mark.parametrize("tool", TOOLS)
def test_a_passage_comes_back_as_it_went(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "passages"
    file.write_text(dump_passages([passage()], tool), encoding="utf-8")
    assert load_passages(file) == [passage()]


texts = st.text(min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=50)
@given(text=texts, data=st.data(), tool=st.sampled_from(TOOLS))
def test_any_text_and_any_marks_come_back(text: str, data: st.DataObject, tool: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    label = data.draw(st.sampled_from(sorted(LABELS)))
    made = CodedPassage(id="p", text=text, marks=(Mark(start_char=start, end_char=end, label=label),), topics=("cse",))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "passages")
        file.write_text(dump_passages([made], tool), encoding="utf-8")
        assert load_passages(file) == [made]


def test_what_a_coder_changed_in_label_studio_is_what_counts(tmp_path: Path) -> None:
    task = json.loads(dump_passages([passage()], "label-studio"))[0]
    kept = [region for region in task["predictions"][0]["result"] if region["value"].get("labels") != ["PERCENT"]]
    task["annotations"] = [{"was_cancelled": True, "result": []}, {"was_cancelled": False, "result": kept}]
    file = tmp_path / "done.json"
    file.write_text(json.dumps([task]), encoding="utf-8")
    labels = {mark.label for mark in load_passages(file)[0].marks}
    assert labels == {"MONEY", "OFFICERS", "RESOLUTION", "VOTE"}


def test_doccano_exports_marks_as_entities_too(tmp_path: Path) -> None:
    row = {"id": 6400, "passage": "p", "text": "It cost £5m.", "relations": [], "Comments": []}
    row["entities"] = [{"id": 1, "label": "MONEY", "start_offset": 8, "end_offset": 11}]
    file = tmp_path / "doccano.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert load_passages(file)[0].marks == (Mark(start_char=8, end_char=11, label="MONEY"),)


def test_prodigy_passages_that_were_rejected_are_left_out(tmp_path: Path) -> None:
    tasks = [json.loads(dump_passages([passage()], "prodigy")) | {"answer": answer} for answer in ("accept", "reject")]
    file = tmp_path / "prodigy.jsonl"
    file.write_text("\n".join(map(json.dumps, tasks)), encoding="utf-8")
    assert len(load_passages(file)) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "has none"),
        ("{", "expected JSON Lines"),
        ('["a"]', "JSON object"),
        ('{"text": "x"}', "cannot tell which tool"),
        ('{"passage": "p", "text": "£5", "label": [[0, 9, "MONEY"]]}', "within its 2 characters"),
        ('{"passage": "p", "text": "£5", "label": [[0, 2, "PERSON"]]}', "got 'PERSON'"),
        ('{"passage": "p", "text": "£5", "label": [[0, "MONEY"]]}', "passage 1"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DocumentError, match=told):
        load_passages(file)


def test_coded_passages_become_gold_that_our_own_reading_meets() -> None:
    gold, unread = gold_passage(passage())
    assert not unread
    assert gold["officers"][0]["of"] == 37
    assert gold["votes"] == [{"text": "nine votes to two", "for": 9, "against": 2, "abstain": None}]
    assert gold["panel"] == "Westmarch"
    evaluation = evaluate_pipeline([gold])
    assert all(score.f1 == 1 for score in evaluation.scores.values())
    assert "paragraphs" not in evaluation.by_passage[gold["id"]]  # not coded by hand, so not scored


def test_words_that_the_program_had_not_marked_are_read_by_themselves() -> None:
    text = "The bill was settled for 3 million pounds and change."
    start = text.index("3 million")
    marked = CodedPassage(
        id="p", text=text, marks=(Mark(start_char=start, end_char=start + len("3 million pounds"), label="MONEY"),)
    )
    gold, unread = gold_passage(marked)
    assert not unread
    assert gold["money"][0]["low"] == 3_000_000


def test_marked_words_that_say_no_value_are_reported() -> None:
    marked = CodedPassage(id="p", text="It cost a fortune.", marks=(Mark(start_char=8, end_char=17, label="MONEY"),))
    gold, unread = gold_passage(marked)
    assert gold["money"] == []
    assert [one.text for one in unread] == ["a fortune"]
