"""Every row of the lexicons of paragraphs, items, decisions, votes and notes earns its place.

A row's examples need the row; its counter-examples do not set it off.
"""

from __future__ import annotations

import pytest

from minuteminer.annotate.items import find_items
from minuteminer.annotate.labels import lines_of
from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.notes import find_notes
from minuteminer.annotate.resolutions import find_resolutions
from minuteminer.annotate.tallies import find_tallies
from minuteminer.annotate.verbs import find_verbs
from minuteminer.annotate.votes import find_votes


def _rows(name: str) -> list[Row]:
    return list(load_lexicon(name))


def _params(name: str, which: str) -> list[object]:
    return [
        pytest.param(row, text, id=f"{row.id}-{number}")
        for row in _rows(name)
        for number, text in enumerate(getattr(row, which))
    ]


@pytest.mark.parametrize(("row", "text"), _params("paragraphs", "examples"))
def test_an_example_of_a_label_is_read_by_its_row(row: Row, text: str) -> None:
    rows = [line.row for line in lines_of(text)]
    assert row in rows


@pytest.mark.parametrize(("row", "text"), _params("paragraphs", "counter_examples"))
def test_a_counter_example_of_a_label_is_none(row: Row, text: str) -> None:
    assert row not in [line.row for line in lines_of(text)]


@pytest.mark.parametrize(("row", "text"), _params("resolutions", "examples"))
def test_an_example_of_a_decision_is_read_by_its_row(row: Row, text: str) -> None:
    assert row.id in [resolution.rule_id for resolution in find_resolutions(text)]


@pytest.mark.parametrize(("row", "text"), _params("resolutions", "counter_examples"))
def test_a_counter_example_of_a_decision_does_not_set_its_row_off(row: Row, text: str) -> None:
    assert row.id not in [resolution.rule_id for resolution in find_resolutions(text)]


@pytest.mark.parametrize(("row", "text"), _params("verbs", "examples"))
def test_an_example_of_a_verb_decides(row: Row, text: str) -> None:
    assert find_resolutions(text)[0].verbs == (row["base"],)


@pytest.mark.parametrize(("row", "text"), _params("verbs", "counter_examples"))
def test_a_counter_example_of_a_verb_decides_something_else(row: Row, text: str) -> None:
    assert row["base"] not in [verb for verb, _ in find_verbs(text)]


@pytest.mark.parametrize(("row", "text"), _params("notes", "examples"))
def test_an_example_of_a_note_is_read_by_its_row(row: Row, text: str) -> None:
    assert [note.rule_id for note in find_notes(text)] == [row.id]


@pytest.mark.parametrize(("row", "text"), _params("notes", "counter_examples"))
def test_a_counter_example_of_a_note_is_none(row: Row, text: str) -> None:
    assert find_notes(text) == []


def _vote_rows_in(text: str) -> set[str]:
    """The ids of the rows that read or refused something in a text of one sentence."""
    tallies, refusal = find_tallies(text)
    return {count.rule_id for tally in tallies for count in tally.counts} | ({refusal.rule_id} if refusal else set())


@pytest.mark.parametrize(("row", "text"), _params("votes", "examples"))
def test_an_example_of_a_vote_is_read_by_its_row_or_refused_by_it(row: Row, text: str) -> None:
    assert row.id in _vote_rows_in(text)
    assert bool(find_votes(text)) == (row["reads"] not in ("guard", "refuse"))


@pytest.mark.parametrize(("row", "text"), _params("votes", "counter_examples"))
def test_a_counter_example_of_a_vote_does_not_set_its_row_off(row: Row, text: str) -> None:
    assert row.id not in _vote_rows_in(text)


@pytest.mark.parametrize(("row", "text"), _params("items", "examples"))
def test_an_example_of_an_item_is_a_heading(row: Row, text: str) -> None:
    assert find_items(text) != []


@pytest.mark.parametrize(("row", "text"), _params("items", "counter_examples"))
def test_a_counter_example_of_an_item_has_no_title_cut_or_is_no_heading(row: Row, text: str) -> None:
    titles = [item.title for item in find_items(text)]
    if row["role"] == "tail":
        assert all(title in text for title in titles)
    else:
        assert titles == []


@pytest.mark.parametrize(("row", "text"), _params("movers", "examples"))
def test_an_example_of_a_mover_names_both(row: Row, text: str) -> None:
    (resolution,) = find_resolutions(text)
    names = tuple(row.get("whole", ("Cllr Ambrose", "Mrs Birtle")))
    assert (resolution.proposer, resolution.seconder) == names


@pytest.mark.parametrize(("row", "text"), _params("movers", "counter_examples"))
def test_a_counter_example_of_a_mover_does_not_name_both(row: Row, text: str) -> None:
    (resolution,) = find_resolutions(text)
    assert resolution.seconder is None or resolution.proposer is None
