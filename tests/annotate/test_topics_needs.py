"""What a topic of a passage needs: it is learnt from marks, the same each time, and read as plain numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minuteminer.annotate.taxonomy import load_taxonomy
from minuteminer.annotate.topic_needs import (
    BUNDLED_NEEDS,
    FEATURES,
    NeedWeights,
    find_needs,
    load_need_weights,
    read_features,
)
from minuteminer.annotate.topic_needs_training import fit_needs
from minuteminer.annotate.topic_training import Passage, corpus_files, load_passages
from minuteminer.annotate.topics import find_topics, read_strengths
from minuteminer.errors import LexiconError, NothingFoundError

TAXONOMY = load_taxonomy()
NAMED = (
    "Fraud had risen again. Courier fraud and romance fraud were the worst, said the Inspector, and most victims "
    "were over seventy. A scam that began with a call from the bank had cost one man his savings. Members asked how "
    "banks could be made to help. The Inspector, who had been brought by helicopter, left at noon."
)
DISCUSSED = (
    "The fleet was old: of the patrol cars half had done 100,000 miles, and the vans stood in the workshop for longer "
    "than they were on the road. Electric cars would cost more to buy and less to run. Members asked when the new "
    "vehicles would come and were told that the first of them had been ordered."
)


def ids(text: str) -> set[str]:
    return {topic.topic_id for topic in find_topics(text)}


def test_what_a_passage_says_in_many_words_is_discussed() -> None:
    assert "vehicles" in ids(DISCUSSED)


def test_what_one_word_at_the_end_of_a_passage_names_is_not() -> None:
    assert "vehicles" not in ids(NAMED)


def test_the_score_is_the_probability_that_the_line_gives() -> None:
    strengths, hits, matcher, words, doc = read_strengths(DISCUSSED, TAXONOMY)
    needs = find_needs(strengths, hits, matcher, base=1.0, words=words, doc=doc)
    for topic in find_topics(DISCUSSED):
        at = TAXONOMY.ids.index(topic.topic_id)
        assert topic.score == round(1 - 0.5 ** (strengths[at] / needs[at]), 3)
        assert 0.5 <= topic.score <= 1


@given(st.dictionaries(st.integers(0, 50), st.floats(0.05, 40), max_size=51), st.integers(40, 400))
def test_every_topic_has_a_need_above_nothing(strengths: dict[int, float], words: int) -> None:
    _, _, matcher, _, _ = read_strengths("", TAXONOMY)
    needs = find_needs(strengths, {}, matcher, base=1.0, words=words)
    assert needs.keys() == strengths.keys()
    assert all(need > 0 for need in needs.values())


def test_a_whisper_is_never_enough() -> None:
    _, _, matcher, _, _ = read_strengths("", TAXONOMY)
    assert find_needs({3: 0.35}, {}, matcher, base=1.0, words=100)[3] > 0.35


def test_outside_passages_a_rival_doubles_what_a_topic_needs() -> None:
    _, _, matcher, _, _ = read_strengths("", TAXONOMY)
    at, rivals = next(iter(matcher.rivals.items()))
    needs = find_needs({at: 1.0, rivals[0]: 1.0}, {}, matcher, base=1.0, words=None)
    assert needs == {at: 2.0, rivals[0]: 1.0}


def test_each_feature_has_its_value() -> None:
    rows = read_features({1: 2.0, 2: 0.5}, {1: [(4, 5, 1.0, 7), (8, 9, 0.5, 8)], 2: [(60, 61, 0.5, 9)]}, {}, 120)
    assert FEATURES[-1] == "words"  # which is read from the doc
    one = dict(zip(FEATURES[:-1], rows[1], strict=True))
    assert (one["phrases"], one["hints"], one["repeats"], one["stands_alone"]) == (1, 1, 0, False)
    two = dict(zip(FEATURES[:-1], rows[2], strict=True))
    assert (two["phrases"], two["hints"], two["stands_alone"], two["place"], two["first"]) == (0, 1, True, 1, 0.5)


def test_a_topic_of_somebody_elses_taxonomy_is_weighed_by_the_features_alone() -> None:
    weights = NeedWeights(intercept=-1.0, features=(1.0,), topics={"drugs": 0.5}, beside={"drugs": {"gangs": 0.25}})
    assert weights.margin("allotments", (3.0,), [("gangs", 1.0)]) == 2.0
    assert weights.margin("drugs", (3.0,), [("gangs", 1.0)]) == 2.75


def lesson(number: int) -> list[Passage]:
    """A passage that discusses vehicles and one that names them."""
    return [
        Passage(id=f"yes{number}", text=f"{DISCUSSED} It was {number}.", topics=frozenset({"vehicles"})),
        Passage(id=f"no{number}", text=f"{NAMED} It was {number}.", topics=frozenset({"fraud"})),
    ]


def test_it_learns_from_marks_and_the_same_marks_teach_the_same() -> None:
    passages = [passage for number in range(20) for passage in lesson(number)]
    content = fit_needs(passages, TAXONOMY)
    assert content == fit_needs(passages, TAXONOMY)
    assert content["passages"] == len(passages)
    assert set(content["features"]) == set(FEATURES)


def test_too_few_passages_are_refused_in_plain_words() -> None:
    with pytest.raises(NothingFoundError, match="too few to tell discussed from named"):
        fit_needs(lesson(1), TAXONOMY)


def test_texts_without_marks_teach_nothing() -> None:
    plain = [Passage(id="plain", text=DISCUSSED, topics=None)]
    with pytest.raises(NothingFoundError, match="0 marked passages"):
        fit_needs(plain, TAXONOMY)


@pytest.mark.parametrize("content", ["", "[]", '{"format": "another"}', '{"format": "minuteminer-topic-needs"}'])
def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "needs.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"needs\.json: not the weights of topics"):
        load_need_weights(path)


def test_the_bundled_weights_are_those_of_the_bundled_taxonomy_and_corpus() -> None:
    content = json.loads(BUNDLED_NEEDS.read_text(encoding="utf-8"))
    assert content["taxonomy_sha256"] == TAXONOMY.sha256, "run `minuteminer topics fit` after a change of the taxonomy"
    marked = [passage for passage in load_passages(corpus_files()) if passage.topics is not None]
    assert content["passages"] == len(marked)
    assert not any("test" in path.name for path in corpus_files())
