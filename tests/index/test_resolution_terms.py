"""A resolution is found by its own topics and by who moved it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from minuteminer.errors import QueryError
from minuteminer.findings import Topic, Vote
from minuteminer.index import Index


def decided(made: SimpleNamespace, item: str, title: str) -> object:
    minutes = made.Minutes(item, title).say("A complaint about dogs was heard, and a grant.", "1.")
    minutes.say("RESOLVED that the grant be paid.", "2.").resolved("RESOLVED that the grant be paid.", "pay")
    minutes.say("RESOLVED that the complaint be upheld.", "3.")
    minutes.resolved("RESOLVED that the complaint be upheld.", "uphold")
    places = [minutes.text.index("complaint"), minutes.text.rindex("complaint")]
    evidence = tuple((place, place + len("complaint")) for place in places)
    minutes.topics.append(Topic(topic_id="complaints", score=0.5, method="rule", evidence=evidence))
    minutes.topics.append(Topic(topic_id="grants", score=0.9, method="rule"))
    return minutes


def texts(index: Index, query: str) -> set[str]:
    return {hit.text for hit in index.search(query).hits}


def test_a_resolution_has_the_topics_of_its_own_words_and_the_main_one(index: Index, made: SimpleNamespace) -> None:
    made.put(index, decided(made, "930", "Various matters"))
    both = {"RESOLVED that the grant be paid.", "RESOLVED that the complaint be upheld."}
    assert texts(index, "topic:complaints in:resolution") == {"RESOLVED that the complaint be upheld."}
    assert texts(index, "topic:grants in:resolution") == both
    assert index.search("topic:complaints").total == 3
    echo = index.search("topic:complaints in:resolution").echo
    assert "by their own words, their item's title or its main topic" in echo


def test_a_resolution_has_the_topic_that_stands_in_the_title(index: Index, made: SimpleNamespace) -> None:
    made.put(index, decided(made, "931", "A complaint and more"))
    assert len(texts(index, "topic:complaints in:resolution")) == 2


def test_resolutions_are_found_by_mover_and_seconder(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("932", "Moved").say("RESOLVED that dogs be banned.", "1.")
    minutes.resolved("RESOLVED that dogs be banned.", "ban")
    fact = minutes.facts.pop()
    minutes.facts.append(replace(fact, value=replace(fact.value, proposer="Cllr A Wombat", seconder="Mrs J Dingo")))
    made.put(index, minutes)
    assert texts(index, "proposer:wombat in:resolution") == {"RESOLVED that dogs be banned."}
    assert index.search('proposer:"Cllr Wombat" seconder:dingo').total == 1
    assert index.search("proposer:dingo").total == 0
    assert index.search("-proposer:wombat in:resolution ban*").total == 0
    with pytest.raises(QueryError, match="holds no name"):
        index.search("proposer:cllr")


def test_every_verb_that_the_register_prints_can_be_searched_for(index: Index, made: SimpleNamespace) -> None:
    words = "RESOLVED that the Chair be invited to write and a copy be sent."
    minutes = made.Minutes("933", "Letters").say(words, "1.")
    minutes.resolved(words, "invite", "send", clauses=("the Chair be invited to write", "a copy be sent"))
    fact = minutes.facts.pop()
    minutes.facts.append(replace(fact, value=replace(fact.value, verbs=("invite",))))
    made.put(index, minutes)
    printed = {verb for row in index.register(query="letters OR invited") for verb in row.verbs}
    assert printed == {"invite", "send"}
    assert all(index.search(f"verb:{verb} in:resolution").total == 1 for verb in printed)


def test_a_refusal_is_found_as_one_and_not_by_what_it_refuses(index: Index, made: SimpleNamespace) -> None:
    words = "RESOLVED that the windmill be not approved."
    minutes = made.Minutes("935", "Windmill").say(words, "1.").resolved(words, "approve", clauses=(words[14:],))
    fact = minutes.facts.pop()
    clauses = tuple(replace(one, negated_verbs=("approve",)) for one in fact.value.clauses)
    value = replace(fact.value, clauses=clauses, negated_verbs=("approve",))
    minutes.facts.append(replace(fact, value=value))
    made.put(index, minutes)
    assert index.search("windmill verb:approve in:resolution").total == 0
    found = index.search("verb:not-approve in:resolution")
    assert [hit.text for hit in found.hits] == [words]
    assert found.echo == "resolutions, where it was decided not to approve"
    assert index.search("windmill verb:not-approve").total == 1
    assert [row.verbs for row in index.register(query="windmill")] == [("not approve",)]
    assert [facet.values for facet in index.facets("windmill in:resolution", ["verb"])] == [(("not approve", 1),)]


def test_a_resolution_found_by_its_vote_shows_the_vote(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("934", "Van").say("RESOLVED that no van be bought.", "1.")
    vote = Vote(start_char=0, end_char=0, text="", rule_id="test", votes_for=6, votes_against=4)
    made.put(index, minutes.resolved("RESOLVED that no van be bought.", "buy", vote=vote))
    (hit,) = index.search("vote:against>3 in:resolution").hits
    assert [figure.text for figure in hit.figures] == ["6 for, 4 against"]
