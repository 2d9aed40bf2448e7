"""A good guest in spaCy: works without import, leaves what is the user's alone, survives every round trip."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span, SpanGroup

import minuteminer
from minuteminer.annotate.groups import GROUPS
from minuteminer.annotate.plain import to_plain

TEXT = (
    "4.   Of the £258m pay budget, approximately £5m related to overtime, or 2%. Funding for 24 of the 37 additional "
    "firearms officers remained.\n\nRESOLVED, by nine votes to two, that the report be noted."
)
NAMES = ["paragraphs", "money", "percents", "headcounts", "votes", "resolutions", "topics"]


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    return minuteminer.load()


def told(doc: Doc) -> list[tuple[str, str, int, int]]:
    return [(fact.kind, fact.text, fact.start_char, fact.end_char) for fact in minuteminer.facts(doc)]


@pytest.mark.parametrize("name", NAMES)
def test_a_component_works_in_a_blank_pipeline_without_any_import_of_ours(name: str) -> None:
    script = (
        "import spacy, sys; nlp = spacy.blank('en'); nlp.add_pipe('minuteminer_" + name + "');"
        "doc = nlp('4.  A grant of £5m, 2% of it for 24 police officers. RESOLVED by 9 votes to 2 that it be noted.');"
        "assert doc.spans, 'nothing written'; print(len(doc.spans))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1


def test_offsets_are_the_facts_own_where_the_tokenizer_glues(nlp: spacy.Language) -> None:
    doc = spacy.blank("en")
    doc.add_pipe("minuteminer_money")
    made = doc("It rose from £1.2m-£1.5m to £2m.")
    for fact in minuteminer.facts(made):
        assert made.text[fact.start_char : fact.end_char] == fact.text
        assert fact.text.startswith("£")


def test_entities_sentences_and_tokenizer_of_the_user_stay() -> None:
    theirs = spacy.blank("en")
    theirs.add_pipe("sentencizer")
    ruler = theirs.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ROLE", "pattern": "firearms officers"}])
    before = theirs(TEXT)
    tokenizer = theirs.tokenizer
    for name in NAMES:
        theirs.add_pipe(f"minuteminer_{name}")
    after = theirs(TEXT)
    assert theirs.tokenizer is tokenizer
    assert [(e.text, e.label_) for e in after.ents] == [(e.text, e.label_) for e in before.ents] != []
    assert [s.text for s in after.sents] == [s.text for s in before.sents]
    assert [t.text for t in after] == [t.text for t in before]


def test_categories_of_others_stay() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("minuteminer_topics")
    doc = nlp.make_doc("The firearms officers trained.")
    doc.cats["theirs"] = 0.3
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert doc.cats["theirs"] == 0.3
    assert "firearms" in doc.cats


def test_docbin_carries_values_and_exact_offsets(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    (back,) = DocBin(docs=[doc]).from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert minuteminer.facts(back) == minuteminer.facts(doc) != []


def test_rows_are_there_for_who_asks_and_others_may_add_to_them(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    group = doc.spans["money"]
    group.attrs["checked"] = True
    assert doc.spans.copy()["money"].attrs == group.attrs == {"rows": group.attrs["rows"], "checked": True}
    assert [row[2] for row in group.attrs["rows"]] == ["£258m", "£5m"]
    group.attrs = {"checked": False}
    assert (group + group).attrs == {"rows": [to_plain(value) for value in group.values], "checked": False}


def test_a_saved_pipeline_loads_with_plain_spacy_and_reads_the_same(nlp: spacy.Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    again = spacy.load(tmp_path / "saved")
    assert told(again(TEXT)) == told(nlp(TEXT)) != []


def test_two_processes_read_the_same_as_one(nlp: spacy.Language) -> None:
    texts = [TEXT, "A saving of £3m.", ""] * 3
    alone = [told(doc) for doc in nlp.pipe(texts)]
    together = [told(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=3)]
    assert together == alone


def test_an_empty_text_has_no_facts(nlp: spacy.Language) -> None:
    assert minuteminer.facts(nlp("")) == []
    assert minuteminer.facts(nlp(" \n\n ")) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_setting_is_refused(name: str) -> None:
    nlp = spacy.blank("en")
    with pytest.raises(Exception, match=r"extra fields not permitted|Extra inputs|unexpected"):
        nlp.add_pipe(f"minuteminer_{name}", config={"colour": "blue"})


def test_analyze_pipes_finds_no_problem(nlp: spacy.Language) -> None:
    analysis = nlp.analyze_pipes()
    assert not any(analysis["problems"].values())
    assert all("doc.spans" in analysis["summary"][name]["assigns"] for name in nlp.pipe_names)


def test_values_hang_on_spans_one_attribute_a_kind(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    budget = doc.spans["money"][0]
    assert budget._.money.low_pence == 25_800_000_000
    assert doc.spans["percents"][0]._.percent.value == 2
    assert doc[0:1]._.money is None
    assert not Span.has_extension("value")


def test_groups_are_those_documented(nlp: spacy.Language) -> None:
    assert set(nlp(TEXT).spans) == set(GROUPS)


def test_the_config_is_readable_by_plain_spacy(checkout: Path) -> None:
    config = spacy.util.load_config(checkout / "pipelines" / "minutes.cfg")
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    assert nlp.pipe_names == [f"minuteminer_{name}" for name in NAMES]


@pytest.mark.parametrize("sign", "_£(🚔[*")
def test_a_run_of_one_sign_is_one_token_and_offsets_stay(nlp: spacy.Language, sign: str) -> None:
    text = f"Signed {sign * 5000} and £5m was spent."
    doc = nlp(text)
    assert doc.text == text
    assert len(doc) < 20
    assert [fact.text for fact in minuteminer.facts(doc) if fact.kind == "money"][-1:] == ["£5m"]


def test_spans_are_made_when_they_are_asked_for_and_stay_as_the_user_changes_them(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans["money"]] == ["£258m", "£5m"]
    del doc.spans["money"][1]
    doc.spans["money"].append(doc[0:1])
    assert len(doc.spans["money"]) == 2
    joined = SpanGroup(doc, spans=[doc[0:2]])
    joined.extend(topics := doc.spans["topics"])
    assert len(joined) == 1 + len(topics) > 1
    assert [span.label_ for span in doc.spans["topics"]] == [
        topic.topic_id for topic in topics.values for _ in topic.evidence
    ]
