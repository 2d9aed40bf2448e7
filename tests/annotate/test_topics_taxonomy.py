"""The taxonomy as a file that people read and edit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minuteminer.annotate.taxonomy import BUNDLED, expand_braces, load_taxonomy
from minuteminer.annotate.topics import find_topics
from minuteminer.errors import LexiconError, UsageError

TOPICS = """firearms operation_stack cse domestic_abuse budget precept council_tax savings staffing recruitment
collaboration mental_health victims violent_crime sexual_offences knife_crime drugs gangs cybercrime fraud road_safety
rural_crime antisocial_behaviour terrorism counter_terrorism estates technology hmic_inspection complaints
appointments governance police_plan annual_report performance public_confidence emergency_calls youth_justice
hate_crime stop_and_search vehicles community_safety neighbourhood_policing special_constabulary modern_slavery covid
brexit equality restorative_justice commissioning fire_service procedural""".split()


def topic(**changes: Any) -> dict[str, Any]:
    row = {
        "id": "allotments",
        "label": "Allotments",
        "broader": None,
        "phrases": ["allotment{,s}"],
        "examples": ["The allotments were let."],
        "counter_examples": ["The time allotted was short."],
    }
    return {**row, **changes}


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "topics.json"
    path.write_text(json.dumps({"lexicon": "topics", "rows": rows}), encoding="utf-8")
    return path


def test_the_bundled_taxonomy_has_the_51_topics() -> None:
    assert sorted(load_taxonomy().ids) == sorted(TOPICS)


@pytest.mark.parametrize("definition", load_taxonomy().topics, ids=lambda definition: definition.id)
def test_every_topic_says_what_it_means_with_examples_both_ways(definition: Any) -> None:
    assert definition.scope_note.endswith(".")
    assert definition.label[0].isupper()
    assert len(definition.examples) >= 2
    assert definition.counter_examples


@pytest.mark.parametrize("definition", load_taxonomy().topics, ids=lambda definition: definition.id)
def test_no_words_stand_in_two_lists_of_a_topic(definition: Any) -> None:
    lists = (definition.phrases, definition.hints, definition.acronyms, definition.exclusions)
    words = [phrase.lower() for phrases in lists for phrase in phrases]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_a_taxonomy_of_ones_own_is_used_in_place_of_the_bundled(tmp_path: Path) -> None:
    own = load_taxonomy(write(tmp_path, topic()))
    found = find_topics("The allotments and the precept were discussed.", taxonomy=own)
    assert [one.topic_id for one in found] == ["allotments"]


def test_narrower_topics_are_found_at_any_depth(tmp_path: Path) -> None:
    own = load_taxonomy(
        write(tmp_path, topic(id="land"), topic(broader="land"), topic(id="plots", broader="allotments"))
    )
    assert own.narrower("land") == ("allotments", "plots")
    assert own.narrower("plots") == ()
    assert own.label("plots") == "Allotments"
    assert "land" in own
    assert "sea" not in own


def test_a_topic_that_is_not_there_is_refused_with_the_ones_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no topic 'sea'.*it has: allotments"):
        load_taxonomy(write(tmp_path, topic()))["sea"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label": ""}, r"row 1 \(allotments\): expected a label"),
        ({"phrases": []}, r"row 1 \(allotments\): no phrases"),
        ({"phrases": "allotment"}, r"phrases should be a list"),
        ({"phrases": ["plot{s"]}, r"'plot\{s' cannot be read"),
        ({"phrases": ["plots}"]}, r"'plots\}' cannot be read"),
        ({"phrases": [" "]}, r"an empty phrase"),
        ({"phrases": [7]}, r"7 cannot be read"),
        ({"hint": ["plot"]}, r"unknown field 'hint'"),
        ({"broader": "land"}, r"broader 'land' is no topic"),
        ({"broader": "allotments"}, r"broader leads round to itself"),
        ({"broader": 3}, r"broader the id of a topic"),
        ({"rivals": ["sea"]}, r"rival 'sea' is no topic"),
        ({"large_sums": 1}, r"large_sums is true or false"),
        ({"examples": []}, r"row 1 \(allotments\) has no examples"),
    ],
)
def test_a_mistake_is_named_with_file_and_row(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    path = write(tmp_path, topic(**changes))
    with pytest.raises(LexiconError, match=message) as caught:
        load_taxonomy(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"nowhere\.json"):
        load_taxonomy(tmp_path / "nowhere.json")


def test_the_hash_changes_with_the_words_and_not_with_the_notes(tmp_path: Path) -> None:
    first = load_taxonomy(write(tmp_path, topic())).sha256
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    assert load_taxonomy(write(tmp_path / "b", topic(scope_note="Small gardens."))).sha256 == first
    assert load_taxonomy(write(tmp_path / "c", topic(hints=["plot"]))).sha256 != first


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("precept{,s}", ("precept", "precepts")),
        ("{a,b} {c,d}", ("a c", "a d", "b c", "b d")),
        ("plain words", ("plain words",)),
    ],
)
def test_braces_stand_for_alternatives(pattern: str, phrases: tuple[str, ...]) -> None:
    assert expand_braces(pattern) == phrases


def test_the_taxonomy_is_read_without_spacy_and_scikit_learn() -> None:
    code = (
        "import sys; from minuteminer.annotate.taxonomy import load_taxonomy; load_taxonomy(); "
        "print([name for name in ('spacy', 'sklearn', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bundled_file_is_readable_by_people() -> None:
    assert all(len(line) < 200 for line in BUNDLED.read_text("utf-8").splitlines() if "{" not in line)
