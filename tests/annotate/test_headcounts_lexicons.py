"""Every row of the headcount lexicons is needed by its examples and left alone by its counter-examples."""

from __future__ import annotations

import pytest

from minuteminer.annotate.headcount_roles import HEADS_BY_FORM
from minuteminer.annotate.headcount_words import WORDS
from minuteminer.annotate.headcounts import find_headcounts
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.findings import Headcount


def rows(name: str) -> list[Row]:
    return list(load_lexicon(f"headcounts_{name}"))


def by_id(row: Row) -> str:
    return row.id


def rules(text: str) -> set[str]:
    return {found.rule_id for found in find_headcounts(text)}


def cue_words(text: str) -> set[str]:
    """The words that measures were read from."""
    return {
        text[evidence.start_char : evidence.end_char].lower()
        for found in find_headcounts(text)
        for evidence in found.evidence
        if evidence.reads == "measure"
    }


def shows(row: Row, found: Headcount) -> bool:
    """Whether a count carries what a modifier row gives: its measure, its default, its role or its decimals."""
    wanted = row.get("measure") or row.get("default")
    return (
        (wanted is None or found.measure == wanted)
        and (row.get("role") in (None, found.role))
        and (not row.get("fte") or found.fte)
    )


NAMED = [row for row in rows("roles") if row["family"] != "people"]
TRANSPARENT = [row for row in rows("roles") if row["family"] == "people"]


@pytest.mark.parametrize("row", NAMED, ids=by_id)
def test_role_rows(row: Row) -> None:
    rule = row.id.replace(".role.", ".rule.")
    for text in row.examples:
        assert rule in rules(text), text
    for text in row.counter_examples:
        assert rule not in rules(text), text


@pytest.mark.parametrize("row", TRANSPARENT, ids=by_id)
def test_rows_of_nouns_that_take_the_role_spoken_of(row: Row) -> None:
    for text in row.examples:
        assert find_headcounts(text)[-1].role, text
    for text in row.counter_examples:
        assert find_headcounts(text) == [], text


@pytest.mark.parametrize("row", rows("carry"), ids=by_id)
def test_carry_rows(row: Row) -> None:
    rule = row.id.replace(".carry.", ".rule.")
    for text in row.examples:
        assert rule in rules(text), text
    for text in row.counter_examples:
        assert rule not in rules(text), text


@pytest.mark.parametrize("row", rows("measures"), ids=by_id)
def test_measure_rows(row: Row) -> None:
    for text in row.examples:
        assert cue_words(text) & set(row["words"]), text
        if row["measure"] != "same":
            assert row["measure"] in {found.measure for found in find_headcounts(text)}, text
    for text in row.counter_examples:
        assert not cue_words(text) & set(row["words"]), text


@pytest.mark.parametrize("row", [row for row in rows("modifiers") if not row.get("refuses")], ids=by_id)
def test_modifier_rows(row: Row) -> None:
    for text in row.examples:
        assert any(shows(row, found) for found in find_headcounts(text)), text
    if row.get("measure") or row.get("role") or row.get("fte"):
        for text in row.counter_examples:
            assert not any(shows(row, found) for found in find_headcounts(text)), text


@pytest.mark.parametrize("row", [row for row in rows("modifiers") if row.get("refuses")], ids=by_id)
def test_modifier_rows_that_refuse(row: Row) -> None:
    for text in row.examples:
        assert find_headcounts(text) == [], text
    for text in row.counter_examples:
        assert find_headcounts(text), text


@pytest.mark.parametrize("row", rows("contexts"), ids=by_id)
def test_context_rows(row: Row) -> None:
    for text in row.examples:
        roles = {found.role for found in find_headcounts(text)}
        assert roles == (set() if row["role"] == "refuse" else {row["role"]}), text
    for text in row.counter_examples:
        assert row["role"] not in {found.role for found in find_headcounts(text)} != set(), text


@pytest.mark.parametrize("row", rows("words"), ids=by_id)
def test_word_rows(row: Row) -> None:
    """A word's kind decides: the counter-example differs by another word, and something else is read."""
    seen = [[(f.text, f.qualifier, f.role) for f in find_headcounts(text)] for text in row.examples]
    other = [[(f.text, f.qualifier, f.role) for f in find_headcounts(text)] for text in row.counter_examples]
    assert all(reading not in other for reading in seen)


def test_ids_say_which_rule_was_used() -> None:
    known = {row.id.replace(".role.", ".rule.") for row in rows("roles")}
    known |= {row.id.replace(".carry.", ".rule.") for row in rows("carry")}
    (found,) = find_headcounts("The force had 40 PCSOs.")
    assert found.rule_id in known


def test_the_gate_lets_every_form_through() -> None:
    """A text without a word of the gate is not read at all, so every noun must hold one."""
    assert [form for form in HEADS_BY_FORM if not any(word in f" {form}" for word in WORDS["gate"])] == []
