"""Topics by words: what is discussed is found, what is merely named is not (phenomena 166 and 167)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.lexicon import load_lexicon
from minuteminer.annotate.taxonomy import TopicDefinition, load_taxonomy
from minuteminer.annotate.topic_hits import _title_tokens
from minuteminer.annotate.topic_needs import find_needs
from minuteminer.annotate.topics import find_topics, find_topics_in_doc, make_matcher, read_strengths

TAXONOMY = load_taxonomy()
TITLES = {row["side"]: row for row in load_lexicon("topic_titles")}


def topic_ids(text: str) -> set[str]:
    return {topic.topic_id for topic in find_topics(text)}


def words_of(text: str, topic_id: str) -> list[str]:
    return [
        text[start:end] for topic in find_topics(text) if topic.topic_id == topic_id for start, end in topic.evidence
    ]


def each_example() -> list[tuple[str, str]]:
    return [(topic.id, example) for topic in TAXONOMY for example in topic.examples]


def each_counter_example() -> list[tuple[str, str]]:
    return [(topic.id, example) for topic in TAXONOMY for example in topic.counter_examples]


@pytest.mark.parametrize(("topic_id", "example"), each_example())
def test_an_example_shows_its_topic(topic_id: str, example: str) -> None:
    assert topic_id in topic_ids(example)


@pytest.mark.parametrize(("topic_id", "example"), each_counter_example())
def test_a_counter_example_does_not(topic_id: str, example: str) -> None:
    assert topic_id not in topic_ids(example)


@pytest.mark.parametrize("topic", TAXONOMY.topics, ids=lambda topic: topic.id)
def test_every_phrase_and_acronym_is_enough_by_itself(topic: TopicDefinition) -> None:
    silent = [
        words
        for words in (*topic.phrases, *topic.acronyms)
        if topic.id not in topic_ids(f"Members spoke at some length of {words} in the county.")
    ]
    assert silent == []


@pytest.mark.parametrize("topic", TAXONOMY.topics, ids=lambda topic: topic.id)
def test_no_word_inside_an_exclusion_shows_the_topic(topic: TopicDefinition) -> None:
    loud = [words for words in topic.exclusions if topic.id in topic_ids(f"Somebody mentioned {words} twice.")]
    assert loud == []


@pytest.mark.parametrize(
    ("text", "topic_id"),
    [
        ("Two shops in Quarne had sold legal highs.", "drugs"),
        ("Prevent referrals came mostly from colleges.", "terrorism"),
        ("Section 136 had been used 40 times.", "mental_health"),
        ("Specials gave 900 hours at the regatta.", "special_constabulary"),
        ("Bobbies on the beat were what people asked for.", "neighbourhood_policing"),
        ("The tax base had grown.", "council_tax"),
        ("MTFP: a gap of two millions remained.", "budget"),
    ],
)
def test_166_a_synonym_tells_the_topic(text: str, topic_id: str) -> None:
    assert topic_id in topic_ids(text)


@pytest.mark.parametrize("example", TITLES["before"].examples + TITLES["after"].examples)
def test_167_a_topic_in_the_name_of_a_job_or_place_is_none(example: str) -> None:
    assert topic_ids(example) == set()


@pytest.mark.parametrize("example", TITLES["before"].counter_examples + TITLES["after"].counter_examples)
def test_167_the_same_words_in_a_sentence_count(example: str) -> None:
    assert topic_ids(example)


def test_167_a_title_ends_where_the_capitals_end() -> None:
    text = "The Cabinet Member for Community Safety and Equality asked about hate crime."
    assert topic_ids(text) == {"hate_crime"}


def test_one_hint_is_not_enough_but_two_are() -> None:
    assert "emergency_calls" not in topic_ids("There had been many callers about the fair at Quarne.")
    assert "emergency_calls" in topic_ids("There had been many callers to the control room at Quarne.")


def test_singular_and_plural_are_one_hint() -> None:
    assert "budget" not in topic_ids("A grant was asked for; the grants of other years were larger.")
    assert "budget" in topic_ids("A grant was asked for; inflation had been larger in other years.")


def test_a_hint_in_a_heading_is_enough() -> None:
    assert "vehicles" in topic_ids("Electric cars\n\n1.  Members asked what they would cost to run.")


def test_what_a_passage_ends_with_weighs_less_than_what_it_begins_with() -> None:
    filler = "The fleet, the vetting of recruits and hate crime were discussed. The ladies had made the tea. " * 3
    seizure = "Cannabis had been found at Quarne. "
    assert sureness("drugs", seizure + filler) > sureness("drugs", filler + seizure)
    assert "drugs" not in topic_ids(filler + seizure)


def sureness(topic_id: str, text: str) -> float:
    """How often over a topic has what it needs."""
    taxonomy = load_taxonomy()
    strengths, hits, matcher, words, doc = read_strengths(text, taxonomy)
    at = taxonomy.ids.index(topic_id)
    return strengths[at] / find_needs(strengths, hits, matcher, base=1.0, words=words, doc=doc)[at]


def test_a_passage_is_about_something_so_that_alone_a_late_or_small_sign_is_enough() -> None:
    filler = "Mr Oakenfold thanked the ladies who had made the tea and spoke of the weather. " * 4
    assert "drugs" in topic_ids(filler + "Cannabis had been found at Quarne.")
    assert "budget" in topic_ids("A grant was asked for. " + filler)
    assert "budget" not in topic_ids(
        "Hate crime, the fleet and cannabis were discussed. A grant was asked for. " + filler
    )


def test_two_large_sums_are_about_the_budget_and_two_small_ones_are_not() -> None:
    assert "budget" in topic_ids("It had been £4.1m in the first year and £880k in the second.")
    assert "budget" in topic_ids("It had been £612,480.15 at Quarne and £38-42m in all.")
    assert "budget" not in topic_ids("It had been £4.10 in the first year and £88,000 in the second.")
    assert "budget" not in topic_ids("It had been £4.1m; the sum of £4.1m was right.")
    assert words_of("It had been £4.1m at first and £880k after.", "budget") == ["£4.1m", "£880k"]


def test_people_that_a_number_counts_are_a_sign_of_staffing_each_number_once() -> None:
    assert "staffing" in topic_ids("There were 31 sergeants, 212 constables and nine inspectors.")
    assert "staffing" not in topic_ids("There were sergeants, constables and inspectors.")
    assert "staffing" not in topic_ids("The nine inspectors came; nine inspectors left; the nine inspectors slept.")


def test_where_a_rival_is_found_a_topic_needs_clearer_words() -> None:
    sums = "It came to £880k in the first year and £910k in the second."
    assert "budget" in topic_ids(sums)
    assert topic_ids(f"A refuge was co-commissioned. {sums}") >= {"commissioning"}
    assert "budget" not in topic_ids(f"A refuge was co-commissioned. {sums}")


def test_in_a_very_long_text_one_passing_mention_says_nothing() -> None:
    filler = "Mr Oakenfold thanked the ladies who had made the tea and spoke of the weather. " * 100
    assert "drugs" not in topic_ids("Cannabis had been found at Quarne. " + filler)
    assert "drugs" in topic_ids("Cannabis, heroin and cocaine had been found at Quarne. " + filler)


def test_an_acronym_counts_only_as_it_is_written() -> None:
    assert "hmic_inspection" in topic_ids("A letter from HMI had come.")
    assert "hmic_inspection" not in topic_ids("A letter from hmi had come.")


def test_the_evidence_is_the_words_themselves() -> None:
    text = "The Panel spoke of knife crime;  then of stop\u00a0and\u00a0search, stop and search again."
    assert words_of(text, "knife_crime") == ["knife crime"]
    assert words_of(text, "stop_and_search") == ["stop\u00a0and\u00a0search", "stop and search"]


@pytest.mark.parametrize("gap", ["\n", " \n", "\u00a0"])
def test_a_phrase_may_run_over_the_end_of_a_line(gap: str) -> None:
    text = f"Members spoke of restorative{gap}justice, and of nothing else."
    assert words_of(text, "restorative_justice") == [f"restorative{gap}justice"]


def test_a_phrase_does_not_run_from_a_heading_into_the_text() -> None:
    assert "council_tax" not in topic_ids("Council\nTax Officer Pym was thanked.")


def test_a_longer_phrase_counts_once_and_not_its_parts_too() -> None:
    assert words_of("The draft Police and Crime Plan was shown.", "police_plan") == ["draft", "Police and Crime Plan"]


def test_more_mentions_score_higher() -> None:
    [once] = find_topics("Fraud had grown.")
    [often] = find_topics("Fraud had grown. Courier fraud and romance fraud were the worst.")
    assert 0.5 <= once.score < often.score < 1
    assert once.method == often.method == "rule"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "—", "Tea was served."])
def test_a_text_about_nothing_has_no_topics(text: str) -> None:
    assert find_topics(text) == []


def test_a_doc_of_any_vocabulary_gives_the_same_as_the_text() -> None:
    nlp = spacy.blank("en")
    matcher = make_matcher(nlp.vocab, TAXONOMY)
    for text in ("Firearms officers and the precept.", "Front counters would close.", ""):
        assert find_topics_in_doc(nlp.make_doc(text), matcher, TAXONOMY) == find_topics(text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["precept", "(3)", "CSE", "\n", "£5m", "Head of", "armed", "officers", "é", "."])))
def test_evidence_always_lies_inside_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for topic in find_topics(text):
        assert topic.topic_id in TAXONOMY
        for start, end in topic.evidence:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


class CountingDoc:
    """A doc of words that counts how often one of them is asked for."""

    def __init__(self, doc: spacy.tokens.Doc) -> None:
        self.doc, self.asked = doc, 0

    def __len__(self) -> int:
        return len(self.doc)

    def __getitem__(self, at: int) -> spacy.tokens.Token:
        self.asked += 1
        return self.doc[at]


@pytest.mark.parametrize(
    "unit", ["precept", "CSE", "Head of Fleet", "Fleet House", "House", "Head of", "COMMITTEE FOR", "budget", "(((("]
)
def test_the_work_grows_with_the_text_and_not_faster(unit: str) -> None:
    nlp = spacy.blank("en")
    matcher = make_matcher(nlp.vocab, TAXONOMY)
    doc = spacy.tokens.Doc(nlp.vocab, words=unit.split() * 3000)
    matches = matcher.phrases(doc)
    counting = CountingDoc(doc)
    _title_tokens(counting, matcher, matches)  # type: ignore[arg-type]
    assert len(matches) <= 4 * len(doc)
    assert counting.asked <= 12 * len(doc)
    assert len(find_topics_in_doc(doc, matcher, TAXONOMY)) <= len(TAXONOMY)


@pytest.mark.parametrize("text", ["House " * 10, "Head of " * 10, "COMMITTEE FOR PRECEPT AND BUDGET"])
def test_a_text_of_titles_alone_has_no_topics(text: str) -> None:
    assert find_topics(text) == []


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.parametrize(("name", "measure", "floor"), [("dev", "f1", 0.84), ("seeds", "recall", 1.0)])
def test_the_floors_hold_on_the_gold(shared: Path, name: str, measure: str, floor: float) -> None:
    gold = [json.loads(line) for line in (shared / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    found = {row["id"]: {"id": row["id"], "topics": sorted(topic_ids(row["text"]))} for row in gold}
    table = _scorer(shared).score({row["id"]: row for row in gold}, found)
    assert table["topics"][measure] >= floor
