"""What all the words of a passage say of a topic: learnt from marks, read as plain numbers, unseen by its passages."""

from __future__ import annotations

import pytest
import spacy

from minuteminer.annotate.topic_words import build_word_lines
from minuteminer.annotate.topic_words_training import fit_word_lines, tellable_words

FARM = "Two ewes had been taken from the field behind the barn and the hedges were cut for the tractor"
SHOP = "A customer had shouted at the girl behind the till and glass was swept from the pavement"
TEXTS = [f"{FARM if number % 2 else SHOP} on day {number}".split() for number in range(24)]
MARKS = [frozenset({"rural_crime"} if number % 2 else {"antisocial_behaviour"}) for number in range(24)]
TOPICS = ("rural_crime", "antisocial_behaviour", "covid")
NLP = spacy.blank("en")


def said(text: str) -> dict[str, float]:
    content, _ = fit_word_lines(TEXTS, MARKS, TOPICS)
    return build_word_lines(content).speak_for(NLP.make_doc(text), TOPICS)


def test_words_speak_for_the_topic_beside_which_they_stood_and_against_the_other() -> None:
    of_a_farm = said("The BARN and its field, said the farmer, had no hedges.")
    assert of_a_farm["rural_crime"] > 0 > of_a_farm["antisocial_behaviour"]


def test_of_a_topic_that_nobody_marked_they_say_nothing() -> None:
    assert "covid" not in said(FARM)


@pytest.mark.parametrize("text", ["", "Zymurgy!", "12 | 13"])
def test_a_text_of_unknown_words_gets_what_the_topic_gets_anywhere(text: str) -> None:
    content, _ = fit_word_lines(TEXTS, MARKS, TOPICS)
    assert said(text) == {topic_id: content["topics"][topic_id][0] for topic_id in TOPICS[:2]}


def test_a_passage_is_read_by_lines_that_have_not_seen_it() -> None:
    other = f"{FARM} until dusk".split()
    marks = [*MARKS, frozenset({"antisocial_behaviour"})]  # against all that the other passages teach
    _, unseen = fit_word_lines([*TEXTS, other], marks, TOPICS)
    assert unseen[-1]["rural_crime"] > 0 > unseen[-1]["antisocial_behaviour"]


def test_names_are_not_learnt() -> None:
    texts = [[*text, "Oakenfold"] for text in TEXTS[:10]] + TEXTS[10:]
    assert "oakenfold" not in fit_word_lines(texts, MARKS, TOPICS)[0]["words"]


def test_where_too_little_is_marked_there_are_no_lines() -> None:
    content, unseen = fit_word_lines(TEXTS[:4], MARKS[:4], TOPICS)
    assert content == {"words": [], "rarities": [], "topics": {}}
    assert unseen == [{}] * 4
    assert build_word_lines(content).speak_for(NLP.make_doc(FARM), TOPICS) == {}


def test_the_same_passages_teach_the_same() -> None:
    assert fit_word_lines(TEXTS, MARKS, TOPICS) == fit_word_lines(TEXTS, MARKS, TOPICS)


def test_numbers_signs_and_stop_words_tell_nothing() -> None:
    assert tellable_words(["It", "cost", "£", "12", "x2", "the", "Ox"]) == ["cost"]
