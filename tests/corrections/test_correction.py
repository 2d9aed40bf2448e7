"""A reader quotes a sentence; an accepted correction changes what is read, and outlives new pages and new rules."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.annotate.pipeline import annotate
from minuteminer.answers import IndexedItem
from minuteminer.corrections.anchor import find_quote
from minuteminer.corrections.applying import accepted_by_item, apply_corrections, corrections_digest
from minuteminer.corrections.correction import (
    Change,
    Correction,
    as_annotation,
    from_annotation,
    make_change,
)
from minuteminer.corrections.folder import (
    accept_correction,
    load_corrections,
    propose_correction,
    refuse_correction,
)
from minuteminer.errors import MinuteMinerError, NothingFoundError, UsageError
from minuteminer.models import AgendaItem, Meeting

TEXT = (
    "4. The Force had recruited 24 of the 37 additional firearms officers. "
    "A grant of £5m had been received.\n\nRESOLVED that the report be noted."
)


def indexed(text: str = TEXT, version: int = 1) -> IndexedItem:
    item = AgendaItem(
        site="https://minutes.example/", item_id="7", meeting_id="1", position=1, number="4.", title="Firearms",
        text=text, url="https://minutes.example/ieListDocuments.aspx?MId=1#AI7", version=version,
    )  # fmt: skip
    meeting = Meeting(site=item.site, meeting_id="1", committee_id="311", committee="Westmarch Panel", date=None)
    return IndexedItem(
        key="minutes.example:7", meeting=meeting, item=item, paragraphs=(), facts=(), topics=(), versions=()
    )


def accepted(folder: Path, quote: str, change: Change) -> Correction:
    proposed = propose_correction(folder, indexed(), quote=quote, remark="This is wrong.")
    return accept_correction(folder, proposed.id, change)


def values(text: str, corrections: tuple[Correction, ...], kind: str) -> list[object]:
    document, _ = apply_corrections(annotate(text, id="minutes.example:7@1"), corrections)
    return [fact.value for fact in document.facts if fact.kind == kind]


def test_a_proposal_is_a_web_annotation_with_the_words_and_their_surroundings(tmp_path: Path) -> None:
    proposed = propose_correction(
        tmp_path, indexed(), quote="24 of  the 37", remark="It was 26.", reader="A resident", fact_id="x#headcount-1-2"
    )
    stored = json.loads((tmp_path / f"{proposed.id}.json").read_text(encoding="utf-8"))
    assert stored["type"] == "Annotation"
    assert stored["motivation"] == "editing"
    selector = stored["target"]["selector"]
    assert selector["exact"] == "24 of the 37"
    assert TEXT[: TEXT.index("24 of")].endswith(selector["prefix"])
    assert stored["minuteminer:status"] == "open"
    assert load_corrections(tmp_path) == (proposed,)


def test_an_open_or_refused_correction_changes_nothing(tmp_path: Path) -> None:
    proposed = propose_correction(tmp_path, indexed(), quote="24 of the 37", remark="It was 26.")
    refused = refuse_correction(tmp_path, proposed.id, "The minutes do say 24.")
    assert refused.reason == "The minutes do say 24."
    assert accepted_by_item(load_corrections(tmp_path)) == {}


def test_an_accepted_change_sets_fields_and_shows_its_origin(tmp_path: Path) -> None:
    correction = accepted(
        tmp_path, "24 of the 37 additional", make_change("change", "headcount", "24 of the 37", ["count=26"])
    )
    document, conflicts = apply_corrections(annotate(TEXT, id="i"), (correction,))
    (fact,) = [fact for fact in document.facts if fact.kind == "headcount"]
    assert (fact.value.count, fact.value.of) == (26, 37)
    assert fact.rule_id == fact.value.rule_id == f"correction.{correction.id}"
    assert document.text[fact.start_char : fact.end_char] == fact.text
    assert not conflicts


def test_a_removal_and_an_addition(tmp_path: Path) -> None:
    gone = accepted(tmp_path, "£5m", make_change("remove", "money", "£5m", []))
    new = accepted(tmp_path, "the report be noted", make_change("add", "note", "report be noted", []))
    assert values(TEXT, (gone,), "money") == []
    (note,) = values(TEXT, (new,), "note")
    assert note.text == "report be noted"  # type: ignore[attr-defined]


def test_it_survives_a_new_version_of_the_page(tmp_path: Path) -> None:
    correction = accepted(tmp_path, "£5m", make_change("change", "money", "£5m", ["role=grant", "period=year"]))
    later = "3. An item was inserted about £5m of other spending.\n\n" + TEXT
    read = values(later, (correction,), "money")
    assert [value.period for value in read] == [None, "year"]  # type: ignore[attr-defined]


def test_where_its_words_or_its_reading_are_gone_it_is_a_conflict(tmp_path: Path) -> None:
    correction = accepted(tmp_path, "24 of the 37", make_change("change", "headcount", "24 of the 37", ["count=26"]))
    _, (conflict,) = apply_corrections(annotate("4. The Force had recruited 26."), (correction,))
    assert conflict.reason == "its words are no longer in the item"
    unread = replace(annotate(TEXT), facts=())
    _, (conflict,) = apply_corrections(unread, (correction,))
    assert "no headcount is read" in conflict.reason


def test_of_two_corrections_of_one_reading_the_older_stands(tmp_path: Path) -> None:
    one = accepted(tmp_path, "£5m", make_change("change", "money", "£5m", ["role=grant"]))
    two = accepted(tmp_path, "£5m", make_change("change", "money", "£5m", ["role=fee"]))
    document, (conflict,) = apply_corrections(annotate(TEXT), (one, two))
    assert conflict.correction == two
    assert "corrects the same money already" in conflict.reason
    assert [fact.value.role for fact in document.facts if fact.kind == "money"] == ["grant"]


def test_the_digest_tells_when_an_item_must_be_indexed_again(tmp_path: Path) -> None:
    correction = accepted(tmp_path, "£5m", make_change("remove", "money", "£5m", []))
    other = replace(correction, change=make_change("change", "money", "£5m", ["role=fee"]))
    assert corrections_digest(()) == ""
    assert corrections_digest((correction,)) != corrections_digest((other,))


@pytest.mark.parametrize(
    ("quote", "remark", "told"),
    [
        ("twenty-five", "wrong", "not in the item"),
        (" ", "wrong", "Quote the words"),
        ("£5m", "\x00", "Quote the words"),
        ("£5m", "x" * 2_001, "at most 2,000"),
    ],
)
def test_a_proposal_that_says_nothing_is_refused(quote: str, remark: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=told):
        propose_correction(tmp_path, indexed(), quote=quote, remark=remark)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("change", "salary", "x", []), "unknown kind"),
        (("change", "money", "x", []), "say what changes"),
        (("change", "money", "x", ["role"]), "expected FIELD=VALUE"),
        (("change", "money", "x", ["text=y"]), "has no field 'text'"),
        (("change", "money", "x", ["low_pence=much"]), "expected a value like those of int"),
        (("add", "headcount", "x", []), "needs count"),
        (("remove", "money", "x", ["role=fee"]), "no values to set"),
    ],
)
def test_a_change_that_cannot_be_is_refused(arguments: tuple[str, str, str, list[str]], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        make_change(*arguments)


def test_a_field_of_few_words_takes_no_others() -> None:
    assert make_change("change", "headcount", "six", ["measure=vacancy"]).values == {"measure": "vacancy"}
    with pytest.raises(UsageError, match="measure: expected one of strength, increase, decrease, vacancy, other"):
        make_change("change", "headcount", "six", ["measure=vacant"])
    with pytest.raises(UsageError, match="decision: expected one of resolved"):
        make_change("change", "resolution", "that", ["decision=thought"])
    assert make_change("change", "money", "£5m", ["change=none"]).values == {"change": None}


def test_words_that_were_not_quoted_cannot_be_changed(tmp_path: Path) -> None:
    proposed = propose_correction(tmp_path, indexed(), quote="£5m", remark="wrong")
    with pytest.raises(UsageError, match="not among the quoted ones"):
        accept_correction(tmp_path, proposed.id, make_change("remove", "headcount", "24 of the 37", []))
    with pytest.raises(NothingFoundError):
        accept_correction(tmp_path, "../../etc/passwd", make_change("remove", "money", "£5m", []))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "20260101-0123456789.json").write_text("{}", encoding="utf-8")
    with pytest.raises(MinuteMinerError, match=r"20260101-0123456789\.json"):
        load_corrections(tmp_path)


@settings(max_examples=50)
@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.text(max_size=40))
def test_words_are_found_where_they_stand(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    place = find_quote(text, quote, prefix=before, suffix=after)
    if not quote.split():
        assert place is None
        return
    assert place is not None
    assert text[place.start_char : place.end_char].split() == quote.split()


def test_the_annotation_and_the_value_are_one(tmp_path: Path) -> None:
    correction = accepted(tmp_path, "£5m", make_change("change", "money", "£5m", ["role=fee", "negated=yes"]))
    assert from_annotation(json.loads(json.dumps(as_annotation(correction)))) == correction
