"""A passage goes out to an annotation tool and comes back as it was, or as the coder left it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
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


def as_told(made: CodedPassage, tool: str) -> CodedPassage:
    """A passage as its tool can tell it: nobody chooses topics in doccano's sequence labelling."""
    return replace(made, topics=None) if tool == "doccano" else made


@pytest.mark.parametrize("tool", TOOLS)
def test_a_passage_comes_back_as_it_went(tool: str, tmp_path: Path) -> None:
    file = tmp_path / "passages"
    file.write_text(dump_passages([passage()], tool), encoding="utf-8")
    assert load_passages(file) == [as_told(passage(), tool)]


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
        assert load_passages(file) == [as_told(made, tool)]


@settings(max_examples=50)
@given(text=texts, data=st.data())
def test_tokens_for_prodigy_cover_the_text_and_begin_and_end_where_marks_do(text: str, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda one: one[0] < one[1])
    marks = tuple(Mark(start_char=a, end_char=b, label="MONEY") for a, b in data.draw(st.lists(places, max_size=4)))
    task = json.loads(dump_passages([CodedPassage(id="p", text=text, marks=marks)], "prodigy"))
    tokens = task["tokens"]
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == text
    assert all(text[token["start"] : token["end"]] == token["text"] for token in tokens)
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    for span in task["spans"]:
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]


def load(content: object, tmp_path: Path, **options: str) -> list[CodedPassage]:
    """What is read of a JSON list, or of text."""
    file = tmp_path / "exported"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return load_passages(file, **options)


def marked(found: CodedPassage) -> list[tuple[str, str]]:
    """The words of each mark and its label."""
    return [(found.text[mark.start_char : mark.end_char], mark.label) for mark in found.marks]


def test_doccano_counts_a_character_outside_the_basic_plane_twice(tmp_path: Path) -> None:
    text = "𝟔. It cost £5m."
    row = {"passage": "p", "text": text, "label": [[12, 15, "MONEY"]]}
    assert marked(*load([row], tmp_path)) == [("£5m", "MONEY")]
    made = CodedPassage(id="p", text=text, marks=(Mark(start_char=11, end_char=14, label="MONEY"),))
    assert json.loads(dump_passages([made], "doccano"))["label"] == [[12, 15, "MONEY"]]


def test_label_studio_is_believed_by_its_words_where_old_versions_count_otherwise(tmp_path: Path) -> None:
    value = {"start": 12, "end": 15, "text": "£5m", "labels": ["MONEY"]}
    task = {"data": {"passage": "p", "text": "𝟔. It cost £5m."}}
    task["annotations"] = [{"result": [{"type": "labels", "from_name": "label", "value": value}]}]
    assert marked(*load([task], tmp_path)) == [("£5m", "MONEY")]
    value |= {"start": 11, "end": 14}
    assert marked(*load([task], tmp_path)) == [("£5m", "MONEY")]


def test_topics_that_nobody_could_choose_are_not_taken_for_chosen(tmp_path: Path) -> None:
    row = {"passage": "p", "text": "It cost £5m.", "cats": ["budget"]}
    assert load([row | {"label": []}], tmp_path)[0].topics is None
    assert load([row | {"entities": [[8, 11, "MONEY"]]}], tmp_path)[0].topics == ("budget",)  # intent detection
    task = {"text": "It cost £5m.", "accept": ["budget"], "meta": {"passage": "p"}, "answer": "accept"}
    assert load([task | {"_view_id": "spans_manual"}], tmp_path)[0].topics is None
    assert load([task | {"_view_id": "blocks"}], tmp_path)[0].topics == ("budget",)
    uncoded = CodedPassage(id="p", text="It cost £5m.", marks=(), topics=None)
    assert "topics" not in gold_passage(uncoded)[0]


def test_a_task_that_was_skipped_or_is_not_done_says_nothing(tmp_path: Path) -> None:
    (proposed,) = json.loads(dump_passages([passage()], "label-studio"))
    done = proposed | {"data": proposed["data"] | {"passage": "done"}, "annotations": [{"result": []}]}
    skipped = proposed | {"annotations": [{"was_cancelled": True, "result": []}]}
    assert [one.id for one in load([done, skipped, proposed | {"annotations": []}], tmp_path)] == ["done"]


def test_the_short_form_of_label_studio_is_read_too(tmp_path: Path) -> None:
    regions = [{"start": 8, "end": 11, "text": "£5m", "labels": ["MONEY"]}]
    row = {"id": 4, "passage": "p", "text": "It cost £5m.", "panel": "Westmarch", "label": regions, "lead_time": 3.2}
    row |= {"annotator": 7, "annotation_id": 9, "created_at": "2026-01-02T03:04:05Z", "updated_at": None}
    for topics, read in (("budget", ("budget",)), ({"choices": ["budget", "cse"]}, ("budget", "cse"))):
        (found,) = load([row | {"topics": topics}], tmp_path)
        assert marked(found) == [("£5m", "MONEY")]
        assert (found.topics, found.coder, found.about) == (read, "7", {"panel": "Westmarch"})
    assert load([row, row | {"passage": "q", "annotation_id": None}], tmp_path)[0].topics == ()


@pytest.mark.parametrize("tool", ["label-studio", "prodigy"])
def test_of_several_coders_in_one_file_one_is_chosen(tool: str, tmp_path: Path) -> None:
    text = "It cost £5m or £6m."
    if tool == "prodigy":
        content: list[object] = [
            {"text": text, "spans": [{"start": at, "end": at + 3, "label": "MONEY"}], "_annotator_id": who}
            | {"meta": {"passage": "p"}, "answer": "accept"}
            for at, who in ((15, "asha"), (15, "ben"), (8, "asha"))
        ]
    else:
        marks = [[{"type": "labels", "value": {"start": at, "end": at + 3, "labels": ["MONEY"]}}] for at in (8, 15)]
        annotations = [
            {"completed_by": {"id": 1, "email": "asha"}, "result": marks[0], "updated_at": "2026-01-03"},
            {"completed_by": {"id": 1, "email": "asha"}, "result": marks[1], "updated_at": "2026-01-02"},
            {"completed_by": {"id": 2, "email": "ben"}, "result": marks[1], "updated_at": "2026-01-02"},
        ]
        content = [{"data": {"passage": "p", "text": text}, "annotations": annotations}]
    with pytest.raises(DocumentError, match=r"several coders did the same passages \(asha, ben\)"):
        load(content, tmp_path)
    assert marked(*load(content, tmp_path, coder="asha")) == [("£5m", "MONEY")]  # what she left last
    assert marked(*load(content, tmp_path, coder="ben")) == [("£6m", "MONEY")]
    with pytest.raises(DocumentError, match="nothing was coded by cora; the file has asha, ben"):
        load(content, tmp_path, coder="cora")


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
