"""DocBin: Docs that any spaCy reads, with the same facts under the same ids."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

import minuteminer
from minuteminer.errors import UsageError
from minuteminer.export.files import export_document, query_of
from minuteminer.index import Index


def test_the_facts_come_back_with_their_ids_and_offsets(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "items.spacy"
    done = export_document(index, "docbin", query_of(None), output=path)
    docs = list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    items = list(index.stream(query_of("in:all")).items)
    assert done.written.rows == len(docs) == len(items) == 2
    for doc, item in zip(docs, items, strict=True):
        assert doc.text == item.item.text
        assert tuple(minuteminer.facts(doc, doc.user_data["id"])) == item.facts
        assert doc.user_data["url"] == item.item.url
        assert doc.cats == {topic.topic_id: topic.score for topic in item.topics}
        assert len(doc.spans["paragraphs"]) == len(item.paragraphs)


def test_a_folder_gets_files_of_a_bounded_size(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minuteminer.export.docbin.DOCS_IN_A_FILE", 1)
    export_document(index, "docbin", query_of(None), output=tmp_path / "corpus")
    files = sorted((tmp_path / "corpus").iterdir())
    assert [path.name for path in files] == ["items-00001.spacy", "items-00002.spacy"]
    assert [len(DocBin().from_disk(path)) for path in files] == [1, 1]


def test_the_same_content_gives_the_same_bytes(index: Index, other_index: Index, tmp_path: Path) -> None:
    for number, one in enumerate((index, other_index)):
        export_document(one, "docbin", query_of(None), output=tmp_path / f"{number}.spacy")
    assert (tmp_path / "0.spacy").read_bytes() == (tmp_path / "1.spacy").read_bytes()


def test_a_docbin_needs_a_file(index: Index) -> None:
    with pytest.raises(UsageError, match="name it with -o"):
        export_document(index, "docbin", query_of(None))
