"""The model that adds topics which no phrase gives away: fitted the same each time, read without trust."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minuteminer.annotate.taxonomy import load_taxonomy
from minuteminer.annotate.topic_model import BUNDLED_MODEL, content_sha256, load_topic_model
from minuteminer.annotate.topic_training import (
    Comparison,
    Passage,
    compare,
    content_words,
    corpus_files,
    fit_topic_model,
    load_passages,
)
from minuteminer.annotate.topics import find_topics, read_unmasked
from minuteminer.errors import DocumentError, LexiconError, NothingFoundError

TAXONOMY = load_taxonomy()
FARM = "A neighbour had lost two ewes from the field behind the barn, and hedges were cut for the tractor at night."
SHOP = "A customer had shouted at the girl behind the till, and glass was swept from the pavement on Sunday morning."


def lesson(number: int) -> list[Passage]:
    """Two passages whose topics no phrase of theirs shows; each a little different."""
    day = ("monday", "tuesday", "friday", "saturday")[number % 4]
    return [
        Passage(id=f"farm{number}", text=f"{FARM} It was {day}.", topics=frozenset({"rural_crime"})),
        Passage(id=f"shop{number}", text=f"{SHOP} It was {day}.", topics=frozenset({"antisocial_behaviour"})),
    ]


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "model.json"
    content = fit_topic_model([passage for number in range(12) for passage in lesson(number)], TAXONOMY)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_it_adds_a_topic_that_no_phrase_gives_away(fitted: Path) -> None:
    text = (
        "Customers shouted, glass lay on the pavement, and the girl behind the till had swept it every morning "
        "since the spring, as she told all who would listen to her tale."
    )
    assert find_topics(text) == []
    topic = max(find_topics(text, model=load_topic_model(fitted)), key=lambda one: one.score)
    assert topic.topic_id == "antisocial_behaviour"
    assert topic.method == "model"
    assert 0.5 < topic.score < 1
    assert {text[start:end] for start, end in topic.evidence} <= {
        "glass",
        "pavement",
        "girl",
        "till",
        "swept",
        "morning",
    }


def test_it_knows_a_topic_by_the_topics_beside_it() -> None:
    passages = [
        Passage(
            id=str(number),
            text=f"{'The precept had gone up.' if number % 2 else 'Cannabis was seized.'} Tea was taken at four and "
            f"all of the members spoke of the rain and of other such things until it had stopped. {number}",
            topics=frozenset({"precept", "covid"} if number % 2 else {"drugs"}),
        )
        for number in range(24)
    ]
    content = fit_topic_model(passages, TAXONOMY)
    covid = next(row for row in content["topics"] if row["id"] == "covid")
    beside = dict(covid["beside"])
    assert beside["precept"] > 0 > beside["drugs"]
    assert "covid" not in beside


def test_it_leaves_what_the_rules_found_alone(fitted: Path) -> None:
    text = f"{FARM} The precept and the council tax were discussed."
    rules = find_topics(text)
    both = find_topics(text, model=load_topic_model(fitted))
    assert both[: len(rules)] == rules


def test_it_says_nothing_of_a_text_too_short_to_judge(fitted: Path) -> None:
    assert find_topics("Glass on the pavement.", model=load_topic_model(fitted)) == []


def test_the_same_passages_give_the_same_model(fitted: Path) -> None:
    again = fit_topic_model([passage for number in range(12) for passage in lesson(number)], TAXONOMY)
    assert again == json.loads(fitted.read_text("utf-8"))


def test_texts_that_are_all_the_same_are_refused() -> None:
    text = "Tea was taken at four and the members spoke of nothing at all until the rain had stopped, as so often."
    passages = [
        Passage(id=str(number), text=f"{text} {number}", topics=frozenset({"covid"} if number % 2 else ()))
        for number in range(20)
    ]
    with pytest.raises(NothingFoundError, match="share no words"):
        fit_topic_model(passages, TAXONOMY)


def test_where_words_tell_nothing_the_model_stays_silent() -> None:
    passages = [
        Passage(id=str(number), text=text, topics=frozenset({"covid"} if number % 3 == 0 else ()))
        for number in range(24)
        for text in [f"{FARM if number % 2 else SHOP} {'It was late. ' * (number % 5)}"]
    ]
    assert fit_topic_model(passages, TAXONOMY)["threshold"] == 1.0


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(NothingFoundError, match="no topic has 4 examples among 2 passages"):
        fit_topic_model(lesson(1), TAXONOMY)


def test_the_phrases_of_the_topics_are_not_read() -> None:
    assert "precept" not in read_unmasked("The precept had paid for sandwiches.", TAXONOMY)
    assert "sandwiches" in read_unmasked("The precept had paid for sandwiches.", TAXONOMY)


def test_names_months_numbers_and_stop_words_teach_nothing() -> None:
    assert content_words(["Oakenfold", "May", "the", "12", "ox", "sandwiches", "4x4"]) == ["sandwiches"]


def damage(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**content, **changes}


def seal(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "sha256": content_sha256(content)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: damage(content, offset=content["offset"] + 1), "damaged"),
        (lambda content: damage(content, version=2), "version 2 of the format, this program reads 1"),
        (lambda content: damage(content, format="pickle"), 'expected a JSON object with "format"'),
        (lambda content: seal(damage(content, taxonomy_sha256="0" * 64)), "fitted to a taxonomy with sha256 0000"),
        (lambda content: seal(damage(content, words=content["words"][:1])), "not a topic model"),
        (lambda content: seal(damage(content, slope=float("nan"))), "not a topic model"),
        (lambda content: seal(damage(content, topics=[{"id": "x"}])), "not a topic model"),
        (lambda content: [content], 'expected a JSON object with "format"'),
    ],
)
def test_a_file_that_is_not_right_is_refused(fitted: Path, tmp_path: Path, change: Any, message: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps(change(json.loads(fitted.read_text("utf-8")))), encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as caught:
        load_topic_model(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\x80\x04\x95", b"{", b"null"])
def test_bytes_that_are_no_model_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match=r"model\.json"):
        load_topic_model(path)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"nowhere\.json"):
        load_topic_model(tmp_path / "nowhere.json")


def test_the_bundled_model_belongs_to_the_bundled_taxonomy_and_is_small() -> None:
    assert set(load_topic_model().topic_ids) <= set(TAXONOMY.ids)
    assert BUNDLED_MODEL.stat().st_size < 1_000_000


def test_it_is_used_without_scikit_learn() -> None:
    code = (
        "import sys; from minuteminer.annotate.topics import find_topics; "
        "from minuteminer.annotate.topic_model import load_topic_model; "
        "find_topics('The tea was cold. ' * 20, model=load_topic_model()); print('sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_on_the_passages_that_it_never_saw_it_does_no_harm(checkout: Path) -> None:
    passages = load_passages([checkout / "corpus" / "gold" / "test.jsonl"])
    comparison = compare(passages, TAXONOMY, load_topic_model())
    assert comparison.both_f1 >= comparison.rule_f1 - 0.005  # less than one passage in a hundred


def test_no_test_passage_is_learned_from() -> None:
    assert [path for path in corpus_files() if "test" in path.name] == []


def test_the_comparison_prints_what_the_model_adds_and_costs() -> None:
    table = Comparison(gold=10, rule_right=6, rule_wrong=2, added_right=2, added_wrong=1).table()
    assert table.splitlines() == [
        "topics            right  wrong  missed      F1",
        "rules                 6      2       4   0.667",
        "the model adds        2      1",
        "together              8      3       2   0.762",
    ]


def test_passages_come_from_gold_files_and_plain_texts(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "A", "text": "x", "topics": ["fraud"]}\n{"id": "B", "text": "y"}\n', encoding="utf-8")
    plain = tmp_path / "plain.txt"
    plain.write_text("z", encoding="utf-8")
    assert load_passages([gold, plain]) == [
        Passage(id="A", text="x", topics=frozenset({"fraud"})),
        Passage(id="B", text="y", topics=None),
        Passage(id="plain", text="z", topics=None),
    ]


def test_a_passage_file_with_a_mistake_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "A"}', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"gold\.jsonl"):
        load_passages([path])
