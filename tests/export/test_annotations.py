"""W3C Web Annotations: one a fact, its words by quotation and by position."""

from __future__ import annotations

import json
from pathlib import Path

from minuteminer.export.files import export_document, query_of
from minuteminer.index import Index


def test_each_fact_is_an_annotation_whose_selectors_find_its_words(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonld"
    done = export_document(index, "annotations", query_of(None), output=path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    items = collection["first"]["items"]
    assert (collection["type"], collection["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert collection["total"] == len(items) == done.written.rows > 10
    texts = {item.item.url: item.item.text for item in index.stream(query_of("in:all")).items}
    for one in items:
        quoted, position = one["target"]["selector"]
        text = texts[one["target"]["source"]]
        assert text[position["start"] : position["end"]] == quoted["exact"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in text
        assert {"id", "type", "motivation", "body", "target"} <= set(one)
    assert len({one["id"] for one in items}) == len(items)


def test_positions_count_code_points_as_the_standard_wants(index: Index, tmp_path: Path) -> None:
    export_document(index, "annotations", query_of("list about"), output=tmp_path / "a.jsonl")
    (one,) = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    (item,) = index.stream(query_of("list about")).items
    assert "😀" in item.item.text[: one["target"]["selector"][1]["start"]]
    assert item.item.text[one["target"]["selector"][1]["start"] :].startswith("£3m")


def test_the_body_names_the_kind_and_carries_the_values(index: Index, tmp_path: Path) -> None:
    export_document(index, "annotations", query_of("role:overtime"), output=tmp_path / "a.jsonl")
    (one,) = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()][:1]
    tag, values = one["body"]
    assert (tag["purpose"], tag["value"]) == ("tagging", "money")
    assert json.loads(values["value"])["low_pence"] == 150_000_000
    assert one["target"]["version"] == 1


def test_the_time_of_the_page_is_told_only_with_provenance(index: Index, other_index: Index, tmp_path: Path) -> None:
    for number, one in enumerate((index, other_index)):
        export_document(one, "annotations", query_of(None), output=tmp_path / f"{number}.jsonld")
    assert (tmp_path / "0.jsonld").read_bytes() == (tmp_path / "1.jsonld").read_bytes()
    export_document(index, "annotations", query_of(None), output=tmp_path / "p.jsonl", provenance=True)
    first = json.loads((tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first["target"]["state"] == {"type": "TimeState", "sourceDate": "2020-01-02T00:00:00Z"}
